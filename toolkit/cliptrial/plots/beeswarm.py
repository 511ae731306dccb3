"""Points side by side where they would cover each other.

The rule is seaborn's, to the last bit. seaborn itself draws the whole figure for each swarm, and brings pandas and
scipy's distributions along, which takes longer than all else that a page needs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

Places = NDArray[np.float64]
"""Shape (points, 2): along the arms and along the values."""
HALF = 0.4
"""How far a swarm reaches to either side of its middle, in units of the axis; what is left over lies on its edge."""
APART = 1.05
"""How much farther apart two points are put than they must be."""


def swarmed(axes: Axes, values: Sequence[float], middle: float, size: float, *, vertical: bool) -> Places:
    """Where the points of one arm stand.

    The limits of the axes must be set: what covers what is a matter of the figure.

    Args:
        axes: On which they are drawn.
        values: One a point; at least one.
        middle: Where the arm is.
        size: Diameter of a point, in points of 1/72 inch.
        vertical: Whether values go up.

    Returns:
        Shape (points, 2): x and y, in the order of the values.
    """
    scale = (axes.yaxis if vertical else axes.xaxis).get_transform()
    seen = scale.inverted().transform(scale.transform(np.asarray(values, dtype=np.float64)))
    turned = slice(None, None, 1 if vertical else -1)
    places = np.column_stack([np.full(len(seen), float(middle)), seen])
    if len(places) > 1:
        on_figure = axes.transData.transform(places[:, turned])[:, turned]
        order = np.argsort(on_figure[:, 1])
        on_figure[order] = _beside(on_figure[order], size * (axes.figure.dpi / 72))
        moved = axes.transData.inverted().transform(on_figure[:, turned])[:, turned]
        places[:, 0] = np.clip(moved[:, 0], middle - HALF, middle + HALF)
    return places[:, turned]


def _beside(places: Places, diameter: float) -> list[tuple[float, float]]:
    """The same in order of their values, none nearer to another than ``diameter``."""
    middle, placed = float(places[0, 0]), list[tuple[float, float]]()
    for _, value in places.tolist():
        near = _near(placed, value, diameter)
        tries = np.array(_tries(middle, value, near, diameter))
        nearest_first = tries[np.argsort(np.abs(tries - middle))].tolist()
        placed.append((next(side for side in nearest_first if _is_free(side, value, near, diameter)), value))
    return placed


def _near(placed: Sequence[tuple[float, float]], value: float, diameter: float) -> list[tuple[float, float]]:
    """The points before that a point at this value could cover."""
    near = []
    for point in reversed(placed):
        if value - point[1] >= diameter:
            break
        near.append(point)
    return near[::-1]


def _tries(middle: float, value: float, near: Sequence[tuple[float, float]], diameter: float) -> list[float]:
    """The middle, and the places beside each point that is near, in turns to its left and right first."""
    tries = [middle]
    for turn, (side, other) in enumerate(near):
        # `**` and no product: the C library's power is the one that seaborn's numbers take.
        off = math.sqrt(max(diameter**2 - (value - other) ** 2, 0)) * APART
        tries += [side + off, side - off] if turn % 2 else [side - off, side + off]
    return tries


def _is_free(side: float, value: float, near: Sequence[tuple[float, float]], diameter: float) -> bool:
    return all((x - side) * (x - side) + (y - value) * (y - value) >= diameter * diameter for x, y in near)
