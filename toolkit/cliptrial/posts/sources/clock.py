"""When a post went out and when a file was exported, from dates that may lack year, hour or zone.

A video id carries the UTC second in which the video was made, so ids give the year that Studio leaves
out and show whether a file writes times in UTC or in the account's zone. A scheduled post has an id
older than its posting: then the written date holds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import Mask
from cliptrial.posts.columns.dates import NONE, Dates
from cliptrial.posts.columns.zones import EPOCH, Seconds, day_number, local_days, utc_seconds
from cliptrial.posts.text.dates import When

QUARTER, HOUR, DAY = 900, 3600, 86_400
_EARLY = 60
"""Seconds by which a written minute may lie before the second of the making."""
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


def writing_zone(
    written: Dates, made: Seconds, zone: ZoneInfo, usual: ZoneInfo | None = None
) -> tuple[tzinfo, Message | None]:
    """The zone in which a file writes its times, by comparing them with the ids.

    Args:
        written: Written posting times.
        made: By row: the second of the id; 0 where none tells it.
        zone: The account's zone.
        usual: The zone in which such files are written wherever an account lives, if there is one.

    Returns:
        The zone (the account's, the usual one, UTC, or a fixed offset), and a note where it is not the account's.
    """
    full = (written.days != NONE) & (written.second != NONE) & (written.offset == NONE) & (made != 0)
    if not full.any():
        return usual or zone, None
    clock, made = written.days[full] * DAY + written.second[full], made[full]
    if usual is not None:
        return _measured(clock, made, zone, usual)
    if _off(clock, made, zone) <= HOUR:
        return zone, None
    if _off(clock, made, UTC) <= HOUR:
        return UTC, says("Times in this file are UTC, as its video ids show.")
    ahead = float(np.median(clock - made))
    fixed = timezone(timedelta(minutes=15 * round(ahead / 900))) if abs(ahead) < 14.5 * HOUR else None
    if fixed is None or _off(clock, made, fixed) > HOUR / 2:
        return zone, None
    note = says(
        "Times in this file are {fixed}, as its video ids show; the account is set to {zone}.",
        fixed=fixed,
        zone=zone.key,
    )
    return fixed, note


def _measured(clock: Seconds, made: Seconds, zone: ZoneInfo, usual: ZoneInfo) -> tuple[tzinfo, Message | None]:
    """The zone in which most posts went out within minutes of their making; whole quarters of an hour apart at least.

    Made long before, a scheduled post tells nothing; so one post alone moves no file, unless it would have gone out
    before it was made.
    """
    quarters = (clock - made + _EARLY) // QUARTER
    distinct, counts = np.unique(quarters, return_counts=True)
    fixed = timezone(timedelta(minutes=15 * int(np.clip(distinct[counts.argmax()], -58, 58))))
    first, *others = zones = (usual, zone, UTC)
    fits = [int(_soon(clock, made, one).sum()) for one in (*zones, fixed)]
    impossible = bool((utc_seconds(clock, first) < made - _EARLY).any())
    best = max(range(len(fits)), key=fits.__getitem__)
    if best == len(zones) and fits[best] < 2 and not impossible:
        best = 0
    written_in: tzinfo = (first, *others, fixed)[best]
    named = written_in.key if isinstance(written_in, ZoneInfo) else str(written_in)
    note = says("Times in this file are those of {zone}, as the links of its posts show.", zone=named)
    return written_in, None if written_in == zone or not fits[best] else note


def _soon(clock: Seconds, made: Seconds, zone: tzinfo) -> Mask:
    """By row: whether a post went out within minutes of its making, if its time is that of a zone."""
    late = utc_seconds(clock, zone) - made
    return (late >= -_EARLY) & (late < QUARTER - _EARLY)


def _off(clock: Seconds, made: Seconds, zone: tzinfo) -> float:
    """Median distance in seconds between written times, taken in a zone, and ids."""
    return float(np.median(np.abs(utc_seconds(clock, zone) - made)))


def posted_seconds(written: Dates, made: Seconds, written_in: tzinfo, zone: ZoneInfo) -> Seconds:
    """UTC epoch seconds of posting.

    A written time holds. With a date only, the id's second is taken when it lies on that day (in the
    account's zone or in UTC) or on the next, because no video is posted before it is made; a later
    date is a scheduled post, taken at noon.

    Args:
        written: Written posting times.
        made: By row: the second of the id.
        written_in: The zone in which the file writes times.
        zone: The account's zone.
    """
    local, utc = local_days(made, zone), made // DAY
    days = _days(written, local)
    noon = utc_seconds(days * DAY + NOON.hour * HOUR, zone)
    near = (np.minimum(local, utc) - 1 <= days) & (days <= np.maximum(local, utc))
    clock = days * DAY + np.where(written.second == NONE, 0, written.second)
    timed = np.where(written.offset == NONE, utc_seconds(clock, written_in), clock - written.offset)
    dated = np.where(written.second != NONE, timed, np.where(near, made, noon))
    return np.where(written.known, dated, made)


def _days(written: Dates, known: Seconds) -> Seconds:
    """The days of dates, those without a year in the one that brings them nearest to a known day."""
    days = np.where(written.days == NONE, known, written.days)
    without = np.flatnonzero(written.known & (written.year == NONE))
    _, first, places = np.unique(
        (known[without] * 16 + written.month[without]) * 32 + written.day[without],
        return_index=True,
        return_inverse=True,
    )
    nearest = [_near(written.at(place), int(known[place])) for place in without[first].tolist()]
    days[without] = np.array(nearest, np.int64)[places]
    return days


def _near(when: When | None, known: int) -> int:
    return known if when is None else day_number(when.near(EPOCH + timedelta(days=known)))


def first_on_or_after(written: When, earliest: date) -> date:
    """The day without a year: the first one that is not before a known day."""
    days = (day for year in range(earliest.year, earliest.year + 9) if (day := written.on(year)))
    return next(day for day in days if day >= earliest)


def last_on_or_before(written: When, latest: date) -> date:
    """The day without a year: the last one that is not after a known day."""
    days = (day for year in range(latest.year, latest.year - 9, -1) if (day := written.on(year)))
    return next(day for day in days if day <= latest)
