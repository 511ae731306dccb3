"""Small tables that people open in a spreadsheet: read whatever it made of them, write plain CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, in_turn, nothing, says
from cliptrial.registry.files import read_text, write_atomically
from cliptrial.registry.safety.signs import as_typed, neutral


@dataclass(frozen=True)
class Row:
    """One row: its number in the file (the header is row 1) and its cells by column, stripped."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The columns as written and every row that holds anything."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path, shown: str, required: Sequence[str], mend: Message = nothing) -> Table:
    """Read a CSV file with commas or semicolons, with or without byte-order mark.

    Args:
        path: The file.
        shown: How the file is named in problems.
        required: Columns that must be there, whatever their case.
        mend: What else helps where the file cannot be used.

    Raises:
        RegistryError: The file is missing, not UTF-8, empty, or lacks a column.
    """
    text = read_text(path, shown)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        what = says("The table cannot be divided into cells")
        raise RegistryError(
            Problem("table", what, says("A CSV file, as a spreadsheet saves it"), mend, shown)
        ) from None
    columns = tuple(name.strip().lower() for name in lines[0]) if lines else ()
    missing = [name for name in required if name not in columns]
    if missing:
        what = (
            says("The table has no column {missing}", missing=list(missing)) if columns else says("The table is empty")
        )
        expected = says("The columns {required}", required=list(required))
        first = says("Add it, with its name in row 1.") if columns else nothing
        advice = in_turn([part for part in (first, mend) if part]) or says("Fill it in.")
        raise RegistryError(Problem("columns", what, expected, advice, shown, row=1))
    rows = (
        Row(number, dict(zip(columns, [as_typed(cell.strip()) for cell in line], strict=False)))
        for number, line in enumerate(lines[1:], 2)
        if any(map(str.strip, line))
    )
    return Table(columns, tuple(rows))


def table_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A table as CSV text; a missing or empty cell stays empty, and no text becomes a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return stream.getvalue()


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a whole table or nothing."""
    write_atomically(path, table_text(columns, rows))


def _cell(value: object) -> str:
    # A carriage return alone would end the row for whoever reads it.
    return "" if value is None else neutral(value.replace("\r", "\n")) if isinstance(value, str) else str(value)
