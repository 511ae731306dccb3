"""The exported tables as files: CSV, one workbook, or Parquet; the same numbers give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.registry.files import write_atomically
from cliptrial.registry.languages import translated
from cliptrial.report.outward.columns import columns_of
from cliptrial.report.outward.tables import table_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from cliptrial.registry.workspace import Workspace

FORMATS = ("csv", "xlsx", "parquet")
MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds, below its header."""
BOOK = "numbers.xlsx"
COLUMNS = "columns"
_QUOTED = pc.ReplaceSubstringOptions(r"\A('*[=+\-@\t\r])", r"'\1", max_replacements=1)
"""A text that begins like a formula, and what makes a text of it."""
_CREATED = datetime(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Written:
    """One exported table: its name, the file that holds it, and its rows."""

    table: str
    path: Path
    rows: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is exported.

    Attributes:
        tables: Their names.
        format: One of :data:`FORMATS`.
        since: Only what was captured on this day (UTC) or later.
        at_age: Numbers of posts at this age in days; None: the newest ones.
        personal: Whether texts, links and names are wanted.
        language: Of the list of columns.
    """

    tables: tuple[str, ...]
    format: str
    since: date | None = None
    at_age: float | None = None
    personal: bool = False
    language: str = "en"


def write(workspace: Workspace, wanted: Wanted, folder: Path) -> tuple[Written, ...]:
    """Write the tables, and beside them what their columns are.

    Raises:
        InputError: A table is longer than a sheet of a workbook; nothing was written.
    """
    tables = {
        name: table_of(name, workspace, since=wanted.since, at_age=wanted.at_age, personal=wanted.personal)
        for name in wanted.tables
    }
    every = {**tables, COLUMNS: _told(wanted)}
    if wanted.format == "xlsx":
        _refuse_long(tables)
        data = _book({name: _harmless(table) for name, table in every.items()})
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / BOOK, data)
        return tuple(Written(name, folder / BOOK, len(table)) for name, table in tables.items())
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in every.items():
        parquet = wanted.format == "parquet" and name != COLUMNS
        data = _parquet(table) if parquet else _csv(_harmless(table))
        write_atomically(folder / _named(name, wanted.format), data)
    return tuple(Written(name, folder / _named(name, wanted.format), len(table)) for name, table in tables.items())


def _named(name: str, format_: str) -> str:
    return f"{name}.{'csv' if name == COLUMNS else format_}"


def _told(wanted: Wanted) -> pa.Table:
    """What every column is."""
    rows = [
        {
            "table": name,
            "column": one.name,
            "unit": str(translated(one.unit.label, wanted.language)),
            "meaning": str(translated(one.meaning, wanted.language)),
        }
        for name in wanted.tables
        for one in columns_of(name, personal=wanted.personal)
    ]
    return pa.Table.from_pylist(rows)


def _harmless(table: pa.Table) -> pa.Table:
    """No text that a spreadsheet would run, see :func:`cliptrial.registry.safety.signs.neutral`."""
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            quoted = pc.call_function("replace_substring_regex", [table[field.name]], _QUOTED)
            table = table.set_column(place, field, quoted)
    return table


def _csv(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pc_csv.write_csv(table, buffer, pc_csv.WriteOptions(quoting_style="needed"))
    return buffer.getvalue()


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _refuse_long(tables: Mapping[str, pa.Table]) -> None:
    long = [(name, len(table)) for name, table in tables.items() if len(table) > MOST_ROWS]
    if long:
        mend = says("Write csv or parquet, or fewer rows with --since.")
        raise InputError(
            Problem(
                "long_sheet",
                says("{table} has {rows:,} rows", table=name, rows=rows),
                says("at most {most:,} rows in a sheet", most=MOST_ROWS),
                mend,
            )
            for name, rows in long
        )


def _book(tables: Mapping[str, pa.Table]) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(buffer, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss", **texts})
    book.set_properties({"created": _CREATED})
    for name, table in tables.items():
        _sheet(book, name, table)
    book.close()
    return buffer.getvalue()


def _sheet(book: Workbook, name: str, table: pa.Table) -> None:
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.column_names)
    are_days = [pa.types.is_date(field.type) for field in table.schema]
    for number, row in enumerate(_rows(table), start=1):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write(number, place, value, *([days] if are_days[place] else []))


def _rows(table: pa.Table) -> Iterator[Iterable[object]]:
    """A few thousand at a time: as objects of Python all of them would not fit."""
    for batch in table.to_batches(max_chunksize=4096):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
