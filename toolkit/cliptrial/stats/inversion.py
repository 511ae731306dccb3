"""One procedure for decision and interval: a randomisation test, and its inversion.

A re-drawn assignment *exceeds* at theta when its statistic, computed after theta was taken out of the
treated posts, is at least as extreme as the observed one. For the statistics of this package the thetas
at which one draw exceeds form an interval around the estimate. So a test is two arrays, the ends of
these intervals; p(theta) is the share of draws whose interval holds theta, and a confidence limit is an
order statistic of the ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TIE = 1e-9
"""Relative difference below which two statistics are tied; ties count against the effect."""


@dataclass(frozen=True)
class Inversion:
    """A two-sided randomisation test for every value of the effect at once.

    Attributes:
        estimate: The effect, as a log ratio.
        standard_error: Its standard error on the log scale, for shrinkage; never for the decision.
        low: Shape (draws,): smallest theta at which each draw exceeds; -inf where there is none.
        high: Shape (draws,): the largest.
        exact: Whether the draws are all assignments there are, the observed one among them.
        freedom: Degrees of freedom behind ``standard_error``.

    References:
        Ernst (2004), Permutation Methods, Statistical Science 19. Phipson and Smyth (2010), Permutation
        p-values should never be zero.
    """

    estimate: float
    standard_error: float
    low: Floats
    high: Floats
    exact: bool
    freedom: float = np.inf

    @property
    def draws(self) -> int:
        """Number of assignments that stand behind p and interval."""
        return len(self.low)

    @property
    def smallest_p(self) -> float:
        """The smallest p-value that these assignments can give, however large the effect."""
        always = int(np.sum(np.isinf(self.low) & np.isinf(self.high)))
        return (always + self._extra) / (self.draws + self._extra)

    @property
    def _extra(self) -> int:
        """The observed assignment, counted once more when the draws are a sample."""
        return 0 if self.exact else 1

    def p_value(self, theta: float = 0.0) -> float:
        """Two-sided p-value of the hypothesis that the log ratio is ``theta``."""
        inside = int(np.sum((self.low <= theta) & (theta <= self.high)))
        return (inside + self._extra) / (self.draws + self._extra)

    def interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """Every theta with ``p_value(theta) > alpha``, as (low, high) log ratios.

        Zero lies strictly outside exactly when ``p_value() <= alpha``.
        """
        # The fewest draws that make (count + extra) / (draws + extra) exceed alpha.
        total = alpha * (self.draws + self._extra)
        needed = floor(total + 1e-9 * max(total, 1.0)) + 1 - self._extra
        if needed <= 0:
            return -np.inf, np.inf
        if needed > self.draws:
            return self.estimate, self.estimate
        return (
            float(np.partition(self.low, needed - 1)[needed - 1]),
            float(np.partition(self.high, self.draws - needed)[self.draws - needed]),
        )


def closed(low: Floats, high: Floats, at_zero: Bools, width: float) -> Bools:
    """Which draws exceed at zero once their sets are closed to intervals.

    A statistic without a closed form may exceed on either side of zero and not at it. The interval counts such a
    draw at zero, so p does too; otherwise a limit would stand at zero itself and say nothing.

    Args:
        low: Smallest exceeding theta of each draw.
        high: Largest exceeding theta of each draw.
        at_zero: Whether each draw exceeds at zero itself.
        width: Of what a billionth is rounding, such as a standard error.
    """
    return at_zero | ((low < -TIE * width) & (high > TIE * width))


def settled(low: Floats, high: Floats, at_zero: Bools, estimate: float) -> tuple[Floats, Floats]:
    """Ends that agree with the comparison made at zero, where rounding could say otherwise.

    Args:
        low: Smallest exceeding theta of each draw.
        high: Largest exceeding theta of each draw.
        at_zero: Whether each draw exceeds at zero, ties counted.
        estimate: Where every draw exceeds; a draw that does not at zero is cut on that side of it.
    """
    tiny = np.finfo(np.float64).tiny
    low, high = np.where(at_zero, np.minimum(low, 0.0), low), np.where(at_zero, np.maximum(high, 0.0), high)
    wrong = ~at_zero & (low <= 0.0) & (high >= 0.0)
    return np.where(wrong & (estimate > 0), tiny, low), np.where(wrong & (estimate <= 0), -tiny, high)
