"""Sums within groups of posts, be there one group or thousands."""

from __future__ import annotations

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
        from scipy.sparse import csr_array  # inside: few tables need it

        return csr_array((values, (codes, posts)), shape=(groups, len(posts)))
    matrix = np.zeros((groups, len(posts)))
    matrix[codes, posts] = values
    return matrix
