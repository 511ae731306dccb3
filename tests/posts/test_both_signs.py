"""Early and late, before and after, ahead and behind: distances in time count on both sides alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cliptrial.metrics import CATALOGUE
from cliptrial.posts.columns.dates import Dates
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.matching import match
from cliptrial.posts.plausibility import impossible
from cliptrial.posts.records import Post
from cliptrial.posts.sources.clock import _soon, writing_zone
from cliptrial.posts.text.dates import When
from cliptrial.registry.plan.schedule import Position, Rule, Schedule

ZONE = ZoneInfo("Europe/Berlin")
SLOT = int(datetime(2026, 3, 3, 12, tzinfo=ZONE).timestamp())
HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("off", "found"), [(3 * HOUR, True), (3 * HOUR + 1, False)])
def test_a_post_up_to_three_hours_before_or_after_its_slot_is_taken(sign: int, off: int, found: bool) -> None:
    position = Position(1, 1, "kitchen", date(2026, 3, 3), "12:00", "a")
    schedule = Schedule((position,), Rule(1, 2, {}, {}, 0))
    at = SLOT + sign * off
    post = Post(str((at << 32) + 7), "kitchen", at)
    matched = match(schedule, {}, [post], {"kitchen": "Europe/Berlin"})
    assert (1 in matched.posts) is found


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("off", "told"), [(DAY, False), (DAY + 1, True)])
def test_an_id_more_than_a_day_before_or_after_its_post_disagrees(
    tmp_path: Path, sign: int, off: int, told: bool
) -> None:
    lake = Lake(tmp_path / "store")
    post = Post(str((SLOT + sign * off << 32) + 7), "kitchen", SLOT)
    snapshot = {"post_id": post.post_id, "account": "kitchen", "captured_at": SLOT + 9 * DAY, "views": 9.0}
    lake.append("snapshots", build("snapshots", [{**snapshot, "source": "x", "top_list": False}]))
    assert bool(impossible(lake, [post])) is told


@pytest.mark.parametrize(
    ("ages", "read"),
    [
        ((6.5, 7.8), 6.5),
        ((6.2, 7.5), 7.5),
        ((6.0,), 6.0),
        ((8.0,), 8.0),
        ((5.99,), None),
        ((8.01,), None),
    ],
)
def test_the_snapshot_nearest_to_the_age_is_read_be_it_earlier_or_later(
    tmp_path: Path, ages: tuple[float, ...], read: float | None
) -> None:
    post_id = str((SLOT << 32) + 7)
    told = {"post_id": post_id, "account": "kitchen", "source": "x", "top_list": False}
    rows = [{**told, "captured_at": SLOT + round(age * DAY), "views": age * 100} for age in (*ages, 30.0)]
    lake = Lake(tmp_path / "store")
    lake.append("posts", build("posts", [{"post_id": post_id, "account": "kitchen", "posted_at": SLOT}]))
    lake.append("snapshots", build("snapshots", rows))
    readings = observe(
        lake, [CATALOGUE["views"]], [post_id], posted_at={post_id: SLOT}, measure_at=7.0, randomised=False
    )["views"]
    assert [r.numerator for r in readings.by_post.values()] == ([] if read is None else [pytest.approx(read * 100)])


@pytest.mark.parametrize("hours", [9, -8, 5.75, -3.5])
def test_a_file_written_ahead_of_or_behind_utc_shows_its_offset(hours: float) -> None:
    posts = []
    for day in range(1, 6):
        made = datetime(2026, 1, day, 20, tzinfo=UTC)
        written = (made + timedelta(hours=hours)).replace(tzinfo=None)
        told = When(written.month, written.day, written.year, written.time())
        posts.append((told, int(made.timestamp())))
    zone, note = writing_zone(Dates.of([told for told, _ in posts]), np.array([second for _, second in posts]), ZONE)
    assert zone.utcoffset(datetime(2026, 1, 1)) == timedelta(hours=hours)
    assert note is not None


@pytest.mark.parametrize("hours", [15, -15])
def test_no_zone_is_fifteen_hours_away(hours: int) -> None:
    made = datetime(2026, 1, 5, 12, tzinfo=UTC)
    written = (made + timedelta(hours=hours)).replace(tzinfo=None)
    told = When(written.month, written.day, written.year, time(written.hour))
    assert writing_zone(Dates.of([told]), np.array([int(made.timestamp())]), ZONE) == (ZONE, None)


@pytest.mark.parametrize(
    ("written", "near", "year"),
    [
        ((1, 5), date(2025, 12, 28), 2026),
        ((12, 28), date(2026, 1, 5), 2025),
        ((6, 1), date(2026, 5, 1), 2026),
        ((4, 1), date(2026, 5, 1), 2026),
    ],
)
def test_a_day_without_a_year_is_the_nearest_be_it_before_or_after(
    written: tuple[int, int], near: date, year: int
) -> None:
    assert When(*written).near(near).year == year


@pytest.mark.parametrize(("late", "soon"), [(-61, False), (-60, True), (0, True), (839, True), (840, False)])
def test_a_post_goes_out_soon_from_a_minute_before_its_making_to_fourteen_after(late: int, soon: bool) -> None:
    made = 1_772_485_200
    assert _soon(np.array([made + late]), np.array([made]), UTC).tolist() == [soon]
