"""When a post went out and when a file was exported, from dates that may lack year, hour or zone.

A video id carries the UTC second in which the video was made, so ids give the year that Studio leaves
out and show whether a file writes times in UTC or in the account's zone. A scheduled post has an id
older than its posting: then the written date holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from statistics import median
from zoneinfo import ZoneInfo

from cliptrial.messages import Message, says
from cliptrial.posts.text.dates import When

HOUR, DAY = 3600, 86_400
NOON = time(12)
"""Taken where only the day is known: never more than half a day off."""

UTC = UTC


def at(day: date, clock: time | None, zone: tzinfo) -> int:
    """UTC epoch seconds of a local day and time; noon where no time is known."""
    return int(datetime.combine(day, clock or NOON, zone).timestamp())


def declared_second(declared: date | datetime, zone: ZoneInfo) -> int:
    """UTC epoch seconds of a declared moment; noon of a declared day."""
    if isinstance(declared, datetime):
        return int((declared if declared.tzinfo else declared.replace(tzinfo=zone)).timestamp())
    return at(declared, None, zone)


def writing_zone(posts: Iterable[tuple[When, int]], zone: ZoneInfo) -> tuple[tzinfo, Message | None]:
    """The zone in which a file writes its times, by comparing them with the ids.

    Args:
        posts: Written posting time and second of the id, for every post.
        zone: The account's zone.

    Returns:
        The zone (the account's, UTC, or a fixed offset), and a note where it is not the account's.
    """
    full = [(datetime.combine(w.date, w.time), second) for w, second in posts if w.date and w.time and w.zone is None]
    if not full:
        return zone, None
    if _off(full, zone) <= HOUR:
        return zone, None
    if _off(full, UTC) <= HOUR:
        return UTC, says("Times in this file are UTC, as its video ids show.")
    ahead = median((written.replace(tzinfo=UTC).timestamp() - second) for written, second in full)
    fixed = timezone(timedelta(minutes=15 * round(ahead / 900))) if abs(ahead) < 14.5 * HOUR else None
    if fixed is None or _off(full, fixed) > HOUR / 2:
        return zone, None
    note = says(
        "Times in this file are {fixed}, as its video ids show; the account is set to {zone}.",
        fixed=fixed,
        zone=zone.key,
    )
    return fixed, note


def _off(posts: Sequence[tuple[datetime, int]], zone: tzinfo) -> float:
    """Median distance in seconds between written times, taken in a zone, and ids."""
    return median(abs(written.replace(tzinfo=zone).timestamp() - second) for written, second in posts)


def posted_second(written: When | None, id_second: int, written_in: tzinfo, zone: ZoneInfo) -> int:
    """UTC epoch second of posting.

    A written time holds. With a date only, the id's second is taken when it lies on that day (in the
    account's zone or in UTC) or on the next, because no video is posted before it is made; a later
    date is a scheduled post, taken at noon.
    """
    if written is None:
        return id_second
    local, utc = datetime.fromtimestamp(id_second, zone).date(), datetime.fromtimestamp(id_second, UTC).date()
    day = written.near(local)
    if written.time is not None:
        return at(day, written.time, written.zone or written_in)
    return id_second if min(local, utc) - timedelta(days=1) <= day <= max(local, utc) else at(day, None, zone)


def first_on_or_after(written: When, earliest: date) -> date:
    """The day without a year: the first one that is not before a known day."""
    days = (day for year in range(earliest.year, earliest.year + 9) if (day := written.on(year)))
    return next(day for day in days if day >= earliest)


def last_on_or_before(written: When, latest: date) -> date:
    """The day without a year: the last one that is not after a known day."""
    days = (day for year in range(latest.year, latest.year - 9, -1) if (day := written.on(year)))
    return next(day for day in days if day <= latest)
