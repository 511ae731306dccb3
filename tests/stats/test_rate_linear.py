"""The ratio of rates with linear terms: against plain rates, whole design matrices and every effect on a grid."""

from __future__ import annotations

import numpy as np
import pytest
from tests.analysis.own_count import design_weights

from cliptrial.stats import RateFit, assignments
from cliptrial.stats.ratio.rate_linear import LinearRateFit, rate_linear_test

GRID = np.linspace(-12, 12, 1601)
NONE = np.empty((10, 0))
WEEKEND = (np.arange(10) % 5 >= 3).astype(np.float64)[:, None]


def made(seed: int, effect: float, terms: np.ndarray = WEEKEND) -> LinearRateFit:
    """Ten posts, most of the variant's on the weekend, which has twice the rate."""
    rng = np.random.default_rng(seed)
    treated = np.isin(np.arange(10), (0, 3, 4, 6, 8))
    views = np.exp(rng.normal(8, 0.5, 10)).round()
    rate = 0.04 * np.exp(effect * treated + np.log(2) * WEEKEND[:, 0] + rng.normal(0, 0.3, 10))
    return LinearRateFit(rng.poisson(views * rate).astype(float), views, treated, terms)


def every(treated: np.ndarray) -> np.ndarray:
    labels, exact = assignments(treated, np.zeros(len(treated), dtype=np.int64), draws=1, seed=0)
    assert exact
    return labels


def own_p(fit: LinearRateFit, labels: np.ndarray) -> np.ndarray:
    """P at every effect of the grid: statistics from design matrices, each draw's set closed around the estimate."""
    w = design_weights(fit.numerator, fit.denominator)
    columns = np.column_stack([np.ones(len(w)), fit.terms])
    project = np.eye(len(w)) - columns @ np.linalg.pinv(columns)
    exceeds = []
    for theta in GRID:
        events = w * np.where(fit.treated, fit.numerator * np.exp(-theta), fit.numerator)
        left = project @ (events - w * fit.denominator * events.sum() / (w * fit.denominator).sum())
        rows = [(abs(u @ left), np.sqrt(u @ project @ u)) for u in labels.astype(float)]
        sizes = [top / size if size > 1e-9 else np.inf for top, size in rows]
        own = fit.treated.astype(float)
        observed = abs(own @ left) / np.sqrt(own @ project @ own)
        exceeds.append([size >= observed * (1 - 1e-9) for size in sizes])
    table, below = np.array(exceeds), np.log(fit.ratio) >= GRID
    outward = np.logical_or.accumulate(table, axis=0), np.logical_or.accumulate(table[::-1], axis=0)[::-1]
    return np.where(below[:, None], *outward).mean(axis=1)


@pytest.mark.parametrize(("seed", "effect"), [(1, 0.0), (2, 0.9), (3, -0.9)])
def test_p_at_every_effect_is_that_of_whole_design_matrices(seed: int, effect: float) -> None:
    fit, labels = made(seed, effect), every(made(seed, effect).treated)
    test = rate_linear_test(fit, labels, exact=True)
    ours, slow = np.array([test.p_value(theta) for theta in GRID]), own_p(fit, labels)
    # The last step of the grid before an end may lie on its other side.
    assert np.mean(np.abs(ours - slow) < 1e-9) > 0.97
    assert np.abs(ours - slow).max() < 0.02
    low, high = test.interval(0.2)
    assert ((low < GRID) & (high > GRID)).tolist() == (ours > 0.2).tolist()
    assert test.p_value(test.estimate) == 1.0


def test_without_terms_the_ratio_is_that_of_the_weighted_rates() -> None:
    fit = made(4, 0.5, NONE)
    plain = RateFit(fit.numerator, fit.denominator, fit.treated, np.zeros(10, dtype=np.int64))
    assert fit.ratio == pytest.approx(plain.ratio)


def test_a_weekend_of_twice_the_rate_is_taken_out() -> None:
    """Every post has exactly the rate of its day, times 1.5 in the variant."""
    treated, views = made(1, 0.0).treated, np.full(10, 20_000.0)
    events = views * 0.04 * np.where(WEEKEND[:, 0] > 0, 1.2, 1.0) * np.where(treated, 1.5, 1.0)
    apart = (LinearRateFit(events, views, treated, terms).ratio for terms in (WEEKEND, NONE))
    linear, plain = apart
    assert linear == pytest.approx(1.5, rel=0.02)
    assert plain > 1.55


def test_arms_that_change_places_turn_the_ratio_and_keep_p() -> None:
    fit = made(2, 0.7)
    turned = LinearRateFit(fit.numerator, fit.denominator, ~fit.treated, fit.terms)
    labels = every(fit.treated)
    one, other = rate_linear_test(fit, labels, exact=True), rate_linear_test(turned, ~labels, exact=True)
    assert other.estimate == pytest.approx(-one.estimate)
    assert other.p_value() == one.p_value()
    assert other.standard_error == pytest.approx(one.standard_error)
    assert other.interval(0.3) == pytest.approx(tuple(-end for end in one.interval(0.3)[::-1]))


def test_another_unit_of_exposure_changes_nothing() -> None:
    fit = made(5, 0.3)
    thousands = LinearRateFit(fit.numerator, fit.denominator / 1000, fit.treated, fit.terms)
    assert thousands.ratio == pytest.approx(fit.ratio)
    assert thousands.without_each == pytest.approx(fit.without_each)
    assert thousands.standard_error == pytest.approx(fit.standard_error)


def test_leaving_out_a_post_is_fitting_the_others() -> None:
    """Counts have one exposure and one weight, so that nothing else changes with the post."""
    rng = np.random.default_rng(6)
    treated, events = made(1, 0.0).treated, rng.poisson(30, 10).astype(float)
    fit = LinearRateFit(events, np.ones(10), treated, WEEKEND)
    for post, ours in enumerate(fit.without_each):
        kept = np.arange(10) != post
        others = LinearRateFit(events[kept], np.ones(9), treated[kept], WEEKEND[kept])
        assert ours == pytest.approx(np.log(others.ratio))


def test_the_standard_error_is_about_the_spread_of_estimates() -> None:
    found = [made(seed, 0.0) for seed in range(400)]
    logs = np.log([fit.ratio for fit in found])
    errors = np.array([fit.standard_error for fit in found])
    assert np.sqrt(np.mean(errors**2)) == pytest.approx(logs.std(), rel=0.15)


def test_a_variant_that_has_the_weekend_to_itself_is_not_told_apart() -> None:
    fit = made(1, 0.0)
    assert fit.identified
    assert not LinearRateFit(fit.numerator, fit.denominator, WEEKEND[:, 0] > 0, WEEKEND).identified
