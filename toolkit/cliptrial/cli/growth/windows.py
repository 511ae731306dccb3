"""``cliptrial windows``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, print_table, show

if TYPE_CHECKING:
    from cliptrial.wording.posting.windows import WindowsSpeaker


def run(
    account: Annotated[str | None, typer.Option(help="One account. Default: each one by itself.")] = None,
    lang: LangOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write the page: DIR/windows/windows_LANG.html, and DIR/index.html."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """When to post? Whether the hour makes a difference beyond chance, and when followers are in the app.

    Nobody drew the hours of earlier posts by lot, so the answer is only observed: an idea for an experiment on the
    slot. Pages of one account are called windows-NAME.
    """
    from cliptrial.analysis.history.posting_windows import posting_windows
    from cliptrial.wording.posting.windows import WindowsSpeaker

    opened = open_workspace(workspace)
    language = chosen_language(lang, opened.language)
    accounts = [account] if account else [*opened.accounts]
    speakers = [WindowsSpeaker.of(posting_windows(opened, name), language) for name in accounts]
    page = _page(opened.root, language, out, account or "") if out else None
    if as_json:
        print_json({"accounts": [s.describe() for s in speakers], "page": page})
        return
    for number, s in enumerate(speakers):
        if number:
            show()
        _show(s)
    if page:
        show(f"\n{page}")


def _show(s: WindowsSpeaker) -> None:
    for line in (s.kicker(), s.headline(), *s.support()):
        show(line)
    for label, line in s.lines():
        show(f"{label}: {line}")
    for line in s.followers()[1:]:
        show(line)
    if s.windows.parts:
        show(f"\n{s.w.parts}")
        print_table(s.w.columns, s.rows())
    if s.command():
        show(f"\n{s.command()}")


def _page(root: Path, lang: str, out: Path, account: str) -> Path:
    from cliptrial.registry.naming import slugify
    from cliptrial.report import render_report

    name = f"windows-{slugify(account, '-')}" if account else None
    return render_report("windows", root, lang=lang, out=out, name=name, account=account).html
