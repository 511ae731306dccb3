"""Points of a swarm stand where seaborn would put them, to the last bit."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pytest
import seaborn as sns
from matplotlib.axes import Axes

from cliptrial.plots.beeswarm import HALF, swarmed
from cliptrial.plots.canvas import NARROW, WIDE, Canvas, drawing
from cliptrial.plots.scales import limits, set_value_axis


def seaborns(axes: Axes, values: Sequence[float], middle: float, size: float, *, vertical: bool) -> np.ndarray:
    middles = [middle] * len(values)
    x, y = (middles, values) if vertical else (values, middles)
    orient = "v" if vertical else "h"
    sns.swarmplot(x=x, y=y, orient=orient, native_scale=True, ax=axes, size=size, linewidth=0, legend=False)
    (points,) = axes.collections
    return np.asarray(points.get_offsets())


@pytest.mark.parametrize("vertical", [True, False])
@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize(
    ("posts", "spread", "decimals", "size"), [(1, 1.0, 1, 8.4), (60, 0.05, -2, 8.4), (160, 0.3, 1, 4)]
)
def test_a_swarm_is_that_of_seaborn(
    vertical: bool, log: bool, posts: int, spread: float, decimals: int, size: float
) -> None:
    """Also where values repeat, and where there are so many that some lie on the swarm's edge."""
    values = np.sort(np.round(np.exp(np.random.default_rng(posts).normal(8, spread, posts)), decimals)).tolist()
    with drawing(), warnings.catch_warnings():
        canvas = Canvas(WIDE if vertical else NARROW, 300, left=50, right=100, top=20, bottom=30)
        set_value_axis(canvas.axes, "y" if vertical else "x", *limits(values, log), log, str)
        (canvas.axes.set_xlim if vertical else canvas.axes.set_ylim)(0, 4)
        ours = swarmed(canvas.axes, values, 1.5, size, vertical=vertical)
        theirs = seaborns(canvas.axes, values, 1.5, size, vertical=vertical)
    np.testing.assert_array_equal(ours, theirs)
    off = np.abs(ours[:, 0 if vertical else 1] - 1.5)
    assert off.max() <= HALF + 1e-12
    assert spread != 0.05 or (off > HALF - 1e-9).any()
