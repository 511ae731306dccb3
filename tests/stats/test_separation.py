"""How far two arms lie apart, held against scipy's two-sample statistic."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ks_2samp

from cliptrial.stats.separation import separation


@pytest.mark.parametrize("seed", range(8))
def test_of_a_number_it_is_the_statistic_of_kolmogorov_and_smirnov(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, treated = rng.integers(0, 6, 23).astype(float), rng.permutation(np.arange(23) < 9)
    expected = ks_2samp(values[treated], values[~treated]).statistic
    assert separation(values[:, None], treated) == pytest.approx(expected)


def test_of_labels_it_is_the_largest_difference_of_shares() -> None:
    treated = np.array([True, True, True, True, False, False])
    labels = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1], [0, 0], [0, 1]])
    assert separation(labels, treated) == pytest.approx(0.75)
    assert separation(labels[:, 1:], treated) == pytest.approx(0.25)


def test_swapping_the_arms_or_the_sign_changes_nothing() -> None:
    values, treated = np.array([[1.0], [2], [3], [4], [9]]), np.array([True, False, True, False, False])
    assert separation(values, ~treated) == pytest.approx(separation(values, treated))
    assert separation(-values, treated) == pytest.approx(separation(values, treated))


def test_arms_that_are_alike_are_not_apart_and_nothing_is_not_either() -> None:
    treated = np.array([True, False])
    assert separation(np.ones((2, 1)), treated) == 0.0
    assert separation(np.empty((2, 0)), treated) == 0.0
