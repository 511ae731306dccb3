"""Files opened: bytes become sheets of cells, whatever container and encoding they came in."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, says
from cliptrial.posts.columns.column import Cell as Cell
from cliptrial.posts.columns.csv_grid import read_csv
from cliptrial.posts.columns.grid import Grid
from cliptrial.posts.sizes import nested, refuse_far_cells, refuse_many_columns
from cliptrial.posts.tidy.asides import asides, header_row
from cliptrial.posts.tidy.documents import by_key, records_in
from cliptrial.posts.tidy.named_numbers import is_record, named_numbers
from cliptrial.posts.tidy.repeated import MEND
from cliptrial.posts.tidy.sections import Section, sections

if TYPE_CHECKING:
    import bz2
    import lzma

Unpacking: TypeAlias = "IO[bytes] | gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile"

LARGEST = 300 * 1024 * 1024
"""A file or packed file that grows beyond this many bytes is refused."""

_LONGEST = 30
"""Digits of a whole number of JSON that is one, not a mistake."""
_WESTERN = frozenset({"da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "no", "pt", "sv"})
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<mark>[,;|\t])"?[,;|\t]*\s*', re.IGNORECASE)
"""Excel's first line that only says what separates the cells; saved again, it ends with empty cells."""
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells.

    Attributes:
        name: The file's name; with the member's or sheet's name where there are several.
        header: The first row, as text.
        grid: The rows below, each with its number in the file, the header being 1.
        preamble: Comment lines (``#``) above the header, in a workbook all cells there; of JSON the texts beside its
            list, as ``key: text``.
        broken: What is wrong with the file as a file, such as a last row cut in half.
        aside: Rows that are no posts or days, such as totals and notes, each with its number and first words.
    """

    name: str
    header: tuple[str, ...]
    grid: Grid
    preamble: tuple[str, ...] = ()
    broken: tuple[Problem, ...] = ()
    aside: tuple[tuple[int, str], ...] = ()

    @property
    def rows(self) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
        """The rows one by one, for tables that people typed."""
        return self.grid.rows


def members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files inside a ZIP or gzip file; any other file is its own only member.

    Raises:
        SourceError: It is damaged, encrypted or unreasonably large.
    """
    try:
        if data[:2] == b"\x1f\x8b":
            yield name.removesuffix(".gz"), unpacked(gzip.GzipFile(fileobj=io.BytesIO(data)), name)
        elif data[:4] == b"PK\x03\x04" and not _is_workbook(data):
            left = LARGEST
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in archive.infolist():
                    inner = info.filename.rsplit("/", 1)[-1]
                    if inner and not inner.startswith(".") and "__MACOSX" not in info.filename:
                        content = unpacked(archive.open(info), name, left)
                        left -= len(content)
                        yield f"{name}/{inner}", content
        else:
            yield name, data
    except (
        zipfile.BadZipFile,
        gzip.BadGzipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        what = says("The packed file cannot be opened ({reason})", reason=_why_packed(error))
        raise SourceError(Problem("damaged_archive", what, mend=says("Download it again."), path=name)) from error


def _why_packed(error: Exception) -> Message:
    if isinstance(error, RuntimeError) and not isinstance(error, NotImplementedError):
        return says("it is protected by a password")
    if isinstance(error, NotImplementedError):
        return says("it is packed in a way that is not known here")
    return says("it is damaged, or only half there")


def _why_no_csv(error: csv.Error) -> Message:
    if "larger than field limit" in str(error):
        return says("a cell is longer than {most} characters", most=csv.field_size_limit())
    return says("a quotation mark closes before its cell ends")


def open_sheets(name: str, data: bytes, locale: str | None = None) -> list[Sheet]:
    """The sheets of one file: CSV, TSV, Excel, ODS or JSON.

    Args:
        name: Its name, for messages.
        data: Its bytes.
        locale: The declared locale; a western one allows the old Windows encoding.

    Raises:
        SourceError: It is empty, damaged, or not a table.
    """
    if not data or data.isspace():
        mend = says("Export it again; in a folder that is synced, wait until the file has arrived.")
        raise SourceError(Problem("empty_file", says("The file is empty"), mend=mend, path=name))
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _workbook_sheets(name, data)
    text = _in_utf8(name, data, locale)
    if text.lstrip()[:_LONGEST].decode(errors="ignore").lstrip()[:1] in ("{", "["):
        return [_json_sheet(name, text.decode())]
    parts = sections(text)
    return [_section_sheet(name, part) for part in parts] or [_without_asides(_csv_sheet(name, text))]


def _section_sheet(name: str, part: Section) -> Sheet:
    """One table of a report, without the line of totals that leaves its names empty and has a cell too many."""
    sheet = replace(_csv_sheet(name, part.body, part.above), preamble=part.comments)
    gone = [
        any(str(cell).strip() for cell in cells[len(sheet.header) :]) and not str(cells[0]).strip()
        for cells in sheet.grid
    ]
    totals = [(n, str(cells[-1])) for (n, cells), total in zip(sheet.grid.rows, gone, strict=True) if total]
    return replace(sheet, grid=sheet.grid.without(np.array(gone, np.bool_)), aside=tuple(totals))


def _without_asides(sheet: Sheet) -> Sheet:
    aside = asides(sheet.header, sheet.grid)
    if not aside:
        return sheet
    gone = np.isin(sheet.grid.numbers, [number for number, _ in aside])
    return replace(sheet, grid=sheet.grid.without(gone), aside=aside)


def _is_workbook(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    return "[Content_Types].xml" in names or "mimetype" in names


def unpacked(stream: Unpacking, name: str, left: int | None = None) -> bytes:
    """What a packed file holds.

    Args:
        stream: It, opened.
        name: Its name, for messages.
        left: Bytes that it may unpack to; :data:`LARGEST` where nothing was unpacked before.

    Raises:
        SourceError: There are more.
    """
    left = LARGEST if left is None else left
    with stream:
        data: bytes = stream.read(left + 1)
    if len(data) > left:
        what = says("The packed file grows beyond {most} MB", most=LARGEST // 1024**2)
        raise SourceError(Problem("too_large", what, mend=says("Hand in the files it contains one by one."), path=name))
    return data


def _workbook_sheets(name: str, data: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if data[:2] == b"PK":
            if not _is_workbook(data):
                raise nested(name)
            refuse_far_cells(name, data, LARGEST)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = {title: book.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in book.sheet_names}
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        what = says("The workbook cannot be opened: it is damaged, protected by a password, or only half there")
        raise SourceError(Problem("damaged_workbook", what, mend=says("Export it again."), path=name)) from error
    filled = {title: rows for title, rows in tables.items() if any(cell != "" for row in rows for cell in row)}
    if not filled:
        raise SourceError(
            Problem("empty_file", says("The workbook is empty"), mend=says("Export it again."), path=name)
        )
    several = len(filled) > 1
    return [
        _from_rows(says('{name}, sheet "{title}"', name=name, title=title) if several else name, rows)
        for title, rows in filled.items()
    ]


def _from_rows(name: str, rows: Sequence[Sequence[Cell]]) -> Sheet:
    """A sheet from a workbook's rows; the header is the first row that is not empty."""
    filled = [place for place, row in enumerate(rows) if any(cell != "" for cell in row)]
    start = filled[header_row([rows[place] for place in filled[:12]])]
    header = tuple(str(cell).strip() for cell in rows[start])
    body = [
        (number, tuple(row))
        for number, row in enumerate(rows[start + 1 :], start=start + 2)
        if any(str(cell).strip() for cell in row)
    ]
    above = tuple(text for row in rows[:start] for cell in row if (text := str(cell).strip()))
    return _without_asides(Sheet(name, header, _without_headers(header, Grid.of(body)), above))


def _in_utf8(name: str, data: bytes, locale: str | None) -> bytes:
    """The text of a file, without the mark of its byte order."""
    encoding = next((code for bom, code in _BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and data[:200].count(0) > len(data[:200]) // 4:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    if encoding == "utf-8" and _is_utf8(data):
        return data
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError as error:
        if locale is not None and locale.replace("-", "_").split("_")[0].lower() in _WESTERN:
            return data.decode("cp1252", errors="replace").encode()
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(
            Problem(
                "encoding",
                says(
                    "The file is not {encoding}; it looks like an old Windows encoding (byte 0x{byte:02X})",
                    encoding=encoding.upper().removesuffix("-SIG"),
                    byte=data[error.start],
                ),
                expected=says("UTF-8 or UTF-16"),
                mend=says('Save it as "CSV UTF-8", or say where it comes from: --locale de reads Windows-1252.'),
                path=name,
                line=line,
            )
        ) from error


def _is_utf8(data: bytes) -> bool:
    """Whether Arrow can read it as text; unlike Python, it needs no copy to say so."""
    try:
        ends = pa.py_buffer(np.array([0, len(data)], np.int32).tobytes())
        pa.BinaryArray.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(data)]).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _csv_sheet(name: str, text: bytes, skipped: int = 0) -> Sheet:
    # Only real line ends: captions may hold other characters that splitlines takes for one.
    above, first, start = [], "", len(text)
    for line, begin in _lines(text):
        if line.strip() and not _is_above(line):
            first, start = line, begin
            break
        above.append(line)
    preamble = tuple(line for line in above if line.startswith("#"))
    declared = next((separator["mark"] for line in above if (separator := _SEPARATOR_LINE.fullmatch(line))), "")
    body = _LINE_ENDS.sub(b"\n", text[start:]) if above else text
    guessed = max(",;\t|", key=lambda mark: (_outside_quotes(first, mark), mark == ","))
    delimiter = declared if declared and declared in first else guessed
    refuse_many_columns(name, _outside_quotes(first, delimiter) + 1)
    read = read_csv(body, delimiter, len(above) + skipped)
    broken = () if read.error is None else (_broken_row(name, read.error, read.row),)
    top = header_row(read.grid[:12])
    header = tuple(str(cell).strip() for cell in read.grid[top]) if len(read.grid) else ()
    return Sheet(name, header, _without_headers(header, read.grid.below(top)), preamble, broken)


def _lines(text: bytes) -> Iterator[tuple[str, int]]:
    """Each line with the place where it begins; the last one ends with the text."""
    begin = 0
    for end in _LINE_ENDS.finditer(text):
        yield text[begin : end.start()].decode(), begin
        begin = end.end()
    yield text[begin:].decode(), begin


def _is_above(line: str) -> bool:
    """A comment, or the line that names the separator; a first column that is called "#" is a header."""
    return (line.startswith("#") and line[1:2] not in tuple(",;|\t")) or bool(_SEPARATOR_LINE.fullmatch(line))


def _without_headers(header: tuple[str, ...], grid: Grid) -> Grid:
    """The rows without the headers that come along when several exports are pasted into one file."""
    places = np.arange(len(grid))
    for name, column in zip(header, grid.columns, strict=False):
        # One column after the other tells nearly every row from a header, and tables are long.
        places = places[column.take(places).holding(name)]
    again = np.zeros(len(grid), np.bool_)
    again[[place for place in places.tolist() if tuple(map(_bare, grid[place])) == header]] = True
    return grid.without(again)


def _bare(cell: Cell) -> str:
    return str(cell).strip().lstrip("\ufeff")


def _broken_row(name: str, error: csv.Error, row: int) -> Problem:
    cut = "unexpected end" in str(error)
    what = (
        says("The last row is cut off")
        if cut
        else says("The row is no proper CSV ({reason})", reason=_why_no_csv(error))
    )
    mend = says("The file is only half there: export or copy it again.") if cut else says("Export the file again.")
    return Problem("cut_off" if cut else "bad_csv", what, mend=mend, path=name, row=row)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _json_sheet(name: str, text: str) -> Sheet:
    """A list of objects as a table; nested keys become ``stats.plays``."""
    try:
        whole = json.loads(text, object_pairs_hook=partial(_object, name), parse_constant=_constant, parse_int=_whole)
        known = records_in(name, whole)
        flat = [_flat(record) for record in (_records(whole) if known is None else known)]
    except RecursionError:
        what = says("The file is no proper JSON: its brackets are nested hundreds deep")
        raise SourceError(Problem("bad_json", what, mend=says("Download it again."), path=name, line=1)) from None
    except json.JSONDecodeError as error:
        what = says("The file is no proper JSON; it goes wrong here")
        mend = says("Download it again; it may be only half there.")
        raise SourceError(
            Problem("bad_json", what, mend=mend, path=name, line=error.lineno, column=error.colno)
        ) from error
    header = tuple(dict.fromkeys(key for record in flat for key in record))
    refuse_many_columns(name, len(header), len(flat))
    rows = [(n, tuple(record.get(key, "") for key in header)) for n, record in enumerate(flat, start=2)]
    beside = whole.items() if isinstance(whole, dict) else ()
    return Sheet(name, header, Grid.of(rows), tuple(f"{key}: {one}" for key, one in beside if isinstance(one, str)))


def _object(name: str, pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON, in which no key has two values."""
    whole: dict[str, object] = {}
    for key, value in pairs:
        if key in whole and whole[key] != value:
            what = says('The key "{key}" stands twice in one object, with different values', key=key)
            raise SourceError(Problem("repeated_column", what, says("each key once"), MEND, path=name, field=key))
        whole[key] = value
    return whole


def _constant(text: str) -> str | None:
    """NaN is how programs write a missing number; what is infinite is left for whoever reads the cell to refuse."""
    return None if text == "NaN" else text


def _whole(text: str) -> int | str:
    """A whole number; one longer than any that is counted stays text."""
    return int(text) if len(text) <= _LONGEST else text


def _records(value: object) -> list[Mapping[str, object]]:
    """The longest list of objects anywhere in the document; one whose numbers have names is one record."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    if isinstance(value, dict):
        if is_record(value):
            return [value]
        return max((_records(item) for item in value.values()), key=len, default=[])
    return []


def _flat(record: Mapping[str, object], prefix: str = "") -> dict[str, Cell]:
    flat: dict[str, Cell] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        elif (pairs := by_key(value)) is not None:
            flat |= _flat(pairs, f"{prefix}{key}.")
        elif (named := named_numbers(value)) is not None:
            flat |= {**_flat(named), **flat}
        elif isinstance(value, list):
            names = [str(item.get("name", "")) if isinstance(item, dict) else str(item) for item in value]
            flat[f"{prefix}{key}"] = _whole_text(" ".join(name for name in names if name))
        else:
            whole = _whole_text(value) if isinstance(value, str) else value
            flat[f"{prefix}{key}"] = "" if whole is None else whole
    return flat


def _whole_text(text: str) -> str:
    """A text without half of a character, as a cut one ends with."""
    return text.encode("utf-8", "replace").decode()
