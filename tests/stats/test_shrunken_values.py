"""Many values: posterior errors against dense algebra, exchange p-values against an own count, weights by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from cliptrial.stats import exchange_p_values, partial_pooling
from cliptrial.stats.pooled.partial import cluster_weights


def history(seed: int = 3, *, weighted: bool = False) -> tuple[np.ndarray, np.ndarray, list[np.ndarray], np.ndarray]:
    rng = np.random.default_rng(seed)
    value, month = rng.integers(0, 8, 90), rng.integers(0, 3, 90)
    outcome = 8 + 0.4 * month + rng.normal(0, 0.6, 8)[value] + rng.normal(0, 0.8, 90)
    weights = rng.uniform(0.3, 2.0, 90) if weighted else np.ones(90)
    return outcome, value, [month, rng.integers(0, 2, 90)], weights


@pytest.mark.parametrize("weighted", [False, True])
def test_posterior_means_errors_and_p_values_are_those_of_the_mixed_model_equations(weighted: bool) -> None:
    """Henderson's equations, solved densely at the variances that were found."""
    outcome, value, terms, weights = history(weighted=weighted)
    found = partial_pooling(outcome, value, terms, weights if weighted else None)
    months, days = ((c[:, None] == np.unique(c)).astype(float) for c in terms)
    fixed = np.column_stack([months, days[:, 1:]])
    carriers = (value[:, None] == np.arange(8)).astype(float)
    both = np.column_stack([fixed, carriers])
    penalty = np.diag([0.0] * fixed.shape[1] + [found.sigma**2 / found.tau**2] * 8)
    left = (both.T * weights) @ both + penalty
    solved = np.linalg.solve(left, (both.T * weights) @ outcome)
    covariance = found.sigma**2 * np.linalg.inv(left)
    # Errors of the effects themselves, terms known only as well as the posts tell them.
    swept = np.diag(weights) - (weights[:, None] * fixed) @ np.linalg.inv((fixed.T * weights) @ fixed) @ (
        fixed.T * weights
    )
    posterior = found.sigma**2 * np.linalg.inv(carriers.T @ swept @ carriers + penalty[-8:, -8:])
    assert found.shrunk == pytest.approx(solved[-8:], abs=1e-8)
    assert found.shrunk_error == pytest.approx(np.sqrt(np.diag(posterior)))
    assert np.diag(posterior) == pytest.approx(np.diag(covariance)[-8:])
    assert found.residuals == pytest.approx(outcome - both @ solved, abs=1e-8)
    assert found.information == pytest.approx(np.diag(carriers.T @ swept @ carriers))
    assert found.freedom == 90 - 4
    assert found.p_values == pytest.approx(2 * t.sf(np.abs(found.raw / found.raw_error), 86))


def restricted_deviance(ratio: float, outcome: np.ndarray, value: np.ndarray, fixed: np.ndarray) -> float:
    """Minus twice the restricted log likelihood, the residual variance at its best."""
    carriers = (value[:, None] == np.arange(8)).astype(float)
    v = np.eye(len(outcome)) + ratio * carriers @ carriers.T
    inverse = np.linalg.inv(v)
    information = fixed.T @ inverse @ fixed
    beta = np.linalg.solve(information, fixed.T @ inverse @ outcome)
    rest, freedom = outcome - fixed @ beta, len(outcome) - fixed.shape[1]
    sigma2 = rest @ inverse @ rest / freedom
    return float(np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1] + freedom * np.log(sigma2))


def test_the_spread_is_where_the_restricted_likelihood_is_largest() -> None:
    outcome, value, terms, _ = history(4)
    found = partial_pooling(outcome, value, terms)
    months, days = ((c[:, None] == np.unique(c)).astype(float) for c in terms)
    fixed, best = np.column_stack([months, days[:, 1:]]), (found.tau / found.sigma) ** 2
    deviances = [restricted_deviance(best * by, outcome, value, fixed) for by in (0.97, 1.0, 1.03)]
    assert min(deviances) == deviances[1]
    assert found.tau > 0


def test_without_terms_there_is_one_mean() -> None:
    outcome, value, _, _ = history(5)
    alone, constant = partial_pooling(outcome, value, []), partial_pooling(outcome, value, [np.zeros(90, dtype=int)])
    assert alone.shrunk == pytest.approx(constant.shrunk)
    assert alone.freedom == 89


@pytest.mark.parametrize("posts", [2, 3])
def test_two_posts_more_than_terms_are_the_least(posts: int) -> None:
    value = np.array([0, 1, 0])[:posts]
    if posts == 2:
        with pytest.raises(ValueError, match="no more posts than terms"):
            partial_pooling(np.arange(2.0), value, [])
    else:
        assert partial_pooling(np.array([1.0, 2, 1.5]), value, []).freedom == 2


def test_clusters_weigh_by_their_variance_pulled_towards_the_common_one() -> None:
    """Residuals +-1 on four posts and +-3 on six: common mean square 5.8, ten posts of it beside each."""
    residuals = np.array([1.0, -1, 1, -1, 3, -3, 3, -3, 3, -3])
    cluster = np.array([7] * 4 + [2] * 6)
    variance = np.array([(4 + 58) / 14] * 4 + [(54 + 58) / 16] * 6)
    expected = (1 / variance) / (1 / variance).mean()
    assert cluster_weights(residuals, cluster) == pytest.approx(expected)
    sharper = np.array([(4 + 5.8) / 5] * 4 + [(54 + 5.8) / 7] * 6)
    assert cluster_weights(residuals, cluster, 1.0) == pytest.approx((1 / sharper) / (1 / sharper).mean())
    assert cluster_weights(np.zeros(4), np.array([0, 0, 1, 1])).tolist() == [1.0] * 4


# Exchange.


def counted(
    residuals: np.ndarray, value: np.ndarray, strata: np.ndarray, draws: int, weights: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Observed and re-drawn |weighted sums| by value, shape (values,) and (draws, values)."""
    rng, k = np.random.default_rng(99), value.max() + 1
    carried = residuals if weights is None else residuals * weights
    drawn = np.empty((draws, k))
    for row in range(draws):
        moved = carried.copy()
        for stratum in np.unique(strata):
            own = np.flatnonzero(strata == stratum)
            moved[own] = rng.permutation(moved[own])
        drawn[row] = [abs(moved[value == code].sum()) for code in range(k)]
    return np.array([abs(carried[value == code].sum()) for code in range(k)]), drawn


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("weighted", [False, True])
def test_each_value_is_held_against_twenty_with_as_many_posts_or_fewer(sign: int, weighted: bool) -> None:
    """25 values of two posts, three of six: these are held against themselves and the last 17 of the others."""
    rng = np.random.default_rng(6)
    value = np.r_[np.repeat(np.arange(25), 2), np.repeat([25, 26, 27], 6)]
    strata = rng.integers(0, 2, len(value))
    residuals = sign * (rng.normal(size=len(value)) + 1.2 * (value == 26))
    information = np.r_[np.full(25, 2.0), np.full(3, 6.0)]
    weights = rng.uniform(0.5, 1.5, len(value)) if weighted else None
    observed, drawn = counted(residuals, value, strata, 3000, weights)
    scale = 1 / np.sqrt(information)
    found = exchange_p_values(residuals, value, strata, information, weights, draws=600, seed=1)
    for code, reference in ((0, range(25)), (24, range(25)), (25, range(8, 28)), (26, range(8, 28))):
        others = drawn[:, list(reference)] * scale[list(reference)]
        own = (others >= observed[code] * scale[code] - 1e-12).mean()
        assert found[code] == pytest.approx(own, abs=0.02)
    assert found.min() >= 1 / (1 + 600 * 20)


def test_few_values_with_as_few_posts_are_held_against_five() -> None:
    """Sizes 1 to 8: the smallest is held against the five smallest, the largest against all."""
    rng = np.random.default_rng(7)
    sizes = np.arange(1, 9)
    value = np.repeat(np.arange(8), sizes)
    residuals, strata = rng.normal(size=len(value)), np.zeros(len(value), dtype=int)
    information = sizes.astype(float)
    observed, drawn = counted(residuals, value, strata, 4000)
    scale = 1 / np.sqrt(information)
    found = exchange_p_values(residuals, value, strata, information, draws=900, seed=2)
    for code, last in ((0, 5), (3, 5), (5, 6), (7, 8)):
        own = (drawn[:, :last] * scale[:last] >= observed[code] * scale[code] - 1e-12).mean()
        assert found[code] == pytest.approx(own, abs=0.03)


def test_a_value_without_information_has_no_p_and_is_no_reference() -> None:
    rng = np.random.default_rng(8)
    value, residuals = np.repeat(np.arange(6), 3), rng.normal(size=18)
    strata = np.zeros(18, dtype=int)
    information = np.array([3.0, 3, 1e-9, 3, 3, 3])
    found = exchange_p_values(residuals, value, strata, information, draws=300, seed=1)
    assert np.isnan(found).tolist() == [False, False, True, False, False, False]
    assert np.isfinite(exchange_p_values(residuals, value, strata, np.full(6, 1.1e-9), draws=9)).all()


def test_the_smallest_value_is_held_against_exactly_the_five_smallest() -> None:
    """One giant among 36 posts: a value of n posts gets it in n of 36 re-draws, and sizes 1 to 5 are 3 on average."""
    value = np.repeat(np.arange(8), np.arange(1, 9))
    giant = np.r_[1.0, np.zeros(35)]
    found = exchange_p_values(giant, value, np.zeros(36, dtype=int), np.ones(8), draws=2500, seed=3)
    assert found[0] == pytest.approx(3 / 36, abs=0.01)
