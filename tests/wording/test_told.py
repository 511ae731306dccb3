"""What is told of real results and of stated values, sentence by sentence, in both languages.

The sentences stand in ``said``; ``python -m tests.wording.telling`` writes them anew, for somebody to read.
"""

from __future__ import annotations

import re

import pytest
from tests.wording.answers import ANSWERS, answer, answered
from tests.wording.cases import NAMES, analysis
from tests.wording.gathered import gathered
from tests.wording.telling import LANGUAGES, read, told
from tests.wording.words import FINDINGS, findings_said, words_said

from cliptrial.analysis.findings import RECORDS, codes
from cliptrial.analysis.results import Uplift, VerdictCode
from cliptrial.wording.experiment.headline import sentence, support
from cliptrial.wording.formats import MINUS, NBSP
from cliptrial.wording.speaker import Speaker


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_real_result_is_told_in_these_words(name: str, lang: str) -> None:
    assert told(Speaker.of(analysis(name), lang)) == read("results", lang)[name]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_with_stated_values_are_told_in_these_words(lang: str) -> None:
    assert {name: answered(name, lang) for name in ANSWERS} == read("answers", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_refusals_and_remedies_are_told_in_these_words(lang: str) -> None:
    assert findings_said(lang) == read("findings", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_phrase_of_the_vocabulary_is_this_one(lang: str) -> None:
    assert words_said(lang) == read("words", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_results_at_once_are_told_in_these_words(lang: str) -> None:
    assert gathered(lang) == read("gathered", lang)


def test_every_finding_has_values_here() -> None:
    assert set(FINDINGS) == set(RECORDS)


def test_every_refusal_is_said_of_a_finding() -> None:
    s = Speaker.of(answer("reached"), "en")
    assert codes(*s.w.refusals.by_record) <= set(FINDINGS)


def numbers(text: str, lang: str) -> list[float]:
    """Changes as a reader takes them from a sentence, as ratios minus one."""
    plain = text.replace(NBSP, " ").replace(MINUS, "-")
    plain = plain.replace(",", "") if lang == "en" else plain.replace(".", "").replace(",", ".")
    return [float(number) / 100 for number in re.findall(r"[+-]\d+(?:\.\d+)?(?= %)", plain)]


def bounds(row: Uplift) -> list[float]:
    """The ends that a sentence can name."""
    return [end for end in row.relative_interval if end is not None]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["better", "worse", "equivalent"])
def test_the_interval_read_back_from_the_page_is_the_one_of_the_result(name: str, lang: str) -> None:
    result = analysis(name)
    s, row = Speaker.of(result, lang), result.uplifts[0]
    assert numbers(support(s)[0], lang)[:2] == pytest.approx(bounds(row), abs=0.005)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [n for n, row in ANSWERS.items() if row["code"] in {"better", "worse"}])
def test_the_change_in_the_headline_is_the_one_of_the_row(name: str, lang: str) -> None:
    """As "17 % more", "17 % less" or "2.4 times", by the metric's own direction and never with a sign of its own."""
    result = answer(name)
    row, s = result.uplifts[0], Speaker.of(result, lang)
    if row.relative in (None, float("inf")) or not row.arm_value or not row.control_value or s.old_new is not None:
        return  # a check's headline says its change with a sign
    first = sentence(s, result.verdict).replace(NBSP, " ").replace(",", ".")
    if row.relative >= 1 and row.metric == "views":
        found = re.search(r"(\d+(?:\.\d+)?)(?: times|-mal)", first)
        assert found is not None
        assert float(found[1]) == pytest.approx(1 + row.relative, abs=0.05)
        return
    found = re.search(r"(\d+(?:\.\d+)?) %", first)
    assert found is not None
    assert float(found[1]) / 100 == pytest.approx(abs(row.relative), abs=0.005)
    less = re.search(r"fewer|less|lower|weniger|kürzer|seltener|niedriger", first)
    assert bool(less) == (row.relative < 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_a_randomised_result_says_yes_or_no(lang: str) -> None:
    for name, row in ANSWERS.items():
        result = answer(name)
        first = sentence(Speaker.of(result, lang), result.verdict)
        answers = re.match(r"(Yes|No,|Ja|Nein)\b", first) is not None
        causal = row.get("evidence") != "observed" and result.verdict.code in {VerdictCode.BETTER, VerdictCode.WORSE}
        if answers:
            assert causal, name
