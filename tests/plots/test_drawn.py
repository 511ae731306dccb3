"""Figures draw the numbers of their result: marks at their values, ticks at round ones, labels apart."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.colors import to_hex, to_rgba
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text
from tests.plots.drawing import FIGURES, drawn, kept, places_of, read
from tests.wording.cases import analysis
from tests.wording.gathered import CALIBRATED

from cliptrial.analysis.results import AfterBlock, PostResult, Uplift, VerdictCode
from cliptrial.plots.by_block import by_block
from cliptrial.plots.calendar_strip import calendar_strip
from cliptrial.plots.calibration_figure import COLOURS, calibration_file
from cliptrial.plots.canvas import MARKERS, STAND_INS, Canvas, _element, arm_colour, drawing, marker
from cliptrial.plots.changes import window_of
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.marks import bar
from cliptrial.plots.over_time import over_time
from cliptrial.plots.scales import limits, linear_ticks, log_ticks
from cliptrial.plots.spark import Spark, sparks
from cliptrial.wording.speaker import Speaker


@pytest.mark.parametrize("name", list(FIGURES))
def test_a_figure_has_these_marks_labels_and_words(name: str) -> None:
    """They stand in ``drawn/figures.txt``; ``python -m tests.plots.drawing`` writes them anew, for somebody to read."""
    assert drawn(name) == read()[name]


def test_the_dot_and_its_bar_stand_at_the_effect_and_its_ends_on_an_axis_of_changes() -> None:
    result = analysis("better")
    row = result.uplifts[0]
    with kept() as canvases:
        effect(Speaker.of(result, "en"))
    for canvas in canvases:
        posts, changes = canvas.figure.axes
        assert [line.get_color() for line in posts.lines] == [arm_colour(0), arm_colour(1)]
        assert [line.get_data()[1][0] for line in posts.lines] == pytest.approx([row.control_value, row.arm_value])
        in_ink = [line.get_data()[1] for line in changes.lines if line.get_color() == STAND_INS["ink"]]
        (low, high), (middle,) = in_ink
        assert [low, middle, high] == pytest.approx(
            [math.log1p(x) for x in (row.relative_interval[0], row.relative, row.relative_interval[1])]
        )
        for place, label in zip(changes.get_yticks(), changes.yaxis.get_ticklabels(), strict=True):
            shown = label.get_text().replace("\N{MINUS SIGN}", "-").removesuffix("\N{NO-BREAK SPACE}%")
            assert math.expm1(place) == pytest.approx(float(shown) / 100)


def test_what_is_too_small_to_act_on_is_a_band_by_ratio_both_ways() -> None:
    result = replace(analysis("better"), at_least=0.25)
    with kept() as canvases:
        told = effect(Speaker.of(result, "en"))
        forest(Speaker.of(replace(analysis("three arms"), at_least=0.25), "en"))
    for canvas, start in ((canvases[0], "get_y"), (canvases[2], "get_x")):
        band = next(one for one in canvas.figure.axes[-1].patches if one.get_facecolor() == band_colour())
        assert isinstance(band, Rectangle)
        assert getattr(band, start)() == pytest.approx(-math.log(1.25))
    assert told is not None
    assert "(−20 % to +25 %)" in told.caption.replace("\N{NO-BREAK SPACE}", " ")


def band_colour() -> tuple[float, ...]:
    return to_rgba(STAND_INS["line"], 0.55)


def test_every_post_is_drawn_at_its_own_value_and_day() -> None:
    result = analysis("better")
    with kept() as canvases:
        effect(Speaker.of(result, "en"))
        over_time(Speaker.of(result, "en"))
    for arm, points in zip("ab", canvases[0].axes.patches, strict=True):
        values = sorted(post.metrics["views"] for post in result.posts if post.arm == arm)
        assert isinstance(points, PathPatch)
        assert sorted(places_of(points)[:, 1]) == pytest.approx(values)
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


def test_how_an_effect_grew_is_drawn_of_two_blocks_or_more_and_never_without_an_answer() -> None:
    result, steps = analysis("better"), [AfterBlock(n, (n, n), 0.5, (0.1, 1.0)) for n in (1, 2)]
    withheld = replace(result.verdict, code=VerdictCode.UNANSWERABLE)
    cases = [(steps, result.verdict, True), (steps[:1], result.verdict, False), (steps, withheld, False)]
    for grown, verdict, seen in cases:
        drawn = by_block(Speaker.of(replace(result, by_block=tuple(grown), verdict=verdict), "en"))
        assert (drawn is not None) is seen


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


@pytest.mark.parametrize("width", [0, 1])
def test_five_hundred_posts_an_arm_are_points_and_more_a_shape_which_the_caption_says_once(width: int) -> None:
    result = analysis("better")
    some = [post for post in result.posts if post.arm == "a"]
    for posts, dense in (((some * 25)[:500], False), ((some * 26)[:501], True)):
        with kept() as canvases:
            told = effect(Speaker.of(replace(result, posts=(*posts, *result.posts[:0])), "en"))
        axes = canvases[width].axes
        assert told is not None
        assert told.caption.count("wider shape") == dense
        assert [len(places_of(one)) for one in axes.patches] == ([] if dense else [500])
        assert len(axes.collections) == dense


@pytest.mark.parametrize(
    ("estimates", "ends", "at_least", "low", "high"),
    [
        ([0.0], (-0.2, 0.25), 0.1, -math.log(1.25), math.log(1.25)),
        ([0.02], (0.01, 0.03), 0.1, -math.log(1.1), math.log(1.1)),
        ([1.0], (0.5, 3.0), 0.0, 0.0, math.log(4)),
        ([1.0], (None, 99.0), 0.0, 0.0, math.log(6)),
        ([0.0], (-1.0, math.inf), 0.1, -math.log(6), math.log(6)),
        ([9.0], (None, None), 0.1, -math.log(1.1), math.log(10)),
        ([None, -1.0], (-0.99, None), 0.1, -math.log(6), math.log(1.1)),
    ],
)
def test_an_axis_of_changes_holds_zero_the_band_the_estimates_and_ends_up_to_six_times(
    estimates: list[float | None], ends: tuple[float | None, ...], at_least: float, low: float, high: float
) -> None:
    pad = max(0.05, 0.06 * (high - low))
    assert window_of(estimates, ends, at_least) == pytest.approx((low - pad, high + pad))


def cells(canvas: Canvas) -> list[tuple[int, int, str, str]]:
    """The cells of a calendar: week, weekday, colour and line of each."""
    told = []
    for one in canvas.axes.patches:
        assert isinstance(one, Rectangle)
        tone = one.get_facecolor() if one.get_facecolor()[3] else one.get_edgecolor()
        told.append((int(one.get_x()), int(one.get_y()), to_hex(tone), one.get_linestyle()))
    return sorted(told)


@pytest.mark.parametrize("name", ["season, weekend", "season, better", "three arms"])
def test_a_calendar_has_one_cell_a_post_on_its_day_dotted_where_the_post_is_missing(name: str) -> None:
    result = analysis(name)
    with kept() as canvases:
        told = calendar_strip(Speaker.of(result, "en"))
    assert told is not None
    arms = [arm.id for arm in sorted(result.arms, key=lambda arm: not arm.control)]
    days = [post.posted_on or post.planned for post in result.posts]
    monday = min(day.toordinal() - day.weekday() for day in days if day)
    wanted = sorted(
        (
            (day.toordinal() - monday) // 7,
            day.weekday(),
            arm_colour(arms.index(post.arm)),
            "solid" if there(post) else ":",
        )
        for post, day in zip(result.posts, days, strict=True)
        if day
    )
    for canvas in canvases:
        assert cells(canvas) == wanted
        boxes = [one.get_bbox() for one in canvas.axes.patches if isinstance(one, Rectangle)]
        assert not any(one.count_overlaps([other]) for i, one in enumerate(boxes) for other in boxes[:i])
        texts = [text.get_text() for text in canvas.figure.texts]
        assert ("missing" in texts) == any(line == ":" for *_, line in wanted) == (name == "season, weekend")
    for arm in result.arms:
        assert f"{arm.posts} posts" in told.alt.replace("\N{NO-BREAK SPACE}", " ")


def there(post: PostResult) -> bool:
    """Whether a post went out and has any number."""
    return post.posted_on is not None and any(value is not None for value in post.metrics.values())


def test_without_days_with_many_arms_or_over_more_than_sixty_weeks_there_is_no_calendar() -> None:
    assert calendar_strip(Speaker.of(analysis("open, without times"), "en")) is None
    assert calendar_strip(Speaker.of(analysis("eight arms"), "en")) is None
    result = analysis("better")
    first, *others = result.posts
    start = min(post.posted_on for post in result.posts if post.posted_on)
    for weeks, shown in ((60, True), (61, False)):
        far = replace(first, posted_on=start + dt.timedelta(weeks=weeks))
        told = calendar_strip(Speaker.of(replace(result, posts=(*others, far, replace(first, posted_on=start))), "en"))
        assert (told is not None) == shown


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


def test_no_text_is_drawn_but_those_of_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """To lay out a swarm seaborn draws all that is visible in its figure."""
    drawn_texts, draw = [], Text.draw

    def noted(self: Text, renderer: Any) -> None:
        drawn_texts.extend([self.get_text()] if self.get_visible() and self.get_text() else [])
        draw(self, renderer)

    monkeypatch.setattr(Text, "draw", noted)
    picture = effect(Speaker.of(analysis("better"), "en"), phone=False)
    assert picture is not None
    assert len(drawn_texts) == picture.wide.count("<text")
