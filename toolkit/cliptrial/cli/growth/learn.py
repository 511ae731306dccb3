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
    client: Annotated[
        str | None,
        typer.Option(metavar="CLIENT", help="Only what one client's own experiments say, naming nobody else."),
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
    library = learn(opened, client=client)
    language = chosen_language(lang, opened.language_of(client))
    page = _page(opened.root, language, out, client) if out else None
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
    tried = s.tried_rows()
    if tried:
        show(f"\n{s.w.tried.heading}")
        show(s.w.tried.lead)
        print_table(s.w.tried.columns, [(change, metric, "; ".join(on), other) for change, metric, on, other in tried])
    if library.learned:
        show(f"\n{s.w.page.known}")
        for one in library.learned:
            show(s.known(one))
    for remark in s.remarks():
        show(remark)
    problem_table(library.problems)
    if page:
        show(f"\n{page}")


def _page(root: Path, lang: str, out: Path, client: str | None) -> Path:
    from cliptrial.report import render_report
    from cliptrial.report.reports import learnings_of

    name = learnings_of(client)
    return render_report("learnings", root, lang=lang, out=out, name=name, client=client or "").html
