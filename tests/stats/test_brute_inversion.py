"""Interval ends by brute force: every draw's exceedance is looked at on a grid of effects, and refined."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.analysis.own_count import dummies, log_statistic, own_p, t_values

from cliptrial.stats import Inversion, LogFit, RateFit, assignments, log_ratio_hc2_test, log_ratio_test, rate_ratio_test


def by_brute_force(fit: LogFit, labels: np.ndarray) -> Inversion:
    """The HC2 test with each draw's ends from a grid, refined by halving; statistics from whole design matrices."""
    columns = np.column_stack([np.ones(len(fit.treated)), fit.terms])

    def exceeds(theta: np.ndarray) -> np.ndarray:
        outcome = fit.log_values - theta[:, None] * fit.treated
        drawn, own = (
            np.abs(t_values(outcome, rows, columns, hc2=True))
            for rows in (labels, np.repeat(fit.treated[None, :], len(labels), axis=0))
        )
        return drawn >= own

    def outermost(way: int) -> np.ndarray:
        steps = fit.estimate + way * np.linspace(0, 8, 161)
        seen = np.array([exceeds(np.full(len(labels), theta)) for theta in steps])
        last = seen.shape[0] - 1 - np.argmax(seen[::-1], axis=0)  # the estimate itself always exceeds
        inside, outside = steps[last], steps[np.minimum(last + 1, 160)]
        for _ in range(30):
            middle = (inside + outside) / 2
            held = exceeds(middle)
            inside, outside = np.where(held, middle, inside), np.where(held, outside, middle)
        return np.where(last == 160, way * np.inf, inside)

    return Inversion(fit.estimate, fit.standard_error, outermost(-1), outermost(1), False)


@pytest.mark.parametrize(("treated", "effect", "seed"), [(5, 0.7, 1), (12, -0.7, 3)])
def test_ends_of_the_hc2_interval_are_the_outermost_effects_at_which_draws_exceed(
    treated: int, effect: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    z = rng.permutation(np.arange(17) < treated)
    weekend = (np.arange(17) % 7 >= 5).astype(float)[:, None]
    fit = LogFit(rng.normal(8, 0.5, 17) + effect * z, z.astype(float), weekend)
    labels, _ = assignments(z, np.zeros(17, dtype=np.int64), draws=60, seed=seed)
    labels = np.array([row for row in labels[:60] if (row != z).any()][:40])
    ours, slow = log_ratio_hc2_test(fit, labels, exact=False), by_brute_force(fit, labels)
    for alpha in (0.1, 0.2, 0.4):
        assert ours.interval(alpha) == pytest.approx(slow.interval(alpha), abs=2e-4)


def made(seed: int, effect: float) -> tuple[LogFit, RateFit, np.ndarray]:
    """Eight posts with two weekends, and all 70 labels."""
    rng = np.random.default_rng(seed)
    z = rng.permutation(np.arange(8) < 4)
    weekend = (np.arange(8) % 4 == 3).astype(np.int64)
    views = np.exp(rng.normal(8, 0.7, 8)).round()
    likes = rng.poisson(views * 0.04 * np.exp(effect * z + rng.normal(0, 0.3, 8))).astype(float)
    labels, exact = assignments(z, np.zeros(8, dtype=np.int64), draws=1, seed=0)
    assert exact
    assert len(labels) == 70
    logs = LogFit(np.log(views) + effect * z, z.astype(float), weekend[:, None].astype(float))
    return logs, RateFit(likes, views, z, weekend), labels


@pytest.mark.parametrize("effect", [0.9, -0.9])
@pytest.mark.parametrize("alpha", [0.1, 0.2, 0.35])
def test_exact_interval_of_least_squares_holds_every_effect_with_p_above_alpha(effect: float, alpha: float) -> None:
    fit, _, labels = made(2, effect)
    test = log_ratio_test(fit, labels, exact=True)
    columns = dummies((fit.terms[:, 0]).astype(int))
    statistic = log_statistic(fit.log_values, fit.treated, columns)
    low, high = test.interval(alpha)
    grid = np.linspace(-6, 6, 481)
    ps = np.array([own_p(statistic, fit.treated > 0, labels, exact=True, theta=theta) for theta in grid])
    assert [test.p_value(theta) for theta in grid] == pytest.approx(ps, abs=1e-12)
    assert ((grid > low) & (grid < high)).tolist() == (ps > alpha).tolist()


def mirrored(fit: LogFit) -> LogFit:
    return LogFit(-fit.log_values, fit.treated, fit.terms, fit.cells)


@pytest.mark.parametrize("test", [log_ratio_test, log_ratio_hc2_test])
@pytest.mark.parametrize("effect", [1.2, 0.3])
def test_an_effect_and_its_mirror_have_the_same_p_and_mirrored_ends(
    test: Callable[..., Inversion], effect: float
) -> None:
    fit, _, labels = made(6, effect)
    one, other = test(fit, labels, exact=True), test(mirrored(fit), labels, exact=True)
    assert one.estimate == pytest.approx(-other.estimate)
    assert one.estimate > 0 > other.estimate
    for theta in (-1.0, 0.0, 0.4, 2.0):
        assert one.p_value(theta) == pytest.approx(other.p_value(-theta))
    for alpha in (0.1, 0.3):
        low, high = other.interval(alpha)
        assert one.interval(alpha) == pytest.approx((-high, -low), abs=1e-9)


@pytest.mark.parametrize("effect", [1.2, 0.3])
def test_a_ratio_of_rates_and_its_mirror_have_the_same_p_and_mirrored_ends(effect: float) -> None:
    _, fit, labels = made(4, effect)
    swapped = RateFit(fit.numerator, fit.denominator, ~fit.treated, fit.strata)
    one, other = rate_ratio_test(fit, labels, exact=True), rate_ratio_test(swapped, labels, exact=True)
    assert one.estimate > 0 > other.estimate
    assert one.p_value() == other.p_value()
    for alpha in (0.1, 0.3):
        low, high = other.interval(alpha)
        assert one.interval(alpha) == pytest.approx((-high, -low), abs=1e-9)


# The order statistics themselves.


def known(low: list[float], high: list[float], *, exact: bool) -> Inversion:
    return Inversion(0.0, 1.0, np.array(low), np.array(high), exact)


def test_p_counts_the_draws_whose_interval_holds_the_effect_ends_included() -> None:
    test = known([-3.0, -2.0, -1.0, -np.inf], [1.0, 2.0, 3.0, np.inf], exact=True)
    assert [test.p_value(theta) for theta in (0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 9.0)] == [1, 1, 0.75, 0.75, 0.5, 0.5, 0.25]
    assert [test.p_value(theta) for theta in (-1.0, -1.5, -2.0, -2.5, -3.0, -9.0)] == [1, 0.75, 0.75, 0.5, 0.5, 0.25]
    assert test.smallest_p == 0.25
    sampled = known([-3.0, -2.0, -1.0, -np.inf], [1.0, 2.0, 3.0, np.inf], exact=False)
    assert [sampled.p_value(theta) for theta in (0.0, 1.5, 9.0)] == [1, 0.8, 0.4]
    assert sampled.smallest_p == 0.4
    assert (test.draws, sampled.draws) == (4, 4)


@pytest.mark.parametrize(
    ("exact", "alpha", "interval"),
    [
        (True, 0.24, (-np.inf, np.inf)),  # more than .96 draws: one, and one is unbounded
        (True, 0.25, (-3.0, 3.0)),  # more than 1 draw
        (True, 0.5, (-2.0, 2.0)),
        (True, 0.74, (-2.0, 2.0)),
        (True, 0.75, (-1.0, 1.0)),
        (True, 1.0, (0.0, 0.0)),
        (False, 0.19, (-np.inf, np.inf)),  # not even the one that is added
        (False, 0.2, (-np.inf, np.inf)),
        (False, 0.4, (-3.0, 3.0)),
        (False, 0.6, (-2.0, 2.0)),
        (False, 0.8, (-1.0, 1.0)),
    ],
)
def test_the_interval_is_that_of_every_effect_with_p_above_alpha(
    exact: bool, alpha: float, interval: tuple[float, float]
) -> None:
    test = known([-3.0, -2.0, -1.0, -np.inf], [1.0, 2.0, 3.0, np.inf], exact=exact)
    assert test.interval(alpha) == interval


def test_a_draw_that_is_unbounded_on_one_side_alone_still_leaves_a_smallest_p() -> None:
    assert known([-np.inf, -1.0], [1.0, np.inf], exact=True).smallest_p == 0.0
    assert known([-np.inf, -1.0], [1.0, np.inf], exact=False).smallest_p == pytest.approx(1 / 3)
