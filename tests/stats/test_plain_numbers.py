"""Numbers that follow from a closed form or a count: pooling, many values, looks, defaults and limits."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.sparse import csr_array
from scipy.stats import chi2, norm, t

from cliptrial import stats
from cliptrial.stats.groups import FEW, summing
from cliptrial.stats.pooled.partial import partial_pooling
from cliptrial.stats.pooled.prior import EXPERIENCE
from cliptrial.stats.pooled.random_effects import predicted
from cliptrial.stats.ratio.no_events import EmptyArm
from cliptrial.stats.sequential import nominal_limits

# Pooling and what is expected beforehand.


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_equal_estimates_keep_a_millionth_of_the_error_that_they_would_have(scale: float) -> None:
    found = stats.pool(scale * np.array([0.3, 0.3]), scale * np.array([0.1, 0.2]))
    assert found.standard_error == pytest.approx(scale * 1e-6 / sqrt(125))


@pytest.mark.parametrize("count", [2, 5])
def test_without_any_spread_the_next_effect_lies_as_the_mean_does(count: int) -> None:
    """Forty levels: the second of them has 1.5 of 40 below it, and there the t of the mean stands."""
    low, high = predicted(np.zeros(6), np.full(6, 0.1), alpha=2 * (count - 0.5) / 40)
    reach = t.isf((count - 0.5) / 40, 5) * 0.1 / sqrt(6)
    assert (low, high) == pytest.approx((-reach, reach), abs=3e-6)


@pytest.mark.parametrize("scale", [1.0, 5.0])
def test_the_next_experiment_is_the_mixture_at_forty_levels_of_spread_and_of_mean(scale: float) -> None:
    y, variances = scale * np.array([0.32, -0.05, 0.41, 0.12, 0.27]), np.array([0.11, 0.16, 0.2, 0.09, 0.25]) ** 2
    levels = (np.arange(40) + 0.5) / 40

    def q(spread: float) -> float:
        weight = 1 / (variances + spread)
        return float(weight @ (y - np.average(y, weights=weight)) ** 2)

    centres, sizes = [], []
    for level in chi2.ppf(levels, 4):
        spread = brentq(lambda value, level=level: q(value) - level, 0, 1e5) if q(0) > level else 0.0
        weight = 1 / (variances + spread)
        centres += list(np.average(y, weights=weight) + t.ppf(levels, 4) / sqrt(weight.sum()))
        sizes += [sqrt(max(spread, 1e-12))] * 40
    for alpha in (0.05, 0.3):
        low, high = predicted(y, np.sqrt(variances), alpha=alpha)
        below = [norm.cdf((end - np.array(centres)) / np.array(sizes)).mean() for end in (low, high)]
        assert below == pytest.approx([alpha / 2, 1 - alpha / 2], abs=5e-4)


@pytest.mark.parametrize("experiments", [0, 1, 4])
def test_fewer_than_five_experiments_leave_general_experience(experiments: int) -> None:
    assert stats.learned_prior(np.full(experiments, 0.5), np.full(experiments, 0.01)) == EXPERIENCE
    assert stats.learned_prior(np.full(5, 0.5), np.full(5, 0.01)) != EXPERIENCE


@pytest.mark.parametrize("sign", [1, -1])
def test_equal_experiments_teach_a_mean_between_theirs_and_none(sign: int) -> None:
    """Five without a spread, which leaves much of 0.17^2; the mean has 0.1^2 against its error."""
    trust = 0.029**2 / (0.029**2 + (0.17**2 + 0.05**2) ** 2 / 2)
    spread2 = (1 - trust) * 0.17**2 - trust * 0.05**2
    error2 = (0.05**2 + spread2) / 5
    prior = stats.learned_prior(sign * np.full(5, 0.3), np.full(5, 0.05))
    assert prior.mean == pytest.approx(sign * 0.3 * 0.01 / (0.01 + error2))
    assert prior.sd == pytest.approx(sqrt(spread2 + 0.01 * error2 / (0.01 + error2)))


# Many values.


@pytest.mark.parametrize("by", [0.98, 1.05, 2.0, 40.0])
def test_values_with_as_many_posts_have_the_spread_of_the_analysis_of_variance(by: float) -> None:
    """REML in a balanced layout: the mean square within, and a quarter of what that between exceeds it by."""
    effects = np.array([1.0, -1, 2, -2, 0.5, -0.5])
    effects *= sqrt(by * (24 / 18) / (4 * (effects @ effects) / 5))
    outcome = np.repeat(effects, 4) + np.tile([1.0, -1], 12)
    found = partial_pooling(outcome, np.repeat(np.arange(6), 4), [])
    if by < 1:
        assert found.tau == 0.0
        assert found.sigma**2 == pytest.approx((outcome @ outcome) / 23)
    else:
        assert found.sigma**2 == pytest.approx(24 / 18, rel=1e-5)
        assert found.tau**2 == pytest.approx((by - 1) * (24 / 18) / 4, rel=1e-3)
        kept = 1 - 1 / by
        assert found.shrunk == pytest.approx(kept * effects, rel=1e-3)


def test_values_that_differ_by_more_than_twenty_spreads_are_taken_to_differ_by_that() -> None:
    """The largest ratio of variances is e^6."""
    outcome = np.repeat(1e3 * np.array([1.0, -1, 2, -2, 0.5, -0.5]), 4) + np.tile([1.0, -1], 12)
    found = partial_pooling(outcome, np.repeat(np.arange(6), 4), [])
    assert 2 * np.log(found.tau / found.sigma) == pytest.approx(6.0, abs=1e-5)


def test_no_posts_are_no_values() -> None:
    with pytest.raises(ValueError, match="two or more values"):
        partial_pooling(np.empty(0), np.empty(0, dtype=np.int64), [])


def test_a_value_is_held_against_twenty_others_or_the_five_smallest() -> None:
    """Thirty values of 1 to 30 posts, the last of which has all that is seen: never drawn again, so p is its least."""
    value = np.repeat(np.arange(30), np.arange(1, 31))
    residuals, one = 10.0 * (value == 29), np.zeros(len(value), dtype=int)
    found = stats.exchange_p_values(residuals, value, one, np.arange(1.0, 31), draws=99, seed=1)
    assert found[29] == 1 / (1 + 99 * 20)
    noise = np.random.default_rng(1).normal(size=len(value))
    for code, others in ((0, 5), (4, 5), (6, 7), (19, 20), (25, 20)):
        p = stats.exchange_p_values(noise, value, one, np.arange(1.0, 31), draws=97, seed=1)[code]
        assert p * (1 + 97 * others) == pytest.approx(round(p * (1 + 97 * others)), abs=1e-6)


# Defaults, which nobody names.


def test_what_is_drawn_by_default_is_9999_times_with_seed_0_and_999_for_many_values() -> None:
    differences = np.random.default_rng(3).normal(0.3, 1, 16)
    assert stats.sign_flip_test(differences) == stats.sign_flip_test(differences, greater=False, draws=9999, seed=0)
    assert stats.sign_flip_test(differences) != stats.sign_flip_test(differences, draws=9999, seed=1)
    assert stats.sign_flip_test(differences).draws == 9999
    values, treated = np.arange(20.0), np.arange(20) >= 10

    def gap(v: np.ndarray, z: np.ndarray) -> float:
        return float(v @ z)

    assert stats.two_sample_test(values, treated, gap).draws == 9999
    middle = np.arange(20) % 3 == 0
    by_default, named = (stats.two_sample_test(values, middle, gap, draws=99, **more) for more in ({}, {"seed": 0}))
    assert by_default == named != stats.two_sample_test(values, middle, gap, draws=99, seed=1)
    value, one = np.repeat(np.arange(8), 5), np.zeros(40, dtype=int)
    noise, information = np.random.default_rng(2).normal(size=40), np.full(8, 5.0)
    found = stats.exchange_p_values(noise, value, one, information)
    assert found.tolist() == stats.exchange_p_values(noise, value, one, information, draws=999, seed=0).tolist()
    assert found.tolist() != stats.exchange_p_values(noise, value, one, information, seed=1).tolist()


def test_intervals_are_of_95_percent_by_default() -> None:
    known = stats.Inversion(0.0, 1.0, -np.arange(100.0), np.arange(100.0), False)
    assert known.interval() == known.interval(0.05) != known.interval(0.075)
    assert (known.p_value(), known.freedom) == (1.0, np.inf)
    assert stats.split_test(30, 90, 50, 95) == stats.split_test(30, 90, 50, 95, alpha=0.05)
    assert nominal_limits([0.5, 1.0]).tolist() == nominal_limits([0.5, 1.0], 0.05).tolist()
    y, se = np.array([0.3, -0.05, 0.4, 0.1, 0.2]), np.array([0.1, 0.2, 0.2, 0.1, 0.3])
    assert stats.pool(y, se) == stats.pool(y, se, alpha=0.05) != stats.pool(y, se, alpha=0.075)
    assert stats.pool(y, se).prediction == predicted(y, se) == predicted(y, se, alpha=0.05)
    empty = EmptyArm(np.r_[np.zeros(2), np.full(998, 6.0)], True, 1, True)
    assert empty.interval() == empty.interval(0.05) != empty.interval(0.075)
    assert empty.p_value() == empty.p_value(0.0) == 4 / 1000


# Limits.


def test_a_look_that_may_spend_nothing_asks_for_twelve_standard_errors() -> None:
    assert nominal_limits([0.01, 1.0])[0] == pytest.approx(2 * norm.sf(12), rel=1e-6)


def test_an_empty_arm_whose_p_is_alpha_itself_excludes_no_effect() -> None:
    for variant in (True, False):
        found = EmptyArm(np.r_[np.zeros(2), np.full(998, 6.0)], variant, 1, True)
        end = found.interval(found.p_value())[1 if variant else 0]
        assert 0 < (-end if variant else end) < 1e-9


def test_three_times_a_tenth_is_three_tenths_and_never_more_than_one() -> None:
    assert stats.family_adjusted(0.1, 3) == 0.3
    assert stats.family_adjusted(0.4, 3) == 1.0
    assert stats.family_adjusted(0.05, 1) == 0.05
    assert stats.family_adjusted(0.012345678901234567, 7) == pytest.approx(7 * 0.012345678901234567, rel=1e-15)


def test_up_to_32_groups_are_summed_by_a_full_matrix() -> None:
    assert FEW == 32
    for groups in (32, 33):
        codes = np.arange(40) % groups
        assert isinstance(summing(np.ones(40), codes), csr_array) is (groups == 33)


@pytest.mark.parametrize("viewers", [10**4, 10**8, 10**10])
def test_a_difference_among_any_number_of_viewers_has_the_ends_of_the_normal_approximation(viewers: int) -> None:
    """So many viewers tell a difference apart that lies within a first step of one in 1,024."""
    counts = (viewers // 2, viewers, viewers // 2 + viewers // 1000, viewers)
    found = stats.split_test(*counts)
    reach = norm.isf(0.025) * sqrt(2 * 0.25 / viewers)
    assert found.difference_interval == pytest.approx((0.001 - reach, 0.001 + reach), rel=2e-3, abs=1e-5 * reach)


@pytest.mark.parametrize(
    ("counts", "low"), [((10**7, 10**9, 2 * 10**9 - 1, 2 * 10**9), 100), ((1, 10**6, 999_000, 10**6), 10**4)]
)
def test_ratios_far_from_one_have_ends_too(counts: tuple[int, int, int, int], low: float) -> None:
    x0, n0, x1, n1 = counts
    found, mirrored = stats.split_test(*counts), stats.split_test(x1, n1, x0, n0)
    assert found.interval[0] <= found.ratio <= found.interval[1]
    assert found.interval[1] > low
    assert mirrored.interval == pytest.approx((1 / found.interval[1], 1 / found.interval[0]), rel=1e-4)
