"""The first screen's picture: ideas along the months, and beside them posts of the old way and of the new way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cliptrial.analysis.results import Analysis
from cliptrial.planning.growth.our_year import Check, Fate
from cliptrial.planning.growth.ranking import GOAL
from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, arm_colour, colour, drawing
from cliptrial.plots.marks import legend_places, swarm
from cliptrial.plots.points import ArmPoints
from cliptrial.plots.scales import limits, set_value_axis
from cliptrial.wording.formats import known
from cliptrial.wording.our_year import YearSpeaker

FEWEST_HIGH = 4
"""Ideas of a month that the panel always has room for."""
FRAME = 0.8
"""Width of a way's column, in units of its axis."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the panels stand, in pixels.

    Attributes:
        width, height: Of the whole picture.
        ideas: Left, right, top and bottom margins of the panel of ideas.
        check: Those of the panel of old against new.
        title: Where the title of the latter begins, from the top left.
        dot: Size of an idea.
    """

    width: int
    height: int
    ideas: tuple[float, float, float, float]
    check: tuple[float, float, float, float]
    title: tuple[float, float]
    dot: float


DESK = _Place(WIDE, 292, ideas=(0, 300, 76, 34), check=(478, 0, 76, 34), title=(478, 24), dot=17)
PHONE = _Place(NARROW, 452, ideas=(0, 0, 70, 266), check=(60, 0, 254, 30), title=(0, 232), dot=13)


def ideas_and_check(s: YearSpeaker, name: str = "year") -> Picture:
    """One dot an idea, filled where it is adopted; two columns of posts, or empty frames until they are measured."""
    alt, figures = _alt(s), s.w.figures
    with drawing():
        wide, narrow = (_draw(s, f"{name}-{n}", alt, at) for n, at in (("w", DESK), ("n", PHONE)))
    measured = figures.measured if s.answer else figures.framed
    return Picture(wide, narrow, alt, figures.caption(measured, "").strip())


def _alt(s: YearSpeaker) -> str:
    figures, tried = s.w.figures, Counter(one.on.replace(day=1) for one in s.year.tried)
    taken = Counter(one.on.replace(day=1) for one in s.year.tried if one.fate is Fate.ADOPTED)
    months = [
        figures.month_alt(s.month(month, year=True), s.w.ideas(s.n(count)), s.n(taken[month]))
        for month, count in sorted(tried.items())
    ]
    return " ".join([figures.ideas_alt(" ".join(months)).strip(), _check_alt(s)]).strip()


def _check_alt(s: YearSpeaker) -> str:
    check, figures = s.check, s.w.figures
    if check is None:
        return ""
    if check.analysis is None or check.answer is None:
        return figures.planned_alt(figures.posts(s.n(check.posts)), s.f.period(check.first, check.last))
    metric = check.answer.metric
    old, new = (s.value(metric, _typical(values)) for values in _ways(check.analysis, metric))
    return figures.measured_alt(s.metric(metric), old, new)


def _draw(s: YearSpeaker, name: str, alt: str, at: _Place) -> str:
    left, right, top, bottom = at.ideas
    canvas = Canvas(at.width, at.height, left=left, right=right, top=top, bottom=bottom)
    _ideas(s, canvas, at)
    left, right, top, bottom = at.check
    _check(s, canvas, canvas.panel(left=left, right=right, top=top, bottom=bottom), at)
    return canvas.svg(name, alt)


def _ideas(s: YearSpeaker, canvas: Canvas, at: _Place) -> None:
    figures, months, axes = s.w.figures, s.months(), canvas.axes
    left, right, top, _ = at.ideas
    canvas.text(left, top - 52, figures.ideas, bold=True, size=14)
    entries = ((figures.adopted, True), (figures.not_adopted, False))
    for (text, filled), (x, line) in zip(
        entries, legend_places([text for text, _ in entries], int(at.width - left - right)), strict=True
    ):
        canvas.text(left + x + 6, top - 30 + 18 * line, text, size=12.5)
        _key(canvas, left + x - 4, top - 30 + 18 * line - 5, filled)
    height = max(FEWEST_HIGH, *Counter(one.on.replace(day=1) for one in s.year.tried).values(), 0)
    axes.set_xlim(-0.6, len(months) - 0.4)
    axes.set_ylim(-0.6, height - 0.3)
    axes.set_yticks([])
    axes.axhline(-0.55, color=colour("line"), lw=1.5)
    step = 1 if (at.width - left - right) / len(months) >= 32 else 2
    axes.set_xticks(range(0, len(months), step), [s.month(month) for month in months[::step]])
    axes.tick_params(labelsize=12)
    _dots(axes, s, months, at.dot if height <= 6 else at.dot * 6 / height)


def _dots(axes: Axes, s: YearSpeaker, months: Sequence[date], size: float) -> None:
    """Adopted ones below, so that they can be counted."""
    stacks: Counter[int] = Counter()
    ordered = sorted(s.year.tried, key=lambda one: (one.fate is not Fate.ADOPTED, one.on))
    for one in ordered:
        place = months.index(one.on.replace(day=1))
        filled = one.fate is Fate.ADOPTED
        tone = arm_colour(1 if filled else 0)
        axes.plot([place], [stacks[place]], "o", ms=size, color=tone, mfc=tone if filled else "none", mec=tone, mew=2.0)
        stacks[place] += 1


def _key(canvas: Canvas, x: float, y: float, filled: bool) -> None:
    """A small dot in front of a word, drawn in the whole figure's own measure."""
    x0, y0 = canvas.at(x, y)
    tone = arm_colour(1 if filled else 0)
    canvas.figure.text(x0, y0, "●" if filled else "○", fontsize=13, ha="center", va="center", color=tone)


def _check(s: YearSpeaker, canvas: Canvas, axes: Axes, at: _Place) -> None:
    figures, check = s.w.figures, s.check
    metric = check.answer.metric if check is not None and check.answer is not None else GOAL
    canvas.text(*at.title, figures.check(s.metric(metric)), bold=True, size=14)
    axes.set_xlim(0, 2)
    axes.set_xticks([0.5, 1.5], [figures.old, figures.new])
    axes.tick_params(labelsize=12.5)
    if check is not None and check.answer is not None and check.analysis is not None:
        _posts(s, axes, check.analysis, metric)
    else:
        _frames(s, axes, check)


def _frames(s: YearSpeaker, axes: Axes, check: Check | None) -> None:
    """Where posts will stand, with their days."""
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    figures = s.w.figures
    for place in (0.5, 1.5):
        axes.add_patch(
            Rectangle((place - FRAME / 2, 0.02), FRAME, 0.96, fill=False, edgecolor=colour("soft"), lw=1.4, ls="--")
        )
        if check is not None:
            text = figures.posts(s.n(check.posts))
            axes.text(place, 0.62, text, ha="center", va="center", color=colour("ink"), fontsize=13)
    lines = [s.f.short_date(check.first), f"{s.f.range_word} {s.f.short_date(check.last)}"] if check else None
    for place in (0.5, 1.5):
        for number, line in enumerate(lines or figures.unplanned.rsplit(" ", 1)):
            where = 0.44 - 0.13 * number if lines else 0.56 - 0.13 * number
            axes.text(place, where, line, ha="center", va="center", color=colour("soft"), fontsize=12)


def _posts(s: YearSpeaker, axes: Axes, analysis: Analysis, metric: str) -> None:
    ways = _ways(analysis, metric)
    values = [value for way in ways for value in way]
    log_scale = all(value > 0 for value in values)
    low, high = limits(values, log=log_scale)
    set_value_axis(axes, "y", low, high, log_scale, lambda value: s.tick(metric, value), most=4)
    axes.grid(axis="y", color=colour("line"), lw=1)
    axes.set_axisbelow(True)
    for index, way in enumerate(ways):
        place = index + 0.5
        swarm(axes, ArmPoints("", index, "", "", "", None, tuple(way), (None,) * len(way), None), place, vertical=True)
        typical = _typical(way)
        if known(typical):
            axes.plot([place - 0.36, place + 0.36], [typical, typical], color=colour("ink"), lw=2.5, zorder=4)


def _ways(analysis: Analysis, metric: str) -> list[list[float]]:
    """Values of the posts of the old way, then of the new way."""
    arms = [arm.id for arm in sorted(analysis.arms, key=lambda arm: not arm.control)][:2]
    read = [[(post.arm, post.metrics.get(metric)) for post in analysis.posts if post.arm == arm] for arm in arms]
    return [[float(value) for _, value in pairs if value is not None] for pairs in read]


def _typical(values: Sequence[float]) -> float | None:
    """The geometric mean; the arithmetic one where there are zeros."""
    if not values:
        return None
    if min(values) > 0:
        return exp(sum(map(log, values)) / len(values))
    return sum(values) / len(values)
