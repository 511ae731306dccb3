"""The average of differences that were measured apart, each in its own stratum.

Every stratum counts the same, so the answer is about these strata together, not about others like them. The standard
error has the degrees of freedom of Satterthwaite (Biometrics Bulletin 2, 1946).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.special import stdtr, stdtrit


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of several strata, or of many times several.

    Attributes:
        mean: Of their differences (log ratios).
        error: Its standard error.
        freedom: Degrees of freedom of the error.
        p_value: Two-sided.
    """

    mean: Floats
    error: Floats
    freedom: Floats
    p_value: Floats

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Ends of the interval that leaves out zero exactly where p is below one minus the confidence."""
        reach = -float(stdtrit(self.freedom, (1 - confidence) / 2) * self.error)
        return float(self.mean) - reach, float(self.mean) + reach


def average(
    differences: Sequence[float] | Floats, errors: Sequence[float] | Floats, freedom: float | Sequence[float] | Floats
) -> Average:
    """Average over the last axis.

    Args:
        differences: Shape (..., strata).
        errors: Their standard errors, of the same shape.
        freedom: Degrees of freedom of each.
    """
    each = np.asarray(errors, dtype=np.float64) ** 2
    strata = each.shape[-1]
    total = each.sum(axis=-1)
    mean = np.asarray(differences, dtype=np.float64).mean(axis=-1)
    error = np.sqrt(total) / strata
    left = total**2 / (each**2 / np.asarray(freedom)).sum(axis=-1)
    p_value = 2 * stdtr(left, -np.abs(mean) / error)
    return Average(np.asarray(mean), np.asarray(error), np.asarray(left), np.asarray(p_value))
