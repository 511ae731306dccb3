"""The ratio of geometric means: fits against statsmodels, inversion against bisection."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import bisect

from cliptrial.stats import Inversion, LogFit, assignments, hc2_standard_error, log_ratio_hc2_test, log_ratio_test


def sample(seed: int, treated: int = 9, control: int = 11, effect: float = 0.3) -> tuple[LogFit, np.ndarray]:
    rng = np.random.default_rng(seed)
    z = rng.permutation(np.r_[np.ones(treated, bool), np.zeros(control, bool)])
    weekend = (np.arange(treated + control) % 7 >= 5).astype(float)[:, None]
    fit = LogFit(rng.normal(8, 1, treated + control) + effect * z, z.astype(float), weekend)
    labels, _ = assignments(z, np.zeros(len(z), dtype=np.int64), draws=399, seed=seed)
    return fit, labels


def refit(fit: LogFit, labels: np.ndarray, theta: float) -> tuple[sm.regression.linear_model.RegressionResults, ...]:
    outcome = fit.log_values - theta * fit.treated
    columns = np.column_stack([np.ones(len(outcome)), fit.terms])
    return tuple(sm.OLS(outcome, np.column_stack([z, columns])).fit() for z in (fit.treated, *labels))


def test_estimate_and_both_standard_errors_are_those_of_statsmodels() -> None:
    fit, _ = sample(1)
    (model,) = refit(fit, np.empty((0, 20)), 0.0)
    assert fit.estimate == pytest.approx(model.params[0], rel=1e-10)
    assert fit.standard_error == pytest.approx(model.bse[0], rel=1e-10)
    assert hc2_standard_error(fit) == pytest.approx(model.HC2_se[0], rel=1e-10)


@pytest.mark.parametrize("theta", [-0.7, 0.0, 0.4])
def test_p_is_the_share_of_draws_whose_t_is_at_least_as_large(theta: float) -> None:
    fit, labels = sample(2)
    models = refit(fit, labels[:60], theta)
    ts = np.abs([model.tvalues[0] for model in models])
    brute = (np.sum(ts[1:] >= ts[0] * (1 - 1e-9)) + 1) / 61
    assert log_ratio_test(fit, labels[:60], exact=False).p_value(theta) == pytest.approx(brute, abs=1e-12)


def test_hc2_p_is_never_below_the_share_of_draws_and_rarely_above() -> None:
    fit, labels = sample(3, treated=6, control=16)
    test = log_ratio_hc2_test(fit, labels[:80], exact=False)
    for theta in (-1.0, 0.0, 0.5, 1.5):
        models = refit(fit, labels[:80], theta)
        ts = np.abs([model.params[0] / model.HC2_se[0] for model in models])
        brute = (np.sum(ts[1:] >= ts[0] * (1 - 1e-9)) + 1) / 81
        assert brute <= test.p_value(theta) + 1e-12
        assert test.p_value(theta) - brute < 0.05


def test_interval_ends_are_where_p_crosses_alpha() -> None:
    fit, labels = sample(4)
    test = log_ratio_test(fit, labels, exact=False)
    low, high = test.interval(0.05)
    for end, outside in ((low, -1), (high, 1)):
        found = bisect(lambda x: test.p_value(x) - 0.05000001, test.estimate, test.estimate + outside * 6, xtol=1e-10)
        assert found == pytest.approx(end, abs=1e-8)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from([0.01, 0.05, 0.1, 0.2]), st.sampled_from([(9, 11), (5, 5), (4, 16)]))
def test_the_interval_leaves_out_zero_exactly_when_p_is_at_most_alpha(
    seed: int, alpha: float, sizes: tuple[int, int]
) -> None:
    fit, labels = sample(seed, *sizes, effect=0.8)
    for method in (log_ratio_test, log_ratio_hc2_test):
        test = method(fit, labels, exact=False)
        low, high = test.interval(alpha)
        assert (test.p_value() <= alpha) == (low > 0 or high < 0)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_swapping_the_arms_inverts_the_ratio_and_keeps_p(seed: int) -> None:
    fit, labels = sample(seed)
    swapped = LogFit(fit.log_values, 1 - fit.treated, fit.terms)
    one, other = log_ratio_test(fit, labels, exact=False), log_ratio_test(swapped, ~labels, exact=False)
    assert other.estimate == pytest.approx(-one.estimate)
    assert other.p_value() == one.p_value()
    assert other.interval() == pytest.approx((-one.interval()[1], -one.interval()[0]))


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(-8, 8))
def test_changing_the_unit_changes_nothing(seed: int, log_scale: float) -> None:
    fit, labels = sample(seed)
    scaled = LogFit(fit.log_values + log_scale, fit.treated, fit.terms)
    one, other = log_ratio_test(fit, labels, exact=False), log_ratio_test(scaled, labels, exact=False)
    assert other.p_value() == one.p_value()
    assert other.interval() == pytest.approx(one.interval())


def test_leaving_out_each_post_is_fitting_without_it() -> None:
    fit, _ = sample(5)
    for post, told in enumerate(fit.without_each):
        keep = np.arange(len(fit.treated)) != post
        again = LogFit(fit.log_values[keep], fit.treated[keep], fit.terms[keep])
        assert told == pytest.approx(again.estimate)


@pytest.mark.parametrize("groups", [3, 40])
@pytest.mark.parametrize("test", [log_ratio_test, log_ratio_hc2_test])
def test_cells_are_the_same_as_a_column_for_each(groups: int, test: Callable[..., Inversion]) -> None:
    rng = np.random.default_rng(groups)
    posts = 4 * groups + 5
    cells, treated = np.arange(posts) % groups, rng.random(posts) < 0.4
    logs, trend = rng.normal(8, 1, posts), np.linspace(-1, 1, posts)
    columns = (cells[:, None] == np.arange(1, groups)).astype(float)
    # A term that cells already span, as an account's own weekend may be, must not cost a degree of freedom.
    terms = np.column_stack([trend, cells == 2])
    one = LogFit(logs, treated.astype(float), terms, cells)
    other = LogFit(logs, treated.astype(float), np.column_stack([columns, terms]))
    labels, _ = assignments(treated, np.zeros(posts, dtype=np.int64), draws=199, seed=1)
    found, expected = test(one, labels, exact=False), test(other, labels, exact=False)
    assert one.freedom == other.freedom == posts - groups - 2
    assert one.leverage == pytest.approx(other.leverage)
    assert one.without_each == pytest.approx(other.without_each)
    assert found.estimate == pytest.approx(expected.estimate)
    assert found.standard_error == pytest.approx(expected.standard_error)
    assert found.p_value() == expected.p_value()
    assert found.interval(0.1) == pytest.approx(expected.interval(0.1))


def test_a_draw_that_cells_explain_wholly_exceeds_everywhere() -> None:
    rng = np.random.default_rng(0)
    cells, treated = np.repeat([0, 1, 2], 8), np.tile([0.0, 1.0], 12)
    fit = LogFit(rng.normal(8, 1, 24), treated, np.empty((24, 0)), cells)
    for test in (log_ratio_test, log_ratio_hc2_test):
        found = test(fit, (cells == 1)[None, :], exact=False)
        assert (found.low[0], found.high[0]) == (-np.inf, np.inf)
