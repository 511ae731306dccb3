"""What is invented is the same everywhere, to the last row, and its effects are those that were asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML
from tests.places import ROOT
from tests.simulate.pinned import FILES, PINNED, PROFILE, posts

from cliptrial.errors import RegistryError
from cliptrial.simulate.account import (
    DAY,
    RATES,
    BetaRate,
    Profile,
    SimulatedPosts,
    autocorrelated,
    share_reached,
    simulate_account,
)
from cliptrial.simulate.brand import EXPERIMENTS
from cliptrial.simulate.demo import STAMP, DemoSummary, ingest_demo, write_demo
from cliptrial.simulate.kitchen import endings
from cliptrial.simulate.table import LONGEST_PLAN, _drawn_arms

COMMITTED = ("experiment.yaml", "schedule.csv", "schedule.json", "lock.json", "posts.csv", "decision.yaml")


@pytest.mark.parametrize("name", list(FILES))
def test_every_row_is_the_one_that_was_written_down(name: str) -> None:
    assert FILES[name]() == (PINNED / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return write_demo(tmp_path_factory.mktemp("demo") / "kitchen")


def test_the_plans_of_the_demo_are_those_of_the_repository(written: DemoSummary) -> None:
    compared = 0
    for demo in EXPERIMENTS:
        for name in COMMITTED:
            ours, theirs = (root / "experiments" / demo.slug / name for root in (written.root, ROOT))
            assert ours.exists() == theirs.exists()
            if theirs.exists() and name != "lock.json":
                # Comments in the file are for people and may be older than the program.
                told = [path.read_text("utf-8") for path in (ours, theirs)]
                pair = [YAML(typ="safe").load(one) if name.endswith(".yaml") else one for one in told]
                assert pair[0] == pair[1], f"{demo.slug}/{name}"
                compared += 1
    assert compared == 4 * 4 + 1
    assert (written.root / "workspace.yaml").read_bytes() == (ROOT / "workspace.yaml").read_bytes()


def test_the_summary_says_what_was_written_and_where(written: DemoSummary) -> None:
    assert written.experiments == ("lunch-slot", "niche-hashtags", "question-hook", "trending-sound")
    assert written.posts == 56 * 3 + 28
    assert written.exports == {name: written.root / "exports" / name for name in ("kitchen_demo", "kitchen_demo_bakes")}
    assert written.written[:2] == ("workspace.yaml", "experiments/experiment.schema.json")
    assert len(written.digest) == 64
    again = write_demo(written.root)
    assert (again.written, again.digest) == ((), written.digest)


def test_the_digest_follows_the_files_that_are_there(written: DemoSummary, tmp_path: Path) -> None:
    elsewhere = write_demo(tmp_path / "there")
    assert elsewhere.digest == written.digest
    (tmp_path / "there" / "experiments" / "lunch-slot" / "posts.csv").write_text("position,link\n", "utf-8")
    assert write_demo(tmp_path / "there").digest != written.digest
    assert write_demo(tmp_path / "other", seed=7).digest != written.digest


def test_an_empty_folder_is_taken_and_a_file_or_another_workspace_is_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert write_demo(tmp_path / "empty").posts == 196
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(RegistryError) as caught:
        write_demo(tmp_path / "file")
    (problem,) = caught.value.problems
    assert (problem.code, problem.what) == ("not_empty", 'The folder "file" holds something else already')


def test_what_was_read_completely_is_not_read_again(tmp_path: Path) -> None:
    summary = write_demo(tmp_path / "demo")
    few = replace(summary, exports={"kitchen_demo": _one_session(summary)}, experiments=("trending-sound",))
    first = ingest_demo(few)
    assert len(first.files) >= 2
    stamp = next((tmp_path / "demo").rglob(STAMP))
    assert stamp.read_text("utf-8") == summary.digest
    assert ingest_demo(few).files == ()
    stamp.write_text("old", "utf-8")
    assert len(ingest_demo(few, refresh=True).files) == len(first.files)
    assert stamp.read_text("utf-8") == summary.digest


def _one_session(summary: DemoSummary) -> Path:
    return next(
        folder for folder in sorted(summary.exports["kitchen_demo"].iterdir()) if (folder / "Content.csv").exists()
    )


def ratio(changed: SimulatedPosts, plain: SimulatedPosts, what: str) -> np.ndarray:
    """How the variant's posts changed, and that the control's did not."""
    one, other = (
        np.asarray(getattr(made.final, what, None) if hasattr(made.final, what) else getattr(made, what), dtype=float)
        for made in (changed, plain)
    )
    treated = np.array([arm == "variant" for arm in plain.arm])
    assert one[~treated].tolist() == other[~treated].tolist()
    return np.asarray(one[treated] / other[treated])


def test_an_effect_multiplies_the_variants_numbers_and_nothing_else() -> None:
    plain = posts(effects={})
    views = posts(effects={"variant": {"views": 0.5}})
    assert ratio(views, plain, "views") == pytest.approx(1.5, rel=1e-4)
    assert views.watch_time.tolist() == plain.watch_time.tolist()
    watch = posts(effects={"variant": {"average_watch_time": -0.2}})
    assert ratio(watch, plain, "watch_time") == pytest.approx(0.8)
    assert watch.final.views.tolist() == plain.final.views.tolist()
    assert np.all(ratio(watch, plain, "completion") < 1)
    completed = posts(effects={"variant": {"completion_rate": 0.1}})
    assert ratio(completed, plain, "completion") == pytest.approx(1.1)
    assert completed.watch_time.tolist() == plain.watch_time.tolist()


def test_completion_moves_with_watch_time_on_the_logit_and_stays_below_97_percent() -> None:
    plain, watch = posts(effects={}), posts(effects={"variant": {"average_watch_time": -0.2}})
    treated = np.array([arm == "variant" for arm in plain.arm])
    logits = [np.log(made.completion / (1 - made.completion))[treated] for made in (watch, plain)]
    assert logits[0] - logits[1] == pytest.approx(np.log(0.8))
    high = posts(profile=replace(PROFILE, completion=0.95), effects={"variant": {"completion_rate": 1.0}})
    assert high.completion.max() == 0.97


@pytest.mark.parametrize(
    ("age", "share"), [(-1.0, 0.0), (0.0, 0.0), (1.5, 1 - np.exp(-1.0)), (3.0, 1 - np.exp(-(2.0**0.7))), (1e9, 1.0)]
)
def test_views_come_as_the_curve_says(age: float, share: float) -> None:
    assert float(share_reached(age)) == pytest.approx(share)
    assert float(share_reached(2 * age, 3.0)) == pytest.approx(share)


def test_counters_are_the_final_ones_times_the_share_that_has_come() -> None:
    made = posts()
    at = int(made.posted_at[-1]) + 2 * DAY
    age = (at - made.posted_at) / DAY
    for name in ("views", "likes", "comments", "shares", "saves", "new_followers"):
        wanted = np.floor(getattr(made.final, name) * (1 - np.exp(-((age / made.pace) ** 0.7))))
        assert getattr(made.counters(at), name).tolist() == wanted.tolist()
    assert made.counters(int(made.posted_at[0]) - DAY).views.sum() == 0


def test_autocorrelation_is_stationary_with_the_correlation_asked_for() -> None:
    series = autocorrelated(200_000, 0.6, np.random.default_rng(1))
    assert series.std() == pytest.approx(1, abs=0.01)
    assert np.corrcoef(series[1:], series[:-1])[0, 1] == pytest.approx(0.6, abs=0.01)
    steps = np.random.default_rng(2).standard_normal(3)
    made = autocorrelated(3, 0.6, np.random.default_rng(2))
    assert made == pytest.approx([steps[0], 0.8 * steps[1] + 0.6 * steps[0], 0.8 * steps[2] + 0.6 * made[1]])


@pytest.mark.parametrize("rate", [BetaRate(0.042, 0.008), BetaRate(0.3, 0.1)])
def test_rates_have_their_mean_and_their_correlation_between_viewers(rate: BetaRate) -> None:
    drawn = rate.draw(np.full(200_000, rate.mean), np.random.default_rng(3))
    assert drawn.mean() == pytest.approx(rate.mean, rel=0.01)
    assert drawn.var() / (rate.mean * (1 - rate.mean)) == pytest.approx(rate.rho, rel=0.05)


def test_the_usual_account_is_the_one_that_real_histories_show() -> None:
    """The numbers of the module's docstring, and the rates of reactions."""
    profile = Profile()
    assert profile == Profile(8000.0, 0.985, 0.1, 0.32, 0.05, 0.14, 0.0, 8.0, 0.25, 0.41, 21.0, 14_000, dict(RATES))
    spread = np.hypot(
        np.hypot(profile.sigma, profile.month_drift), np.hypot(profile.slot_spread, profile.weekday_spread)
    )
    assert spread == pytest.approx(1.05, abs=0.005)
    assert {name: (rate.mean, rate.rho) for name, rate in RATES.items()} == {
        "likes": (0.042, 0.008),
        "comments": (0.006, 0.0036),
        "shares": (0.005, 0.0040),
        "saves": (0.009, 0.0048),
        "new_followers": (0.0012, 0.0008),
    }


@pytest.mark.parametrize(("times", "arms"), [([2, 1], ["a", "a"]), ([1, 2], ["a"]), ([1], ["a", "b"])])
def test_posts_out_of_order_or_without_an_arm_are_refused(times: list[int], arms: list[str]) -> None:
    with pytest.raises(ValueError, match="ascending posting times and one arm for each"):
        simulate_account(times, arms)
    assert len(simulate_account([1, 1], ["a", "b"]).arm) == 2
    assert simulate_account([], []).arm == ()


def test_long_rotations_are_several_plans_in_a_row() -> None:
    from datetime import date

    arms = _drawn_arms(LONGEST_PLAN + 1, date(2026, 1, 5), 3)
    assert len(arms) == 2 * (LONGEST_PLAN + 1)
    assert arms.count("variant") == LONGEST_PLAN + 1
    assert arms[: 2 * (LONGEST_PLAN - 1)].count("variant") == LONGEST_PLAN - 1


def test_captions_end_in_one_of_seven_ways() -> None:
    assert len(set(endings())) == 7
    assert endings()[0] == "Save this one for tonight."
    assert endings()[-1] == "We ate the whole pan."


def test_an_arm_of_the_workbook_is_its_value_or_its_tags() -> None:
    hashtags = next(demo for demo in EXPERIMENTS if demo.slug == "niche-hashtags")
    assert [arm.label for arm in hashtags.experiment.change.arms] == [
        "#kitchendemo #fyp #food #foodtok #viral",
        "#kitchendemo #onetinbakes #bakersoftiktok #germanbaking #weekendbake",
    ]
    assert EXPERIMENTS[0].experiment.change.control.label == "18:00"
