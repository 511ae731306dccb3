"""One figure for the whole calibration: every method's false winners in every simulated situation."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from cliptrial.planning.calibration import CellResult
from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, colour, drawing
from cliptrial.wording.calibration import OURS, CalibrationSpeaker

WIDE_LABEL, WIDE_ROW, NARROW_ROW, TOP, AXIS, LEGEND_LINE = 230, 46, 62, 12, 44, 22
LOWEST, HIGHEST = 0.008, 1.1
"""Ends of the axis; shares below are drawn at the lower one."""
BAND = (0.04, 0.06)
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
COLOURS = """svg{--ink:#17202b;--soft:#566273;--line:#e2e6eb;--better:#006b54;--worse:#a83a0a;--arm0:#6f7c8d;
fill:#17202b;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media (prefers-color-scheme:dark){svg{--ink:#e9edf2;--soft:#a3afbd;--line:#2d3743;--better:#4fd0ac;--worse:#ff9d6e;
--arm0:#98a5b5;fill:#e9edf2}}"""


def calibration_figure(results: Sequence[CellResult], lang: str = "en", name: str = "calibration") -> Picture:
    """Every cell as a dot, methods as rows, on a logarithmic axis from 1 to 100 %."""
    s = CalibrationSpeaker.of(results, lang)
    with drawing():
        wide, narrow = (_draw(s, f"{name}-{n}", w) for n, w in (("w", WIDE), ("n", NARROW)))
    return Picture(wide, narrow, s.alt(), s.caption())


def calibration_file(results: Sequence[CellResult], lang: str = "en") -> str:
    """The wide figure as a file of its own, readable on light and on dark pages."""
    svg = calibration_figure(results, lang).wide
    head, rest = svg.split(">", 1)
    return f"{head}><style>{escape(COLOURS, quote=False)}</style>{rest}\n"


def _draw(s: CalibrationSpeaker, name: str, width: int) -> str:
    narrow = width == NARROW
    step, left = (NARROW_ROW, 12) if narrow else (WIDE_ROW, WIDE_LABEL)
    methods = [method for method in s.w.methods if s.shares(method)]
    below = AXIS + LEGEND_LINE * (2 if narrow else 1)
    height = TOP + len(methods) * step + below
    canvas = Canvas(width, height, left=left, right=16, top=TOP, bottom=below)
    _axes(s, canvas, len(methods))
    for row, method in enumerate(methods):
        base = TOP + row * step + (18 if narrow else step / 2 + 5)
        ours = method == OURS
        canvas.text(10, base, s.w.methods[method], bold=ours, color=colour("ink"))
        _dots(canvas, s.shares(method), row + (0.7 if narrow else 0.5), ours=ours)
        if ours and s.withheld():
            canvas.text(width - 16, base, s.withheld(), ha="right")
    _legend(s, canvas, left, height)
    return canvas.svg(name, s.alt())


def _axes(s: CalibrationSpeaker, canvas: Canvas, rows: int) -> None:
    axes = canvas.axes
    axes.set_xscale("log")
    axes.set_xlim(LOWEST, HIGHEST)
    axes.set_ylim(rows, 0)
    axes.set_yticks([])
    axes.axvspan(*BAND, color=colour("better"), alpha=0.18, lw=0, zorder=1)
    axes.xaxis.set_major_locator(FixedLocator(TICKS))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: s.f.percent(value)))
    axes.grid(axis="x", color=colour("line"), lw=1)
    axes.set_axisbelow(True)


def _dots(canvas: Canvas, shares: Sequence[tuple[CellResult, float]], middle: float, *, ours: bool) -> None:
    # The same jitter every time; it only keeps dots of equal share apart.
    jitter = np.random.default_rng(0).uniform(-0.2, 0.2, len(shares))
    for chance, marker in ((True, "o"), (False, "D")):
        chosen = [i for i, (result, _) in enumerate(shares) if result.cell.layout.randomised is chance]
        tone = colour("better" if ours else "arm0" if chance else "worse")
        canvas.axes.plot(
            [max(shares[i][1], LOWEST * 1.05) for i in chosen],
            [middle + jitter[i] for i in chosen],
            marker,
            ms=6.5 if chance else 6,
            color=tone,
            alpha=0.75,
            mew=0 if chance else 1.2,
            mfc=tone if chance else "none",
            zorder=3,
            clip_on=False,
        )


def _legend(s: CalibrationSpeaker, canvas: Canvas, left: float, height: float) -> None:
    """What a full and what an empty mark means: side by side, on a phone one below the other."""
    narrow = canvas.width == NARROW
    lines = (("●", s.w.fair, "arm0"), ("◇", s.w.unfair, "worse"))
    for number, (mark, label, tone) in enumerate(lines):
        x = 12 if narrow else left + 4 + number * (canvas.width - left) / 2.2
        y = height - 8 - (LEGEND_LINE * (1 - number) if narrow else 0)
        canvas.text(x, y, mark, size=12, color=colour(tone))
        canvas.text(x + 18, y, label, size=12)
