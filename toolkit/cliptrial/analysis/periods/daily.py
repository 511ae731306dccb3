"""An account's numbers day by day: as the app counts its days, and of its posts on the day they turn seven days old."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import exp, log
from zoneinfo import ZoneInfo

import narwhals as nw

from cliptrial.analysis.history.labels import posted_locally
from cliptrial.metrics import Kind, Metric
from cliptrial.metrics.periods import changes_of, counted_columns
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.lake.counters import COUNTERS, WATCHED
from cliptrial.posts.lake.history import newest_captures_in, posts_of, promotions, timezones_of
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import DAY_COUNTERS
from cliptrial.posts.records import Post, Readings
from cliptrial.registry.workspace import Workspace

MEASURE_AT = 7
"""Age in days at which posts are read."""
LEVELS = frozenset({"followers"})
"""Numbers of a day that stand at its end; all others happened on it."""
ELSEWHERE = ("followers", "duration")
"""What a snapshot need not have itself."""
Pair = tuple[float, float]


class Basis(StrEnum):
    """Where a number comes from: the account's days, or its posts at the age of seven days."""

    DAYS = "days"
    POSTS = "posts"


@dataclass(frozen=True, slots=True)
class Daily:
    """One metric of one account, day by day.

    Attributes:
        metric: What is counted.
        basis: From what.
        by_day: What happened that day: numerator and denominator of the day, or of each post that is read on it.
        known: Days of which all is known.
        net: Whether followers that left are taken off, as no source tells them apart.
        changes: Days from which on the platform counts something else under the same name.
    """

    metric: Metric
    basis: Basis
    by_day: Mapping[date, Sequence[Pair]]
    known: frozenset[date]
    net: bool = False
    changes: tuple[date, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether more days mean a larger number."""
        return self.metric.denominator is None and self.metric.kind is not Kind.MEAN

    def value(self, days: Collection[date]) -> float | None:
        """The number of these days together; None where nothing was counted on them."""
        pairs = [pair for day in sorted(days) for pair in self.by_day.get(day, ())]
        if not pairs:
            return None
        top, below = sum(one for one, _ in pairs), sum(per for _, per in pairs)
        if self.metric.kind is Kind.MEAN:
            return sum(one / per for one, per in pairs) / len(pairs)
        if _is_typical(self.metric):  # of a typical post, as one that went viral says nothing of the others
            return exp(sum(log(one / per) for one, per in pairs) / len(pairs)) if all(one for one, _ in pairs) else None
        if self.metric.denominator is None:
            return top
        if self.metric.denominator in LEVELS:
            below = pairs[-1][1]
        return top / below if below else None


@dataclass(frozen=True, slots=True)
class AccountDays:
    """All that is known of an account.

    Attributes:
        account: Its name.
        daily: By metric.
        posts: All posts with a time, the oldest first.
        read_on: By post id: the day on which it turns seven days old.
        views: By post id: its views at that age.
        newest: The last day of which anything is known; None where nothing is.
    """

    account: str
    daily: Mapping[str, Daily]
    posts: tuple[Post, ...]
    read_on: Mapping[str, date]
    views: Mapping[str, float]
    newest: date | None


def account_days(workspace: Workspace, account: str, metrics: Sequence[Metric]) -> AccountDays:
    """An account's numbers day by day; of a metric that both tell, the app's own days hold.

    Args:
        workspace: Whose store.
        account: Its name.
        metrics: What to read; what follows from orders is left out.
    """
    lake = Lake(workspace.store_dir)
    rows = of_account(lake, account)
    posts = tuple(one for one in posts_of(lake, [account]) if one.posted_at is not None)
    own = [one for one in metrics if not one.outcome]
    of_days = {one.name: daily for one in own if (daily := _of_days(one, rows))}
    counted = _counted(lake, account)
    to_read = [one for one in own if one.name == "views" or (one.name not in of_days and counted >= {*one.columns})]
    readings = _readings(workspace, lake, to_read, posts)
    read_on = {one.post_id: posted_locally(workspace, one).date() + timedelta(days=MEASURE_AT) for one in posts}
    captured = newest_captures_in(lake).get(account)
    zone = ZoneInfo(workspace.accounts[account].timezone)
    seen = None if captured is None else datetime.fromtimestamp(captured, zone).date()
    every = [(one, of_days.get(one.name) or _of_posts(one, readings.get(one.name), read_on, seen)) for one in own]
    platform = workspace.accounts[account].platform
    views = readings["views"].by_post if "views" in readings else {}
    return AccountDays(
        account=account,
        daily={one.name: _with_changes(daily, platform) for one, daily in every if daily},
        posts=posts,
        read_on=read_on,
        views={name: one.numerator for name, one in views.items()},
        newest=max(filter(None, (seen and seen - timedelta(days=1), max(rows, default=None))), default=None),
    )


def _with_changes(daily: Daily, platform: str) -> Daily:
    """Posts mean what they meant when they went out, a week before they are read."""
    later = timedelta(days=MEASURE_AT if daily.basis is Basis.POSTS else 0)
    changes = changes_of(counted_columns(daily.metric), platform)
    return replace(daily, changes=tuple(one.day + later for one in changes))


def of_account(lake: Lake, account: str) -> dict[date, dict[str, float]]:
    """By day: what is known of it; of a day that was told twice the later word, or where none has a time, the most."""
    rows = rows_of(lake.scan("account_days").filter(nw.col("account") == account))
    days: dict[date, dict[str, float]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: (row["captured_at"] or 0, *(row[name] or 0 for name in DAY_COUNTERS))):
        days[row["date"]].update({name: row[name] for name in DAY_COUNTERS if row[name] is not None})
    before: float | None = None
    for day in sorted(days):
        own = days[day]
        if before is not None and "followers" in own and day - timedelta(days=1) in days:
            own.setdefault("follower_change", own["followers"] - before)
        before = own.get("followers")
    return dict(days)


def _of_days(metric: Metric, rows: Mapping[date, Mapping[str, float]]) -> Daily | None:
    columns, net = metric.columns, False
    if columns == ("new_followers",) and not any("new_followers" in row for row in rows.values()):
        columns, net = ("follower_change",), True
    if not set(columns) <= {*DAY_COUNTERS} or metric.kind is Kind.MEAN or _is_typical(metric):
        return None
    tops = columns[:-1] if metric.denominator else columns
    whole = {day: row for day, row in rows.items() if set(columns) <= row.keys()}
    by_day = {
        day: [(sum(row[name] for name in tops), row[columns[-1]] if metric.denominator else 1.0)]
        for day, row in whole.items()
    }
    return Daily(metric, Basis.DAYS, by_day, frozenset(whole), net) if whole else None


def _is_typical(metric: Metric) -> bool:
    """Whether it is told of single posts: views over followers."""
    return metric.kind is Kind.COUNT and metric.denominator is not None


def _counted(lake: Lake, account: str) -> set[str]:
    """Columns of which any snapshot of the account has a number, and those that are filled in from elsewhere."""
    own = lake.scan("snapshots").filter(nw.col("account") == account)
    there = [name for name in dict.fromkeys((*COUNTERS, *WATCHED)) if name in own.collect_schema().names()]
    (row,) = rows_of(own.select(*(nw.col(name).max() for name in there))) or [{}]
    return {*ELSEWHERE, *(name for name, most in row.items() if most is not None)}


def _readings(
    workspace: Workspace, lake: Lake, metrics: Sequence[Metric], posts: Sequence[Post]
) -> Mapping[str, Readings]:
    if not posts:
        return {}
    return observe(
        lake,
        metrics,
        [post.post_id for post in posts],
        posted_at={post.post_id: post.posted_at or 0 for post in posts},
        measure_at=MEASURE_AT,
        randomised=False,
        timezones=timezones_of(workspace, posts),
        promoted_at=promotions(posts),
    )


def _of_posts(
    metric: Metric, readings: Readings | None, read_on: Mapping[str, date], seen: date | None
) -> Daily | None:
    """Days count as known up to the newest capture, as a post that is not there then was not read."""
    if readings is None or not readings.by_post or seen is None:
        return None
    by_day: dict[date, list[Pair]] = defaultdict(list)
    for post_id, one in readings.by_post.items():
        if one.denominator > 0:
            by_day[read_on[post_id]].append((one.numerator, one.denominator))
    first = min(by_day, default=seen)
    known = frozenset(first + timedelta(days=number) for number in range((seen - first).days + 1))
    return Daily(metric, Basis.POSTS, dict(by_day), known)


def newest_day(workspace: Workspace, accounts: Collection[str]) -> date | None:
    """The last day of which anything is known of any of these accounts; None where nothing is."""
    lake = Lake(workspace.store_dir)
    rows = lake.scan("account_days").filter(nw.col("account").is_in(list(accounts)))
    days = [row["date"] for row in rows_of(rows.group_by("account").agg(nw.col("date").max()))]
    for account, at in newest_captures_in(lake).items():
        if account in accounts:
            seen = datetime.fromtimestamp(at, ZoneInfo(workspace.accounts[account].timezone)).date()
            days.append(seen - timedelta(days=1))
    return max(days, default=None)


def strangers(workspace: Workspace) -> tuple[str, ...]:
    """Accounts of the store that the workspace does not know: an account that was renamed keeps its numbers there."""
    lake = Lake(workspace.store_dir)
    named = {
        row["account"]
        for table in ("snapshots", "account_days")
        for row in rows_of(lake.scan(table).select("account").unique())
    }
    return tuple(sorted(named - workspace.accounts.keys()))
