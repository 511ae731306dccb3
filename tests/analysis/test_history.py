"""Earlier posts side by side: who is counted where, what is refused, and that numbers agree with another route."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cliptrial import compare_history
from cliptrial.analysis.findings.measured import ImpossibleNumbers
from cliptrial.analysis.results import Analysis, Evidence
from cliptrial.errors import InputError
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
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
