"""Decision and interval are one procedure: they never contradict each other, whatever the draws look like."""

from __future__ import annotations

import numpy as np
import pytest

from cliptrial.stats import Inversion, family_adjusted

CASES = 100_000
EDGES = np.array([-np.inf, -1.0, -np.finfo(float).tiny, 0.0, np.finfo(float).tiny, 1.0, np.inf])


def inversion(rng: np.random.Generator, draws: int) -> Inversion:
    """Any draws there can be: ends on either side of the estimate, with ties, zeros and infinities."""
    kind = rng.integers(4)
    estimate = (0.0, 1e-12)[kind] if kind < 2 else float(rng.normal())
    ends = estimate + np.array([[-1.0], [1.0]]) * (0.1, 0.5, 2.0)[rng.integers(3)] * rng.exponential(1.0, (2, draws))
    edges = EDGES[rng.integers(len(EDGES), size=(2, draws))]
    coarse = rng.random(draws) < (0.0, 0.02, 0.1, 1.0)[rng.integers(4)]
    low = np.where(coarse, np.minimum(edges[0], estimate), ends[0])
    high = np.where(coarse, np.maximum(edges[1], estimate), ends[1])
    return Inversion(estimate, 1.0, low, high, exact=bool(rng.integers(2)))


def error(rng: np.random.Generator, found: Inversion) -> tuple[float, int]:
    """An error and a number of comparisons: those that people write, any, and those that draws meet exactly."""
    total = found.draws + (0 if found.exact else 1)
    kind = rng.integers(3)
    if kind == 0:
        return (0.01, 0.05, 0.1, 0.2, 0.3)[rng.integers(5)], int(rng.integers(1, 7))
    if kind == 1:
        return float(rng.uniform(0, 0.5)), int(rng.integers(1, 7))
    return int(rng.integers(0, total // 2 + 1)) / total, 1


@pytest.mark.slow
def test_in_100000_cases_the_interval_leaves_out_zero_exactly_when_p_decides() -> None:
    rng = np.random.default_rng(20)
    contradictions = decided = 0
    for _ in range(CASES):
        found = inversion(rng, (20, 36, 99, 199)[rng.integers(4)])
        alpha, comparisons = error(rng, found)
        low, high = found.interval(alpha / comparisons)
        significant = family_adjusted(found.p_value(), comparisons) <= alpha
        contradictions += significant != (low > 0 or high < 0)
        decided += significant
    assert contradictions == 0
    assert 0.1 * CASES < decided < 0.9 * CASES
