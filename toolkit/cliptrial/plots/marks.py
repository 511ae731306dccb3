"""The marks that several figures share: swarms of posts, interval bars, labels that keep apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes

from cliptrial.plots.canvas import arm_colour, colour
from cliptrial.plots.points import ArmPoints


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside a height of the value axis."""

    at: float
    text: str
    size: float = 13
    bold: bool = False


def label_column(axes: Axes, x: float, labels: Sequence[Label]) -> None:
    """Write labels beside their heights, moved apart until none covers another; the first keeps its place."""
    heights = [float(axes.transData.transform((0, label.at))[1]) * 72 / axes.figure.dpi for label in labels]
    order = sorted(range(len(labels)), key=lambda i: (heights[i], i))
    places = {0: heights[0]}
    anchor = order.index(0)
    for chain, sign in ((order[anchor + 1 :], 1), (order[:anchor][::-1], -1)):
        last = 0
        for i in chain:
            apart = (labels[last].size + labels[i].size) * 0.62
            places[i] = sign * max(sign * heights[i], sign * places[last] + apart)
            last = i
    for i, label in enumerate(labels):
        y = axes.transData.inverted().transform((0, places[i] * axes.figure.dpi / 72))[1]
        style = {"color": colour("ink" if label.bold else "soft"), "fontweight": "bold" if label.bold else "normal"}
        axes.text(x, y, label.text, fontsize=label.size, va="center_baseline", **style)  # type: ignore[arg-type]


def bar(
    axes: Axes,
    place: float,
    ends: tuple[float | None, float | None],
    window: tuple[float, float],
    *,
    vertical: bool,
) -> None:
    """An interval as a thick line; an end that is unbounded or outside the window becomes an arrow."""
    low, high = window
    start = low if ends[0] is None or ends[0] < low else ends[0]
    stop = high if ends[1] is None or ends[1] > high else ends[1]
    along, across = [start, stop], [place, place]
    axes.plot(*((across, along) if vertical else (along, across)), color=colour("ink"), lw=2.5, zorder=4)
    for end, tip, shapes in ((ends[0], start, "v<"), (ends[1], stop, "^>")):
        if end != tip:
            where = ([place], [tip]) if vertical else ([tip], [place])
            axes.plot(*where, shapes[0 if vertical else 1], ms=9, color=colour("ink"), zorder=5, clip_on=False)


def swarm(axes: Axes, arm: ArmPoints, place: float, *, vertical: bool) -> None:
    """Every post of an arm as a point, side by side where they would cover each other.

    The swarm around ``place`` is at most 0.8 units of the axis wide, which is seaborn's rule.
    """
    if not arm.values:
        return
    size = 8.4 if len(arm.values) <= 60 else 6 if len(arm.values) <= 150 else 4
    places, values = [place] * len(arm.values), list(arm.values)
    sns.swarmplot(
        x=places if vertical else values,
        y=values if vertical else places,
        orient="v" if vertical else "h",
        native_scale=True,
        ax=axes,
        size=size,
        color=arm_colour(arm.index),
        alpha=0.75,
        linewidth=0,
        legend=False,
        zorder=2,
    )
