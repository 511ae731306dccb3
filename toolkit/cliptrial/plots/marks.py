"""The marks that several figures share: swarms of posts and interval bars."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from cliptrial.plots.beeswarm import swarmed
from cliptrial.plots.canvas import arm_colour, colour, on_a_figure
from cliptrial.plots.points import MOST_POINTS, ArmPoints

CHARACTER = 8.6  # pixels; wider than most, so that legends never run into each other


def bar(
    axes: Axes, place: float, ends: tuple[float | None, float | None], window: tuple[float, float], *, vertical: bool
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
    """Every post of an arm as a point, side by side where they would cover each other; very many as a density.

    Both are at most 0.8 units of the axis wide, around ``place``.
    """
    if not arm.values:
        return
    tone = arm_colour(arm.index)
    if len(arm.values) > MOST_POINTS:
        _density(axes, arm, place, tone, vertical=vertical)
        return
    size = 8.4 if len(arm.values) <= 60 else 6 if len(arm.values) <= 150 else 4
    places = swarmed(axes, arm.values, place, size, vertical=vertical)
    if on_a_figure():  # not every kind of picture draws lines without length
        axes.plot(*places.T, "o", ms=size, color=tone, alpha=0.75, mew=0, zorder=2)
    else:
        axes.add_patch(dots(places, size, tone))


def _density(axes: Axes, arm: ArmPoints, place: float, tone: str, *, vertical: bool) -> None:
    import seaborn as sns  # inside: hardly any page has so many posts

    places, values = [place] * len(arm.values), list(arm.values)
    x, y = (places, values) if vertical else (values, places)
    plain = partial(sns.violinplot, native_scale=True, inner=None, linewidth=0, cut=0, saturation=1, legend=False)
    plain(x=x, y=y, orient="v" if vertical else "h", ax=axes, color=tone, alpha=0.75)


def dots(places: npt.NDArray[np.float64], size: float, tone: str) -> PathPatch:
    """Round points as one path: lines without length whose round ends make the points."""
    path = Path(np.repeat(places, 2, axis=0), [Path.MOVETO, Path.LINETO] * len(places))
    path.should_simplify = False
    return PathPatch(path, fill=False, edgecolor=tone, linewidth=size, capstyle="round", alpha=0.75, zorder=2)


def legend_places(labels: Sequence[str], width: int) -> list[tuple[float, int]]:
    """Where each label of a legend starts, in pixels, and on which line."""
    places, x, line = [], 10.0, 0
    for label in labels:
        needed = 34 + CHARACTER * len(label)
        if x > 10 and x + needed > width - 10:
            x, line = 10.0, line + 1
        places.append((x, line))
        x += needed
    return places
