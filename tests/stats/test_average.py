"""The average of differences that were measured apart."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cliptrial.stats.pooled.average import average


def test_one_stratum_is_its_own_t_test() -> None:
    rng = np.random.default_rng(1)
    new, old = rng.normal(0.3, 1, 14), rng.normal(0, 1, 14)
    error = np.sqrt((new.var(ddof=1) + old.var(ddof=1)) / 14)
    test = stats.ttest_ind(new, old)
    one = average([new.mean() - old.mean()], [error], 26)
    assert float(one.p_value) == pytest.approx(test.pvalue, rel=1e-9)
    assert one.interval() == pytest.approx(tuple(test.confidence_interval()), rel=1e-9)


def test_a_sum_of_two_arms_has_the_degrees_of_freedom_of_welch() -> None:
    """Two means with errors of their own: their mean is half of Welch's difference from the other one's negative."""
    rng = np.random.default_rng(2)
    first, second = rng.normal(0.4, 1, 9), rng.normal(0.1, 3, 9)
    errors = [sample.std(ddof=1) / 3 for sample in (first, second)]
    both = average([first.mean(), second.mean()], errors, 8)
    welch = stats.ttest_ind(first, -second, equal_var=False)
    assert float(both.p_value) == pytest.approx(welch.pvalue, rel=1e-9)
    assert float(both.freedom) == pytest.approx(welch.df, rel=1e-9)


def test_turning_every_difference_turns_the_average() -> None:
    up, down = (average([0.2 * way, 0.5 * way, -0.1 * way], [0.3, 0.4, 0.5], 26) for way in (1, -1))
    assert float(up.mean) == -float(down.mean)
    assert float(up.p_value) == float(down.p_value)
