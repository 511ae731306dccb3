"""Assignments of treatment to posts where no schedule was drawn: complete, or within strata."""

from __future__ import annotations

from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Bools, Floats

EXACT_LIMIT = 20_000
"""Designs with at most so many assignments are enumerated."""


def count_assignments(treated: Bools, strata: NDArray[np.int64]) -> int:
    """How many assignments keep the number of treated posts in every stratum."""
    return prod(comb(int((strata == s).sum()), int(treated[strata == s].sum())) for s in np.unique(strata))


def assignments(treated: Bools, strata: NDArray[np.int64], *, draws: int, seed: int) -> tuple[Bools, bool]:
    """Re-draw the treatment within strata.

    Args:
        treated: Shape (posts,): True for the variant.
        strata: Shape (posts,): within which labels were, or may be thought to be, exchanged.
        draws: Number of Monte-Carlo draws when there are more than 20,000 assignments.
        seed: Of the draws.

    Returns:
        Labels of shape (draws, posts), and whether they list every assignment.
    """
    if count_assignments(treated, strata) <= EXACT_LIMIT:
        return _all_assignments(treated, strata), True
    return np.asarray(permuted(treated, strata, draws=draws, seed=seed), dtype=np.bool_), False


def permuted(values: Floats | Bools, strata: NDArray[np.int64], *, draws: int, seed: int) -> Floats | Bools:
    """Independent permutations of ``values`` within strata, shape (draws, posts)."""
    rng = np.random.default_rng(seed)
    out: Floats = np.tile(values, (draws, 1))
    for stratum in np.unique(strata):
        places = np.flatnonzero(strata == stratum)
        out[:, places] = rng.permuted(out[:, places], axis=1)
    return out


def _all_assignments(treated: Bools, strata: NDArray[np.int64]) -> Bools:
    rows = np.zeros((1, len(treated)), dtype=np.bool_)
    for stratum in np.unique(strata):
        places = np.flatnonzero(strata == stratum)
        chosen = list(combinations(places, int(treated[places].sum())))
        options = np.zeros((len(chosen), len(treated)), dtype=np.bool_)
        for row, columns in enumerate(chosen):
            options[row, list(columns)] = True
        rows = (rows[:, None, :] | options[None, :, :]).reshape(-1, len(treated))
    return rows
