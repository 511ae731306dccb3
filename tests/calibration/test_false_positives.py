"""A reduced calibration: a nominal 5 % is 5 %, by the same engines that reports use."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

import cliptrial

RUNS = 200


def bounds(runs: int) -> tuple[float, float]:
    """Shares that a true 5 % leaves in 1 of 10,000 runs of this test at most."""
    return float(binom.ppf(5e-5, runs, 0.05) / runs), float(binom.ppf(1 - 5e-5, runs, 0.05) / runs)


def null_table(rng: np.random.Generator, control: int, variant: int) -> pd.DataFrame:
    n = control + variant
    views = np.exp(rng.normal(8, 1.5, n)).round() + 1
    rate = 0.04 * np.exp(rng.normal(0, 0.5, n))
    return pd.DataFrame(
        {
            "arm": rng.permutation(["a"] * control + ["b"] * variant),
            "views": views,
            "likes": rng.poisson(views * rate),
            "orders": rng.poisson(0.8, n),
        }
    )


@pytest.mark.slow
@pytest.mark.parametrize("metric", ["views", "likes/views", "orders"])
@pytest.mark.parametrize(("control", "variant"), [(20, 20), (8, 8), (30, 10)])
def test_made_up_arms_win_in_five_percent_of_tables(metric: str, control: int, variant: int) -> None:
    wins = answered = 0
    for seed in range(RUNS):
        frame = null_table(np.random.default_rng(seed), control, variant)
        found = cliptrial.compare(
            frame, arm="arm", control="a", metrics=[metric], randomised=True, draws=499, seed=seed
        )
        row = found.uplifts[0]
        if row.p_value is None:
            continue
        answered += 1
        low, high = row.relative_interval
        assert (row.p_value <= 0.05) == (low > 0 or high < 0)
        wins += row.p_value <= 0.05
    assert answered >= 0.9 * RUNS
    low, high = bounds(RUNS)
    # Discrete outcomes may be conservative; nothing may win too often.
    assert (low if metric == "views" else 0.0) <= wins / RUNS <= high
