"""Weekday tables, re-drawn differences and permutation tests on numbers that can be counted by hand."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from scipy import stats as scipy_stats

from cliptrial import stats
from cliptrial.stats.permutation import count_assignments
from cliptrial.stats.weekdays import (
    as_uneven_by_chance,
    indicators,
    re_drawn_p,
    runs,
    standardised_difference,
    total_variation_by_chance,
)


def test_indicators_leave_the_first_code_out() -> None:
    assert indicators(np.array([3, 1, 5, 1])).tolist() == [[1, 0], [0, 0], [0, 1], [0, 0]]


def test_effective_share_is_one_without_a_link_and_none_where_weekdays_say_the_arm() -> None:
    treated = np.array([True, False] * 4)
    assert stats.effective_share(treated, np.repeat([0.0, 1.0], 4)[:, None]) == pytest.approx(1.0)
    assert stats.effective_share(treated, treated[:, None].astype(float)) == pytest.approx(0.0)
    assert stats.effective_share(np.ones(4, dtype=bool), np.arange(4.0)[:, None]) == 0.0
    # Three of four on one side: 1 - r^2 with r = 1/2.
    assert stats.effective_share(treated, np.array([1.0, 0, 1, 0, 1, 0, 0, 1])[:, None]) == pytest.approx(0.75)


def test_how_uneven_chance_leaves_weekdays_is_the_f_test_of_weekdays() -> None:
    """Of 20 posts in four groups: R squared is small exactly when F of the groups is large."""
    for share in (0.3, 0.6, 0.9):
        f = (1 - share) / 3 / (share / 16)
        assert as_uneven_by_chance(share, 20, 4) == pytest.approx(scipy_stats.f.sf(f, 3, 16))
    assert [as_uneven_by_chance(0.1, 20, groups) for groups in (0, 1)] == [1.0, 1.0]
    assert as_uneven_by_chance(0.1, 20, 2) < 0.001
    assert [as_uneven_by_chance(0.1, posts, 7) for posts in (6, 7)] == [1.0, 1.0]
    assert as_uneven_by_chance(0.1, 8, 7) < 1.0


def test_total_variation_is_the_share_that_would_have_to_move() -> None:
    assert stats.total_variation(np.array([[4, 0], [0, 4]])) == 1.0
    assert stats.total_variation(np.array([[3, 1], [2, 2]])) == 0.25
    assert stats.total_variation(np.array([[1, 3], [4, 4]])) == 0.25
    assert stats.total_variation(np.array([[2, 2], [0, 0]])) == 0.5


def test_total_variation_by_chance_is_the_median_over_labels() -> None:
    days = np.array([0, 0, 1, 1])
    labels = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1], [1, 1, 1, 1]], dtype=bool)
    assert total_variation_by_chance(days, labels[:3]) == 0.0
    assert total_variation_by_chance(days, labels[[0, 0, 1]]) == 1.0
    assert total_variation_by_chance(days, labels[3:]) == 0.5
    assert total_variation_by_chance(np.array([6, 6, 5, 5]), labels[:1]) == 1.0


def test_independence_of_a_small_table_ignores_empty_rows_and_columns() -> None:
    table = np.array([[3, 0, 1], [0, 0, 0], [1, 0, 3]])
    found = stats.independence(table)
    assert found.p_value == pytest.approx(scipy_stats.fisher_exact([[3, 1], [1, 3]]).pvalue)
    assert (stats.independence(np.array([[3, 4], [0, 0]])).p_value, stats.independence(table[:1]).cramers_v) == (1.0, 0)


def test_the_luck_of_drawn_tables_is_told_and_an_exact_p_has_none() -> None:
    table = np.array([[6, 1, 1], [1, 6, 5]])
    found = stats.independence(table, draws=4999)
    assert found.error == pytest.approx(np.sqrt(found.p_value * (1 - found.p_value) / 4999))
    assert 0 < found.error < 0.004
    assert stats.independence(table[:, :2]).error == 0.0
    spread = np.std([stats.independence(table, draws=199, seed=seed).p_value for seed in range(200)])
    assert spread == pytest.approx(stats.independence(table, draws=199).error, rel=0.4)


def test_independence_of_150_000_posts_is_tested_as_of_a_hundred() -> None:
    alike = np.full((2, 7), 10_714)
    assert stats.independence(alike, draws=99).p_value == 1.0
    apart = alike + 300 * np.array([[1, -1, 1, -1, 1, -1, 0], [-1, 1, -1, 1, -1, 1, 0]])
    found = stats.independence(apart, draws=999)
    assert found.p_value == 1 / 1000
    mild = alike + 30 * np.array([[1, -1, 1, -1, 1, -1, 0], [-1, 1, -1, 1, -1, 1, 0]])
    chi2 = scipy_stats.chi2_contingency(mild, correction=False).pvalue
    assert stats.independence(mild).p_value == pytest.approx(chi2, abs=0.03)


def test_cramers_v_is_corrected_for_chance() -> None:
    """Of 20 posts in two by two with chi-squared 7.2: phi2 = .36 - 1/19, and each side 2 - 1/19 levels."""
    table = np.array([[8, 2], [2, 8]])
    assert stats.independence(table).cramers_v == pytest.approx(np.sqrt((0.36 - 1 / 19) / (1 - 1 / 19)))
    assert stats.independence(np.array([[5, 5], [5, 5]])).cramers_v == 0.0
    three = np.array([[6, 1, 1], [1, 6, 5]])
    chi2 = scipy_stats.chi2_contingency(three, correction=False).statistic
    expected = np.sqrt((chi2 / 20 - 2 / 19) / min(1 - 1 / 19, 2 - 4 / 19))
    assert stats.independence(three, draws=99).cramers_v == pytest.approx(expected)


def test_runs_are_counted_row_by_row() -> None:
    labels = np.array([[0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 1], [0, 1, 1, 1]], dtype=bool)
    assert runs(labels).tolist() == [2, 4, 1, 2]


@pytest.mark.parametrize("seed", [0, 10, 13, 18])
def test_where_every_assignment_ties_rounding_decides_nothing(seed: int) -> None:
    """Whole blocks of posts are missing: as many in either arm, whatever the assignment."""
    rng = np.random.default_rng(seed)
    blocks = int(rng.integers(5, 16))
    missing = np.repeat(rng.integers(0, 2, blocks).astype(np.float64), 2)
    own = np.tile([True, False], blocks)
    labels = np.stack([own ^ np.repeat(swap, 2) for swap in rng.integers(0, 2, (999, blocks)).astype(bool)])
    assert re_drawn_p(missing, own, labels, exact=False) == 1.0


@pytest.mark.parametrize("sign", [1, -1])
def test_the_standardised_difference_is_in_pooled_standard_deviations(sign: int) -> None:
    """Means 4 and 1, variances 1 and 4: three over the root of 2.5."""
    values = sign * np.array([3.0, 4, 5, -1, 1, 3])
    treated = np.arange(6) < 3
    assert standardised_difference(values, treated) == pytest.approx(sign * 3 / np.sqrt(2.5))
    assert standardised_difference(np.ones(6), treated) == 0.0
    assert standardised_difference(values, np.arange(6) < 1) == 0.0
    assert standardised_difference(values, np.arange(6) < 5) == 0.0
    assert standardised_difference(values, np.arange(6) < 2) != 0.0


@pytest.mark.parametrize("sign", [1, -1])
def test_arms_that_differ_and_do_not_vary_are_infinitely_far_apart(sign: int) -> None:
    values = sign * np.array([2.0, 2, 1, 1])
    assert standardised_difference(values, np.array([True, True, False, False])) == sign * np.inf


def test_the_re_drawn_p_of_several_columns_adds_up_their_differences() -> None:
    """The arms differ by 1 and 1 in two columns; of six labellings only these two differ by as much in all."""
    columns = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    treated = np.array([True, True, False, False])
    labels = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1], [0, 0, 1, 1]], dtype=bool)
    assert re_drawn_p(columns, treated, labels, exact=True) == pytest.approx(2 / 6)
    assert re_drawn_p(columns[:, :1], treated, labels, exact=True) == re_drawn_p(
        columns[:, 0], treated, labels, exact=True
    )


@pytest.mark.parametrize("sign", [1, -1])
def test_the_re_drawn_p_of_a_difference_counts_both_sides_and_ties(sign: int) -> None:
    values, treated = sign * np.array([1.0, 2, 3, 9]), np.array([False, False, True, True])
    labels = np.array([np.isin(np.arange(4), pair) for pair in combinations(range(4), 2)])
    # Sums of two: 3, 4, 10, 5, 11, 12 of 15; as far from 7.5 as 12: 3 and 12.
    assert re_drawn_p(values, treated, labels, exact=True) == pytest.approx(2 / 6)
    assert re_drawn_p(values, treated, labels, exact=False) == pytest.approx(3 / 7)
    assert re_drawn_p(values, ~treated, labels, exact=True) == pytest.approx(2 / 6)
    assert re_drawn_p(np.ones(4), treated, labels, exact=True) == 1.0
    nobody = np.zeros((1, 4), dtype=bool)
    assert re_drawn_p(values, treated, np.concatenate([labels, nobody]), exact=True) == pytest.approx(2 / 7)


# Permutation tests.


def gap(values: np.ndarray, treated: np.ndarray) -> float:
    return float(values[treated].sum() - values[~treated].sum())


@pytest.mark.parametrize("sign", [1, -1])
def test_a_permutation_test_counts_one_side_or_both_and_ties(sign: int) -> None:
    values, treated = sign * np.array([1.0, 2, 3, 4, 10]), np.array([False, False, False, True, True])
    # Sums of two of twenty: 14 is the largest; the smallest differs from the middle by more only in 3 (17 against 3).
    found = stats.two_sample_test(values, treated, gap)
    sums = [sum(pair) for pair in combinations([1.0, 2, 3, 4, 10], 2)]
    as_far = sum(abs(2 * s - 20) >= abs(2 * 14 - 20) for s in sums)
    assert (found.exact, found.draws, found.statistic) == (True, 10, sign * 8.0)
    assert found.p_value == as_far / 10
    greater = stats.two_sample_test(values, treated, gap, greater=True)
    assert greater.p_value == sum(sign * s >= sign * 14 for s in sums) / 10


def test_blocks_keep_the_labels_within() -> None:
    values, treated = np.array([1.0, 2, 3, 4]), np.array([False, True, False, True])
    found = stats.two_sample_test(values, treated, gap, strata=np.array([0, 0, 1, 1]))
    assert (found.draws, found.p_value) == (4, 0.5)


@pytest.mark.parametrize("sign", [1, -1])
def test_sign_flips_of_three_pairs(sign: int) -> None:
    """Sums of +-1 +-2 +-4: only 7 is as large as 7, and -7 from the other side; 5 has four."""
    found = stats.sign_flip_test(sign * np.array([1.0, 2, 4]))
    assert (found.exact, found.draws, found.statistic) == (True, 8, pytest.approx(sign * 7 / 3))
    assert found.p_value == 2 / 8
    assert stats.sign_flip_test(np.array([-1.0, 2, 4])).p_value == 4 / 8
    assert stats.sign_flip_test(np.array([-1.0, 2, 4]), greater=True).p_value == 2 / 8
    assert stats.sign_flip_test(-np.array([-1.0, 2, 4]), greater=True).p_value == 7 / 8


def test_up_to_14_pairs_every_sign_is_tried_and_from_15_they_are_drawn() -> None:
    differences = np.full(16, 1.0)
    exact, drawn = stats.sign_flip_test(differences[:15]), stats.sign_flip_test(differences, draws=99, seed=4)
    assert (exact.exact, exact.draws, exact.p_value) == (True, 2**15, 2 / 2**15)
    assert (drawn.exact, drawn.draws, drawn.p_value) == (False, 99, 1 / 100)
    null = stats.sign_flip_test(np.random.default_rng(1).normal(size=40), draws=999, seed=2)
    assert 0.05 < null.p_value < 1


def test_drawn_labels_count_the_observed_ones_once_more() -> None:
    values, treated = np.arange(40.0), np.arange(40) >= 20
    found = stats.two_sample_test(values, treated, gap, draws=99, seed=1)
    assert (found.exact, found.draws, found.p_value) == (False, 99, 1 / 100)


@pytest.mark.parametrize(("sizes", "exact"), [((5, 5, 5, 5, 2, 2, 2, 2, 2, 2), True), ((13, 17, 181), False)])
def test_40_000_assignments_are_listed_and_40_001_are_drawn(sizes: tuple[int, ...], exact: bool) -> None:
    """5^4 x 2^6 against 13 x 17 x 181, one treated post in each stratum."""
    strata = np.repeat(np.arange(len(sizes)), sizes)
    treated = np.r_[True, strata[1:] != strata[:-1]]
    assert count_assignments(treated, strata) == np.prod(sizes) == (40_000 if exact else 40_001)
    labels, all_of_them = stats.assignments(treated, strata, draws=13, seed=0)
    assert (all_of_them, len(labels)) == (exact, 40_000 if exact else 13)


def test_assignments_multiply_over_strata() -> None:
    treated = np.array([1, 1, 0, 0, 0, 1, 0, 0, 0], dtype=bool)
    strata = np.array([0, 0, 0, 0, 0, 1, 1, 1, 2])
    assert count_assignments(treated, strata) == comb(5, 2) * 3 * 1
