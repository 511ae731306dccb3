"""Re-drawn assignments, handed out a few at a time: memory stays bounded however many posts there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Bools, Floats

Draws = Floats | Bools | Iterable[Floats | Bools]
"""Re-drawn treatment columns: an array of shape (draws, posts), or such arrays one after the other."""

NUMBERS = 1_000_000
"""Numbers that are held at a time: 8 MB, of which an engine needs a few."""


def pieces(rows: int, width: int) -> Iterator[slice]:
    """Slices of so many rows that each has about a million numbers; at least one, be it empty."""
    step = max(1, NUMBERS // max(width, 1))
    return (slice(start, min(start + step, rows)) for start in range(0, max(rows, 1), step))


def over_draws(draws: Draws, sums: Callable[[Floats], tuple[NDArray[Any], ...]]) -> tuple[NDArray[Any], ...]:
    """What ``sums`` says of every draw, from a few draws at a time.

    Args:
        draws: See :data:`Draws`; walked over once.
        sums: From columns of shape (some draws, posts) to arrays whose first axis is these draws.
    """
    parts = [sums(np.asarray(some, dtype=np.float64)) for some in _in_pieces(draws)]
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def _in_pieces(draws: Draws) -> Iterator[Floats | Bools]:
    if isinstance(draws, np.ndarray):
        return (draws[part] for part in pieces(*draws.shape))
    return iter(draws)


@dataclass(frozen=True)
class Labels:
    """Re-drawn labels of posts, eight to a byte; iterating hands out arrays of shape (some draws, posts).

    Attributes:
        bits: Shape (draws, bytes): every draw's labels, packed.
        posts: Posts whose labels are packed.
        columns: Those of them that are handed out, in this order; -1 for a post that was not re-drawn.
        exact: Whether the draws are all assignments there are.
    """

    bits: NDArray[np.uint8]
    posts: int
    columns: NDArray[np.int64]
    exact: bool

    @classmethod
    def packed(cls, labels: Iterable[Bools], *, exact: bool) -> Labels:
        """Pack labels that come as arrays of shape (some draws, posts)."""
        parts = [(np.packbits(some, axis=1), some.shape[1]) for some in labels]
        posts = parts[0][1]
        return cls(np.concatenate([bits for bits, _ in parts]), posts, np.arange(posts), exact)

    def placed(self, places: NDArray[np.int64], posts: int) -> Labels:
        """The same draws as those of ``posts`` posts, of which only the ones at ``places`` were re-drawn."""
        columns = np.full(posts, -1)
        columns[places] = self.columns
        return replace(self, columns=columns)

    def among(self, posts: Bools | NDArray[np.int64]) -> Labels:
        """The same draws, seen only on some posts: a mask, or their numbers in the order wanted.

        Raises:
            ValueError: If one of them was not re-drawn.
        """
        columns = self.columns[posts]
        if (columns < 0).any():
            raise ValueError("labels were asked of posts that were not re-drawn")
        return replace(self, columns=columns)

    def __len__(self) -> int:
        return len(self.bits)

    def __iter__(self) -> Iterator[Bools]:
        as_packed = np.array_equal(self.columns, np.arange(self.posts))
        for part in pieces(len(self.bits), self.posts):
            labels = np.unpackbits(self.bits[part], axis=1, count=self.posts)
            yield (labels if as_packed else labels[:, self.columns]).view(np.bool_)
