"""Any table of posts that people have: CSV, compressed CSV, XLSX or Parquet, as a data frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from csv import QUOTE_NONE
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, says
from cliptrial.posts.known_export import POSTING, is_known, usual_columns
from cliptrial.posts.opened_table import MEND, open_table, rows_of_one_width
from cliptrial.posts.sheets import Cell
from cliptrial.posts.sizes import refuse_large_parquet
from cliptrial.posts.sources.cells import as_text, header_key
from cliptrial.posts.text.file_names import days_in
from cliptrial.posts.text.number_columns import Unclear, is_settled, read_column
from cliptrial.posts.text.numbers import two_numbers
from cliptrial.posts.text.signs import Signs
from cliptrial.posts.text.time_columns import all_text, lack_a_year, made_by_row, written_times
from cliptrial.posts.tidy.repeated import MEND as REPEATED_MEND
from cliptrial.posts.tidy.repeated import Repeated, first_said, repeated
from cliptrial.registry.alike import one_name

Column: TypeAlias = "pd.Series[Any]"
"""A column that somebody hands in: its cells may be anything."""
COLUMNS_TWICE = "columns_twice"
"""Under this name the table's attributes list columns that stood there more than once and were taken once."""
LINES_ASIDE = "lines_aside"
"""Under this name they list the rows of the file that are no posts."""
_SHOWN = 12
_NAMED = 5
"""Unclear numbers that are named one by one; the rest are counted."""
_ONE_WAY = says(
    "Say where the file comes from, --locale de or --locale en for example, or write the numbers without marks for "
    "thousands."
)
_ID = re.compile(r"^\d{16,}$", re.MULTILINE)
_NEVER = "\x1f"
"""A separator that no cell holds."""
_UNLINED = "\r\0\x1f"
"""With these in a cell a column cannot be laid out as lines."""
_EXACT = 2**53
_MISSING = frozenset(
    ("", "#N/A", "#N/A N/A", "#NA", "<NA>", "N/A", "NA", "NULL", "NaN", "-NaN", "None", "n/a", "nan", "-nan", "null")
)
"""What programs write for a missing value; as the name of an arm each of them is a name."""


def read_any_table(
    path: Path,
    *,
    where: Sequence[tuple[str, str]] = (),
    only: Mapping[str, Sequence[str]] | None = None,
    names: Sequence[str] = (),
    numbers: Sequence[str] = (),
    times: Sequence[str] = (),
    locale: str | None = None,
    timezone: str = "UTC",
) -> pd.DataFrame:
    """Read a table with one row a post; ids of many digits stay text.

    An export of posts that a source knows has the usual names too: views, likes, posted_at, link and so on.

    The index counts the rows of the file below its header from 0, whatever was left out.

    Args:
        path: The file.
        where: Keep rows whose column, as text, has the value.
        only: Keep rows whose column, as text, has one of the values.
        names: Columns that hold names: they stay as written, so that ``None``, ``NA`` and ``01`` are names too.
        numbers: Columns that hold numbers, each read by what all its cells say together.
        times: Columns that hold times of posting, read in the same way; what can be read becomes ISO text.
        locale: Where the file comes from, e.g. ``de``, for an old encoding and what could be read in two ways.
        timezone: In which a known export writes times, where it does not say.

    Raises:
        SourceError: If the file is missing, unreadable or empty, a column or a value to keep does not exist, or
            no row is left.
    """
    where = [(one_name(column), value) for column, value in where]
    kept = {one_name(column): values for column, values in (only or {}).items()}
    texts = [*map(one_name, names), *(column for column, _ in where), *kept]
    frame, unclear = _read(path, _Roles(texts, [*map(one_name, numbers)], [*map(one_name, times)]), locale, timezone)
    problems = [*_unknown_columns(frame, [*(column for column, _ in where), *kept], path)]
    if problems:
        raise SourceError(problems)
    for column, value in where:
        frame = frame[_texts(frame[column]) == one_name(value)]
    problems = [*_unknown_values(frame, kept, path)]
    if problems and not frame.empty:
        raise SourceError(problems)
    for column, values in kept.items():
        frame = frame[_texts(frame[column]).isin([one_name(str(value)) for value in values])]
    problems = [*_unclear_numbers(frame, unclear, path)]
    if problems:
        raise SourceError(problems)
    if frame.empty:
        kept_by = ", ".join(f"{column}={value}" for column, value in where)
        what = (
            says("no row is left after {told}", told=kept_by) if kept_by else says("there is no row below the header")
        )
        raise SourceError(Problem("no_rows", what, says("a table with at least one post"), path=path.name))
    return frame


def _unknown_columns(frame: pd.DataFrame, columns: Iterable[str], path: Path) -> Iterator[Problem]:
    for column in dict.fromkeys(columns):
        if column not in frame.columns:
            expected = says("one of {names}", names=_listed(frame.columns))
            yield Problem(
                "unknown_column",
                says('there is no column "{column}"', column=column),
                expected,
                path=path.name,
                field=column,
            )


def _unknown_values(frame: pd.DataFrame, only: Mapping[str, Sequence[str]], path: Path) -> Iterator[Problem]:
    """Values to keep that no row has; a misspelt one would else be left out without a word."""
    for column, values in only.items():
        there = _texts(frame[column]).value_counts().index
        for value in dict.fromkeys(one_name(str(one)) for one in values):
            if value not in there:
                what = says('no row has "{value}" in "{column}"', value=value, column=column)
                expected = says("one of {names}", names=_listed(there))
                yield Problem("unknown_value", what, expected, path=path.name, field=column)


def _listed(names: Iterable[object]) -> Message:
    texts = [str(name) for name in names]
    first, more = texts[:_SHOWN], len(texts) - _SHOWN
    return says("{first} and {more} more", first=first, more=more) if more > 0 else says("{first}", first=first)


def _texts(column: Column) -> Column:
    return column.map(_as_written, na_action="ignore")


def _as_written(cell: object) -> str | None:
    """A name as people see it; None for a blank cell."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell) if cell == cell else None
    return one_name(str(cell)).strip() or None


@dataclass(frozen=True, slots=True)
class _Roles:
    """What columns hold, as far as it was said; the others are what their cells look like."""

    names: Sequence[str]
    numbers: Sequence[str]
    times: Sequence[str]

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that was asked for."""
        return (*self.names, *self.numbers, *self.times)


def _read(
    path: Path, roles: _Roles, locale: str | None, timezone: str
) -> tuple[pd.DataFrame, dict[str, list[Unclear]]]:
    """The table, and by column of numbers the cells that are unclear."""
    if path.is_file() and path.suffix.lower() == ".parquet":
        return _parquet(path), {}
    sheet = open_table(path, locale)
    header = [one_name(name) for name in sheet.header]
    rows = rows_of_one_width(sheet)
    several = [*repeated(header, [row for _, row in rows], roles.all)]
    problems = [*_differing(several, rows, path)]
    if problems:
        raise SourceError(problems)
    columns = zip(*(row for _, row in rows), strict=True) if rows else ((),) * len(header)
    cells: dict[str, Sequence[Cell]] = dict(zip(_distinct(header), columns, strict=True))
    cells |= {one.name: [first_said(row, one.places) for _, row in rows] for one in several}
    unclear: dict[str, list[Unclear]] = {}
    signs = Signs(cells, roles.times)
    made = partial(made_by_row, cells.values(), len(rows))
    frame: dict[str, object] = {}
    for name, column in cells.items():
        if name in roles.names:
            frame[name] = pd.Series(_named(column))
        elif name in roles.times:
            frame[name] = _times(column, locale, made, days_in(path.name))
        elif name in roles.numbers:
            frame[name], faults = _numbers(name, column, locale, signs)
            unclear[name] = [replace(cell, row=rows[cell.row][0] - 2) for cell in faults]
        else:
            frame[name] = _inferred(column)
    without_year = [
        name for name in roles.times if header_key(name) == header_key(POSTING) and lack_a_year(cells[name])
    ]
    if (without_year or not {*roles.all} <= cells.keys()) and is_known(sheet):
        usual = usual_columns(sheet, timezone, locale)
        frame = {**usual, **frame, **dict.fromkeys(without_year, usual["posted_at"])}
    whole = pd.DataFrame(frame).set_axis([number - 2 for number, _ in rows])
    whole.attrs[LINES_ASIDE] = tuple(number for number, _ in sheet.aside)
    whole.attrs[COLUMNS_TWICE] = tuple(one.name for one in several)
    return whole, unclear


def _unclear_numbers(frame: pd.DataFrame, unclear: Mapping[str, Sequence[Unclear]], path: Path) -> Iterator[Problem]:
    """Cells of the rows to keep that could be two numbers, or contradict their column."""
    for column, cells in unclear.items():
        there = [cell for cell in cells if cell.row in frame.index]
        for cell in there[:_NAMED]:
            what = (
                two_numbers(cell.text) if cell.ambiguous else says('"{text}" does not fit its column', text=cell.text)
            )
            code = "ambiguous_number" if cell.ambiguous else "not_a_number"
            expected = says("numbers that are all written in one way")
            yield Problem(code, what, expected, _ONE_WAY, path=path.name, row=cell.row + 2, field=column)
        if len(there) > _NAMED:
            what = says("and {count} more cells like these", count=len(there) - _NAMED)
            yield Problem("ambiguous_number", what, path=path.name, field=column)


def _parquet(path: Path) -> pd.DataFrame:
    try:
        refuse_large_parquet(path)
        return pd.read_parquet(path)
    except (ValueError, OSError):
        what = says("the file is damaged, or not what its name says")
        expected = says("CSV, XLSX or Parquet with a header row")
        raise SourceError(Problem("unreadable", what, expected, MEND, path=path.name)) from None


def _differing(
    several: Iterable[Repeated], rows: Sequence[tuple[int, Sequence[Cell]]], path: Path
) -> Iterator[Problem]:
    """Columns that are asked for, stand there more than once and do not say the same."""
    for one in several:
        if one.differ is not None:
            row = rows[one.differ][0]
            yield Problem(
                "repeated_column", one.what, says("one column"), REPEATED_MEND, path=path.name, row=row, field=one.name
            )


def _distinct(header: Sequence[str]) -> list[str]:
    """The names of columns: a second ``a`` is ``a.1``, and one without a name says which it is."""
    names: list[str] = []
    for place, name in enumerate(header):
        plain = name or f"Unnamed: {place}"
        free = (plain if number == 0 else f"{plain}.{number}" for number in count())
        names.append(next(one for one in free if one not in names))
    return names


def _times(
    cells: Sequence[Cell], locale: str | None, made: Callable[[], list[int | None]], within: tuple[date, date] | None
) -> Column:
    if all_text(cells):
        return pd.Series([cell or None for cell in written_times(cells, locale, made, within)], dtype="str")
    texts = [cell if isinstance(cell, date) else as_text(cell) for cell in cells]
    return pd.Series([_from_workbook(cell) for cell in written_times(texts, locale, made, within)]).infer_objects()


def _numbers(name: str, cells: Sequence[Cell], locale: str | None, signs: Signs) -> tuple[Column, list[Unclear]]:
    if all_text(cells):
        inferred = _inferred(cells)
        if pd.api.types.is_numeric_dtype(inferred) and is_settled(cells, locale):
            return inferred, []
    numbers, unclear = read_column(cells, locale, name, signs)
    return pd.Series(numbers), unclear


def _named(cells: Sequence[Cell]) -> list[str | None]:
    if not all_text(cells):
        return [_as_written(cell) for cell in cells]
    written = {cell: _as_written(cell) for cell in set(cells)}
    return [written[cell] for cell in cells]


def _inferred(cells: Sequence[Cell]) -> Column:
    """A column as its cells say: numbers, truth values, times or text; ids of many digits stay text."""
    if not all_text(cells):
        return pd.Series([_from_workbook(cell) for cell in cells]).infer_objects()
    lines = "\n".join((*cells, ""))
    unlined = lines.count("\n") > len(cells) or any(mark in lines for mark in _UNLINED)
    if unlined or _ID.search(lines):
        return pd.Series([None if cell in _MISSING else cell for cell in cells], dtype="str")
    if not lines:
        return pd.Series([], dtype="str")
    return pd.read_csv(
        StringIO(lines),
        sep=_NEVER,
        quoting=QUOTE_NONE,
        names=["cell"],
        skip_blank_lines=False,
        keep_default_na=False,
        na_values=[*_MISSING],
        low_memory=False,
    )["cell"]


def _from_workbook(cell: Cell) -> object:
    """A workbook's cell: whole numbers without a point, as they are shown there."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return int(cell)
    if isinstance(cell, date):
        return pd.Timestamp(cell)
    return None if isinstance(cell, str) and cell.strip() in _MISSING else cell
