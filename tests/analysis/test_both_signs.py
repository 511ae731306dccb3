"""Findings on numbers that differ say so whichever way they differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import cliptrial
from cliptrial.errors import InputError


def weekend_heavy(sign: int) -> pd.DataFrame:
    """Posts on weekends are seen far more, or far less, and the variant went out mostly then."""
    rng = np.random.default_rng(1)
    at = pd.date_range("2026-03-02 18:00", periods=56, freq="D")
    weekend = np.asarray(at.day_of_week >= 5)
    new = weekend ^ (np.arange(56) % 4 == 0)
    views = np.exp(8 + sign * 2.5 * weekend + rng.normal(0, 0.3, 56)).round() + 1
    return pd.DataFrame({"arm": np.where(new, "new", "old"), "posted": at.astype(str), "views": views})


@pytest.mark.parametrize("sign", [1, -1])
def test_terms_that_move_an_estimate_up_or_down_by_more_than_its_error_are_told(sign: int) -> None:
    found = cliptrial.compare(
        weekend_heavy(sign), arm="arm", control="old", metrics=["views"], posted_at="posted", randomised=True, draws=99
    )
    (told,) = [f for f in found.findings if f.code == "adjustment_moves"]
    assert np.sign(told.values["unadjusted"] - told.values["adjusted"]) == sign
    row = found.uplifts[0]
    assert told.values["sign_changes"] is ((row.relative > 0) != (row.unadjusted_relative > 0))


@pytest.mark.parametrize("value", [1.1e30, -1.1e30, 0.9e-30, -0.9e-30])
def test_numbers_beyond_measure_are_refused_on_both_sides_of_zero(value: float) -> None:
    frame = pd.DataFrame({"arm": ["a", "b"] * 6, "views": [5.0, 6.0, 7.0] * 4})
    frame.loc[3, "views"] = value
    with pytest.raises(InputError, match="larger or smaller than anything") as caught:
        cliptrial.compare(frame, arm="arm", control="a", metrics=["views"])
    assert [problem.row for problem in caught.value.problems] == [5]


@pytest.mark.parametrize("value", [1e30, 1e-30, 0.0])
def test_numbers_just_within_measure_are_no_problem(value: float) -> None:
    frame = pd.DataFrame({"arm": ["a", "b"] * 6, "views": [5.0, 6.0, 7.0] * 4})
    frame.loc[3, "views"] = value
    cliptrial.compare(frame, arm="arm", control="a", metrics=["views"])


@pytest.mark.parametrize("sign", [1, -1])
def test_posts_that_vary_only_where_one_arm_ran_alone_are_no_variation(sign: int) -> None:
    """Their treatment is explained by the account, on whichever side the arm stood."""
    arms = "ab" * 4 + ("b" if sign == 1 else "a") * 4
    frame = pd.DataFrame({"arm": list(arms), "account": ["x"] * 8 + ["y"] * 4, "views": [50.0] * 8 + [10, 90, 30, 70]})
    asked: dict[str, Any] = {"arm": "arm", "control": "a", "metrics": ["views"], "account": "account"}
    assert cliptrial.compare(frame, **asked).verdict.reason == "no_variation"
    spread = frame.assign(views=frame["views"] + np.arange(12) % 5)
    assert cliptrial.compare(spread, **asked).uplifts[0].p_value is not None
