"""One column of a table as numbers, read by what all its cells say together.

A cell that nobody can read as a number stays as it is, for whoever needs the column to tell. What is never
left standing is a cell that could be two numbers, or that contradicts the decimal mark of its column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import nan
from statistics import median

from cliptrial.posts.text.numbers import (
    NumberError,
    decimal_mark,
    is_missing,
    proven_mark,
    read_number,
    read_share,
)

_PLAIN = re.compile(r"[+-]?(?!0*[1-9]\d{0,2}\.\d{3}$)\d*\.\d*([eE][+-]?\d+)?")
"""A number whose point cannot be one for thousands."""
_MARKED = re.compile(r"[+\-−]?[\d.,'’\s]*\d[\d.,'’\s]*%?")
_CLOSE = 30
"""Thousands lie this many times at most above the cells without a mark; decimals would lie far below them."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A cell that could be two numbers, or does not fit the others of its column; rows count from 0."""

    row: int
    text: str
    ambiguous: bool


def is_settled(cells: Iterable[str], locale: str | None) -> bool:
    """Whether cells that are all numbers with points mean just that: no point can be one for thousands."""
    pointed = [cell for cell in cells if "." in cell]
    if not pointed or locale is not None:
        return not pointed or decimal_mark(locale or "en") == "."
    return any(_PLAIN.fullmatch(cell.strip()) for cell in pointed)


def read_column(
    cells: Sequence[object], locale: str | None, mark_elsewhere: Callable[[], str | None]
) -> tuple[list[object], list[Unclear]]:
    """Each cell as a number, NaN where it is missing, else as it was; and the cells that are unclear.

    Args:
        cells: All cells of the column.
        locale: The declared locale; it decides before the cells do.
        mark_elsewhere: The decimal mark that the other columns of the file prove, where this one proves none.
    """
    texts = {cell for cell in cells if isinstance(cell, str)}
    mark = decimal_mark(locale) if locale is not None else column_mark(texts) or _needed(texts, mark_elsewhere)
    said = [text for text in texts if not is_missing(text)]
    percent = bool(said) and all(text.strip().endswith("%") for text in said)
    numbers: dict[str, object] = {}
    unclear: dict[str, bool] = {}
    for text in texts:
        try:
            value = (read_share if percent else read_number)(text, mark)
            numbers[text] = nan if value is None else value
        except NumberError as error:
            numbers[text] = text
            if error.ambiguous or (_MARKED.fullmatch(text.strip()) and not text.strip().endswith("%")):
                unclear[text] = error.ambiguous
    faults = [Unclear(row, cell, unclear[cell]) for row, cell in enumerate(cells) if cell in unclear]
    return [numbers.get(cell, cell) if isinstance(cell, str) else cell for cell in cells], faults


def column_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark that the cells of one column prove; None where they prove none.

    ``1.175`` beside ``623`` has thousands: every cell below a thousand is without the mark, every one above it
    has it, and as decimals they would lie hundreds of times apart.
    """
    texts = [text.strip() for text in texts if not is_missing(text)]
    if (proven := proven_mark(texts)) is not None:
        return proven
    marked = [text for text in texts if re.fullmatch(r"[1-9]\d{0,2}([.,])\d{3}", text)]
    marks = {mark for text in texts for mark in text if mark in ".,"}
    below = [int(text) for text in texts if text.isdecimal() and int(text)]
    if (
        len(marks) != 1
        or not below
        or not marked
        or any(mark in text for mark in marks for text in {*texts} - {*marked})
    ):
        return None
    mark = marks.pop()
    above = median(int(text.replace(mark, "")) for text in marked)
    grouped = max(below) < 1000 and above <= _CLOSE * median(below)
    return {".": ",", ",": "."}[mark] if grouped else None


def mark_of_columns(columns: Iterable[Iterable[object]]) -> str | None:
    """The decimal mark that columns of nothing but numbers prove together."""
    marks = {
        mark
        for cells in columns
        if (mark := _mark_of_numbers({cell for cell in cells if isinstance(cell, str)})) is not None
    }
    return marks.pop() if len(marks) == 1 else None


def _mark_of_numbers(texts: set[str]) -> str | None:
    """The mark of a column whose every cell is a number with it: dates and versions prove nothing."""
    bare = [text.strip().removesuffix("%") for text in texts if not is_missing(text)]
    if not all(map(_MARKED.fullmatch, bare)):
        return None
    mark = proven_mark(bare)
    try:
        return mark if [read_number(text, mark) for text in bare] else None
    except NumberError:
        return None


def _needed(texts: Iterable[str], mark_elsewhere: Callable[[], str | None]) -> str | None:
    """The mark of the other columns, asked only where a cell of this one has a mark at all."""
    return mark_elsewhere() if any(mark in text for text in texts for mark in ".,") else None
