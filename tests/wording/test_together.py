"""What a page says of the other ideas on the posts of a combined test: named, told beside the answer, never in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.wording.cases import analysis

from cliptrial.analysis.results import Analysis, OtherIdea, OtherTexts, VerdictCode
from cliptrial.wording.describe import describe, describe_full
from cliptrial.wording.experiment.headline import sentence, support
from cliptrial.wording.experiment.together import together
from cliptrial.wording.speaker import Speaker

SOUND = OtherIdea(
    "trend-sound",
    "Trend sound",
    "Calm piano",
    "Loud drums",
    {"de": OtherTexts("Trendsound", None, {"control": "Ruhiges Klavier"})},
    (0.12, -0.034),
    -0.1375,
    (-0.5, 0.4),
)
COVER = OtherIdea("cover-face", "Face on the cover", "Dish", "Face")


def beside(*ideas: OtherIdea) -> Analysis:
    return replace(analysis("season, better"), together=ideas)


def lines(of: Analysis, lang: str = "en") -> list[str]:
    return [line.replace("\xa0", " ") for line in together(Speaker.of(of, lang))]


def said(lang: str, *ideas: OtherIdea) -> list[str]:
    return lines(beside(*ideas), lang)


def test_each_idea_has_a_line_and_the_number_of_questions_is_told_once() -> None:
    assert said("en", SOUND, COVER) == [
        "Trend sound: the difference was +12 % with “Calm piano” and −3 % with “Loud drums”. "
        "Such a difference can be chance.",
        "Face on the cover: “Dish” or “Face”.",
        "Each question was drawn by itself. When one is compared, the others' planned arms are held equal.",
        "3 questions: if nothing works, about 1 in 7 such combined tests still shows a difference.",
    ]
    assert said("de", SOUND, COVER) == [
        "Trendsound: Der Unterschied betrug mit „Ruhiges Klavier“ +12 % und mit „Loud drums“ −3 %. "
        "So ein Abstand kann Zufall sein.",
        "Face on the cover: „Dish“ oder „Face“.",
        "Jede Frage wurde für sich ausgelost. Wird eine verglichen, sind die geplanten Varianten der anderen "
        "herausgerechnet.",
        "3 Fragen: Wirkt nichts, zeigt trotzdem etwa 1 von 7 solchen Kombi-Tests einen Unterschied.",
    ]


def test_two_questions_find_something_in_one_test_of_ten() -> None:
    assert "about 1 in 10" in said("en", COVER)[-1]


@pytest.mark.parametrize(("interval", "told"), [((-0.6, -0.01), True), ((-0.6, 0.0), False), ((0.01, 0.9), True)])
def test_a_difference_is_told_as_more_than_chance_where_its_interval_leaves_out_zero(
    interval: tuple[float, float], told: bool
) -> None:
    idea = replace(SOUND, interval=interval)
    assert idea.differs is told
    assert ("more than chance" in said("en", idea)[0]) is told


def test_where_the_verdict_is_withheld_ideas_are_named_without_numbers() -> None:
    given = beside(SOUND)
    withheld = replace(given, verdict=replace(given.verdict, code=VerdictCode.UNANSWERABLE, reason="plan_changed"))
    assert lines(withheld)[0] == "Trend sound: “Calm piano” or “Loud drums”."


def test_an_experiment_alone_says_nothing_of_other_ideas() -> None:
    assert said("en") == []


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_answer_does_not_speak_of_them(lang: str) -> None:
    alone, both = (Speaker.of(one, lang) for one in (beside(), beside(SOUND, COVER)))
    assert sentence(both, both.analysis.verdict) == sentence(alone, alone.analysis.verdict)
    assert support(both) == support(alone)


def test_results_have_the_key_of_a_combined_test_only() -> None:
    assert "together" not in describe_full(beside())
    told = describe_full(beside(SOUND))["together"]
    assert isinstance(told, list)
    assert told[0]["relative"] == [0.12, -0.034]
    assert describe(beside(SOUND)) == describe(beside())
