"""What people usually do with two arms of posts: the methods that ClipTrial is measured against.

Each takes many outcomes at once, one a row, and answers with two-sided p-values. They are here to be
watched, not to be used: several of them declare winners where there is nothing to win.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cliptrial.metrics import Kind
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.ratio.log_ratio import LogFit
from cliptrial.stats.special import ndtr, stdtr
from cliptrial.stats.weekdays import indicators

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Labelled:
    """Outcomes of posts with two labels, one outcome a row.

    Attributes:
        kind: How the metric behaves.
        value: Shape (rows, posts): the metric, or a rate's numerator.
        denominator: Shape (rows, posts): ones, or a rate's denominator.
        treated: Shape (rows, posts): True for the variant.
        weekday: Shape (rows, posts): 0 (Monday) to 6.
    """

    kind: Kind
    value: Floats
    denominator: Floats
    treated: Bools
    weekday: Ints

    @cached_property
    def each(self) -> Floats:
        """Each post's number, shape (rows, posts)."""
        return np.asarray(self.value / self.denominator, dtype=np.float64)

    @cached_property
    def logs(self) -> Floats:
        """Natural logs; rows with a zero get half an event a post, as people do, shape (rows, posts)."""
        extra = 0.5 * (self.value <= 0).any(axis=1, keepdims=True)
        return np.log((self.value + extra) / self.denominator)


def sums_as_trials(case: Labelled) -> Floats:
    """Totals compared as if every view (or event) were an independent trial, shape (rows,).

    Rates by the pooled z-test of two proportions, counts by the z-test of two Poisson totals; NaN for
    means and amounts, which do not count anything.
    """
    if case.kind in (Kind.MEAN, Kind.MONEY):
        return np.full(len(case.value), np.nan)
    (x1, x0), (v1, v0) = _sums(case.value, case.treated), _sums(case.denominator, case.treated)
    pooled = (x1 + x0) / (v1 + v0)
    noise = pooled * (1 - pooled if case.kind is Kind.RATE else 1) * (1 / v1 + 1 / v0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _two_sided((x1 / v1 - x0 / v0) / np.sqrt(noise))


def welch_raw(case: Labelled) -> Floats:
    """Welch's t-test on the posts' own numbers, shape (rows,)."""
    return _welch(case.each, case.treated)


def welch_logs(case: Labelled) -> Floats:
    """Welch's t-test on their logs, shape (rows,)."""
    return _welch(case.logs, case.treated)


def relative_delta(case: Labelled) -> Floats:
    """Whether the usual interval of the relative difference of two averages leaves out zero, shape (rows,).

    The interval is that of the log ratio of arithmetic means by the delta method, with Satterthwaite's degrees
    of freedom, as leading experiment libraries print it.

    References:
        Bonett and Price (2020), Journal of Educational and Behavioral Statistics 45.
    """
    (m1, s1, n1), (m0, s0, n0) = _moments(case.each, case.treated)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _satterthwaite(np.log(m1 / m0), (s1 / n1 / m1**2, n1), (s0 / n0 / m0**2, n0))


def ols_weekday(case: Labelled) -> Floats:
    """Least squares on logs with weekday terms and the textbook t-test, shape (rows,)."""
    return np.array([_ols(*row) for row in zip(case.logs, case.treated, case.weekday, strict=True)], dtype=np.float64)


Method = Callable[[Labelled], Floats]
METHODS: Mapping[str, Method] = {
    "sums_as_trials": sums_as_trials,
    "welch_raw": welch_raw,
    "relative_delta": relative_delta,
    "welch_logs": welch_logs,
    "ols_weekday": ols_weekday,
}
"""By code; the codes are what wording and tables know."""


def _ols(logs: Floats, treated: Bools, weekday: Ints) -> float:
    fit = LogFit(logs, treated.astype(np.float64), indicators(weekday))
    if not fit.identified or np.ptp(logs) == 0:
        return 1.0
    return float(2 * stdtr(fit.freedom, -abs(fit.t)))


def _sums(values: Floats, treated: Bools) -> tuple[Floats, Floats]:
    return (values * treated).sum(axis=1), (values * ~treated).sum(axis=1)


def _moments(values: Floats, treated: Bools) -> tuple[tuple[Floats, Floats, Floats], ...]:
    """Mean, variance and size of the variant, then of the control."""
    moments = []
    for side in (treated, ~treated):
        n = side.sum(axis=1).astype(np.float64)
        mean = (values * side).sum(axis=1) / n
        moments.append((mean, (side * (values - mean[:, None]) ** 2).sum(axis=1) / (n - 1), n))
    return tuple(moments)


def _welch(values: Floats, treated: Bools) -> Floats:
    (m1, s1, n1), (m0, s0, n0) = _moments(values, treated)
    return _satterthwaite(m1 - m0, (s1 / n1, n1), (s0 / n0, n0))


def _satterthwaite(difference: Floats, one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    """Two-sided p of a difference whose sides each have a variance and a size, shape (rows,)."""
    (v1, n1), (v0, n0) = one, other
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = (v1 + v0) ** 2 / (v1**2 / (n1 - 1) + v0**2 / (n0 - 1))
        return np.asarray(2 * stdtr(freedom, -np.abs(difference / np.sqrt(v1 + v0))), dtype=np.float64)


def _two_sided(z: Floats) -> Floats:
    return np.asarray(2 * ndtr(-np.abs(z)), dtype=np.float64)
