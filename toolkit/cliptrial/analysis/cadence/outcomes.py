"""What came of every week or fortnight: days added up, of an account or its shop, and the posts that went out in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from cliptrial.analysis.history.labels import posted_locally
from cliptrial.analysis.periods.beside import of_orders, of_outcomes
from cliptrial.analysis.periods.daily import of_account
from cliptrial.analysis.units import Values, values_from
from cliptrial.metrics import Kind, Metric, Scale
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import DAY_COUNTERS
from cliptrial.posts.outcomes.stored import ORDERS
from cliptrial.registry.plan.schedule import PlannedPeriod, Schedule
from cliptrial.registry.workspace import Workspace

POSTS = "posts"
"""What a metric divides by for a number per post."""
AFTER = frozenset({*ORDERS, "sessions", "key_events", "leads", "dm_leads"})
"""What people did, whatever led them there, as shops, analytics and conversations tell it by day."""
COLUMNS = frozenset({*DAY_COUNTERS, *AFTER, POSTS}) - {"followers"}
"""What whole days may be compared by; followers stand at the end of a day and do not add up."""
FEWEST = 4
"""Pairs of neighbouring periods from which an account's own spread is told."""


@dataclass(frozen=True, slots=True)
class Days:
    """One number day by day; of days that are not in it nobody knows.

    Attributes:
        by_day: What happened on each.
        until: The last day of which anything is known; None where nothing is.
    """

    by_day: Mapping[date, float]
    until: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """A planned period and what came of it.

    Attributes:
        position: As planned; its ``topic`` names the posts to make.
        due: Whether what decides is known up to its last day.
        posted: Posts that went out in it; None where the store knows no post of the account at that time.
        unknown: Days that count and of which what decides is not known.
        sums: By column: the sum over the days that count; only where every one of them is known. ``posts`` are those
            of all its days.
    """

    position: PlannedPeriod
    due: bool
    posted: int | None
    unknown: tuple[date, ...]
    sums: Mapping[str, float]


class Told:
    """What a workspace knows of places, each asked once: an account, or a region of its shop."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._rows = cache(lambda account: of_account(Lake(ws.store_dir), account))
        self.days = cache(self._days)

    def _days(self, account: str, region: str | None, column: str) -> Days:
        rows = self._rows(account)
        counted = Metric(column, Kind.COUNT, (column,), None, Scale.NUMBER, {})
        if column in ORDERS:
            daily = of_orders(self._ws, account, counted, region)
        else:
            net = column == "new_followers" and not any(column in row for row in rows.values())
            name = "follower_change" if net else column
            own = {day: row[name] for day, row in rows.items() if name in row}
            if own or column not in AFTER:
                return Days(own, max(rows, default=None))
            daily = of_outcomes(self._ws, account, counted)
        if daily is None:
            return Days({}, None)
        by_day = {day: sum(value for value, _ in daily.by_day.get(day, ())) for day in daily.known}
        return Days(by_day, max(by_day, default=None))


def periods_of(ws: Workspace, schedule: Schedule, washout: int, metrics: Sequence[Metric]) -> tuple[Period, ...]:
    """Every period in the order of the schedule.

    A period whose last day no export holds is not due, however many of its days are known; the first ``washout`` days
    of each are left out, because they still answer to the posts of the period before.

    Args:
        ws: Whose store.
        schedule: The plan.
        washout: First days that do not count.
        metrics: What is asked of them; the first one decides.
    """
    dated = [post for post in posts_of(Lake(ws.store_dir), {p.account for p in schedule.positions}) if post.posted_at]
    posted = Counter((post.account, posted_locally(ws, post).date()) for post in dated)
    first = min(one.date for one in schedule.positions)
    shown = {account for account, day in posted if day >= first}
    source, columns = Told(ws), [one.columns for one in metrics]
    return tuple(
        _period(source, one, posted if one.account in shown else None, washout, columns) for one in schedule.periods
    )


def _period(
    source: Told,
    one: PlannedPeriod,
    posted: Counter[tuple[str, date]] | None,
    washout: int,
    columns: Sequence[Collection[str]],
) -> Period:
    whole = list(_days(one.date, one.last))
    known = {name: source.days(one.account, one.region, name) for names in columns for name in names if name != POSTS}
    decides = [known[name] for name in columns[0] if name != POSTS]
    due = all(days.until is not None and days.until >= one.last for days in decides)
    counting = whole[washout:]
    unknown = tuple(day for day in counting if due and not all(day in days.by_day for days in decides))
    complete = {name: days.by_day for name, days in known.items() if all(day in days.by_day for day in counting)}
    sums = {name: sum(by_day[day] for day in counting) for name, by_day in complete.items()} if due else {}
    posts = None if posted is None else sum(posted[one.account, day] for day in whole)
    return Period(one, due, posts, unknown, sums | ({POSTS: float(posts)} if posts and due else {}))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def values_of(periods: Sequence[Period], metric: Metric) -> Values:
    """A metric on every period; NaN where a day of it is not known, and where it is not over."""
    rows = {}
    for row, one in enumerate(periods):
        if all(name in one.sums for name in metric.columns):
            top = sum(one.sums[name] for name in metric.numerator)
            bottom = one.sums[metric.denominator] if metric.denominator else 1.0
            # Posts are no exposure: a number per post is a number of the period.
            rows[row] = (top / bottom, 1.0) if metric.denominator == POSTS else (top, bottom)
    return values_from(rows, len(periods))


def usual_spread(
    days: Sequence[Mapping[date, float]], metric: Metric, length: int, washout: int, before: date
) -> tuple[float, int] | None:
    """SD of the log of a whole period's number, between neighbours, and from how many pairs of the past.

    Args:
        days: Of every number that the metric needs, in their order, what each day had; posts are left out.
        metric: Of whole days.
        length: Days of a period.
        washout: Its first days that do not count.
        before: The first day that does not count any more: a plan's own weeks would count its effect as luck.

    Returns:
        None where fewer than four pairs of neighbours are known.
    """
    known = sorted(day for day in set(days[0]).intersection(*days[1:]) if day < before) if days else []
    logs, end = [], known[-1] if known else before
    while known and end - timedelta(days=length) >= known[0] - timedelta(days=1):
        counted = [end - timedelta(days=back) for back in range(length - washout)]
        whole = all(day in by_day for day in counted for by_day in days)
        sums = [sum(by_day[day] for day in counted) if whole else 0.0 for by_day in days]
        top = sum(sums[: len(metric.numerator)])
        bottom = sums[-1] if len(sums) > len(metric.numerator) else 1.0
        logs.append(float(np.log(top / bottom)) if top > 0 and bottom > 0 else np.nan)
        end -= timedelta(days=length)
    apart = np.diff(np.array(logs[::-1]))
    apart = apart[np.isfinite(apart)]
    return (float(np.sqrt(np.mean(apart**2) / 2)), len(apart)) if len(apart) >= FEWEST else None
