"""How the effect grew: the estimate with its interval after each block, looked at once everything was in."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter

from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, colour, drawing
from cliptrial.plots.changes import log_change, set_change_axis, window_of
from cliptrial.plots.marks import dots
from cliptrial.wording.speaker import Speaker

HEIGHT, MOST_LABELS = 230, 8


def by_block(s: Speaker, name: str = "blocks") -> Picture | None:
    """The effect after each block; None before the end, and of fewer than two blocks."""
    grown = s.analysis.by_block
    if len(grown) < 2 or s.not_ready or s.withheld:
        return None
    figures = s.w.page.figures
    shown = (grown[0], grown[len(grown) // 2], grown[-1])
    steps = [figures.block_alt(s.counted(sum(b.posts)), s.f.signed(b.relative), s.f.span(b.interval)) for b in shown]
    alt = figures.blocks_alt(s.names.arm(s.analysis.verdict.arm), " ".join(dict.fromkeys(steps)))
    with drawing():
        wide, narrow = (_draw(s, f"{name}-{n}", alt, w) for n, w in (("w", WIDE), ("n", NARROW)))
    return Picture(wide, narrow, alt, figures.blocks_caption)


def _draw(s: Speaker, name: str, alt: str, width: int) -> str:
    grown, at_least = s.analysis.by_block, s.analysis.at_least
    # Of few posts an interval may be unbounded: it says nothing of where to look.
    known = [end for b in grown for end in b.interval if math.isfinite(end)]
    window = window_of([b.relative for b in grown], known, at_least)
    canvas = Canvas(width, HEIGHT, left=70, right=14, top=14, bottom=30)
    axes = canvas.axes
    set_change_axis(axes, "y", window, s.f, 6, at_least)
    axes.set_xlim(-0.6, len(grown) - 0.4)
    ink, ends = colour("ink"), np.array([[log_change(end) for end in b.interval] for b in grown], dtype=float)
    # One line with gaps is a tenth of as many lines.
    bars = np.insert(np.clip(ends, *window), 2, np.nan, axis=1).ravel()
    axes.plot(np.repeat(np.arange(len(grown)), 3), bars, color=ink, lw=2.5, zorder=4)
    for beyond, tip, shape in ((ends[:, 0] < window[0], window[0], "v"), (ends[:, 1] > window[1], window[1], "^")):
        axes.plot(np.flatnonzero(beyond), [tip] * beyond.sum(), shape, ms=9, color=ink, zorder=5, clip_on=False)
    points = np.array([(place, log_change(b.relative)) for place, b in enumerate(grown)], dtype=float)
    axes.add_patch(dots(points[(points[:, 1] >= window[0]) & (points[:, 1] <= window[1])], 8, ink))
    apart = -(-len(grown) // (MOST_LABELS if width == WIDE else MOST_LABELS // 2))
    axes.xaxis.set_major_locator(FixedLocator(range(len(grown) - 1, -1, -apart)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: s.f.number(sum(grown[round(value)].posts))))
    return canvas.svg(name, alt)
