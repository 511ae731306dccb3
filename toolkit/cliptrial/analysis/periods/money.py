"""What an account's money bought: what a team types of weeks (spend, new customers) beside orders, leads and views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from cliptrial.analysis.periods.beside import of_orders, of_outcomes, of_own
from cliptrial.analysis.periods.daily import Basis, Daily, Pair, account_days
from cliptrial.analysis.periods.span import Span
from cliptrial.metrics import Kind, Metric, Scale, metrics_of
from cliptrial.metrics.money import Facts
from cliptrial.metrics.period_numbers import PERIOD_NUMBERS
from cliptrial.posts.outcomes.stored import ORDERS
from cliptrial.registry.beside.own_numbers import OwnNumber, read_own_numbers
from cliptrial.registry.workspace import Workspace

SPEND, CUSTOMERS, WORTH, LEADS = "spend", "new_customers", "lifetime_value", "leads"
"""What a team calls numbers of its own: what a week cost, whom it won, and what a customer brings in all."""
TYPED = (SPEND, CUSTOMERS, WORTH)
_WON = "won"
"""Customers of a week times what each brings in all."""
_PARTS = {
    "cpm": (SPEND, "views"),
    "cpa": (SPEND, "orders"),
    "cpl": (SPEND, LEADS),
    "cac": (SPEND, CUSTOMERS),
    "roas": ("revenue", SPEND),
    "ltv_to_cac": (_WON, SPEND),
    "revenue_per_order": ("revenue", "orders"),
}
MONEY = {
    name: Metric(name, Kind.RATE, (top,), below, PERIOD_NUMBERS[name].scale, {}, PERIOD_NUMBERS[name].higher_is_better)
    for name, (top, below) in _PARTS.items()
}
"""Numbers of money of a period, as ratios of what days tell."""
Parts = Mapping[str, Daily]


def parts_of(workspace: Workspace, account: str, typed: Sequence[OwnNumber], views: Daily | None) -> Parts:
    """By name: what numbers of money are made of, as far as it is known.

    Args:
        workspace: Whose account it is.
        account: Its name.
        typed: What the team typed.
        views: The account's; those of posts on the day they are read belong to no week's spend.
    """
    each: dict[str, Daily | None] = {name: of_own(typed, account, _counted(name)) for name in (*TYPED, LEADS)}
    each |= {name: of_orders(workspace, account, _counted(name)) for name in sorted(ORDERS)}
    each[LEADS] = each[LEADS] or of_outcomes(workspace, account, _counted(LEADS))
    each["views"] = views if views is not None and views.basis is Basis.DAYS else None
    won, worth = each[CUSTOMERS], each[WORTH]
    if won is not None and worth is not None:
        by_week = {week: [(won.value([week]) or 0.0) * (worth.value([week]) or 0.0)] for week in won.by_day}
        both = {week: [(value, 1.0)] for week, (value,) in by_week.items() if week in worth.by_day}
        each[_WON] = replace(won, by_day=both, known=won.known & worth.known)
    return {name: part for name, part in each.items() if part is not None}


def _counted(name: str) -> Metric:
    return Metric(name, Kind.COUNT, (name,), None, Scale.NUMBER, {})


def of_money(parts: Parts, metric: Metric) -> Daily | None:
    """A number of :data:`MONEY` day by day; None where a part of it is not known."""
    names = _PARTS[metric.name]
    if not {*names} <= parts.keys():
        return None
    by_day: dict[date, list[Pair]] = defaultdict(list)
    for place, name in enumerate(names):
        for day, pairs in parts[name].by_day.items():
            total = sum(value for value, _ in pairs)
            by_day[day].append((0.0, total / (1_000 if metric.name == "cpm" else 1)) if place else (total, 0.0))
    return Daily(metric, Basis.DAYS, by_day, parts[names[0]].known & parts[names[1]].known)


def facts(parts: Parts, span: Span | None = None) -> Facts:
    """What is known of the weeks of which somebody typed what they cost.

    Args:
        parts: Of :func:`parts_of`.
        span: Only weeks that begin in it; None for all.
    """
    weeks = [week for week in parts[SPEND].by_day if span is None or span.holds(week)] if SPEND in parts else []
    days = [week + timedelta(days=number) for week in weeks for number in range(7)]

    def total(name: str) -> float | None:
        return parts[name].value(days) if name in parts and parts[name].known >= {*days} else None

    counts = {name: None if (value := total(name)) is None else round(value) for name in ("views", CUSTOMERS, LEADS)}
    won, customers = total(_WON), counts[CUSTOMERS]
    return Facts(
        spend=total(SPEND) if weeks else None,
        views=counts["views"],
        amounts=None if total("revenue") is None else _amounts(parts, days),
        new_customers=customers,
        leads=counts[LEADS],
        lifetime_value=won / customers if won is not None and customers else None,
    )


def _amounts(parts: Parts, days: Sequence[date]) -> list[float]:
    """What each order of these days brought; a day without one has a pair that counts none."""
    pairs = [zip(parts["orders"].by_day[day], parts["revenue"].by_day[day], strict=True) for day in days]
    return [amount for each in pairs for (count, _), (amount, _) in each if count]


def all_facts(workspace: Workspace) -> dict[str, Facts]:
    """By account of which anybody typed what its weeks cost: all that is known of those weeks together.

    Raises:
        RegistryError: own_numbers.csv has rows that cannot be used.
    """
    typed, views = read_own_numbers(workspace), metrics_of(workspace)["views"]
    accounts = [name for name in workspace.accounts if any((one.account, one.name) == (name, SPEND) for one in typed)]
    days = {name: account_days(workspace, name, [views]).daily.get("views") for name in accounts}
    return {name: facts(parts_of(workspace, name, typed, days[name])) for name in accounts}
