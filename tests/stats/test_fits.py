"""Least-squares fits of the log ratio where terms and arms can hardly be told apart, and draws that tie."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm
from tests.analysis.own_count import dummies, t_values

from cliptrial.stats import LogFit, hc2_standard_error, log_ratio_hc2_test, log_ratio_test

NONE = np.empty((6, 0))
LOGS = np.array([1.0, 2, 4, 3, 7, 5])
TREATED = np.array([1.0, 0, 1, 0, 1, 0])


def test_a_fit_of_two_means_by_hand() -> None:
    """Means 4 and 10/3; squares 18 and 14/3 with four degrees of freedom; information 6 x 1/4."""
    fit = LogFit(LOGS, TREATED, NONE)
    assert fit.estimate == pytest.approx(2 / 3)
    assert fit.information == pytest.approx(1.5)
    assert fit.freedom == 4
    assert fit.standard_error == pytest.approx(np.sqrt((18 + 14 / 3) / 4 / 1.5))
    assert fit.t == pytest.approx(fit.estimate / fit.standard_error)
    assert fit.leverage == pytest.approx([1 / 3] * 6)
    assert fit.leverage_of_terms == pytest.approx([1 / 6] * 6)
    assert fit.left_of(TREATED[None, :]) == pytest.approx([1.5])
    assert hc2_standard_error(fit) == pytest.approx(np.sqrt((18 + 14 / 3) / (1 - 1 / 3) / 9))


@pytest.mark.parametrize("cells", [None, np.array([0, 0, 0, 1, 1, 1])])
def test_what_is_left_of_columns_is_their_residual_sum_of_squares(cells: np.ndarray | None) -> None:
    rng = np.random.default_rng(1)
    fit, columns = LogFit(LOGS, TREATED, rng.normal(size=(6, 2)), cells), rng.normal(size=(5, 6))
    assert fit.left_of(columns) == pytest.approx((fit.residual(columns) ** 2).sum(axis=1))
    means = dummies(np.zeros(6, dtype=int) if cells is None else cells)
    design = np.column_stack([means, fit.terms])
    slow = columns - columns @ design @ np.linalg.pinv(design)
    assert fit.residual(columns) == pytest.approx(slow)


def test_arms_that_terms_explain_are_not_identified() -> None:
    assert LogFit(LOGS, TREATED, NONE).identified
    assert not LogFit(LOGS, TREATED, TREATED[:, None]).identified
    assert not LogFit(LOGS, np.ones(6), NONE).identified
    assert not LogFit(LOGS, TREATED, NONE, np.array([0, 1, 0, 1, 0, 1])).identified
    terms = np.random.default_rng(2).normal(size=(6, 4))
    assert LogFit(LOGS, TREATED, terms[:, :3]).freedom == 1
    assert LogFit(LOGS, TREATED, terms[:, :3]).identified
    assert not LogFit(LOGS, TREATED, terms).identified  # no freedom is left


def test_terms_that_repeat_each_other_cost_one_degree_of_freedom() -> None:
    term = np.array([0.0, 0, 1, 1, 0, 1])
    once, twice = (LogFit(LOGS, TREATED, np.column_stack([term] * times)) for times in (1, 2))
    assert once.freedom == twice.freedom == 3
    assert once.estimate == pytest.approx(twice.estimate)


def test_a_post_alone_in_its_cell_leaves_no_estimate_without_it() -> None:
    """Two posts of one arm: without the other nothing of that arm is left but one; alone in a cell it tells nothing."""
    fit = LogFit(LOGS[:4], np.array([1.0, 0, 0, 0]), NONE[:4])
    assert np.isnan(fit.without_each).tolist() == [True, False, False, False]
    cells = np.array([0, 0, 0, 0, 0, 1])
    alone = LogFit(LOGS, TREATED, NONE, cells)
    assert alone.without_each[5] != alone.without_each[5]
    assert alone.estimate == pytest.approx(LogFit(LOGS[:5], TREATED[:5], NONE[:5]).estimate)


@pytest.mark.parametrize("test", [log_ratio_test, log_ratio_hc2_test])
@pytest.mark.parametrize("scale", [1.0, -1.0])
def test_the_observed_labels_and_their_opposite_exceed_everywhere(test: object, scale: float) -> None:
    assert callable(test)
    fit = LogFit(scale * LOGS, TREATED, NONE)
    draws = np.array([TREATED, 1 - TREATED, [1, 1, 0, 0, 0, 1]], dtype=float)
    found = test(fit, draws, exact=True)
    assert np.isinf(found.low).tolist() == np.isinf(found.high).tolist() == [True, True, False]
    assert found.smallest_p == pytest.approx(2 / 3)
    assert found.low[2] <= fit.estimate <= found.high[2]


@pytest.mark.parametrize(
    ("test", "theta"),
    [
        (log_ratio_test, 0.0),
        (log_ratio_test, 0.5),
        (log_ratio_test, -1.3),
        (log_ratio_test, 3.0),
        (log_ratio_hc2_test, 0.0),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_each_draw_exceeds_exactly_where_its_own_t_does(test: object, theta: float, sign: int) -> None:
    """At zero by both statistics; elsewhere by least squares, whose exceedance has no gaps."""
    assert callable(test)
    hc2 = test is log_ratio_hc2_test
    rng = np.random.default_rng(4)
    z = rng.permutation(np.arange(14) < (5 if hc2 else 7))
    terms = (np.arange(14) % 7 >= 5).astype(float)[:, None]
    fit = LogFit(sign * (rng.normal(0, 1, 14) + 0.6 * z), z.astype(float), terms)
    labels = np.array([rng.permutation(z) for _ in range(200)])
    found = test(fit, labels, exact=False)
    columns = np.column_stack([np.ones(14), terms])
    drawn = np.abs(t_values(fit.log_values - theta * z, labels, columns, hc2=hc2))
    (own,) = np.abs(t_values(fit.log_values - theta * z, z[None, :], columns, hc2=hc2))
    assert ((found.low <= theta) & (theta <= found.high)).tolist() == (drawn >= own * (1 - 1e-9)).tolist()
    assert found.freedom == 11


def test_hc2_with_a_post_that_has_leverage_one_is_finite() -> None:
    """One post alone in its cell: statsmodels divides by nothing there, and its residual is nothing."""
    cells = np.array([0, 0, 0, 0, 0, 1])
    fit = LogFit(LOGS, TREATED, NONE, cells)
    model = sm.OLS(LOGS[:5], sm.add_constant(TREATED[:5])).fit()
    assert hc2_standard_error(fit) == pytest.approx(model.HC2_se[1])


@pytest.mark.parametrize("test", [log_ratio_test, log_ratio_hc2_test])
@pytest.mark.parametrize("sign", [1, -1])
def test_labels_that_exchange_equal_posts_tie_with_the_observed_ones(test: object, sign: int) -> None:
    """Sums of three of .1 .1 .2 .5 .7 .9: those as far from the middle as the observed one, counted in tenths."""
    assert callable(test)
    tenths, treated = np.array([1, 1, 2, 5, 7, 9]), np.array([1.0, 0, 0, 0, 1, 1])
    labels = np.array([np.isin(np.arange(6), chosen) for chosen in combinations(range(6), 3)])
    far = np.abs(2 * labels @ tenths - tenths.sum())
    if test is log_ratio_test:
        expected = (far >= abs(2 * 17 - 25)).mean()
        assert test(LogFit(sign * tenths / 10, treated, NONE), labels, exact=True).p_value() == expected == 0.4
    else:  # the exchanged label has the same HC2 variance, too
        found = test(LogFit(sign * tenths / 10, treated, NONE), np.array([[0, 1, 0, 0, 1, 1]]), exact=True)
        assert found.p_value() == 1.0
