"""Cells of a sheet by header: texts, numbers and ids, with everything that is wrong collected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeGuard

from cliptrial.messages import nothing, says
from cliptrial.posts.sheets import Cell, Sheet
from cliptrial.posts.sources.request import Findings
from cliptrial.posts.text.dates import AS_EXPORTED, DateError, is_either_day
from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.posts.text.number_columns import read_column
from cliptrial.posts.text.numbers import NumberError, is_missing
from cliptrial.posts.text.signs import Signs
from cliptrial.posts.text.time_columns import without_swapped
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


def rows_of(sheet: Sheet, findings: Findings) -> list[Row]:
    """The rows of a sheet; those that are not as long as the header are problems."""
    keys = [header_key(text) for text in sheet.header]
    several = {key: [n for n, one in enumerate(keys) if one == key] for key in keys if keys.count(key) > 1}
    rows = []
    last = sheet.rows[-1][0] if sheet.rows else 0
    for number, cells in sheet.rows:
        extra = [cell for cell in cells[len(keys) :] if cell != ""]
        if len(cells) < len(keys) and number == last:
            findings.add(
                "cut_off",
                says("The last row is cut off: {count} of {width} cells", count=len(cells), width=len(keys)),
                row=number,
                mend=says("The file is only half there: export or copy it again."),
            )
        elif len(cells) < len(keys) or extra:
            findings.add(
                "ragged_row",
                says("The row has {count} cells", count=len(cells)),
                says("{count}, as in the header", count=len(keys)),
                row=number,
                mend=says("Export the file again; a comma in a text needs quotes around it."),
            )
        else:
            once = {key: first_said(cells, places) for key, places in several.items()}
            rows.append(Row(number, dict(zip(keys, cells, strict=False)) | once))
    return rows


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
    for one in repeated(meant, [cells for _, cells in sheet.rows], asked):
        names = dict.fromkeys(sheet.header[place] for place in one.places)
        if one.differ is not None:
            row = sheet.rows[one.differ][0]
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
    rows: Sequence[Row], columns: Mapping[str, str], findings: Findings, locale: str | None
) -> list[dict[str, float | None]]:
    """Every row's numbers by column of the lake.

    Where a row says ``undefined``, ``--`` or ``NaN`` for one number, its zeros are not real either.

    Args:
        rows: The rows.
        columns: By column of the lake: the header.
        findings: Collects cells that are no number or could be two.
        locale: The declared locale.
    """
    cells = {key: [row.cells.get(header_key(header), "") for row in rows] for key, header in columns.items()}
    signs = Signs({key: [row.cells[key] for row in rows] for key in (rows[0].cells if rows else ())})
    read = {key: read_column(column, locale, f"{key} {columns[key]}", signs) for key, column in cells.items()}
    unclear = {(key, one.row): one for key, (_, several) in read.items() for one in several}
    by_row: list[dict[str, float | None]] = []
    for i, row in enumerate(rows):
        values: dict[str, float | None] = {}
        for key, header in columns.items():
            number = read[key][0][i]
            values[key] = None
            doubt = unclear.get((key, i))
            if doubt is None and _is_count(number):
                values[key] = float(number) if number == number else None
            else:
                cell = number if doubt is None else doubt.text
                _refuse_number(row, header, cell, ambiguous=bool(doubt and doubt.ambiguous), findings=findings)
        unknown = any(_says_unknown(cells[key][i]) for key in columns)
        by_row.append({key: None if unknown and value == 0 else value for key, value in values.items()})
    return by_row


def _is_count(number: object) -> TypeGuard[float]:
    return isinstance(number, float | int) and not isinstance(number, bool) and not abs(number) > MOST


def _says_unknown(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() != "" and is_missing(cell)


def day_texts(
    rows: Sequence[Row], headers: Sequence[str], made: Sequence[Sequence[int | None]] = ()
) -> dict[str, list[str]]:
    """By header of days: every row's cell as text; real dates that a program may have swapped as both days.

    Args:
        rows: The rows.
        headers: The columns of days.
        made: By column: when the videos of the rows were made, in UTC seconds; none where nothing tells it.
    """
    columns = [[row.cells.get(header_key(header), "") for row in rows] for header in headers]
    days = without_swapped(columns, made)
    return {header: [as_text(cell) for cell in cells] for header, cells in zip(headers, days, strict=True)}


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


def ids(rows: Iterable[Row], header: str, findings: Findings) -> Iterator[str | None]:
    """Every row's video id, from an id or a link; None, and a problem, where there is none.

    An id in a numeric cell, or written as 7.33E+18, has already lost digits and is refused.
    """
    for row in rows:
        cell = row.cells.get(header_key(header), "")
        text = as_text(cell)
        post_id = id_in_link(text)
        lost = (not isinstance(cell, str | int) or _ROUNDED.match(text) or isinstance(cell, bool)) and cell != ""
        if lost or post_id is None:
            _refuse_id(row, header, text, lost=bool(lost), findings=findings)
        yield None if lost else post_id


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
