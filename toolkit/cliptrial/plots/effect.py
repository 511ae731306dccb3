"""The picture of the first screen: every post below its arm's name, and the effect on an axis of its own."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, arm_colour, colour, drawing
from cliptrial.plots.changes import log_change, set_change_axis, window_of
from cliptrial.plots.marks import bar, swarm
from cliptrial.plots.points import ArmPoints, Points, more_about, points
from cliptrial.plots.rows import draw_rows
from cliptrial.plots.scales import limits, set_value_axis
from cliptrial.wording.formats import known
from cliptrial.wording.speaker import Speaker

CHARACTER = 8.4
"""Pixels of a bold character of 15 pixels, at most of them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of two columns and their effect stand, in pixels.

    Attributes:
        width, height: Of the whole picture.
        left: Where the arms' columns begin, right of the labels of their axis.
        column: Width of an arm's column.
        effect: Where the effect's panel begins, right of the labels of its axis.
        panel: Width of the effect's panel.
        top, bottom: Above and below the columns.
    """

    width: int
    height: int
    left: float
    column: float
    effect: float
    panel: float
    top: float
    bottom: float

    @property
    def small(self) -> float:
        """Size of the labels of axes."""
        return 13 if self.width == WIDE else 11.5


DESK = Layout(WIDE, 284, left=70, column=190, effect=548, panel=120, top=56, bottom=10)
PHONE = Layout(NARROW, 232, left=54, column=86, effect=286, panel=64, top=72, bottom=8)


def effect(s: Speaker, name: str = "effect", *, phone: bool = True) -> Picture | None:
    """All posts as points beside their arms, with the effect; None where there are no posts to draw.

    Args:
        s: Who tells.
        name: Stands before the ids within it.
        phone: Whether it is also drawn for a phone.
    """
    p = points(s)
    if p is None:
        return None
    alt = _alt(s, p)
    with drawing():
        two = len(p.arms) == 2
        wide = _columns(s, p, f"{name}-w", alt, DESK) if two else draw_rows(s, p, f"{name}-w", alt, WIDE)
        narrow = "" if not phone else _for_a_phone(s, p, f"{name}-n", alt)
    return Picture(wide, narrow, alt, _caption(s, p, two), axis_title(s, p))


def _for_a_phone(s: Speaker, p: Points, name: str, alt: str) -> str:
    two = len(p.arms) == 2
    return _columns(s, p, name, alt, PHONE) if two else draw_rows(s, p, name, alt, NARROW)


def axis_title(s: Speaker, p: Points) -> str:
    """The metric of every post, with its unit and scale."""
    figures, scale = s.w.page.figures, s.scale(p.metric)
    unit = figures.units.get(scale, "")
    return figures.axis(s.names.metric(p.metric), unit, p.log)


def _alt(s: Speaker, p: Points) -> str:
    figures = s.w.page.figures
    sentences = [figures.arm_alt(arm.label, arm.typical) for arm in p.arms]
    if not s.not_ready:
        rows = [(arm, arm.row) for arm in p.arms if arm.row is not None and known(arm.row.relative)]
        sentences += [
            figures.change_alt(arm.label, s.f.signed(row.relative), s.f.span(row.relative_interval))
            for arm, row in rows
        ]
    return figures.effect_alt(s.names.metric(p.metric), " ".join(sentences))


def _caption(s: Speaker, p: Points, two: bool) -> str:
    figures = s.w.page.figures
    rows = [arm.row for arm in p.arms if arm.row is not None and known(arm.row.relative)]
    if not rows or s.not_ready:
        return figures.effect_caption_plain + more_about(s, p)
    text = (figures.effect_caption if p.log else figures.rate_caption) + more_about(s, p)
    return (
        f"{text} {figures.band_caption(s.f.confidence(rows[0].confidence), s.answer(s.analysis.verdict).margin)}"
        if two
        else text
    )


def _columns(s: Speaker, p: Points, name: str, alt: str, at: Layout) -> str:
    """Two arms as columns, each below its name; the effect on the right."""
    canvas = Canvas(
        at.width, at.height, left=at.left, right=at.width - at.left - 2 * at.column, top=at.top, bottom=at.bottom
    )
    axes = canvas.axes
    axes.set_xlim(0, 2)
    axes.set_xticks([])
    low, high = limits([*p.values, *[arm.middle for arm in p.arms if known(arm.middle)]], p.log)
    set_value_axis(axes, "y", low, high, p.log, lambda v: s.tick(p.metric, v))
    axes.tick_params(labelsize=at.small, pad=6)
    axes.grid(axis="y", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    for arm, place in zip(p.arms, (0.5, 1.5), strict=True):
        swarm(axes, arm, place, vertical=True)
        _heading(canvas, arm, at.left + place * at.column, at)
        if arm.middle is not None:
            axes.plot([place - 0.32, place + 0.32], [arm.middle] * 2, color=arm_colour(arm.index), lw=2.5, zorder=3)
    _effect(s, canvas, p.arms[1], at)
    return canvas.svg(name, alt)


def _heading(canvas: Canvas, arm: ArmPoints, x: float, at: Layout) -> None:
    """An arm's name in at most two lines, and what it has, above its posts."""
    size = 15 if at is DESK else 12.5
    parts = [arm.typical] if at is DESK else [part for part in (arm.posts, arm.worth) if part]
    lines = textwrap.wrap(arm.label, int(at.column / CHARACTER * 15 / size), max_lines=2, placeholder="…")
    bottom = at.top - 8 - 15 * len(parts)
    for i, line in enumerate(lines):
        canvas.text(x, bottom - 17 * (len(lines) - 1 - i), line, size=size, bold=True, ha="center")
    for i, line in enumerate(parts):
        canvas.text(x, bottom + 16 + 15 * i, line, size=13 if at is DESK else 11.5, ha="center")


def _effect(s: Speaker, canvas: Canvas, arm: ArmPoints, at: Layout) -> None:
    """The estimate with its interval; an end outside the picture is an arrow."""
    row = arm.row
    if row is None or s.not_ready or not known(row.relative):
        return
    at_least = s.analysis.at_least
    window = window_of([row.relative], row.relative_interval, at_least)
    axes = canvas.panel(left=at.effect, right=at.width - at.effect - at.panel, top=at.top, bottom=at.bottom)
    set_change_axis(axes, "y", window, s.f, 6, at_least)
    axes.tick_params(labelsize=at.small, pad=6)
    axes.set_xlim(-1, 1)
    axes.set_xticks([])
    low, high = (log_change(end) for end in row.relative_interval)
    bar(axes, 0, (low, high), window, vertical=True)
    axes.plot([0], [log_change(row.relative) or 0.0], "o", ms=11, color=colour("ink"), zorder=5)
    middle, large = at.effect + at.panel / 2, at is DESK
    if not large:
        middle = at.effect + at.panel / 2 - 12
    canvas.text(middle, at.top - (31 if large else 32), s.f.signed(row.relative), size=18, bold=True, ha="center")
    canvas.text(middle, at.top - 12, s.f.interval(row.relative_interval), size=13 if large else 11.5, ha="center")
