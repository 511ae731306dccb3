"""What to reckon with, against numerical integration of likelihood times prior."""

from __future__ import annotations

from math import exp, inf, log, sqrt

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm

from cliptrial import stats
from cliptrial.stats.pooled.prior import EXPERIENCE
from cliptrial.stats.pooled.shrinkage import PRIOR_SD, TYPICAL_FREEDOM, shrink


def integrated(
    estimate: float, error: float, *, freedom: float = inf, mean: float = 0.0, sd: float = 0.17
) -> tuple[float, float]:
    """Posterior median as a ratio minus one, and the chance of a ratio above one."""

    def density(theta: float) -> float:
        off, from_prior = ((theta - estimate) / error) ** 2, ((theta - mean) / sd) ** 2
        likelihood = exp(-off / 2) if freedom == inf else (1 + off / freedom) ** (-(freedom + 1) / 2)
        return float(likelihood * exp(-from_prior / 2))

    peak = minimize_scalar(lambda theta: -density(theta), bounds=(mean - 9 * sd, mean + 9 * sd), method="bounded").x

    def mass(low: float, high: float) -> float:
        return float(quad(density, low, high, points=[peak] if low < peak < high else None, limit=200)[0])

    far = 10 * min(sd, 9 * error)
    total = mass(peak - far, peak + far)
    median = brentq(lambda theta: mass(peak - far, theta) / total - 0.5, peak - far / 2, peak + far / 2, xtol=1e-6)
    return exp(median) - 1, mass(max(0.0, peak - far), max(0.0, peak + far)) / total


CASES = [
    # estimate, error, freedom
    (0.3, 0.2, inf),
    (-0.3, 0.2, inf),
    (0.05, 0.02, inf),
    (1.2, 0.4, inf),
    (0.4, 0.25, 3),
    (-0.4, 0.25, 3),
    (1.5, 0.3, 6),
    (0.2, 0.9, 14),
    (-0.08, 0.05, 54),
    (0.0, 0.3, 12),
]


@pytest.mark.parametrize(("estimate", "error", "freedom"), CASES)
def test_without_a_typical_spread_the_likelihood_is_normal_or_a_t(
    estimate: float, error: float, freedom: float
) -> None:
    found = shrink(estimate, error, freedom=freedom)
    assert (found.reckon_with, found.lean) == pytest.approx(integrated(estimate, error, freedom=freedom), abs=1e-3)


@pytest.mark.parametrize(("estimate", "error", "freedom"), [case for case in CASES if case[2] < inf])
@pytest.mark.parametrize("typical", [0.15, 0.5])
def test_a_typical_spread_counts_as_six_degrees_of_freedom(
    estimate: float, error: float, freedom: float, typical: float
) -> None:
    """The two variances are averaged by their freedom, and the freedoms add up."""
    pooled = sqrt((freedom * error**2 + 6 * typical**2) / (freedom + 6))
    found = shrink(estimate, error, freedom=freedom, typical_error=typical)
    assert (found.reckon_with, found.lean) == pytest.approx(integrated(estimate, pooled, freedom=freedom + 6), abs=1e-3)


@pytest.mark.parametrize(
    ("estimate", "error", "freedom"), [(2.4, 0.05, 60), (-1.9, 0.03, 80), (1.5, 0.02, 200), (0.66, 0.02, 9)]
)
def test_a_sure_estimate_beyond_what_the_prior_reaches_is_not_cut_off(
    estimate: float, error: float, freedom: float
) -> None:
    """Up to 14 standard deviations of the prior out: added up on a grid of a hundred steps for each error."""
    theta = np.arange(-3.0, 3.0, error / 100)
    logs = -((theta / PRIOR_SD) ** 2) / 2 - (freedom + 1) / 2 * np.log1p(((theta - estimate) / error) ** 2 / freedom)
    weight = np.exp(logs - logs.max())
    middle = float(np.interp(0.5, np.cumsum(weight) / weight.sum(), theta))
    found = shrink(estimate, error, freedom=freedom)
    assert found.reckon_with == pytest.approx(exp(middle) - 1, rel=4e-3)
    assert found.lean == pytest.approx(weight[theta > 0].sum() / weight.sum(), abs=1e-3)


@pytest.mark.parametrize(("mean", "sd"), [(0.1, 0.12), (-0.2, 0.3)])
@pytest.mark.parametrize("freedom", [inf, 8])
def test_another_prior_moves_the_posterior(mean: float, sd: float, freedom: float) -> None:
    found = shrink(0.25, 0.2, freedom=freedom, prior_mean=mean, prior_sd=sd)
    expected = integrated(0.25, 0.2, freedom=freedom, mean=mean, sd=sd)
    assert (found.reckon_with, found.lean) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("freedom", "typical"), [(inf, None), (inf, 0.4), (5, None), (5, 0.4)])
def test_a_result_and_its_mirror_lean_to_opposite_sides(freedom: float, typical: float | None) -> None:
    one, other = (shrink(sign * 0.35, 0.3, freedom=freedom, typical_error=typical) for sign in (1, -1))
    assert log(1 + one.reckon_with) == pytest.approx(-log(1 + other.reckon_with), abs=1e-6)
    assert one.lean == pytest.approx(1 - other.lean, abs=1e-6)
    assert one.lean > 0.5 > other.lean


def test_a_typical_spread_changes_nothing_where_the_error_is_known() -> None:
    assert shrink(0.3, 0.2, typical_error=5.0) == shrink(0.3, 0.2)


@pytest.mark.parametrize("mean", [0.0, 0.1, -0.2])
def test_where_nothing_was_learned_the_prior_speaks(mean: float) -> None:
    found = shrink(0.7, inf, freedom=4, typical_error=0.3, prior_mean=mean, prior_sd=0.2)
    assert found.reckon_with == pytest.approx(exp(mean) - 1)
    assert found.lean == pytest.approx(norm.cdf(mean / 0.2))


@pytest.mark.parametrize(("estimate", "lean"), [(0.2, 1.0), (-0.2, 0.0), (0.0, 0.0)])
@pytest.mark.parametrize("freedom", [inf, 6])
def test_without_any_error_the_estimate_is_the_answer(estimate: float, lean: float, freedom: float) -> None:
    found = shrink(estimate, 0.0, freedom=freedom)
    assert found.reckon_with == pytest.approx(exp(estimate) - 1)
    assert found.lean == lean


def test_a_typical_spread_is_taken_where_the_seen_one_is_zero() -> None:
    found = shrink(0.3, 0.0, freedom=6, typical_error=0.3)
    assert (found.reckon_with, found.lean) == pytest.approx(integrated(0.3, sqrt(0.5) * 0.3, freedom=12), abs=1e-3)


def test_experience_is_the_stated_one() -> None:
    """Section 7: N(0, 0.17^2) on the log scale."""
    assert (EXPERIENCE.mean, EXPERIENCE.sd, EXPERIENCE.experiments) == (0.0, 0.17, 0)
    assert (PRIOR_SD, TYPICAL_FREEDOM) == (0.17, 6.0)
    assert shrink(0.1, inf).reckon_with == 0.0


@pytest.mark.parametrize("sign", [1, -1])
def test_a_learned_prior_averages_spreads_by_how_well_they_are_known_and_draws_the_mean_to_zero(sign: int) -> None:
    """Five experiments with errors of .1 to .2, worked out step by step."""
    y, se = sign * np.array([0.5, 0.1, -0.2, 0.4, 0.2]), np.array([0.1, 0.12, 0.1, 0.15, 0.2])
    error2 = float(np.mean(se**2))
    seen, its_variance = float(np.var(y, ddof=1)) - error2, 2 * (0.17**2 + error2) ** 2 / 4
    # The stated variance .0289 is itself a guess with SD .029; two guesses are averaged by their precisions.
    spread2 = np.average([seen, 0.17**2], weights=[1 / its_variance, 1 / 0.029**2])
    weight = 1 / (se**2 + spread2)
    middle, its_error2 = float(np.average(y, weights=weight)), 1 / float(weight.sum())
    # Mean of such experiments: N(0, 0.1^2) beforehand, then this estimate.
    mean, variance = (middle / its_error2) / (1 / its_error2 + 1 / 0.1**2), 1 / (1 / its_error2 + 1 / 0.1**2)
    prior = stats.learned_prior(y, se)
    assert prior.mean == pytest.approx(mean)
    assert prior.sd == pytest.approx(sqrt(spread2 + variance))
    assert prior.experiments == 5
    assert np.sign(prior.mean) == sign


def test_more_experiments_weigh_more_against_the_stated_prior_and_a_spread_of_zero_is_only_small() -> None:
    apart = np.tile([0.6, -0.6], 50)
    few, many = (stats.learned_prior(apart[:k], np.full(k, 0.05)).sd for k in (6, 100))
    assert 0.17 < few < many < 0.6
    assert stats.learned_prior(np.zeros(100), np.full(100, 0.15)).sd == pytest.approx(0.05, abs=0.01)


def test_noisy_experiments_teach_nothing() -> None:
    """The same estimates, measured a little too noisily: views of 14 posts an arm have an error of .4."""
    y = np.array([0.5, 0.1, -0.2, 0.4, 0.2])
    assert stats.learned_prior(y, np.full(5, 0.17)).experiments == 5
    assert stats.learned_prior(y, np.full(5, 0.171)) == EXPERIENCE
    assert stats.learned_prior(np.tile(y, 40), np.full(200, 0.4)) == EXPERIENCE
