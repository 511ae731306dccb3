"""Numbers written into a workbook that people work in: only these cells change.

Columns of their own, colours, formulas and other sheets stay as they are, whatever program saved the workbook last.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from html import unescape
from xml.sax.saxutils import escape

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, says
from cliptrial.posts.workbook.layout import INPUTS, Filled
from cliptrial.posts.workbook.reading import Places, places_of, scan_workbook
from cliptrial.posts.workbook.typed_cells import SHARE
from cliptrial.registry.languages import translated
from cliptrial.registry.safety.signs import neutral

_FIRST = datetime(1899, 12, 30)
"""The day that spreadsheets count from."""


def written_into(data: bytes, name: str, rows: Mapping[int, Filled]) -> bytes:
    """The workbook with what these rows say; cells of which they say nothing stay.

    Args:
        data: The workbook.
        name: Its name, for messages.
        rows: By position.

    Raises:
        SourceError: It is no such workbook, has no row or column for a number, or cannot be written.
    """
    places = _with_room(places_of(data, name), rows)
    if homeless := _without_column(rows, places):
        what = says("It has no column for {columns}", columns=homeless)
        mend = says("Add a column with this header to it, or leave these numbers out.")
        raise SourceError(Problem("no_such_column", what, mend=mend, path=name))
    part = _part_of(data, places.sheet)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        xml = book.read(part).decode("utf-8") if part in book.namelist() else ""
    for place, header in places.added.items():
        xml = _with_cell(xml, places.header, place, header)
    for position in sorted(rows.keys() & places.rows.keys()):
        for column, value in _cells(rows[position], places):
            xml = _with_cell(xml, places.rows[position], column, value)
    changed = _repacked(data, part, xml)
    there = {row.position: row.filled for row in scan_workbook(changed, name).rows}
    if not all(_holds(there.get(number, Filled()), row) for number, row in rows.items()):
        what = says("The numbers of No. {positions} could not be written into it", positions=sorted(rows))
        mend = says("Write them in by hand, or save the workbook again as .xlsx from the spreadsheet program.")
        raise SourceError(Problem("not_written", what, mend=mend, path=name))
    return changed


def _with_room(places: Places, rows: Mapping[int, Filled]) -> Places:
    """With columns behind the last one for numbers that the plan did not ask for."""
    wanted = [one for one in INPUTS if one.delivers and any(getattr(row, one.key) is not None for row in rows.values())]
    absent = [one for one in wanted if one.key not in places.columns]
    new = {places.width + number: one for number, one in enumerate(absent)}
    return replace(
        places,
        columns={**places.columns, **{one.key: place for place, one in new.items()}},
        added={place: translated(one.header, places.language) for place, one in new.items()},
    )


def _without_column(rows: Mapping[int, Filled], places: Places) -> list[Message]:
    """Headers of columns that are not there, and that rows have something for."""
    absent = [column for column in INPUTS if column.key not in places.columns]
    return [one.header for one in absent if any(getattr(row, one.key) is not None for row in rows.values())]


def _holds(there: Filled, wanted: Filled) -> bool:
    """Whether a row has everything that was to be written; a share has lost nothing that anybody sees."""
    for column in INPUTS:
        value, there_now = getattr(wanted, column.key), getattr(there, column.key)
        alike = isinstance(value, float) and isinstance(there_now, float) and abs(value - there_now) < 1e-6
        if value is not None and not alike and there_now != value:
            return False
    return True


def _cells(row: Filled, places: Places) -> Iterator[tuple[int, str | float]]:
    for column in INPUTS:
        value = getattr(row, column.key)
        if value is None or column.key not in places.columns:
            continue
        yield places.columns[column.key], _share(value) if column.kind is SHARE else _plain(value)


def _share(value: float) -> float:
    """As percent, unless it is so small that it would be read as a share."""
    return round(100 * value, 8) if value > 0.01 else value


def _plain(value: object) -> str | float:
    if isinstance(value, date) and not isinstance(value, datetime):
        return (datetime.combine(value, time()) - _FIRST).days
    if isinstance(value, datetime):
        return (value - _FIRST).total_seconds() / 86_400
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _part_of(data: bytes, sheet: str) -> str:
    """The file inside the workbook that holds a sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        listed = book.read("xl/workbook.xml").decode("utf-8")
        targets = book.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", listed):
        if unescape(_attribute(tag, "name")) == sheet:
            wanted = _attribute(tag, r"\w+:id")
            link = next(one for one in re.findall(r"<Relationship\s[^>]*>", targets) if _attribute(one, "Id") == wanted)
            target = _attribute(link, "Target")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"\s{name}=([\"'])(.*?)\1", tag)
    return match[2] if match else ""


def _with_cell(xml: str, row: int, column: int, value: str | float) -> str:
    """A sheet with one cell more, or another value in it; its look stays."""
    whole = re.search(rf'<(\w+:)?row\b(?=[^>]*\sr="{row}")[^>]*?(?:/>|>.*?</(?:\w+:)?row>)', xml, re.DOTALL)
    if whole is None:
        return xml
    before, prefix = whole[0], whole[1] or ""
    opened = before.removesuffix("/>") + f"></{prefix}row>" if before.endswith("/>") else before
    pattern = re.compile(r'<(?:\w+:)?c\b(?=[^>]*\sr="([A-Z]+)\d+")[^>]*?(?:/>|>.*?</(?:\w+:)?c>)', re.DOTALL)
    cells = {_index(cell[1]): cell for cell in pattern.finditer(opened)}
    old = cells.get(column)
    style = _attribute(old[0][: old[0].index(">")], "s") if old else ""
    new = _cell(prefix, f"{_letters(column)}{row}", style, value)
    later = min((cell.start() for place, cell in cells.items() if place > column), default=opened.rindex("</"))
    start, end = old.span() if old else (later, later)
    return xml[: whole.start()] + opened[:start] + new + opened[end:] + xml[whole.end() :]


def _cell(prefix: str, name: str, style: str, value: str | float) -> str:
    look = f' s="{style}"' if style else ""
    if isinstance(value, str):
        text = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(neutral(value))}</{prefix}t></{prefix}is>'
        return f'<{prefix}c r="{name}"{look} t="inlineStr">{text}</{prefix}c>'
    return f'<{prefix}c r="{name}"{look}><{prefix}v>{value!r}</{prefix}v></{prefix}c>'


def _letters(column: int) -> str:
    return ("" if column < 26 else _letters(column // 26 - 1)) + chr(65 + column % 26)


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - 64
    return index - 1


def _repacked(data: bytes, part: str, xml: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, xml.encode("utf-8") if item.filename == part else old.read(item))
    return packed.getvalue()
