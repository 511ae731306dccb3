"""What money buys: each number with its formula, and how much of it few events can tell.

A ratio to nothing is no number: it is None, and what can be said instead (at least, at most) stands in its interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from cliptrial.stats.poisson import count_interval, sum_interval


@dataclass(frozen=True, slots=True)
class Ratio:
    """One of the numbers below.

    Attributes:
        value: None where it would be a ratio to nothing.
        interval: 95 % interval; an end is None where nothing bounds it.
    """

    value: float | None
    interval: tuple[float | None, float | None] = (None, None)


def cost_per(cost: float, events: int) -> Ratio:
    """Cost over events: CPA (orders), CAC (new customers), CPL (leads); nothing where nothing was spent.

    Example:
        >>> cost_per(5_000, 200).value
        25.0
    """
    if not cost:
        return Ratio(None)
    low, high = count_interval(events)
    return Ratio(cost / events if events else None, (cost / high, cost / low if low else None))


def cpm(cost: float, impressions: int) -> Ratio:
    """Cost per 1,000 impressions.

    Example:
        >>> cpm(50, 20_000).value
        2.5
    """
    return Ratio(1_000 * cost / impressions if impressions else None)


def roas(amounts: Sequence[float], cost: float) -> Ratio:
    """Return on ad spend: what orders brought over what was spent.

    Example:
        >>> roas([75.0] * 200, 5_000).value
        3.0
    """
    if not cost:
        return Ratio(None)
    low, high = sum_interval(np.asarray(amounts, dtype=np.float64))
    return Ratio(sum(amounts) / cost, (low / cost, None if high == inf else high / cost))


def ltv_to_cac(lifetime_value: float, acquisition_cost: float) -> Ratio:
    """Lifetime value of a customer over what winning one costs; 3 is a common rule of thumb.

    Example:
        >>> ltv_to_cac(90, 30).value
        3.0
    """
    return Ratio(lifetime_value / acquisition_cost if acquisition_cost else None)


def per_order(amounts: Sequence[float]) -> Ratio:
    """Revenue over orders.

    Example:
        >>> per_order([20, 40]).value
        30.0
    """
    return Ratio(sum(amounts) / len(amounts) if amounts else None)


def per_post(amounts: Sequence[float], posts: int) -> Ratio:
    """Revenue over posts: what a post is worth.

    Example:
        >>> per_post([20, 40], 4).value
        15.0
    """
    if not posts:
        return Ratio(None)
    low, high = sum_interval(np.asarray(amounts, dtype=np.float64))
    return Ratio(sum(amounts) / posts, (low / posts, None if high == inf else high / posts))
