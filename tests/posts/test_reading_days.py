"""Three reading days a week meet a post of every weekday: ages count in days of the account's calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.equal_age.due import due_positions, window
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.model import WEEKDAYS, Weekday
from cliptrial.registry.plan.reading_days import USUAL, last_day, reading_day
from cliptrial.registry.plan.schedule import Position

HOURS = (dt.time(0, 30), dt.time(12), dt.time(23, 30))
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland")
MONDAY = dt.date(2026, 3, 16)
"""Two weeks before clocks change in Europe, one after they changed in America."""
FOUR_WEEKS = [MONDAY + dt.timedelta(days=n) for n in range(28)]


def second(day: dt.date, clock: dt.time, zone: str) -> int:
    return int(dt.datetime.combine(day, clock, ZoneInfo(zone)).timestamp())


def read(folder: Path, zone: str, *, calendar: bool) -> tuple[dict[str, int], set[str]]:
    """Posts of every weekday and hour, with numbers of 9 o'clock on the usual reading days; which are read."""
    posted = {f"{day} {clock}": second(day, clock, zone) for day in FOUR_WEEKS for clock in HOURS}
    days = (MONDAY + dt.timedelta(days=n) for n in range(42))
    reading = [second(day, dt.time(9), zone) for day in days if WEEKDAYS[day.weekday()] in USUAL]
    rows = [{"account": "a", "post_id": p, "captured_at": t, "views": 5.0} for p in posted for t in reading]
    lake = Lake(folder)
    lake.append("snapshots", build("snapshots", rows))
    zones = dict.fromkeys(posted, zone) if calendar else None
    found = observe(
        lake,
        [CATALOGUE["views"]],
        list(posted),
        posted_at=posted,
        measure_at=7,
        randomised=False,
        timezones=zones,
    )
    return posted, set(found["views"].by_post)


@pytest.mark.parametrize("zone", ZONES)
def test_three_reading_days_meet_a_post_of_every_weekday_and_hour(zone: str, tmp_path: Path) -> None:
    posted, met = read(tmp_path, zone, calendar=True)
    assert met == set(posted)


def test_by_the_clock_they_would_not(tmp_path: Path) -> None:
    """A post of Saturday evening is less than six days old on Friday morning."""
    posted, met = read(tmp_path, "Europe/Berlin", calendar=False)
    assert "2026-03-21 23:30:00" in posted.keys() - met


@pytest.mark.parametrize("weekday", range(7))
def test_every_post_has_a_usual_reading_day_near_its_age_and_it_counts(weekday: int) -> None:
    posted = MONDAY + dt.timedelta(days=weekday)
    day = reading_day(posted, 7.0, USUAL)
    assert WEEKDAYS[day.weekday()] in USUAL
    assert abs((day - posted).days - 7) <= 1
    assert day <= last_day(posted, 7.0)
    for clock in HOURS:
        at = window(second(posted, clock, "Europe/Berlin"), 7.0, "Europe/Berlin")
        assert at.first <= second(day, dt.time(0, 0), "Europe/Berlin") <= at.last


@pytest.mark.parametrize(
    ("posted", "measure_at", "days", "wanted"),
    [
        ("2026-03-16", 7.0, USUAL, "2026-03-23"),  # Monday, on the day itself
        ("2026-03-17", 7.0, USUAL, "2026-03-23"),  # Tuesday, the earlier of two as near
        ("2026-03-22", 7.0, USUAL, "2026-03-30"),  # Sunday, a day later
        ("2026-03-18", 7.0, ("mon",), "2026-03-25"),  # no reading day near: the day of the age
        ("2026-03-17", 2.0, USUAL, "2026-03-19"),  # an age counted by the clock is read on its day
        ("2026-03-17", 4.0, ("fri",), "2026-03-20"),
    ],
)
def test_the_nearest_reading_day_is_taken(
    posted: str, measure_at: float, days: tuple[Weekday, ...], wanted: str
) -> None:
    assert reading_day(dt.date.fromisoformat(posted), measure_at, days) == dt.date.fromisoformat(wanted)


def test_a_window_is_three_days_of_the_calendar_and_short_ages_go_by_the_clock() -> None:
    """Over the night in which clocks change, too."""
    at = window(second(dt.date(2026, 3, 22), dt.time(18), "Europe/Berlin"), 7.0, "Europe/Berlin")
    assert at.first == second(dt.date(2026, 3, 28), dt.time(0), "Europe/Berlin")
    assert at.last == second(dt.date(2026, 3, 31), dt.time(0), "Europe/Berlin") - 1
    assert at.last + 1 - at.first == 3 * 86_400 - 3_600
    short = window(1_000_000, 2.0, "Europe/Berlin")
    assert (short.first, short.last) == (1_000_000 + 129_600, 1_000_000 + 216_000)


def test_a_position_is_due_from_the_first_day_on_which_it_may_be_read() -> None:
    position = Position(1, 1, "a", dt.date(2026, 3, 21), "23:30", "x")
    zones, morning = {"a": "Europe/Berlin"}, second(dt.date(2026, 3, 27), dt.time(0), "Europe/Berlin")
    assert due_positions([position], {"a": morning}, zones, 7.0) == [position]
    assert due_positions([position], {"a": morning - 1}, zones, 7.0) == []
