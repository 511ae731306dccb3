"""The rows below a header as columns: what reads whole tables never makes an object for each of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import overload

import numpy as np
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import Mask
from cliptrial.posts.columns.column import Cell, Column

Cells = tuple[Cell, ...]


class Grid(Sequence[Cells]):
    """Rows of cells, with the number that each row has in its file.

    Args:
        columns: As many as the longest row has cells; shorter rows are empty at their end.
        numbers: By row: its number in the file, the first row being 1.
        lengths: By row: how many cells it has.
    """

    def __init__(self, columns: Sequence[Column], numbers: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        self.columns, self.numbers, self.lengths = tuple(columns), numbers, lengths

    @classmethod
    def of(cls, rows: Sequence[tuple[int, Cells]]) -> Grid:
        """Rows with their numbers."""
        columns = [Column(cells) for cells in zip_longest(*(cells for _, cells in rows), fillvalue="")]
        numbers = np.array([number for number, _ in rows], np.int64)
        return cls(columns, numbers, np.array([len(cells) for _, cells in rows], np.int64))

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Cells]: ...
    def __getitem__(self, place: int | slice) -> Cells | Sequence[Cells]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return tuple(column[place] for column in self.columns[: self.lengths[place]])

    def __iter__(self) -> Iterator[Cells]:
        width = len(self.columns)
        cells = zip(*self.columns, strict=True) if width else ((),) * len(self)
        for row, length in zip(cells, self.lengths.tolist(), strict=True):
            yield row if length == width else row[:length]

    @cached_property
    def rows(self) -> tuple[tuple[int, Cells], ...]:
        """Every row with its number."""
        return tuple(zip(self.numbers.tolist(), self, strict=True))

    def without(self, gone: Mask) -> Grid:
        """The other rows."""
        if not gone.any():
            return self
        places = np.flatnonzero(~gone)
        return Grid([column.take(places) for column in self.columns], self.numbers[places], self.lengths[places])

    def below(self, place: int) -> Grid:
        """The rows below this one."""
        part = slice(place + 1, None)
        return Grid([column.part(part) for column in self.columns], self.numbers[part], self.lengths[part])
