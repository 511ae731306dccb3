"""How many posts it would take, from the width of the interval that is printed.

An interval at confidence c has, on the log scale, a half-width of z(c) standard errors, and a standard
error shrinks with the square root of the number of posts. An effect shows in four of five experiments
when it is 1.96 + 0.84 standard errors (5 %, two-sided). These are rules of thumb for a reader; a plan
is computed by simulation.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from cliptrial.analysis.results import Uplift
from cliptrial.wording.formats import known


def standard_error(row: Uplift) -> float | None:
    """The standard error on the log scale that the interval speaks of; None where an end is missing."""
    low, high = row.relative_interval
    if not known(low) or not known(high) or low <= -1 or high <= low:
        return None
    half = (math.log1p(high) - math.log1p(low)) / 2
    return half / NormalDist().inv_cdf(0.5 + row.confidence / 2)


def posts_needed(row: Uplift, effect: float) -> int | None:
    """Posts in each arm to see ``effect`` (a ratio minus one) in four of five experiments."""
    error = standard_error(row)
    if error is None or effect <= 0:
        return None
    factor = (_four_of_five(row) * error / math.log1p(effect)) ** 2
    return math.ceil(factor * 2 / sum(1 / n for n in row.posts)) if all(row.posts) else None


def smallest_visible(row: Uplift) -> float | None:
    """The smallest effect that as many posts show in four of five experiments."""
    error = standard_error(row)
    return None if error is None else math.expm1(_four_of_five(row) * error)


def _four_of_five(row: Uplift) -> float:
    """Standard errors that an effect must have to be found four times in five, at the row's own confidence."""
    return NormalDist().inv_cdf(0.5 + row.confidence / 2) + NormalDist().inv_cdf(0.8)
