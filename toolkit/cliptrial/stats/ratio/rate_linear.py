"""The ratio of two rates where strata would be thin: weekdays are taken out of posts' influence on the ratio instead.

Strata in which an arm has a post or none compare hardly anything. A post's influence under the ratio r, its weighted
events less those that its exposure leads to expect, is linear in y = 1/r, as the treated posts' events are multiplied
by y. So least squares takes the terms out of it once and for all ratios, and a draw exceeds at y exactly when the size
of one line in y is at least that of another: closed-form roots around the estimate, as for logs.

Of 8 and 14 posts an arm, most of the variant's on weekends, strata call 0 to 4 % of tables different without an effect
and find hardly any; linear terms call 4 to 5 % and find up to nine times as many (docs/thin_strata.csv). Arms far from
equal in size keep strata, whose test bears unequal spread.

References:
    Lin (2013), Annals of Applied Statistics 7, on taking covariates out of a randomised comparison by least squares.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.draws import Draws, over_draws
from cliptrial.stats.inversion import TIE, Bools, Floats, Inversion, closed, settled
from cliptrial.stats.ratio.log_ratio import LogFit
from cliptrial.stats.ratio.rate_ratio import weights

Ints = NDArray[np.int64]

_RANK = 1e-9


@dataclass(frozen=True)
class LinearRateFit:
    """A weighted ratio of rates with terms taken out of the posts' influence.

    Attributes:
        numerator: Shape (posts,): events, not negative.
        denominator: Shape (posts,): exposure, positive.
        treated: Shape (posts,): True for the variant.
        terms: Shape (posts, terms): as in :class:`~cliptrial.stats.ratio.log_ratio.LogFit`.
        cells: Shape (posts,): likewise.
    """

    numerator: Floats
    denominator: Floats
    treated: Bools
    terms: Floats
    cells: Ints | None = None

    @cached_property
    def influence(self) -> tuple[Floats, Floats]:
        """Each post's influence at y = 0, and its change with y; both of shape (posts,)."""
        weight = weights(self.numerator, self.denominator)
        events, exposure = weight * self.numerator, weight * self.denominator
        parts = (events * ~self.treated, events * self.treated)
        return parts[0] - exposure * parts[0].sum() / exposure.sum(), parts[1] - exposure * parts[
            1
        ].sum() / exposure.sum()

    def at(self, y: float) -> LogFit:
        """Least squares of the influence at ``y`` on treatment and terms."""
        constant, slope = self.influence
        return LogFit(constant + y * slope, self.treated.astype(np.float64), self.terms, self.cells)

    @cached_property
    def line(self) -> tuple[float, float]:
        """What the treatment explains of the influence at y = 0, and of its change with y."""
        fit = self.at(0.0)
        return float(fit.treatment @ self.influence[0]), float(fit.treatment @ self.influence[1])

    @property
    def y(self) -> float:
        """One over the ratio: where the treatment explains nothing."""
        constant, slope = self.line
        return -constant / slope

    @property
    def identified(self) -> bool:
        """Whether treatment and terms can be told apart, and a positive ratio fits."""
        constant, slope = self.line
        return self.at(0.0).identified and constant < 0 < slope

    @property
    def ratio(self) -> float:
        """The ratio; only where it is ``identified``."""
        return 1.0 / self.y

    @cached_property
    def fit(self) -> LogFit:
        """Least squares at the estimate."""
        return self.at(self.y)

    @property
    def standard_error(self) -> float:
        """Of the log ratio, by the delta method."""
        return self.fit.standard_error * self.fit.information / (self.line[1] * self.y)

    @property
    def without_each(self) -> Floats:
        """The log ratio when each post is left out in turn, weights kept, shape (posts,); NaN where none is left."""
        fit, room = self.fit, 1.0 - self.fit.leverage
        pull = fit.treatment / np.where(room > _RANK, room, np.nan)
        slope = replace(fit, log_values=self.influence[1]).remainder
        with np.errstate(invalid="ignore", divide="ignore"):
            moved = pull * fit.remainder / (self.line[1] - pull * slope)
            return np.asarray(-np.log(self.y + moved), dtype=np.float64)


def rate_linear_test(fit: LinearRateFit, draws: Draws, *, exact: bool) -> Inversion:
    """Re-draw the treatment and invert the test of the ratio.

    Args:
        fit: The observed ratio; must be ``identified``.
        draws: Shape (draws, posts): re-drawn labels, or permuted residuals of the treatment where nobody assigned it.
        exact: Whether ``draws`` lists every assignment.
    """
    at_estimate = fit.fit
    constant, slope = (at_estimate.residual(part) for part in fit.influence)
    c, s, sizes = over_draws(draws, lambda some: (some @ constant, some @ slope, at_estimate.left_of(some)))
    told_apart = sizes > _RANK * len(fit.treated)
    scale = np.sqrt(np.where(told_apart, sizes, 1.0))
    c, s = c / scale, s / scale
    c_observed, s_observed = (part / np.sqrt(at_estimate.information) for part in fit.line)
    near, far = _ends(c, s, c_observed, s_observed)
    with np.errstate(divide="ignore"):
        low = np.where(told_apart, -np.log(far), -np.inf)
        high = np.where(told_apart, -np.log(near), np.inf)
    at_zero = ~told_apart | (np.abs(c + s) >= abs(c_observed + s_observed) * (1 - TIE))
    estimate, se = float(np.log(fit.ratio)), fit.standard_error
    low, high = np.minimum(low, estimate), np.maximum(high, estimate)
    low, high = settled(low, high, closed(low, high, at_zero, se), estimate)
    return Inversion(estimate, se, low, high, exact, at_estimate.freedom)


def _ends(c: Floats, s: Floats, c_observed: float, s_observed: float) -> tuple[Floats, Floats]:
    """The smallest and largest y at which |c + s y| is at least |c_observed + s_observed y|, between 0 and infinity.

    Where it is at 0 or in the end, the set is closed to there: it holds the estimate in any case.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = (c - c_observed) / (s_observed - s), -(c + c_observed) / (s_observed + s)
    endless, from_zero = np.abs(s) >= s_observed * (1 - TIE), np.abs(c) >= -c_observed * (1 - TIE)
    smaller, larger = np.fmin(*roots), np.fmax(*roots)
    near = np.where(from_zero, 0.0, np.where(endless, larger, smaller))
    return near, np.where(endless, np.inf, larger)
