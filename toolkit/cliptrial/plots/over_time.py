"""Every post at the day it went out, arms told apart by colour and shape."""

from __future__ import annotations

import datetime as dt

from matplotlib.dates import date2num
from matplotlib.ticker import FixedLocator, FuncFormatter

from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, arm_colour, colour, drawing, marker
from cliptrial.plots.marks import legend_places
from cliptrial.plots.points import ArmPoints, Points, more_about, points
from cliptrial.plots.scales import limits, set_value_axis
from cliptrial.wording.speaker import Speaker

LEFT, LINE, BODY, AXIS = 70, 22, 200, 30


def over_time(s: Speaker, name: str = "time") -> Picture | None:
    """The posts over time; None where no posting day is known."""
    p = points(s)
    if p is None or not any(day for arm in p.arms for day in arm.days):
        return None
    alt = _alt(s, p)
    with drawing():
        wide, narrow = (_draw(s, p, f"{name}-{n}", alt, w) for n, w in (("w", WIDE), ("n", NARROW)))
    return Picture(wide, narrow, alt, s.w.page.figures.time_caption + more_about(s, p))


def _alt(s: Speaker, p: Points) -> str:
    days = sorted(day for arm in p.arms for day in arm.days if day)
    sentences = []
    for arm in p.arms:
        if arm.values:
            ends = f"{s.value(p.metric, min(arm.values))} {s.f.range_word} {s.value(p.metric, max(arm.values))}"
            sentences.append(s.w.page.figures.time_arm_alt(arm.label, arm.posts, ends))
    return s.w.page.figures.time_alt(s.names.metric(p.metric), s.f.period(days[0], days[-1]), " ".join(sentences))


def _draw(s: Speaker, p: Points, name: str, alt: str, width: int) -> str:
    places = legend_places([arm.label for arm in p.arms], width)
    top = (places[-1][1] + 1) * LINE + 6
    canvas = Canvas(width, top + BODY + AXIS, left=LEFT, right=14, top=top, bottom=AXIS)
    axes = canvas.axes
    set_value_axis(axes, "y", *limits(p.values, p.log), p.log, lambda v: s.tick(p.metric, v))
    axes.grid(axis="y", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    for arm, (x, line) in zip(p.arms, places, strict=True):
        _arm(canvas, arm, x, 14 + line * LINE)
    days = sorted(day for arm in p.arms for day in arm.days if day)
    set_day_axis(s, canvas, days[0], days[-1], 3 if width == NARROW else 7)
    return canvas.svg(name, alt)


def _arm(canvas: Canvas, arm: ArmPoints, x: float, y: float) -> None:
    style = {"color": arm_colour(arm.index), "marker": marker(arm.index), "ls": "", "alpha": 0.8, "mew": 0}
    pairs = [(date2num(day), value) for day, value in zip(arm.days, arm.values, strict=True) if day]
    if pairs:
        canvas.axes.plot(*zip(*pairs, strict=True), ms=6.5, **style)  # type: ignore[arg-type]
    canvas.axes.plot(
        *canvas.at(x + 6, y - 5),
        ms=8,
        transform=canvas.figure.transFigure,
        clip_on=False,
        **style,  # type: ignore[arg-type]
    )
    canvas.text(x + 18, y, arm.label, bold=True)


def set_day_axis(s: Speaker, canvas: Canvas, first: dt.date, last: dt.date, most: int) -> None:
    """Give the axis of days its limits, and at most so many labels."""
    axes = canvas.axes
    span = max((last - first).days, 1)
    axes.set_xlim(date2num(first) - 0.04 * span - 0.5, date2num(last) + 0.04 * span + 0.5)
    step = next(d for d in (1, 2, 7, 14, 28, 56, 91, 182, 364, 10**6) if span / d < most)
    ticks = [date2num(first + dt.timedelta(days=i)) for i in range(0, span + 1, step)]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: s.f.short_date(dt.date(1970, 1, 1) + dt.timedelta(days=round(value))))
    )
