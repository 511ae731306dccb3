"""Split tests at their edges: both signs, small counts, empty arms, refusals; equivalence and sample ratio too."""

from __future__ import annotations

from math import inf, isnan, log, sqrt

import numpy as np
import pytest
from scipy import stats as scipy_stats
from scipy.optimize import brentq
from statsmodels.stats.weightstats import ttost_ind

from cliptrial import stats
from cliptrial.stats.split_test import halved

Counts = tuple[int, int, int, int]


def score_z(counts: Counts, ratio: float) -> float:
    """Koopman's statistic: the control's rate maximises the likelihood under the ratio, found by its score."""
    x0, n0, x1, n1 = counts

    def slope(rate: float) -> float:
        return x0 / rate - (n0 - x0) / (1 - rate) + x1 / rate - (n1 - x1) * ratio / (1 - ratio * rate)

    top = min(1.0, 1 / ratio)
    rate = brentq(slope, 1e-9 * top, top * (1 - 1e-9), xtol=1e-15)
    variance = ratio * rate * (1 - ratio * rate) / n1 + ratio**2 * rate * (1 - rate) / n0
    return (x1 / n1 - ratio * x0 / n0) / sqrt(variance)


@pytest.mark.parametrize(
    "counts", [(120, 3000, 160, 3100), (160, 3100, 120, 3000), (50, 100, 80, 100), (9, 300, 40, 310)]
)
@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_p_and_ratio_interval_are_the_score_test_of_the_ratio(counts: Counts, alpha: float) -> None:
    found = stats.split_test(*counts, alpha=alpha)
    x0, n0, x1, n1 = counts
    assert not found.exact
    assert found.p_value == pytest.approx(2 * scipy_stats.norm.sf(abs(score_z(counts, 1.0))))
    assert found.ratio == pytest.approx(x1 / n1 / (x0 / n0))
    assert found.difference == pytest.approx(x1 / n1 - x0 / n0)
    z = scipy_stats.norm.isf(alpha / 2)
    assert [score_z(counts, end) for end in found.interval] == pytest.approx([z, -z], rel=1e-6)
    assert found.standard_error == pytest.approx(sqrt((1 - x0 / n0) / x0 + (1 - x1 / n1) / x1))


@pytest.mark.parametrize("counts", [(120, 3000, 160, 3100), (2, 40, 9, 45), (0, 50, 4, 60), (30, 40, 20, 40)])
def test_arms_that_change_places_mirror_everything(counts: Counts) -> None:
    one, other = stats.split_test(*counts), stats.split_test(*counts[2:], *counts[:2])
    assert one.p_value == pytest.approx(other.p_value)
    assert one.difference == pytest.approx(-other.difference)
    low, high = other.difference_interval
    assert one.difference_interval == pytest.approx((-high, -low), abs=1e-9)
    low, high = other.interval
    assert one.interval == pytest.approx((1 / high, 1 / low if low else inf), rel=1e-5)


@pytest.mark.parametrize(
    ("counts", "exact"),
    [
        ((5, 100, 5, 100), False),  # five expected in the smaller arm
        ((4, 100, 5, 100), True),  # 4.5
        ((95, 100, 95, 100), False),  # five expected without
        ((96, 100, 95, 100), True),
        ((10, 200, 5, 100), False),
        ((14, 300, 5, 100), True),  # 4.75 in the smaller arm
    ],
)
def test_below_five_expected_the_exact_test_speaks(counts: Counts, exact: bool) -> None:
    found = stats.split_test(*counts)
    assert found.exact is exact
    x0, n0, x1, n1 = counts
    if exact:
        assert found.p_value >= scipy_stats.fisher_exact([[x1, n1 - x1], [x0, n0 - x0]]).pvalue - 1e-12


def test_where_exact_test_and_score_interval_disagree_the_careful_one_speaks() -> None:
    """0 of 15 against 5 of 20: the score test finds a difference, Fisher's does not."""
    x0, n0, x1, n1 = 0, 15, 5, 20
    fisher = scipy_stats.fisher_exact([[x1, n1 - x1], [x0, n0 - x0]]).pvalue
    score = scipy_stats.chi2_contingency([[x1, n1 - x1], [x0, n0 - x0]], correction=False).pvalue
    assert score < 0.05 < fisher
    found = stats.split_test(x0, n0, x1, n1)
    assert found.p_value == pytest.approx(max(fisher, score))
    assert found.interval == (1.0, inf)
    assert found.difference_interval[0] == 0.0
    mirrored = stats.split_test(x1, n1, x0, n0)
    assert mirrored.interval == (0.0, 1.0)
    assert mirrored.difference_interval[1] == 0.0


@pytest.mark.parametrize("counts", [(0, 2000, 30, 2000), (30, 2000, 0, 2000)])
def test_an_empty_arm_leaves_the_ratio_open_on_its_side(counts: Counts) -> None:
    found = stats.split_test(*counts)
    if counts[0] == 0:
        assert isnan(found.ratio)
        assert found.interval[1] == inf
        assert found.interval[0] > 1
    else:
        assert found.ratio == 0.0
        assert found.interval[0] == 0.0
        assert found.interval[1] < 1
    assert found.p_value < 1e-6
    x0, n0, x1, n1 = (counts[0] + 0.5, 2001, counts[2] + 0.5, 2001)
    assert found.standard_error == pytest.approx(sqrt(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0))


@pytest.mark.parametrize(
    ("counts", "added"),
    [
        ((1, 10, 9, 10), False),
        ((0, 10, 9, 10), True),
        ((1, 10, 0, 10), True),
        ((10, 10, 9, 10), True),
        ((1, 10, 10, 10), True),
    ],
)
def test_one_half_is_added_where_an_arm_has_no_event_or_nothing_else(counts: Counts, added: bool) -> None:
    x0, n0, x1, n1 = counts
    assert halved(counts) == ((x0 + 0.5, n0 + 1.0, x1 + 0.5, n1 + 1.0) if added else counts)


def test_two_arms_without_any_event_do_not_differ() -> None:
    found = stats.split_test(0, 100, 0, 120)
    assert (found.p_value, found.difference, found.interval) == (1.0, 0.0, (0.0, inf))
    low, high = found.difference_interval
    assert -0.06 < low < 0 < high < 0.06
    every = stats.split_test(100, 100, 120, 120)
    assert (every.p_value, every.ratio) == (1.0, 1.0)
    assert every.interval[0] < 1 < every.interval[1]


def test_the_difference_of_all_and_none_reaches_its_limits() -> None:
    found = stats.split_test(0, 50, 50, 50)
    assert found.difference_interval[1] == 1.0
    assert found.difference_interval[0] > 0.8
    assert stats.split_test(50, 50, 0, 50).difference_interval[0] == -1.0


@pytest.mark.parametrize("counts", [(-1, 10, 2, 10), (11, 10, 2, 10), (2, 10, 11, 10), (2, 10, -1, 10), (0, 0, 1, 10)])
def test_counts_that_cannot_be_are_refused(counts: Counts) -> None:
    with pytest.raises(ValueError, match="events among"):
        stats.split_test(*counts)


def test_counts_at_their_limits_are_not_refused() -> None:
    assert stats.split_test(0, 10, 10, 10).difference == 1.0


# Equivalence.


@pytest.mark.parametrize("shift", [0.3, -0.3])
def test_two_one_sided_tests_are_those_of_statsmodels(shift: float) -> None:
    rng = np.random.default_rng(2)
    one, other = rng.normal(shift, 1, 30), rng.normal(0, 1.5, 25)
    found = stats.tost(one, other, 0.8)
    p, (t_low, p_low, _), (_, p_high, _) = ttost_ind(one, other, -0.8, 0.8, usevar="unequal")
    assert (found.p_value, found.p_lower, found.p_upper) == pytest.approx((p, p_low, p_high))
    assert found.p_value == max(found.p_lower, found.p_upper)
    assert found.difference == pytest.approx(one.mean() - other.mean())
    assert stats.non_inferiority(one, other, 0.8) == pytest.approx(found.p_lower)
    equal = stats.tost(one, other, 0.8, equal_variances=True)
    assert (equal.p_value, equal.degrees) == pytest.approx((ttost_ind(one, other, -0.8, 0.8)[0], 53))
    assert stats.non_inferiority(one, other, 0.8, equal_variances=True) == pytest.approx(equal.p_lower)
    assert t_low != 0


@pytest.mark.parametrize("margin", [0.0, -0.1])
def test_a_margin_that_is_not_positive_is_refused(margin: float) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        stats.tost(np.arange(3.0), np.arange(4.0), margin)


# Sample ratio.


@pytest.mark.parametrize(("counts", "planned"), [([5], None), ([5, 6], [1.0]), ([5, 6], [0.2, 0.3, 0.5])])
def test_a_sample_ratio_needs_two_arms_and_a_share_for_each(counts: list[int], planned: list[float] | None) -> None:
    with pytest.raises(ValueError, match="two or more arms"):
        stats.sample_ratio_test(counts, planned)


def test_the_sample_ratio_of_equal_and_of_planned_shares() -> None:
    assert stats.sample_ratio_test([500, 600]) == pytest.approx(scipy_stats.chi2.sf(100**2 / 1100, 1))
    assert stats.sample_ratio_test([600, 300], [2, 1]) == 1.0
    assert stats.sample_ratio_test([300, 600], [2, 1]) < 1e-30
    assert log(stats.sample_ratio_test([300, 330, 360])) == pytest.approx(log(scipy_stats.chi2.sf(1800 / 330, 2)))
