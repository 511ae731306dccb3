"""When to post: the views of earlier posts by weekday and hour, and when followers are in the app."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cliptrial.analysis.history.followers import Activity, Region, activity_of, regions_of, shares_of
from cliptrial.analysis.history.labels import posted_locally
from cliptrial.analysis.history.stored_posts import asked_metric, read_at_age
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.records import Post
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.inversion import Floats
from cliptrial.stats.posting.pattern import PatternTest, pattern_test, smallest_found
from cliptrial.stats.posting.shrunken import SlotEffects, slot_effects

METRIC = "views"
MEASURE_AT = 7.0
YEARS_BACK = timedelta(days=730)
"""Posts from before then say little of today's followers."""
STRETCH = 28
"""Days within which hours may be exchanged: what grew or fell by months cannot look like an effect of the hour."""
LEVEL = 0.05
PARTS = ((0, 6), (6, 10), (10, 14), (14, 18), (18, 22), (22, 24))
"""Parts of the day, first hour and the hour after the last: few enough that none of them is best by luck alone."""
FEWEST_POSTS = 8
ELSEWHEN = 2
"""A slot so many hours from the usual one is another slot."""


class Because(StrEnum):
    """Why another slot is worth trying."""

    POSTS = "posts"
    FOLLOWERS = "followers"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day.

    Attributes:
        first: Its first hour.
        until: The hour after its last.
        posts: Posts that went out in it.
        expected: Views of such a post against a typical one of the account, as a ratio minus one, shrunken.
        low: Lower end, 19 in 20.
        high: Upper end.
        by_weekday: By weekday, 0 to 6: posts, and what is expected.
    """

    first: int
    until: int
    posts: int
    expected: float
    low: float
    high: float
    by_weekday: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class SlotIdea:
    """A slot that is worth an experiment.

    Attributes:
        control: The slot that is used most, ``12:00``.
        variant: The one to try.
        because: Which numbers speak for it.
    """

    control: str
    variant: str
    because: Because


@dataclass(frozen=True, slots=True)
class PostingWindows:
    """What is known of when to post for one account; nobody drew the hours by chance.

    Attributes:
        account: Whose posts.
        timezone: In which hours are told.
        metric: What is looked at.
        posts: Posts with a number at equal age.
        left_out: Posts without one.
        days: First and last day of posting; None without posts.
        test: Whether hours matter at all; None where there are too few posts to ask.
        smallest_found: How many more views a third of the day must bring for us to see it four times in five, a ratio
            minus one; None where ten times as many would not do.
        parts: Parts of the day in which posts went out.
        activity: When followers are in the app; None where no export says it.
        regions: Where most of them live; empty where no export says it.
        idea: What to try; None where nothing speaks for another slot.
    """

    account: str
    timezone: str
    metric: str
    posts: int
    left_out: int
    days: tuple[date, date] | None
    test: PatternTest | None
    smallest_found: float | None
    parts: tuple[Part, ...]
    activity: Activity | None
    regions: tuple[Region, ...]
    idea: SlotIdea | None = None

    @property
    def found(self) -> bool:
        """Whether posts show a pattern that chance hardly makes."""
        return self.test is not None and self.test.p_value is not None and self.test.p_value <= LEVEL


@dataclass(frozen=True, slots=True)
class _Posted:
    """Posts with a number: logs, local hours, weekdays 0 to 6, and days since the first."""

    values: Floats
    hours: Floats
    weekdays: NDArray[np.int64]
    days: NDArray[np.int64]

    @property
    def strata(self) -> NDArray[np.int64]:
        """Within which hours may be exchanged: working days or weekends of four weeks."""
        return np.asarray(self.days // STRETCH * 2 + (self.weekdays >= 5), dtype=np.int64)


def posting_windows(ws: Workspace, account: str, until: date | None = None) -> PostingWindows:
    """When to post, for one account; its posts are never pooled with another's.

    Args:
        ws: Whose store.
        account: One of its accounts.
        until: The last day that counts; None for all.

    Raises:
        InputError: There is no such account.
    """
    metric = asked_metric(ws, account, "slot", METRIC)
    lake, zone = Lake(ws.store_dir), ws.accounts[account].timezone
    recent = _recent(ws, lake, account, until)
    readings = read_at_age(ws, metric, recent, MEASURE_AT).by_post if recent else {}
    used = {post: readings[post.post_id].numerator for post in recent if post.post_id in readings}
    used = {post: views for post, views in used.items() if views > 0}
    at = [posted_locally(ws, post) for post in used]
    posted = _posted(at, list(used.values()))
    enough = len(used) >= FEWEST_POSTS
    test = pattern_test(posted.values, posted.hours, posted.strata) if enough else None
    effects = slot_effects(posted.values, posted.hours, posted.weekdays, posted.strata) if enough else None
    activity = activity_of(lake, account, until)
    windows = PostingWindows(
        account=account,
        timezone=zone,
        metric=METRIC,
        posts=len(used),
        left_out=len(recent) - len(used),
        days=(min(at).date(), max(at).date()) if at else None,
        test=test,
        smallest_found=smallest_found(posted.values, posted.hours, posted.strata) if enough else None,
        parts=_parts(posted, effects) if effects else (),
        activity=activity,
        regions=regions_of(activity, zone, shares_of(lake, account)) if activity else (),
    )
    return replace(windows, idea=_idea(windows, posted, effects))


def _recent(ws: Workspace, lake: Lake, account: str, until: date | None) -> list[Post]:
    """The account's posts of its last two years, in order of time."""
    dated = [
        (posted_locally(ws, post).date(), post) for post in posts_of(lake, [account]) if post.posted_at is not None
    ]
    last = max((day for day, _ in dated if until is None or day <= until), default=date.min)
    return [post for day, post in dated if day <= last and (last - day) < YEARS_BACK]


def _posted(at: Sequence[datetime], views: Sequence[float]) -> _Posted:
    first = min((one.toordinal() for one in at), default=0)
    return _Posted(
        np.log(np.asarray(views, dtype=np.float64)),
        np.array([one.hour + one.minute / 60 for one in at]),
        np.array([one.weekday() for one in at], dtype=np.int64),
        np.array([one.toordinal() - first for one in at], dtype=np.int64),
    )


def _parts(posted: _Posted, effects: SlotEffects) -> tuple[Part, ...]:
    counts = np.zeros((7, 24))
    np.add.at(counts, (posted.weekdays, posted.hours.astype(int)), 1)
    return tuple(_part(counts, effects, first, until) for first, until in PARTS if counts[:, first:until].any())


def _part(counts: Floats, effects: SlotEffects, first: int, until: int) -> Part:
    # Weekdays count alike, so that a part which is used on Sundays alone is not told by its Sundays.
    own = np.zeros_like(counts)
    own[:, first:until] = counts[:, first:until].sum(axis=0)
    days = [own * (np.arange(7) == day)[:, None] for day in range(7)]
    posts = counts[:, first:until].sum(axis=1).astype(int)
    return Part(
        first, until, int(posts.sum()), *effects.average(own),
        tuple((int(count), effects.average(day)[0]) for count, day in zip(posts, days, strict=True)),
    )  # fmt: skip


def _idea(windows: PostingWindows, posted: _Posted, effects: SlotEffects | None) -> SlotIdea | None:
    """The slot to try: of the posts where they show a pattern, else of when followers come."""
    used = Counter(posted.hours.astype(int).tolist())
    if not used:
        return None
    usual = max(sorted(used), key=lambda hour: used[hour])
    because, hour = Because.FOLLOWERS, windows.activity.rise if windows.activity else usual
    if windows.found and effects is not None:
        by_hour = effects.mean.mean(axis=0)
        because, hour = Because.POSTS, max(sorted(used), key=lambda one: float(by_hour[one]))
    elif windows.regions:
        hour = int(windows.regions[0].rise_here + 0.5) % 24
    return SlotIdea(f"{usual:02d}:00", f"{hour:02d}:00", because) if _apart(hour, usual) >= ELSEWHEN else None


def _apart(hour: int, other: int) -> int:
    """Hours between two times of day, the shorter way round."""
    return min((hour - other) % 24, (other - hour) % 24)
