"""Sums within groups of posts, be there one group or thousands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from cliptrial.stats.inversion import Floats

FEW = 32
"""Groups up to which a full matrix is the faster way to sum."""


def summing(values: Floats, codes: NDArray[np.int64]) -> Floats | csr_array:
    """A matrix of shape (groups, posts); multiplied by columns of posts it sums ``values`` times them within groups.

    Args:
        values: Shape (posts,).
        codes: Shape (posts,): the number of each post's group, from 0.
    """
    groups, posts = int(codes.max()) + 1, np.arange(len(codes))
    if groups > FEW:
        return csr_array((values, (codes, posts)), shape=(groups, len(posts)))
    matrix = np.zeros((groups, len(posts)))
    matrix[codes, posts] = values
    return matrix
