"""A goal with a number: its typical post, its line, and what became of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cliptrial.errors import Problem
from cliptrial.planning.growth.goals import PERIOD, Progress, Stand, goal_notes, progress_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.arrival import COUNTS, outlook
from cliptrial.wording.goals import goal_texts

DAY = 86_400
END = 1_767_225_600  # 1 January 2026, UTC
LEVELS = (900.0, 1_000.0, 1_100.0, 1_300.0)
"""Typical views of four times four weeks, the oldest first."""
LATE = "metrics: {late: {numerator: views, kind: count, better: lower}}\n"


def told(folder: Path, goals: str, levels: tuple[float, ...] = LEVELS) -> Workspace:
    """A workspace with these goals, whose posts of each four weeks have these views, half of them twice as many."""
    folder.mkdir()
    text = f"accounts:\n  demo: {{timezone: UTC}}\ngoals: [{goals}]\n{LATE}"
    (folder / "workspace.yaml").write_text(text, encoding="utf-8")
    ws, posts, snapshots = find_workspace(folder), [], []
    for number, level in enumerate(levels):
        for post in range(8):
            at = END - (len(levels) - number) * PERIOD + post * 3 * DAY + 3600
            one = {"post_id": str((at << 32) + post), "account": "demo", "source": "studio_content"}
            posts.append({**one, "posted_at": at, "described_at": at})
            views = level * (2.0 if post % 2 else 0.5)
            snapshots.append(
                {**one, "captured_at": at + 7 * DAY, "views": views, "likes": views / (10 + post), "top_list": False}
            )
    newest = {"post_id": posts[-1]["post_id"], "account": "demo", "source": "studio_content", "top_list": False}
    snapshots.append({**newest, "captured_at": END + 7 * DAY, "views": 5_000.0})
    lake = Lake(ws.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
    return ws


def goal(**more: object) -> str:
    keys = {
        "name": "reach",
        "metric": "views",
        "from": 1_000,
        "to": 1_500,
        "since": "2025-07-01",
        "by": "2026-06-30",
    } | more
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


def only(ws: Workspace) -> Progress:
    (one,) = progress_of(ws)
    assert isinstance(one, Progress), one
    return one


def test_a_goal_stands_where_a_typical_post_of_the_last_four_weeks_stands(tmp_path: Path) -> None:
    one = only(told(tmp_path / "ws", goal()))
    assert one.now == pytest.approx(1_300), "the geometric mean of halves and doubles"
    assert one.history == pytest.approx(LEVELS)
    assert one.as_of == date(2025, 12, 31)
    assert one.due == pytest.approx(1_000 + 500 * 183 / 364)
    assert one.stand is Stand.AHEAD
    later = outlook(np.log(LEVELS), 181 * DAY / PERIOD, COUNTS)
    assert later is not None
    assert one.chance == pytest.approx(later.chance(np.log(1_500)))


def test_it_is_behind_where_the_line_is_higher(tmp_path: Path) -> None:
    assert only(told(tmp_path / "ws", goal(**{"from": 1_400, "to": 2_000}))).stand is Stand.BEHIND


@pytest.mark.parametrize(("to", "stand"), [(1_200, Stand.REACHED), (1_301, Stand.MISSED)])
def test_once_its_day_is_over_it_is_reached_or_missed_and_has_no_chance(tmp_path: Path, to: int, stand: Stand) -> None:
    one = only(told(tmp_path / "ws", goal(to=to, by="2025-12-31")))
    assert (one.stand, one.chance) == (stand, None)


def test_where_less_is_better_below_the_line_is_ahead(tmp_path: Path) -> None:
    one = only(told(tmp_path / "ws", goal(metric="late", **{"from": 2_000, "to": 1_000})))
    assert one.stand is Stand.AHEAD
    assert one.chance is not None
    up = outlook(np.log(LEVELS), 181 * DAY / PERIOD, COUNTS)
    assert up is not None
    assert one.chance == pytest.approx(1 - up.chance(np.log(1_000)))


def test_a_rate_is_all_events_over_all_views(tmp_path: Path) -> None:
    one = only(told(tmp_path / "ws", goal(metric="like_rate", **{"from": "5%", "to": "9%"})))
    views = [2.0 if post % 2 else 0.5 for post in range(8)]
    assert one.now == pytest.approx(sum(v / (10 + post) for post, v in enumerate(views)) / sum(views))


def test_a_gap_or_too_short_a_history_is_no_number(tmp_path: Path) -> None:
    (short,) = progress_of(told(tmp_path / "short", goal(), LEVELS[:2]))
    assert isinstance(short, Problem)
    assert short.code == "goal_no_history"
    assert isinstance(only(told(tmp_path / "enough", goal(), LEVELS[:3])), Progress)


def test_a_goal_without_a_number_is_no_progress_and_one_of_another_account_is_nobody_elses(tmp_path: Path) -> None:
    ws = told(tmp_path / "ws", f"fame, {goal()}")
    assert len(progress_of(ws)) == 1
    assert progress_of(ws, ["demo"]) == progress_of(ws)
    assert progress_of(ws, ["somebody"]) == []


def test_a_day_that_is_over_is_worth_a_second_thought_from_the_day_after(tmp_path: Path) -> None:
    ws = told(tmp_path / "ws", goal())
    assert [one.code for one in goal_notes(ws, date(2026, 7, 1))] == ["goal_over"]
    assert list(goal_notes(ws, date(2026, 6, 30))) == []


@pytest.mark.parametrize("lang", ["en", "de"])
def test_where_a_number_is_missing_the_reason_stands_in_its_place(tmp_path: Path, lang: str) -> None:
    ws = told(tmp_path / "ws", goal(metric="vews"))
    (text,) = goal_texts(ws, progress_of(ws), lang)
    assert text.share is None
    assert "vews" in text.lines[0]
    assert len(text.lines) == 2
