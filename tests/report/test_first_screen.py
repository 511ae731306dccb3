"""What a reader sees is what ``result.json`` holds, in both languages: sentences, numbers, marks, rows and checks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.report.examples import ALL
from tests.report.made import Pages
from tests.report.reading import NUMBER, Figure, Read, clean, numbers_in, read_number
from tests.report.said import SAID, differs, fingerprint, values_of

ALWAYS = {"word", "tone", "sentence", "trust", "lines"}
CASES = [(name, lang) for name in SAID for lang in ("en", "de")]
ORDER = ["blocker", "warning", "ok", "note"]
SIGN = {"ok": "✓", "note": "i", "warning": "!", "blocker": "!"}
NOTHING_YET = ("not_ready", "planned", "draft", "broken_rule")
OUTLINES = YAML(typ="safe").load(Path(__file__).with_name("outlines.yaml"))
"""By example and language: what stands on the page from top to bottom."""
PERCENT = re.compile(r"[+−][\d.,]+\s*%")
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
    told = [f"{sign} {clean(f['message'])}" for sign, f in zip(signs, found, strict=True)]
    assert read.findings == sorted(told, key=lambda line: line[0] != "!")
    folded = [int(number) for line in read.all("details.checks > summary") for number in re.findall(r"\d+", line)]
    assert folded == [number for number in (signs.count("✓"), signs.count("i")) if number]
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
        shown_arm = cells.pop(0) if several else ""
        control, arm, uplift, interval, word = cells
        shown_as(control, row["control_value"], lang)
        shown_as(arm, row["arm_value"], lang)
        shown_as(uplift, row["relative"], lang)
        assert uplift.startswith(("+", "−")) == bool(row["relative"])
        of_its_own_unit(uplift, row, lang)
        ends = [end for end in row["relative_interval"] if end is not None]
        for printed, end in zip(re.findall(NUMBER, interval), ends, strict=False):
            shown_as(f"{printed} %", end, lang)
        assert len(re.findall(NUMBER, interval)) - interval.count("(") == len(ends)
        if row["p_adjusted"] is not None:
            p = read.p_values[metric["labels"][lang] + (f", {shown_arm}" if several else "")]
            small = row["p_adjusted"] < 0.001
            assert p.startswith("<") == small
            shown_as(p, 0.001 if small else row["p_adjusted"], lang)
        if (row["role"], row["arm"]) == ("primary", result["verdict"]["arm"]):
            assert word == result["verdict"]["words"][lang]


def of_its_own_unit(uplift: str, row: Mapping[str, Any], lang: str) -> None:
    """Below a change stands what it is in the metric's own unit: points of a share, else two telling digits."""
    _, *own = re.findall(NUMBER, uplift) or [""]
    control, arm = row["control_value"], row["arm_value"]
    assert bool(own) == (control is not None and arm is not None and row["relative"] is not None)
    if own:
        shown, half = read_number(own[0], lang)
        by = abs(arm - control) * (100 if re.search("point|Punkt", uplift) else 1)
        assert abs(shown - by) <= max(half * 2 * ROUNDED, 0.05 * by), uplift
        assert bool(re.search("more|longer|mehr|länger", uplift)) == (arm >= control)


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


NO_ANSWER = (
    "confounded",
    "wrong_arm",
    "weekend",
    "too_few_assignments",
    "too_few_views",
    "split_off",
    "nothing_known",
    "no_events",
)
FIGURES = [n for n in SAID if n not in (*NOTHING_YET, *NO_ANSWER, "split_test", "history")]
FARTHEST = 6


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize(("name", "lang"), [(name, ("en", "de")[i % 2]) for i, name in enumerate(FIGURES)])
def test_every_mark_of_the_picture_stands_at_its_number(pages: Pages, name: str, lang: str, width: str) -> None:
    """Posts and typical values on the metric's axis; effect and both ends of its interval on their own, in percent."""
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
    known.sort(key=lambda row: -row["relative"])
    assert figure.mark == pytest.approx([row["relative"] for row in known], rel=1e-3, abs=1e-4)
    assert len(figure.bars) == len(known)
    for row, ends in zip(known, figure.bars, strict=True):
        for end, at in zip(row["relative_interval"], ends, strict=True):
            if end is None or not 1 / FARTHEST <= 1 + end <= FARTHEST:
                assert abs(math.log1p(at)) > 0.99 * min(math.log(FARTHEST), abs(math.log1p(row["relative"])))
            else:
                assert at == pytest.approx(end, rel=1e-3, abs=1e-4)
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
    assert read.figure() is None
    assert (read.calendar() is None) == (name in ("planned", "draft"))
    assert not PERCENT.search(read.before_details())


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name in NO_ANSWER for lang in ("en", "de")])
def test_where_there_is_no_answer_the_days_of_the_posts_stand_first_and_no_change(
    pages: Pages, name: str, lang: str
) -> None:
    """One cell a post, dotted where it is missing; the numbers stand in the details, grey, where there are any."""
    read, result = opened(pages, name, lang)
    assert result["verdict"]["code"] == "unanswerable"
    assert read.figure() is None
    assert not PERCENT.search(read.before_details())
    assert read.main.select("main > div > table.metrics") == []
    assert bool(read.main.select("details table.metrics.grey")) == bool(result["uplifts"])
    arms = [arm["id"] for arm in sorted(result["arms"], key=lambda arm: not arm["control"])]
    wanted = Counter(
        (f"arm{arms.index(post['arm'])}", post["posted_on"] is not None and any_number(post))
        for post in result["posts"]
        if post["posted_on"] or post["planned"]
    )
    for width in ("wide", "narrow"):
        assert (read.calendar(width) or Counter()) == wanted
    assert bool(wanted) == (name in ("confounded", "wrong_arm", "weekend")), "of viewers no days are known"


def any_number(post: Mapping[str, Any]) -> bool:
    return any(value is not None for value in post["metrics"].values())


def test_where_there_is_an_answer_there_is_no_calendar_and_the_numbers_stand_above_the_details(pages: Pages) -> None:
    read, _ = opened(pages, "better", "en")
    assert read.calendar() is None
    assert PERCENT.search(read.before_details())
    assert read.main.select("main > div > table.metrics:not(.grey)")
