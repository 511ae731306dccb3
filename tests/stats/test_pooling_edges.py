"""Pooling of few, equal or contradicting experiments, and the next experiment, worked out once more."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import chi2, t

from cliptrial import stats
from cliptrial.stats.pooled.random_effects import predicted

Y = np.array([0.32, -0.05, 0.41, 0.12, 0.27, 0.02])
SE = np.array([0.11, 0.16, 0.2, 0.09, 0.25, 0.14])


def generalised_q(tau2: float, y: np.ndarray = Y, se: np.ndarray = SE) -> float:
    weight = 1 / (se**2 + tau2)
    return float(np.sum(weight * (y - np.average(y, weights=weight)) ** 2))


@pytest.mark.parametrize(
    ("estimates", "errors"),
    [([0.1], [0.1]), ([], []), ([0.1, 0.2], [0.1]), ([0.1, 0.2], [0.1, 0.0]), ([0.1, 0.2], [0.1, -0.1])],
)
def test_one_estimate_or_an_error_of_zero_is_refused(estimates: list[float], errors: list[float]) -> None:
    with pytest.raises(ValueError, match="two or more"):
        stats.pool(np.array(estimates), np.array(errors))


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_the_pooled_mean_has_the_t_interval_of_knapp_and_hartung(sign: int, alpha: float) -> None:
    y = sign * Y[:4] * [1, 3, 1, 1]
    tau2 = brentq(lambda value: generalised_q(value, y, SE[:4]) - 3, 0, 5)
    weight = 1 / (SE[:4] ** 2 + tau2)
    mean = np.average(y, weights=weight)
    error = sqrt(np.sum(weight * (y - mean) ** 2) / 3 / weight.sum())
    found = stats.pool(y, SE[:4], alpha=alpha)
    assert found.tau == pytest.approx(sqrt(tau2))
    assert (found.estimate, found.standard_error) == pytest.approx((mean, error))
    reach = t.isf(alpha / 2, 3) * error
    assert found.interval == pytest.approx((mean - reach, mean + reach))
    assert found.p_value == pytest.approx(2 * t.sf(abs(mean) / error, 3))
    assert found.experiments == 4
    assert np.sign(found.estimate) == sign


def test_experiments_nearer_to_each_other_than_chance_have_no_spread() -> None:
    found = stats.pool(np.array([0.1, 0.11, 0.12]), np.array([0.2, 0.3, 0.2]))
    weight = 1 / np.array([0.2, 0.3, 0.2]) ** 2
    assert found.tau == 0.0
    assert found.estimate == pytest.approx(np.average([0.1, 0.11, 0.12], weights=weight))


def test_a_spread_is_found_where_q_is_just_above_its_expectation() -> None:
    """Two experiments of error 1 lie apart by d: Q = d^2 / 2, so the spread is d^2 / 2 - 1 where that is positive."""
    for distance in (1.3, 1.4, 1.42, 2.0, 40.0):
        found = stats.paule_mandel(np.array([0.0, distance]), np.ones(2))
        assert found == pytest.approx(max(distance**2 / 2 - 1, 0.0), abs=1e-9)


def test_equal_estimates_pool_to_themselves_with_a_sliver_of_error() -> None:
    found = stats.pool(np.array([0.3, 0.3]), np.array([0.1, 0.2]))
    assert (found.estimate, found.tau) == pytest.approx((0.3, 0.0))
    assert 0 < found.standard_error < 1e-6
    assert found.p_value < 1e-6


def test_the_next_experiment_is_predicted_from_five_on() -> None:
    assert all(isnan(end) for end in stats.pool(Y[:4], SE[:4]).prediction)
    low, high = stats.pool(Y[:5], SE[:5]).prediction
    assert low < stats.pool(Y[:5], SE[:5]).interval[0]
    assert high > stats.pool(Y[:5], SE[:5]).interval[1]


@pytest.mark.parametrize("scale", [1.0, -1.0, 4.0])
@pytest.mark.parametrize("alpha", [0.05, 0.3])
def test_the_prediction_mixes_every_spread_that_the_data_allow(scale: float, alpha: float) -> None:
    """Spreads are drawn through Cochran's Q, means by t, effects by the normal: Nagashima et al. (2019), by drawing."""
    rng = np.random.default_rng(5)
    y, draws = scale * Y, 40_000
    q = chi2.rvs(len(y) - 1, size=draws, random_state=rng)
    spreads = _spreads_at(q, y)
    weight = 1 / (SE**2 + spreads[:, None])
    means = (weight * y).sum(axis=1) / weight.sum(axis=1)
    centres = means + rng.standard_t(len(y) - 1, draws) / np.sqrt(weight.sum(axis=1))
    effects = centres + np.sqrt(spreads) * rng.normal(size=draws)
    low, high = predicted(y, SE, alpha=alpha)
    width = high - low
    assert low == pytest.approx(np.quantile(effects, alpha / 2), abs=0.03 * width)
    assert high == pytest.approx(np.quantile(effects, 1 - alpha / 2), abs=0.03 * width)


def _spreads_at(levels: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Where the generalised Q, which falls with the spread, has these levels; 0 where it starts below."""
    grid = np.r_[0.0, np.geomspace(1e-5, 1e4, 3000)]
    weight = 1 / (SE**2 + grid[:, None])
    means = (weight * y).sum(axis=1) / weight.sum(axis=1)
    q = (weight * (y - means[:, None]) ** 2).sum(axis=1)
    return np.interp(levels, q[::-1], grid[::-1])
