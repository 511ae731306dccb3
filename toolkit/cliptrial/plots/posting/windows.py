"""When followers are in the app, and views by part of the day with all that is possible: no hour stands out by luck."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter

from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, colour, drawing
from cliptrial.plots.changes import set_change_axis, window_of
from cliptrial.plots.scales import linear_ticks
from cliptrial.wording.posting.windows import WindowsSpeaker

LEFT, RIGHT, TOP, BOTTOM, BODY = 66, 26, 12, 38, 150
STEP = 3
"""Hours between two labels."""


def followers_line(s: WindowsSpeaker, name: str = "followers") -> Picture | None:
    """Followers active by hour; None where no export says it."""
    activity = s.windows.activity
    if activity is None:
        return None
    values = activity.by_hour
    low, top = min(values), max(values)
    ends = (s.f.number(low), s.hour(values.index(low)), s.f.number(top), s.hour(activity.top))
    alt = s.w.followers_alt(*ends)
    with drawing():
        wide, narrow = (_followers(s, f"{name}-{n}", alt, width) for n, width in (("w", WIDE), ("n", NARROW)))
    caption = s.w.followers_caption(s.f.period(activity.first, activity.last), s.windows.timezone)
    return Picture(wide, narrow, alt, caption, s.w.followers_title)


def _followers(s: WindowsSpeaker, name: str, alt: str, width: int) -> str:
    canvas, axes = _day(s, width)
    values = s.windows.activity.by_hour if s.windows.activity else ()
    axes.set_ylim(0, max(values) * 1.06)
    ticks = linear_ticks(0, max(values), 4)
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: s.f.tick(value, "number")))
    middles = [hour + 0.5 for hour in range(24)]
    axes.fill_between(middles, values, color=colour("arm1"), alpha=0.12, lw=0)
    axes.plot(middles, values, color=colour("arm1"), lw=2)
    return canvas.svg(name, alt)


def parts_of_day(s: WindowsSpeaker, name: str = "parts") -> Picture | None:
    """What is realistic and what is possible in each part of the day; None without posts."""
    parts = s.windows.parts
    if not parts:
        return None
    texts = [
        s.w.part_alt(s.hours(one), s.f.number(one.posts), s.f.signed(one.expected), s.f.span((one.low, one.high)))
        for one in parts
    ]
    alt = s.w.parts_alt(" ".join(texts))
    with drawing():
        wide, narrow = (_parts(s, f"{name}-{n}", alt, width) for n, width in (("w", WIDE), ("n", NARROW)))
    return Picture(wide, narrow, alt, s.w.parts_caption, s.w.parts_title)


def _parts(s: WindowsSpeaker, name: str, alt: str, width: int) -> str:
    canvas, axes = _day(s, width)
    parts = s.windows.parts
    ends = [end for one in parts for end in (one.low, one.high)]
    set_change_axis(axes, "y", window_of([one.expected for one in parts], ends, 0.0), s.f, 5, 0.0)
    for one in parts:
        low, middle, high = np.log1p([one.low, one.expected, one.high]).tolist()
        box = Rectangle((one.first + 0.12, low), one.until - one.first - 0.24, high - low)
        box.set(facecolor=colour("arm1"), alpha=0.16, lw=0)
        axes.add_patch(box)
        axes.plot(
            [one.first + 0.12, one.until - 0.12], [middle, middle], color=colour("arm1"), lw=2.5, solid_capstyle="butt"
        )
    return canvas.svg(name, alt)


def _day(s: WindowsSpeaker, width: int) -> tuple[Canvas, Axes]:
    """A canvas whose horizontal axis is a day."""
    canvas = Canvas(width, TOP + BODY + BOTTOM, left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM)
    axes, step = canvas.axes, STEP if width == WIDE else 2 * STEP
    axes.set_xlim(0, 24)
    axes.tick_params(axis="x", pad=15)
    axes.xaxis.set_major_locator(FixedLocator(range(0, 25, step)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: s.hour(int(value))))
    axes.grid(axis="y", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    return canvas, axes
