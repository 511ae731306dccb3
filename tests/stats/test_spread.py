"""Do two arms vary alike? Variances of residuals that change places, against scipy's permutation test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import permutation_test

from cliptrial.stats import assignments
from cliptrial.stats.ratio.spread import spread_test

CALM, WILD = np.array([1.0, 1.2, 0.9, 1.1]), np.array([-1.0, 3.0, 0.5, 2.0, 1.5])
LOGS, TREATED = np.concatenate([CALM, WILD]), np.arange(9) >= 4


def test_spreads_are_mean_distances_from_the_median_and_p_is_that_of_scipys_ratio_of_variances() -> None:
    labels, exact = assignments(TREATED, np.zeros(9, dtype=np.int64), draws=1, seed=0)
    found = spread_test(LOGS, TREATED, labels, exact=exact)
    off = [np.abs(arm - np.median(arm)) for arm in (CALM, WILD)]
    assert found is not None
    assert (found.control, found.treated) == pytest.approx((off[0].mean(), off[1].mean()))

    def apart(one: np.ndarray, other: np.ndarray) -> float:
        return float(np.log(one.var(ddof=1) / other.var(ddof=1)))

    theirs = permutation_test([arm - arm.mean() for arm in (CALM, WILD)], apart, n_resamples=np.inf)
    assert found.p_value == pytest.approx(theirs.pvalue)
    assert 0.01 < found.p_value < 0.5


def test_a_difference_of_the_arms_and_the_unit_are_no_spread() -> None:
    labels, exact = assignments(TREATED, np.zeros(9, dtype=np.int64), draws=1, seed=0)
    plain = spread_test(LOGS, TREATED, labels, exact=exact)
    moved = spread_test(LOGS + 5.0 * TREATED, TREATED, labels, exact=exact)
    assert plain is not None
    assert moved is not None
    assert moved.p_value == pytest.approx(plain.p_value)


def test_posts_that_are_all_alike_have_no_spread_to_tell_apart() -> None:
    treated = np.arange(8) < 4
    labels, exact = assignments(treated, np.zeros(8, dtype=np.int64), draws=1, seed=0)
    found = spread_test(np.where(treated, 2.0, 3.0), treated, labels, exact=exact)
    assert found is not None
    assert (found.control, found.treated, found.p_value) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(("few", "known"), [(1, False), (2, True)])
def test_an_arm_of_one_has_no_spread(few: int, known: bool) -> None:
    treated = np.arange(6) < few
    labels, exact = assignments(treated, np.zeros(6, dtype=np.int64), draws=1, seed=0)
    for side in (treated, ~treated):
        assert (spread_test(LOGS[:6], side, labels, exact=exact) is not None) is known
