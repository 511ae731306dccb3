"""Several comparisons at once: one adjustment for decisions, others for reading."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from statsmodels.stats.multitest import multipletests

from cliptrial.stats.inversion import Floats


def family_adjusted(p_value: float, comparisons: int) -> float:
    """``min(1, m p)``: the decision that matches an interval at ``1 - alpha / m`` (Bonferroni)."""
    return min(1.0, comparisons * p_value)


def holm(p_values: Sequence[float]) -> Floats:
    """Holm's step-down adjustment."""
    return np.asarray(multipletests(p_values, method="holm")[1], dtype=np.float64)


def benjamini_hochberg(p_values: Sequence[float]) -> Floats:
    """Benjamini and Hochberg's false-discovery-rate adjustment."""
    return np.asarray(multipletests(p_values, method="fdr_bh")[1], dtype=np.float64)
