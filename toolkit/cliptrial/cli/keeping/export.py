"""``cliptrial export``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cliptrial.cli.answers import day_option
from cliptrial.cli.language import spoken
from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, say, show
from cliptrial.messages import says


def run(
    tables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TABLE]...",
            help="posts, snapshots, account_days, conversions, outcomes, audience, positions, answers. Default: all.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="csv|xlsx|parquet", help="What is written.")] = "csv",
    since: Annotated[
        date | None,
        typer.Option("--since", parser=day_option, metavar="DAY", help="Only what was captured on this day or later."),
    ] = None,
    at_age: Annotated[
        str | None,
        typer.Option("--at-age", metavar="TIME", help="Posts at this age, e.g. 7d. Default: newest numbers."),
    ] = None,
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="With captions, sounds, hashtags, links, topics and titles.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder. Default: reports/numbers/.", show_default=False)
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write all numbers as tables for Excel, Sheets, BI tools and databases.

    Columns have the same names and order in every language; columns.csv says what each is. With --since a file can be
    put below that of the time before: of rows of the same post, day or order the one captured last holds.
    """
    from cliptrial.report.outward.columns import TABLES
    from cliptrial.report.outward.writing import FORMATS, Wanted, write

    chosen = tuple(name for name in TABLES if not tables or name in tables)
    if strange := [name for name in tables or () if name not in TABLES]:
        what = says("no such table: {names}; there are {known}", names=strange, known=list(TABLES))
        raise typer.BadParameter(what, param_hint="TABLE")
    if format_ not in FORMATS:
        raise typer.BadParameter(says("one of {names}", names=list(FORMATS)), param_hint="--format")
    opened = open_workspace(workspace)
    wanted = Wanted(chosen, format_, since, _age(at_age), unmasked, spoken())
    written = write(opened, wanted, out or opened.root / "reports" / "numbers")
    if as_json:
        print_json({"files": written, "since": since, "at_age": wanted.at_age, "masked": not unmasked})
        return
    for one in written:
        show(says("{path}: {table}, {rows:,} rows", path=one.path, table=one.table, rows=one.rows))
    if not unmasked:
        say(says("Captions, sounds, hashtags, links, topics and titles are left out; --unmasked brings them."))


def _age(text: str | None) -> float | None:
    if text is None:
        return None
    number, unit = text.strip()[:-1], text.strip()[-1:].lower()
    try:
        age = float(number) / {"d": 1, "h": 24}[unit]
    except (ValueError, KeyError):
        age = 0.0
    if not 0 < age <= 365:
        raise typer.BadParameter(says("{text!r} is no age such as 7d or 48h", text=text), param_hint="--at-age")
    return age
