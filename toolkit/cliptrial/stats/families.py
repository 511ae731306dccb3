"""Several comparisons at once: one adjustment for decisions, others for reading."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from statsmodels.stats.multitest import multipletests

from cliptrial.stats.inversion import Floats


def family_adjusted(p_value: float, comparisons: int) -> float:
    """``min(1, m p)``: the decision that matches an interval at ``1 - alpha / m`` (Bonferroni)."""
    product = comparisons * p_value
    # 3 x 0.1 is above 0.3 in its last bit, and would then contradict the interval.
    return min(1.0, product, float(f"{product:.15g}"))


def holm(p_values: Sequence[float]) -> Floats:
    """Holm's step-down adjustment."""
    return np.asarray(multipletests(p_values, method="holm")[1], dtype=np.float64)


def benjamini_hochberg(p_values: Sequence[float]) -> Floats:
    """Benjamini and Hochberg's false-discovery-rate adjustment."""
    return np.asarray(multipletests(p_values, method="fdr_bh")[1], dtype=np.float64)
