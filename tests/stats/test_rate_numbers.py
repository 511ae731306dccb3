"""The weighted ratio of rates and its re-draws on posts few enough to be written out."""

from __future__ import annotations

import numpy as np
import pytest
from tests.analysis.own_count import design_weights, ends_hold, own_p, rate_statistic, weighted_ratio

from cliptrial.stats import RateFit, assignments, overdispersion, rate_ratio_test
from cliptrial.stats.inversion import settled
from cliptrial.stats.ratio.rate_ratio import weights

EVENTS = np.array([12.0, 30, 7, 55, 20, 41, 9, 16])
VIEWS = np.array([300.0, 500, 250, 900, 300, 1000, 200, 550])
TREATED = np.array([True, False, True, True, False, False, True, False])
STRATA = np.array([0, 0, 0, 1, 1, 1, 4, 4])
ONE = np.zeros(8, dtype=np.int64)


def every(treated: np.ndarray) -> np.ndarray:
    labels, exact = assignments(treated, np.zeros(len(treated), dtype=np.int64), draws=1, seed=0)
    assert exact
    return labels


def test_overdispersion_is_the_moment_estimate_and_never_negative() -> None:
    """Two posts of 100 views with 8 and 2 events: ((3^2 - 5) + (3^2 - 5)) / (5^2 + 5^2)."""
    assert overdispersion(np.array([8.0, 2]), np.array([100.0, 100])) == pytest.approx(0.16)
    assert overdispersion(np.array([5.0, 5]), np.array([100.0, 100])) == 0.0
    assert overdispersion(np.array([0.0, 0]), np.array([100.0, 100])) == 0.0
    # Unequal views: 4 of 100 and 16 of 300, at 5 % each: ((4-5)^2-5 + (16-15)^2-15) < 0.
    assert overdispersion(np.array([4.0, 16]), np.array([100.0, 300])) == 0.0


def test_weights_are_those_of_the_design() -> None:
    assert weights(np.array([8.0, 2]), np.array([100.0, 100])) == pytest.approx([1 / 1.8, 1 / 1.8])
    assert weights(EVENTS, VIEWS) == pytest.approx(design_weights(EVENTS, VIEWS))
    assert np.unique(weights(np.array([5.0, 15]), np.array([100.0, 300]))).tolist() == [1.0]


def test_the_ratio_and_both_rates_are_weighted_sums() -> None:
    fit, w = RateFit(EVENTS, VIEWS, TREATED, STRATA), design_weights(EVENTS, VIEWS)
    rates = [(w * EVENTS)[side].sum() / (w * VIEWS)[side].sum() for side in (TREATED, ~TREATED)]
    assert (fit.variant_rate, fit.control_rate) == pytest.approx(rates)
    assert fit.ratio == pytest.approx(weighted_ratio(EVENTS, VIEWS, TREATED[None, :], STRATA, w)[0])
    assert RateFit(EVENTS, VIEWS, TREATED, ONE).ratio == pytest.approx(rates[0] / rates[1])


@pytest.mark.parametrize("strata", [ONE, STRATA])
@pytest.mark.parametrize("lift", [1.0, 3.0, 1 / 3])
def test_p_at_every_effect_and_the_ends_are_an_own_count(strata: np.ndarray, lift: float) -> None:
    events = np.where(TREATED, EVENTS * lift, EVENTS).round()
    fit, labels = RateFit(events, VIEWS, TREATED, strata), every(TREATED)
    test, statistic = rate_ratio_test(fit, labels, exact=True), rate_statistic(events, VIEWS, TREATED, strata)
    assert np.sign(test.estimate) == (np.sign(np.log(lift)) or np.sign(test.estimate))
    for theta in (-2.0, -0.7, -0.1, 0.0, 0.2, 0.9, 2.5):
        own = own_p(statistic, TREATED, labels, exact=True, theta=theta)
        assert test.p_value(theta) == pytest.approx(own, abs=1e-12)
    for alpha in (0.1, 0.3, 0.5):
        relative = tuple(np.expm1(test.interval(alpha)).tolist())
        assert ends_hold(statistic, TREATED, labels, relative, alpha, exact=True)


def test_draws_that_leave_a_side_without_events_exceed_everywhere() -> None:
    """Two posts hold all events: labels that put both on one side have no ratio."""
    events, views, treated = np.array([3.0, 0, 4, 0]), np.full(4, 100.0), np.array([True, True, False, False])
    test = rate_ratio_test(RateFit(events, views, treated, np.zeros(4, dtype=np.int64)), every(treated), exact=True)
    assert int(np.isinf(test.low).sum()) == 6  # both together, or one on each side as observed
    assert test.p_value(3.0) == 1.0
    assert test.smallest_p == 1.0


def test_the_spread_is_that_of_log_ratios_without_the_effect() -> None:
    fit, labels = RateFit(EVENTS, VIEWS, TREATED, ONE), every(TREATED)
    calm = np.where(TREATED, EVENTS / fit.ratio, EVENTS)
    logs = np.log(weighted_ratio(calm, VIEWS, labels, ONE, fit.weight))
    test = rate_ratio_test(fit, labels, exact=True)
    assert test.standard_error == pytest.approx(logs.std())
    assert test.freedom == 6
    assert test.estimate == pytest.approx(np.log(fit.ratio))


def test_the_opposite_labels_of_equal_arms_tie_with_the_observed_ones() -> None:
    """Equal views: the mirrored label has the inverse ratio, so two of six are as extreme."""
    events, treated = np.array([9.0, 8, 2, 1]), np.array([True, True, False, False])
    fit = RateFit(events, np.full(4, 1000.0), treated, np.zeros(4, dtype=np.int64))
    assert rate_ratio_test(fit, every(treated), exact=True).p_value() == pytest.approx(2 / 6)


@pytest.mark.parametrize(
    ("low", "high", "at_zero", "estimate", "settled_to"),
    [
        (0.1, 2.0, True, 1.0, (0.0, 2.0)),  # exceeds at zero, whatever rounding made of its end
        (-2.0, -0.1, True, -1.0, (-2.0, 0.0)),
        (-1.0, 2.0, True, 1.0, (-1.0, 2.0)),
        (-1e-17, 2.0, False, 1.0, (np.finfo(float).tiny, 2.0)),
        (0.0, 2.0, False, 1.0, (np.finfo(float).tiny, 2.0)),
        (-2.0, 1e-17, False, -1.0, (-2.0, -np.finfo(float).tiny)),
        (-2.0, 0.0, False, -1.0, (-2.0, -np.finfo(float).tiny)),
        (-2.0, 1e-17, False, 0.0, (-2.0, -np.finfo(float).tiny)),
        (0.5, 2.0, False, 1.0, (0.5, 2.0)),
        (-2.0, -0.5, False, -1.0, (-2.0, -0.5)),
    ],
)
def test_ends_agree_with_the_comparison_made_at_zero(
    low: float, high: float, at_zero: bool, estimate: float, settled_to: tuple[float, float]
) -> None:
    found = settled(np.array([low]), np.array([high]), np.array([at_zero]), estimate)
    assert (found[0][0], found[1][0]) == settled_to


def test_a_draw_that_puts_whole_strata_on_one_side_exceeds_everywhere() -> None:
    """Then no stratum holds both sides, and there is nothing to compare."""
    treated, strata = np.array([True, False, True, False]), np.array([0, 0, 1, 1])
    fit = RateFit(np.array([9.0, 2, 8, 3]), np.full(4, 100.0), treated, strata)
    found = rate_ratio_test(fit, np.array([[True, True, False, False]]), exact=True)
    assert (found.low[0], found.high[0]) == (-np.inf, np.inf)
    assert found.p_value() == 1.0
