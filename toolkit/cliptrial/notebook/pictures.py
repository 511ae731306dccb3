"""The page's pictures as matplotlib figures, of their own or in the place of somebody's axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cliptrial.analysis.results import Analysis
from cliptrial.errors import InputError, Problem
from cliptrial.messages import did_you_mean, nothing, one_of, says
from cliptrial.plots.calendar_strip import calendar_strip
from cliptrial.plots.canvas import Picture, onto
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.over_time import over_time
from cliptrial.wording.speaker import Speaker

Drawn = Callable[[Speaker], Picture | None]
SIZES: Mapping[str, tuple[float, float]] = {"effect": (10, 4), "arms": (10, 4), "over_time": (10, 3.6)}
USUAL = (10.0, 3.0)


def _weekdays(s: Speaker) -> Picture | None:
    return calendar_strip(s)


DRAWN: Mapping[str, Drawn] = {
    "effect": effect,
    "arms": effect,
    "weekdays": _weekdays,
    "over_time": over_time,
    "influence": influence,
    "forest": forest,
}


def picture_of(analysis: Analysis, what: str, ax: Axes | None, lang: str) -> Figure:
    """A figure; see :meth:`cliptrial.notebook.results.Result.plot`."""
    if what not in DRAWN:
        names = list(DRAWN)
        problem = says('"{what}" is not the name of {kind} here', what=what, kind=says("a picture"))
        raise InputError(Problem("unknown_part", problem, one_of(names), did_you_mean(str(what), names, nothing)))
    figure, box = _place(ax, SIZES.get(what, USUAL))
    with onto(figure, box):
        picture = DRAWN[what](Speaker.of(analysis, lang))
    if picture is None:
        if ax is None:
            plt.close(figure)
        raise InputError(Problem("nothing_to_draw", says("There is nothing to draw for this picture"), nothing))
    return figure


def _place(ax: Axes | None, size: tuple[float, float]) -> tuple[Figure, tuple[float, float, float, float]]:
    if ax is None:
        figure = plt.figure(figsize=size)
        plt.close(figure)  # the cell shows it as its value; pyplot would show it once more
        return figure, (0.0, 0.0, 1.0, 1.0)
    ax.set_axis_off()
    figure = ax.get_figure(root=True)
    assert figure is not None
    at = ax.get_position()
    return figure, (at.x0, at.y0, at.width, at.height)


