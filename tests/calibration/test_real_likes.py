"""Power on real posts: a true +20 % in like rate, put into real posts of one account at random."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom
from tests.places import shared

import cliptrial

RUNS = 250
POSTS = 28


def found(frame: pd.DataFrame, chosen: np.ndarray) -> bool:
    """Whether random arms of 28 posts show it, once the variant's likes are a fifth more than they were."""
    likes = np.rint(frame["likes"] * np.where(chosen, 1.2, 1)).clip(upper=frame["plays"]).astype(int)
    table = pd.DataFrame({"arm": np.where(chosen, "b", "a"), "likes": likes, "plays": frame["plays"]})
    row = cliptrial.compare(
        table.reset_index(drop=True), arm="arm", control="a", metrics=["likes/plays"], randomised=True, draws=499
    ).uplifts[0]
    assert row.p_value is not None
    assert row.relative is not None
    return row.p_value <= 0.05 and row.relative > 0


@pytest.mark.slow
def test_a_fifth_more_likes_is_found_in_over_a_third_of_experiments_on_real_posts() -> None:
    """38 % of 2,500 such experiments; here as many as a test can afford."""
    posts = pd.read_csv(shared("data/vn-posts/posts.csv.gz")).query("plays >= 100")
    accounts = [own for _, own in posts.groupby("account") if len(own) >= 2 * POSTS]
    rng = np.random.default_rng(8)
    share = 0
    for _ in range(RUNS):
        own = accounts[rng.integers(len(accounts))]
        drawn = own.iloc[rng.choice(len(own), 2 * POSTS, replace=False)]
        share += found(drawn, rng.permutation(np.repeat([True, False], POSTS)))
    # One run of this test in a thousand would see fewer if the true share were 35 %.
    assert share >= binom.ppf(1e-3, RUNS, 0.35)
