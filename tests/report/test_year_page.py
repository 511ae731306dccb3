"""The page of a year: half a minute for a client, and what is only estimated behind lines to open."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.a_year import MEASURED, checked, workspace, year
from tests.report.other_pages import page_of
from tests.report.reading import Read, clean

from cliptrial.analysis.results import Outcome
from cliptrial.planning.growth.our_year import OurYear
from cliptrial.report.section import RESULT
from cliptrial.report.year.programme_page import YearPage
from cliptrial.wording.goals import chance_in_words
from cliptrial.wording.languages import LANGUAGES

EVERY = pytest.mark.parametrize("lang", list(LANGUAGES))
ROLLED_BACK = replace(MEASURED, outcome=Outcome.ROLLED_BACK, measured=-0.12, ahead=False)


@pytest.fixture
def made(tmp_path: Path) -> YearPage:
    """A year whose check is planned."""
    return YearPage(year(None), workspace(tmp_path / "ws"))


def page(folder: Path, told: OurYear, lang: str) -> YearPage:
    return YearPage(told, workspace(folder / "ws"), lang)


def first_screen(one: YearPage, lang: str) -> Read:
    return Read(page_of([one.head(), one.first_screen(), one.result()]), lang)


@EVERY
def test_the_first_screen_has_no_forecast_and_no_hit_rate_while_nothing_is_measured(tmp_path: Path, lang: str) -> None:
    """Not a single share or change: what is known are ideas, days and views."""
    one = page(tmp_path, year(None), lang)
    text = one.first_screen().html
    assert "%" not in text
    read, w = first_screen(one, lang), LANGUAGES[lang].our_year
    (title,) = read.all("h1")
    assert title.startswith(clean(w.tried(w.ideas("24"), str(len(year(None).changes)))))
    assert read.all("dl.lines dt") == list(w.labels)


@EVERY
@pytest.mark.parametrize("answer", [MEASURED, ROLLED_BACK])
def test_once_it_is_measured_the_headline_is_the_checks_own_sentence(tmp_path: Path, lang: str, answer: object) -> None:
    one = page(tmp_path, year(answer), lang)  # type: ignore[arg-type]
    words = LANGUAGES[lang].old_new
    (title,) = first_screen(one, lang).all("h1")
    assert clean(words.check("14")) in title
    assert (words.goes if answer is ROLLED_BACK else words.not_confirmed) in title
    assert words.confirmed not in title
    lines = [line for _, line in one.speaker.lines()]
    assert (lines[0] == LANGUAGES[lang].our_year.rolled_back_now) == (answer is ROLLED_BACK)


@EVERY
def test_what_is_only_estimated_says_so_and_stands_behind_a_line_to_open(tmp_path: Path, lang: str) -> None:
    one = page(tmp_path, year(None), lang)
    details = one.details().html
    d = LANGUAGES[lang].our_year.details
    (sentence,) = one.speaker.estimated()
    mark = "Estimated, not measured:" if lang == "en" else "Geschätzt, nicht gemessen:"
    assert sentence.startswith(mark)
    assert mark in d.estimate
    assert details.index(f"<details><summary>{d.estimate}") < details.index(clean(sentence)[:40])
    assert [row[0] for row in one.speaker.estimate_rows()] == [d.size(f"{n}\u00a0%") for n in (5, 10, 17)]
    assert d.nothing_measured in details


@EVERY
def test_a_year_in_which_nothing_happened_is_a_page_too(tmp_path: Path, lang: str) -> None:
    one = page(tmp_path, year(None, planned=False, ideas=False), lang)
    read, w = first_screen(one, lang), LANGUAGES[lang].our_year
    assert read.all("h1") == [w.nothing_tried]
    assert one.goals().html == ""
    assert w.details.nothing_adopted in one.details().html
    assert w.details.no_answers in one.details().html
    assert w.details.no_ideas in one.details().html


@EVERY
def test_an_agency_counts_the_checks_of_its_clients_and_adds_none_up(tmp_path: Path, lang: str) -> None:
    told = replace(year(MEASURED), checks=(checked(MEASURED), checked(ROLLED_BACK)))
    one = page(tmp_path, told, lang)
    assert one.speaker.headline()[1] == LANGUAGES[lang].our_year.several("2", "0", "1", "1")
    assert (
        len([line for line in one.speaker.checks() if clean(LANGUAGES[lang].old_new.check("14")) in clean(line)]) == 2
    )
    mine = page(tmp_path / "mine", replace(told, client="adler"), lang)
    assert mine.speaker.headline()[1] != one.speaker.headline()[1]


def test_every_number_is_in_the_result_beside_it(made: YearPage) -> None:
    result = made.result().data[RESULT]
    told = json.loads(json.dumps(result, allow_nan=False))
    assert len(told["tried"]) == 24
    assert told["checks"][0]["answer"] is None
    assert [one["size"] for one in told["estimates"]] == [0.17, 0.05, 0.1]
    assert told["goals"][0]["chance"] == 0.32
    assert told["until"] == "2026-09-30"


def test_a_year_is_small_and_asks_for_nothing(made: YearPage) -> None:
    html = page_of([made.head(), made.first_screen(), made.goals(), made.details(), made.result()])
    assert len(html.encode()) < 150_000
    assert "<script" not in html
    assert "http" not in html.replace("http://www.w3.org", "").replace('http-equiv="', "")


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.01, "less than 1 in 20"),
        (0.05, "about 1 in 10"),
        (0.449, "about 4 in 10"),
        (0.95, "about 9 in 10"),
        (0.97, "more than 19 in 20"),
    ],
)
def test_a_chance_is_said_in_tenths_and_never_as_certain(chance: float, words: str) -> None:
    assert chance_in_words(chance, "en") == words
