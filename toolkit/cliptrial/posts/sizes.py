"""How large a file would become, judged before it is read: by its kind, its bytes, its columns and its far cells.

What opens workbooks lays out every cell up to the last one that holds something, so a single far cell of a file of 5 KB
can ask for 500 GB, and no program survives that.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError, iterparse

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, says

CELLS = 10_000_000
"""Cells that a workbook, or a table of JSON, may ask for, empty ones included."""
BYTES = 300 * 1024 * 1024
"""Bytes that a file may have, packed or unpacked."""
COLUMNS = 16_384
"""As many as a sheet of Excel has."""
_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?+c\s[^>]*?\br\s*+=\s*+[\"']([A-Za-z]{1,7}+)(\d{1,10}+)[\"'][^>]*+(?<!/)>")
"""A cell with something in it; one that only has a look closes itself, and is not laid out."""
_TEXTS = "xl/sharedstrings.xml"
_TEXT_END = re.compile(rb"</(?:\w+:)?si>")
"""Where a text ends that cells share."""
_TEXT_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\bt\s*=\s*[\"']s[\"'][^>]*>\s*(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?"
    rb"<(?:\w+:)?v[^>]*>\s*(\d{1,9}+)"
)
"""A cell with the number of the text that it shares."""
_REPEATED = "number-{}-repeated"
_REMEDY = says("Delete what stands far away from the table, or save the table alone as CSV, and hand in that file.")


def read_regular(path: Path, shown: str, most: int = BYTES) -> bytes:
    """The bytes of a file on the disk.

    Args:
        path: The file.
        shown: How it is named in problems.
        most: Bytes that it may have.

    Raises:
        SourceError: It is a pipe or a device, which could go on for ever, or larger than that.
        OSError: It cannot be read.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        what, mend = says("It is not a file but a folder, a pipe or a device"), says("Save its content as a file.")
        raise SourceError(Problem("no_regular_file", what, says("A file on the disk"), mend, path=shown))
    if state.st_size > most:
        what = says("The file is larger than {most} MB", most=most // 1024**2)
        raise SourceError(Problem("too_large", what, mend=says("Export shorter periods, or split it."), path=shown))
    return path.read_bytes()


def refuse_many_columns(name: str, columns: int, rows: int = 0) -> None:
    """Make sure that a table has no more columns than any program shows, and no more cells than fit.

    Raises:
        SourceError: It has.
    """
    if columns > COLUMNS:
        what = says("The table has {count} columns", count=columns)
        expected = says("At most {most} columns", most=COLUMNS)
        mend = says("Check that it is a table of posts, one row a post.")
        raise SourceError(Problem("too_many_columns", what, expected, mend, path=name))
    _refuse_cells(name, columns * rows)


def refuse_large_parquet(path: Path) -> None:
    """Make sure that a Parquet file, which can hold millions of equal rows in a few bytes, fits.

    Raises:
        SourceError: It does not.
    """
    import pyarrow.parquet as pq

    described = pq.read_metadata(path)
    cells = described.num_rows * described.num_columns
    if cells > 10 * CELLS:
        what = says("The table has {count} cells", count=cells)
        mend = says("Keep the columns and the period that are compared.")
        expected = says("At most {most} cells", most=10 * CELLS)
        raise SourceError(Problem("too_large", what, expected, mend, path=path.name))


def refuse_far_cells(name: str, data: bytes, most: int = BYTES) -> None:
    """Make sure that a workbook neither unpacks to more than so many bytes nor asks for more cells than fit.

    Raises:
        SourceError: It does.
        zipfile.BadZipFile: It is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    if any(info.filename.lower() == "xl/workbook.bin" for info in infos):
        what, mend = says("The workbook is in Excel's binary format (XLSB)"), says("Save it as XLSX.")
        raise SourceError(Problem("binary_workbook", what, says("XLSX, ODS or CSV"), mend, path=name))
    left, cells, texts = most, 0, array("Q")
    for info in infos:
        counted = _Counted(_inflated(data, info), left)
        if info.filename.lower() == "content.xml":
            cells += _extent(_ods_cells(counted, most))
        elif info.filename.lower() == _TEXTS:
            texts.extend(_lengths(counted))
        else:  # a sheet may have any name
            cells += _extent(_cells_of(counted))
        for _ in counted:
            pass
        left -= counted.bytes
        if left < 0:
            raise _too_large(name, most)
        _refuse_cells(name, cells)
    if texts and cells * max(texts) > most:
        shared = (n for info in infos if info.filename.lower() != _TEXTS for n in _shared(_inflated(data, info)))
        if sum(texts[number] for number in shared if number < len(texts)) > most:
            raise _too_large(name, most)


def _too_large(name: str, most: int) -> SourceError:
    what = says("The workbook grows beyond {most} MB", most=most // 1024**2)
    return SourceError(Problem("too_large", what, mend=_REMEDY, path=name))


def _refuse_cells(name: str, cells: int) -> None:
    if cells > CELLS:
        what = says("The table would have {count} cells, nearly all of them empty", count=cells)
        expected = says("At most {most} cells", most=CELLS)
        raise SourceError(Problem("far_cells", what, expected, _REMEDY, path=name))


class _Counted:
    """Pieces of a file as they come, counted, and no more once there are too many."""

    def __init__(self, pieces: Iterator[bytes], most: int) -> None:
        self._pieces, self._most = pieces, most
        self.bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.bytes += len(piece)
            if self.bytes > self._most:
                return
            yield piece


def _inflated(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A packed file in pieces, as far as it really goes; what the archive says of its length may be wrong."""
    head = data[info.header_offset : info.header_offset + 30]
    start = info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        raise zipfile.BadZipFile from None


def _extent(cells: Iterable[tuple[int, int]]) -> int:
    """Cells from the first to the last of these, each a row and a column from 1."""
    rows = columns = 0
    for row, column in cells:
        rows, columns = max(rows, row), max(columns, column)
    return rows * columns


def _cells_of(pieces: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """For each piece of a sheet: the last row and the last column in it."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        cells = _CELL.findall(text)
        if cells:
            letters, rows = zip(*cells, strict=True)
            yield max(map(int, set(rows))), max(map(_column, set(letters)))
        rest = text[text.rfind(b"<") :][-4096:] if b"<" in text else b""


def _lengths(pieces: Iterable[bytes]) -> Iterator[int]:
    """The bytes of each text that cells share; every cell that has one gets a copy of it."""
    rest, before = b"", 0
    for piece in pieces:
        text, last = rest + piece, 0
        for end in _TEXT_END.finditer(text):
            yield before + end.end() - last
            before, last = 0, end.end()
        kept = max(last, len(text) - 64)
        before, rest = before + kept - last, text[kept:]


def _shared(pieces: Iterable[bytes]) -> Iterator[int]:
    """By cell with a shared text: its number."""
    rest = b""
    for piece in pieces:
        text, last = rest + piece, 0
        for cell in _TEXT_CELL.finditer(text):
            if cell.end() < len(text):  # the number may go on
                yield int(cell[1])
                last = cell.end()
        rest = text[max(last, len(text) - 4096) :]


def _column(letters: bytes) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


class _Stream(io.RawIOBase):
    """Pieces as a file that can be read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)

    def read(self, size: int = -1) -> bytes:
        """The next piece, however long."""
        del size
        return next(self._pieces, b"")


def _ods_cells(pieces: Iterable[bytes], most: int) -> Iterator[tuple[int, int]]:
    """Cells with something in them, with those that stand for many in a row at their last place.

    Texts that stand for many count as more cells than fit where they are more than so many bytes.
    """
    row = column = texts = rows = 0
    try:
        for event, element in iterparse(_Stream(pieces), ("start", "end")):
            kind = element.tag.rpartition("}")[2]
            if event == "start" and kind == "table":
                row = column = 0
            elif event == "start" and kind == "table-row":
                rows = _times(element.attrib, "rows")
                row, column = row + rows, 0
            elif event == "end" and kind in ("table-cell", "covered-table-cell"):
                times = _times(element.attrib, "columns")
                column += times
                texts += times * rows * sum(map(len, element.itertext()))
                if texts > most:
                    yield CELLS + 1, 1
                    return
                if len(element) or any(key.endswith("value") for key in element.attrib):
                    yield row, column
            if event == "end" and kind in ("table-row", "table"):
                element.clear()
    except ParseError:
        return  # who reads it says what is wrong


def _times(attributes: dict[str, str], kind: str) -> int:
    value = next((text for key, text in attributes.items() if key.endswith(_REPEATED.format(kind))), "1")
    return int(value) if value.isdecimal() and len(value) < 12 else 1


def nested(name: str) -> SourceError:
    """A packed file inside a packed one."""
    what: Message = says("It is a packed file inside a packed file")
    return SourceError(Problem("nested_archive", what, mend=says("Unpack it, and hand in what it holds."), path=name))
