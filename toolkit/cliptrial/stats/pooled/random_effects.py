"""Pooling results of several experiments: random effects with honest small-sample intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.roots import root
from cliptrial.stats.special import chdtri, ndtr, stdtr, stdtrit

ENOUGH_TO_PREDICT = 5
"""Experiments from which a prediction interval is given."""
TINY = 1e-12
"""Relative variance that estimates keep which are equal to the last digit."""
LEVELS = (np.arange(40) + 0.5) / 40
"""Where distributions are cut when they are mixed."""


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
        Paule and Mandel (1982); Knapp and Hartung (2003), Statistics in Medicine 22, without the later
        "modification" that never lets the standard error fall below the plain one: with it, three experiments
        find an effect that is not there in 0.2 % instead of 5 %. See :func:`predicted` for the next experiment.

    Raises:
        ValueError: If there are fewer than two experiments or a standard error is not positive.
    """
    y, se = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    if len(y) < 2 or len(y) != len(se) or not (se > 0).all():
        raise ValueError("two or more estimates, each with a positive standard error, are needed")
    k, tau2 = len(y), paule_mandel(y, se)
    weight = 1 / (se**2 + tau2)
    mean = float(weight @ y / weight.sum())
    spread = float(weight @ (y - mean) ** 2) / (k - 1)
    error = sqrt(max(spread, TINY) / float(weight.sum()))
    t = -float(stdtrit(k - 1, alpha / 2))
    ahead = predicted(y, se, alpha=alpha) if k >= ENOUGH_TO_PREDICT else (nan, nan)
    p = float(2 * stdtr(k - 1, -abs(mean) / error))
    return Pooled(mean, error, (mean - t * error, mean + t * error), p, sqrt(tau2), ahead, k)


def predicted(estimates: Floats, standard_errors: Floats, *, alpha: float = 0.05) -> tuple[float, float]:
    """Interval for the true effect of the next experiment.

    A spread estimated from a handful of experiments is often zero by chance, and an interval that believes
    it holds the next effect in 86 instead of 95 %. So every spread that the data allow is mixed in, with
    the weight that the distribution of Cochran's generalised Q gives it.

    Args:
        estimates: Shape (k,): log ratios, k at least 3.
        standard_errors: Shape (k,): positive.
        alpha: Two-sided error.

    References:
        Nagashima, Noma and Furukawa (2019), Statistical Methods in Medical Research 28; here the mixture is
        computed instead of drawn.
    """
    y, variances = estimates, standard_errors**2
    tau2 = _spreads(y, variances)
    weight = 1 / (variances[None, :] + tau2[:, None])
    total = weight.sum(axis=1)
    means, errors = weight @ y / total, 1 / np.sqrt(total)
    centres = (means[:, None] + errors[:, None] * stdtrit(len(y) - 1, LEVELS)[None, :]).ravel()
    sd = np.repeat(np.sqrt(np.maximum(tau2, TINY * float(variances.min()))), len(LEVELS))
    far = 12 * (float(sd.max()) + float(np.abs(centres - centres.mean()).max()))

    def end(level: float) -> float:
        low, high = float(centres.mean()) - far, float(centres.mean()) + far
        return root(lambda x: float(ndtr((x - centres) / sd).mean()) - level, low, high, xtol=1e-6)

    return end(alpha / 2), end(1 - alpha / 2)


def _spreads(y: Floats, variances: Floats) -> Floats:
    """Between-experiment variances at equal steps of their confidence distribution; zeros where Q is small."""
    grid = np.concatenate([[0.0], np.geomspace(1e-3, 1e4, 400) * float(variances.mean() + np.var(y))])
    weight = 1 / (variances[None, :] + grid[:, None])
    means = weight @ y / weight.sum(axis=1)
    q = np.sum(weight * (y[None, :] - means[:, None]) ** 2, axis=1)
    return np.asarray(np.interp(chdtri(len(y) - 1, 1 - LEVELS), q[::-1], grid[::-1]), dtype=np.float64)


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
    return root(excess, 0.0, high, xtol=1e-14)
