"""Figures keep their text as text, follow the page's colours, and repeat to the byte."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from tests.report.examples import ALL

import cliptrial
from cliptrial.plots.calendar_strip import calendar_strip
from cliptrial.plots.canvas import STAND_INS, Picture
from cliptrial.plots.effect import effect
from cliptrial.plots.forest import forest, influence
from cliptrial.plots.over_time import over_time
from cliptrial.plots.points import points
from cliptrial.plots.scales import linear_ticks, log_ticks
from cliptrial.plots.spark import sparks
from cliptrial.wording.speaker import Speaker

FIGURES = (effect, over_time, influence, forest, calendar_strip)
CASES = ["better", "several", "unbounded", "history", "hostile", "confounded", "observed"]


def pictures(name: str, lang: str = "en") -> list[Picture]:
    s = Speaker.of(ALL[name](), lang)
    return [picture for figure in FIGURES if (picture := figure(s)) is not None]


@pytest.mark.parametrize("name", CASES)
def test_figures_are_well_formed_and_named_in_words(name: str) -> None:
    found = pictures(name)
    assert len(found) == {"several": 5, "unbounded": 2, "history": 3}.get(name, 4)
    for picture in found:
        for svg in (picture.wide, picture.narrow):
            root = ET.fromstring(svg)
            title = root.find("{http://www.w3.org/2000/svg}title")
            assert root.get("role") == "img"
            assert title is not None
            assert title.text == picture.alt
            assert root.get("aria-labelledby") == title.get("id")
            assert re.search(r"\d", picture.alt)


@pytest.mark.parametrize("name", ["better", "several"])
def test_equal_input_gives_equal_bytes(name: str) -> None:
    assert pictures(name) == pictures(name)


def test_colours_are_the_pages_variables() -> None:
    for picture in pictures("several"):
        assert not any(stand_in in picture.wide + picture.narrow for stand_in in STAND_INS.values())
        assert "var(--ink)" in picture.wide


def test_ids_are_unique_on_a_page_and_every_reference_has_its_target() -> None:
    svgs = [svg for picture in pictures("several") for svg in (picture.wide, picture.narrow)]
    ids = [i for svg in svgs for i in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    for svg in svgs:
        own = set(re.findall(r'\bid="([^"]+)"', svg))
        meant = {one + other for one, other in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg)}
        assert meant
        assert meant - own == set()


def test_no_date_no_script_no_outside_reference() -> None:
    for picture in pictures("hostile"):
        text = picture.wide + picture.narrow
        assert "<script" not in text
        assert "<metadata" not in text
        assert not re.search(r'(href|src)="(?!#)', text)


def test_hostile_labels_come_out_as_they_were_typed() -> None:
    picture = effect(Speaker.of(ALL["hostile"](), "en"))
    assert picture is not None
    texts = [t.text for t in ET.fromstring(picture.wide).iter("{http://www.w3.org/2000/svg}text")]
    assert "$a_b^c$ <i>x</i>" in texts


def test_every_post_is_a_point() -> None:
    picture = effect(Speaker.of(ALL["better"](), "en"))
    assert picture is not None
    for svg in (picture.wide, picture.narrow):
        dots = re.findall(r'<path d="([^"]+)"[^>]*stroke-linecap: round', svg)
        assert [len(re.findall(r"M (\S+ \S+)\s+L \1", path)) for path in dots] == [28, 28]  # one path an arm
        assert len(re.findall("<use href", svg)) == 1  # the estimate


def test_the_numbers_in_the_picture_are_those_of_the_result() -> None:
    analysis = ALL["better"]()
    s = Speaker.of(analysis, "de")
    picture = effect(s)
    assert picture is not None
    row = analysis.uplifts[0]
    for svg in (picture.wide, picture.narrow):
        texts = {t.text for t in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
        assert {s.f.signed(row.relative), s.f.interval(row.relative_interval)} <= texts


def test_an_unbounded_end_is_an_arrow() -> None:
    rows = ALL["unbounded"]().uplifts
    spark = sparks(rows)[0]
    assert spark is not None
    assert spark.open_right
    assert not spark.open_left


def test_nothing_is_drawn_where_nothing_is_known_or_allowed() -> None:
    assert pictures("split_test") == []
    assert influence(Speaker.of(ALL["not_ready"](), "en")) is None


@pytest.mark.parametrize(("low", "high"), [(3.9, 13.5), (0.4, 90), (1, 1e7), (7.9, 8.1), (350, 52000)])
def test_ticks_lie_inside_and_are_few(low: float, high: float) -> None:
    for ticks in (log_ticks(low, high), linear_ticks(low, high)):
        assert 1 <= len(ticks) <= 7
        assert ticks == sorted(ticks)
        assert all(low <= tick <= high for tick in ticks)
    assert len(log_ticks(low, high)) >= 2


def test_posts_without_any_event_are_drawn_at_zero() -> None:
    """A metric with zeros is compared by its average, so its axis is not logarithmic and no post is missing."""
    frame = pd.DataFrame({"arm": ["a", "b"] * 14, "clicks": np.arange(28) % 5})
    analysis = cliptrial.compare(frame, arm="arm", control="a", metrics=["clicks"], randomised=True, draws=199)
    drawn = points(Speaker.of(analysis, "en"))
    assert drawn is not None
    assert not drawn.log
    assert sorted(drawn.values) == sorted(frame["clicks"])
    assert effect(Speaker.of(analysis, "en")) is not None
