"""Several comparisons at once: one adjustment for decisions, others for reading."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cliptrial.stats.inversion import Floats


def family_adjusted(p_value: float, comparisons: int) -> float:
    """``min(1, m p)``: the decision that matches an interval at ``1 - alpha / m`` (Bonferroni)."""
    product = comparisons * p_value
    # 3 x 0.1 is above 0.3 in its last bit, and would then contradict the interval.
    return min(1.0, product, float(f"{product:.15g}"))


def holm(p_values: Sequence[float]) -> Floats:
    """Holm's step-down adjustment."""
    p, order = np.asarray(p_values, dtype=np.float64), np.argsort(p_values)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> Floats:
    """Benjamini and Hochberg's false-discovery-rate adjustment."""
    p, order = np.asarray(p_values, dtype=np.float64), np.argsort(p_values)[::-1]
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1)), 1)
    return adjusted
