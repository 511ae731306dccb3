"""The picture of the first screen: every post beside its arm, and the effect with its interval."""

from __future__ import annotations

from matplotlib.axes import Axes

from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, arm_colour, colour, drawing
from cliptrial.plots.marks import Label, bar, label_column, swarm
from cliptrial.plots.points import ArmPoints, Points, effect_ends, more_about, points, shown_range
from cliptrial.plots.rows import draw_rows
from cliptrial.plots.scales import limits, set_value_axis
from cliptrial.wording.formats import known
from cliptrial.wording.speaker import Speaker

HEIGHT, LEFT, ARMS_END, BOTTOM, TOP = 350, 70, 510, 56, 14
UNIT = 220.0  # pixels; one unit of the axis, which seaborn's swarms take 0.8 of
HALF = 62 / UNIT


def effect(s: Speaker, name: str = "effect") -> Picture | None:
    """All posts as points beside their arms, with the effect; None where there are no posts to draw."""
    p = points(s)
    if p is None:
        return None
    alt = _alt(s, p)
    with drawing():
        two = len(p.arms) == 2
        wide = draw_columns(s, p, f"{name}-w", alt) if two else draw_rows(s, p, f"{name}-w", alt, WIDE)
        narrow = draw_rows(s, p, f"{name}-n", alt, NARROW)
    return Picture(wide, narrow, alt, _caption(s, p))


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


def _caption(s: Speaker, p: Points) -> str:
    figures = s.w.page.figures
    rows = [arm.row for arm in p.arms if arm.row is not None and known(arm.row.relative)]
    if not rows or s.not_ready:
        text = figures.effect_caption_plain
    else:
        text = (figures.effect_caption if p.log else figures.rate_caption)(s.f.confidence(rows[0].confidence))
    return text + more_about(s, p)


def draw_columns(s: Speaker, p: Points, name: str, alt: str) -> str:
    """Two arms as columns, the effect on the right, as tall as a slide."""
    canvas = Canvas(WIDE, HEIGHT, left=LEFT, right=8, top=TOP, bottom=BOTTOM)
    control, variant = p.arms
    ends = effect_ends(variant, control.middle) if known(control.middle) else None
    extras = [arm.middle for arm in p.arms] + list(ends or ())
    low, high = limits(shown_range(p, extras), p.log)
    axes = canvas.axes
    axes.set_xlim(0, (WIDE - LEFT - 8) / UNIT)
    axes.set_xticks([])
    ticks = set_value_axis(axes, "y", low, high, p.log, lambda v: s.tick(p.metric, v))
    width = (ARMS_END - LEFT) / UNIT
    for tick in ticks:
        axes.plot([0, width], [tick, tick], color=colour("line"), lw=1, zorder=0)
    for arm, place in zip(p.arms, (width * 0.25, width * 0.72), strict=True):
        swarm(axes, arm, place, vertical=True)
        canvas.text(LEFT + place * UNIT, HEIGHT - 30, arm.label, size=15, bold=True, ha="center")
        canvas.text(LEFT + place * UNIT, HEIGHT - 9, arm.typical, ha="center")
        if arm.middle is not None:
            axes.plot([place - HALF, place + HALF], [arm.middle] * 2, color=arm_colour(arm.index), lw=2.5, zorder=3)
    if ends and control.middle is not None:
        _effect_bar(s, axes, variant, control.middle, ends, width, (low, high))
    return canvas.svg(name, alt)


def _effect_bar(
    s: Speaker,
    axes: Axes,
    arm: ArmPoints,
    control: float,
    ends: tuple[float, float | None, float | None],
    width: float,
    window: tuple[float, float],
) -> None:
    """The estimate with its interval in the metric's unit; an end outside the picture is an arrow."""
    place, (middle, low, high) = width + 70 / UNIT, ends
    row = arm.row
    if row is None:
        return
    axes.plot(
        [width * 0.25 + HALF, place + 10 / UNIT], [control] * 2, color=colour("soft"), lw=1, ls=(0, (3, 4)), zorder=1
    )
    axes.plot([width * 0.72 + HALF, place], [middle] * 2, color=arm_colour(arm.index), lw=1.2, ls=(0, (2, 4)), zorder=1)
    bar(axes, place, (low, high), window, vertical=True)
    axes.plot([place], [middle], "o", ms=11, color=colour("ink"), zorder=5)
    labels = [Label(middle, s.f.signed(row.relative), 18, bold=True)]
    for end, tip, relative in zip((low, high), window, row.relative_interval, strict=True):
        if end is not None:
            at = max(end, tip) if tip == window[0] else min(end, tip)
            labels.append(Label(at, s.f.signed(relative)))
    # Beside its line, on the side where the estimate's own line does not run.
    below = row.relative is None or row.relative >= 0
    axes.annotate(
        s.w.page.figures.no_effect,
        (place, control),
        xytext=(-9, -4 if below else 4),
        textcoords="offset points",
        ha="right",
        va="top" if below else "bottom",
        fontsize=12,
        color=colour("soft"),
    )
    label_column(axes, place + 16 / UNIT, labels)
