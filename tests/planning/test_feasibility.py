"""What a plan can find out, against an independent route and simulation."""

from __future__ import annotations

from math import expm1, log1p

import numpy as np
import pytest
from statsmodels.stats.power import TTestIndPower

import cliptrial
from cliptrial.planning.feasibility import posts_needed, power, smallest_log_effect


@pytest.mark.parametrize(("effect", "n", "spread"), [(0.1, 28, 0.25), (0.5, 14, 1.0), (1.0, 56, 1.5)])
def test_power_is_that_of_statsmodels(effect: float, n: int, spread: float) -> None:
    theirs = TTestIndPower().power(effect / spread, n, 0.05)
    assert power(effect, n, spread, 0.05) == pytest.approx(theirs, abs=1e-9)


def test_posts_needed_give_eighty_percent_and_two_fewer_do_not() -> None:
    needed = posts_needed(log1p(0.1), 0.25, 0.05)
    assert power(log1p(0.1), needed, 0.25, 0.05) >= 0.8 > power(log1p(0.1), needed - 2, 0.25, 0.05)


@pytest.mark.parametrize(
    ("spread", "per_arm", "percent"), [(0.6, 28, 58), (1.0, 28, 114), (0.25, 28, 21), (1.5, 56, 123)]
)
def test_the_smallest_visible_effect_is_the_simulated_one(spread: float, per_arm: int, percent: int) -> None:
    """Within 2 points of the published simulation of the re-drawn test (2,000 to 4,000 runs a cell)."""
    assert 100 * expm1(smallest_log_effect(per_arm, spread, 0.05)) == pytest.approx(percent, abs=2)


@pytest.mark.slow
def test_the_re_drawn_test_has_the_power_that_the_plan_promises() -> None:
    import pandas as pd

    effect, n, spread, runs = 0.8, 14, 1.0, 300
    found = 0
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        arm = rng.permutation(["a"] * n + ["b"] * n)
        views = np.exp(rng.normal(8, spread, 2 * n) + effect * (arm == "b"))
        frame = pd.DataFrame({"arm": arm, "views": views})
        row = cliptrial.compare(frame, arm="arm", control="a", metrics=["views"], randomised=True, draws=499).uplifts[0]
        found += row.p_value is not None and row.p_value <= 0.05
    promised = power(effect, n, spread, 0.05)
    assert found / runs == pytest.approx(promised, abs=4 * (promised * (1 - promised) / runs) ** 0.5)


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "effect"), [(0.5, 2.5), (3.0, 1.8)])
def test_rare_events_are_not_promised_more_than_the_engine_finds(mean: float, effect: float) -> None:
    import pandas as pd

    from cliptrial.metrics import CATALOGUE
    from cliptrial.planning.feasibility import spread

    def events(rng: np.random.Generator, size: int, factor: object) -> np.ndarray:
        return rng.poisson(mean * factor * np.exp(rng.normal(-0.32, 0.8, size))).astype(float)  # type: ignore[operator]

    history = events(np.random.default_rng(1), 4000, 1.0)
    promised = power(np.log(effect), 28, spread(CATALOGUE["saves"], history, np.ones(4000)) or 0.0, 0.05)
    found, runs = 0, 200
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        arm = rng.permutation(["a", "b"] * 28)
        frame = pd.DataFrame({"arm": arm, "saves": events(rng, 56, np.where(arm == "b", effect, 1.0))})
        row = cliptrial.compare(frame, arm="arm", control="a", metrics=["saves"], randomised=True, draws=299).uplifts[0]
        found += row.p_value is not None and row.p_value <= 0.05
    assert 0.3 < promised < found / runs + 4 * (0.25 / runs) ** 0.5
