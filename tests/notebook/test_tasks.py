"""Tasks on any table are what the commands do, none of them a second implementation."""

from __future__ import annotations

import shutil
from math import log, log1p, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.power import TTestIndPower
from tests.notebook.tables import TIMED, posts

import cliptrial
from cliptrial.analysis.findings.weekdays import RotationBalanced, WeekdayConfounded, WeekdayTableTest
from cliptrial.planning.chance_check import chance_check
from cliptrial.planning.chance_history import table_histories

DAYS = (RotationBalanced, WeekdayConfounded, WeekdayTableTest)


def test_uplift_is_a_comparison_of_two_arms_on_one_metric() -> None:
    frame = posts(("old", "new", "odd"))
    two = frame[frame["hook"] != "odd"]
    plain = cliptrial.compare(two, arm="hook", control="old", metrics=["views"], randomised=True)
    asked = {"arm": "hook", "control": "old", "metric": "views", "randomised": True}
    assert cliptrial.uplift(two, **asked).uplifts == plain.uplifts
    assert cliptrial.uplift(frame, variant="new", **asked).uplifts == plain.uplifts
    assert len(cliptrial.uplift(frame, variant=["new", "odd"], **asked).uplifts) == 2


@pytest.mark.parametrize("randomised", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_weekday_check_finds_what_a_comparison_finds(seed: int, randomised: bool) -> None:
    frame = posts(("old", "new", "odd"), each=9, seed=seed)
    asked = {"arm": "hook", "control": "old", "posted_at": "at", "timezone": "America/New_York"}
    checked = cliptrial.weekday_check(frame, randomised=randomised, **asked)
    whole = cliptrial.compare(frame, metrics=["views"], randomised=randomised, **asked)
    assert set(checked.findings) == {one for one in whole.findings if isinstance(one, DAYS)}
    assert checked.table == whole.weekdays
    assert [one for one in checked.pairs if one.level.value != "ok"] == [
        one for one in checked.findings if isinstance(one, WeekdayConfounded)
    ]


def test_weekday_check_draws_as_often_as_it_is_told_and_from_the_seed() -> None:
    """The middle of 19 draws depends on which they are; that of a thousand hardly depends on the seed."""
    frame = posts(each=9)

    def by_chance(draws: int, seed: int) -> float:
        checked = cliptrial.weekday_check(
            frame, arm="hook", posted_at="at", control="old", randomised=True, draws=draws, seed=seed
        )
        return round(checked.pairs[0].tv_by_chance, 9)

    assert len({by_chance(19, seed) for seed in range(12)}) > 1
    assert len({by_chance(999, seed) for seed in range(12)}) == 1


def test_weekday_check_tells_arms_on_different_days_from_arms_that_share_them() -> None:
    days = pd.date_range("2026-03-02", periods=28, freq="D")
    apart = pd.DataFrame({"hook": np.where(days.day_of_week < 4, "old", "new"), "at": days})
    blocked = cliptrial.weekday_check(apart, arm="hook", posted_at="at")
    assert blocked.level == "blocker"
    assert blocked.to_frame().set_index("arm").loc["new", "effective_posts"] == pytest.approx(0)
    shared = apart.assign(hook=["old"] * 14 + ["new"] * 14)
    fine = cliptrial.weekday_check(shared, arm="hook", posted_at="at", control="old")
    assert fine.level == "ok"
    assert fine.to_frame().set_index("arm").loc["new", ["effective_posts", "tv_distance"]].tolist() == [28, 0]


@pytest.mark.parametrize(("per_arm", "spread", "at_least"), [(8, 0.4, 0.5), (28, 0.8, 0.3), (200, 1.1, 0.2)])
def test_power_is_that_of_statsmodels_t_test_on_logs(per_arm: int, spread: float, at_least: float) -> None:
    ours = cliptrial.power(posts_per_arm=per_arm, spread=spread, at_least=at_least)
    theirs = TTestIndPower()
    effect = log1p(at_least) / spread
    assert ours.power == pytest.approx(theirs.power(effect, per_arm, 0.05), abs=1e-6)
    assert theirs.power(log1p(ours.smallest) / spread, per_arm, 0.05) == pytest.approx(0.8, abs=1e-6)
    assert theirs.power(effect, ours.posts_needed, 0.05) >= 0.8
    assert theirs.power(effect, ours.posts_needed - 2, 0.05) < 0.8


def test_power_takes_the_spread_of_the_posts_it_is_given() -> None:
    frame = posts()
    ours = cliptrial.power(frame, metric="views", posts_per_arm=14)
    assert ours.spread == pytest.approx(np.log(frame["views"]).std())
    assert ours.earlier_posts == 28
    assert "28 earlier posts" in ours.summary("en")
    plain = cliptrial.power(posts_per_arm=14, spread=0.5)
    assert "earlier" not in plain.summary("en")
    assert plain.summary("de").startswith("Mit 14 Posts")
    assert plain.summary() == plain.summary("en")
    assert cliptrial.power(posts_per_arm=14).earlier_posts is None
    odd = pd.concat([frame, pd.DataFrame({"views": [None, -5], "likes": [9, 9]})], ignore_index=True)
    again = cliptrial.power(odd, metric="views", posts_per_arm=14)
    assert (again.earlier_posts, again.spread) == (28, ours.spread), "neither an empty cell nor a loss is views"
    two = cliptrial.power(pd.DataFrame({"views": [100, 200]}), posts_per_arm=14)
    assert (two.earlier_posts, two.spread) == (2, pytest.approx(log(2) / sqrt(2)))
    (row,) = ours.to_frame().to_dict("records")
    assert list(row.items()) == [
        *(("metric", "views"), ("posts_per_arm", 14), ("spread", ours.spread), ("earlier_posts", 28)),
        *(("smallest", ours.smallest), ("at_least", 0.1), ("power", ours.power), ("posts_needed", ours.posts_needed)),
    ]
    assert str(ours.to_frame()["earlier_posts"].dtype) == "Int64"


def test_a_drawn_rotation_is_the_schedule_that_plan_draws(demo_once: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(demo_once, tmp_path / "kitchen"))
    folder = root / "experiments" / "question-hook"
    stored = cliptrial.plan("question-hook", root).to_frame()
    for name in ("schedule.csv", "schedule.json", "lock.json", "posts.csv", "numbers.xlsx", "decision.yaml"):
        (folder / name).unlink(missing_ok=True)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    topics = [f"Idea {number}" for number in range(56)]
    planned = cliptrial.plan("question-hook", root, topics=topics).to_frame()
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    text = (folder / "experiment.yaml").read_text(encoding="utf-8")
    seed = int(text.split("seed:")[1].split()[0])
    drawn = cliptrial.draw_rotation(
        topics, arms=["statement", "question"], start="2026-03-02", seed=seed, timezone="Europe/Berlin"
    )
    for column in ("position", "block", "planned", "slot", "arm", "topic"):
        assert drawn[column].tolist() == planned[column].tolist()
    assert planned["arm"].tolist() == stored["arm"].tolist()


def test_topics_bring_their_columns_along() -> None:
    ideas = pd.DataFrame({"topic": [f"t{n}" for n in range(8)], "cost": range(8)}, index=range(8, 16))
    drawn = cliptrial.draw_rotation(ideas, arms=["A way", "Another way"], start="2026-03-02", slots=["09:00", "18:00"])
    assert sorted(zip(drawn["topic"], drawn["cost"], strict=True)) == [(f"t{n}", n) for n in range(8)]
    assert [*drawn.columns] == ["position", "block", "planned", "weekday", "slot", "arm", "topic", "cost"]
    assert drawn.groupby(["block", "arm"]).size().eq(2).all()
    twins = cliptrial.draw_rotation(ideas, arms=["A way", "Another way"], start="2026-03-02", twins=True)
    assert twins.groupby("topic")["arm"].nunique().eq(2).all()


def test_a_chance_check_of_a_table_is_that_of_the_command() -> None:
    frame = posts(each=30)
    ours = cliptrial.chance_check(frame, metrics="views", posted_at="at", draws=60, seed=2)
    (history,) = table_histories(frame, ["views"], posted_at="at")
    assert ours.checks == (chance_check(history, draws=60, seed=2),)
    elsewhere = {"posted_at": "at", "timezone": "Pacific/Auckland"}
    (there,) = table_histories(frame, ["views"], **elsewhere)
    assert cliptrial.chance_check(frame, metrics="views", draws=60, seed=2, **elsewhere).checks == (
        chance_check(there, draws=60, seed=2),
    )
    assert there.accounts[0].days != history.accounts[0].days
    assert ours.to_frame()["share"].tolist() == [one.share for one in ours.checks[0].shares]


def test_a_comparison_says_the_same_whatever_it_is_handed() -> None:
    asked = {**TIMED, "draws": 199}
    pl = pytest.importorskip("polars")
    frame = posts()
    plain = cliptrial.compare(frame, **asked)
    for other in (pl.from_pandas(frame), pl.from_pandas(frame).lazy(), pl.from_pandas(frame).to_arrow()):
        assert cliptrial.compare(other, **asked).uplifts == plain.uplifts
