"""``cliptrial calendar``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, SlugsArgument, WorkspaceOption, open_workspace, print_json, show
from cliptrial.messages import says


def run(
    slugs: SlugsArgument = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder of the files. Default: reports/.")
    ] = None,
    lang: LangOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write calendar.ics: posts, days to read numbers, decisions, calls and reviews, of all that is not decided.

    Open it with any calendar program. When a plan changed, calendar_changes.ics holds only what changed;
    open that one where the calendar is in your program already.
    """
    from datetime import UTC, datetime

    from cliptrial.planning.calendar_file import entries, write_calendar
    from cliptrial.registry.decisions import read_decisions
    from cliptrial.registry.experiments import load_all, load_experiment
    from cliptrial.wording.messages import in_language

    opened = open_workspace(workspace)
    language = chosen_language(lang, opened.language)
    named = [load_experiment(slug, opened) for slug in slugs or ()]
    loaded = named or [one for one in load_all(opened).loaded if not read_decisions(one.folder)]
    now = datetime.now(UTC)
    dates = entries(opened, loaded, now.date())
    texts = {text: in_language(text, language) for date in dates for text in (date.summary, date.description)}
    files = write_calendar(out or opened.root / "reports", dates, texts=texts, now=now)
    if as_json:
        print_json({"calendar": files[0], "changes": files[1] if len(files) > 1 else None, "entries": len(dates)})
        return
    for path in files:
        show(str(path))
    if not dates:
        show(says("No plan has dates yet. Next: `cliptrial plan`."))
