"""Changes side by side as rows: many values against one, or one estimate looked at in several ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cliptrial.analysis.results import Role
from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, colour, drawing
from cliptrial.plots.changes import log_change, set_change_axis, window_of
from cliptrial.plots.marks import bar
from cliptrial.wording.formats import Formats, known
from cliptrial.wording.speaker import Speaker

WIDE_LABEL, WIDE_NUMBER, WIDE_ROW, NARROW_ROW, AXIS = 200, 196, 34, 50, 30


class WritesNumbers(Protocol):
    """Whoever knows how numbers are written."""

    @property
    def f(self) -> Formats:
        """How."""
        ...


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label, the number in words, and what is drawn (ratios minus one)."""

    label: str
    number: str
    estimate: float | None
    ends: tuple[float | None, float | None]


def forest(s: Speaker, name: str = "forest") -> Picture | None:
    """Every variant of the primary metric against the control; None for fewer than two."""
    rows = [r for r in s.analysis.uplifts if r.role is Role.PRIMARY and known(r.relative)]
    if len(rows) < 2 or s.not_ready:
        return None
    rows.sort(key=lambda r: (-(r.relative or 0.0), r.arm))
    bars = [
        Bar(
            s.names.arm(r.arm),
            f"{s.f.signed(r.relative)} ({s.f.interval(r.relative_interval)})",
            r.relative,
            r.relative_interval,
        )
        for r in rows
    ]
    figures = s.w.page.figures
    in_words = " ".join(figures.change_alt(b.label, s.f.signed(b.estimate), s.f.span(b.ends)) for b in bars)
    alt = figures.forest_alt(s.names.metric(rows[0].metric), in_words)
    caption = figures.forest_caption(s.names.quoted(rows[0].control))
    return draw_bars(s, bars, name, alt, caption, s.analysis.at_least)


def influence(s: Speaker, name: str = "influence") -> Picture | None:
    """The headline estimate with all posts, without any one of them, and without weekday terms."""
    row, figures = s.analysis.headline, s.w.page.figures
    if row is None or s.not_ready or not all(known(x) and x > -1 for x in (row.relative, *row.leave_one_out)):
        return None
    everything, without = s.f.span(row.relative_interval), s.f.span(row.leave_one_out)
    bars = [
        Bar(
            figures.influence_all,
            f"{s.f.signed(row.relative)} ({s.f.interval(row.relative_interval)})",
            row.relative,
            row.relative_interval,
        ),
        Bar(figures.influence_range, without, None, row.leave_one_out),
    ]
    if known(row.unadjusted_relative) and s.analysis.weekdays:
        label = figures.unadjusted_observed if s.observed else figures.unadjusted
        bars.append(Bar(label, s.f.signed(row.unadjusted_relative), row.unadjusted_relative, (None, None)))
    low, high = map(s.f.signed, row.leave_one_out)
    alt = figures.influence_alt(f"{s.f.signed(row.relative)} ({everything})", low, high)
    return draw_bars(s, bars, name, alt, figures.influence_caption)


def draw_bars(
    s: WritesNumbers, bars: Sequence[Bar], name: str, alt: str, caption: str, at_least: float = 0.0
) -> Picture:
    """The rows at both widths; changes below ``at_least`` lie in a band."""
    with drawing():
        wide, narrow = (_draw(s, bars, f"{name}-{n}", alt, w, at_least) for n, w in (("w", WIDE), ("n", NARROW)))
    return Picture(wide, narrow, alt, caption)


def _draw(s: WritesNumbers, bars: Sequence[Bar], name: str, alt: str, width: int, at_least: float) -> str:
    narrow = width == NARROW
    step = NARROW_ROW if narrow else WIDE_ROW
    left, right = (26, 26) if narrow else (WIDE_LABEL, WIDE_NUMBER)
    canvas = Canvas(width, len(bars) * step + AXIS + 6, left=left, right=right, top=6, bottom=AXIS)
    window = window_of([b.estimate for b in bars], [end for b in bars for end in b.ends], at_least)
    axes = canvas.axes
    axes.set_ylim(len(bars), 0)
    axes.set_yticks([])
    set_change_axis(axes, "x", window, s.f, 4 if narrow else 5, at_least)
    for i, row in enumerate(bars):
        top = 6 + i * step
        y = i + (0.72 if narrow else 0.5)
        base = top + (18 if narrow else step / 2 + 5)
        if narrow:
            axes.axhspan(i, i + 0.5, color=colour("paper"), zorder=1.5, lw=0)
        canvas.text(10, base, row.label, bold=True)
        canvas.text(width - 10, base, row.number, ha="right")
        _row(canvas, row, y, window)
    return canvas.svg(name, alt)


def _row(canvas: Canvas, row: Bar, y: float, window: tuple[float, float]) -> None:
    low, high = (log_change(end) for end in row.ends)
    if low is not None or high is not None:
        bar(canvas.axes, y, (low, high), window, vertical=False)
    middle = log_change(row.estimate)
    if middle is not None and window[0] <= middle <= window[1]:
        canvas.axes.plot([middle], [y], "o", ms=9, color=colour("ink"), zorder=6)
