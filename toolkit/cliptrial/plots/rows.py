"""Every post beside its arm, arms as rows: for phones, and for more than two arms."""

from __future__ import annotations

from cliptrial.plots.canvas import NARROW, Canvas, arm_colour, colour
from cliptrial.plots.marks import bar, swarm
from cliptrial.plots.points import ArmPoints, Points, effect_ends, shown_range
from cliptrial.plots.scales import limits, set_value_axis
from cliptrial.wording.speaker import Speaker

LABEL, DOTS, EFFECT, GAP, AXIS, SIDE = 46, 74, 26, 14, 30, 28
UNIT = DOTS / 0.85  # pixels; one unit of the axis, which seaborn's swarms take 0.8 of


def draw_rows(s: Speaker, p: Points, name: str, alt: str, width: int) -> str:
    """One row an arm: its label, its posts, and below them the effect, all on the same value axis."""
    control = p.arms[0].middle
    tops, height = [], 0
    for arm in p.arms:
        tops.append(height)
        height += LABEL + DOTS + (EFFECT if effect_ends(arm, control or 1.0) and control else 0) + GAP
    total = height + AXIS
    canvas = Canvas(width, total, left=SIDE, right=SIDE, top=0, bottom=AXIS)
    axes = canvas.axes
    ends = [end for arm in p.arms if control for end in effect_ends(arm, control) or ()]
    window = limits(shown_range(p, [arm.middle for arm in p.arms] + ends), p.log)
    most = 4 if width == NARROW else 8
    set_value_axis(axes, "x", *window, p.log, lambda v: s.tick(p.metric, v), most)
    axes.grid(axis="x", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    axes.set_ylim(height / UNIT, 0)
    axes.set_yticks([])
    if control is not None:
        axes.plot(
            [control] * 2,
            [(tops[0] + LABEL) / UNIT, height / UNIT],
            color=colour("soft"),
            lw=1,
            ls=(0, (3, 4)),
            zorder=1,
        )
    for arm, top in zip(p.arms, tops, strict=True):
        _row(s, canvas, arm, top, control, window)
    return canvas.svg(name, alt)


def _row(
    s: Speaker, canvas: Canvas, arm: ArmPoints, top: float, control: float | None, window: tuple[float, float]
) -> None:
    axes, middle = canvas.axes, (top + LABEL + DOTS / 2) / UNIT
    axes.axhspan(top / UNIT, (top + LABEL - 4) / UNIT, color=colour("paper"), zorder=1.5, lw=0)
    canvas.text(10, top + 20, arm.label, size=15, bold=True)
    canvas.text(10, top + 38, arm.typical)
    swarm(axes, arm, middle, vertical=False)
    if arm.middle is not None:
        axes.plot(
            [arm.middle] * 2, [middle - 34 / UNIT, middle + 34 / UNIT], color=arm_colour(arm.index), lw=2.5, zorder=3
        )
    ends = effect_ends(arm, control) if control is not None else None
    if ends is None or arm.row is None:
        return
    estimate, low, high = ends
    y = (top + LABEL + DOTS + EFFECT / 2) / UNIT
    bar(axes, y, (low, high), window, vertical=False)
    axes.plot([estimate], [y], "o", ms=10, color=colour("ink"), zorder=5)
    right = canvas.width - 10
    canvas.text(right, top + 20, s.f.signed(arm.row.relative), size=18, bold=True, ha="right")
    canvas.text(right, top + 38, s.f.interval(arm.row.relative_interval), ha="right")
