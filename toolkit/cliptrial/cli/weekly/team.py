"""``cliptrial team``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, SlugsArgument, WorkspaceOption, open_workspace, print_json, show
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace


def run(
    slugs: SlugsArgument = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder of all reports.")] = None,
    since: Annotated[date | None, a_day("First day of the tables. Default: today.")] = None,
    lang: LangOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write what the team and the client need: filming list, posting calendar, the plan for approval.

    The client's plan is in the client's language. metricool.csv and publer.csv hold the posts from today on, as
    drafts, with the columns that Metricool and Publer take. All are in reports/SLUG/.
    """
    from cliptrial.posts.week.briefing import Briefing
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.report.team.handed_pages import write_handed

    opened = open_workspace(workspace)
    asked = lang and chosen_language(lang)
    briefings = [Briefing.of(opened, load_experiment(slug, opened)) for slug in slugs or _planned(opened)]
    folder, first = out or opened.root / "reports", since or date.today()
    pages = (path for one in briefings for path in write_handed(opened, one, folder, lang=asked, since=first))
    written = list(dict.fromkeys(pages))
    if as_json:
        print_json({"files": written})
        return
    for path in written:
        show(str(path))
    if not written:
        show(says("No plan has dates yet. Next: `cliptrial plan`."))


def _planned(workspace: Workspace) -> list[str]:
    """Every experiment with a plan that nobody decided."""
    from cliptrial.registry.decisions import read_decisions
    from cliptrial.registry.experiments import load_all
    from cliptrial.registry.plan.period_files import read_plan

    loaded = load_all(workspace).loaded
    return [one.slug for one in loaded if read_plan(one.folder) and not read_decisions(one.folder)]
