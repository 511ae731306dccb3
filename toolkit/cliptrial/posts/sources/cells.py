"""Cells of a sheet by header: texts, numbers and ids, with everything that is wrong collected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter
from typing import overload

import numpy as np
from numpy.typing import NDArray

from cliptrial.messages import nothing, says
from cliptrial.posts.columns.arrow import Mask, Places, Texts, chosen, known, no_texts, same_text, stripped
from cliptrial.posts.columns.column import Cell, Column
from cliptrial.posts.columns.grid import Grid
from cliptrial.posts.columns.links import Links
from cliptrial.posts.columns.zones import Seconds
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.request import Findings
from cliptrial.posts.text.dates import AS_EXPORTED, DateError, is_either_day
from cliptrial.posts.text.ids import is_short_link
from cliptrial.posts.text.number_columns import Numbers, read_numbers
from cliptrial.posts.text.numbers import NumberError
from cliptrial.posts.text.signs import Signs
from cliptrial.posts.text.time_columns import may_be_swapped, without_swapped
from cliptrial.posts.tidy.repeated import MEND, first_said, repeated
from cliptrial.registry.alike import alike

DECLARE = says("Say where the file comes from, for example --locale de.")
"""What to do about a cell that could be two."""
MOST = 10**15
"""Nothing that a post or an account has is counted beyond this."""
_NONE: Mapping[str, str] = {}
_ROUNDED = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d+$")


def header_key(text: str) -> str:
    """A header as it is compared: as it is seen, in lower case, with single spaces (exports differ in all three)."""
    return " ".join(alike(text).split())


def headers_of(sheet: Sheet) -> set[str]:
    """The sheet's headers as they are compared."""
    return {header_key(text) for text in sheet.header}


def as_text(cell: Cell) -> str:
    """A cell as text: whole numbers without a decimal point, dates as ISO."""
    if isinstance(cell, datetime):
        return (
            cell.isoformat(sep=" ", timespec="seconds")
            if cell.time() != datetime.min.time()
            else cell.date().isoformat()
        )
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, and its cells by compared header."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, header: str) -> str:
        """The cell under a header as text; empty where there is none."""
        return as_text(self.cells.get(header_key(header), ""))


class Rows(Sequence[Row]):
    """The rows of a sheet by column; a row becomes an object where something is to be told of it.

    Args:
        numbers: By row: its number in the file.
        columns: By compared header: the cells.
    """

    def __init__(self, numbers: NDArray[np.int64], columns: Mapping[str, Column]) -> None:
        self.numbers, self.columns = numbers, columns
        self._texts: dict[str, Texts] = {}
        self._links: dict[str, Links] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return Row(int(self.numbers[place]), {key: column[place] for key, column in self.columns.items()})

    def column(self, header: str) -> Column:
        """The cells under a header; empty ones where there is none."""
        key = header_key(header)
        return self.columns[key] if key in self.columns else Column(same_text("", len(self)))

    def texts(self, header: str) -> Texts:
        """The cells under a header as texts."""
        key = header_key(header)
        if key not in self._texts:
            column = self.column(header)
            plain = column.texts
            self._texts[key] = column.mapped(as_text) if plain is None else stripped(plain)
        return self._texts[key]

    def links(self, header: str) -> Links:
        """The cells under a header as links."""
        key = header_key(header)
        if key not in self._links:
            self._links[key] = Links(self.texts(header))
        return self._links[key]

    def at(self, places: Places) -> Rows:
        """Some of the rows."""
        return Rows(self.numbers[places], {key: column.take(places) for key, column in self.columns.items()})


def rows_of(sheet: Sheet, findings: Findings) -> Rows:
    """The rows of a sheet; those that are not as long as the header are problems."""
    grid = sheet.grid
    keys = [header_key(text) for text in sheet.header]
    short = grid.lengths < len(keys)
    wrong = short | _filled_beyond(grid, len(keys))
    for place in np.flatnonzero(wrong).tolist():
        _refuse_row(len(grid[place]), len(keys), int(grid.numbers[place]), findings, last=place == len(grid) - 1)
    whole = grid.without(wrong)
    # Rows that all are as long as the header: the first of equal cells that says anything stands for all of them.
    columns: dict[str, Column] = {}
    for key in dict.fromkeys(keys):
        own = [whole.columns[place] for place, one in enumerate(keys) if one == key and place < len(whole.columns)]
        columns[key] = own[0] if len(own) == 1 else _first_said(own)
    return Rows(whole.numbers, columns)


def _first_said(columns: Sequence[Column]) -> Column:
    texts = [column.texts for column in columns if column.texts is not None]
    if len(texts) == len(columns) > 0:
        said = same_text("", len(texts[0]))
        for column, own in zip(reversed(columns), reversed(texts), strict=True):
            said = chosen(column.empty(), said, own)
        return Column(said)
    return Column([first_said(cells, range(len(columns))) for cells in zip(*columns, strict=True)])


def _filled_beyond(grid: Grid, width: int) -> Mask:
    """By row: whether anything stands beyond the header's last column."""
    filled = np.zeros(len(grid), np.bool_)
    for column in grid.columns[width:]:
        filled |= column.asked(lambda cell: cell != "")
    return filled


def _refuse_row(count: int, width: int, number: int, findings: Findings, *, last: bool) -> None:
    if count < width and last:
        findings.add(
            "cut_off",
            says("The last row is cut off: {count} of {width} cells", count=count, width=width),
            row=number,
            mend=says("The file is only half there: export or copy it again."),
        )
    else:
        findings.add(
            "ragged_row",
            says("The row has {count} cells", count=count),
            says("{count}, as in the header", count=width),
            row=number,
            mend=says("Export the file again; a comma in a text needs quotes around it."),
        )


def check_repeated(sheet: Sheet, headers: Iterable[str], findings: Findings, same: Mapping[str, str] = _NONE) -> None:
    """Take columns once that stand there twice and say the same; those that differ are a problem.

    Args:
        sheet: The sheet.
        headers: The columns that are read.
        findings: Collects both.
        same: By compared header: what it means, where several headers mean one thing.
    """
    keys = [header_key(text) for text in sheet.header]
    meant = [same.get(key, key) for key in keys]
    asked = [same.get(header_key(text), header_key(text)) for text in headers]
    for one in repeated(meant, sheet.grid, asked):
        names = dict.fromkeys(sheet.header[place] for place in one.places)
        if one.differ is not None:
            row = int(sheet.grid.numbers[one.differ])
            what = replace(one, name=" / ".join(names)).what
            findings.add("repeated_column", what, says("one column"), MEND, row=row, field=next(iter(names)))
        else:
            note = says(
                '"{columns}" stands there {count} times, each time the same: taken once.',
                columns=[*names],
                count=len(one.places),
            )
            findings.notes.append(note)


def numbers(
    rows: Rows, columns: Mapping[str, str], findings: Findings, locale: str | None
) -> dict[str, NDArray[np.float64]]:
    """By column of the lake: every row's number, NaN where there is none.

    Where a row says ``undefined``, ``--`` or ``NaN`` for one number, its zeros are not real either.

    Args:
        rows: The rows.
        columns: By column of the lake: the header.
        findings: Collects cells that are no number or could be two.
        locale: The declared locale.
    """
    signs = Signs(rows.columns)
    read = {key: read_numbers(rows.column(header), locale, f"{key} {header}", signs) for key, header in columns.items()}
    for key, header in columns.items():
        _refuse_numbers(rows, header, read[key], findings)
    unknown = np.zeros(len(rows), np.bool_)
    for one in read.values():
        unknown |= one.unknown
    return {key: np.where(unknown & (one.values == 0), np.nan, one.values) for key, one in read.items()}


def by_row(values: Mapping[str, NDArray[np.float64]], count: int) -> list[dict[str, float | None]]:
    """Numbers row by row, None where there is none.

    Args:
        values: By column: a number for each row.
        count: How many rows there are.
    """
    cells = {key: [None if number != number else number for number in own.tolist()] for key, own in values.items()}
    return [{key: own[place] for key, own in cells.items()} for place in range(count)]


def _refuse_numbers(rows: Rows, header: str, read: Numbers, findings: Findings) -> None:
    """Note the cells of a column that are no numbers, unclear, or larger than anything that is counted."""
    column = rows.column(header)
    large = {place: column[place] for place in np.flatnonzero(np.abs(read.values) > MOST).tolist()}
    large = {place: float(read.values[place]) if isinstance(cell, str) else cell for place, cell in large.items()}
    unclear = {one.row: one for one in read.unclear}
    cells = {**large, **read.odd, **{row: one.text for row, one in unclear.items()}}
    for place, cell in sorted(cells.items(), key=itemgetter(0)):
        ambiguous = place in unclear and unclear[place].ambiguous
        _refuse_number(rows[place], header, cell, ambiguous=ambiguous, findings=findings)


def day_texts(rows: Rows, headers: Sequence[str], made: Seconds | None = None) -> dict[str, Texts]:
    """By header of days: every row's cell as text; real dates that a program may have swapped as both days.

    Args:
        rows: The rows.
        headers: The columns of days.
        made: By row: the UTC second in which the video was made that the first of these columns is about; 0 where
            nothing tells it.
    """
    columns = [rows.column(header) for header in headers]
    typed = any(column.texts is None for column in columns)
    if not typed or not may_be_swapped([cell for column in columns for cell in column.distinct]):
        return {header: rows.texts(header) for header in headers}
    seconds = [] if made is None else [[second or None for second in made.tolist()]]
    unambiguous = without_swapped(columns, seconds)
    return {header: Column(cells).mapped(as_text) for header, cells in zip(headers, unambiguous, strict=True)}


def refuse_date(row: Row, header: str, error: DateError, findings: Findings) -> None:
    """Note a cell that is no date, or could be two."""
    mend = nothing if not error.ambiguous else AS_EXPORTED if is_either_day(error.text) else DECLARE
    findings.add(
        "ambiguous_date" if error.ambiguous else "bad_date",
        error.message,
        says("a date"),
        mend,
        row=row.number,
        field=header,
    )


def _refuse_number(row: Row, header: str, cell: Cell, *, ambiguous: bool, findings: Findings) -> None:
    what = NumberError(str(cell), ambiguous=ambiguous).message
    mend = DECLARE if ambiguous else nothing
    findings.add(
        "ambiguous_number" if ambiguous else "bad_number", what, says("a number"), mend, row=row.number, field=header
    )


def ids(rows: Rows, header: str, findings: Findings) -> Texts:
    """Every row's video id, from an id or a link; null, and a problem, where there is none.

    An id in a numeric cell, or written as 7.33E+18, has already lost digits and is refused.
    """
    texts, column = rows.texts(header), rows.column(header)
    post_ids = rows.links(header).ids
    lost = np.zeros(len(rows), np.bool_)
    if column.texts is None:
        lost = column.asked(lambda cell: not isinstance(cell, str | int) or isinstance(cell, bool))
    without = ~known(post_ids)
    for place in np.flatnonzero(lost | without).tolist():
        text = texts[place].as_py()
        lost[place] = (lost[place] or bool(_ROUNDED.match(text))) and column[place] != ""
        if lost[place] or without[place]:
            _refuse_id(rows[place], header, text, lost=bool(lost[place]), findings=findings)
    return chosen(lost, no_texts(len(rows)), post_ids) if lost.any() else post_ids


def _refuse_id(row: Row, header: str, text: str, *, lost: bool, findings: Findings) -> None:
    wanted = says("19 digits, or a link with them")
    if lost:
        what = says("The video id {text} has lost digits: a spreadsheet took it for a number", text=text)
        mend = says("Use the file as it was exported, or format the column as text before pasting ids.")
        findings.add("id_lost_digits", what, wanted, mend, row=row.number, field=header)
    elif is_short_link(text):
        mend = says("Open the link in a browser and copy the long address.")
        findings.add(
            "short_link", says("{text} only forwards to a video", text=text), wanted, mend, row=row.number, field=header
        )
    else:
        what = says("{text!r} has no video id", text=text) if text else says("The row has no video id")
        findings.add("no_video_id", what, wanted, row=row.number, field=header)


def unknown_headers(sheet: Sheet, known: Iterable[str]) -> tuple[str, ...]:
    """Headers that no one asked for."""
    asked = {header_key(text) for text in known}
    return tuple(text for text in sheet.header if text and header_key(text) not in asked)
