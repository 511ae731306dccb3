"""The numbers of an account by week, as signs are looked for in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, nan
from statistics import median

import narwhals as nw
import numpy as np

from cliptrial.analysis.history.stored_posts import read_at_age
from cliptrial.analysis.periods.beside import of_outcomes
from cliptrial.analysis.periods.daily import MEASURE_AT, AccountDays, Basis, Daily, account_days
from cliptrial.analysis.periods.span import A_WEEK, Kind, Span
from cliptrial.metrics import Metric, Whose, metrics_of
from cliptrial.planning.noticed.signals import LONG, SENTIMENT, SHORT, Signal, Weeks, signals
from cliptrial.planning.review.review import newest_span
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.registry.workspace import Workspace

RECENT = 12
"""Weeks before the newest one whose signs still make an experiment: those that a quarter's page shows."""
COMPLETION = "completion_rate"
LOOKED_AT = (
    "views",
    "engagement_by_views",
    "view_to_follower",
    "average_watch_time",
    COMPLETION,
    "comments",
    SENTIMENT,
)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sign, whose it is, and the first day of its week."""

    account: str
    week: date
    signal: Signal


def noticed(workspace: Workspace, account: str, span: Span) -> tuple[Noticed, ...]:
    """What is worth a look in the weeks that end within a period, the oldest first.

    Args:
        workspace: Whose store.
        account: Its name.
        span: A week, a month or a quarter.
    """
    return _noticed(workspace, account, [*_weeks(span)])


def _noticed(workspace: Workspace, account: str, asked: Sequence[Span]) -> tuple[Noticed, ...]:
    known = metrics_of(workspace)
    days = account_days(workspace, account, [known[name] for name in LOOKED_AT if name in known])
    daily = {
        **days.daily,
        **_by_length(workspace, days, known[COMPLETION]),
        **_sentiment(workspace, account, known.get(SENTIMENT)),
    }
    if not daily:
        return ()
    whose, together = whose_number(workspace, account), len(workspace.accounts_of(workspace.client_of([account])))
    earliest = min(min(one.known, default=date.max) for one in daily.values())
    return tuple(
        Noticed(account, week.first, signal)
        for week in asked
        for weeks in [_numbers(daily, week, earliest)]
        for signal in signals(weeks, _posts(days, week), whose, known, together)
    )


def _weeks(span: Span) -> Iterator[Span]:
    """Weeks whose last day lies in the period."""
    week = Span.around(Kind.WEEK, span.first)
    while week.last <= span.last:
        yield week
        week = week.later(1)


def _numbers(daily: Mapping[str, Daily], week: Span, earliest: date) -> Weeks:
    """By number: all weeks up to this one of which it is known."""
    every = [*reversed([*week.before(earliest - A_WEEK)]), week]
    return {name: np.array([_value(one, each, week.last) for each in every]) for name, one in daily.items()}


def _value(daily: Daily, week: Span, until: date) -> float:
    """Of a week of which every day is known, and counted as on the last day; else not a number."""
    if week.first < max((day for day in daily.changes if day <= until), default=date.min):
        return nan
    days = [week.first + timedelta(days=number) for number in range(week.days)]
    value = daily.value(days) if daily.known.issuperset(days) else None
    return nan if value is None else value


def _posts(known: AccountDays, week: Span) -> int:
    return sum(week.holds(day) for day in known.read_on.values())


def _by_length(workspace: Workspace, known: AccountDays, metric: Metric) -> dict[str, Daily]:
    """Completion of videos up to the account's median length, and of longer ones; empty where lengths are not known."""
    lengths = {post.post_id: post.duration for post in known.posts if post.duration}
    if COMPLETION not in known.daily or not lengths:
        return {}
    usual = median(lengths.values())
    posts = [post for post in known.posts if post.post_id in lengths]
    readings = read_at_age(workspace, metric, posts, MEASURE_AT).by_post
    whole = known.daily[COMPLETION].known

    def of(low: float, high: float) -> Daily:
        by_day = defaultdict(list)
        for post_id, one in readings.items():
            if low < lengths[post_id] <= high and one.denominator > 0:
                by_day[known.read_on[post_id]].append((one.numerator, one.denominator))
        return Daily(metric, Basis.POSTS, dict(by_day), whole)

    return {SHORT: of(0, usual), LONG: of(usual, inf)}


def newest_noticed(workspace: Workspace, accounts: Collection[str], week: Span, back: int = 0) -> tuple[Noticed, ...]:
    """What is worth a look on any of these accounts in a week and in so many before it, the newest first."""
    asked = [week.later(-number) for number in range(back + 1)]
    every = [one for account in accounts for one in _noticed(workspace, account, asked)]
    return tuple(sorted(every, key=lambda one: one.week, reverse=True))


def can_start(workspace: Workspace, week: Span) -> bool:
    """Whether an experiment can be made of what was worth a look in a week: it is none of a quarter ago."""
    return week.first >= week_of(workspace, None).later(-RECENT).first


def week_of(workspace: Workspace, day: date | None) -> Span:
    """The week of a day; the last whole one of which anything is known where none is named.

    Raises:
        InputError: There are no numbers at all.
    """
    return Span.around(Kind.WEEK, day) if day else newest_span(workspace, Kind.WEEK)


def _sentiment(workspace: Workspace, account: str, metric: Metric | None) -> dict[str, Daily]:
    """Positive ones among labelled comments, on the day on which they were written; empty where none has a label."""
    if metric is None:
        return {}
    labelled = of_outcomes(workspace, account, metric)
    return {} if labelled is None else {SENTIMENT: labelled}


def whose_number(workspace: Workspace, account: str) -> Whose:
    """An account as bands ask for it."""
    return Whose(workspace.accounts[account].platform, followers_of(workspace, account))


def followers_of(workspace: Workspace, account: str) -> int | None:
    """Followers by the newest export that has them, else those that somebody wrote down."""
    lake = Lake(workspace.store_dir)
    days = lake.scan("account_days").filter(nw.col("account") == account, ~nw.col("followers").is_null())
    posts = lake.scan("snapshots").filter(nw.col("account") == account, ~nw.col("followers").is_null())
    for rows, moment in ((days, "date"), (posts, "captured_at")):
        newest = rows_of(rows.filter(nw.col(moment) == nw.col(moment).max()).select(nw.col("followers").max()))
        if newest and newest[0]["followers"] is not None:
            return int(newest[0]["followers"])
    return workspace.accounts[account].followers
