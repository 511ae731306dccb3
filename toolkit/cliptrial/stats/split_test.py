"""Two proportions of viewers that a platform split at random: score test and the matching interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import acos, copysign, cos, inf, log, nan, pi, sqrt

import numpy as np

from cliptrial.stats.roots import root
from cliptrial.stats.special import ndtr, ndtri

EXACT_BELOW = 5.0
"""Expected count below which the exact test replaces the score test's normal approximation."""


@dataclass(frozen=True, slots=True)
class SplitTest:
    """A ratio of proportions, its test and its interval.

    Attributes:
        ratio: Variant's proportion over control's; NaN where the control has no event.
        difference: Variant's proportion minus control's.
        difference_interval: Of the difference, by its own score test.
        p_value: Two-sided.
        interval: Of the ratio, by inversion of the same score test.
        standard_error: Of the log ratio.
        exact: Whether p is Fisher's exact test because counts are small.
    """

    ratio: float
    difference: float
    difference_interval: tuple[float, float]
    p_value: float
    interval: tuple[float, float]
    standard_error: float
    exact: bool


def split_test(
    control_events: int, control_viewers: int, variant_events: int, variant_viewers: int, *, alpha: float = 0.05
) -> SplitTest:
    """Compare two proportions whose units are viewers.

    References:
        Miettinen and Nurminen (1985), Statistics in Medicine 4; Koopman (1984), Biometrics 40.

    Raises:
        ValueError: If counts are negative or events exceed viewers.
    """
    for events, viewers in ((control_events, control_viewers), (variant_events, variant_viewers)):
        if not 0 <= events <= viewers or viewers == 0:
            raise ValueError(f"{events} events among {viewers} viewers")
    counts = (control_events, control_viewers, variant_events, variant_viewers)
    low_rate, high_rate = control_events / control_viewers, variant_events / variant_viewers
    p_value, exact = _p_value(counts)
    interval = _interval(counts, alpha)
    if exact and (p_value <= alpha) != (not interval[0] <= 1.0 <= interval[1]):
        # Where the exact test and the score interval disagree the more careful of the two speaks.
        p_value, interval = max(p_value, _score_p(counts, 1.0)), (min(interval[0], 1.0), max(interval[1], 1.0))
    ratio = high_rate / low_rate if low_rate else nan
    difference = _difference_interval(counts, alpha, clear=p_value <= alpha)
    return SplitTest(ratio, high_rate - low_rate, difference, p_value, interval, _log_error(counts), exact)


def halved(counts: tuple[int, int, int, int]) -> tuple[float, float, float, float]:
    """The counts, with one half added to events and non-events where an arm has none of either."""
    x0, n0, x1, n1 = counts
    if 0 < x0 < n0 and 0 < x1 < n1:
        return counts
    return x0 + 0.5, n0 + 1.0, x1 + 0.5, n1 + 1.0


def _log_error(counts: tuple[int, int, int, int]) -> float:
    """Standard error of the log ratio of proportions, by the delta method."""
    x0, n0, x1, n1 = halved(counts)
    return sqrt(max(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0, 0.0))


def _difference_interval(counts: tuple[int, int, int, int], alpha: float, *, clear: bool) -> tuple[float, float]:
    """Score interval of the difference; it holds zero where the exact test does not exclude it."""
    x0, n0, x1, n1 = counts
    gap, z = x1 / n1 - x0 / n0, -float(ndtri(alpha / 2))

    def beyond(difference: float) -> float:
        return abs(_difference_z(counts, difference)) - z

    low, high = _crossing(beyond, gap, -1.0), _crossing(beyond, gap, 1.0)
    return (low, high) if clear else (min(low, 0.0), max(high, 0.0))


def _difference_z(counts: tuple[int, int, int, int], gap: float) -> float:
    """Score statistic of the difference of proportions, with the rates estimated under ``gap``.

    The root of a cubic, as in Miettinen and Nurminen (1985). The one of statsmodels 0.14 has the control's events
    where its viewers belong, so that it is off wherever ``gap`` is not zero, and not a number at the edges.
    """
    x0, n0, x1, n1 = counts
    total, events = n0 + n1, x0 + x1
    square = ((n1 + 2 * n0) * gap - total - events) / (3 * total)
    linear = ((n0 * gap - total - 2 * x0) * gap + events) / (3 * total)
    half = square**3 - 1.5 * linear * square + x0 * gap * (1 - gap) / (2 * total)
    size = copysign(sqrt(max(square**2 - linear, 0.0)), half)
    angle = (pi + acos(min(max(half / size**3, -1.0), 1.0))) / 3 if size else 0.0
    low = min(max(2 * size * cos(angle) - square, 0.0, -gap), 1.0, 1.0 - gap)
    high = min(max(low + gap, 0.0), 1.0)
    variance = high * (1 - high) / n1 + low * (1 - low) / n0
    off = x1 / n1 - x0 / n0 - gap
    return off / sqrt(variance) if variance > 0 else (0.0 if off == 0 else inf * off)


def _crossing(beyond: Callable[[float], float], gap: float, limit: float) -> float:
    """Where the test begins to reject between the estimate and the largest difference there can be."""
    near, step = gap, (limit - gap) / 1024
    with np.errstate(divide="ignore", invalid="ignore"):
        while abs(step) > 0 and (far := gap + step) != limit and abs(far) < 1:
            if beyond(far) > 0:
                return root(beyond, near, far, xtol=1e-12)
            near, step = far, step * 2
    return limit


def _p_value(counts: tuple[int, int, int, int]) -> tuple[float, bool]:
    x0, n0, x1, n1 = counts
    pooled = (x0 + x1) / (n0 + n1)
    if min(n0, n1) * min(pooled, 1 - pooled) < EXACT_BELOW:
        from scipy.stats import fisher_exact  # inside: brings hundreds of distributions along

        return float(fisher_exact(np.array([[x1, n1 - x1], [x0, n0 - x0]])).pvalue), True
    return _score_p(counts, 1.0), False


def _score_p(counts: tuple[int, int, int, int], ratio: float) -> float:
    return float(2 * ndtr(-abs(_score_z(counts, ratio))))


def _score_z(counts: tuple[int, int, int, int], ratio: float) -> float:
    """Score statistic of the ratio of proportions, with the rates estimated under ``ratio``."""
    x0, n0, x1, n1 = counts
    a = (n0 + n1) * ratio
    b = -(n1 * ratio + x1 + n0 + x0 * ratio)
    rate = (-b - sqrt(max(b * b - 4 * a * (x0 + x1), 0.0))) / (2 * a)
    rate = min(max(rate, 1e-300), 1.0)
    variance = rate * ratio * max(1 - rate * ratio, 0.0) / n1 + ratio**2 * rate * (1 - rate) / n0
    gap = x1 / n1 - ratio * x0 / n0
    return gap / sqrt(variance) if variance > 0 else (0.0 if gap == 0 else inf * gap)


def _interval(counts: tuple[int, int, int, int], alpha: float) -> tuple[float, float]:
    x0, n0, x1, n1 = counts
    z = -float(ndtri(alpha / 2))
    start = log(((x1 + 0.5) / (n1 + 1)) / ((x0 + 0.5) / (n0 + 1)))

    def beyond(log_ratio: float, sign: int) -> float:
        return sign * _score_z(counts, 2.718281828459045**log_ratio) - z

    low = 0.0 if x1 == 0 else _root(lambda v: beyond(v, 1), start, -1)
    high = inf if x0 == 0 else _root(lambda v: beyond(v, -1), start, 1)
    return low, high


def _root(function: object, start: float, direction: int) -> float:
    assert callable(function)
    far = start + direction * 0.5
    while function(far) < 0 and abs(far) < 60:
        far += direction
    if abs(far) >= 60:
        return 0.0 if direction < 0 else inf
    return float(2.718281828459045 ** root(function, start, far, xtol=1e-12))
