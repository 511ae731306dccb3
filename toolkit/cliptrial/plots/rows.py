"""Every post beside its arm, arms as rows: for phones, and for more than two arms."""

from __future__ import annotations

from cliptrial.plots.canvas import NARROW, Canvas, arm_colour, colour
from cliptrial.plots.marks import CHARACTER, swarm
from cliptrial.plots.points import ArmPoints, Points
from cliptrial.plots.scales import limits, set_value_axis
from cliptrial.wording.formats import known
from cliptrial.wording.speaker import Speaker

DOTS, GAP, AXIS, SIDE = 62, 8, 30, 28
LABEL, TWO_LINES = 28, 46
UNIT = DOTS / 0.85  # pixels; one unit of the axis, which swarms take 0.8 of


def draw_rows(s: Speaker, p: Points, name: str, alt: str, width: int) -> str:
    """One row an arm: its label and its posts, all on the same value axis."""
    together = max(CHARACTER * (len(arm.label) + 0.8 * len(arm.typical)) for arm in p.arms)
    label = LABEL if together < width - 20 else TWO_LINES
    step = label + DOTS + GAP
    height = step * len(p.arms)
    canvas = Canvas(width, height + AXIS, left=SIDE, right=SIDE, top=0, bottom=AXIS)
    axes = canvas.axes
    window = limits([*p.values, *[arm.middle for arm in p.arms if known(arm.middle)]], p.log)
    set_value_axis(axes, "x", *window, p.log, lambda v: s.tick(p.metric, v), 4 if width == NARROW else 8)
    axes.grid(axis="x", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    axes.set_ylim(height / UNIT, 0)
    axes.set_yticks([])
    for i, arm in enumerate(p.arms):
        _row(canvas, arm, i * step, label)
    return canvas.svg(name, alt)


def _row(canvas: Canvas, arm: ArmPoints, top: float, label: float) -> None:
    axes, middle = canvas.axes, (top + label + DOTS / 2) / UNIT
    axes.axhspan(top / UNIT, (top + label - 4) / UNIT, color=colour("paper"), zorder=1.5, lw=0)
    canvas.text(10, top + 18, arm.label, size=15, bold=True)
    if label == LABEL:
        canvas.text(canvas.width - 10, top + 18, arm.typical, ha="right")
    else:
        canvas.text(10, top + 36, arm.typical)
    swarm(axes, arm, middle, vertical=False)
    if arm.middle is not None:
        reach = 0.4 * DOTS / UNIT
        axes.plot([arm.middle] * 2, [middle - reach, middle + reach], color=arm_colour(arm.index), lw=2.5, zorder=3)
