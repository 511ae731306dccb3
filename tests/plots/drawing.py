"""What a figure draws, as lines that people can read; ``python -m tests.plots.drawing`` writes them down for review.

Places of text are pixels from the top left of the figure; marks stand at the values of their axes. Colours have the
names of the page's variables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from unittest.mock import patch

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch, Rectangle
from tests.report.a_year import MEASURED, workspace, year
from tests.wording.answers import answer
from tests.wording.cases import analysis
from tests.wording.gathered import CALIBRATED, CHECKS, LIBRARY
from tests.wording.posting import WINDOWS

from cliptrial.analysis.results import AfterBlock, Analysis, OldNew, PeriodResult
from cliptrial.planning.calibration import Tally
from cliptrial.plots.by_block import by_block
from cliptrial.plots.calendar_strip import calendar_strip
from cliptrial.plots.calibration_figure import calibration_figure
from cliptrial.plots.canvas import STAND_INS, Canvas, Picture
from cliptrial.plots.chance_bars import chance_bars
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.learned_forest import learned_forest
from cliptrial.plots.over_time import over_time
from cliptrial.plots.posting.weeks import weeks
from cliptrial.plots.posting.windows import followers_line, parts_of_day
from cliptrial.plots.year.ideas_and_check import ideas_and_check
from cliptrial.plots.year.views_strip import views_strip
from cliptrial.wording.chance import ChanceSpeaker
from cliptrial.wording.formats import NBSP
from cliptrial.wording.learned import LearnedSpeaker
from cliptrial.wording.our_year import YearSpeaker
from cliptrial.wording.posting.windows import WindowsSpeaker
from cliptrial.wording.speaker import Speaker

DRAWN = Path(__file__).parent / "drawn"
NAMES = {value: name for name, value in STAND_INS.items()}


def tones(s: Analysis, **row: Any) -> Analysis:
    """The result with another first row."""
    return replace(s, uplifts=(replace(s.uplifts[0], **row), *s.uplifts[1:]))


def _many_posts() -> Analysis:
    """So many posts that there is no point for each."""
    result = analysis("better")
    return replace(result, posts=result.posts * 40)


def _rates() -> Analysis:
    """The rate first, so that the axis is not logarithmic."""
    result = analysis("better, two metrics")
    rate = result.uplifts[1].metric
    swapped = tuple(
        replace(row, role=other.role) for row, other in zip(result.uplifts, result.uplifts[::-1], strict=True)
    )
    return replace(result, uplifts=swapped, verdict=replace(result.verdict, metric=rate))


def _a_day_unknown() -> Analysis:
    """The day of the first post is not known."""
    result = analysis("better")
    return replace(result, posts=(replace(result.posts[0], posted_on=None), *result.posts[1:]))


def _long_names() -> Analysis:
    """Arms whose names do not fit side by side."""
    result = analysis("three arms")
    names = {"a": "The old sound of rain", "b": "A piano in the evening", "c": "Drums from next door"}
    return replace(result, arms=tuple(replace(arm, value=names[arm.id]) for arm in result.arms))


def _grown() -> Analysis:
    """An effect that grew clear; of the first few posts everything was possible."""
    ends = ((-1.0, math.inf), (-0.4, 2.5), (0.73, 1.68))
    steps = [AfterBlock(n, (2 * n, 2 * n), 1.15 - 0.2 * (3 - n), end) for n, end in enumerate(ends, 1)]
    return replace(analysis("better"), by_block=tuple(steps))


TOO_EARLY = replace(analysis("better").verdict, reason="periods_running")


def four_weeks(*places: str) -> Analysis:
    """Four weeks of each place, of which one is not known."""
    result = analysis("better")
    control, variant = (arm.id for arm in sorted(result.arms, key=lambda arm: not arm.control))
    periods = []
    for number, place in enumerate(places):
        for week in range(4):
            first = date(2026, 3, 2) + timedelta(days=7 * week)
            value = None if week == 2 and number == 0 else 1000.0 * 4**number * (1 + week % 2)
            arm = variant if week % 2 else control
            days = (first, first + timedelta(days=2), first + timedelta(days=6))
            periods.append(PeriodResult(4 * number + week + 1, place, *days, arm, value is not None, value, None))
    return replace(result, variable="cadence", periods=tuple(periods))


def _year(lang: str, answer: OldNew | None, **more: bool) -> YearSpeaker:
    return YearSpeaker.of(year(answer, **more), workspace(Path(mkdtemp()) / "ws"), lang)


def _by_result(draw: Callable[[Speaker], Picture | None], made: Callable[[], Analysis], lang: str = "en") -> Any:
    return lambda: draw(Speaker.of(made(), lang))


def _windows(name: str, lang: str) -> WindowsSpeaker:
    return WindowsSpeaker.of(WINDOWS[name], lang)


FIGURES: Mapping[str, Callable[[], Picture | None]] = {
    "effect, two arms": _by_result(effect, lambda: analysis("better")),
    "effect, two arms, German": _by_result(effect, lambda: analysis("worse"), "de"),
    "effect, three arms": _by_result(effect, lambda: analysis("three arms")),
    "effect, a rate": _by_result(effect, _rates),
    "effect, many posts": _by_result(effect, _many_posts),
    "effect, ends outside": _by_result(
        effect, lambda: tones(analysis("better"), relative=0.1, relative_interval=(-0.95, float("inf")))
    ),
    "effect, too early": _by_result(effect, lambda: answer("too early")),
    "calendar": _by_result(calendar_strip, lambda: analysis("season, weekend")),
    "calendar, three arms": _by_result(calendar_strip, lambda: analysis("three arms"), "de"),
    "over time": _by_result(over_time, lambda: analysis("better")),
    "over time, long names": _by_result(over_time, _long_names),
    "over time, a day unknown": _by_result(over_time, _a_day_unknown),
    "over time, eight arms": _by_result(over_time, lambda: analysis("eight arms"), "de"),
    "weeks": _by_result(weeks, lambda: four_weeks("kitchen")),
    "weeks, two regions, German": _by_result(weeks, lambda: four_weeks("kitchen@DE", "kitchen@AT"), "de"),
    "weeks, too early": _by_result(weeks, lambda: replace(four_weeks("kitchen"), verdict=TOO_EARLY)),
    "by block": _by_result(by_block, _grown),
    "by block, German": _by_result(by_block, _grown, "de"),
    "forest": _by_result(forest, lambda: analysis("three arms")),
    "forest, eight arms": _by_result(forest, lambda: analysis("eight arms"), "de"),
    "influence": _by_result(influence, lambda: analysis("better")),
    "influence, observed": _by_result(influence, lambda: analysis("observed, worse"), "de"),
    "learned": lambda: learned_forest(LearnedSpeaker.of(LIBRARY, "en"), LIBRARY.learned[4], "learned"),
    "learned from two": lambda: learned_forest(LearnedSpeaker.of(LIBRARY, "en"), LIBRARY.learned[1], "learned"),
    **{
        f"chance, {name}": lambda name=name: chance_bars(ChanceSpeaker.of(CHECKS[name], "en"), CHECKS[name][0])
        for name in ("totals", "halves", "just striking")
    },
    "our year, planned": lambda: ideas_and_check(_year("de", None)),
    "our year, measured": lambda: ideas_and_check(_year("en", MEASURED)),
    "our year, nothing planned": lambda: ideas_and_check(_year("en", None, planned=False)),
    "views of a year": lambda: views_strip(_year("en", MEASURED)),
    "views of a year, unknown": lambda: views_strip(_year("en", None, ideas=False)),
    "followers by hour": lambda: followers_line(_windows("found", "en")),
    "followers by hour, unknown": lambda: followers_line(_windows("nothing known", "en")),
    "parts of the day": lambda: parts_of_day(_windows("found", "de")),
    "parts of the day, no posts": lambda: parts_of_day(_windows("nothing known", "de")),
    "calibration": lambda: calibration_figure(CALIBRATED, "en"),
    "calibration without any winner": lambda: calibration_figure([replace(CALIBRATED[0], tally=Tally(runs=1000))]),
    "calibration without silence": lambda: calibration_figure(CALIBRATED[:3], "de"),
}


@contextmanager
def kept() -> Iterator[list[Canvas]]:
    """Every canvas that becomes a picture meanwhile."""
    canvases: list[Canvas] = []
    finish = Canvas.svg

    def remembered(self: Canvas, name: str, alt: str) -> str:
        told = finish(self, name, alt)
        canvases.append(self)
        return told

    with patch.object(Canvas, "svg", remembered):
        yield canvases


def drawn(name: str) -> list[str]:
    """A figure in lines: wide, then narrow, then its words."""
    with kept() as canvases:
        picture = FIGURES[name]()
    if picture is None:
        return ["nothing"]
    lines = [
        f"{width}: {line}" for width, canvas in zip(("wide", "narrow"), canvases, strict=True) for line in marks(canvas)
    ]
    lines += [
        f"alt: {picture.alt}",
        *([f"title: {picture.title}"] if picture.title else []),
        f"caption: {picture.caption}",
    ]
    return [line.replace(NBSP, "~").rstrip() for line in lines]


def marks(canvas: Canvas) -> Iterator[str]:
    """What stands on a canvas: each of its panels, axes first, and between them what stands on none."""
    first, *others = canvas.figure.axes
    yield from _panel(canvas, first)
    yield from (f"text {_place(canvas, text)}" for text in canvas.figure.texts)
    yield from (_patch(one) for one in canvas.figure.artists)
    yield from _on(first)
    for axes in others:
        yield from (f"beside it: {line}" for line in (*_panel(canvas, axes), *_on(axes)))


def _panel(canvas: Canvas, axes: Axes) -> Iterator[str]:
    box = axes.get_position()
    edges = (box.x0 * canvas.width, (1 - box.y1) * canvas.height, box.x1 * canvas.width, (1 - box.y0) * canvas.height)
    layer = f"lines below {axes.get_axisbelow()}"
    yield f"{canvas.width} x {canvas.height}, axes from {_pair(edges[:2])} to {_pair(edges[2:])}, {layer}"
    for letter, axis, ends in (("x", axes.xaxis, axes.get_xlim()), ("y", axes.yaxis, axes.get_ylim())):
        ticks = axis.get_majorticklocs()
        labels = axis.get_major_formatter().format_ticks(ticks) if len(ticks) else []
        told = ", ".join(f"{_n(tick)} is {label}" for tick, label in zip(ticks, labels, strict=True))
        grid = any(line.get_visible() for line in axis.get_gridlines()) and len(ticks) > 0
        yield f"{letter} {axis.get_scale()} {_n(ends[0])} to {_n(ends[1])}{' with lines' if grid else ''}: {told}"


def _on(axes: Axes) -> Iterator[str]:
    for text in axes.texts:
        place = text.xy if hasattr(text, "xy") else text.get_position()
        moved = f" moved {_pair(text.xyann)}" if hasattr(text, "xyann") else ""
        yield f"label {_pair(place)}{moved} {_said(text)} {text.get_va()}"
    yield from (_line(line) for line in axes.lines)
    yield from (_points(one) if isinstance(one, PathPatch) else _patch(one) for one in axes.patches)
    yield from (_lines(one) if isinstance(one, LineCollection) else _density(one) for one in axes.collections)


def _place(canvas: Canvas, text: Any) -> str:
    x, y = text.get_position()
    return f"{_pair((x * canvas.width, (1 - y) * canvas.height))} {_said(text)}"


def _said(text: Any) -> str:
    style = f"{text.get_fontsize():g} {text.get_fontweight()} {_tone(text.get_color())} {text.get_ha()}"
    return f"“{text.get_text()}” {style}"


def _line(line: Any) -> str:
    ends = " ".join(_pair(pair) for pair in zip(*line.get_data(), strict=True))
    mark = "" if line.get_marker() in {"None", ""} else f" {line.get_marker()} of {line.get_markersize():g}"
    edge = f" {_tone(line.get_markerfacecolor())} edge {line.get_markeredgewidth():g}" if mark else ""
    style = (
        ""
        if line.get_linestyle() == "None"
        else f" {line.get_linestyle()}{line._unscaled_dash_pattern} {line.get_linewidth():g}"
    )
    clip = "" if line.get_clip_on() else " over the edge"
    alpha = f" alpha {line.get_alpha()}" if line.get_alpha() is not None else ""
    return f"line {_tone(line.get_color())}{style}{mark}{edge}{alpha}{clip} layer {line.get_zorder():g}: {ends}"


def _patch(one: Any) -> str:
    assert isinstance(one, Rectangle)
    alpha = f" alpha {one.get_alpha()}" if one.get_alpha() is not None else ""
    low, high = (one.get_x(), one.get_y()), (one.get_x() + one.get_width(), one.get_y() + one.get_height())
    tone = _tone(one.get_facecolor()) if one.get_fill() and one.get_facecolor()[3] else "none"
    edge = f" {_tone(one.get_edgecolor())} {one.get_linestyle()}" if tone == "none" else ""
    style = f"{tone}{alpha} edge {one.get_linewidth():g}{edge} layer {one.get_zorder():g}"
    return f"area {style}: {_pair(low)} to {_pair(high)}"


def places_of(one: PathPatch) -> Any:
    """Where the points of an arm stand, which are lines without length whose round ends are seen."""
    vertices, codes = np.asarray(one.get_path().vertices), np.asarray(one.get_path().codes)
    assert (vertices[::2] == vertices[1::2]).all()
    assert (codes[::2] == one.get_path().MOVETO).all()
    assert (codes[1::2] == one.get_path().LINETO).all()
    assert one.get_capstyle() == "round"
    return vertices[::2]


def _points(one: PathPatch) -> str:
    places = places_of(one)
    (left, low), (right, high) = places.min(axis=0), places.max(axis=0)
    mean = f"{_n(places[:, 0].mean())},{_n(places[:, 1].mean())}"
    style = f"{_tone(one.get_edgecolor())} of {one.get_linewidth():.3g} alpha {one.get_alpha()}"
    ends = f"{_pair((left, low))} to {_pair((right, high))}"
    return f"points {len(places)} {style} layer {one.get_zorder():g}: {ends}, mean {mean}"


def _density(one: Any) -> str:
    assert isinstance(one, PolyCollection)
    (shape,) = one.get_paths()
    (left, low), (right, high) = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
    style = f"{_tone(one.get_facecolor()[0])} alpha {one.get_alpha()} edge {float(one.get_linewidth()[0]):g}"
    return f"density {style} layer {one.get_zorder():g}: {_pair((left, low))} to {_pair((right, high))}"


def _lines(lines: Any) -> str:
    assert isinstance(lines, LineCollection)
    told = " | ".join(" ".join(_pair(point) for point in segment) for segment in lines.get_segments())
    style = f"{_tone(lines.get_color()[0])} {lines.get_linestyle()} {float(lines.get_linewidth()[0]):g}"
    return f"lines {style} layer {lines.get_zorder():g}: {told}"


def _tone(colour: Any) -> str:
    if isinstance(colour, str) and colour.lower() == "none":
        return "none"
    return NAMES.get(to_hex(colour), to_hex(colour))


def _n(value: float) -> str:
    if math.isnan(value):
        return "gap"
    # Enough for a day, which counts in tens of thousands, and too few for a last bit of a platform.
    return f"{float(value) + 0.0:.6g}".replace("-0.000", "0") if abs(float(value)) >= 1e-9 else "0"


def _pair(place: Any) -> str:
    return f"({_n(place[0])}, {_n(place[1])})"


def read() -> dict[str, list[str]]:
    """The figures as they were written down."""
    sections: dict[str, list[str]] = {}
    for line in (DRAWN / "figures.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            sections[line[2:]] = []
        elif line:
            list(sections.values())[-1].append(line)
    return sections


def main() -> None:
    """Write down what is drawn today."""
    text = "\n\n".join("\n".join([f"# {name}", *drawn(name)]) for name in FIGURES)
    (DRAWN / "figures.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
