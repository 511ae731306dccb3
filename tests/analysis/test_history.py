"""Earlier posts side by side: who is counted where, what is refused, and that numbers agree with another route."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cliptrial import compare_history
from cliptrial.analysis.findings.measured import ImpossibleNumbers
from cliptrial.analysis.history.labels import Wanted, as_arm, dimension_of, labeller
from cliptrial.analysis.history.months import views_by_month
from cliptrial.analysis.results import Analysis, Evidence
from cliptrial.errors import InputError
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.records import Post
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace

DAY = 86_400
FIRST = int(datetime(2026, 1, 5, 17, 0, tzinfo=UTC).timestamp())
SETS = (("brand", "soup", "quick"), ("brand", "fyp"), ("brand", "soup", "fyp"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Sixty daily posts: soup, fyp, and every tenth with both; fyp doubles the views; noon every third day."""
    made = init_workspace(tmp_path / "ws", accounts={"kitchen": {"timezone": "Europe/Berlin", "handle": "kitchen"}})
    rng = np.random.default_rng(7)
    posts, snapshots = [], []
    for number in range(60):
        tags = SETS[2] if number % 10 == 9 else SETS[number % 2]
        at = FIRST + number * DAY - (6 * 3600 if number % 3 == 0 else 0)
        views = float(round(1000 * (2 if "fyp" in tags else 1) * np.exp(rng.normal(0, 0.3))))
        name = f"{7_000_000_000_000_000_000 + number}"
        common = {"post_id": name, "account": "kitchen", "source": "studio"}
        posts.append({**common, "posted_at": at, "hashtags": list(tags), "described_at": at})
        snapshots.append({**common, "captured_at": at + 7 * DAY, "views": views, "likes": views / 20})
    lake = Lake(made.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
    return made


def counts(analysis: Analysis) -> dict[str, int]:
    return {arm.id: arm.posts for arm in analysis.arms}


def test_a_post_with_the_tags_of_two_values_belongs_to_neither(workspace: Workspace) -> None:
    analysis = compare_history(workspace, dimension="hashtags", values=["#soup", "fyp"], control="soup")
    assert counts(analysis) == {"#soup": 30, "#fyp": 24}
    assert analysis.evidence is Evidence.OBSERVED
    assert analysis.experiment is None


def test_the_difference_is_the_one_that_was_put_in_and_turns_over_with_the_control(workspace: Workspace) -> None:
    there = compare_history(workspace, dimension="hashtags", values=["soup", "fyp"], control="soup").uplifts[0]
    back = compare_history(workspace, dimension="hashtags", values=["soup", "fyp"], control="fyp").uplifts[0]
    assert there.relative is not None
    assert back.relative is not None
    assert 0.6 < there.relative < 1.5
    assert (1 + there.relative) * (1 + back.relative) == pytest.approx(1)


def test_values_nobody_named_are_the_most_used_without_what_every_post_carries(workspace: Workspace) -> None:
    assert counts(compare_history(workspace, dimension="hashtags")) == {"#soup #quick": 30, "#fyp": 24}


def test_slots_are_read_in_the_time_zone_of_the_account(workspace: Workspace) -> None:
    analysis = compare_history(workspace, dimension="slot", values=["18:00", "12"], control="18")
    assert counts(analysis) == {"18:00-19:00": 40, "12:00-13:00": 20}
    assert counts(compare_history(workspace, dimension="slot")) == {"18:00-21:00": 40, "12:00-15:00": 20}


def test_a_period_holds_its_first_and_its_last_day(workspace: Workspace) -> None:
    first = datetime.fromtimestamp(FIRST, UTC).date()
    analysis = compare_history(
        workspace, dimension="slot", start=first.isoformat(), end=first + timedelta(days=29), metric="like_rate"
    )
    assert sum(counts(analysis).values()) == 30
    assert analysis.metrics[0].name == "like_rate"
    assert analysis.metrics[0].labels["de"] == "Like-Rate"


def test_a_rate_is_read_from_its_own_columns(workspace: Workspace) -> None:
    row = compare_history(workspace, dimension="slot", metric="like_rate").uplifts[0]
    assert row.estimand == "ratio_of_rates"
    assert row.control_value == pytest.approx(0.05)


def test_posts_without_a_reading_at_the_age_are_left_out_and_counted(workspace: Workspace) -> None:
    young = FIRST + 60 * DAY
    lake = Lake(workspace.store_dir)
    common = {"post_id": "7100000000000000000", "account": "kitchen", "source": "studio"}
    lake.append("posts", build("posts", [{**common, "posted_at": young, "hashtags": ["fyp"], "described_at": young}]))
    lake.append("snapshots", build("snapshots", [{**common, "captured_at": young + DAY, "views": 9.0}]))
    analysis = compare_history(workspace, dimension="slot")
    assert sum(counts(analysis).values()) == 60
    assert [f.values["posts"] for f in analysis.findings if f.code == "left_out"] == [1]


def test_the_page_is_dated_by_the_newest_snapshot_that_was_compared(workspace: Workspace) -> None:
    """Later snapshots of the same posts, and of posts that are not compared, do not count."""
    late = FIRST + 200 * DAY
    lake = Lake(workspace.store_dir)
    common = {"account": "kitchen", "source": "studio"}
    ids = ["7000000000000000000", "7200000000000000000"]
    lake.append("posts", build("posts", [{**common, "post_id": ids[1], "posted_at": late, "described_at": late}]))
    rows = [{**common, "post_id": name, "captured_at": late + 7 * DAY, "views": 9.0} for name in ids]
    lake.append("snapshots", build("snapshots", rows))
    assert compare_history(workspace, dimension="hashtags").provenance.data_as_of == FIRST + (58 + 7) * DAY
    first_days = compare_history(workspace, dimension="slot", end="2026-01-20").provenance.data_as_of
    assert first_days == FIRST + (15 + 7) * DAY - 6 * 3600


def test_every_account_has_weekdays_by_its_own_clock(tmp_path: Path) -> None:
    """Eight in the evening on a Sunday in New York is Monday in Berlin, and still a Sunday's post."""
    zones = {"berlin": "Europe/Berlin", "york": "America/New_York"}
    ws = init_workspace(tmp_path / "ws", accounts={name: {"timezone": zone} for name, zone in zones.items()})
    rng = np.random.default_rng(1)
    posts, snapshots = [], []
    for number in range(40):
        name = ("berlin", "york")[number % 2]
        evening = datetime(2026, 1, 4, 20, tzinfo=ZoneInfo(zones[name])) + timedelta(weeks=number // 2)
        at, tag = int(evening.timestamp()), ("soup", "fyp")[number // 2 % 2]
        common = {"post_id": f"{7_000_000_000_000_000_000 + number}", "account": name, "source": "studio"}
        posts.append({**common, "posted_at": at, "hashtags": [tag], "described_at": at})
        snapshots.append({**common, "captured_at": at + 7 * DAY, "views": float(round(np.exp(rng.normal(8, 1))))})
    lake = Lake(ws.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
    analysis = compare_history(ws, dimension="hashtags")
    assert dict(analysis.weekdays) == {"#soup": (0,) * 6 + (20,), "#fyp": (0,) * 6 + (20,)}
    assert {post.slot for post in analysis.posts} == {"20:00"}


def test_a_table_of_posts_names_no_snapshot(workspace: Workspace, tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text("sound,views\n" + "".join(f"{'ab'[n % 2]},{100 + 7 * n}\n" for n in range(24)), encoding="utf-8")
    analysis = compare_history(workspace, dimension="sound", metric="views", control="a", file=table)
    assert counts(analysis) == {"a": 12, "b": 12}
    assert analysis.provenance.data_as_of is None


def _wrong(workspace: Workspace, views: float, likes: float) -> int:
    """The 5th post of the store, a #soup, is read with these numbers; returns how many #soup there are."""
    told = {"post_id": "7000000000000000004", "account": "kitchen", "source": "table", "views": views, "likes": likes}
    Lake(workspace.store_dir).append("snapshots", build("snapshots", [{**told, "captured_at": FIRST + 11 * DAY + 60}]))
    return 30


def _told(analysis: Analysis) -> dict[str, dict[str, object]]:
    """Findings about numbers that cannot be true, by code."""
    return {f.code: dict(f.values) for f in analysis.findings if f.code.startswith("impossible")}


@pytest.mark.parametrize("metric", ["views", "like_rate"])
def test_stored_posts_with_more_likes_than_views_are_named_or_left_out_by_choice(
    workspace: Workspace, metric: str
) -> None:
    soup = _wrong(workspace, 2000.0, 2001.0)
    named = compare_history(workspace, dimension="hashtags", metric=metric)
    assert counts(named)["#soup #quick"] == soup
    assert {code: told["posts"] for code, told in _told(named).items()} == {"impossible_numbers": 1}
    assert [f.links for f in named.findings if isinstance(f, ImpossibleNumbers)] == [()], "none has a link"
    chosen = compare_history(workspace, dimension="hashtags", metric=metric, leave_out="impossible")
    assert counts(chosen)["#soup #quick"] == soup - 1
    assert {code: told["posts"] for code, told in _told(chosen).items()} == {"impossible_left_out": 1}
    assert "7000000000000000004" not in {post.post_id for post in chosen.posts}


def test_stored_posts_whose_numbers_can_be_true_all_stay(workspace: Workspace) -> None:
    soup = _wrong(workspace, 2000.0, 2000.0)
    assert _told(compare_history(workspace, dimension="hashtags")) == {}
    chosen = compare_history(workspace, dimension="hashtags", leave_out="impossible")
    assert counts(chosen)["#soup #quick"] == soup
    assert {code: told["posts"] for code, told in _told(chosen).items()} == {"impossible_left_out": 0}


def test_a_stored_rate_over_no_views_is_left_out_too_and_names_no_row_of_a_table(workspace: Workspace) -> None:
    told = [
        {
            "post_id": f"{7_000_000_000_000_000_000 + number}",
            "account": "kitchen",
            "source": "table",
            "captured_at": FIRST + (number + 7) * DAY,
            "views": 0.0 if number == 4 else 1000.0,
            "comments": 5.0 + number % 7,
        }
        for number in range(60)
    ]
    Lake(workspace.store_dir).append("snapshots", build("snapshots", told))
    ask = {"dimension": "hashtags", "metric": "comment_rate"}
    assert _told(compare_history(workspace, **ask))["impossible_values"].keys() == {"metric", "posts"}
    chosen = compare_history(workspace, **ask, leave_out="impossible")
    assert _told(chosen) == {"impossible_left_out": {"posts": 1}}


def test_impossible_rows_of_a_table_of_posts_are_left_out_by_choice(workspace: Workspace, tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    lines = [f"{'ab'[n % 2]},{100 + 7 * n},{1000 if n == 3 else 5}\n" for n in range(24)]
    table.write_text("sound,views,likes\n" + "".join(lines), encoding="utf-8")
    ask = {"dimension": "sound", "metric": "views", "control": "a", "file": table}
    assert counts(compare_history(workspace, **ask)) == {"a": 12, "b": 12}
    chosen = compare_history(workspace, **ask, leave_out="impossible")
    assert counts(chosen) == {"a": 12, "b": 11}
    assert _told(chosen) == {"impossible_left_out": {"posts": 1, "rows": (5,)}}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"dimension": "sound"}, ["no_sound"]),
        ({"dimension": "duration"}, ["no_duration"]),
        (
            {"dimension": "mood", "metric": "vews", "account": "kitchn"},
            ["unknown_account", "unknown_dimension", "unknown_metric"],
        ),
        ({"dimension": "hashtags", "values": ["soup", "cake"]}, ["unknown_value"]),
        ({"dimension": "slot", "leave_out": "strange"}, ["leave_out"]),
        ({"dimension": "slot", "start": "2031-01-01"}, ["no_posts"]),
        ({"dimension": "slot", "start": "spring"}, ["day"]),
        ({"dimension": "slot", "metric": "average_watch_time"}, ["not_measured"]),
        ({"dimension": "slot", "end": "2026-01-06"}, ["nothing_to_compare"]),
        ({"dimension": "slot", "values": ["18-21-22", "12"], "control": "12"}, ["slot"]),
        ({"dimension": "slot", "values": ["25:00", "12"], "control": "12"}, ["slot"]),
        ({"dimension": "slot", "values": ["noon", "12"], "control": "12"}, ["slot"]),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(
    workspace: Workspace, asked: dict[str, str], codes: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        compare_history(workspace, **asked)  # type: ignore[arg-type]
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(problem.what and problem.field for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("typed", "slot", "inside"),
    [
        ("18", "18:00-19:00", [18]),
        ("18:00", "18:00-19:00", [18]),
        ("18-21", "18:00-21:00", [18, 20]),
        ("9:00-12:00", "09:00-12:00", [9]),
        ("21-24", "21:00-24:00", [21, 23]),
        ("0", "00:00-01:00", []),
    ],
)
def test_a_slot_holds_its_first_hour_and_not_the_one_that_it_ends_with(
    workspace: Workspace, typed: str, slot: str, inside: list[int]
) -> None:
    """Posts at 8, 9, 12, 18, 20, 21 and 23 o'clock in Berlin, each by its last minute."""
    slots = dimension_of("slot", workspace)
    assert slots.named(typed) == slot
    local = {
        hour: datetime(2026, 1, 5, hour, 59, tzinfo=ZoneInfo("Europe/Berlin")) for hour in (8, 9, 12, 18, 20, 21, 23)
    }
    made = {hour: Post(str(hour), "kitchen", int(at.timestamp())) for hour, at in local.items()}
    assert [hour for hour, post in made.items() if slots.carries(post, slot)] == inside
    bands = ["06:00-09:00", "09:00-12:00", "12:00-15:00", "18:00-21:00", "18:00-21:00", "21:00-24:00", "21:00-24:00"]
    assert [slots.own(post) for post in made.values()] == bands


@pytest.mark.parametrize(
    ("seconds", "length"),
    [
        (0.0, "0-15 s"), (14.9, "0-15 s"), (15.0, "15-30 s"), (29.9, "15-30 s"), (30.0, "30-60 s"), (59.9, "30-60 s"),
        (60.0, "60 s +"), (600.0, "60 s +"), (None, ""),
    ],
)  # fmt: skip
def test_a_length_belongs_to_the_band_that_begins_with_it(
    workspace: Workspace, seconds: float | None, length: str
) -> None:
    lengths, post = dimension_of("duration", workspace), Post("1", "kitchen", FIRST, duration=seconds)
    assert lengths.own(post) == length
    assert [band for band in ("0-15 s", "15-30 s", "30-60 s", "60 s +") if lengths.carries(post, band)] == [
        one for one in (length,) if one
    ]


@pytest.mark.parametrize(
    ("dimension", "value", "arm"),
    [
        ("hashtags", "#food #soup", ("food", "soup")),
        ("hashtags", "food, soup", ("food", "soup")),
        ("slot", "18:00-21:00", "18:00"),
        ("slot", "evenings", "evenings"),
        ("sound", "18:00-21:00", "18:00-21:00"),
    ],
)
def test_a_value_of_earlier_posts_is_written_as_an_experiment_writes_it(
    dimension: str, value: str, arm: str | tuple[str, ...]
) -> None:
    assert as_arm(dimension, value) == arm


def sounds(*often: int) -> list[Post]:
    """So many posts of the first sound, the second one and so on, and one without any."""
    names = [f"Sound {number}" for number, count in enumerate(often) for _ in range(count)]
    return [Post(str(n), "kitchen", FIRST + n, sound=name) for n, name in enumerate([*names, None])]


@pytest.mark.parametrize(
    ("often", "wanted", "names"),
    [
        ((9, 8, 7, 6, 5, 4, 3), Wanted("sound", (), None, 3), (0, 1, 2, 3, 4, 5)),
        ((4, 3, 2), Wanted("sound", (), None, 3), (0, 1)),
        ((4, 3, 2), Wanted("sound", (), "Sound 2", 3), (2, 0, 1)),
        ((4, 3, 2), Wanted("sound", (), "Sound 1", 3), (0, 1)),
        ((4, 3, 2), Wanted("sound", ("Sound 2", "Sound 2"), "Sound 0", 3), (2, 0)),
        ((4, 3, 2), Wanted("sound", ("Sound 2",), None, 3), (2,)),
    ],
)
def test_the_sounds_that_are_compared_are_those_named_or_the_six_most_used_of_three_posts(
    workspace: Workspace, often: tuple[int, ...], wanted: Wanted, names: tuple[int, ...]
) -> None:
    posts = sounds(*often)
    labels = labeller(posts, workspace, wanted)
    assert labels.names == tuple(f"Sound {number}" for number in names)
    assert [labels.of(post) for post in posts] == [post.sound if post.sound in labels.names else None for post in posts]


def test_only_a_value_that_somebody_named_must_be_on_a_post(workspace: Workspace) -> None:
    assert labeller(sounds(2, 1), workspace, Wanted("sound", (), None, 3)).names == ()
    twice = [replace(post, sound=(post.sound or "").lower()) for post in sounds(3)]
    both = labeller([*sounds(3), *twice], workspace, Wanted("sound", (), None, 3))
    assert (both.names, both.by_post) == (("Sound 0", "sound 0"), {}), "one sound, written in two ways"
    with pytest.raises(InputError) as caught:
        labeller(sounds(2, 1), workspace, Wanted("sound", (), "Drums", 3))
    assert [problem.code for problem in caught.value.problems] == ["unknown_value"]


NOVEMBER, FEBRUARY = date(2025, 11, 15), date(2026, 2, 28)


def months(folder: Path, days: int = 0, accounts: int = 2, since: date = NOVEMBER) -> list[tuple[object, ...]]:
    """Views by month of two accounts until the end of February, with so many days known of December to March."""
    zone = {"timezone": "Europe/Berlin"}
    ws = init_workspace(folder, accounts={"kitchen": zone, "bakes": zone, "film": zone})
    posted = {
        "kitchen": [date(2025, 11, 20), date(2025, 11, 21), date(2026, 1, 1), date(2026, 3, 1)],
        "bakes": [date(2026, 1, 31), FEBRUARY],
        "film": [date(2025, 12, 24)],
    }
    posts, seen = [], []
    for account, dates in posted.items():
        for day in dates:
            at = int(datetime(day.year, day.month, day.day, 0, 30, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
            told = {"post_id": f"{(at << 32) + len(posts)}", "account": account, "source": "studio"}
            posts.append({**told, "posted_at": at, "described_at": at})
            views = [] if day == FEBRUARY else [80.0, 100.0, None, 90.0]
            seen += [{**told, "captured_at": at + n * DAY, "views": one} for n, one in enumerate(views)]
    whose = ("kitchen", "bakes")[:accounts]
    known = [
        {"account": account, "source": "studio_days", "date": date(year, month, day + 1), "views": views}
        for account in whose
        for year, month in ((2025, 12), (2026, 1), (2026, 2), (2026, 3))
        for day in range(days)
        for views in (7.0, 10.0, 9.0)
    ]
    lake = Lake(ws.store_dir)
    for table, rows in (("posts", posts), ("snapshots", seen), ("account_days", known)):
        lake.append(table, build(table, rows))
    found = views_by_month(ws, ("kitchen", "bakes"), since, FEBRUARY)
    return [(one.first.isoformat(), one.views, one.posts, one.whole, one.of_posts) for one in found]


@pytest.mark.parametrize(("days", "accounts"), [(0, 2), (24, 2), (28, 1)])
def test_a_month_has_the_most_views_that_were_read_off_its_posts_where_its_days_are_not_known(
    tmp_path: Path, days: int, accounts: int
) -> None:
    """December has no post of these accounts, March lies beyond, and of February's post nobody knows the views."""
    assert months(tmp_path, days, accounts) == [
        ("2025-11-01", 200.0, 2, False, True),
        ("2026-01-01", 200.0, 2, True, True),
        ("2026-02-01", None, 1, True, True),
    ]


@pytest.mark.parametrize(("days", "views"), [(25, 500.0), (28, 560.0)])
def test_from_25_known_days_a_month_has_the_views_of_its_days_if_all_whole_months_have_them(
    tmp_path: Path, days: int, views: float
) -> None:
    """Of November, which was cut off, posts are counted and nobody knows the days."""
    assert months(tmp_path, days) == [
        ("2025-11-01", None, 2, False, False),
        ("2025-12-01", views, 0, True, False),
        ("2026-01-01", views, 2, True, False),
        ("2026-02-01", views, 1, True, False),
    ]
    whole = months(tmp_path / "whole", days, since=date(2025, 11, 1))
    assert {one[-1] for one in whole} == {True}, "November is whole now, and has no day"
