"""Rows in the order of texts.

The first texts sort all rows at once. Those that they leave tied are told apart by a few signs of further texts at a
time, as numbers, which sort much faster than many small groups of texts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import Mask, Places, Texts, Whole, alike, glued, layout, ranks

Signs = NDArray[np.uint64]
_BYTES = 8
"""Bytes of a number."""


class Order:
    """An order of rows that one column of texts after the other makes finer.

    Args:
        count: How many rows.
    """

    def __init__(self, count: int) -> None:
        # By row: how many rows stand before it beyond doubt; rows that nothing tells apart share it.
        self._before = np.zeros(count, np.int64)
        self._among = np.full(count, count > 1)

    def tied(self) -> Places:
        """Rows that nothing tells apart so far from others."""
        return np.flatnonzero(self._among)

    def places(self) -> Places:
        """The rows in their order; of rows that nothing tells apart any may come first."""
        return np.argsort(self._before)

    def refine(self, texts: Texts, behind: str, rows: Places | None = None) -> None:
        """Tell rows apart by texts, as their bytes sort.

        Args:
            texts: One for each row, none of them null.
            behind: What is to be thought behind each text; no text begins as another one ends with that behind it.
            rows: The rows that the texts belong to; all of them if left out.
        """
        if self._among.all() and not self._before.any() and (rows is None or len(rows) == len(self._before)):
            self._before = ranks(texts if not behind else glued(texts, behind))
            self._among = np.bincount(self._before, minlength=1)[self._before] > 1
            return
        own = np.arange(len(self._before)) if rows is None else rows
        read = _Reader(texts, behind)
        number = np.flatnonzero(self._among[own])
        seen, longest = alike(texts), read.longest(number)
        # Texts that have as much in common as the longest one has bytes are the same.
        number = number if seen < longest else number[:0]
        while len(number) and seen < longest + len(behind):
            seen += self._look(own, number, read, seen)
            number = number[self._among[own[number]]]

    def _look(self, own: Places, number: Places, read: _Reader, seen: int) -> int:
        """Tell rows apart by the next bytes of texts; as many as there is room for beside what is known."""
        rows = own[number]
        groups = _numbered(self._before[rows])
        width = (8 * _BYTES - int(groups.max()).bit_length()) // 8
        keys = (groups << np.uint64(8 * width)) if width < _BYTES else groups
        keys |= read.signs(number, seen) >> np.uint64(8 * (_BYTES - width))
        order = np.argsort(keys)
        ordered, before = keys[order], self._before[rows][order]
        runs, sizes = _runs(ordered)
        outer, outer_sizes = _runs(before)
        first = before + np.arange(len(order)) - np.repeat(outer, outer_sizes)
        self._before[rows[order]] = np.repeat(first[runs], sizes)
        self._among[rows[order]] = np.repeat(sizes > 1, sizes)
        return width


class _Reader:
    """The bytes of texts, eight at a time."""

    def __init__(self, texts: Texts, behind: str) -> None:
        offsets, data = layout(texts)
        self._starts, self._ends = offsets[:-1], offsets[1:]
        whole = data if len(data) >= _BYTES else np.pad(data, (0, _BYTES - len(data)))
        # One number begins at each byte: they overlap.
        self._numbers = np.ndarray((len(whole) - _BYTES + 1,), "<u8", whole, 0, (1,))
        self._behind = np.uint64(int.from_bytes(behind.encode()[:_BYTES].ljust(_BYTES, b"\0"), "big"))

    def longest(self, number: Places) -> int:
        """Bytes of the longest of some texts."""
        return int((self._ends - self._starts)[number].max(initial=0))

    def signs(self, number: Places, seen: int) -> Signs:
        """Of each of these texts the eight bytes from one on, as a number that sorts as they do."""
        begin = self._starts[number] + seen
        left = self._ends[number] - begin
        there = np.minimum(begin, len(self._numbers) - 1)
        signs = self._numbers[there].byteswap()
        short = np.flatnonzero(left < _BYTES)
        if len(short):
            own, still = signs[short], np.clip(left[short], 0, _BYTES)
            own = _shifted(own, 8 * np.minimum(begin[short] - there[short], _BYTES), left=True)
            gone = 8 * (_BYTES - still)
            own = _shifted(_shifted(own, gone, left=False), gone, left=True)
            behind = _shifted(np.full(len(short), self._behind), 8 * np.clip(-left[short], 0, _BYTES), left=True)
            signs[short] = own | _shifted(behind, 8 * still, left=False)
        return signs


def _shifted(numbers: Signs, bits: Whole, *, left: bool) -> Signs:
    """Numbers moved by bits; by all of them nothing is left."""
    some = np.minimum(bits, 8 * _BYTES - 1).astype(np.uint64)
    moved = numbers << some if left else numbers >> some
    return np.where(bits < 8 * _BYTES, moved, np.uint64(0))


def _numbered(values: Whole) -> Signs:
    """By row: how many smaller values there are."""
    there: Mask = np.zeros(int(values.max()) + 1, np.bool_)
    there[values] = True
    return (np.cumsum(there) - 1)[values].astype(np.uint64)


def _runs(values: NDArray[np.generic]) -> tuple[Places, Places]:
    """Where runs of equal values begin, and how long they are."""
    begins = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    return begins, np.diff(np.concatenate([begins, [len(values)]]))
