"""``cliptrial purge``."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.keeping.removing import DryRunOption, YesOption, remove
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace
from cliptrial.messages import says


def run(
    older_than: Annotated[
        str | None,
        typer.Option(
            metavar="TIME|DAY",
            help="400d, 18 months, 2 years or 2025-10-01. Default: `retention` of workspace.yaml.",
            show_default=False,
        ),
    ] = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    on: Annotated[date | None, a_day("As on this day. Default: today.", "--on")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove numbers from before a day from the disk, for good: posts that went out before it, days, orders.

    What goes and what stays is told first. Plans, links, workbooks, decisions and finished pages stay. What is older
    in an export that is handed in later is left out.
    """
    from cliptrial.posts.removal.plans import older_than as planned

    opened, today = open_workspace(workspace), on or date.today()
    wanted = older_than or opened.retention
    if wanted is None:
        what = says("say what is old, e.g. --older-than 400d, or write `retention: 400 days` into workspace.yaml")
        raise typer.BadParameter(what, param_hint="--older-than")
    remove(opened, planned(opened, _first_day(wanted, today), today), yes=yes, dry_run=dry_run, as_json=as_json)


def _first_day(text: str, today: date) -> date:
    from cliptrial.registry.safety.retention import kept_from

    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        return kept_from(text, today)
    except ValueError:
        what = says("{text!r} is no time such as 400d, 18 months or 2 years, and no day such as 2025-10-01", text=text)
        raise typer.BadParameter(what, param_hint="--older-than") from None
