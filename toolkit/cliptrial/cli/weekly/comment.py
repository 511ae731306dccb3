"""``cliptrial comment``."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.ask import ask, can_ask, need
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import says

_PAGES = r"comparison|chance|learnings|programme|(week|month|quarter)-([a-z0-9-]+-)?\d{4}-\d\d-\d\d"


def run(
    page: Annotated[
        str,
        typer.Argument(
            help="Name of an experiment's folder, or comparison, chance, learnings, programme, week-NAME-2026-04-20."
        ),
    ],
    text: Annotated[str | None, typer.Argument(help="What the team says; plain text.")] = None,
    who: Annotated[str | None, typer.Option(help="Who says it.")] = None,
    need_from_client: Annotated[
        str | None, typer.Option("--need", help="What the team needs from the client; with --by.")
    ] = None,
    by: Annotated[date | None, a_day("By when it is needed.")] = None,
    when: Annotated[date | None, a_day("When it is said. Default: today.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the team's own words on a page, and what it needs from the client by when.

    The words go to comment.md beside the experiment, or to comments/ in the workspace; the next report shows them.
    """
    from cliptrial.registry.beside.comments import FILE, FOLDER, Need, add_comment, said_now
    from cliptrial.registry.experiments import experiment_folder, experiment_names

    if (need_from_client is None) != (by is None):
        raise typer.BadParameter(says("--need and --by go together: what is needed, and by when"))
    opened = open_workspace(workspace)
    own = re.fullmatch(_PAGES, page) and page not in experiment_names(opened)
    path = opened.root / FOLDER / f"{page}.md" if own else experiment_folder(page, opened) / FILE
    if can_ask(as_json):
        text = text or (None if need_from_client else ask(says("What do you want to say?")))
        who = who or ask(says("Who says it?"))
    need(*([] if text or need_from_client else [says("what to say, after {page}", page=page)]), who=who)
    needs = (Need(by, need_from_client),) if by and need_from_client else ()
    add_comment(path, said_now(when or date.today(), str(who), text or "", needs), opened.root)
    shown = path.relative_to(opened.root).as_posix()
    if as_json:
        print_json({"page": page, "file": shown})
        return
    say(says("Written to {path}; the next report shows it.", path=shown))
