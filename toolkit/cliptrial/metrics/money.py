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


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a period; None where it is not.

    Attributes:
        spend: Money spent.
        views: Views, or impressions of ads.
        amounts: Revenue of each order.
        new_customers: Customers won.
        leads: Leads won.
        lifetime_value: What a customer brings in all.
        followers: At the beginning and at the end.
    """

    spend: float | None = None
    views: int | None = None
    amounts: Sequence[float] | None = None
    new_customers: int | None = None
    leads: int | None = None
    lifetime_value: float | None = None
    followers: tuple[int, int] | None = None


def period_number(name: str, facts: Facts) -> Ratio:
    """A number of :data:`~cliptrial.metrics.period_numbers.PERIOD_NUMBERS`; None where a part is not known.

    Example:
        >>> period_number("cpa", Facts(spend=5_000, amounts=[75.0] * 200)).value
        25.0
    """
    spend, orders = facts.spend, facts.amounts
    events = {"cpa": None if orders is None else len(orders), "cac": facts.new_customers, "cpl": facts.leads}
    if name in events:
        count = events[name]
        return Ratio(None) if spend is None or count is None else cost_per(spend, count)
    if name == "cpm":
        return Ratio(None) if spend is None or facts.views is None else cpm(spend, facts.views)
    if name == "roas":
        return Ratio(None) if spend is None or orders is None else roas(orders, spend)
    if name == "ltv_to_cac":
        cac = period_number("cac", facts)
        return Ratio(None) if facts.lifetime_value is None else _over(facts.lifetime_value, cac)
    if name == "growth":
        return Ratio(None if facts.followers is None else float(facts.followers[1] - facts.followers[0]))
    return Ratio(None) if orders is None or name != "revenue_per_order" else per_order(orders)


def _over(value: float, cost: Ratio) -> Ratio:
    """A value over a cost that few events tell; its interval is turned over with it."""
    low, high = cost.interval
    ends = (value / high if high else None, value / low if low else None)
    return Ratio(ltv_to_cac(value, cost.value).value if cost.value else None, ends)


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
