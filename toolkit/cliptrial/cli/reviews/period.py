"""What ``cliptrial week``, ``month`` and ``quarter`` have in common."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, show

AccountOption = Annotated[str | None, typer.Option(help="One account. Default: a page for every client.")]
ClientOption = Annotated[str | None, typer.Option(help="One client.")]
DayOption = Annotated[date | None, a_day("Any day of the period. Default: the last whole one with numbers.")]
AudienceOption = Annotated[
    str,
    typer.Option(metavar="team|client", help="client: one sheet with the client's brand, called by client and day."),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder of the pages. Default: reports/ in the workspace.")
]
PdfOption = Annotated[bool, typer.Option("--pdf", help="Print each page as a PDF, too; needs Chromium or Chrome.")]
PngOption = Annotated[bool, typer.Option("--png", help="Draw the first screen for slides and chat, too.")]


def command_of(period: str, summary: str) -> Callable[..., None]:
    """The command of one kind of period.

    Args:
        period: ``week``, ``month`` or ``quarter``.
        summary: What its ``--help`` says.
    """
    run = partial(_run, period)
    signature = inspect.signature(_run, eval_str=True)
    own = [one for name, one in signature.parameters.items() if name != "period"]
    # Where typer reads options from.
    run.__signature__ = signature.replace(parameters=own)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in own}
    run.__doc__ = summary
    return run


def _run(
    period: str,
    account: AccountOption = None,
    client: ClientOption = None,
    day: DayOption = None,
    audience: AudienceOption = "team",
    lang: LangOption = None,
    out: OutOption = None,
    pdf: PdfOption = False,
    png: PngOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    from cliptrial.analysis.periods.span import Kind, Span
    from cliptrial.planning.review.review import newest_span, reviewed
    from cliptrial.report.rendering import Wanted, render_reports
    from cliptrial.report.review.names import page_name

    opened, kind = open_workspace(workspace), Kind(period)
    groups = reviewed(opened, account or "", client or "")
    span = Span.around(kind, day) if day else newest_span(opened, kind)
    wanted = []
    for accounts in groups:
        owner = opened.client_of(accounts)
        # An account may be called as a client is, whose page holds its other accounts, too.
        own = f"account-{account}" if account in opened.clients else account
        name = page_name(span, own or owner or "")
        choice = {"period": period, "day": span.first.isoformat(), "accounts": [*accounts], "audience": audience}
        wanted.append(Wanted(chosen_language(lang, opened.language_of(owner)), name, {**choice, "name": name}))
    pages = []
    for files in render_reports(
        "performance", opened.root, wanted, out=out or opened.root / "reports", pdf=pdf, png=png
    ):
        said = json.loads(files.json.read_text(encoding="utf-8"))
        pages.append({**said, "html": files.html, "pdf": files.pdf, "png": [*files.png]})
        if not as_json:
            show(f"{said['title']}: {said['sentence']}")
            for path in (files.pdf or files.html, *files.png):
                show(str(path))
    if as_json:
        print_json({"pages": pages})
