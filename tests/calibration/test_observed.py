"""Posts that nobody assigned: confounded with weekday or time, a nominal 5 % stays near 5 %."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

import cliptrial

RUNS = 250


def weekend_heavy(rng: np.random.Generator, n: int = 60) -> pd.DataFrame:
    at = pd.Timestamp("2026-03-01 18:00") + pd.to_timedelta(np.arange(n), unit="D")
    arm = np.where(rng.random(n) < np.where(at.day_of_week >= 4, 0.85, 0.2), "v", "c")
    arm[:2] = ["c", "v"]
    views = np.exp(rng.normal(8, 1, n)).round() + 50
    likes = rng.poisson(views * 0.04 * np.exp(rng.normal(0, 0.5, n)))
    return pd.DataFrame({"arm": arm, "views": views, "likes": likes, "at": at})


def drifting(rng: np.random.Generator, n: int = 60) -> pd.DataFrame:
    at = pd.Timestamp("2026-03-01 18:00") + pd.to_timedelta(np.arange(n) / 2, unit="D")
    time = np.linspace(0, 1, n)
    arm = np.where(rng.random(n) < 0.2 + 0.6 * time, "v", "c")
    arm[0], arm[-1] = "c", "v"
    views = np.exp(8 + rng.normal(0, 1, n) + time).round()
    return pd.DataFrame({"arm": arm, "views": views, "at": at})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "metric"), [(weekend_heavy, "views"), (weekend_heavy, "likes/views"), (drifting, "views")]
)
def test_confounded_history_without_an_effect_is_clear_in_five_percent(
    make: Callable[[np.random.Generator], pd.DataFrame], metric: str
) -> None:
    clear = answered = 0
    for seed in range(RUNS):
        found = cliptrial.compare(
            make(np.random.default_rng(seed)),
            arm="arm",
            control="c",
            metrics=[metric],
            posted_at="at",
            draws=499,
            seed=seed,
        )
        clear += found.verdict.code in ("better", "worse")
        answered += found.verdict.reason is None
    assert answered >= 0.9 * RUNS
    # One in 10,000 runs of this test would see more if the true share were 6 %.
    assert clear <= binom.ppf(1 - 1e-4, RUNS, 0.06)
