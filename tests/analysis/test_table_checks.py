"""Tables that tempt to wrong conclusions, and small ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import cliptrial
from cliptrial.errors import InputError


def frame(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(n)
    return pd.DataFrame(
        {
            "arm": ["a", "b"] * (n // 2),
            "views": rng.lognormal(8, 1, n).round(),
            "posted": pd.date_range("2026-03-02", periods=n, freq="D").astype(str),
        }
    )


@pytest.mark.parametrize("n", [4, 6, 8, 12])
@pytest.mark.parametrize("randomised", [True, False])
def test_small_tables_are_answered_or_refused_in_words(n: int, randomised: bool) -> None:
    found = cliptrial.compare(
        frame(n), arm="arm", control="a", metrics=["views"], posted_at="posted", randomised=randomised
    )
    assert found.verdict.reason or found.uplifts[0].p_value is not None


def test_arms_that_belong_to_different_accounts_cannot_be_told_from_them() -> None:
    table = frame(40)
    table["account"] = np.where(table["arm"] == "a", "ours", "theirs")
    for options in ({}, {"account": "account"}, {"block": "account"}):
        found = cliptrial.compare(table, arm="arm", control="a", metrics=["views"], **options)
        assert found.verdict.reason == "attribute_differs"


def test_a_catalogue_of_arms_is_no_comparison() -> None:
    table = frame(60)
    table["arm"] = [f"sound {i // 2}" for i in range(60)]
    with pytest.raises(InputError, match="30 different values"):
        cliptrial.compare(table, arm="arm", control="sound 0", metrics=["views"])


def test_an_unknown_control_suggests_a_near_one() -> None:
    table = frame(8).replace({"a": "original", "b": "trending"})
    with pytest.raises(InputError, match='Did you mean "original"'):
        cliptrial.compare(table, arm="arm", control="orignal", metrics=["views"])
