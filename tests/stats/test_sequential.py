"""Limits for looking before the end."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats as scipy_stats

from cliptrial.stats.sequential import crossing_probability, nominal_limits, spent


def test_five_equal_looks_have_the_limits_of_the_literature() -> None:
    critical = scipy_stats.norm.isf(nominal_limits([0.2, 0.4, 0.6, 0.8, 1.0]) / 2)
    assert critical == pytest.approx([4.8769, 3.3569, 2.6803, 2.2898, 2.0310], abs=2e-4)


def test_classic_limits_and_the_price_of_naive_looks_are_the_published_ones() -> None:
    fractions = [0.2, 0.4, 0.6, 0.8, 1.0]
    classic = [4.5617530, 3.2256465, 2.6337294, 2.2808766, 2.0400778]
    assert crossing_probability(fractions, classic) == pytest.approx(0.05, abs=1e-5)
    assert crossing_probability(fractions, [1.959964] * 5) == pytest.approx(0.142, abs=5e-4)


def test_the_whole_error_is_spent_at_the_end_and_never_more() -> None:
    fractions = [0.3, 0.55, 0.8, 1.0]
    critical = scipy_stats.norm.isf(nominal_limits(fractions) / 2)
    assert crossing_probability(fractions, list(critical)) == pytest.approx(0.05, abs=1e-8)
    assert spent(1.0) == pytest.approx(0.05)


def test_a_single_look_is_the_ordinary_test() -> None:
    assert nominal_limits([1.0]) == pytest.approx([0.05])


@pytest.mark.parametrize("fractions", [[], [0.5, 0.4], [0.0, 1.0], [0.5, 1.2]])
def test_fractions_that_do_not_increase_to_one_are_refused(fractions: list[float]) -> None:
    with pytest.raises(ValueError, match="must increase"):
        nominal_limits(fractions)


def test_simulated_walks_cross_as_often_as_computed() -> None:
    rng = np.random.default_rng(0)
    fractions = np.array([0.25, 0.5, 0.75, 1.0])
    walks = np.cumsum(rng.normal(0, 0.5, (200_000, 4)), axis=1) / np.sqrt(fractions)
    critical = scipy_stats.norm.isf(nominal_limits(fractions) / 2)
    assert (np.abs(walks) >= critical).any(axis=1).mean() == pytest.approx(0.05, abs=0.002)


@pytest.mark.parametrize(
    ("looks", "critical"),
    [
        (2, [2.9626, 1.9686]),
        (3, [3.7103, 2.5114, 1.9930]),
        (4, [4.3326, 2.9631, 2.3590, 2.0141]),
    ],
)
def test_equal_looks_have_the_limits_that_ldbounds_prints(looks: int, critical: list[float]) -> None:
    """Lan-DeMets with O'Brien-Fleming spending at 5 % two-sided, as in the tables of Reboussin et al. (2000)."""
    limits = nominal_limits([(look + 1) / looks for look in range(looks)])
    assert scipy_stats.norm.isf(limits / 2) == pytest.approx(critical, abs=1e-4)


@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.0125])
@pytest.mark.parametrize("fractions", [[0.5], [0.3, 0.6], [0.25, 0.5, 0.75, 1.0], [0.2, 0.9, 1.0]])
def test_every_look_spends_what_the_function_allows_until_then(fractions: list[float], alpha: float) -> None:
    """Two sides, each with half the error: 4 (1 - Phi(z_{alpha/4} / sqrt t)), written out."""
    limits = nominal_limits(fractions, alpha)
    critical = list(scipy_stats.norm.isf(limits / 2))
    for look in range(1, len(fractions) + 1):
        allowed = 4 * scipy_stats.norm.sf(scipy_stats.norm.isf(alpha / 4) / np.sqrt(fractions[look - 1]))
        assert crossing_probability(fractions[:look], critical[:look]) == pytest.approx(allowed, rel=1e-6)
        assert spent(fractions[look - 1], alpha) == pytest.approx(allowed)
    assert (np.diff(limits) > 0).all()
    assert limits[-1] <= alpha + 1e-9


def test_a_first_look_may_use_more_error_the_later_it_comes_and_leaves_less_for_the_end() -> None:
    limits = np.array([nominal_limits([fraction, 1.0]) for fraction in (0.2, 0.4, 0.6, 0.8, 0.95)])
    assert (np.diff(limits[:, 0]) > 0).all()
    assert (np.diff(limits[:, 1]) < 0).all()


def test_a_look_so_early_that_nothing_may_be_spent_counts_nothing() -> None:
    first, last = nominal_limits([0.01, 1.0])
    assert first < 1e-30
    assert last == pytest.approx(0.05, abs=1e-6)


def test_an_end_that_rounding_puts_behind_the_end_is_the_end() -> None:
    assert nominal_limits([0.5, 1.0 + 1e-13]) == pytest.approx(nominal_limits([0.5, 1.0]))
    for fractions in ([0.5, 0.5], [1.0 + 1e-9], [-0.1, 1.0]):
        with pytest.raises(ValueError, match="must increase"):
            nominal_limits(fractions)
