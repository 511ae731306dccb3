"""What is usual for a number of a week or a month, by an account's own history: the middle 80 % of what may come next.

Quantiles of past periods, on a scale of logs, recent ones weighing more (Barber et al., Conformal prediction beyond
exchangeability, 2023), moved a part of the way to the level of late, and widened a little as few periods know little.
Where few periods would have to tell of tails, the ends are drawn towards those of a bell as wide as the middle of this
history, as the logs of most accounts have. How far they are opened follows how often this very way would have held
before: the aimed share gives way after each miss (Gibbs and Candès, Adaptive conformal inference under distribution
shift, 2021). On 58 real histories such ranges held 78-79 % of the next weeks, at 1.0-1.2 times the width of the
history's own middle 80 % (``docs/usual_ranges.csv``, with the plainer ways that held less or were wider).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.special import ndtri

SHARE = 0.8
"""Of ordinary periods lies within the range."""
FEWEST = 10
"""Periods without which nothing is called usual."""
BEFORE = 8
"""Periods after which the range would have been drawn for the first time."""
HALF_LIFE = 20.0
"""Periods after which a period weighs half as much."""
PULL, PACE = 0.25, 0.15
"""How far the range moves with the level of late, and how much of each surprise that level takes up."""
OPENED = 0.4
"""Periods that are added beyond both ends, since few periods do not know them."""
LEARNING = 0.02
"""How far the aimed share gives way after a period that lay outside."""
BELL = 10.0
"""Periods that the bell's ends count as much as."""
FAMILY = 0.1
"""Of ordinary periods so many at most have a number that is out of the ordinary, however many one looks at."""
TAIL = 0.55
"""So much of half the range's width further out an e-th as many periods lie at most: on real histories .48, and of
engagement per view, which changes its level at times, .55."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual.

    Attributes:
        low, high: Ends of the range.
        middle: The typical period.
        periods: How many it rests on.
        far_low, far_high: What lies beyond these is out of the ordinary.
    """

    low: float
    high: float
    middle: float
    periods: int
    far_low: float
    far_high: float

    def side(self, value: float) -> int:
        """-1 below the range, 1 above it, 0 within."""
        if isclose(value, self.low) or isclose(value, self.high):  # of weeks that are all alike both ends are one
            return 0
        return int(value > self.high) - int(value < self.low)

    def is_far(self, value: float) -> bool:
        """Whether a period is out of the ordinary, and not just outside as every fifth is."""
        return self.side(value) != 0 and not self.far_low <= value <= self.far_high


def usual_range(past: Floats, rare: float = FAMILY / 3) -> Usual | None:
    """The range that holds 80 % of the periods that follow such a history.

    Args:
        past: Shape (periods,): a number of every past period, the oldest first; not a number where none is known.
        rare: Share of ordinary periods that are to be out of the ordinary: :data:`FAMILY` over the numbers that are
            looked at together.

    Returns:
        The range; None below :data:`FEWEST` known periods.

    Examples:
        >>> weeks = usual_range(np.array([900.0, 1300, 1000, 700, 1100, 1200, 800, 950, 1050, 1150, 1000, 990]))
        >>> weeks is not None and weeks.side(1_000), weeks is not None and weeks.side(4_000)
        (0, 1)
        >>> usual_range(np.array([900.0, 1300.0, 1000.0])) is None
        True
    """
    known = np.asarray(past, dtype=np.float64)
    known = known[np.isfinite(known)]
    if len(known) < FEWEST:
        return None
    # Logs; where nothing or less than nothing may happen, what is like a log far from zero and goes on through it.
    scale, back = (np.log, np.exp) if (known > 0).all() else (np.arcsinh, np.sinh)
    values = scale(known)
    levels = _levels(values)
    rest = values - PULL * levels[:-1]
    beyond = (1 - SHARE) / 2
    for place in range(BEFORE, len(values)):
        low, high = _ends(rest[:place], beyond)
        missed = not low <= rest[place] <= high
        beyond = min(0.3, max(0.01, beyond + LEARNING * ((1 - SHARE) - missed) / 2))
    low, high = (end + PULL * levels[-1] for end in _ends(rest, beyond))
    middle = float(np.clip(_quantiles(rest, (0.5,))[0] + PULL * levels[-1], low, high))
    reach = max(0.0, TAIL * float(np.log((1 - SHARE) / rare))) * (high - low) / 2
    low, middle, high, far_low, far_high = (float(back(one)) for one in (low, middle, high, low - reach, high + reach))
    return Usual(low, high, middle, len(known), far_low, far_high)


def _levels(values: Floats) -> Floats:
    """Shape (periods + 1,): the level before every period, and after the last one."""
    levels = np.empty(len(values) + 1)
    levels[:4] = np.median(values[:4])
    for place in range(3, len(values)):
        levels[place + 1] = levels[place] + max(PACE, 1 / (place + 2)) * (values[place] - levels[place])
    return levels


_INNER = (0.16, 0.5, 0.84)
"""A bell has its middle and one standard deviation either way there."""


def _weights(count: int) -> Floats:
    weights: Floats = 0.5 ** (np.arange(count)[::-1] / HALF_LIFE)
    return weights


def _ends(values: Floats, beyond: float) -> tuple[float, float]:
    weights = _weights(len(values))
    worth = weights.sum() ** 2 / (weights**2).sum()
    share = max(0.0, beyond - OPENED / (worth + 1))
    low, below, middle, above, high = _quantiles(values, (share, *_INNER, 1 - share))
    reach, own = float(ndtri(1 - beyond)) * (above - below) / 2, worth / (worth + BELL)
    return own * low + (1 - own) * (middle - reach), own * high + (1 - own) * (middle + reach)


def _quantiles(values: Floats, shares: Sequence[float]) -> list[float]:
    order, weights = np.argsort(values, kind="stable"), _weights(len(values))
    before = np.cumsum(weights[order]) - weights[order] / 2
    return [float(one) for one in np.interp(np.multiply(shares, weights.sum()), before, values[order])]
