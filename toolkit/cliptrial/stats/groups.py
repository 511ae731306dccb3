"""Sums within groups of posts, be there one group or thousands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Summing: TypeAlias = "Floats | csr_array"
"""A matrix that sums within groups."""

FEW = 32
"""Groups up to which a full matrix is the faster way to sum."""


def summing(values: Floats, codes: NDArray[np.int64]) -> Summing:
    """A matrix of shape (groups, posts); multiplied by columns of posts it sums ``values`` times them within groups.

    Args:
        values: Shape (posts,).
        codes: Shape (posts,): the number of each post's group, from 0.
    """
    groups, posts = int(codes.max()) + 1, np.arange(len(codes))
    if groups > FEW:
        return _sparse(values, codes, posts, (groups, len(posts)))
    matrix = np.zeros((groups, len(posts)))
    matrix[codes, posts] = values
    return matrix


def summing_all(values: Sequence[Floats], codes: NDArray[np.int64]) -> Callable[[Floats], Sequence[Floats]]:
    """What sums several values within groups at once: of columns of posts, for each of the values a matrix of sums.

    Args:
        values: Each of shape (posts,).
        codes: As of :func:`summing`.
    """
    groups, many = int(codes.max()) + 1, len(values)
    if groups <= FEW:
        matrices = [summing(one, codes) for one in values]
        return lambda columns: [matrix @ columns for matrix in matrices]
    # One matrix, so that the columns of a group's posts are still at hand when its next value is summed.
    numbers = np.add.outer(np.arange(many), codes * many).ravel()
    whole = _sparse(np.concatenate(values), numbers, np.tile(np.arange(len(codes)), many), (groups * many, len(codes)))
    return lambda columns: [*np.moveaxis((whole @ columns).reshape(groups, many, -1), 1, 0)]


def _sparse(values: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> csr_array:
    from scipy.sparse import csr_array  # inside: few tables need it

    some = np.flatnonzero(values)  # nothing times anything need not be added
    return csr_array((values[some], (rows[some], columns[some])), shape=shape)
