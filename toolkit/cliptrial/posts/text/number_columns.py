"""One column of a table as numbers, read by what all its cells say together.

A cell that nobody can read as a number stays as it is, for whoever needs the column to tell. What is never
left standing is a cell that could be two numbers, or that contradicts the decimal mark of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import Mask, Places, are, are_digits, bytes_in, kept, match, numbers_in, taken
from cliptrial.posts.columns.column import Cell, Column
from cliptrial.posts.text.numbers import NumberError, decimal_mark, is_missing, proven_mark, read_number, read_share
from cliptrial.posts.text.signs import Signs, holds_counts

_PLAIN = re.compile(r"[+-]?(?!0*[1-9]\d{0,2}\.\d{3}$)\d*\.\d*([eE][+-]?\d+)?")
"""A number whose point cannot be one for thousands."""
_MARKED = re.compile(r"[+\-−(]?[\d.,'’\s]*\d[\d.,'’\s]*\)?%?")
_ANY = 1e300
"""No whole number of a cell is larger that a float can hold."""
_MOST_DIGITS = 15
"""Signs of a number that is read with all others of its kind, exact to the last one."""
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


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column as numbers, row by row.

    Attributes:
        values: The numbers; NaN where there is none.
        odd: By row: cells that are no numbers, as they are.
        unclear: Cells that could be two numbers, or do not fit the others.
        unknown: By row: whether the cell says in a word or a sign that there is no number.
    """

    values: NDArray[np.float64]
    odd: Mapping[int, Cell]
    unclear: Sequence[Unclear]
    unknown: Mask


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
    column = cells if isinstance(cells, Column) else Column(cells)
    read = read_numbers(column, locale, header, signs)
    numbers: list[object] = [*read.values.tolist()]
    if column.texts is None:
        numbers = [number if isinstance(cell, str) else cell for number, cell in zip(numbers, column, strict=True)]
    for row, cell in read.odd.items():
        numbers[row] = cell
    return numbers, [*read.unclear]


def read_numbers(column: Column, locale: str | None, header: str, signs: Signs) -> Numbers:
    """A column as numbers; arguments as of :func:`read_column`.

    Digits alone, and digits with a point that cannot be one for thousands, are read together. Of them one each says
    what all of them say about the column; every other distinct text is read by itself.
    """
    digits, pointed = _plainly_written(column)
    examples = [*_first(column, digits & _tells(column)), *_first(column, pointed)]
    rest = column.take(np.flatnonzero(~digits & ~pointed))
    texts = [cell for cell in rest.distinct if isinstance(cell, str)]
    mark = decimal_mark(locale) if locale is not None else _mark({*texts, *examples}, header, signs)
    if mark == "," and pointed.any():
        pointed = np.zeros_like(pointed)
        rest = column.take(np.flatnonzero(~digits))
        texts = [cell for cell in rest.distinct if isinstance(cell, str)]
    numbers, unclear = _read_texts(texts, examples, mark, signs)
    values = np.full(len(column), nan)
    if column.texts is not None:
        values[digits | pointed] = numbers_in(kept(column.texts, digits | pointed))
    rows = np.flatnonzero(~digits & ~pointed)
    own = [_number(cell, numbers) for cell in rest.distinct]
    values[rows] = np.array([nan if one is None else one for one in own], np.float64)[rest.codes]
    odd = rows[rest.asked(lambda cell: _number(cell, numbers) is None)].tolist()
    faults = {row: unclear[str(column[row])] for row in rows[rest.asked(lambda cell: cell in unclear)].tolist()}
    faults |= dict.fromkeys(_half_in_percent(column, rows, rest, values), False)
    unknown = np.zeros(len(column), np.bool_)
    unknown[rows] = rest.asked(lambda cell: isinstance(cell, str) and cell.strip() != "" and is_missing(cell))
    return Numbers(
        values,
        {row: column[row] for row in odd},
        [
            *(Unclear(row, str(column[row]), faults[row]) for row in sorted(faults)),
            *_taken_for_decimals(column, header),
        ],
        unknown,
    )


def _read_texts(
    texts: Sequence[str], examples: Sequence[str], mark: str | None, signs: Signs
) -> tuple[dict[str, float], dict[str, bool]]:
    """By text: its number; and those that are unclear, with whether they could be two."""
    said = [text for text in (*texts, *examples) if not is_missing(text)]
    percent = any(map(_is_percent, said)) and all(_is_percent(text) or text.strip() == "0" for text in said)
    languages = signs.languages if any(map(_AMBIGUOUS_LETTER, said)) else ()
    numbers: dict[str, float] = {}
    unclear: dict[str, bool] = {}
    for text in texts:
        try:
            value = read_share(text, mark) if percent else read_number(text, mark, languages)
            numbers[text] = nan if value is None else value
        except NumberError as error:
            if error.ambiguous or (_MARKED.fullmatch(text.strip()) and not _is_percent(text)):
                unclear[text] = error.ambiguous
    return numbers, unclear


def _plainly_written(column: Column) -> tuple[Mask, Mask]:
    """By row: whether the cell is digits alone, and whether it is digits with a point that is none for thousands."""
    digits, pointed = np.zeros(len(column), np.bool_), np.zeros(len(column), np.bool_)
    if column.texts is None:
        return digits, pointed
    short = bytes_in(column.texts) <= _MOST_DIGITS
    digits = are_digits(column.texts) & short
    places = np.flatnonzero(~digits & short)
    rest = taken(column.texts, places)
    pointed[places] = match(rest, r"^[0-9]+\.[0-9]+$") & ~match(rest, r"^[1-9][0-9]{0,2}\.[0-9]{3}$")
    return digits, pointed


def _tells(column: Column) -> Mask:
    """By row: whether the cell is another text than a single 0, which stands among shares, too."""
    return np.ones(len(column), np.bool_) if column.texts is None else ~are(column.texts, "0")


def _first(column: Column, rows: Mask) -> list[str]:
    return [str(column[int(rows.argmax())])] if rows.any() else []


def _number(cell: Cell, numbers: Mapping[str, float]) -> float | None:
    """A distinct cell's number; None where it is none."""
    if isinstance(cell, str):
        return numbers.get(cell)
    return float(cell) if _is_number(cell) else None


def _is_number(cell: Cell) -> TypeGuard[float]:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and not abs(cell) > _ANY


def _mark(texts: set[str], header: str, signs: Signs) -> str | None:
    """The decimal mark of a column: by its own cells, else by what the file shows where a cell could be two numbers."""
    proven = proven_mark(texts)
    if proven is not None or not any(mark in text for text in texts for mark in ".,"):
        return proven
    return signs.mark(header, texts)


def _half_in_percent(column: Column, rows: Places, rest: Column, values: NDArray[np.float64]) -> list[int]:
    """Rows with a percent sign in a column of plain numbers, or the other way round: the fewer of both.

    Args:
        column: The column.
        rows: Its rows that are not digits alone, with a point or without.
        rest: The cells of these rows.
        values: By row of the column: its number.
    """
    signed = np.zeros(len(column), np.bool_)
    signed[rows] = rest.asked(lambda cell: _is_percent(cell) and any(map(str.isdigit, str(cell))))
    if not signed.any():
        return []
    plain = column.asked(lambda cell: isinstance(cell, str) and not _is_percent(cell))
    plain &= (values != 0) & ~np.isnan(values)
    return np.flatnonzero(signed if signed.sum() <= plain.sum() else plain).tolist()


def _taken_for_decimals(column: Column, header: str) -> list[Unclear]:
    """Cells of a workbook that count something and have decimals, as a program makes of ``1.175`` for a thousand.

    What it took so is below a thousand like everything beside it, and has three decimals but for zeros at the end.
    """
    if column.texts is not None:
        return []
    numbers = {code: float(cell) for code, cell in enumerate(column.distinct) if _is_number(cell) and cell == cell}
    broken = {code: number for code, number in numbers.items() if not number.is_integer()}
    if not broken or len(broken) == len(numbers) or not holds_counts(header):
        return []
    counts = np.bincount(column.codes)
    small = all(abs(number) < 1000 and round(number, 3) == number for number in numbers.values())
    three = sum(int(counts[code]) for code, number in broken.items() if round(number, 2) != number)
    if not small or 2 * three <= sum(int(counts[code]) for code in broken):
        return []
    codes = enumerate(column.codes.tolist())
    return [Unclear(row, f"{broken[code]:.3f}", ambiguous=True) for row, code in codes if code in broken]


def _is_percent(cell: Cell) -> bool:
    return isinstance(cell, str) and any(mark in cell for mark in "%٪％")
