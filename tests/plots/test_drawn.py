"""Figures draw the numbers of their result: marks at their values, ticks at round ones, labels apart."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.plots.drawing import FIGURES, drawn, kept, read
from tests.wording.cases import analysis
from tests.wording.gathered import CALIBRATED

from cliptrial.analysis.results import Uplift
from cliptrial.plots.calibration_figure import COLOURS, calibration_file
from cliptrial.plots.canvas import MARKERS, STAND_INS, Canvas, _element, arm_colour, drawing, marker
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.marks import Label, bar, label_column
from cliptrial.plots.over_time import over_time
from cliptrial.plots.points import ArmPoints, Points, shown_range
from cliptrial.plots.scales import limits, linear_ticks, log_ticks
from cliptrial.plots.spark import Spark, sparks
from cliptrial.wording.speaker import Speaker


@pytest.mark.parametrize("name", list(FIGURES))
def test_a_figure_has_these_marks_labels_and_words(name: str) -> None:
    """They stand in ``drawn/figures.txt``; ``python -m tests.plots.drawing`` writes them anew, for somebody to read."""
    assert drawn(name) == read()[name]


def test_the_dot_and_its_bar_stand_at_the_effect_and_its_ends_in_the_metrics_own_unit() -> None:
    result = analysis("better")
    row = result.uplifts[0]
    with kept() as canvases:
        effect(Speaker.of(result, "en"))
    wide, narrow = canvases
    ink = STAND_INS["ink"]
    for canvas, axis in ((wide, 1), (narrow, 0)):
        drawn_in_ink = [line.get_data()[axis] for line in canvas.axes.lines if line.get_color() == ink]
        (low, high), (middle,) = drawn_in_ink
        assert middle == pytest.approx(row.arm_value)
        ends = [row.control_value * (1 + end) for end in row.relative_interval]
        assert [low, high] == pytest.approx(ends)


def test_every_post_is_drawn_at_its_own_value_and_day() -> None:
    result = analysis("better")
    with kept() as canvases:
        effect(Speaker.of(result, "en"))
        over_time(Speaker.of(result, "en"))
    for arm, points in zip("ab", canvases[0].axes.collections, strict=True):
        values = sorted(post.metrics["views"] for post in result.posts if post.arm == arm)
        assert sorted(np.asarray(points.get_offsets())[:, 1]) == pytest.approx(values)
    for arm, line in zip("ab", canvases[2].axes.lines[::2], strict=True):
        days, values = line.get_data()
        own = [(post.posted_on, post.metrics["views"]) for post in result.posts if post.arm == arm]
        ordinal = sorted((day.toordinal() - 719163, value) for day, value in own if day)
        assert sorted((int(day), value) for day, value in zip(days, values, strict=True)) == ordinal


def test_the_forest_lists_the_largest_change_first_on_the_log_scale() -> None:
    result = analysis("three arms")
    with kept() as canvases:
        forest(Speaker.of(result, "en"))
    changes = sorted((row.relative for row in result.uplifts), reverse=True)
    dots = [line.get_data()[0][0] for line in canvases[0].axes.lines if line.get_marker() == "o"]
    assert dots == pytest.approx([math.log1p(change) for change in changes])
    names = [text.get_text() for text in canvases[0].figure.texts if text.get_fontweight() == "bold"]
    best = max(result.uplifts, key=lambda row: row.relative)
    assert names[0] == best.arm


@pytest.mark.parametrize("row", [{"relative": None}, {"relative": -1.0}, {"leave_one_out": (None, 0.2)},
                                 {"leave_one_out": (-1.0, 0.2)}])  # fmt: skip
def test_without_numbers_on_the_log_scale_there_is_no_picture_of_influence(row: dict[str, Any]) -> None:
    result = analysis("better")
    bare = replace(result, uplifts=(replace(result.uplifts[0], **row),))
    assert influence(Speaker.of(bare, "en")) is None
    assert influence(Speaker.of(result, "en")) is not None


def test_one_variant_needs_no_forest_and_no_days_no_picture_over_time() -> None:
    assert forest(Speaker.of(analysis("better"), "en")) is None
    assert over_time(Speaker.of(analysis("open, without times"), "en")) is None


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (1, 10, 6, [1, 2, 5, 10]),
        (1, 10, 7, [1, 1.5, 2, 3, 5, 7, 10]),
        (1, 10, 8, [1, 1.5, 2, 3, 4, 6, 8, 10]),
        (1, 100, 6, [1, 3, 10, 30, 100]),
        (1, 99_999, 6, [1, 10, 100, 1000, 10_000]),
        (1, 100_000, 6, [1, 10, 100, 1000, 10_000, 100_000]),
        (1, 1e7, 6, [1, 100, 10_000, 1_000_000]),
        (0.5, 2e6, 6, [1, 100, 10_000, 1_000_000]),
        (4331, 46_360, 6, [5000, 7000, 10_000, 15_000, 20_000, 30_000]),
        (4331, 46_360, 4, [5000, 10_000, 20_000]),
        (7.9, 8.1, 6, [7.9, 7.95, 8.0, 8.05, 8.1]),
        (0.8, 1.2, 6, [0.8, 1.0]),
    ],
)
def test_ticks_of_a_logarithmic_axis(low: float, high: float, most: int, ticks: list[float]) -> None:
    assert log_ticks(low, high, most) == pytest.approx(ticks)
    if most == 6:
        assert log_ticks(low, high) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0, 1, 6, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0, 6, 6, [0, 1, 2, 3, 4, 5, 6]),
        (0, 6.1, 6, [0, 2, 4, 6]),
        (0.0448, 0.05717, 6, [0.045, 0.0475, 0.05, 0.0525, 0.055]),
        (-1, 14, 6, [0, 2.5, 5, 7.5, 10, 12.5]),
        (-1, 30, 6, [0, 10, 20, 30]),
        (3, 33, 6, [5, 10, 15, 20, 25, 30]),
        (5, 5, 6, [5]),
        (5, math.inf, 6, [5]),
        (5, 4, 6, [5]),
    ],
)
def test_ticks_of_a_linear_axis(low: float, high: float, most: int, ticks: list[float]) -> None:
    assert linear_ticks(low, high, most) == pytest.approx(ticks)
    assert linear_ticks(low, high) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("values", "log", "ends"),
    [
        ([10.0, 1000.0], True, (10 * 100**-0.06, 1000 * 100**0.06)),
        ([10.0, 10.0], True, (10 * math.exp(-0.08), 10 * math.exp(0.08))),
        ([4.0, 10.0], False, (0.0, 10.6)),
        ([5.0, 10.0], False, (4.7, 10.3)),
        ([0.0, 10.0], False, (-0.6, 10.6)),
        ([-4.0, 10.0], False, (-4.84, 10.84)),
        ([5.0, 5.0], False, (4.5, 5.5)),
        ([-5.0, -5.0], False, (-5.5, -4.5)),
        ([0.0, 0.0], False, (-1.0, 1.0)),
    ],
)
def test_limits_leave_some_room(values: list[float], log: bool, ends: tuple[float, float]) -> None:
    assert limits(values, log) == pytest.approx(ends)


@pytest.mark.parametrize(
    ("log", "extra", "shown"),
    [
        (True, 100 * math.sqrt(10) * 0.999, True),
        (True, 100 * math.sqrt(10) * 1.001, False),
        (True, 10 / math.sqrt(10) * 1.001, True),
        (True, 10 / math.sqrt(10) * 0.999, False),
        (True, 0.0, False),
        (True, -1.0, False),
        (False, 145.0, True),
        (False, 145.1, False),
        (False, -35.0, True),
        (False, -35.1, False),
        (False, None, False),
        (False, math.inf, False),
    ],
)
def test_an_axis_holds_ends_that_lie_not_too_far_outside(log: bool, extra: float | None, shown: bool) -> None:
    """Of posts from 10 to 100: half their span more on either side; on a logarithmic axis, half in ratio."""
    arm = ArmPoints("a", 0, "A", "2 posts", "typical", None, (10.0, 100.0), (None, None), None)
    held = shown_range(Points("views", log, (arm,), 1), [extra])
    assert held == [10.0, 100.0, *([extra] if shown else [])]


def row(relative: float | None, low: float | None, high: float | None) -> Uplift:
    """A row with these numbers."""
    return replace(analysis("better").uplifts[0], relative=relative, relative_interval=(low, high))


def test_sparks_share_one_scale_from_minus_to_plus_the_farthest_end() -> None:
    one, other = sparks([row(0.0, -0.5, 1.0), row(0.5, 0.0, 1.0)])
    assert one == Spark(90.0, 8.0, 172.0, 90.0, False, False)
    assert other == Spark(90.0, 90.0, 172.0, round(90 + 82 * math.log(1.5) / math.log(2), 1), False, False)


def test_a_spark_reaches_a_factor_of_four_at_most_and_ten_percent_on_the_log_at_least() -> None:
    (far,) = sparks([row(9.0, -0.9, 20.0)])
    assert far == Spark(90.0, 8.0, 172.0, None, True, True)
    (at_most,) = sparks([row(3.0, -0.75, 3.0)])
    assert at_most == Spark(90.0, 8.0, 172.0, 172.0, False, False)
    (near,) = sparks([row(0.0, -0.01, math.expm1(0.05))])
    assert near == Spark(90.0, round(8 + 82 * (1 + math.log(0.99) / 0.1), 1), 131.0, 90.0, False, False)


def test_open_ends_are_arrows_and_a_row_without_an_interval_has_no_spark() -> None:
    assert sparks([row(None, None, None)]) == [None]
    (left,) = sparks([row(None, None, 0.5)])
    assert left == Spark(90.0, 8.0, 172.0, None, True, False)
    (right,) = sparks([row(0.2, 0.1, math.inf)])
    assert right is not None
    assert (right.stop, right.open_left, right.open_right) == (172.0, False, True)
    (lost,) = sparks([row(-1.0, -1.0, -0.5)])
    assert lost is not None
    assert (lost.start, lost.dot, lost.open_left) == (8.0, None, True)


def test_arms_have_colours_and_shapes_of_their_own_up_to_six() -> None:
    assert [arm_colour(i) for i in range(6)] == [STAND_INS[f"arm{i}"] for i in range(6)]
    assert [marker(i) for i in range(6)] == list(MARKERS) == ["o", "D", "s", "^", "v", "P"]
    assert (arm_colour(6), marker(9)) == (STAND_INS["arm5"], "P")
    assert len(set(STAND_INS.values())) == len(STAND_INS) == 13


def axes(low: float = 0.0, high: float = 100.0) -> Canvas:
    """A canvas whose value axis has a pixel a unit."""
    canvas = Canvas(200, 100, left=0, right=0, top=0, bottom=0)
    canvas.axes.set_ylim(low, high)
    canvas.axes.set_xlim(0, 200)
    return canvas


def heights(*labels: Label) -> list[float]:
    """Where labels come to stand."""
    with drawing():
        canvas = axes()
        label_column(canvas.axes, 5, labels)
    return [round(float(text.get_position()[1]), 2) for text in canvas.axes.texts]


def test_labels_keep_their_heights_where_there_is_room_and_move_from_the_first_where_not() -> None:
    size = (18 + 13) * 0.62
    assert heights(Label(50, "a", 18), Label(10, "b"), Label(90, "c")) == [50, 10, 90]
    assert heights(Label(50, "a", 18), Label(45, "b"), Label(52, "c")) == pytest.approx(
        [50, 50 - size, 50 + size], abs=0.01
    )
    crowded = heights(Label(50, "a", 18), Label(51, "b"), Label(52, "c"))
    assert crowded == pytest.approx([50, 50 + size, 50 + size + 26 * 0.62], abs=0.01)
    below = heights(Label(50, "a", 18), Label(49, "b"), Label(48, "c"))
    assert below == pytest.approx([50, 50 - size, 50 - size - 26 * 0.62], abs=0.01)


@pytest.mark.parametrize(
    ("ends", "line", "arrows"),
    [
        ((20.0, 80.0), (20, 80), []),
        ((10.0, 90.0), (10, 90), []),
        ((5.0, 80.0), (10, 80), [("low", 10)]),
        ((20.0, 95.0), (20, 90), [("high", 90)]),
        ((None, None), (10, 90), [("low", 10), ("high", 90)]),
        ((-math.inf, math.inf), (10, 90), [("low", 10), ("high", 90)]),
    ],
)
@pytest.mark.parametrize("vertical", [True, False])
def test_an_interval_ends_at_its_ends_or_in_an_arrow_at_the_edge(
    ends: tuple[float | None, float | None], line: tuple[float, float], arrows: list[tuple[str, float]], vertical: bool
) -> None:
    with drawing():
        canvas = axes()
        bar(canvas.axes, 7.0, ends, (10.0, 90.0), vertical=vertical)
    whole, *tips = canvas.axes.lines
    along, across = (whole.get_data()[::-1]) if vertical else whole.get_data()
    assert (tuple(along), tuple(across)) == (line, (7.0, 7.0))
    shapes = {"low": "v" if vertical else "<", "high": "^" if vertical else ">"}
    found = [(tip.get_marker(), tip.get_data()[1 if vertical else 0][0]) for tip in tips]
    assert found == [(shapes[side], at) for side, at in arrows]


def test_a_drawing_becomes_one_element_with_its_own_ids_the_pages_colours_and_its_words() -> None:
    document = (
        '<?xml version="1.0"?><!DOCTYPE svg><svg width="9pt" viewBox="0 0 9 8" version="1.1">\n <metadata>\n x\n'
        '</metadata>\n<defs><style type="text/css">*{a:b}</style></defs><!-- a\ncomment -->\n'
        f'<g id="one"><use xlink:href="#two" style="fill: {STAND_INS["ink"]}; font-family: DejaVu; x: 1"/>'
        f'<text style="font: 13px; font-family: DejaVu" transform="rotate(-0 1 2)">a</text>'
        f'<path clip-path="url(#two)" stroke="{STAND_INS["arm1"]}"/></g>\n\n  </svg>\n'
    )
    assert _element(document, "n", "5 < 6") == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 8" role="img" aria-labelledby="n-alt">'
        '<title id="n-alt">5 &lt; 6</title><defs></defs>\n'
        '<g id="n-one"><use href="#n-two" style="fill: var(--ink); x: 1"/>'
        '<text style="font: 13px;">a</text>'
        '<path clip-path="url(#n-two)" stroke="var(--arm1)"/></g>\n</svg>'
    )


def test_the_figure_of_the_calibration_as_a_file_has_its_colours_within() -> None:
    told = calibration_file(CALIBRATED)
    assert told.startswith("<svg ")
    assert told.endswith("</svg>\n")
    assert told.count("<style>") == 1
    assert COLOURS in told.split("</style>")[0].replace("&gt;", ">")
    assert re.search(r"<title[^>]*>How often is there a winner", told)
