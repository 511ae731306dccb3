"""Can arms and weekdays be told apart? Tables, distances and what is left after adjustment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.draws import Draws, over_draws
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.special import betainc, gammaln

Ints = NDArray[np.int64]

_ALIKE = 1e-12
"""Relative difference of the logs of two tables' probabilities below which they are equally likely."""


def indicators(codes: Ints) -> Floats:
    """One column for each code but the first, shape (posts, codes - 1)."""
    levels = np.unique(codes)[1:]
    return np.asarray(codes[:, None] == levels[None, :], dtype=np.float64)


def effective_share(treated: Bools, terms: Floats) -> float:
    """Share of the sample that is left to tell arms apart after adjusting for terms: 1 - R squared.

    Args:
        treated: Shape (posts,).
        terms: Shape (posts, terms), without an intercept.
    """
    target = treated.astype(np.float64)
    target -= target.mean()
    total = float(target @ target)
    if total == 0:
        return 0.0
    columns = np.column_stack([np.ones(len(target)), terms])
    fitted = columns @ np.linalg.lstsq(columns, target)[0]
    return float(np.clip((target - fitted) @ (target - fitted) / total, 0.0, 1.0))


def effective_shares(terms: Floats, draws: Draws) -> Floats:
    """The effective share that each of many assignments leaves, shape (draws,); see :func:`effective_share`.

    Args:
        terms: Shape (posts, terms), without an intercept.
        draws: Shape (draws, posts): labels.
    """
    basis = np.linalg.qr(np.column_stack([np.ones(len(terms)), terms]))[0]

    def share(some: Floats) -> tuple[Floats]:
        count = some.sum(axis=1)
        fitted = ((some @ basis) ** 2).sum(axis=1)
        return ((count - fitted) / np.maximum(count * (1 - count / some.shape[1]), 1e-12),)

    return over_draws(draws, share)[0]


def one_sided_days(weekdays: Ints, labels: Floats) -> Ints:
    """On how many weekdays one arm never posted though the other did, whichever arm lacks more of them.

    Args:
        weekdays: Shape (posts,): 0 to 6.
        labels: Shape (rows, posts): 1 for the variant.
    """
    by_day = np.asarray(weekdays[:, None] == np.arange(7)[None, :], dtype=np.float64)
    variant = labels @ by_day
    control = by_day.sum(axis=0) - variant
    without_variant, without_control = (control > 0) & (variant == 0), (variant > 0) & (control == 0)
    without: Ints = np.maximum(without_variant.sum(axis=1), without_control.sum(axis=1))
    return without


def share_at_most(drawn: Floats, observed: float, *, exact: bool) -> float:
    """Share of re-drawn values at most as large as one that was observed; ties within rounding count.

    Args:
        drawn: Shape (draws,).
        observed: The value.
        exact: Whether these are all assignments there are, the observed one among them.
    """
    extra = 0 if exact else 1
    return float((np.sum(drawn <= observed + 1e-9) + extra) / (len(drawn) + extra))


def as_uneven_by_chance(share: float, posts: int, groups: int) -> float:
    """How often random assignment leaves at most this effective share: R squared is Beta distributed.

    Args:
        share: Effective share after adjusting for groups of posts.
        posts: Number of posts.
        groups: Number of groups, e.g. weekdays that occur.
    """
    if groups < 2 or posts <= groups:
        return 1.0
    return float(betainc((posts - groups) / 2, (groups - 1) / 2, share))


def total_variation(table: Ints) -> float:
    """Share of an arm's posts that would have to move to make two rows of counts proportional."""
    rows = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    return float(np.abs(rows[0] - rows[1]).sum() / 2)


def total_variation_by_chance(weekdays: Ints, draws: Draws) -> float:
    """Median total-variation distance over re-drawn assignments.

    Args:
        weekdays: Shape (posts,): 0 to 6.
        draws: Shape (draws, posts): re-drawn labels.
    """
    by_day = np.asarray(weekdays[:, None] == np.arange(7)[None, :], dtype=np.float64)
    (treated,) = over_draws(draws, lambda some: (some @ by_day,))
    control = by_day.sum(axis=0) - treated
    treated /= np.maximum(treated.sum(1, keepdims=True), 1)
    control /= np.maximum(control.sum(1, keepdims=True), 1)
    return float(np.median(np.abs(treated - control).sum(1) / 2))


@dataclass(frozen=True, slots=True)
class TableTest:
    """Independence of a table of counts: p by Fisher-Freeman-Halton, bias-corrected Cramer's V.

    Attributes:
        p_value: Exact for two rows and two columns, else from drawn tables.
        cramers_v: From 0 to 1.
        error: Standard error of ``p_value`` from the luck of the draws; 0 where it is exact.
    """

    p_value: float
    cramers_v: float
    error: float = 0.0


def independence(table: Ints, *, seed: int = 0, draws: int = 9999) -> TableTest:
    """Test a table of counts, arms by weekdays; empty rows and columns are dropped.

    References:
        Freeman and Halton (1951), Biometrika 38. Bergsma (2013), Journal of the Korean Statistical Society 42.
    """
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return TableTest(1.0, 0.0)
    if table.shape == (2, 2):
        from scipy.stats import fisher_exact  # inside: brings hundreds of distributions along, for a rare table

        # scipy returns an array of one value where the largest probability is attained twice.
        return TableTest(float(np.max(fisher_exact(table).pvalue)), _corrected_v(table))
    p = _drawn_p(table, np.random.default_rng(seed), draws)
    return TableTest(p, _corrected_v(table), float(np.sqrt(p * (1 - p) / draws)))


def _drawn_p(table: Ints, rng: np.random.Generator, draws: int) -> float:
    """How often tables with these margins are at most as likely."""
    drawn = _drawn(table, rng, draws)
    unlikely, observed = gammaln(drawn + 1.0).sum(axis=(1, 2)), gammaln(table + 1.0).sum()
    return float((np.sum(unlikely >= observed * (1 - _ALIKE)) + 1) / (draws + 1))


def _drawn(table: Ints, rng: np.random.Generator, draws: int) -> Ints:
    """Tables with these margins, shape (draws, rows, columns), filled one cell after the other.

    Each cell is hypergeometric given those before it, so that the work does not grow with the counts.
    """
    drawn = np.zeros((draws, *table.shape), dtype=np.int64)
    left = np.tile(table.sum(axis=0), (draws, 1))
    for row, count in enumerate(table.sum(axis=1)[:-1]):
        wanted = np.full(draws, count)
        for column in range(table.shape[1] - 1):
            drawn[:, row, column] = rng.hypergeometric(left[:, column], left[:, column + 1 :].sum(axis=1), wanted)
            wanted -= drawn[:, row, column]
        drawn[:, row, -1] = wanted
        left -= drawn[:, row]
    drawn[:, -1] = left
    return drawn


def _corrected_v(table: Ints) -> float:
    n, (rows, columns) = table.sum(), table.shape
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    chi2 = float(((table - expected) ** 2 / expected).sum())
    phi2 = max(chi2 / n - (rows - 1) * (columns - 1) / (n - 1), 0.0)
    smaller = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return float(np.sqrt(phi2 / smaller)) if smaller > 0 else 0.0


def runs(labels: Bools | Floats) -> Ints:
    """How many stretches of equal labels each row has, shape (rows,), for labels of shape (rows, posts) in order."""
    return np.asarray((labels[:, 1:] != labels[:, :-1]).sum(axis=1) + 1, dtype=np.int64)


def standardised_difference(values: Floats, treated: Bools) -> float:
    """Difference of two arms' means in pooled standard deviations.

    It is infinite where the arms differ and neither varies within itself, and 0 where nothing varies at all.
    """
    one, other = values[treated], values[~treated]
    if min(len(one), len(other)) < 2:
        return 0.0
    difference = float(one.mean() - other.mean())
    pooled = np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / 2)
    if pooled > 0:
        return float(difference / pooled)
    return float(np.copysign(np.inf, difference)) if difference else 0.0


def average_ranks(values: Floats) -> Floats:
    """The rank of each value, from 1; equal values share the average of theirs."""
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[group], dtype=np.float64)


def re_drawn_p(values: Floats, treated: Bools, draws: Draws, *, exact: bool) -> float:
    """Two-sided p of the difference of means under re-drawn assignments.

    Args:
        values: Shape (posts,); or (posts, columns), whose differences are added up.
        treated: Shape (posts,).
        draws: The assignments, without these posts' own where they are drawn at random.
        exact: Whether they are all that there are.
    """
    centred = values.reshape(len(values), -1) - values.mean(axis=0)
    posts, total = len(centred), centred.sum(axis=0)
    # Where every assignment ties at zero, rounding alone would decide.
    rounding = 1e-9 * float(np.abs(centred).mean(axis=0).sum())

    def difference(some: Floats) -> tuple[Floats]:
        chosen, count = some @ centred, some.sum(axis=1, keepdims=True)
        apart = np.abs(chosen / np.maximum(count, 1) - (total - chosen) / np.maximum(posts - count, 1))
        return (apart.sum(axis=1),)

    (observed,), (drawn,) = difference(treated[None, :].astype(np.float64)), over_draws(draws, difference)
    extra = 0 if exact else 1
    return float((np.sum(drawn >= observed - rounding) + extra) / (len(drawn) + extra))
