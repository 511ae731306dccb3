"""Ending dead tests early: the counts of the last full run, and a few of them counted again."""

from __future__ import annotations

import csv

import pytest
from tests.calibration.early_end import CELLS, LAST, TRUTHS, counted


def last() -> list[dict[str, str]]:
    """The rows of the last full run."""
    return list(csv.DictReader(LAST.read_text(encoding="utf-8").splitlines()))


def test_whoever_ends_dead_tests_has_fewer_false_winners_and_saves_two_fifths_of_their_posts() -> None:
    rows = last()
    assert [(one["metric"], int(one["posts_per_arm"]), one["truth"]) for one in rows] == [
        (metric, posts, truth) for metric, posts in CELLS for truth in TRUTHS
    ]
    dead = [one for one in rows if one["truth"] == "nothing"]
    for one in dead:
        assert int(one["runs"]) == 1000
        assert float(one["clear_with"]) <= float(one["clear"]) <= 0.075, "going on keeps what there is"
        assert 0.5 <= float(one["used"]) <= 0.72
        assert float(one["ended"]) >= 0.8
    assert sum(float(one["clear_with"]) for one in dead) / len(dead) == pytest.approx(0.026, abs=0.006)


def test_an_effect_that_is_there_is_seldom_lost_where_the_metric_is_quiet() -> None:
    """And often where it is noisy: there a clear answer was unlikely from the start."""
    rows = {(one["metric"], one["posts_per_arm"]): one for one in last() if one["truth"] == "+50 %"}
    quiet, noisy = rows["average_watch_time", "14"], rows["views", "14"]
    assert float(quiet["clear_with"]) >= 0.94 * float(quiet["clear"])
    assert float(noisy["clear_with"]) <= 0.85 * float(noisy["clear"])


def test_a_slice_is_counted_again_and_is_the_same() -> None:
    found = counted("average_watch_time", 8, "nothing", 200)
    assert (found.runs, found.clear_with <= found.clear) == (200, True)
    assert found.used == pytest.approx(0.63, abs=0.06)
    assert found == counted("average_watch_time", 8, "nothing", 200)
