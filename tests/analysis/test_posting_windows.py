"""When to post: real activity of followers by hand-read values, and posts of which the hour matters or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.places import shared

from cliptrial.analysis.history.followers import Activity, Region, activity_of, regions_of, rise_of, shares_of
from cliptrial.analysis.history.posting_windows import Because, PostingWindows, _idea, _posted, posting_windows
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.posting.pattern import PatternTest
from cliptrial.wording.posting.windows import WindowsSpeaker

DAY, START = 86_400, 1_767_571_200  # Monday, 5 January 2026


def made(folder: Path, zone: str = "Europe/Berlin") -> Workspace:
    return init_workspace(folder, accounts={"kitchen": {"timezone": zone}, "bakes": {"timezone": zone}})


def posted(ws: Workspace, posts: int, evening: float, seed: int = 1) -> None:
    """A post a day at noon or in the evening, the evening with so many more views on the log."""
    rng = np.random.default_rng(seed)
    rows, seen = [], []
    for number in range(posts):
        late = bool(rng.random() < 0.4)
        at = START + number * DAY + (19 if late else 11) * 3600
        told = {"post_id": f"{(at << 32) + number}", "account": "kitchen", "source": "studio"}
        views = float(round(np.exp(8 + evening * late + rng.normal(0, 0.6))))
        rows.append({**told, "posted_at": at, "described_at": at})
        seen.append({**told, "captured_at": at + 7 * DAY, "views": views})
    lake = Lake(ws.store_dir)
    lake.append("posts", build("posts", rows))
    lake.append("snapshots", build("snapshots", seen))


def active(ws: Workspace, by_hour: list[float], first: date, days: int, captured_at: int = 1) -> None:
    """Followers in the app, every day alike."""
    row = {"account": "kitchen", "captured_at": captured_at, "source": "studio_activity"}
    every = [date.fromordinal(first.toordinal() + number) for number in range(days)]
    rows = [{**row, "date": day, "hour": hour, "active": by_hour[hour]} for day in every for hour in range(24)]
    Lake(ws.store_dir).append("follower_activity", build("follower_activity", rows))


EVENING = [1.0] * 16 + [3, 6, 8, 9, 8, 6, 3, 2]


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A real export of eight days, of which the last one had hardly begun."""
    folder = shared("data/studio-okn-greek-2026")
    ws = init_workspace(tmp_path_factory.mktemp("greek"), accounts={"okn": {"timezone": "Europe/Athens"}})
    files = [folder / name for name in ("FollowerActivity.csv", "FollowerTopTerritories.csv")]
    assert [one.problems for one in ingest(ws, files, captured_at=date(2026, 3, 25)).files] == [(), ()]
    return ws


def test_the_average_day_of_a_real_export(greek: Workspace) -> None:
    """Read by hand: at 5:00 the file has 334, 336, 329, 341, 329, 328 and 316 followers; the last day has no 5:00."""
    activity = activity_of(Lake(greek.store_dir), "okn")
    assert activity is not None
    assert (activity.first, activity.last, activity.days) == (date(2026, 3, 18), date(2026, 3, 25), 8)
    assert activity.top == 21
    assert activity.by_hour.index(min(activity.by_hour)) == 4


def test_where_followers_live_and_what_others_is_left_out(greek: Workspace) -> None:
    lake = Lake(greek.store_dir)
    shares = shares_of(lake, "okn")
    assert (shares["GR"], shares["RO"], shares["Others"], len(shares)) == (0.381, 0.141, 0.295, 11)
    activity = activity_of(lake, "okn")
    assert activity is not None
    regions = regions_of(activity, "Europe/Athens", shares)
    assert [(one.code, one.timezone) for one in regions] == [("GR", "Europe/Athens"), ("RO", "Europe/Bucharest")]


def test_each_region_rises_by_its_own_clock_and_the_mixture_is_taken_apart(tmp_path: Path) -> None:
    """One in five in Berlin, the others in New York, six hours behind: what is counted is the sum of two evenings."""
    ws = made(tmp_path)
    both = [0.2 * EVENING[hour] + 0.8 * EVENING[(hour - 6) % 24] for hour in range(24)]
    active(ws, both, date(2026, 1, 5), 7)
    activity = activity_of(Lake(ws.store_dir), "kitchen")
    assert activity is not None
    york, berlin = regions_of(activity, "Europe/Berlin", {"Germany": 0.16, "US": 0.64, "Others": 0.2})
    assert activity.rise == 23, "New York's evening by Berlin's clock"
    assert (berlin.code, york.code) == ("DE", "US")
    assert berlin.rise_there == berlin.rise_here == york.rise_there == pytest.approx(rise_of(np.array(EVENING)), abs=1)
    assert york.rise_here == (york.rise_there + 6) % 24


@pytest.mark.parametrize("before", [0, 1, 13])
def test_clocks_that_changed_within_the_two_weeks_do_not_move_the_evening(tmp_path: Path, before: int) -> None:
    """New York's summer begins on 8 March 2026, Berlin's three weeks later: until then it is five hours behind."""
    ws, first = made(tmp_path), date(2026, 3, 8) - timedelta(days=before)
    for day in range(14):
        behind = 6 if day < before else 5
        active(ws, [EVENING[(hour - behind) % 24] for hour in range(24)], first + timedelta(days=day), 1)
    activity = activity_of(Lake(ws.store_dir), "kitchen")
    assert activity is not None
    assert activity.days == 14
    (york,) = regions_of(activity, "Europe/Berlin", {"US": 1.0})
    assert (york.rise_there, york.rise_here) == (17, 22)


def test_a_clock_that_is_half_an_hour_off_is_told_with_its_minutes(tmp_path: Path) -> None:
    """17:00 in India is half past twelve in Berlin's winter."""
    ws = made(tmp_path)
    posted(ws, 60, 0.0)
    blurred = [(EVENING[(hour + 4) % 24] + EVENING[(hour + 5) % 24]) / 2 for hour in range(24)]
    active(ws, blurred, date(2026, 1, 5), 7)
    row = {"account": "kitchen", "captured_at": 1, "source": "studio_audience", "kind": "territory"}
    Lake(ws.store_dir).append("audience", build("audience", [{**row, "value": "IN", "share": 1.0}]))
    found = posting_windows(ws, "kitchen")
    assert [(one.rise_there, one.rise_here) for one in found.regions] == [(17, 12.5)]
    assert "17:00 there, 12:30 here" in WindowsSpeaker.of(found, "en").followers()[1]
    assert found.idea is None, "an hour later is no other slot"


def test_only_the_last_two_weeks_count_and_of_an_hour_told_twice_the_newest(tmp_path: Path) -> None:
    ws = made(tmp_path)
    active(ws, [100.0 - hour for hour in range(24)], date(2025, 11, 1), 20)
    active(ws, EVENING, date(2026, 1, 5), 14, captured_at=1)
    active(ws, [2 * one for one in EVENING], date(2026, 1, 18), 1, captured_at=2)
    activity = activity_of(Lake(ws.store_dir), "kitchen")
    assert activity is not None
    assert (activity.first, activity.days) == (date(2026, 1, 5), 14)
    assert activity.by_hour[19] == pytest.approx((13 * 9 + 18) / 14)


def test_without_exports_or_with_a_day_that_lacks_its_night_nothing_is_said(tmp_path: Path) -> None:
    ws = made(tmp_path)
    assert activity_of(Lake(ws.store_dir), "kitchen") is None
    row = {"account": "kitchen", "date": date(2026, 1, 5), "captured_at": 1, "source": "s"}
    rows = [{**row, "hour": hour, "active": float(hour)} for hour in range(5, 24)]
    Lake(ws.store_dir).append("follower_activity", build("follower_activity", rows))
    assert activity_of(Lake(ws.store_dir), "kitchen") is None
    Lake(ws.store_dir).append("follower_activity", build("follower_activity", [{**row, "hour": 4, "active": 1.0}]))
    assert activity_of(Lake(ws.store_dir), "kitchen") is not None


def windows(folder: Path, evening: float, posts: int = 120) -> PostingWindows:
    ws = made(folder)
    posted(ws, posts, evening)
    return posting_windows(ws, "kitchen")


def test_evenings_that_do_better_are_a_pattern_and_an_idea_but_never_more(tmp_path: Path) -> None:
    found = windows(tmp_path, 0.9)
    assert found.found
    assert (found.posts, found.days) == (120, (date(2026, 1, 5), date(2026, 5, 4)))
    noon, evening = found.parts
    assert ((noon.first, noon.until), (evening.first, evening.until)) == ((10, 14), (18, 22))
    assert noon.high < 0 < evening.low
    assert evening.expected < np.expm1(0.9), "drawn towards the typical post"
    assert sum(posts for posts, _ in evening.by_weekday) == evening.posts
    assert found.idea is not None
    assert (found.idea.variant, found.idea.because) == ("20:00", Because.POSTS)


def test_where_hours_do_not_matter_no_pattern_is_seen_and_followers_say_what_to_try(tmp_path: Path) -> None:
    ws = made(tmp_path)
    posted(ws, 120, 0.0, seed=3)
    before = posting_windows(ws, "kitchen")
    assert not before.found
    assert before.idea is None
    assert all(one.low < 0 < one.high for one in before.parts)
    active(ws, EVENING, date(2026, 4, 1), 7)
    after = posting_windows(ws, "kitchen")
    assert after.idea is not None
    assert after.idea.because is Because.FOLLOWERS
    assert after.test == before.test


def test_an_account_without_posts_and_one_with_too_few_say_so(tmp_path: Path) -> None:
    ws = made(tmp_path)
    nothing = posting_windows(ws, "bakes")
    assert (nothing.posts, nothing.days, nothing.test, nothing.parts, nothing.idea) == (0, None, None, (), None)
    posted(ws, 7, 0.0)
    assert posting_windows(ws, "kitchen").test is None
    more = made(tmp_path / "more")
    posted(more, 8, 0.0)
    assert posting_windows(more, "kitchen").test is not None


def test_posts_after_the_last_day_asked_for_do_not_count(tmp_path: Path) -> None:
    ws = made(tmp_path)
    posted(ws, 40, 0.0)
    assert posting_windows(ws, "kitchen", date(2026, 1, 14)).posts == 10


def test_posts_count_that_went_out_in_the_two_years_up_to_the_last_one(tmp_path: Path) -> None:
    """Of four, on the last day and 729, 730 and 731 days before it; none was ever read, and of a fifth no time."""
    ws, rows = made(tmp_path), []
    for number, back in enumerate((0, 729, 730, 731)):
        at = START + (800 - back) * DAY + 11 * 3600
        told = {"post_id": f"{(at << 32) + number}", "account": "kitchen", "source": "studio"}
        rows.append({**told, "posted_at": at, "described_at": at})
    rows.append({**rows[0], "post_id": "7199999999999999999", "posted_at": None})
    Lake(ws.store_dir).append("posts", build("posts", rows))
    assert (posting_windows(ws, "kitchen").posts, posting_windows(ws, "kitchen").left_out) == (0, 2)


def day_like(by_hour: list[float]) -> Activity:
    """One winter's day with so many followers by the hour."""
    return Activity(date(2026, 1, 5), date(2026, 1, 5), 1, tuple(by_hour), 0, 0)


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ({"DE": 0.5, "FR": 0.05, "IT": 0.049}, ["DE", "FR"]),
        ({"PL": 0.06, "DE": 0.3, "IT": 0.1, "FR": 0.2, "AT": 0.05}, ["DE", "FR", "IT", "PL"]),
        ({"DE": 0.05, "FR": 0.05}, ["DE", "FR"]),
        ({"DE": 0.04, "Others": 0.9}, []),
        ({"DE": 0.0}, []),
    ],
)
def test_countries_of_a_twentieth_of_the_followers_are_told_the_largest_four(
    shares: dict[str, float], told: list[str]
) -> None:
    assert [one.code for one in regions_of(day_like(EVENING), "Europe/Berlin", shares)] == told


@pytest.mark.parametrize(
    ("by_hour", "rise"),
    [
        ([0.0] * 17 + [1, 2, 1, 0, 0, 0, 0], 17),  # half way is past half way
        ([0.0] * 17 + [0.9, 2, 1, 0, 0, 0, 0], 18),
        ([2.0] + [0.0] * 22 + [1.5], 23),  # the climb began the evening before
        ([3.0] * 9 + [1.0, 5.0, 1.0] + [3.0] * 12, 10),  # the last climb before the top
        ([4.0] * 10 + [6.0, 5.0] + [4.0] * 12, 10),  # half way from the low, not from nobody
    ],
)
def test_activity_rises_where_it_last_climbs_half_way_between_its_low_and_its_top(
    by_hour: list[float], rise: int
) -> None:
    assert rise_of(np.array(by_hour)) == rise


def test_only_the_newest_list_of_countries_counts(tmp_path: Path) -> None:
    ws = made(tmp_path)
    row = {"account": "kitchen", "source": "studio_audience", "kind": "territory"}
    told = [(1, "US", 0.9), (2, "DE", 0.6), (2, "FR", 0.4), (None, "IT", 1.0)]
    rows = [{**row, "captured_at": at, "value": value, "share": share} for at, value, share in told]
    Lake(ws.store_dir).append("audience", build("audience", rows))
    assert shares_of(Lake(ws.store_dir), "kitchen") == {"DE": 0.6, "FR": 0.4}
    assert shares_of(Lake(ws.store_dir), "bakes") == {}


def test_followers_are_read_up_to_the_day_that_is_asked_for_and_missing_hours_lie_between_their_neighbours(
    tmp_path: Path,
) -> None:
    ws, lake = made(tmp_path), Lake(made(tmp_path / "flat").store_dir)
    row = {"account": "kitchen", "captured_at": 1, "source": "s"}
    known = [{**row, "date": date(2026, 1, 5), "hour": hour, "active": float(hour)} for hour in range(1, 23)]
    later = [{**row, "date": date(2026, 1, 6), "hour": hour, "active": 7.0} for hour in range(24)]
    Lake(ws.store_dir).append("follower_activity", build("follower_activity", [*known, *later]))
    found = activity_of(Lake(ws.store_dir), "kitchen", date(2026, 1, 5))
    assert found is not None
    assert (found.first, found.last, found.days, found.top) == (date(2026, 1, 5), date(2026, 1, 5), 1, 22)
    assert found.by_hour[22:] + found.by_hour[:2] == pytest.approx((22, 15, 8, 1)), "midnight lies between 22 and 1"
    lake.append("follower_activity", build("follower_activity", later))
    assert activity_of(lake, "kitchen") is None, "a day that never changes has no top"


KATHMANDU = Region("NP", 1.0, "Asia/Kathmandu", 17, 12.25)


@pytest.mark.parametrize(
    ("usual", "rise", "regions", "variant"),
    [
        (12, 13, (), None),
        (12, 14, (), "14:00"),
        (12, 10, (), "10:00"),
        (23, 0, (), None),  # an hour apart, over midnight
        (23, 1, (), "01:00"),
        (1, 23, (), "23:00"),
        (8, 20, (KATHMANDU,), "12:00"),  # a quarter past twelve
        (8, 20, (replace(KATHMANDU, rise_here=12.5),), "13:00"),
        (8, 20, (replace(KATHMANDU, rise_here=23.75),), "00:00"),
        (8, None, (), None),
    ],
)
def test_a_slot_two_hours_from_the_usual_one_is_worth_a_try(
    usual: int, rise: int | None, regions: tuple[Region, ...], variant: str | None
) -> None:
    """Two posts at the usual hour, one at five."""
    at = [datetime(2026, 1, day, hour) for day, hour in ((5, 5), (6, usual), (7, usual))]
    active = None if rise is None else replace(day_like(EVENING), rise=rise)
    told = PostingWindows("kitchen", "Europe/Berlin", "views", 3, 0, None, None, None, (), active, regions)
    idea = _idea(told, _posted(at, [9.0] * 3), None)
    assert (idea and (idea.control, idea.variant)) == (variant and (f"{usual:02d}:00", variant))


def test_hours_change_places_within_four_weeks_and_never_between_working_days_and_weekends() -> None:
    at = [datetime(2026, 1, 5, 18, 30) + timedelta(days=number) for number in (0, 4, 5, 6, 27, 28, 32, 33)]
    posted_at = _posted(at, [1.0] * 8)
    assert posted_at.strata.tolist() == [0, 0, 1, 1, 1, 2, 2, 3]
    assert posted_at.hours.tolist() == [18.5] * 8


@pytest.mark.parametrize(("p", "found"), [(0.05, True), (0.051, False), (None, False)])
def test_a_pattern_is_one_that_chance_makes_in_one_of_twenty_at_most(p: float | None, found: bool) -> None:
    told = PostingWindows("kitchen", "Europe/Berlin", "views", 9, 0, None, None, None, (), None, ())
    assert told.found is False, "too few posts to ask"
    assert replace(told, test=PatternTest(p, 0.001, 9)).found is found
