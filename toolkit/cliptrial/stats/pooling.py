"""Pooling results of several experiments: random effects with honest small-sample intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from scipy import stats
from scipy.optimize import brentq

from cliptrial.stats.inversion import Floats

ENOUGH_TO_PREDICT = 5
"""Experiments from which a prediction interval is given."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A common effect of several experiments, on the scale of the estimates (log ratios).

    Attributes:
        estimate: Random-effects mean.
        standard_error: Knapp-Hartung.
        interval: Knapp-Hartung t interval of the mean.
        p_value: Two-sided, from the same t.
        tau: SD of true effects between experiments (Paule-Mandel).
        prediction: Interval for the true effect of the next experiment; NaN below five experiments.
        experiments: Number of experiments.
    """

    estimate: float
    standard_error: float
    interval: tuple[float, float]
    p_value: float
    tau: float
    prediction: tuple[float, float]
    experiments: int


def pool(estimates: Floats, standard_errors: Floats, *, alpha: float = 0.05) -> Pooled:
    """Pool with Paule-Mandel's tau and Knapp-Hartung's t.

    Args:
        estimates: Shape (k,): log ratios, k at least 2.
        standard_errors: Shape (k,): positive.
        alpha: Two-sided error of the intervals.

    References:
        Paule and Mandel (1982); Knapp and Hartung (2003), Statistics in Medicine 22; the standard error is
        never below the plain random-effects one. Higgins, Thompson and Spiegelhalter (2009) for prediction.

    Raises:
        ValueError: If there are fewer than two experiments or a standard error is not positive.
    """
    y, se = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    if len(y) < 2 or len(y) != len(se) or not (se > 0).all():
        raise ValueError("two or more estimates, each with a positive standard error, are needed")
    k, tau2 = len(y), paule_mandel(y, se)
    weight = 1 / (se**2 + tau2)
    mean = float(weight @ y / weight.sum())
    spread = max(float(weight @ (y - mean) ** 2) / (k - 1), 1.0)
    error = sqrt(spread / float(weight.sum()))
    t = float(stats.t.isf(alpha / 2, k - 1))
    ahead = (nan, nan)
    if k >= ENOUGH_TO_PREDICT:
        reach = float(stats.t.isf(alpha / 2, k - 2)) * sqrt(tau2 + error**2)
        ahead = (mean - reach, mean + reach)
    p = float(2 * stats.t.sf(abs(mean) / error, k - 1))
    return Pooled(mean, error, (mean - t * error, mean + t * error), p, sqrt(tau2), ahead, k)


def paule_mandel(estimates: Floats, standard_errors: Floats) -> float:
    """Between-experiment variance at which the generalised Q equals its expectation, not below zero."""
    y, variances = estimates, standard_errors**2

    def excess(tau2: float) -> float:
        weight = 1 / (variances + tau2)
        mean = weight @ y / weight.sum()
        return float(weight @ (y - mean) ** 2) - (len(y) - 1)

    if excess(0.0) <= 0:
        return 0.0
    high = float(np.var(y)) + float(variances.max())
    while excess(high) > 0:
        high *= 2
    return float(brentq(excess, 0.0, high, xtol=1e-14))
