"""Permutation: re-assigning treatment to posts where no schedule was drawn, and tests of any statistic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.draws import Labels, pieces
from cliptrial.stats.inversion import Bools, Floats

Ints = NDArray[np.int64]
Numbers = TypeVar("Numbers", Floats, Bools)

EXACT_LIMIT = 40_000
"""Designs with at most so many assignments are enumerated."""


def count_assignments(treated: Bools, strata: Ints) -> int:
    """How many assignments keep the number of treated posts in every stratum."""
    return prod(comb(int((strata == s).sum()), int(treated[strata == s].sum())) for s in np.unique(strata))


def assignments(treated: Bools, strata: Ints, *, draws: int, seed: int) -> tuple[Bools, bool]:
    """Re-draw the treatment within strata, all draws in one array; arguments as in :func:`relabelled`.

    Returns:
        Labels of shape (draws, posts), and whether they list every assignment.
    """
    labels = relabelled(treated, strata, draws=draws, seed=seed)
    return np.concatenate(list(labels)), labels.exact


def relabelled(treated: Bools, strata: Ints, *, draws: int, seed: int) -> Labels:
    """Re-draw the treatment within strata.

    Args:
        treated: Shape (posts,): True for the variant.
        strata: Shape (posts,): within which labels were, or may be thought to be, exchanged.
        draws: Number of Monte-Carlo draws when there are more than 40,000 assignments.
        seed: Of the draws.
    """
    if count_assignments(treated, strata) <= EXACT_LIMIT:
        return Labels.packed(_all_assignments(treated, strata), exact=True)
    return Labels.packed(permuted(treated, strata, draws=draws, seed=seed), exact=False)


def permuted(values: Numbers, strata: Ints, *, draws: int, seed: int) -> Iterator[Numbers]:
    """Independent permutations of ``values`` within strata, as arrays of shape (some draws, posts).

    Which permutations they are does not depend on how many are made at a time.
    """
    groups = _groups(strata)
    streams = np.random.default_rng(seed).spawn(len(groups))
    # Numpy shuffles numbers of a machine word by a loop of their own, which is a quarter faster, in the same order.
    words = values.astype(np.intp) if values.dtype == np.bool_ else values
    for part in pieces(draws, len(values)):
        out = np.empty((part.stop - part.start, len(values)), values.dtype)
        for places, stream in zip(groups, streams, strict=True):
            own = np.tile(words[places], (len(out), 1))
            out[:, places] = stream.permuted(own, axis=1, out=own)
        yield out


def _all_assignments(treated: Bools, strata: Ints) -> Iterator[Bools]:
    """Every assignment that keeps the number of treated posts in every stratum."""
    groups = _groups(strata)
    choices = [_choices(len(places), int(treated[places].sum())) for places in groups]
    for part in pieces(prod(map(len, choices)), len(treated)):
        number = np.arange(part.start, part.stop)
        out = np.empty((len(number), len(treated)), dtype=np.bool_)
        for places, chosen in zip(reversed(groups), reversed(choices), strict=True):
            number, choice = np.divmod(number, len(chosen))
            few = np.zeros((len(choice), len(places)), dtype=np.bool_)
            np.put_along_axis(few, chosen[choice], True, axis=1)
            out[:, places] = few if treated[places].sum() == chosen.shape[1] else ~few
        yield out


def _choices(posts: int, treated: int) -> Ints:
    """Every choice of the side with fewer posts, shape (choices, posts of that side)."""
    fewer = min(treated, posts - treated)
    return np.array(list(combinations(range(posts), fewer)), dtype=np.int64)


def _groups(strata: Ints) -> list[NDArray[np.intp]]:
    """The posts of each stratum."""
    return [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]


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
    strata: Ints | None = None,
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
        draws: Where there are more than 40,000 assignments.
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
        draws: Where there are more than 40,000 sign patterns.
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
