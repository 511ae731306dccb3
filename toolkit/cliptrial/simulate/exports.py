"""The files a real team has, for invented posts: exports with only what TikTok Studio shows.

Studio's quirks are kept, as read on real exports: a byte order mark, every field quoted, English headers
whatever the language of the account, dates without a year in that language, at most fifteen posts a file,
most viewed first. Nothing in these files tells the truth behind the posts.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import numpy as np
from babel.dates import format_skeleton

from cliptrial.simulate.account import DAY, Counters, SimulatedPosts

POSTS_PER_FILE = 15
CONTENT_HEADER = (
    "Time",
    "Video title",
    "Video link",
    "Post time",
    "Total likes",
    "Total comments",
    "Total shares",
    "Total views",
)
OVERVIEW_HEADER = ("Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares")
HISTORY_HEADER = ("Date", "Followers", "Difference in followers from previous day")
ACTIVITY_HEADER = ("Date", "Hour", "Active followers")


def video_id(posted_at: int, key: str) -> str:
    """A 19-digit id whose upper 32 bits are the second of posting, as the platform builds them.

    The lower bits come from ``key``, so ids do not depend on any random stream.
    """
    return str((posted_at << 32) | int.from_bytes(sha256(key.encode()).digest()[:4], "big"))


def studio_date(day: date, language: str) -> str:
    """A date as Studio writes it in that language, without the year: ``March 9``, ``9. März``."""
    return str(format_skeleton("MMMMd", day, locale=language))


def studio_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as Studio exports it: byte order mark, every field quoted, no newline at the end."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().rstrip("\n").encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class StudioAccount:
    """An account as its owner sees it in Studio.

    Attributes:
        handle: Without ``@``.
        timezone: IANA name; Studio's days are this zone's.
        language: Language of the user interface, as a locale code.
        posts: Everything the account posted.
        captions: One a post.
        ids: One a post.
        followers: Before the first post.
    """

    handle: str
    timezone: str
    language: str
    posts: SimulatedPosts
    captions: tuple[str, ...]
    ids: tuple[str, ...]
    followers: int

    def link(self, index: int) -> str:
        """The public link of a post."""
        return f"https://www.tiktok.com/@{self.handle}/video/{self.ids[index]}"

    def posted_on(self) -> list[date]:
        """The local day of each post."""
        zone = ZoneInfo(self.timezone)
        return [datetime.fromtimestamp(int(t), zone).date() for t in self.posts.posted_at]

    def midnight(self, day: date) -> int:
        """UTC epoch seconds at which the local ``day`` begins."""
        return int(datetime.combine(day, time(), ZoneInfo(self.timezone)).timestamp())


def content_csv(account: StudioAccount, at: datetime, first: date, last: date) -> bytes | None:
    """``Content.csv`` as exported at ``at``: the posts of the days ``first`` to ``last``, most viewed first.

    None where nothing was posted then. As in Studio, only the fifteen most viewed appear.
    """
    days = account.posted_on()
    now = account.posts.counters(int(at.timestamp()))
    chosen = [i for i, day in enumerate(days) if first <= day <= last]
    chosen.sort(key=lambda i: (-int(now.views[i]), account.ids[i]))
    rows = [
        (
            studio_date(at.date(), account.language),
            account.captions[i],
            account.link(i),
            studio_date(days[i], account.language),
            int(now.likes[i]),
            int(now.comments[i]),
            int(now.shares[i]),
            int(now.views[i]),
        )
        for i in chosen[:POSTS_PER_FILE]
    ]
    return studio_csv(CONTENT_HEADER, rows) if rows else None


def overview_csv(account: StudioAccount, first: date, last: date) -> bytes:
    """``Overview.csv``: what the account's posts gained on each day."""
    rows = []
    for day, gained in _gains(account, first, last):
        profile_views = gained.views.sum() // 90
        counts = (gained.views, profile_views, gained.likes, gained.comments, gained.shares)
        rows.append((studio_date(day, account.language), *(int(np.sum(count)) for count in counts)))
    return studio_csv(OVERVIEW_HEADER, rows)


def follower_history_csv(account: StudioAccount, first: date, last: date) -> bytes:
    """``FollowerHistory.csv``: followers at the end of each day."""
    before = account.posts.counters(account.midnight(first)).new_followers.sum()
    total, rows = account.followers + int(before), []
    for day, gained in _gains(account, first, last):
        new = int(gained.new_followers.sum())
        total += new
        rows.append((studio_date(day, account.language), total, new))
    return studio_csv(HISTORY_HEADER, rows)


def follower_activity_csv(account: StudioAccount, last: date) -> bytes:
    """``FollowerActivity.csv``: followers online by hour in the seven days up to ``last``."""
    total = account.followers + int(account.posts.counters(account.midnight(last)).new_followers.sum())
    days = [last - timedelta(days=back) for back in range(6, -1, -1)]
    rows = [
        (studio_date(day, account.language), hour, int(total * _share_online(day, hour)))
        for day in days
        for hour in range(24)
    ]
    return studio_csv(ACTIVITY_HEADER, rows)


def _share_online(day: date, hour: int) -> float:
    """A hump around lunch, a larger one in the evening, slightly more at weekends."""
    evening = 0.30 * math.exp(-(((hour - 20.5) / 3.2) ** 2))
    lunch = 0.13 * math.exp(-(((hour - 12) / 2) ** 2))
    return (0.06 + evening + lunch) * (1.08 if day.weekday() >= 5 else 1.0)


def session(account: StudioAccount, at: datetime, ranges: Sequence[tuple[date, date]]) -> dict[str, bytes]:
    """One sitting at Studio: every range of days exported in turn, named as a browser names them."""
    files: dict[str, bytes] = {}
    for first, last in ranges:
        content = content_csv(account, at, first, last)
        if content is not None:
            files[f"Content ({len(files)}).csv" if files else "Content.csv"] = content
    earliest, yesterday = min(start for start, _ in ranges), at.date() - timedelta(days=1)
    files["Overview.csv"] = overview_csv(account, earliest, yesterday)
    return files


def _gains(account: StudioAccount, first: date, last: date) -> Iterable[tuple[date, Counters]]:
    """Each local day with what every post gained on it."""
    earlier = account.posts.counters(account.midnight(first))
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        later = account.posts.counters(account.midnight(day + timedelta(days=1)))
        pairs = ((getattr(later, name), getattr(earlier, name)) for name in Counters.__slots__)
        yield day, Counters(*(after - before for after, before in pairs))
        earlier = later


def weeks(first: date, last: date) -> list[tuple[date, date]]:
    """The days ``first`` to ``last`` week by week, so that every range stays below fifteen posts."""
    starts = [first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, 7)]
    return [(start, min(start + timedelta(days=6), last)) for start in starts]


def posts_csv(posts: SimulatedPosts, at_age: float) -> bytes:
    """A plain table of posts, every counter read ``at_age`` days after posting; what ``compare`` takes."""
    now = posts.counters(posts.posted_at + round(at_age * DAY))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    counts = [name for name in Counters.__slots__ if name != "new_followers"]
    writer.writerow(("arm", "posted_at", *counts, "average_watch_time", "completion_rate"))
    for i, arm in enumerate(posts.arm):
        posted = datetime.fromtimestamp(int(posts.posted_at[i]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        watched = (f"{posts.watch_time[i]:.2f}", f"{posts.completion[i]:.4f}")
        writer.writerow((arm, posted, *(int(getattr(now, name)[i]) for name in counts), *watched))
    return text.getvalue().encode()
