"""``cliptrial check``."""

from __future__ import annotations

import typer

from cliptrial.cli.answer_shown import show_findings
from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json


def run(
    slug: SlugArgument, lang: LangOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Was it fair? One variable, rotation, equal age, missing posts; no result is shown.

    Ends with an error when a blocker withholds the verdict.
    """
    from cliptrial.analysis import analyze
    from cliptrial.analysis.findings import Level
    from cliptrial.wording.describe import describe

    opened = open_workspace(workspace)
    analysis = analyze(slug, opened)
    language = chosen_language(lang, opened.language)
    if as_json:
        described = describe(analysis, language)
        print_json({key: described[key] for key in ("experiment", "evidence", "arms", "findings", "provenance")})
    else:
        show_findings(analysis, language)
    if any(f.level is Level.BLOCKER for f in analysis.findings):
        raise typer.Exit(1)
