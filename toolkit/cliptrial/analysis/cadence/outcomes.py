"""What came of every week or fortnight: the account's days added up, and the posts that went out in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import narwhals as nw
import numpy as np

from cliptrial.analysis.history.labels import posted_locally
from cliptrial.analysis.units import Values, values_from
from cliptrial.metrics import Metric
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import DAY_COUNTERS
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation.periods import last_day

Days = Mapping[tuple[str, date], Mapping[str, float]]
"""By account and day: what is known of it."""
POSTS = "posts"
"""What a workspace's own metric divides by for a number per post."""
FEWEST = 4
"""Pairs of neighbouring periods from which an account's own spread is told."""


@dataclass(frozen=True, slots=True)
class Period:
    """A planned period and what came of it.

    Attributes:
        position: As planned; its ``topic`` names the posts to make.
        due: Whether the account's days are known up to its last one.
        posted: Posts that went out in it; None where the store knows no post of the account at that time.
        unknown: Days that count and of which no export says anything.
        sums: By counter of a day: the sum over the days that count; only those that every one of them has. ``posts``
            are those of all its days.
    """

    position: Position
    due: bool
    posted: int | None
    unknown: tuple[date, ...]
    sums: Mapping[str, float]


def periods_of(ws: Workspace, schedule: Schedule, washout: int) -> tuple[Period, ...]:
    """Every period in the order of the schedule.

    A period whose last day no export holds is not due, however many of its days are known; the first ``washout`` days
    of each are left out, because they still answer to the posts of the period before.
    """
    accounts = list(dict.fromkeys(p.account for p in schedule.positions))
    lake = Lake(ws.store_dir)
    days = known_days(lake, accounts)
    newest = {name: max((day for account, day in days if account == name), default=date.min) for name in accounts}
    dated = [post for post in posts_of(lake, accounts) if post.posted_at is not None]
    posted = Counter((post.account, posted_locally(ws, post).date()) for post in dated)
    first = min(one.date for one in schedule.positions)
    shown = {account for account, day in posted if day >= first}
    return tuple(
        _period(one, days, newest[one.account], posted if one.account in shown else None, washout)
        for one in schedule.positions
    )


def _period(one: Position, days: Days, newest: date, posted: Counter[tuple[str, date]] | None, washout: int) -> Period:
    whole = list(_days(one.date, last_day(one)))
    due = newest >= whole[-1]
    counting = [days.get((one.account, day), {}) for day in whole[washout:]]
    unknown = tuple(day for day, values in zip(whole[washout:], counting, strict=True) if not values) if due else ()
    names = [name for name in DAY_COUNTERS if name != "followers" and all(name in values for values in counting)]
    sums = {name: sum(values[name] for values in counting) for name in names} if due else {}
    posts = None if posted is None else sum(posted[one.account, day] for day in whole)
    return Period(one, due, posts, unknown, sums | ({POSTS: float(posts)} if posts and due else {}))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def known_days(lake: Lake, accounts: Sequence[str]) -> Days:
    """Every number of every day as it was captured last; a day without any is not in it."""
    rows = lake.scan("account_days").filter(nw.col("account").is_in(list(accounts)))
    latest: dict[tuple[str, date], dict[str, tuple[int, float]]] = {}
    for row in rows_of(rows.select("account", "date", "captured_at", *DAY_COUNTERS)):
        known = latest.setdefault((row["account"], row["date"]), {})
        for name in DAY_COUNTERS:
            if row[name] is not None:
                reading = (row["captured_at"] or 0, row[name])
                known[name] = max(reading, known.get(name, reading))
    return {key: {name: value for name, (_, value) in known.items()} for key, known in latest.items() if known}


def columns_of(metric: Metric) -> tuple[str, ...]:
    """The counters of a day that a metric needs."""
    return (*metric.numerator, *([metric.denominator] if metric.denominator else []))


def values_of(periods: Sequence[Period], metric: Metric) -> Values:
    """A metric on every period; NaN where a day of it is not known, and where it is not over."""
    rows = {}
    for row, one in enumerate(periods):
        if all(name in one.sums for name in columns_of(metric)):
            top = sum(one.sums[name] for name in metric.numerator)
            bottom = one.sums[metric.denominator] if metric.denominator else 1.0
            # Posts are no exposure: a number per post is a number of the period.
            rows[row] = (top / bottom, 1.0) if metric.denominator == POSTS else (top, bottom)
    return values_from(rows, len(periods))


def usual_spread(days: Days, account: str, metric: Metric, length: int, washout: int) -> tuple[float, int] | None:
    """SD of the log of a whole period's number, between neighbours, and from how many pairs of the past.

    Args:
        days: Of :func:`known_days`.
        account: Whose.
        metric: Of whole days.
        length: Days of a period.
        washout: Its first days that do not count.

    Returns:
        None where fewer than four pairs of neighbours are known.
    """
    own = sorted(day for name, day in days if name == account)
    logs = []
    end = own[-1] if own else date.min
    while own and end - timedelta(days=length) >= own[0] - timedelta(days=1):
        counted = [days.get((account, end - timedelta(days=back)), {}) for back in range(length - washout)]
        whole = all(name in values for values in counted for name in columns_of(metric))
        top = sum(values[name] for values in counted for name in metric.numerator) if whole else 0.0
        bottom = sum(values[metric.denominator] for values in counted) if whole and metric.denominator else 1.0
        logs.append(float(np.log(top / bottom)) if top > 0 and bottom > 0 else np.nan)
        end -= timedelta(days=length)
    apart = np.diff(np.array(logs[::-1]))
    apart = apart[np.isfinite(apart)]
    return (float(np.sqrt(np.mean(apart**2) / 2)), len(apart)) if len(apart) >= FEWEST else None
