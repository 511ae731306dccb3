"""Who found a winner where there was none: one bar a method, and the line of what is allowed."""

from __future__ import annotations

from matplotlib.ticker import FixedLocator, FuncFormatter

from cliptrial.planning.chance_check import ALPHA, OURS, ChanceCheck, Share
from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, colour, drawing
from cliptrial.wording.chance import ChanceSpeaker

WIDE_LABEL, WIDE_ROW, NARROW_ROW, TOP, AXIS = 262, 44, 58, 26, 34
ROOM = 62
"""Pixels that the number at the end of the longest bar needs."""


def chance_bars(s: ChanceSpeaker, check: ChanceCheck, name: str = "chance") -> Picture:
    """The shares of one check at both widths."""
    in_words = " ".join(s.w.bar_alt(s.w.methods[one.method].name, s.percent(one)) for one in check.shares)
    alt = s.w.figure_alt(s.metric(check), in_words)
    with drawing():
        wide, narrow = (_draw(s, check, f"{name}-{n}", alt, w) for n, w in (("w", WIDE), ("n", NARROW)))
    caption = f"{s.w.figure_caption(s.metric(check), s.f.number(check.draws))} {s.w.band}"
    return Picture(wide, narrow, alt, caption)


def _draw(s: ChanceSpeaker, check: ChanceCheck, name: str, alt: str, width: int) -> str:
    narrow = width == NARROW
    step, left, right = (NARROW_ROW, 10, ROOM) if narrow else (WIDE_ROW, WIDE_LABEL, ROOM)
    canvas = Canvas(width, TOP + len(check.shares) * step + AXIS, left=left, right=right, top=TOP, bottom=AXIS)
    axes, end = canvas.axes, _end(check)
    axes.set_xlim(0, end)
    axes.set_ylim(len(check.shares), 0)
    axes.set_yticks([])
    for row, share in enumerate(check.shares):
        _bar(s, canvas, row, share, s.tone(check, share), narrow=narrow, step=step)
    # On a phone labels stand above their bars, so the line only crosses the bars.
    ends = [(row + 0.44, row + 0.92) if narrow else (row, row + 1) for row in range(len(check.shares))]
    low, high = s.band(check)
    for start, stop in ends:
        axes.barh((start + stop) / 2, min(high, end) - low, stop - start, low, color=colour("line"), zorder=2)
    axes.vlines([ALPHA] * len(ends), *zip(*ends, strict=True), color=colour("ink"), lw=1.2, ls=(0, (3, 3)), zorder=4)
    at = left + (width - left - right) * ALPHA / end
    canvas.text(at if at > 60 else 10, TOP - 9, s.w.five, ha="center" if at > 60 else "left")
    _ticks(s, canvas, end)
    return canvas.svg(name, alt)


def _bar(s: ChanceSpeaker, canvas: Canvas, row: int, share: Share, tone: str, *, narrow: bool, step: int) -> None:
    ours = share.method == OURS
    middle, height = (row + 0.68, 0.36) if narrow else (row + 0.5, 0.56)
    canvas.axes.barh(middle, share.share, height=height, color=colour(tone), zorder=3)
    label = s.w.methods[share.method].name
    base = TOP + row * step + (19 if narrow else step / 2 + 5)
    canvas.text(10, base, label, bold=ours, color=colour("ink"))
    canvas.axes.annotate(
        s.percent(share),
        (max(share.share, ALPHA if share.share < ALPHA * 1.4 else 0), middle),
        xytext=(7, 0),
        textcoords="offset points",
        va="center_baseline",
        annotation_clip=False,
        color=colour(tone),
        fontsize=14,
        fontweight="bold",
    )


def _end(check: ChanceCheck) -> float:
    """A round end of the axis beyond every bar."""
    highest = max(share.share for share in check.shares)
    return next(end for end in (0.1, 0.2, 0.3, 0.5, 0.75, 1.0) if highest <= end)


def _ticks(s: ChanceSpeaker, canvas: Canvas, end: float) -> None:
    axis = canvas.axes.xaxis
    axis.set_major_locator(FixedLocator([end * part / 4 for part in range(5)]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: s.f.confidence(value)))
    canvas.axes.grid(axis="x", color=colour("line"), lw=1)
    canvas.axes.set_axisbelow(True)
