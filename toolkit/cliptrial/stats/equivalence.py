"""Equivalence and non-inferiority of two means: two one-sided tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from cliptrial.stats.inversion import Floats


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two one-sided t-tests of a difference of means.

    Attributes:
        difference: First mean minus second.
        p_lower: Of the hypothesis that the difference lies at or below ``-margin``.
        p_upper: Of the hypothesis that it lies at or above ``margin``.
        p_value: The larger of the two: small means equivalent within the margin.
        degrees: Degrees of freedom.
    """

    difference: float
    p_lower: float
    p_upper: float
    p_value: float
    degrees: float


def tost(first: Floats, second: Floats, margin: float, *, equal_variances: bool = False) -> Equivalence:
    """Two one-sided tests on two samples (on logs for a ratio).

    Args:
        first: Shape (n,).
        second: Shape (m,).
        margin: Largest difference that does not matter; positive.
        equal_variances: Pool the variances; otherwise Welch.

    References:
        Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15.

    Raises:
        ValueError: If ``margin`` is not positive.
    """
    if margin <= 0:
        raise ValueError(f"margin {margin} must be positive")
    above = stats.ttest_ind(np.asarray(first) + margin, second, equal_var=equal_variances, alternative="greater")
    below = stats.ttest_ind(np.asarray(first) - margin, second, equal_var=equal_variances, alternative="less")
    return Equivalence(
        float(np.mean(first) - np.mean(second)),
        float(above.pvalue),
        float(below.pvalue),
        float(max(above.pvalue, below.pvalue)),
        float(above.df),
    )


def non_inferiority(first: Floats, second: Floats, margin: float, *, equal_variances: bool = False) -> float:
    """One-sided p of the hypothesis that the first mean lies at or below the second minus ``margin``."""
    shifted = np.asarray(first) + margin
    return float(stats.ttest_ind(shifted, second, equal_var=equal_variances, alternative="greater").pvalue)
