"""Pooling by simulation: how often it finds something that is not there, and whether odds mean what they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from cliptrial import stats
from cliptrial.stats.pooled.prior import EXPERIENCE

RUNS = 1500
SPREAD = 0.2
QUIETLY = (0.05, 0.17)
"""Standard errors of experiments on watch time."""


def library(
    rng: np.random.Generator, k: int, mean: float = 0.0, tau: float = SPREAD, noise: tuple[float, float] = (0.1, 0.35)
) -> tuple[np.ndarray, np.ndarray]:
    errors = rng.uniform(*noise, k)
    return rng.normal(rng.normal(mean, tau, k), errors), errors


@pytest.mark.slow
@pytest.mark.parametrize("k", [2, 3, 5, 10])
def test_pooling_finds_an_effect_that_is_not_there_in_about_five_percent(k: int) -> None:
    rng = np.random.default_rng(k)
    wins = ahead = 0
    for _ in range(RUNS):
        y, se = library(rng, k)
        found = stats.pool(y, se)
        assert (found.p_value <= 0.05) == (found.interval[0] > 0 or found.interval[1] < 0)
        wins += found.p_value <= 0.05
        following = rng.normal(0, SPREAD)
        ahead += found.prediction[0] <= following <= found.prediction[1]
    # 5.1-5.9 % with as many experiments; limits are those of 1,500 runs.
    assert binom.ppf(1e-3, RUNS, 0.05) <= wins <= binom.ppf(1 - 1e-3, RUNS, 0.06)
    if k >= 5:
        assert binom.ppf(1e-3, RUNS, 0.93) <= ahead <= binom.ppf(1 - 1e-3, RUNS, 0.975)
    else:
        assert np.isnan(found.prediction).all()


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "tau"), [(0.0, 0.17), (0.1, 0.2), (0.05, 0.05), (0.0, 0.3)])
def test_odds_with_a_learned_prior_are_right_as_often_as_they_say(mean: float, tau: float) -> None:
    rng = np.random.default_rng(11)
    stated, right = [], []
    for _ in range(1500):
        y, se = library(rng, int(rng.integers(5, 11)), mean, tau, QUIETLY)
        prior = stats.learned_prior(y, se)
        truth, error = rng.normal(mean, tau), rng.uniform(*QUIETLY)
        lean = stats.shrink(rng.normal(truth, error), error, prior_mean=prior.mean, prior_sd=prior.sd).lean
        stated.append(max(lean, 1 - lean))
        right.append((truth > 0) == (lean > 0.5))
    chances, hits = np.array(stated), np.array(right)
    assert abs(hits.mean() - chances.mean()) <= 0.05
    middle = (chances >= 0.7) & (chances < 0.8)
    assert binom.ppf(1e-3, middle.sum(), 0.70) <= hits[middle].sum() <= binom.ppf(1 - 1e-3, middle.sum(), 0.82)


def test_below_five_experiments_the_prior_is_general_experience() -> None:
    rng = np.random.default_rng(3)
    assert all(stats.learned_prior(*library(rng, k, noise=QUIETLY)) == EXPERIENCE for k in range(1, 5))
    assert stats.learned_prior(*library(rng, 5, noise=QUIETLY)).experiments == 5


def test_many_precise_experiments_outweigh_general_experience() -> None:
    rng = np.random.default_rng(4)
    y = rng.normal(0.4, 0.05, 400)
    prior = stats.learned_prior(y, np.full(400, 0.01))
    assert prior.mean == pytest.approx(0.4, abs=0.01)
    assert prior.sd == pytest.approx(0.054, abs=0.01)
