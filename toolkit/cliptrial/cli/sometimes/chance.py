"""``cliptrial chance``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from cliptrial.cli.language import LangOption, chosen_language
from cliptrial.cli.output import (
    JsonOption,
    LeaveOutOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
    show,
)
from cliptrial.errors import InputError
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.planning.chance_history import History
    from cliptrial.registry.workspace import Workspace
    from cliptrial.wording.chance import ChanceSpeaker


class _Draws(TypedDict):
    """How the made-up comparisons are drawn."""

    posts_per_arm: int
    draws: int
    seed: int


class _Columns(TypedDict):
    """What a table of posts calls its columns, and how it is read; empty where nothing was said."""

    account: str
    posted_at: str
    timezone: str
    locale: str
    leave_out: str


def run(
    file: Annotated[
        Path | None,
        typer.Option(help="Table with one row a post (CSV, also .gz, XLSX or Parquet) instead of the store."),
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(help="Metric, or with --file a column or NUM/DEN; repeatable. Default: views.")
    ] = None,
    account: Annotated[str | None, typer.Option(help="One account; with --file the column that names it.")] = None,
    posted_at: Annotated[str | None, typer.Option(help="With --file: column with the time of posting.")] = None,
    timezone: Annotated[str, typer.Option(help="With --file: time zone in which weekdays are read.")] = "UTC",
    locale: Annotated[
        str | None, typer.Option(help="With --file: Where the file comes from, e.g. de, for 1.234 and 03/04/2026.")
    ] = None,
    leave_out: LeaveOutOption = None,
    posts_per_arm: Annotated[
        int | None,
        typer.Option(min=2, max=500, help="Posts in each made-up arm. Default: 14, or half of what there is."),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, max=100_000, help="Made-up comparisons.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same comparisons.")] = 0,
    lang: LangOption = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the page there: DIR/chance/chance_LANG.html.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """How often do made-up A/B labels win on your own posts?

    Labels that mean nothing are put on posts in a row, again and again. Whatever a method then calls a
    winner is a false alarm; five in a hundred are allowed.
    """
    metrics = metric or ["views"]
    opened = None if file is not None and workspace is None else open_workspace(workspace)
    language = chosen_language(lang, opened.language if opened else "en")
    common = _Draws(posts_per_arm=posts_per_arm or 0, draws=draws, seed=seed)
    columns = _Columns(
        account=account or "",
        posted_at=posted_at or "",
        timezone=timezone,
        locale=locale or "",
        leave_out=leave_out or "",
    )
    if out is not None:
        from cliptrial.report import render_report

        table = str(file.resolve()) if file else ""
        root = opened.root if opened else None
        page = render_report("chance", root, lang=language, out=out, metrics=metrics, file=table, **columns, **common)
        result = json.loads(page.json.read_text(encoding="utf-8"))
        print_json({**result, "html": page.html}) if as_json else show(f"{result['sentence']}\n\n{page.html}")
        return
    speaker = _checked(_histories(opened, file, metrics, columns), common, language)
    if as_json:
        print_json(speaker.describe())
        return
    _show(speaker)


def _histories(opened: Workspace | None, file: Path | None, metrics: list[str], columns: _Columns) -> list[History]:
    from cliptrial.planning.chance_history import file_histories, store_histories

    if file is None:
        assert opened is not None  # without a table there is a workspace
        return store_histories(opened, metrics, columns["account"] or None)
    return file_histories(file, metrics, **columns)


def _checked(histories: list[History], common: _Draws, language: str) -> ChanceSpeaker:
    from cliptrial.planning.chance_check import YEAR, chance_check, posts_for
    from cliptrial.wording.chance import ChanceSpeaker

    checks = []
    common["posts_per_arm"] = posts_for(histories, common["posts_per_arm"])
    for note in dict.fromkeys(note for history in histories for note in history.notes):
        say(note)
    for history in histories:
        say(says("{name}: {draws} made-up comparisons", name=history.metric.name, draws=common["draws"]))
        try:
            checks.append(chance_check(history, **common))
        except InputError:
            say(YEAR)
            raise
    return ChanceSpeaker.of(checks, language)


def _show(speaker: ChanceSpeaker) -> None:
    show(speaker.sentence())
    show()
    print_table(
        [speaker.w.method, *(speaker.w.per_hundred(speaker.metric(check)) for check in speaker.checks)],
        [[name, *shares] for name, _, shares, _ in speaker.rows()],
    )
    show()
    for line in speaker.support():
        show(line)
