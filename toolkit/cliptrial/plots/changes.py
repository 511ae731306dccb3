"""An axis of changes: logarithmic, with zero and with what is too small to act on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from cliptrial.plots.canvas import colour
from cliptrial.wording.formats import Formats, known

TICKS = (-0.95, -0.9, -0.75, -0.5, -0.25, -0.1, -0.05, -0.02, 0.0, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 9.0)
FARTHEST = math.log(6)


def log_change(relative: float | None) -> float | None:
    """A ratio minus one as its logarithm; None where it is not known."""
    if relative is None or math.isnan(relative):
        return None
    return math.log1p(relative) if relative > -1 else -math.inf


def window_of(estimates: Sequence[float | None], ends: Sequence[float | None], at_least: float) -> tuple[float, float]:
    """Limits that hold zero, the band, every estimate, and every end that is not too far."""
    inside = [x for x in map(log_change, estimates) if x is not None and math.isfinite(x)]
    inside += [max(-FARTHEST, min(FARTHEST, x)) for x in map(log_change, ends) if x is not None]
    band = min(math.log1p(at_least), FARTHEST)
    low, high = min([-band, 0.0, *inside]), max([band, 0.0, *inside])
    pad = max(0.05, (high - low) * 0.06)
    return low - pad, high + pad


def set_change_axis(
    axes: Axes, which: str, window: tuple[float, float], f: Formats, most: int, at_least: float
) -> None:
    """Limits, few round changes as ticks, a line at zero, and a band of what is too small to act on."""
    (axes.set_xlim if which == "x" else axes.set_ylim)(*window)
    apart, kept = (window[1] - window[0]) / most, [0.0]
    for tick in sorted((t for t in TICKS if window[0] <= math.log1p(t) <= window[1]), key=abs):
        if all(abs(math.log1p(tick) - math.log1p(k)) >= apart * 0.9 for k in kept):
            kept.append(tick)
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(FixedLocator([math.log1p(t) for t in sorted(kept)]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f.signed(round(math.expm1(value), 4))))
    axes.grid(axis="x" if which == "x" else "y", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    along = axes.axvline if which == "x" else axes.axhline
    along(0, color=colour("soft"), lw=1, ls=(0, (3, 4)), zorder=1)
    if known(at_least) and at_least > 0:
        band = min(math.log1p(at_least), FARTHEST)
        (axes.axvspan if which == "x" else axes.axhspan)(
            -band, band, color=colour("line"), alpha=0.55, zorder=0.5, lw=0
        )
