"""``cliptrial learn``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import (
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    problem_table,
    show,
)


def run(
    lang: LangOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Write the page, too: DIR/learnings/learnings_LANG.html, and DIR/index.html."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """What have we learned over all experiments? One sentence a variable.

    Every locked experiment that became ready counts, decided or not. Those that are not ready, not locked,
    observed or blocked are listed with the reason.
    """
    from cliptrial.analysis.learning.library import learn
    from cliptrial.wording.learned import LearnedSpeaker, describe_library

    opened = open_workspace(workspace)
    language = chosen_language(lang, opened.language)
    library = learn(opened)
    page = _page(opened.root, language, out) if out else None
    if as_json:
        print_json({**describe_library(library, language), "page": page})
        return
    s = LearnedSpeaker.of(library, language)
    for one in library.learned:
        show(s.sentence(one))
    if not library.learned and s.nothing():
        show(s.nothing())
    if library.lessons:
        show()
        print_table(s.w.page.columns, [s.lesson_row(one) for one in library.lessons])
    for remark in s.remarks():
        show(remark)
    problem_table(library.problems)
    if page:
        show(f"\n{page}")


def _page(root: Path, lang: str, out: Path) -> Path:
    from cliptrial.report import render_report

    return render_report("learnings", root, lang=lang, out=out).html
