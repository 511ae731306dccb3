"""Columns of a table of posts as names and metrics, with every bad cell named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from math import isnan, nan
from numbers import Real
from typing import TypeVar, cast

import numpy as np
import pandas as pd

from cliptrial.analysis.units import Values
from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, says
from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.posts.any_table import COLUMNS_TWICE, Column
from cliptrial.posts.text.number_columns import read_column
from cliptrial.posts.text.numbers import could_be_two, two_numbers
from cliptrial.posts.text.signs import Signs, holds_counts
from cliptrial.posts.tidy.impossible import impossible_rows
from cliptrial.posts.tidy.repeated import repeated
from cliptrial.registry.alike import one_name
from cliptrial.registry.languages import LANGUAGES
from cliptrial.stats.inversion import Bools, Floats

MANY_BAD = 5
"""Bad cells that are named one by one; the rest are counted."""
LARGEST = 1e30
"""No metric is larger, nor smaller than its inverse; beyond that, sums of squares overflow."""
_Name = TypeVar("_Name")
LEFT_OUT = "impossible_left_out"
"""Under this name a table's attributes list the rows that were left out as impossible."""
_UNREADABLE = object()
"""Stands for a cell that could be two numbers, or that is yes or no among numbers."""
_TRUTHS = (bool, np.bool_)
LONGEST = 40
"""Characters of a cell or a name that a message quotes."""


def with_seen_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with its columns named as people see them, equal ones once; anything else than a table stays."""
    names = [seen_name(name) for name in frame.columns] if isinstance(frame, pd.DataFrame) else []
    named = frame.set_axis(names, axis=1) if names and names != [*frame.columns] else frame
    return _without_repeated(named) if len({*map(str, names)}) < len(names) else named


def _without_repeated(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of one name that say the same are one; those that differ stay, to be told."""
    names = [*map(str, frame.columns)]
    equal = [one for one in repeated(names, frame.to_numpy(dtype=object).tolist(), names) if one.differ is None]
    more = {place for one in equal for place in one.places[1:]}
    once = frame.iloc[:, [place for place in range(len(names)) if place not in more]]
    once.attrs[COLUMNS_TWICE] = (*frame.attrs.get(COLUMNS_TWICE, ()), *(one.name for one in equal))
    return once


def seen_name(name: _Name) -> _Name:
    """The name of a column as people see it; what is no text stays."""
    return cast("_Name", one_name(name)) if isinstance(name, str) else name


def metric_columns(frame: pd.DataFrame, metrics: Sequence[str | Metric]) -> list[tuple[Metric, Values]]:
    """Each metric with its values, shape (posts,).

    A :class:`Metric` names its own columns. ``NUM/DEN`` is a rate. A column that the catalogue knows keeps
    its kind; of the others, whole numbers that are not negative are counts and the rest means.

    Raises:
        InputError: Naming every cell that is not a number.
    """
    problems = list(number_problems(frame, [c for named in metrics for c in columns_of(named)]))
    if problems:
        raise InputError(problems)
    columns = []
    for named in metrics:
        tops, bottom = asked_columns(named)
        numerator = np.sum([read_numbers(frame[top], frame)[0] for top in tops], axis=0)
        denominator = read_numbers(frame[bottom], frame)[0] if bottom else np.ones(len(frame))
        metric = named if isinstance(named, Metric) else _metric(named, tops[0], bottom or "", numerator)
        columns.append((metric, Values(numerator, denominator)))
    return columns


def asked_columns(named: str | Metric) -> tuple[tuple[str, ...], str | None]:
    """The columns that are added up, and the one to divide by."""
    if isinstance(named, Metric):
        return named.numerator, named.denominator
    top, _, bottom = named.partition("/")
    return (top,), bottom or None


def counted_columns(frame: pd.DataFrame) -> dict[str, list[float]]:
    """By name: every column that counts something, as numbers, NaN where a cell is none."""
    names = [name for name in frame.columns if isinstance(name, str) and holds_counts(name)]
    return {name: read_numbers(frame[name], frame)[0].tolist() for name in names}


def without_impossible(frame: pd.DataFrame, metrics: Sequence[str | Metric]) -> pd.DataFrame:
    """The table without the rows whose numbers cannot be true, those with values that no metric can have among them.

    Raises:
        InputError: Naming every cell that is not a number.
    """
    bad = np.zeros(len(frame), dtype=np.bool_)
    bad[[*impossible_rows(counted_columns(frame))]] = True
    for _, values in metric_columns(frame, metrics):
        bad |= values.read & ~values.possible
    kept = frame[~bad]
    kept.attrs[LEFT_OUT] = tuple(row for row, wrong in zip(rows_of(frame), bad, strict=True) if wrong)
    return kept


def columns_of(named: str | Metric) -> list[str]:
    """Every column that a metric needs."""
    tops, bottom = asked_columns(named)
    return [*tops, bottom] if bottom else [*tops]


def number_problems(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[Problem]:
    """Cells that are neither a number nor empty, and numbers that nothing can amount to."""
    for column in dict.fromkeys(columns):
        numbers, strange = read_numbers(frame[column], frame)
        size = np.abs(numbers)
        absurd = np.isfinite(size) & ((size > LARGEST) | ((size > 0) & (size < 1 / LARGEST)))
        bad = np.flatnonzero(strange | absurd)
        for place in bad[:MANY_BAD]:
            yield Problem(
                "not_a_number",
                _wrong(frame[column].iloc[place], absurd=bool(absurd[place])),
                says("a plain number such as 1234 or 12.5, or an empty cell"),
                says("Write digits and a decimal point only, without other separators, units or words."),
                row=row_of(frame, int(place)),
                field=column,
            )
        if len(bad) > MANY_BAD:
            yield Problem(
                "not_a_number", says("and {count} more cells like these", count=len(bad) - MANY_BAD), field=column
            )


def _wrong(cell: object, *, absurd: bool) -> Message:
    if absurd:
        return says('"{cell}" is larger or smaller than anything that is measured', cell=shown(cell))
    if isinstance(cell, str) and could_be_two(cell):
        return two_numbers(cell)
    return says('"{cell}" is not a number', cell=shown(cell))


def read_numbers(column: Column, frame: pd.DataFrame | None = None) -> tuple[Floats, Bools]:
    """Each cell as a number, shape (rows,), NaN where it is empty; and which cells are something else.

    Args:
        column: The cells; texts are read as those of a file are, so that ``5,520`` and ``5.5K`` are numbers.
        frame: The table around it, which may show how its numbers are written.
    """
    if pd.api.types.is_any_real_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return column.to_numpy(dtype=np.float64, na_value=np.nan), np.zeros(len(column), dtype=np.bool_)
    read = _read_texts(column, frame)
    if any(isinstance(cell, Real) and not isinstance(cell, _TRUTHS) and cell == cell for cell in read):
        read = [_UNREADABLE if isinstance(cell, _TRUTHS) else cell for cell in read]
    cells = [_number(cell) for cell in read]
    numbers = np.array([nan if cell is None else cell for cell in cells], dtype=np.float64)
    return numbers, np.array([cell is None for cell in cells], dtype=np.bool_)


def _read_texts(column: Column, frame: pd.DataFrame | None) -> list[object]:
    """The cells with every text that is a number read as one; one that could be two is no number."""
    cells = column.tolist()
    if not any(isinstance(cell, str) for cell in cells):
        return cells
    around = column.to_frame() if frame is None else frame
    texts = (place for place, kind in enumerate(around.dtypes) if not pd.api.types.is_numeric_dtype(kind))
    signs = Signs({str(around.columns[place]): around.iloc[:, place].tolist() for place in texts})
    read, unclear = read_column(cells, None, str(column.name), signs)
    for one in unclear:
        read[one.row] = _UNREADABLE
    return read


def names_in(column: Column) -> pd.Series[str]:
    """The column's cells as names, None where they are blank; see :func:`name_of`."""
    if column.dtype != object:
        codes, cells = pd.factorize(column)
        distinct = np.array([*map(name_of, cells), None], dtype=object)  # the last one is that of no cell
        return pd.Series(distinct[codes], index=column.index, dtype=object)
    known: dict[tuple[type, object], str | None] = {}
    names = [_name_of(cell, known) for cell in column]
    return pd.Series(names, index=column.index, dtype=object)


def _name_of(cell: object, known: dict[tuple[type, object], str | None]) -> str | None:
    """The same of a column, which holds few names many times."""
    key = (type(cell), cell)
    try:
        if key not in known:
            known[key] = name_of(cell)
    except TypeError:  # a list or the like is no key
        return name_of(cell)
    return known[key]


def name_of(cell: object) -> str | None:
    """A cell as a name: 1 and 1.0 are "1", as people wrote it; None where it is blank."""
    if not pd.api.types.is_scalar(cell):
        return str(cell)
    if is_missing(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return one_name(str(cell)) or None if str(cell).strip() else None


def is_missing(cell: object) -> bool:
    """Whether a single cell is None, NaN, NaT or NA."""
    # What is no scalar does not come this far, and of scalars pandas asks whether it is one that it knows.
    return bool(pd.isna(cast("float", cell))) if pd.api.types.is_scalar(cell) else False


def rows_of(frame: pd.DataFrame) -> list[int]:
    """Rows of the table as it was handed in, the header being row 1.

    A table of which rows were left out still counts them where its index does.
    """
    counted = pd.api.types.is_integer_dtype(frame.index) and frame.index.is_unique and (frame.index >= 0).all()
    return [int(row) + 2 for row in (frame.index if counted else range(len(frame)))]


def row_of(frame: pd.DataFrame, place: int) -> int:
    """The row of one post; see :func:`rows_of`."""
    return rows_of(frame)[place]


def shown(value: object) -> str:
    """A cell or a name as a message quotes it, cut where it is long."""
    text = str(value).replace("\n", " ")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _metric(name: str, top: str, bottom: str, numerator: Floats) -> Metric:
    labels = dict.fromkeys(LANGUAGES, name)
    if bottom:
        return Metric(name, Kind.RATE, (top,), bottom, Scale.SHARE, labels)
    known = numerator[np.isfinite(numerator)]
    whole = bool((known >= 0).all() and (known == np.round(known)).all())
    kind, scale = (Kind.COUNT, Scale.NUMBER) if whole else (Kind.MEAN, Scale.RATIO)
    if name in CATALOGUE and CATALOGUE[name].columns == (name,):
        return replace(CATALOGUE[name], kind=kind)
    return Metric(name, kind, (name,), None, scale, labels)


def _number(cell: object) -> float | None:
    """A cell as a number, NaN where it is empty; None where it is something else."""
    if not pd.api.types.is_scalar(cell):
        return None
    if is_missing(cell) or (isinstance(cell, str) and not cell.strip()):
        return nan
    if not isinstance(cell, str | Real | Decimal | np.bool_) or (isinstance(cell, str) and "_" in cell):
        return None
    try:
        number = float(cell)
    except (ValueError, OverflowError):
        return None
    return None if isnan(number) else number
