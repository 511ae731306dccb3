"""Sums over few events: an interval for what the same posts would bring on average."""

from __future__ import annotations

from math import inf

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.special import chdtri


def sum_interval(weights: Floats, *, confidence: float = 0.95) -> tuple[float, float]:
    """Interval for the mean of a sum of events that happen by chance, each with its weight.

    With weights of one it is Garwood's exact interval for a count. Without any event it begins at zero, and has no end
    where the weight of an event is not known.

    Args:
        weights: Shape (events,): what each event that happened adds, positive.
        confidence: Two-sided.

    References:
        Fay and Feuer (1997), Statistics in Medicine 16, gamma intervals for weighted sums of Poisson counts; Garwood
        (1936), Biometrika 28.

    Example:
        >>> low, high = sum_interval(np.ones(10))
        >>> round(low, 3), round(high, 3)
        (4.795, 18.39)
    """
    w = np.asarray(weights, dtype=np.float64)
    tail = (1 - confidence) / 2
    if not len(w):
        return 0.0, inf
    total, squares, most = float(w.sum()), float((w**2).sum()), float(w.max())
    low = squares / (2 * total) * float(chdtri(2 * total**2 / squares, 1 - tail))
    above, spread = total + most, squares + most**2
    return low, spread / (2 * above) * float(chdtri(2 * above**2 / spread, tail))


def count_interval(events: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Garwood's interval for the mean of a count; see :func:`sum_interval`.

    Example:
        >>> low, high = count_interval(0)
        >>> low, round(high, 3)
        (0.0, 3.689)
    """
    if events:
        return sum_interval(np.ones(events), confidence=confidence)
    return 0.0, float(chdtri(2, (1 - confidence) / 2)) / 2
