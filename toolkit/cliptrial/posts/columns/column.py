"""One column of cells: as Arrow where all of them are text, each distinct cell once for whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias, overload

import numpy as np
import pyarrow as pa

from cliptrial.posts.columns.arrow import (
    Mask,
    Places,
    Texts,
    are_ascii,
    are_blank,
    characters_in,
    distinct_texts,
    hold,
    match,
    taken,
    texts_of,
)

Cell: TypeAlias = object
"""Text in a CSV; text, float, date, datetime or time in a workbook; any scalar in JSON. "" is empty."""
_ROWS = 1 << 16
"""Rows that become objects together."""


class Column(Sequence[Cell]):
    """The cells of a column, row by row.

    Args:
        cells: Texts as Arrow, or cells of any kind.
    """

    def __init__(self, cells: Texts | Sequence[Cell]) -> None:
        if not isinstance(cells, pa.StringArray) and all(type(cell) is str for cell in cells):
            cells = texts_of([str(cell) for cell in cells])
        self._cells = cells

    @property
    def texts(self) -> Texts | None:
        """All cells, where every one is text."""
        return self._cells if isinstance(self._cells, pa.StringArray) else None

    def __len__(self) -> int:
        return len(self._cells)

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Cell]: ...
    def __getitem__(self, place: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        cell = self._cells[place]
        return cell.as_py() if isinstance(cell, pa.StringScalar) else cell

    def __iter__(self) -> Iterator[Cell]:
        for start in range(0, len(self), _ROWS):
            part = self._cells[start : start + _ROWS]
            yield from part.to_pylist() if isinstance(part, pa.StringArray) else part

    @cached_property
    def _distinct(self) -> tuple[Sequence[Cell], Places]:
        if isinstance(self._cells, pa.StringArray):
            return distinct_texts(self._cells)
        places: dict[tuple[type, Cell], int] = {}
        codes = [places.setdefault((type(cell), cell), len(places)) for cell in self._cells]
        return [cell for _, cell in places], np.array(codes, np.intp)

    @property
    def distinct(self) -> Sequence[Cell]:
        """Each distinct cell, in the order in which they first stand there."""
        return self._distinct[0]

    @property
    def codes(self) -> Places:
        """By row: which of the distinct cells it is."""
        return self._distinct[1]

    def mapped(self, function: Callable[[Cell], str]) -> Texts:
        """A text for each cell; each distinct cell is asked for once."""
        return taken(texts_of([function(cell) for cell in self.distinct]), self.codes)

    def asked(self, function: Callable[[Cell], bool]) -> Mask:
        """By row: whether something holds of the cell; each distinct cell is asked for once."""
        if not len(self):
            return np.zeros(0, np.bool_)
        return np.array([function(cell) for cell in self.distinct], np.bool_)[self.codes]

    def take(self, places: Places) -> Column:
        """These rows."""
        if isinstance(self._cells, pa.StringArray):
            return Column(taken(self._cells, places))
        return Column([self._cells[place] for place in places.tolist()])

    def part(self, part: slice) -> Column:
        """The rows of a slice."""
        return Column(self._cells[part])

    def holding(self, text: str) -> Mask:
        """By row: whether this text stands in the cell."""
        if isinstance(self._cells, pa.StringArray):
            return hold(self._cells, text)
        return self.asked(lambda cell: text in str(cell))

    def empty(self) -> Mask:
        """By row: whether nothing can be seen in the cell."""
        if isinstance(self._cells, pa.StringArray):
            return are_blank(self._cells)
        return self.asked(lambda cell: cell is None or not str(cell).strip())

    def short_and(self, function: Callable[[Cell], bool], longest: int, may: str, may_plain: str) -> Mask:
        """By row: whether something holds of the cell that holds of few short texts only.

        Args:
            function: Tells it of a cell.
            longest: Characters that such texts have at most.
            may: A pattern in which all of them are.
            may_plain: One in which those are that are ASCII.
        """
        if not isinstance(self._cells, pa.StringArray):
            return self.asked(function)
        places = np.flatnonzero(characters_in(self._cells) <= longest)
        for pattern, of_all in ((may, True), (may_plain, False)):
            texts = taken(self._cells, places)
            places = places[match(texts, pattern) | (False if of_all else ~are_ascii(texts))]
        rows = np.zeros(len(self), np.bool_)
        rows[places] = Column(taken(self._cells, places)).asked(function)
        return rows
