"""Whole weeks in their order, a dot a week by arm; grey before it the first days, which do not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from statistics import fmean

from matplotlib.dates import date2num
from matplotlib.patches import Rectangle

from cliptrial.analysis.results import PeriodResult
from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, arm_colour, colour, drawing, marker
from cliptrial.plots.marks import legend_places
from cliptrial.plots.over_time import set_day_axis
from cliptrial.plots.points import LOG_KINDS
from cliptrial.plots.scales import limits, set_value_axis
from cliptrial.wording.speaker import Speaker

LEFT, LINE, BODY, ROWS, AXIS = 70, 22, 200, 60, 30
Dots = Sequence[tuple[PeriodResult, float]]


def weeks(s: Speaker, name: str = "weeks") -> Picture | None:
    """Every period that is known; while it runs, which of them has what, and no number; None where none is known."""
    metric, figures = s.analysis.verdict.metric, s.w.page.figures
    if s.not_ready and s.analysis.periods:
        return _planned(s, name)
    known = [(one, one.value) for one in s.analysis.periods if one.value is not None]
    if not known:
        return None
    kind = next((m.kind for m in s.analysis.metrics if m.name == metric), "mean")
    is_log = kind in LOG_KINDS and all(value > 0 for _, value in known)
    usual = _usual(known, is_log)
    # Accounts and regions of all sizes fit on one axis as multiples of what each of them usually has.
    several = len(usual) > 1
    dots = [(one, value / usual[one.place] if several else value) for one, value in known]
    alt = figures.weeks_alt(s.names.metric(metric), s.f.period(known[0][0].first, known[-1][0].last), _arms(s, known))
    with drawing():
        wide, narrow = (_draw(s, dots, is_log, several, f"{name}-{n}", alt, w) for n, w in (("w", WIDE), ("n", NARROW)))
    caption = figures.weeks_caption + (f" {figures.weeks_several}" if several else "")
    return Picture(wide, narrow, alt, caption, s.names.metric(metric))


def _planned(s: Speaker, name: str) -> Picture:
    """Every period in the row of its arm; those that are over are dots."""
    arms, figures = _indices(s), s.w.page.figures
    dots = [(one, float(-arms[one.arm])) for one in s.analysis.periods]
    said = " ".join(
        figures.arm_alt(s.names.arm(arm), s.counted(sum(one.arm == arm for one, _ in dots))) for arm in arms
    )
    with drawing():
        wide, narrow = (_draw(s, dots, None, False, f"{name}-{n}", said, w) for n, w in (("w", WIDE), ("n", NARROW)))
    return Picture(wide, narrow, said, figures.weeks_planned)


def _indices(s: Speaker) -> Mapping[str, int]:
    """By arm: its number, the control being 0."""
    return {arm.id: index for index, arm in enumerate(sorted(s.analysis.arms, key=lambda arm: not arm.control))}


def _usual(known: Dots, is_log: bool) -> Mapping[str, float]:
    """By place: what it usually has, over both arms."""
    by_place: dict[str, list[float]] = {}
    for one, value in known:
        by_place.setdefault(one.place, []).append(value)
    middle = {name: exp(fmean(map(log, own))) if is_log else fmean(own) for name, own in by_place.items()}
    return {name: value or 1.0 for name, value in middle.items()}


def _arms(s: Speaker, known: Dots) -> str:
    """Of each arm: how many periods, and from what to what."""
    said, metric = [], s.analysis.verdict.metric
    for arm in s.analysis.arms:
        own = [value for one, value in known if one.arm == arm.id]
        if own:
            span = f"{s.value(metric, min(own))} {s.f.range_word} {s.value(metric, max(own))}"
            said.append(s.w.page.figures.time_arm_alt(s.names.arm(arm.id), s.counted(len(own)), span))
    return " ".join(said)


def _draw(s: Speaker, dots: Dots, is_log: bool | None, several: bool, name: str, alt: str, width: int) -> str:
    """``is_log`` is None where there are rows instead of values."""
    arms = _indices(s)
    labels = [s.names.arm(arm) for arm in arms]
    left_out = any(one.counted_from > one.first for one, _ in dots)
    entries = [*labels, *([s.w.page.figures.weeks_left_out] if left_out else [])]
    places = legend_places(entries, width)
    top = (places[-1][1] + 1) * LINE + 6
    canvas = Canvas(width, top + (ROWS if is_log is None else BODY) + AXIS, left=LEFT, right=14, top=top, bottom=AXIS)
    axes, metric = canvas.axes, s.analysis.verdict.metric
    low, high = limits([value for _, value in dots], bool(is_log)) if is_log is not None else (0.6 - len(arms), 0.6)
    set_value_axis(axes, "y", low, high, bool(is_log), lambda v: s.f.number(v, 2) if several else s.tick(metric, v))
    if is_log is None:
        axes.set_yticks([])
    axes.grid(axis="y", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    for index, (text, (x, line)) in enumerate(zip(entries, places, strict=True)):
        place = {"transform": canvas.figure.transFigure, "clip_on": False}
        look = _dot(index) if index < len(arms) else {"color": colour("line"), "marker": "s", "ls": ""}
        axes.plot(*canvas.at(x + 6, 9 + line * LINE), ms=8, **look, **place)  # type: ignore[arg-type]
        canvas.text(x + 18, 14 + line * LINE, text, bold=index < len(arms))
    for one, value in dots:
        first, counted, end = date2num(one.first), date2num(one.counted_from), date2num(one.last) + 1
        box = {"facecolor": colour("line"), "edgecolor": "none", "alpha": 0.7, "zorder": 0}
        if counted > first:
            axes.add_patch(Rectangle((first, low), counted - first, high - low, **box))  # type: ignore[arg-type]
        tone = arm_colour(arms[one.arm])
        axes.plot([counted, end], [value, value], color=tone, lw=2, alpha=0.5, solid_capstyle="butt")
        if one.over:
            axes.plot((counted + end) / 2, value, ms=7.5, **_dot(arms[one.arm]))  # type: ignore[arg-type]
    days = [day for one, _ in dots for day in (one.first, one.last)]
    set_day_axis(s, canvas, min(days), max(days), 3 if width == NARROW else 7)
    return canvas.svg(name, alt)


def _dot(index: int) -> dict[str, object]:
    return {"color": arm_colour(index), "marker": marker(index), "ls": "", "mew": 0}
