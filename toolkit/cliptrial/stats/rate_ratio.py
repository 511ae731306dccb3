"""The ratio of two rates of posts, weighted for overdispersion, tested by re-drawing who was treated.

Views of one post are not independent trials, so a post counts with weight w = 1 / (1 + V m phi): V its
denominator, m the pooled rate, phi the moment estimate of overdispersion, all without looking at arms.
Strata (weekdays) are combined as by Mantel and Haenszel. Under the ratio r the treated posts' numerators
are divided by r; a draw then exceeds at r exactly when a quadratic in 1/r says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import TIE, Bools, Floats, Inversion, settled

Ints = NDArray[np.int64]


def overdispersion(numerator: Floats, denominator: Floats) -> float:
    """Moment estimate of phi in Var(x) = V m (1 + V m phi), not below zero.

    ``phi`` is the squared coefficient of variation of the rate between posts (posts weighted alike).

    Args:
        numerator: Shape (posts,): events.
        denominator: Shape (posts,): exposure, positive.
    """
    expected = denominator * numerator.sum() / denominator.sum()
    excess = (numerator - expected) ** 2 - expected
    return float(max(excess.sum() / (expected**2).sum(), 0.0)) if expected.sum() > 0 else 0.0


def weights(numerator: Floats, denominator: Floats) -> Floats:
    """Weight of each post, shape (posts,): close to 1 / (variance of its rate)."""
    pooled = numerator.sum() / denominator.sum()
    return np.asarray(1.0 / (1.0 + denominator * pooled * overdispersion(numerator, denominator)), dtype=np.float64)


@dataclass(frozen=True)
class RateFit:
    """A stratified weighted ratio of rates.

    Attributes:
        numerator: Shape (posts,): events, not negative. For means of counts: the counts.
        denominator: Shape (posts,): exposure, positive. For means of counts: ones.
        treated: Shape (posts,): True for the variant.
        strata: Shape (posts,): number of the stratum, e.g. the weekday; zeros for none.
    """

    numerator: Floats
    denominator: Floats
    treated: Bools
    strata: Ints

    @cached_property
    def weight(self) -> Floats:
        """Each post's weight, from all posts together."""
        return weights(self.numerator, self.denominator)

    @cached_property
    def _by_stratum(self) -> Floats:
        return np.asarray(self.strata[:, None] == np.unique(self.strata)[None, :], dtype=np.float64)

    def parts(self, draws: Bools) -> tuple[Floats, Floats, Floats, Floats]:
        """For each draw: (p, q, s, t) with ratio(r) = (p / r + q) / (s / r + t), each of shape (draws,).

        ``p`` and ``q`` sum the treated side of the draw, ``s`` and ``t`` its control side; ``p`` and ``s``
        the posts that were really treated, ``q`` and ``t`` the others.
        """
        events, exposure = self.weight * self.numerator, self.weight * self.denominator
        drawn = np.asarray(draws, dtype=np.float64)
        in_treated = drawn @ (exposure[:, None] * self._by_stratum)
        total = exposure @ self._by_stratum
        share = np.divide(in_treated, total, out=np.zeros_like(in_treated), where=total > 0).clip(0.0, 1.0)
        treated_events, control_events = events * self.treated, events * ~self.treated

        def sums(chosen: Floats, values: Floats, factor: Floats) -> Floats:
            by_stratum = chosen @ (values[:, None] * self._by_stratum)
            return np.asarray((by_stratum * factor).sum(axis=1), dtype=np.float64)

        return (
            sums(drawn, treated_events, 1 - share),
            sums(drawn, control_events, 1 - share),
            sums(1 - drawn, treated_events, share),
            sums(1 - drawn, control_events, share),
        )

    @cached_property
    def ratio(self) -> float:
        """The weighted, stratified ratio of rates; NaN or infinite where an arm has no event."""
        p, q, s, t = (float(part[0]) for part in self.parts(self.treated[None, :]))
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.divide(p + q, s + t))

    @cached_property
    def control_rate(self) -> float:
        """The control's weighted rate."""
        return self._rate(~self.treated)

    @property
    def variant_rate(self) -> float:
        """The variant's weighted rate."""
        return self._rate(self.treated)

    def _rate(self, side: Bools) -> float:
        chosen = self.weight * side
        return float(chosen @ self.numerator / (chosen @ self.denominator))

    @property
    def without_each(self) -> Floats:
        """The log ratio when each post is left out in turn, shape (posts,)."""
        keep = ~np.eye(len(self.treated), dtype=np.bool_)
        fits = (RateFit(self.numerator[k], self.denominator[k], self.treated[k], self.strata[k]) for k in keep)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log([fit.ratio for fit in fits])


def rate_ratio_test(fit: RateFit, draws: Bools, *, exact: bool) -> Inversion:
    """Re-draw the treatment and invert the test of the ratio.

    Args:
        fit: The observed ratio, which must be positive and finite.
        draws: Shape (draws, posts): re-drawn labels.
        exact: Whether ``draws`` lists every assignment.
    """
    p, q, s, t = fit.parts(draws)
    ratio = fit.ratio
    # x is 1/r. Upper root of ratio*s x^2 + (ratio*t - p) x - q = 0, then the same with the sides exchanged.
    above = _positive_root(ratio * s, ratio * t - p, -q)
    below = _positive_root(ratio * p, ratio * q - s, -t)
    with np.errstate(divide="ignore", invalid="ignore"):
        null = np.log((p + q) / (s + t))
    undefined = ~np.isfinite(null)
    observed = np.log(ratio)
    mirror = np.abs(np.abs(null) - abs(observed)) <= TIE * max(abs(observed), 1.0)
    at_zero = undefined | mirror | (np.abs(null) >= abs(observed))
    with np.errstate(divide="ignore"):
        low, high = -np.log(np.fmax(above, below)), -np.log(np.fmin(above, below))
    same = (draws == fit.treated).all(axis=1) | (draws != fit.treated).all(axis=1)
    low = np.where(undefined | same, -np.inf, np.minimum(low, observed))
    high = np.where(undefined | same, np.inf, np.maximum(high, observed))
    low, high = settled(low, high, at_zero)
    return Inversion(observed, _spread_without_effect(fit, draws), low, high, exact, len(fit.treated) - 2)


def _positive_root(a: Floats, b: Floats, c: Floats) -> Floats:
    """The positive root of a x^2 + b x + c with a >= 0 >= c; infinite where there is none."""
    root = np.sqrt(np.maximum(b**2 - 4 * a * c, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        stable = np.where(b >= 0, -2 * c / (b + root), (root - b) / (2 * a))
    return np.where(np.isnan(stable), np.inf, stable)


def _spread_without_effect(fit: RateFit, draws: Bools) -> float:
    """SD of the log ratio over re-draws once the estimated effect is taken out of the treated posts."""
    p, q, s, t = fit.parts(draws)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log((p / fit.ratio + q) / (s / fit.ratio + t))
    finite = values[np.isfinite(values)]
    return float(finite.std()) if len(finite) else float("inf")
