"""What a reader sees is what ``result.json`` holds, in both languages: sentences, numbers, marks, rows and checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.report.examples import ALL
from tests.report.made import Pages
from tests.report.reading import NUMBER, Figure, Read, clean, numbers_in, read_number
from tests.report.said import SAID, differs, fingerprint, values_of

ALWAYS = {"word", "tone", "sentence", "support", "trust"}
CASES = [(name, lang) for name in SAID for lang in ("en", "de")]
ORDER = ["blocker", "warning", "ok", "note"]
SIGN = {"ok": "✓", "note": "i", "warning": "!", "blocker": "!"}
NOTHING_YET = ("not_ready", "planned", "draft", "broken_rule")
OUTLINES = YAML(typ="safe").load(Path(__file__).with_name("outlines.yaml"))
"""By example and language: what stands on the page from top to bottom."""
ROUNDED = 0.51
"""Of the last printed digit."""


def opened(pages: Pages, name: str, lang: str) -> tuple[Read, Mapping[str, Any]]:
    page = pages[name, lang]
    return read_once(page.html, lang), page.result


@cache
def read_once(html: str, lang: str) -> Read:
    return Read(html, lang)


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_a_page_says_what_its_result_holds(pages: Pages, name: str, lang: str) -> None:
    read, result = opened(pages, name, lang)
    every_sentence_is_said(read, result, name)
    every_check_is_said(read, result, name)
    every_metric_has_its_row(read, result)
    every_post_has_its_row(read, result)
    assert read.outline == OUTLINES.get(name, {}).get(lang, read.outline)


def every_sentence_is_said(read: Read, result: Mapping[str, Any], name: str) -> None:
    """Each is the one that readers of this language get, with the numbers of the result."""
    lang = read.lang
    said, values = SAID[name][lang], values_of(result)
    shown = {**read.first_screen, **read.rest}
    assert said.keys() >= ALWAYS
    for part, templates in said.items():
        lines = [shown[part]] if isinstance(templates, str) else shown[part]
        wanted = [templates] if isinstance(templates, str) else templates
        assert len(lines) == len(wanted), (part, lines)
        for line, template in zip(lines, wanted, strict=True):
            assert differs(clean(template.replace("{hash}", fingerprint(result))), line, values, lang) is None
    assert clean(result["verdict"]["sentence"]) == clean(result["verdict"]["sentences"][lang]) == shown["sentence"]
    assert (result["verdict"]["words"][lang], result["verdict"]["tone"]) == (shown["word"], shown["tone"])


def test_every_example_is_read(pages: Pages) -> None:
    assert {*SAID, "hostile"} == {*ALL}
    assert opened(pages, "better", "de")[0].first_screen["title"] == "Question hook against statement hook"


def every_check_is_said(read: Read, result: Mapping[str, Any], name: str) -> None:
    """Each stands behind its sign, the gravest first."""
    found = sorted(result["findings"], key=lambda f: ORDER.index(f["level"]))
    ahead = name in ("planned", "draft")
    signs = ["i" if ahead and f["level"] == "blocker" else SIGN[f["level"]] for f in found]
    assert read.findings == [f"{sign} {clean(f['message'])}" for sign, f in zip(signs, found, strict=True)]
    assert list(read.heat.values()) == [days for days in result["weekdays"].values() if name != "planned"]


def shown_as(cell: str, value: float | None, lang: str) -> None:
    """A cell is a number's printed form; a dash is no number."""
    if value is None:
        assert cell == "–"
        return
    shown, half = read_number(re.findall(NUMBER, cell)[0], lang)
    assert abs(shown - value * (100 if "%" in cell else 1)) <= half * 2 * ROUNDED, (cell, value)


def every_metric_has_its_row(read: Read, result: Mapping[str, Any]) -> None:
    """With its numbers, in this language."""
    lang, rows = read.lang, read.table("metrics")
    uplifts = sorted(result["uplifts"], key=lambda row: ["primary", "secondary", "guardrail"].index(row["role"]))
    assert len(rows) == (0 if result["verdict"]["reason"] == "not_ready" else len(uplifts))
    several = len({row["arm"] for row in uplifts}) > 1
    for shown, row in zip(rows, uplifts, strict=bool(rows)):
        cells = list(shown.values())
        metric = next(m for m in result["metrics"] if m["name"] == row["metric"])
        assert cells.pop(0).startswith(metric["labels"][lang])
        if several:
            cells.pop(0)
        control, arm, uplift, interval, p, word = cells
        shown_as(control, row["control_value"], lang)
        shown_as(arm, row["arm_value"], lang)
        shown_as(uplift, row["relative"], lang)
        assert uplift.startswith(("+", "−")) == bool(row["relative"])
        ends = [end for end in row["relative_interval"] if end is not None]
        for printed, end in zip(re.findall(NUMBER, interval), ends, strict=False):
            shown_as(f"{printed} %", end, lang)
        assert len(re.findall(NUMBER, interval)) - interval.count("(") == len(ends)
        small = row["p_adjusted"] is not None and row["p_adjusted"] < 0.001
        assert p.startswith("<") == small
        shown_as(p, 0.001 if small else row["p_adjusted"], lang)
        if (row["role"], row["arm"]) == ("primary", result["verdict"]["arm"]):
            assert word == result["verdict"]["words"][lang]


def every_post_has_its_row(read: Read, result: Mapping[str, Any]) -> None:
    """With its value."""
    lang, rows, metric = read.lang, read.table("posts"), result["verdict"]["metric"]
    assert len(rows) == len(result["posts"])
    label = next((m["labels"][lang] for m in result["metrics"] if m["name"] == metric), metric)
    told = result["verdict"]["reason"] != "not_ready"
    for row, post in zip(rows, result["posts"], strict=True):
        value = post["metrics"].get(metric) if told else None
        assert bool(row.get(label)) == (value is not None)
        if value is not None:
            shown_as(row[label], value, lang)
        if post["topic"]:
            assert post["topic"] in row.values()


def drawn(pages: Pages, name: str, lang: str, width: str = "wide") -> tuple[Figure | None, Mapping[str, Any]]:
    read, result = opened(pages, name, lang)
    return read.figure(width), result


FIGURES = [n for n in SAID if n not in (*NOTHING_YET, "split_test", "split_off", "nothing_known", "history")]


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize(("name", "lang"), [(name, ("en", "de")[i % 2]) for i, name in enumerate(FIGURES)])
def test_every_mark_of_the_picture_stands_at_its_number(pages: Pages, name: str, lang: str, width: str) -> None:
    """Posts, typical values, effect and both ends of its interval, read off the axis that the picture draws."""
    figure, result = drawn(pages, name, lang, width)
    assert figure is not None
    metric = result["verdict"]["metric"]
    arms = sorted(result["arms"], key=lambda arm: not arm["control"])
    rows = {row["arm"]: row for row in result["uplifts"] if row["metric"] == metric and row["role"] == "primary"}
    for index, arm in enumerate(arms):
        values = [p["metrics"][metric] for p in result["posts"] if p["arm"] == arm["id"]]
        near = pytest.approx(sorted(v for v in values if v is not None), rel=1e-4, abs=1e-6)
        assert figure.points[index] == near
    known = [rows[arm["id"]] for arm in arms[1:] if rows[arm["id"]]["relative"] is not None]
    assert figure.mark == pytest.approx([row["arm_value"] for row in known], rel=1e-4)
    assert len(figure.bars) == len(known)
    for row, (low, high) in zip(known, figure.bars, strict=True):
        ends = [row["control_value"] * (1 + end) if end is not None else None for end in row["relative_interval"]]
        assert ends[0] == pytest.approx(low, rel=1e-3)
        assert (high > row["arm_value"]) if ends[1] is None else (high == pytest.approx(ends[1], rel=1e-3))
    middles = {0: known[0]["control_value"]} if known else {}
    middles |= {i: rows[arm["id"]]["arm_value"] for i, arm in enumerate(arms[1:], 1) if rows[arm["id"]] in known}
    assert figure.middles == pytest.approx(middles, rel=1e-4)
    for row in known:
        assert any(abs(number - 100 * row["relative"]) <= ROUNDED for number in signed(figure.texts, lang))


def signed(texts: list[str], lang: str) -> list[float]:
    return [number for text in texts if text[0] in "+−" for number in numbers_in(text, lang)]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_many_values_stand_in_a_row_each_in_order_of_their_estimates(pages: Pages, lang: str) -> None:
    figure, result = drawn(pages, "history", lang)
    assert figure is not None
    estimates = sorted((row["relative"] for row in result["uplifts"]), reverse=True)
    assert figure.mark == pytest.approx(estimates, rel=1e-3, abs=1e-3)
    names = [text for text in figure.texts if text.startswith("Sound ")]
    assert names == [row["arm"] for row in sorted(result["uplifts"], key=lambda row: -row["relative"])]


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name in NOTHING_YET for lang in ("en", "de")])
def test_where_nothing_may_be_told_yet_no_change_is_told_or_drawn(pages: Pages, name: str, lang: str) -> None:
    read, result = opened(pages, name, lang)
    assert result["uplifts"] == []
    assert read.table("metrics") == []
    figure = read.figure()
    assert figure is None or (figure.mark, figure.bars, figure.middles) == ([], [], {})
    assert (figure is not None) == (name == "broken_rule")
    main = copy(read.main)  # every test reads the same page
    for part in main.select("svg, details"):
        part.extract()
    assert not re.search(r"[+−][\d.,]+\s*%", main.get_text())
