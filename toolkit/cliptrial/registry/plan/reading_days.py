"""Reading days: the few days of a week on which somebody reads numbers off, for all clients.

An age of days is counted in days of the account's calendar and may be missed by one; so Monday, Wednesday and Friday
meet a post of every weekday at seven days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from math import floor

from cliptrial.registry.model import WEEKDAYS, Weekday

USUAL: tuple[Weekday, ...] = ("mon", "wed", "fri")


def in_days(measure_at: float) -> bool:
    """Whether an age is counted in days of the calendar; a shorter one is counted by the clock."""
    return measure_at >= 4


def tolerance(measure_at: float) -> float:
    """How far from the measuring age numbers may be read, in days: 1, or a quarter of an age below 4."""
    return 1.0 if in_days(measure_at) else measure_at / 4


def reading_day(posted: date, measure_at: float, days: Collection[Weekday]) -> date:
    """On which day the numbers of a post are to be read.

    It is the reading day nearest to the measuring age, of two as near the earlier one: whoever misses it has the other
    one left. Where no reading day is near enough, and for ages counted by the clock, it is the day of the age itself.
    """
    due = posted + timedelta(days=-(-measure_at // 1))
    near = (0, -1, 1) if in_days(measure_at) else (0,)
    possible = (due + timedelta(days=off) for off in near)
    return next((day for day in possible if WEEKDAYS[day.weekday()] in days), due)


def decision_day(posted: Iterable[date], measure_at: float, days: Collection[Weekday]) -> date:
    """On which day all numbers are there: the one after the last reading, Monday where that is a weekend."""
    after = max(reading_day(one, measure_at, days) for one in posted) + timedelta(days=1)
    return after + timedelta(days=7 - after.weekday() if after.weekday() > 4 else 0)


def last_day(posted: date, measure_at: float) -> date:
    """The last day on which the numbers of a post still count."""
    return posted + timedelta(days=floor(measure_at + tolerance(measure_at)))
