"""Actual views a month, as the app counted them: those of the account's days, or of the month's posts."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from cliptrial.analysis.history.labels import posted_locally
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.registry.workspace import Workspace

Month = tuple[int, int]
ENOUGH_DAYS = 25
"""Days with a number that make a month."""


@dataclass(frozen=True, slots=True)
class MonthOfViews:
    """One month.

    Attributes:
        first: Its first day.
        views: All views; None where nobody knows them.
        posts: Posts that went out.
        whole: Whether it lies within the year that is told, all of it.
        of_posts: Whether these are the views of the month's posts, for want of the account's days.
    """

    first: date
    views: float | None
    posts: int
    whole: bool
    of_posts: bool


def views_by_month(
    workspace: Workspace, accounts: Collection[str], since: date, until: date
) -> tuple[MonthOfViews, ...]:
    """Every month from the first with a post or a day that is known to the last; the same kind of count for all.

    Args:
        workspace: Whose store.
        accounts: Whose views, added up.
        since: The first day.
        until: The last day.
    """
    lake = Lake(workspace.store_dir)
    posts = [one for one in posts_of(lake, accounts) if one.posted_at is not None]
    day_of = {one.post_id: posted_locally(workspace, one).date() for one in posts}
    month_of = {post: day for post, day in day_of.items() if day <= until}
    counts: dict[Month, int] = defaultdict(int)
    for day in month_of.values():
        counts[day.year, day.month] += 1
    days = _account_days(lake, accounts, until)
    of_posts: dict[Month, float] = defaultdict(float)
    for post_id, views in _newest(lake, accounts):
        if post_id in month_of:
            of_posts[month_of[post_id].year, month_of[post_id].month] += views
    months = [one for one in _months(since, until) if counts.get(one) or one in days]
    # A month whose days are known beside one whose posts are added up would look like growth.
    by_days = bool(days) and all(
        days.get(one, (0, 0.0))[0] >= ENOUGH_DAYS for one in months if _whole(one, since, until)
    )
    known = {one: value for one, (_, value) in days.items()} if by_days else dict(of_posts)
    return tuple(
        MonthOfViews(date(*one, 1), known.get(one), counts.get(one, 0), _whole(one, since, until), not by_days)
        for one in months
        if one in known or counts.get(one)
    )


def _months(since: date, until: date) -> Iterator[Month]:
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _whole(month: Month, since: date, until: date) -> bool:
    return since <= date(*month, 1) and date(*month, monthrange(*month)[1]) <= until


def _account_days(lake: Lake, accounts: Collection[str], until: date) -> Mapping[Month, tuple[float, float]]:
    """By month: days that are known for an account on average, and their views; of a day told twice, the most."""
    rows = lake.scan("account_days").filter(nw.col("account").is_in(list(accounts)), ~nw.col("views").is_null())
    by_day: dict[tuple[str, date], float] = {}
    for row in rows_of(rows.filter(nw.col("date") <= until).select("account", "date", "views")):
        key = (row["account"], row["date"])
        by_day[key] = max(row["views"], by_day.get(key, 0.0))
    known: dict[Month, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for (_, day), views in by_day.items():
        count, total = known[day.year, day.month]
        known[day.year, day.month] = (count + 1 / len(accounts), total + views)
    return known


def _newest(lake: Lake, accounts: Collection[str]) -> Iterator[tuple[str, float]]:
    """Of every post the most views that were ever read off."""
    rows = lake.scan("snapshots").filter(nw.col("account").is_in(list(accounts)), ~nw.col("views").is_null())
    for row in rows_of(rows.group_by("post_id").agg(nw.col("views").max())):
        yield row["post_id"], row["views"]
