"""Permutation: re-assigning treatment to posts where no schedule was drawn, and tests of any statistic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """A permutation test of any statistic.

    Attributes:
        statistic: The observed one.
        p_value: Two-sided in the absolute statistic; one-sided (greater) where asked for.
        draws: Assignments behind it.
        exact: Whether they are all there are.
    """

    statistic: float
    p_value: float
    draws: int
    exact: bool


def two_sample_test(
    values: Floats,
    treated: Bools,
    statistic: Callable[[Floats, Bools], float],
    *,
    strata: NDArray[np.int64] | None = None,
    greater: bool = False,
    draws: int = 9999,
    seed: int = 0,
) -> PermutationTest:
    """Permute labels, within strata if given, and compare any statistic.

    Args:
        values: Shape (n,).
        treated: Shape (n,).
        statistic: From values and labels to a number.
        strata: Shape (n,): blocks within which labels are exchanged.
        greater: One-sided: large statistics speak against chance.
        draws: Where there are more than 20,000 assignments.
        seed: Of the draws.
    """
    blocks = np.zeros(len(values), dtype=np.int64) if strata is None else strata
    labels, exact = assignments(treated, blocks, draws=draws, seed=seed)
    drawn = np.array([statistic(values, row) for row in labels])
    return _judged(statistic(values, treated), drawn, exact=exact, greater=greater)


def sign_flip_test(differences: Floats, *, greater: bool = False, draws: int = 9999, seed: int = 0) -> PermutationTest:
    """Paired test of a mean difference: every difference may as well have had the other sign.

    Args:
        differences: Shape (pairs,): variant minus control.
        greater: One-sided.
        draws: Where there are more than 20,000 sign patterns.
        seed: Of the draws.
    """
    pairs = len(differences)
    exact = 2**pairs <= EXACT_LIMIT
    if exact:
        signs = 1 - 2 * ((np.arange(2**pairs)[:, None] >> np.arange(pairs)) & 1)
    else:
        signs = np.random.default_rng(seed).choice([-1, 1], size=(draws, pairs))
    drawn = np.asarray(signs @ differences / pairs, dtype=np.float64)
    return _judged(float(differences.mean()), drawn, exact=exact, greater=greater)


def _judged(observed: float, drawn: Floats, *, exact: bool, greater: bool) -> PermutationTest:
    extra = 0 if exact else 1
    slack = 1e-9 * max(abs(observed), float(np.abs(drawn).max(initial=0.0)))
    beyond = drawn >= observed - slack if greater else np.abs(drawn) >= abs(observed) - slack
    return PermutationTest(observed, float((beyond.sum() + extra) / (len(drawn) + extra)), len(drawn), exact)
