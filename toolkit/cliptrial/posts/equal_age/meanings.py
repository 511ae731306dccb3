"""Posts of which a metric means one thing: where a platform changed what it counts, the smaller side is left out.

The day was the platform's, so it strikes every arm alike, and what is left is still as chance assigned it; stopping the
answer would lose good posts, and comparing both sides would compare two measures. A post that was counted in part by
either rule belongs to no side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from cliptrial.metrics.periods import CHANGES, changes_of, counted_columns, meaning
from cliptrial.posts.records import AgeRule, OtherSide, Post, Reading, Readings
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CountedOn:
    """Where and since when a post is counted.

    Attributes:
        account: Whose it is; sides are chosen within each account, as arms are compared.
        platform: Where it is.
        posted_at: UTC epoch seconds.
        zone: In whose days it was posted.
        length: Seconds; None where nobody knows.
    """

    account: str
    platform: str
    posted_at: int
    zone: tzinfo
    length: float | None = None


def counted_on(workspace: Workspace, posts: Iterable[Post]) -> dict[str, CountedOn]:
    """By post id: those on platforms that ever changed what they count."""
    changed = {change.platform for change in CHANGES}
    accounts = {name: own for name, own in workspace.accounts.items() if own.platform in changed}
    return {
        post.post_id: CountedOn(
            post.account,
            accounts[post.account].platform,
            post.posted_at,
            ZoneInfo(accounts[post.account].timezone),
            post.duration,
        )
        for post in posts
        if post.account in accounts and post.posted_at is not None
    }


_BOTH = date.min
"""Stands for the meaning of a number that was counted by two rules."""


def of_one_meaning(readings: Readings, counted: Mapping[str, CountedOn]) -> Readings:
    """The readings of the larger side of each account, the later one where both are as large.

    Args:
        readings: Of one metric.
        counted: By post id: those on platforms that ever changed what they count.
    """
    columns = counted_columns(readings.metric)
    sides: dict[str, dict[str, date | None]] = defaultdict(dict)
    for post_id, one in counted.items():
        if any(changes_of(columns, one.platform)) and post_id in readings.by_post:
            sides[one.account][post_id] = _side(readings.by_post[post_id], one, columns)
    gone, days = set[str](), set[date]()
    for own in sides.values():
        counts = Counter(side for side in own.values() if side != _BOTH)
        kept = max(counts, key=lambda side: (counts[side], side or _BOTH), default=None)
        left = {post_id for post_id, side in own.items() if side != kept}
        gone |= left
        days |= {day for post_id in left for day in _between(own[post_id], kept, counted[post_id], columns)}
    if not gone:
        return readings
    by_post = {post_id: own for post_id, own in readings.by_post.items() if post_id not in gone}
    rule = readings.rule if by_post else AgeRule.NONE
    across = OtherSide(tuple(sorted(days)), tuple(sorted(gone)))
    return replace(readings, by_post=by_post, rule=rule, across=across)


def _side(reading: Reading, one: CountedOn, columns: Collection[str]) -> date | None:
    """Since when the number means what it says."""
    posted, read = (_day(second, one) for second in (one.posted_at, reading.captured_at))
    first, last = (meaning(columns, one.platform, day, one.length) for day in (posted, read))
    return first if first == last else _BOTH


def _day(second: int, one: CountedOn) -> date:
    return datetime.fromtimestamp(second, one.zone).date()


def _between(side: date | None, kept: date | None, one: CountedOn, columns: Collection[str]) -> set[date]:
    """The days of change that lie between a post and those that are compared."""
    every = [change.day for change in changes_of(columns, one.platform, one.length)]
    if side == _BOTH:
        # A post whose day was written down wrongly may have been read before it.
        return {min((day for day in every if day > _day(one.posted_at, one)), default=every[-1])}
    low, high = sorted((side or _BOTH, kept or _BOTH))
    return {day for day in (*every, *({kept} if kept else ())) if low < day <= high}
