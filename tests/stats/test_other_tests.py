"""Permutation, split tests, pooling and weekdays against independent routes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats
from scipy.optimize import minimize_scalar
from scipy.special import xlogy
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.proportion import confint_proportions_2indep

from cliptrial import stats


def test_exact_two_sample_p_is_that_of_scipy() -> None:
    rng = np.random.default_rng(1)
    values, treated = rng.normal(size=11), np.arange(11) < 5

    def gap(v: np.ndarray, z: np.ndarray) -> float:
        return float(v[z].mean() - v[~z].mean())

    ours = stats.two_sample_test(values, treated, gap)
    theirs = scipy_stats.permutation_test(
        (values[treated], values[~treated]), lambda a, b: abs(a.mean() - b.mean()), alternative="greater"
    )
    assert ours.exact
    assert ours.draws == 462
    assert ours.p_value == pytest.approx(theirs.pvalue)


def test_exact_sign_flip_p_is_that_of_scipy() -> None:
    differences = np.random.default_rng(2).normal(0.4, 1, 10)
    theirs = scipy_stats.permutation_test(
        (differences,), lambda d: abs(d.mean()), permutation_type="samples", alternative="greater"
    )
    assert stats.sign_flip_test(differences).p_value == pytest.approx(theirs.pvalue)


def test_assignments_stay_within_blocks_and_every_one_is_listed_once() -> None:
    treated = np.array([True, False, True, False, True, False])
    blocks = np.array([0, 0, 1, 1, 2, 2])
    labels, exact = stats.assignments(treated, blocks, draws=10, seed=0)
    assert exact
    assert len(np.unique(labels, axis=0)) == len(labels) == 8
    assert all(labels[:, blocks == b].sum(axis=1).tolist() == [1] * 8 for b in range(3))


@pytest.mark.parametrize("counts", [(120, 3000, 160, 3100), (15, 400, 9, 380), (50, 1000, 50, 1000)])
def test_split_interval_is_the_score_interval_of_statsmodels(counts: tuple[int, int, int, int]) -> None:
    x0, n0, x1, n1 = counts
    found = stats.split_test(*counts)
    theirs = confint_proportions_2indep(x1, n1, x0, n0, compare="ratio", method="score", correction=False)
    assert found.interval == pytest.approx(theirs, rel=1e-4)


def test_split_p_is_pearsons_chi_squared_and_fishers_exact_when_small() -> None:
    table = [[160, 2940], [120, 2880]]
    chi = scipy_stats.chi2_contingency(table, correction=False).pvalue
    assert stats.split_test(120, 3000, 160, 3100).p_value == pytest.approx(chi)
    small = stats.split_test(1, 40, 7, 41)
    assert small.exact
    assert small.p_value >= scipy_stats.fisher_exact([[7, 34], [1, 39]]).pvalue - 1e-12


def test_split_p_and_interval_never_contradict_each_other() -> None:
    rng = np.random.default_rng(4)
    for _ in range(400):
        n0, n1 = rng.integers(5, 400, 2)
        found = stats.split_test(int(rng.binomial(n0, 0.06)), int(n0), int(rng.binomial(n1, 0.12)), int(n1))
        low, high = found.interval
        assert (found.p_value <= 0.05) == (low > 1 or high < 1)
        low, high = found.difference_interval
        assert (found.p_value <= 0.05) == (low > 0 or high < 0)
        assert low <= found.difference <= high


@pytest.mark.parametrize(
    "counts", [(0, 10_000, 500, 10_000), (500, 10_000, 0, 10_000), (100, 100, 100, 100), (0, 5, 0, 5)]
)
def test_split_tests_at_the_edge_of_counts_stay_finite(counts: tuple[int, int, int, int]) -> None:
    found = stats.split_test(*counts)
    assert 0 < found.standard_error < 10
    assert all(-1 <= end <= 1 for end in found.difference_interval)
    assert found.difference_interval[0] <= found.difference <= found.difference_interval[1]


def test_the_difference_has_the_published_score_interval() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), Statistics in Medicine 17, method of Mee."""
    assert stats.split_test(48, 80, 56, 70).difference_interval == pytest.approx((0.0533, 0.3377), abs=5e-5)


@pytest.mark.parametrize("counts", [(120, 3000, 160, 3100), (48, 80, 56, 70), (0, 900, 12, 1000), (9, 300, 30, 310)])
def test_at_the_ends_of_the_difference_the_score_statistic_is_1_96(counts: tuple[int, int, int, int]) -> None:
    """The rates under a difference are found by maximising the likelihood numerically."""
    x0, n0, x1, n1 = counts
    found = stats.split_test(*counts)
    assert not found.exact
    for gap in found.difference_interval:
        edge = 1e-12

        def loss(low: float, gap: float = gap) -> float:
            rates = np.array([low, low + gap])
            events, others = np.array([x0, x1]), np.array([n0 - x0, n1 - x1])
            return -float(xlogy(events, rates).sum() + xlogy(others, 1 - rates).sum())

        bounds = (max(edge, edge - gap), min(1 - edge, 1 - edge - gap))
        low = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-12}).x
        variance = (low + gap) * (1 - low - gap) / n1 + low * (1 - low) / n0
        assert abs(x1 / n1 - x0 / n0 - gap) / np.sqrt(variance) == pytest.approx(1.959964, abs=1e-3)


def test_pooling_is_paule_mandel_with_knapp_hartung() -> None:
    rng = np.random.default_rng(5)
    se = rng.uniform(0.1, 0.3, 8)
    y = rng.normal(0.2, np.sqrt(0.2**2 + se**2))
    ours, theirs = stats.pool(y, se), combine_effects(y, se**2, method_re="iterated", use_t=True)
    assert ours.tau**2 == pytest.approx(theirs.tau2, rel=1e-4)
    assert ours.estimate == pytest.approx(theirs.mean_effect_re, rel=1e-5)
    assert ours.standard_error >= theirs.sd_eff_w_re_hksj - 1e-9


def test_effective_share_is_one_minus_r_squared() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(6)
    treated, days = rng.random(60) < 0.5, rng.integers(0, 7, 60)
    terms = (days[:, None] == np.arange(1, 7)).astype(float)
    r2 = sm.OLS(treated.astype(float), sm.add_constant(terms)).fit().rsquared
    assert stats.effective_share(treated, terms) == pytest.approx(1 - r2)


def test_shrinkage_is_the_posterior_of_two_normals() -> None:
    grid = np.linspace(-2, 2, 400_001)
    density = np.exp(-((grid - 0.3) ** 2) / (2 * 0.2**2) - grid**2 / (2 * 0.17**2))
    density /= density.sum()
    found = stats.shrink(0.3, 0.2)
    assert np.log1p(found.reckon_with) == pytest.approx(float(grid @ density), abs=1e-6)
    assert found.lean == pytest.approx(float(density[grid > 0].sum()), abs=1e-4)


def test_lean_is_right_as_often_as_it_says() -> None:
    """Truth from the prior, spreads as different as between accounts, down to four posts an arm."""
    rng = np.random.default_rng(7)
    for n in (4, 14):
        said, right = [], []
        treated = np.repeat([1.0, 0.0], n)
        for _ in range(2500):
            truth, spread = rng.normal(0, 0.17), np.exp(rng.normal(np.log(1.05), 0.29))
            fit = stats.LogFit(rng.normal(0, spread, 2 * n) + truth * treated, treated, np.empty((2 * n, 0)))
            typical = 1.05 / fit.information**0.5
            lean = stats.shrink(fit.estimate, fit.standard_error, freedom=fit.freedom, typical_error=typical).lean
            said.append(max(lean, 1 - lean))
            right.append((lean > 0.5) == (truth > 0))
        assert np.mean(right) == pytest.approx(np.mean(said), abs=0.04)
