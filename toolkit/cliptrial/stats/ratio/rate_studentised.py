"""The same ratio of rates, studentised where the arms are far from equal in size.

The statistic is the log ratio over its standard error by the delta method, from what is left of each side's own
posts. Not studentised, labels that change places would carry the spread of the large arm into the small one: where
the small arm varies more, made-up winners come to 15 % and more. Under the ratio r the treated posts' events are
divided by r. Where a draw begins to exceed has no closed form then: its outermost crossings are looked for on a grid
of ratios and found between two of its points. From one to the other it exceeds, so p falls away from the estimate.

References:
    Janssen (1997), Statistics and Probability Letters 36. Chung and Romano (2013), Annals of Statistics 41.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cliptrial.stats.draws import Draws
from cliptrial.stats.inversion import TIE, Floats, Inversion, closed, settled
from cliptrial.stats.ratio.rate_ratio import RateFit
from cliptrial.stats.ratio.rate_sides import Side, sides

FARTHEST = 40.0
"""Distance from the estimate, on the log, beyond which a draw that still exceeds does so without end."""
STEPS, NEAREST = 24, 0.1
"""Points of the grid on each side, and the first of them in standard errors."""
ROUNDS = 4
"""Of Ridders' method between two points of the grid: enough for ten digits."""


def rate_ratio_studentised_test(fit: RateFit, draws: Draws, *, exact: bool) -> Inversion:
    """Re-draw the treatment and invert the studentised test of the ratio; arguments as in ``rate_ratio_test``."""
    case = _Redrawn(sides(fit, draws), sides(fit, fit.treated[None, :].astype(np.float64)), float(np.log(fit.ratio)))
    null, over = case.beyond(0.0)
    everywhere = ~np.isfinite(null)
    at_zero = everywhere | (over >= 0)
    ends = (case.end(-1.0), case.end(1.0))
    low, high = (np.where(everywhere, side * np.inf, end) for side, end in zip((-1, 1), ends, strict=True))
    at_zero = closed(low, high, at_zero, case.standard_error)
    low, high = settled(low, high, at_zero, case.estimate)
    return Inversion(case.estimate, case.standard_error, low, high, exact, len(fit.treated) - 2)


@dataclass(frozen=True)
class _Redrawn:
    """All draws beside the observed assignment, which is one more draw."""

    drawn: tuple[Side, Side]
    observed: tuple[Side, Side]
    estimate: float

    @property
    def standard_error(self) -> float:
        return float(np.sqrt(_log_ratio(self.observed, self.estimate)[1][0]))

    def beyond(self, theta: Floats | float) -> tuple[Floats, Floats]:
        """Each draw's log ratio when ``theta`` is taken out, and how far it exceeds; ties do, by a little."""
        (ratio, variance), (ratio_observed, own) = (_log_ratio(both, theta) for both in (self.drawn, self.observed))
        off = np.abs(ratio_observed)
        just = off - TIE * np.maximum(off, 1.0)
        # Multiplied out, as a side whose posts are all alike has no spread to divide by.
        return ratio, np.asarray(np.abs(ratio) * np.sqrt(own) - just * np.sqrt(variance), dtype=np.float64)

    def end(self, side: float) -> Floats:
        """Outermost theta at which each draw exceeds below (-1) or above (1) the estimate, shape (draws,)."""
        steps = np.concatenate([[0.0], np.geomspace(NEAREST * min(self.standard_error or 1.0, 1.0), FARTHEST, STEPS)])
        over = np.array([self.beyond(self.estimate + side * step)[1] for step in steps])
        last = STEPS - np.argmax(over[:0:-1] >= 0, axis=0)
        last[~(over[1:] >= 0).any(axis=0)] = 0
        after, draw = np.minimum(last + 1, STEPS), np.arange(over.shape[1])
        crossed = self._crossing(side, (steps[last], steps[after]), (over[last, draw], over[after, draw]))
        return np.where(last == STEPS, side * np.inf, self.estimate + side * crossed)

    def _crossing(self, side: float, reach: tuple[Floats, Floats], over: tuple[Floats, Floats]) -> Floats:
        """Where each draw ceases to exceed between two distances from the estimate, by Ridders' method."""
        (near, far), (inside, outside) = reach, over
        better = near
        for _ in range(ROUNDS):
            middle = (near + far) / 2
            halfway = self.beyond(self.estimate + side * middle)[1]
            with np.errstate(divide="ignore", invalid="ignore"):
                bent = np.nan_to_num(halfway / np.sqrt(halfway**2 - inside * outside))
            better = np.clip(middle + (middle - near) * bent, near, far)
            again = self.beyond(self.estimate + side * better)[1]
            for place, value in ((middle, halfway), (better, again)):
                exceeds = value >= 0
                # Of the two places one may lie outside what the other has left.
                nearer, farther = exceeds & (place >= near), ~exceeds & (place <= far)
                near, inside = np.where(nearer, place, near), np.where(nearer, value, inside)
                far, outside = np.where(farther, place, far), np.where(farther, value, outside)
        return better


def _log_ratio(both: tuple[Side, Side], theta: Floats | float) -> tuple[Floats, Floats]:
    """The log ratio of two sides and its variance by the delta method, ``theta`` taken out of the treated posts."""
    (treated, of_treated), (control, of_control) = (side.at(np.exp(-theta)) for side in both)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(treated / control), of_treated + of_control
