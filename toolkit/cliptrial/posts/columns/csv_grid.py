"""CSV as columns: read by Arrow where it reads the text as Python's reader does, else by that reader itself.

Python's reader is strict: it refuses a cell whose quotation mark closes before its end, and tells where. So Arrow only
gets texts whose quotation marks stand at the ends of cells, and whose rows have one length.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from dataclasses import dataclass, replace
from typing import IO, cast

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from cliptrial.posts.columns.arrow import Mask, Texts, are_blank, bytes_in, chosen, first_match, known, whole_array
from cliptrial.posts.columns.column import Column
from cliptrial.posts.columns.grid import Grid

_BLOCK, _PIECE = 1 << 20, 1 << 20
"""Bytes that Arrow reads together, and bytes that are looked through together."""
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_FORMULA = b'="'
_AS_TEXT = '^="(?P<it>[^"]*)"$'
"""A formula that is nothing but a text."""


@dataclass(frozen=True, slots=True)
class CsvGrid:
    """The rows of a CSV text.

    Attributes:
        grid: Its rows, but for those that hold nothing.
        error: Why no more could be read.
        row: The number of the row at which that was.
    """

    grid: Grid
    error: csv.Error | None = None
    row: int = 0


def read_csv(body: bytes, delimiter: str, skipped: int) -> CsvGrid:
    """The rows of a text in UTF-8.

    Args:
        body: The text.
        delimiter: What separates its cells.
        skipped: Lines of the file above it.
    """
    # Arrow would take a mark of the byte order that stands in a cell for the text's own.
    plain = not body.startswith(BOM_UTF8) and _is_plainly_quoted(body, delimiter)
    columns = _by_arrow(body, delimiter) if plain else None
    read = _by_python(body.decode(), delimiter, skipped) if columns is None else CsvGrid(_filled(columns, skipped))
    return replace(read, grid=_as_shown(read.grid)) if _FORMULA in body else read


def _filled(columns: list[Texts], skipped: int) -> Grid:
    count = len(columns[0])
    numbers = np.arange(skipped + 1, skipped + count + 1)
    grid = Grid([Column(texts) for texts in columns], numbers, np.full(count, len(columns)))
    return grid.without(_blank(columns))


def _as_shown(grid: Grid) -> Grid:
    """What a spreadsheet shows of ``="0123"``, by which programs keep it from taking a text for a number."""
    texts = (column.texts for column in grid.columns)
    return Grid([Column(_as_shown_texts(own)) for own in texts if own is not None], grid.numbers, grid.lengths)


def _as_shown_texts(texts: Texts) -> Texts:
    shown = first_match(texts, _AS_TEXT)
    return chosen(known(shown), shown, texts)


def _is_plainly_quoted(body: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens or closes a cell, or stands for one inside such a cell."""
    if b'"' not in body:
        return True
    text = np.frombuffer(body, np.uint8)
    pieces = range(0, len(text), _PIECE)
    marks = np.concatenate([np.flatnonzero(text[begin : begin + _PIECE] == ord('"')) + begin for begin in pieces])
    if len(marks) % 2:
        return False
    around = np.zeros(256, np.bool_)
    around[[ord(delimiter), ord("\r"), ord("\n"), ord('"')]] = True
    opening, closing = marks[0::2], marks[1::2]
    before, after = opening[opening > 0] - 1, closing[closing < len(text) - 1] + 1
    return bool(around[text[before]].all() and around[text[after]].all())


def _by_arrow(body: bytes, delimiter: str) -> list[Texts] | None:
    """Its columns; None where it is not one that Arrow reads in the same way."""
    first = _LINE_ENDS.split(body[:_BLOCK], maxsplit=1)[0]
    names = [f"f{place}" for place in range(first.count(delimiter.encode()) + 1)]
    try:
        table = arrow_csv.read_csv(
            cast("IO[bytes]", pa.BufferReader(body)),
            arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK),
            arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns: list[Texts] = []
    for name in table.column_names:
        cells = whole_array(table[name].chunks)
        table = table.drop_columns([name])
        if not isinstance(cells, pa.StringArray) or bytes_in(cells).max() > csv.field_size_limit():
            return None
        columns.append(cells)
    return columns


def _blank(columns: list[Texts]) -> Mask:
    """Rows that hold nothing."""
    blank = np.ones(len(columns[0]), np.bool_)
    for texts in columns:
        if blank.any():
            blank &= are_blank(texts)
    return blank


def _by_python(body: str, delimiter: str, skipped: int) -> CsvGrid:
    rows: list[tuple[int, tuple[str, ...]]] = []
    number = skipped
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True), skipped + 1
        ):
            if row and (row[0].strip() or "".join(row).strip()):
                rows.append((number, tuple(row)))
    except csv.Error as error:
        return CsvGrid(Grid.of(rows), error, number + 1)
    return CsvGrid(Grid.of(rows))
