"""The page's pictures as matplotlib figures, of their own or in the place of somebody's axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cliptrial.analysis.results import Analysis
from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.notebook.shown import chosen
from cliptrial.plots.calendar_strip import calendar_strip
from cliptrial.plots.canvas import Picture, onto
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.over_time import over_time
from cliptrial.wording.speaker import Speaker

DRAWN: Mapping[str, Callable[[Speaker], Picture | None]] = {
    "effect": effect,
    "weekdays": calendar_strip,
    "over_time": over_time,
    "influence": influence,
    "forest": forest,
    "arms": effect,
}


def picture_of(analysis: Analysis, what: str, ax: Axes | None, lang: str) -> Figure:
    """A figure; see :meth:`cliptrial.notebook.results.Result.plot`."""
    draw = chosen(DRAWN, what, says("a picture"))
    return drawn(lambda: draw(Speaker.of(analysis, lang)), ax)


def drawn(draw: Callable[[], Picture | None], ax: Axes | None) -> Figure:
    """A picture of a page as a figure of its own, or in the place of ``ax``.

    Raises:
        InputError: There is nothing to draw.
    """
    figure = _of_its_own() if ax is None else ax.get_figure(root=True)
    assert figure is not None
    with onto(figure, None if ax is None else ax.get_position().bounds):
        picture = draw()
    if picture is None:
        what = says("There is not enough in this result to draw this picture")
        mend = says("A forest takes two variants or more, the others posts with a number or a day.")
        raise InputError(Problem("nothing_to_draw", what, mend=mend))
    if ax is not None:
        ax.set_axis_off()
    return figure


def _of_its_own() -> Figure:
    figure = plt.figure()
    plt.close(figure)  # the cell shows it as its value; pyplot would show it once more
    return figure
