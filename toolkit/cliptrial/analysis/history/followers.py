"""When an account's followers are in the app, by its own clock and by those of the countries they live in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import narwhals as nw
import numpy as np

from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.registry.timezones import country_of, zone_of_country
from cliptrial.stats.inversion import Floats

DAYS = 14
"""So many of the last days are read; Studio keeps no more."""
HOURS = 24
FEWEST_HOURS = 20
"""A day that lacks more hours than that leaves its shape open."""
KEY_SHARE = 0.05
KEY_REGIONS = 4
HARMONICS = 5
"""A day is told by so many waves: what is steeper than that is the luck of a few days."""
BLURRED = 0.3
"""Waves that spread-out followers flatten below this share of themselves are not brought back."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Followers in the app, on average.

    Attributes:
        first: First day that is read.
        last: Last one.
        days: Days with numbers between them.
        by_hour: By hour of the account's own clock, 0 to 23: followers active.
        rise: The hour at which activity last climbs past half way before the day's top.
        top: The hour of the most.
    """

    first: date
    last: date
    days: int
    by_hour: tuple[float, ...]
    rise: int
    top: int


@dataclass(frozen=True, slots=True)
class Region:
    """A country in which many followers live.

    Attributes:
        code: Its two letters.
        share: Of the followers.
        timezone: Of its capital or largest cities.
        rise_there: The hour at which activity rises, by its own clock.
        rise_here: The same moment by the account's clock; not a whole hour where the clocks are half an hour apart.
    """

    code: str
    share: float
    timezone: str
    rise_there: int
    rise_here: float


def activity_of(lake: Lake, account: str, until: date | None = None) -> Activity | None:
    """The average day of the last two weeks that were handed in; None where most hours have no number.

    Args:
        lake: The facts.
        account: Whose followers.
        until: Read no day after it.
    """
    rows = lake.scan("follower_activity").filter(nw.col("account") == account, ~nw.col("active").is_null())
    latest: dict[tuple[date, int], tuple[int, float]] = {}
    for row in rows_of(rows.select("date", "hour", "active", "captured_at")):
        if until is None or row["date"] <= until:
            key, reading = (row["date"], row["hour"]), (row["captured_at"] or 0, row["active"])
            latest[key] = max(reading, latest.get(key, reading))
    if not latest:
        return None
    last = max(day for day, _ in latest)
    kept = {key: active for key, (_, active) in latest.items() if key[0] > last - timedelta(days=DAYS)}
    return _average(kept, last)


def _average(active: Mapping[tuple[date, int], float], last: date) -> Activity | None:
    by_hour = defaultdict(list)
    for (_, hour), value in active.items():
        by_hour[hour].append(value)
    if len(by_hour) < FEWEST_HOURS:
        return None
    known = sorted(by_hour)
    # The hours around midnight are neighbours, so that a missing one is filled from both sides.
    means = np.interp(np.arange(HOURS), known, [np.mean(by_hour[hour]) for hour in known], period=HOURS)
    if means.max() <= means.min():
        return None
    days = {day for day, _ in active}
    rise = rise_of(_own_rhythm(means.tolist(), [(1.0, 0.0)]))
    return Activity(min(days), last, len(days), tuple(means.tolist()), rise, int(means.argmax()))


def rise_of(means: Floats) -> int:
    """The hour at which a day's curve last climbs past half way between its low and its top, before the top.

    Examples:
        >>> rise_of(np.array([1.0] * 17 + [5, 9, 9, 8, 6, 3, 1]))
        17
    """
    top, half = int(means.argmax()), (means.max() + means.min()) / 2
    back = next(step for step in range(1, HOURS + 1) if means[(top - step) % HOURS] < half)
    return (top - back + 1) % HOURS


def shares_of(lake: Lake, account: str, kind: str = "territory") -> Mapping[str, float]:
    """Shares of an account's followers as the newest export has them; empty where none was handed in."""
    rows = lake.scan("audience").filter(nw.col("account") == account, nw.col("kind") == kind)
    known = [(row["captured_at"] or 0, row["value"], row["share"]) for row in rows_of(rows)]
    newest = max((at for at, _, _ in known), default=0)
    return {value: share for at, value, share in sorted(known) if at == newest}


def regions_of(activity: Activity, timezone: str, shares: Mapping[str, float]) -> tuple[Region, ...]:
    """Where most followers live, and when activity rises there.

    No source counts active followers by country. So everybody is taken to live by the same rhythm on the own clock,
    and the rhythm is the one that, moved to each country's clock, adds up to what was counted.

    Args:
        activity: All followers together.
        timezone: The account's.
        shares: Of followers by country, as exported.
    """
    named = [(country_of(name), share) for name, share in shares.items()]
    known = {code: share for code, share in named if code and share > 0}
    zones = {code: zone for code in known if (zone := zone_of_country(code))}
    ahead = {code: _ahead(activity.last, zone, timezone) for code, zone in zones.items()}
    key = [code for code in sorted(zones, key=lambda one: -known[one]) if known[code] >= KEY_SHARE]
    if not key:
        return ()
    # Clocks change on different days: what was counted before a change lies an hour off what was counted since.
    days = [activity.first + timedelta(days=number) for number in range((activity.last - activity.first).days + 1)]
    places = [(known[code], _ahead(day, zones[code], timezone)) for code in zones for day in days]
    rise = rise_of(_own_rhythm(activity.by_hour, places))
    return tuple(
        Region(code, known[code], zones[code], rise, (rise - ahead[code]) % HOURS) for code in key[:KEY_REGIONS]
    )


def _ahead(day: date, zone: str, other: str) -> float:
    """By how many hours one clock is before another one at noon of a day."""
    noon = datetime.combine(day, time(12))
    offsets = [noon.replace(tzinfo=ZoneInfo(name)).utcoffset() or timedelta() for name in (zone, other)]
    return (offsets[0] - offsets[1]) / timedelta(hours=1)


def _own_rhythm(by_hour: Sequence[float], places: Sequence[tuple[float, float]]) -> Floats:
    """The day of one follower on the own clock, from that of all and how far the clocks of each share are ahead."""
    waves = np.fft.rfft(np.asarray(by_hour))
    turns = np.arange(len(waves)) * 2j * np.pi / HOURS
    total = sum(share for share, _ in places)
    blur = sum(share / total * np.exp(turns * ahead) for share, ahead in places)
    own = np.where(np.abs(blur) >= BLURRED, waves / np.where(np.abs(blur) >= BLURRED, blur, 1.0), 0.0)
    own[HARMONICS + 1 :] = 0.0
    return np.asarray(np.fft.irfft(own, HOURS), dtype=np.float64)
