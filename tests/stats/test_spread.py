"""Do two arms vary alike? Mean distances from medians, against scipy's permutation test."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import permutation_test

from cliptrial.stats import assignments
from cliptrial.stats.ratio.spread import spread_test

CALM, WILD = np.array([1.0, 1.2, 0.9, 1.1]), np.array([-1.0, 3.0, 0.5, 2.0, 1.5])
LOGS, TREATED = np.concatenate([CALM, WILD]), np.arange(9) >= 4


def test_spreads_are_mean_distances_from_the_median_and_p_is_that_of_scipy() -> None:
    labels, exact = assignments(TREATED, np.zeros(9, dtype=np.int64), draws=1, seed=0)
    found = spread_test(LOGS, TREATED, labels, exact=exact)
    off = [np.abs(arm - np.median(arm)) for arm in (CALM, WILD)]
    assert found is not None
    assert (found.control, found.treated) == pytest.approx((off[0].mean(), off[1].mean()))

    def apart(one: np.ndarray, other: np.ndarray) -> float:
        return abs(float(one.mean() - other.mean()))

    theirs = permutation_test(off, apart, alternative="greater", n_resamples=np.inf)
    assert found.p_value == pytest.approx(theirs.pvalue)


@pytest.mark.parametrize(("few", "known"), [(1, False), (2, True)])
def test_an_arm_of_one_has_no_spread(few: int, known: bool) -> None:
    treated = np.arange(6) < few
    labels, exact = assignments(treated, np.zeros(6, dtype=np.int64), draws=1, seed=0)
    for side in (treated, ~treated):
        assert (spread_test(LOGS[:6], side, labels, exact=exact) is not None) is known
