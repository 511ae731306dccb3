"""An arm without a single event: no ratio can be estimated, but it can be tested and bounded on one side.

Say the empty arm keeps a share r of the events that it would otherwise have had. At worst they come and go with
their whole post, so that a re-drawn assignment with S posts that had any on the empty side shows none of them with
probability (1 - r)^S. The mean of that over the draws is the chance of an empty arm; at r = 1 it is the share of
draws whose empty side has no event, which is the randomisation test of no effect itself. That errs on the safe side
twice: events may come one by one, and those that the empty arm did not get are counted as none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cliptrial.stats.draws import Draws, over_draws
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.roots import root


@dataclass(frozen=True)
class EmptyArm:
    """A test of every ratio where one arm has no event; two-sided by doubling.

    Attributes:
        events: Shape (draws,): posts with any event that each draw puts on the empty side.
        variant: Whether the variant is the empty arm; otherwise the control is.
        same: Draws that are the observed assignment.
        exact: Whether the draws are all assignments there are, the observed one among them.
    """

    events: Floats
    variant: bool
    same: int
    exact: bool

    @property
    def estimate(self) -> float:
        """Minus infinity where the variant is empty, infinity where the control is."""
        return -np.inf if self.variant else np.inf

    @property
    def standard_error(self) -> float:
        """Infinite: nothing is known of it."""
        return np.inf

    @property
    def freedom(self) -> float:
        """Infinite, as no spread was estimated."""
        return np.inf

    @property
    def draws(self) -> int:
        """Number of assignments that stand behind p and interval."""
        return len(self.events)

    @property
    def smallest_p(self) -> float:
        """The smallest p-value that these assignments can give, however many events there are."""
        return self._doubled(self.same)

    def p_value(self, theta: float = 0.0) -> float:
        """Two-sided p-value of the hypothesis that the log ratio is ``theta``."""
        away = theta if self.variant else -theta
        lost = 1.0 - np.exp(min(away, 0.0))
        return self._doubled(float((lost**self.events).sum()))

    def interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """Every theta with ``p_value(theta) > alpha``, as (low, high) log ratios; one end is infinite.

        Both are where no effect at all is not excluded: how much an empty arm may exceed the other cannot be told.
        """
        if self.p_value() > alpha:
            return -np.inf, np.inf
        kept = root(lambda share: self.p_value(self._side * -np.log(share)) - alpha, 1e-12, 1.0, xtol=1e-12)
        end = min(float(np.log(kept)), -np.finfo(np.float64).tiny)
        return (-np.inf, end) if self.variant else (-end, np.inf)

    @property
    def _side(self) -> float:
        return -1.0 if self.variant else 1.0

    def _doubled(self, count: float) -> float:
        extra = 0 if self.exact else 1
        return min(2 * (count + extra) / (self.draws + extra), 1.0)


def empty_arm_test(events: Floats, treated: Bools, draws: Draws, *, exact: bool) -> EmptyArm:
    """Test an arm without events against one that has some.

    Args:
        events: Shape (posts,): how many events, or what amount, each post had.
        treated: Shape (posts,): True for the variant.
        draws: Shape (draws, posts): re-drawn labels.
        exact: Whether ``draws`` lists every assignment.

    Raises:
        ValueError: If not exactly one of the arms is empty.
    """
    variant = not events[treated].any()
    if variant == (not events[~treated].any()):
        raise ValueError("exactly one arm must be without events")
    some_events = (events > 0).astype(np.float64)

    def sums(some: Floats) -> tuple[Floats, Bools]:
        return (some if variant else 1.0 - some) @ some_events, (some == treated).all(axis=1)

    on_empty_side, same = over_draws(draws, sums)
    return EmptyArm(on_empty_side, variant, int(same.sum()), exact)
