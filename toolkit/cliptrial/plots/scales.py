"""Axes in a metric's own unit, labelled without mathematics mode."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

STEPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_TICKS = 6


def log_ticks(low: float, high: float, most: int = MOST_TICKS) -> list[float]:
    """Round numbers between two positive limits, evenly spread on a logarithmic axis."""
    if high / low >= 10 ** (most - 1):
        step = math.ceil(math.log10(high / low) / most)
        return [10.0**e for e in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1, step)]
    for digits in ((1, 1.5, 2, 3, 4, 6, 8), (1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        ticks = [d * 10.0**e for e in powers for d in digits if low <= d * 10.0**e <= high]
        if len(ticks) <= most:
            break
    return ticks if len(ticks) >= 2 else linear_ticks(low, high, most)


def linear_ticks(low: float, high: float, most: int = MOST_TICKS) -> list[float]:
    """Round numbers between two limits."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return [low]
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(r * power for r in ROUND if span / (r * power) <= most)
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 12) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def set_value_axis(
    axes: Axes, which: str, low: float, high: float, log: bool, label: Callable[[float], str], most: int = MOST_TICKS
) -> Sequence[float]:
    """Give an axis its limits, round ticks and labels; answers the ticks."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    (axes.set_xscale if which == "x" else axes.set_yscale)("log" if log else "linear")
    (axes.set_xlim if which == "x" else axes.set_ylim)(low, high)
    ticks = log_ticks(low, high, most) if log else linear_ticks(low, high, most)
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_major_formatter(FuncFormatter(lambda value, _: label(value)))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())
    return ticks


def limits(values: Sequence[float], log: bool, room: float = 0.06) -> tuple[float, float]:
    """Limits with some room around ``values``; a linear axis starts at zero where that costs little."""
    low, high = min(values), max(values)
    if log:
        pad = max(math.log(high / low) * room, 0.08)
        return low * math.exp(-pad), high * math.exp(pad)
    from_zero = 0 < low < 0.5 * high
    pad = (high - (0.0 if from_zero else low)) * room or abs(high) * 0.1 or 1.0
    return (0.0 if from_zero else low - pad), high + pad
