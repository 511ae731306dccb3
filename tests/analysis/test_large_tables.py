"""Many posts: the same numbers whatever fits into memory at once, and memory that stays bounded."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from tests.benchmarks.memory import POSTS, TABLES, compare_posts
from tests.benchmarks.tables import posts

import cliptrial
from cliptrial.stats import draws

DRAWS, MEGABYTES = 1999, 100
"""The matrix of all re-draws of one pair alone would take 128."""


def numbers(analysis: cliptrial.Analysis) -> dict[str, float]:
    found = {}
    for row in analysis.uplifts:
        own = {
            "relative": row.relative,
            "low": row.relative_interval[0],
            "high": row.relative_interval[1],
            "p": row.p_value,
            "without least": row.leave_one_out[0],
            "without most": row.leave_one_out[1],
            "error": row.standard_error,
        }
        found |= {f"{row.metric} {row.arm} {name}": float(value) for name, value in own.items() if value is not None}
    for number, finding in enumerate(analysis.findings):
        told = finding.values.items()
        found |= {f"{number} {finding.code} {name}": value for name, value in told if isinstance(value, float)}
    return found


@pytest.mark.parametrize("kind", TABLES)
def test_numbers_do_not_depend_on_how_many_draws_fit_into_memory(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = compare_posts(150, kind, draws=499)
    monkeypatch.setattr(draws, "NUMBERS", 2_000)
    few_at_a_time = compare_posts(150, kind, draws=499)
    assert numbers(few_at_a_time) == pytest.approx(numbers(at_once), rel=1e-10, abs=1e-12)
    assert [row.p_value for row in few_at_a_time.uplifts] == [row.p_value for row in at_once.uplifts]
    assert few_at_a_time.verdicts == at_once.verdicts


@pytest.mark.slow
def test_ten_thousand_posts_take_bounded_memory() -> None:
    kind = "observed, accounts and months"
    compare_posts(150, kind, draws=99)
    tracemalloc.start()
    analysis = compare_posts(POSTS, kind, metrics=("views", "likes/views"), draws=DRAWS)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert [row.draws for row in analysis.uplifts] == [DRAWS] * 4
    assert peak < MEGABYTES


def test_days_of_accounts_are_held_equal_without_a_column_for_each() -> None:
    accounts = 40
    frame = posts(800, {"control": 0.5, "one": 0.5}, accounts=accounts)
    (row,) = cliptrial.compare(
        frame, arm="arm", control="control", metrics=["views"], randomised=True, posted_at="posted", account="account"
    ).uplifts
    weekend = pd.to_datetime(frame["posted"], unit="s").dt.day_of_week >= 5
    dummies = pd.get_dummies(frame["account"] + "_" + weekend.astype(str)).astype(float)
    model = sm.OLS(np.log(frame["views"]), dummies.assign(treated=(frame["arm"] == "one").astype(float))).fit()
    assert row.relative == pytest.approx(np.expm1(model.params["treated"]))
    assert row.standard_error == pytest.approx(model.bse["treated"])
