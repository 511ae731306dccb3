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
