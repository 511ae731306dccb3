"""``cliptrial programme``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.answers import a_day
from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, show

Since = Annotated[date | None, a_day("First day. Default: a year before the newest number.")]


def run(
    account: Annotated[str | None, typer.Option(help="The year of one account.")] = None,
    client: Annotated[str | None, typer.Option(help="The year of one client.")] = None,
    since: Since = None,
    lang: LangOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Write the page: DIR/programme/programme_LANG.html, and DIR/index.html."
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="With --out: print it, too.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Our year: how many ideas were tried and adopted, what old against new showed, and what comes next.

    What adopted changes bring together is measured by nothing but old against new; everything else on the page is
    estimated, and says so. Pages of one account or client are called programme-NAME.
    """
    from cliptrial.planning.growth.our_year import our_year
    from cliptrial.wording.our_year import YearSpeaker

    opened = open_workspace(workspace)
    year = our_year(opened, account=account or "", client=client or "", since=since)
    language = chosen_language(lang, opened.language_of(year.client))
    page = _page(opened.root, language, out, pdf, account or "", client or "", since) if out else None
    s = YearSpeaker.of(year, opened, language)
    if as_json:
        print_json({**s.describe(), "page": page})
        return
    for line in s.headline():
        show(line)
    for label, line in s.lines():
        show(f"{label}: {line}")
    for goal in s.goals():
        show(f"{goal.name} ({goal.word}): {' '.join(goal.lines)}")
    if page:
        show(f"\n{page}")


def _page(root: Path, lang: str, out: Path, pdf: bool, account: str, client: str, since: date | None) -> Path:
    from cliptrial.registry.naming import slugify
    from cliptrial.report import render_report

    whose = account or client
    name = f"programme-{slugify(whose, '-')}" if whose else None
    choice = {"account": account, "client": client, "since": since.isoformat() if since else ""}
    return render_report("programme", root, lang=lang, out=out, name=name, pdf=pdf, **choice).html
