"""Is there any pattern of views by hour of posting beyond chance? One statistic for all hours, by permutation."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.permutation import permuted
from cliptrial.stats.special import ndtri
from cliptrial.stats.weekdays import average_ranks

Ints = NDArray[np.int64]

WIDTH = 2.5
"""Hours within which two posts count as posted alike: an evening is one thing, not four."""
SIZES = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 5.0, 9.0)
"""Planted differences that are tried: from 10 % more views to ten times as many."""
FOUND = 0.8
LEVEL = 0.05
SHUFFLES = 1000


@dataclass(frozen=True, slots=True)
class PatternTest:
    """Whether hours matter at all.

    Attributes:
        p_value: Share of shuffled hours with at least as much pattern; None where chance could not be told from one.
        smallest_p: The smallest p that so few exchanges allow.
        posts: Posts that have one of another hour to exchange with.
    """

    p_value: float | None
    smallest_p: float
    posts: int


def normal_scores(values: Floats) -> Floats:
    """Ranks as a normal distribution would have them, so that one lucky post is no pattern.

    References:
        Blom (1958), Statistical Estimates and Transformed Beta-Variables.
    """
    return np.asarray(ndtri((average_ranks(values) - 0.375) / (len(values) + 0.25)), dtype=np.float64)


def hour_kernel(hours: Floats, others: Floats, width: float = WIDTH) -> Floats:
    """How alike hours of the day are, from 0 to 1, shape (hours, others); 23:00 and 1:00 are neighbours."""
    angle = (hours[:, None] - others[None, :]) * np.pi / 12
    return np.asarray(np.exp((np.cos(angle) - 1) / (width * np.pi / 12) ** 2), dtype=np.float64)


def pattern_test(values: Floats, hours: Floats, strata: Ints, *, draws: int = 1999, seed: int = 0) -> PatternTest:
    """Exchange hours of posting among posts of one stratum, and see how often as much pattern comes about.

    The statistic is that of a score test for a smooth effect of the hour: no hour is picked, so none has to be paid
    for. Whatever differs between strata, a trend, a season or weekends, cannot look like an effect of the hour.

    Args:
        values: Shape (posts,): logs of one account's posts.
        hours: Shape (posts,): 0 to 24, local.
        strata: Shape (posts,): within which hours may be exchanged.
        draws: Shuffles.
        seed: Of the shuffles.

    References:
        Goeman, van de Geer and van Houwelingen (2006), JRSS B 68, for the statistic; Phipson and Smyth (2010), SAGMB 9,
        for counting the observed one.
    """
    kept = exchangeable(hours, strata)
    smallest = smallest_p(hours[kept], strata[kept])
    if smallest > LEVEL:
        return PatternTest(None, smallest, int(kept.sum()))
    scores = normal_scores(_centred(values[kept], strata[kept]))
    basis = _basis(hours[kept], strata[kept])
    drawn = _amount(_shuffled(scores, strata[kept], draws, seed), basis)
    observed = _amount(scores[None], basis)[0]
    return PatternTest(float((np.sum(drawn >= observed * (1 - 1e-9)) + 1) / (draws + 1)), smallest, int(kept.sum()))


def smallest_found(values: Floats, hours: Floats, strata: Ints, *, seed: int = 0) -> float | None:
    """How many more views a stretch of the day must bring for four in five such tests to find it.

    The stretch holds a third of the posts and begins at a random one; it is planted into the same posts with their
    hours shuffled.

    Args:
        values: As in :func:`pattern_test`.
        hours: As there.
        strata: As there.
        seed: Of the shuffles.

    Returns:
        A ratio minus one, of :data:`SIZES`; None where ten times as many views would not do.
    """
    kept = exchangeable(hours, strata)
    if smallest_p(hours[kept], strata[kept]) > LEVEL:
        return None
    hours, strata, basis = hours[kept], strata[kept], _basis(hours[kept], strata[kept])
    without = _shuffled(_centred(values[kept], strata), strata, SHUFFLES, seed)
    limit = float(np.quantile(_amount(_scored(without, strata), basis), 1 - LEVEL))
    better = better_stretches(hours, len(without), np.random.default_rng(seed))
    for size in SIZES:
        amounts = _amount(_scored(without + np.log1p(size) * better, strata), basis)
        if np.mean(amounts > limit) >= FOUND:
            return size
    return None


def _shuffled(values: Floats, strata: Ints, draws: int, seed: int) -> Floats:
    return np.concatenate(list(permuted(values, strata, draws=draws, seed=seed)))


def exchangeable(hours: Floats, strata: Ints) -> Bools:
    """Posts whose stratum has another hour, too: only they can tell anything."""
    kept = np.zeros(len(hours), dtype=np.bool_)
    for stratum in np.unique(strata):
        own = strata == stratum
        kept[own] = len(np.unique(np.floor(hours[own]))) > 1
    return kept


def smallest_p(hours: Floats, strata: Ints) -> float:
    """One over the number of ways in which whole hours can be exchanged within strata; 1 where there is no other."""
    ways = 0.0
    for stratum in np.unique(strata):
        counts = np.unique(np.floor(hours[strata == stratum]), return_counts=True)[1]
        ways += lgamma(counts.sum() + 1) - sum(lgamma(count + 1) for count in counts)
    return exp(-ways)


def _centred(values: Floats, strata: Ints) -> Floats:
    """What is left of posts, or of many rows of them, without the means of their strata."""
    member = np.asarray(strata[:, None] == np.unique(strata)[None, :], dtype=np.float64)
    return np.asarray(values - (values @ member / member.sum(axis=0)) @ member.T, dtype=np.float64)


def _basis(hours: Floats, strata: Ints) -> Floats:
    """A root of the kernel, with the strata taken out, shape (posts, 24)."""
    grid = np.arange(24, dtype=np.float64) + 0.5
    roots, vectors = np.linalg.eigh(hour_kernel(grid, grid))
    root = vectors * np.sqrt(np.clip(roots, 0.0, None))
    rows = root[np.floor(hours).astype(int) % 24]
    return _centred(rows.T, strata).T


def _amount(scores: Floats, basis: Floats) -> Floats:
    """How much of a pattern each row of scores shows; what strata have in common is none, since the basis has none."""
    return np.asarray(((scores @ basis) ** 2).sum(axis=1), dtype=np.float64)


def better_stretches(hours: Floats, rows: int, rng: np.random.Generator) -> Bools:
    """Which posts lie in a stretch of the day with a third of them, shape (rows, posts), each from a random start."""
    ahead = (np.floor(hours)[None, :] - np.floor(rng.choice(hours, rows))[:, None]) % 24
    ends = np.sort(ahead, axis=1)[:, -(-len(hours) // 3) - 1]
    return np.asarray(ahead <= ends[:, None], dtype=np.bool_)


def _scored(rows: Floats, strata: Ints) -> Floats:
    """What :func:`pattern_test` makes of many rows of values at once; equal values are left in their order."""
    ranks = np.argsort(np.argsort(_centred(rows, strata), axis=1), axis=1) + 1.0
    return ndtri((ranks - 0.375) / (rows.shape[1] + 0.25))
