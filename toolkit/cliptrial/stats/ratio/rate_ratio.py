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

from cliptrial.stats.draws import Draws, over_draws, pieces
from cliptrial.stats.groups import Summing, summing
from cliptrial.stats.inversion import TIE, Bools, Floats, Inversion, settled
from cliptrial.stats.ratio.left_out import Sums, ratios_without_each

Ints = NDArray[np.int64]

MANY = 1_000
"""Posts from which on each is left out by interpolation, whose work does not grow by their square."""


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
    def codes(self) -> Ints:
        """Strata as numbers from 0, shape (posts,)."""
        return np.asarray(np.unique(self.strata, return_inverse=True)[1], dtype=np.int64)

    def _by_stratum(self, values: Floats) -> Summing:
        return summing(values, self.codes)

    def parts(self, draws: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """For each draw: (p, q, s, t) with ratio(r) = (p / r + q) / (s / r + t), each of shape (draws,).

        ``p`` and ``q`` sum the treated side of the draw, ``s`` and ``t`` its control side; ``p`` and ``s``
        the posts that were really treated, ``q`` and ``t`` the others.
        """
        events = self.weight * self.numerator
        exposure = self._by_stratum(self.weight * self.denominator)
        treated_events = self._by_stratum(events * self.treated)
        control_events = self._by_stratum(events * ~self.treated)
        chosen = np.ascontiguousarray(draws.T)
        rest = 1.0 - chosen
        in_treated, in_control = shares(exposure @ chosen, exposure @ rest)
        return (
            ((treated_events @ chosen) * in_control).sum(axis=0),
            ((control_events @ chosen) * in_control).sum(axis=0),
            ((treated_events @ rest) * in_treated).sum(axis=0),
            ((control_events @ rest) * in_treated).sum(axis=0),
        )

    def _ratios(self, weights: Floats) -> Floats:
        """The ratio under every column of ``weights``, which has shape (posts, columns)."""
        events, exposure = (
            [self._by_stratum(values * side) @ weights for side in (self.treated, ~self.treated)]
            for values in (self.numerator, self.denominator)
        )
        in_treated, in_control = shares(*exposure)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = (events[0] * in_control).sum(axis=0) / (events[1] * in_treated).sum(axis=0)
        return np.asarray(ratios, dtype=np.float64)

    @cached_property
    def ratio(self) -> float:
        """The weighted, stratified ratio of rates; NaN or infinite where an arm has no event."""
        return float(self._ratios(self.weight[:, None])[0])

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
        """The log ratio when each post is left out in turn, weights and all, shape (posts,)."""
        posts = len(self.treated)
        scale = _scale_without_each(self.numerator, self.denominator)

        def direct(some: Ints) -> Floats:
            return self._without(some, scale)

        if posts < MANY:
            left = direct(np.arange(posts))
        else:
            left = ratios_without_each(Sums(self.numerator, self.denominator, self.treated, self.codes), scale, direct)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.log(left), dtype=np.float64)

    def _without(self, some: Ints, scale: Floats) -> Floats:
        """The ratio without each of some posts, by all sums anew; ``scale`` is of all posts."""
        left = []
        for part in pieces(len(some), len(self.treated)):
            weights = 1.0 / (1.0 + self.denominator[:, None] * scale[some[part]])
            weights[some[part], np.arange(part.stop - part.start)] = 0.0
            left.append(self._ratios(weights))
        return np.concatenate(left)


def shares(treated: Floats, control: Floats) -> tuple[Floats, Floats]:
    """Both sides' shares of their total; zeros where there is none."""
    total = treated + control
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, treated / total, 0.0), np.where(total > 0, control / total, 0.0)


def _scale_without_each(numerator: Floats, denominator: Floats) -> Floats:
    """Pooled rate times overdispersion when each post is left out in turn, shape (posts,).

    The squares are of deviations from what all posts together lead to expect, which one post hardly moves.
    """
    rate = numerator.sum() / denominator.sum()
    without = _others(numerator) / _others(denominator)
    off, moved = numerator - denominator * rate, without - rate
    squares = _others(off**2) - 2 * moved * _others(off * denominator) + moved**2 * _others(denominator**2)
    expected = without**2 * _others(denominator**2)
    excess = squares - without * _others(denominator)
    over: Floats = np.divide(excess, expected, out=np.zeros_like(excess), where=expected > 0)
    scale: Floats = without * over.clip(0.0)
    return scale


def _others(values: Floats) -> Floats:
    """The sum of all values but each in turn; added up, never taken away, so that a giant leaves no rounding."""
    before = np.concatenate([[0.0], np.cumsum(values[:-1])])
    after = np.concatenate([np.cumsum(values[:0:-1])[::-1], [0.0]])
    return np.asarray(before + after, dtype=np.float64)


def rate_ratio_test(fit: RateFit, draws: Draws, *, exact: bool) -> Inversion:
    """Re-draw the treatment and invert the test of the ratio.

    Args:
        fit: The observed ratio, which must be positive and finite.
        draws: Shape (draws, posts): re-drawn labels.
        exact: Whether ``draws`` lists every assignment.
    """
    p, q, s, t = over_draws(draws, fit.parts)
    ratio = fit.ratio
    ahead, behind = _difference(ratio * t, p), _difference(ratio * q, s)
    # x is 1/r. Upper root of ratio*s x^2 + (ratio*t - p) x - q = 0, then the same with the sides exchanged.
    above = _positive_root(ratio * s, ahead, -q)
    below = _positive_root(ratio * p, behind, -t)
    with np.errstate(divide="ignore", invalid="ignore"):
        null = np.log((p + q) / (s + t))
        without_effect = np.log((p / ratio + q) / (s / ratio + t))
    undefined = ~np.isfinite(null)
    observed = np.log(ratio)
    mirror = np.abs(np.abs(null) - abs(observed)) <= TIE * max(abs(observed), 1.0)
    at_zero = undefined | mirror | (np.abs(null) >= abs(observed))
    with np.errstate(divide="ignore"):
        low, high = -np.log(np.fmax(above, below)), -np.log(np.fmin(above, below))
    # A draw that differs from the observed assignment, or its opposite, only by posts without events is tied at all r.
    tied = ((q == 0) & (s == 0) & (ahead == 0)) | ((p == 0) & (t == 0) & (behind == 0))
    everywhere = undefined | tied
    low = np.where(everywhere, -np.inf, np.minimum(low, observed))
    high = np.where(everywhere, np.inf, np.maximum(high, observed))
    low, high = settled(low, high, at_zero, observed)
    return Inversion(observed, _spread(without_effect), low, high, exact, len(fit.treated) - 2)


def _difference(one: Floats, other: Floats) -> Floats:
    """One minus the other; zero where only rounding tells them apart."""
    return np.where(np.abs(one - other) <= TIE * np.maximum(one, other), 0.0, one - other)


def _positive_root(a: Floats, b: Floats, c: Floats) -> Floats:
    """The largest root of a x^2 + b x + c with a >= 0 >= c, not below zero; infinite where there is none."""
    root = np.sqrt(np.maximum(b**2 - 4 * a * c, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        stable = np.where(b >= 0, -2 * c / (b + root), (root - b) / (2 * a))
    return np.where(np.isnan(stable), np.where(a > 0, 0.0, np.inf), stable)


def _spread(log_ratios: Floats) -> float:
    """SD over re-draws, those apart that leave an arm without events."""
    finite = log_ratios[np.isfinite(log_ratios)]
    return float(finite.std()) if len(finite) else float("inf")
