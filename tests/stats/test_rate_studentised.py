"""The studentised ratio of rates: an own count from posts, identities, and what it does where spreads differ."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import sem
from tests.analysis.own_count import closed_p, delta_errors, ends_hold, own_p, studentised_rate_statistic

from cliptrial.stats import RateFit, assignments, rate_ratio_studentised_test, rate_ratio_test

EVENTS = np.array([12.0, 30, 7, 55, 20, 41, 9, 16])
VIEWS = np.array([300.0, 500, 250, 900, 300, 1000, 200, 550])
TREATED = np.array([True, False, True, True, False, False, True, False])
STRATA = np.array([0, 0, 0, 1, 1, 1, 4, 4])
ONE = np.zeros(8, dtype=np.int64)


def every(treated: np.ndarray) -> np.ndarray:
    labels, exact = assignments(treated, np.zeros(len(treated), dtype=np.int64), draws=1, seed=0)
    assert exact
    return labels


@pytest.mark.parametrize("lift", [1.0, 3.0, 1 / 3])
def test_p_at_every_effect_and_the_ends_are_an_own_count(lift: float) -> None:
    events = np.where(TREATED, EVENTS * lift, EVENTS).round()
    fit, labels = RateFit(events, VIEWS, TREATED, ONE), every(TREATED)
    test, statistic = (
        rate_ratio_studentised_test(fit, labels, exact=True),
        studentised_rate_statistic(events, VIEWS, TREATED, ONE),
    )
    assert np.sign(test.estimate) == (np.sign(np.log(lift)) or np.sign(test.estimate))
    for theta in (-2.0, -0.7, -0.1, 0.0, 0.2, 0.9, 2.5):
        own = own_p(statistic, TREATED, labels, exact=True, theta=theta)
        assert test.p_value(theta) == pytest.approx(own, abs=1e-12)
    for alpha in (0.1, 0.3, 0.5):
        relative = tuple(np.expm1(test.interval(alpha)).tolist())
        assert ends_hold(statistic, TREATED, labels, relative, alpha, exact=True)


@pytest.mark.parametrize("lift", [1.0, 3.0, 1 / 3])
def test_in_thin_strata_a_draw_that_exceeds_farther_out_exceeds_before(lift: float) -> None:
    """Two posts of a stratum say nothing of their spread; p still falls away from the estimate on both sides."""
    events = np.where(TREATED, EVENTS * lift, EVENTS).round()
    labels, statistic = every(TREATED), studentised_rate_statistic(events, VIEWS, TREATED, STRATA)
    test = rate_ratio_studentised_test(RateFit(events, VIEWS, TREATED, STRATA), labels, exact=True)
    for theta in (-0.7, 0.0, 0.9):
        own = closed_p(statistic, TREATED, labels, exact=True, estimate=test.estimate, theta=theta)
        assert test.p_value(theta) == pytest.approx(own, abs=1e-12)


@pytest.mark.parametrize("strata", [ONE, STRATA])
def test_the_standard_error_is_the_delta_methods_without_the_effect(strata: np.ndarray) -> None:
    fit = RateFit(EVENTS, VIEWS, TREATED, strata)
    calm, exposure = np.where(TREATED, EVENTS / fit.ratio, EVENTS) * fit.weight, VIEWS * fit.weight
    test = rate_ratio_studentised_test(fit, every(TREATED), exact=True)
    assert test.standard_error == pytest.approx(delta_errors(calm, exposure, TREATED[None], strata)[0])
    assert test.freedom == 6
    assert test.estimate == pytest.approx(np.log(fit.ratio))


def test_of_plain_means_the_standard_error_is_that_of_scipys_standard_errors_of_the_mean() -> None:
    """Exposure one and no strata: the root of the squared relative standard errors of both means."""
    fit = RateFit(EVENTS, np.ones(8), TREATED, ONE)
    relative = [sem(EVENTS[side]) / EVENTS[side].mean() for side in (TREATED, ~TREATED)]
    found = rate_ratio_studentised_test(fit, every(TREATED), exact=True).standard_error
    assert found == pytest.approx(float(np.hypot(*relative)))


def test_swapping_the_arms_inverts_the_ratio_and_keeps_p() -> None:
    one = rate_ratio_studentised_test(RateFit(EVENTS, VIEWS, TREATED, ONE), every(TREATED), exact=True)
    other = rate_ratio_studentised_test(RateFit(EVENTS, VIEWS, ~TREATED, ONE), every(~TREATED), exact=True)
    assert other.estimate == pytest.approx(-one.estimate)
    for theta in (-0.4, 0.0, 0.3):
        assert other.p_value(-theta) == one.p_value(theta)
    low, high = other.interval(0.2)
    assert one.interval(0.2) == pytest.approx((-high, -low), abs=1e-9)


def test_another_unit_changes_neither_p_nor_the_interval_of_amounts() -> None:
    posts = np.ones(8)
    euros, cents = (
        rate_ratio_studentised_test(RateFit(unit * EVENTS, posts, TREATED, ONE), every(TREATED), exact=True)
        for unit in (1.0, 100.0)
    )
    # Amounts are no counts: as events their unit would set how far they are overdispersed.
    assert cents.p_value() == euros.p_value()
    assert cents.interval(0.2) == pytest.approx(euros.interval(0.2))


def test_an_arm_without_a_posts_events_can_be_drawn_and_exceeds_everywhere() -> None:
    events, views, treated = np.array([3.0, 0, 4, 0]), np.full(4, 100.0), np.array([True, True, False, False])
    fit = RateFit(events, views, treated, np.zeros(4, dtype=np.int64))
    test = rate_ratio_studentised_test(fit, every(treated), exact=True)
    assert int((np.isinf(test.low) & np.isinf(test.high)).sum()) == 6
    assert test.smallest_p == 1.0


@pytest.mark.parametrize(("off", "tied"), [(0.8e-9, True), (1.2e-9, False)])
@pytest.mark.parametrize("most", [30.0, 14.0])
def test_a_statistic_within_a_billionth_of_the_observed_one_ties_with_it(most: float, off: float, tied: bool) -> None:
    """Of the log ratio, or of one where that is smaller; only without overdispersion are all events plain sums."""
    treated, views, one = np.array([True, True, False, False]), np.full(4, 1e3), np.zeros(4, dtype=np.int64)
    exchanged = treated[[0, 2, 1, 3]]

    def events(x: float) -> np.ndarray:
        return np.array([most, 6.0, x, 9 - x])

    def short(x: float) -> float:
        sizes = studentised_rate_statistic(events(x), views, treated, one)(0.0, np.array([treated, exchanged]))
        return float(sizes[1] / sizes[0] - 1 + off * max(1.0, 1 / np.log((most + 6) / 9)))

    x = brentq(short, 5.5, 6.5, xtol=1e-15)
    found = rate_ratio_studentised_test(RateFit(events(x), views, treated, one), exchanged[None, :], exact=True)
    assert (found.p_value() == 1.0) is tied


@pytest.mark.parametrize(("test", "least", "most"), [(rate_ratio_studentised_test, 0, 20), (rate_ratio_test, 21, 200)])
def test_a_small_arm_that_varies_more_wins_no_oftener_than_promised_only_if_studentised(
    test: type, least: int, most: int
) -> None:
    """200 tables of 48 against 12 posts without an effect, phi .1 and .4: 20 winners are the limit of one in 1,000."""
    rng = np.random.default_rng(1)
    treated = np.arange(60) >= 48
    phi = np.where(treated, 0.4, 0.1)
    wins = 0
    for seed in range(200):
        views = np.exp(rng.normal(9, 1, 60))
        events = rng.poisson(views * 0.04 * phi * rng.gamma(1 / phi)).astype(float)
        labels, _ = assignments(treated, np.zeros(60, dtype=np.int64), draws=199, seed=seed)
        fit = RateFit(events, views, treated, np.zeros(60, dtype=np.int64))
        wins += test(fit, labels, exact=False).p_value() <= 0.05
    assert least <= wins <= most
