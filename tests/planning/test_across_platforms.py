"""One experiment on two platforms needs a metric by which both mean the same, or at least something alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cliptrial.errors import PlanError
from cliptrial.metrics import CATALOGUE, metric_mend
from cliptrial.metrics.definitions import COLUMNS, Across, across, definition
from cliptrial.planning.plan import preview
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.experiments import load_experiment

WORKSPACE = """
accounts:
  tok: {{timezone: Europe/Berlin, sources: [numbers]}}
  gram: {{timezone: Europe/Berlin, platform: {platform}, sources: [numbers]}}
"""
EXPERIMENT = """
title: Question hook against statement hook
accounts: [tok, gram]
hypothesis: {{statement: Questions keep people watching., expect: increase, at_least: 10%}}
change:
  variable: hook
  control: {{id: statement, value: Statement}}
  variants: [{{id: question, value: Question}}]
metrics: {{primary: {metric}}}
design: {{posts_per_arm: 8, start: 2026-03-02, slots: ["18:00"]}}
"""


def notes(folder: Path, metric: str, platform: str) -> list[str]:
    (folder / "workspace.yaml").write_text(WORKSPACE.format(platform=platform), encoding="utf-8")
    (folder / "experiments" / "hook").mkdir(parents=True)
    (folder / "experiments" / "hook" / "experiment.yaml").write_text(EXPERIMENT.format(metric=metric), encoding="utf-8")
    workspace = load_workspace(folder)
    plan = preview(workspace, load_experiment("hook", workspace), today=date(2026, 2, 27))
    return [f"{one.what} ({one.expected})" for one in plan.notes if one.code == "not_across_platforms"]


@pytest.mark.parametrize(("metric", "platform"), [("completion_rate", "instagram"), ("save_rate", "youtube")])
def test_a_metric_by_which_platforms_mean_different_things_is_refused(
    tmp_path: Path, metric: str, platform: str
) -> None:
    with pytest.raises(PlanError) as refused:
        notes(tmp_path, metric, platform)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("not_across_platforms", "metrics.primary")
    assert str(problem.what) == f'{", ".join(sorted((platform, "tiktok")))} mean different things by "{metric}"'
    assert "hold_3s" in str(problem.expected)
    assert metric not in str(problem.expected)


@pytest.mark.parametrize(
    ("metric", "platform", "told"),
    [
        ("completion_rate", "tiktok", []),
        ("new_followers", "instagram", []),
        (
            *("hold_3s", "instagram"),
            [
                'instagram, tiktok count "hold_3s" alike, not the same way '
                "(uplifts of each account put together, never their levels)"
            ],
        ),
    ],
)
def test_one_that_is_alike_is_told_and_one_that_is_the_same_is_not(
    tmp_path: Path, metric: str, platform: str, told: list[str]
) -> None:
    assert notes(tmp_path, metric, platform) == told


def test_every_column_of_every_metric_says_what_it_counts() -> None:
    """And every counter of the store, so that a new one is not forgotten."""
    assert {column for metric in CATALOGUE.values() for column in metric.columns} | {*COUNTERS} == {*COLUMNS}
    assert all(definition(metric) for metric in CATALOGUE.values())
    assert definition(CATALOGUE["like_rate"]) == "likes / views: Likes, less those taken back"
    assert definition(CATALOGUE["engagement_by_views"]) == "(likes + comments + shares) / views"


@pytest.mark.parametrize(
    ("metric", "platforms", "expected"),
    [
        ("reach", ["tiktok", "instagram"], Across.EXACT),
        ("reach", ["tiktok", "instagram", "youtube"], Across.ALIKE),
        ("average_watch_time", ["tiktok", "instagram"], Across.NO),
        ("watch_time_per_view", ["tiktok", "youtube"], Across.ALIKE),
        ("watch_share", ["instagram", "youtube"], Across.ALIKE),
        ("saves", ["instagram", "tiktok"], Across.EXACT),
        ("saves", ["youtube", "tiktok"], Across.NO),
        ("orders", ["youtube", "tiktok"], Across.EXACT),
        ("average_watch_time", ["tiktok", "tiktok"], Across.EXACT),
    ],
)
def test_platforms_are_compared_as_the_reference_has_it(metric: str, platforms: list[str], expected: Across) -> None:
    assert across(CATALOGUE[metric], platforms) is expected


def test_a_skip_rate_is_asked_for_as_what_is_left_of_it() -> None:
    assert metric_mend("skip_rate", CATALOGUE).startswith("Write hold_3s")
    assert metric_mend("skip_rat", CATALOGUE) != metric_mend("skip_rate", CATALOGUE)
