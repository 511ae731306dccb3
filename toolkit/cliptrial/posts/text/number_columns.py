"""One column of a table as numbers, read by what all its cells say together.

A cell that nobody can read as a number stays as it is, for whoever needs the column to tell. What is never
left standing is a cell that could be two numbers, or that contradicts the decimal mark of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan

from cliptrial.posts.text.numbers import (
    NumberError,
    decimal_mark,
    is_missing,
    proven_mark,
    read_number,
    read_share,
)
from cliptrial.posts.text.signs import Signs, holds_counts

_PLAIN = re.compile(r"[+-]?(?!0*[1-9]\d{0,2}\.\d{3}$)\d*\.\d*([eE][+-]?\d+)?")
"""A number whose point cannot be one for thousands."""
_MARKED = re.compile(r"[+\-−(]?[\d.,'’\s]*\d[\d.,'’\s]*\)?%?")
_ANY = 1e300
"""No whole number of a cell is larger that a float can hold."""
_AMBIGUOUS_LETTER = re.compile(r"\d\s*(?:b|mn|mr|n|tr|t)\.?$", re.IGNORECASE).search
"""Finds the suffixes that mean one thing in one language and another in the next."""


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
    cells: Sequence[object], locale: str | None, header: str, signs: Signs
) -> tuple[list[object], list[Unclear]]:
    """Each cell as a number, NaN where it is missing, else as it was; and the cells that are unclear.

    Args:
        cells: All cells of the column.
        locale: The declared locale; it decides before the cells do.
        header: The column's name, with the one of the lake beside it where that is known.
        signs: What the whole file shows, where the column itself proves nothing.
    """
    texts = {cell for cell in cells if isinstance(cell, str)}
    mark = decimal_mark(locale) if locale is not None else _mark(texts, header, signs)
    said = [text for text in texts if not is_missing(text)]
    percent = any(map(_is_percent, said)) and all(_is_percent(text) or text.strip() == "0" for text in said)
    languages = signs.languages if any(map(_AMBIGUOUS_LETTER, said)) else ()
    numbers: dict[str, object] = {}
    unclear: dict[str, bool] = {}
    for text in texts:
        try:
            value = read_share(text, mark) if percent else read_number(text, mark, languages)
            numbers[text] = nan if value is None else value
        except NumberError as error:
            numbers[text] = text
            if error.ambiguous or (_MARKED.fullmatch(text.strip()) and not _is_percent(text)):
                unclear[text] = error.ambiguous
    if not percent:
        unclear |= dict.fromkeys(_half_in_percent(cells, numbers), False)
    faults = [
        Unclear(row, cell, unclear[cell]) for row, cell in enumerate(cells) if isinstance(cell, str) and cell in unclear
    ]
    faults += _taken_for_decimals(cells, header)
    return [numbers.get(cell, cell) if isinstance(cell, str) else cell for cell in cells], faults


def _mark(texts: set[str], header: str, signs: Signs) -> str | None:
    """The decimal mark of a column: by its own cells, else by what the file shows where a cell could be two numbers."""
    proven = proven_mark(texts)
    if proven is not None or not any(mark in text for text in texts for mark in ".,"):
        return proven
    return signs.mark(header, texts)


def _half_in_percent(cells: Sequence[object], numbers: Mapping[str, object]) -> set[str]:
    """Cells with a percent sign in a column of plain numbers, or the other way round: the fewer of both."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    signed = [cell for cell in texts if _is_percent(cell) and any(map(str.isdigit, cell))]
    plain = [cell for cell in texts if not _is_percent(cell) and isinstance(one := numbers[cell], float) and one != 0]
    plain = [cell for cell in plain if numbers[cell] == numbers[cell]]
    return {*min(signed, plain, key=len)} if signed else set()


def _taken_for_decimals(cells: Sequence[object], header: str) -> list[Unclear]:
    """Cells of a workbook that count something and have decimals, as a program makes of ``1.175`` for a thousand.

    What it took so is below a thousand like everything beside it, and has three decimals but for zeros at the end.
    """
    numbers = [
        (row, float(cell))
        for row, cell in enumerate(cells)
        if isinstance(cell, float | int) and not isinstance(cell, bool) and cell == cell and abs(cell) < _ANY
    ]
    broken = [(row, cell) for row, cell in numbers if not cell.is_integer()]
    if not broken or len(broken) == len(numbers) or not holds_counts(header):
        return []
    small = all(abs(cell) < 1000 and round(cell, 3) == cell for _, cell in numbers)
    three = sum(round(cell, 2) != cell for _, cell in broken)
    if not small or 2 * three <= len(broken):
        return []
    return [Unclear(row, f"{cell:.3f}", ambiguous=True) for row, cell in broken]


def _is_percent(text: str) -> bool:
    return any(mark in text for mark in "%٪％")
