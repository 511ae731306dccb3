"""Both languages can say everything, from the same values."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.report.examples import ALL

from cliptrial.analysis.findings import RECORDS
from cliptrial.analysis.results import Evidence, Role, VerdictCode
from cliptrial.metrics.catalogue import CATALOGUE
from cliptrial.wording.declared.words import declared
from cliptrial.wording.experiment.conclusions import can, cannot, next_steps, to_copy
from cliptrial.wording.experiment.headline import sentence, support
from cliptrial.wording.experiment.opening import opening
from cliptrial.wording.experiment.trust import trust
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.method import definitions, method, remarks
from cliptrial.wording.speaker import Speaker

BOTH = sorted(LANGUAGES)


def everything_said(s: Speaker) -> list[str]:
    """All sentences of a page."""
    first = opening(s)
    texts = [
        first.kicker,
        first.title,
        *filter(None, [first.bold]),
        *first.lines,
        sentence(s, s.analysis.verdict),
        *support(s),
    ]
    texts += [f"{item.text} {item.small}" for item in trust(s)]
    texts += [*can(s), *cannot(s), *next_steps(s), *to_copy(s), *method(s), *remarks(s)]
    texts += [s.message(f) for f in s.analysis.findings]
    return texts + [text for pair in definitions(s) for text in pair]


def test_every_finding_has_a_sentence_in_every_language() -> None:
    for wording in LANGUAGES.values():
        assert set(wording.findings.by_record) == set(RECORDS.values())


def test_the_languages_refuse_and_look_ahead_for_the_same_findings() -> None:
    for part in (lambda w: w.refusals, lambda w: w.ahead.findings, lambda w: w.verdicts.settles):
        said = [set(part(wording).by_record) for wording in LANGUAGES.values()]
        assert said[0] == said[1]


@pytest.mark.parametrize("part", ["roles", "evidence", "states", "decisions", "rules", "predicates", "nouns"])
def test_the_languages_know_the_same_words(part: str) -> None:
    words = [set(getattr(wording.terms, part)) for wording in LANGUAGES.values()]
    assert words[0] == words[1]


def test_roles_and_evidence_levels_are_complete() -> None:
    for wording in LANGUAGES.values():
        assert set(wording.terms.roles) == set(Role)
        assert set(wording.terms.evidence) == set(Evidence)


def test_metrics_with_words_of_their_own_exist() -> None:
    known = {name for wording in LANGUAGES.values() for name in wording.terms.predicates}
    assert known <= set(CATALOGUE)


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("name", sorted(ALL))
def test_every_sentence_is_whole(name: str, lang: str) -> None:
    for text in everything_said(Speaker.of(ALL[name](), lang)):
        assert text.strip(), name
        assert not re.search(r"\bNone\b|\bnan\b|\binf\b|\{\w*\}| {2}|\(\)", text.replace("{{7*7}}", "")), text
        assert not re.search(r"\d-\d|(?<!\w)-\d", re.sub(r"\d{4}-\d\d-\d\d", "", text)), text


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_numbers_are_the_same_in_both_languages(name: str, lang: str) -> None:
    """Every number of the headline and of what stands below it appears in the other language, too."""

    def numbers(code: str) -> set[str]:
        s = Speaker.of(ALL[name](), code)
        text = " ".join([sentence(s, s.analysis.verdict), *support(s)])
        found = re.findall(r"[+−]?\.?\d[\d.,]*\d|[+−]?\.?\d", text)
        return {re.sub(r"^0\.", ".", n.replace(",", ".")) for n in found}

    assert numbers(lang) == numbers("en")


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("name", ["observed", "history"])
def test_nothing_observed_is_called_better_or_a_cause(name: str, lang: str) -> None:
    s = Speaker.of(ALL[name](), lang)
    said = " ".join([*everything_said(s), *(s.chip(row)[0] for row in s.analysis.uplifts)]).lower()
    assert not re.search(r"\b(better|because|worse|besser|weil|schlechter)\b", said)


@pytest.mark.parametrize("lang", BOTH)
def test_before_the_experiment_is_ready_no_uplift_is_told(lang: str) -> None:
    s = Speaker.of(replace(ALL["not_ready"](), uplifts=ALL["several"]().uplifts), lang)
    said = " ".join(t for t in everything_said(s) if t not in {x for pair in definitions(s) for x in pair})
    measured = [n for row in s.analysis.uplifts for n in (row.relative, *row.relative_interval, row.reckon_with)]
    told = {s.f.signed(value) for value in measured if value is not None}
    assert len(told) > 10
    assert [value for value in told if value in said] == []


@pytest.mark.parametrize("lang", BOTH)
def test_verdicts_differ_in_words(lang: str) -> None:
    chips = LANGUAGES[lang].terms.chips
    said = [getattr(chips, name) for name in declared(type(chips))]
    assert len(set(said)) == len(said)
    assert {code.value for code in VerdictCode} - {"inconclusive"} <= set(declared(type(chips)))


def test_long_values_of_a_comparison_are_cut_and_never_changed() -> None:
    analysis = ALL["observed"]()
    long = "#one_tin-bakes #bakersoftiktok #germanbaking #weekendbake"
    arms = (analysis.arms[0], replace(analysis.arms[1], id=long, value=long))
    label = Speaker.of(replace(analysis, arms=arms), "en").names.arm(long)
    assert label.endswith("…")
    assert long.startswith(label[:-1])
    assert len(label) <= 26


def _said(name: str, lang: str = "en") -> str:
    s = Speaker.of(ALL[name](), lang)
    defined = {x for pair in definitions(s) for x in pair}
    return " ".join(t for t in everything_said(s) if t not in defined).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", BOTH)
def test_between_ten_percent_and_a_doubling_the_margin_is_a_factor_both_ways(lang: str) -> None:
    analysis = replace(ALL["no_large_effect"](), at_least=0.5)
    s = Speaker.of(analysis, lang)
    told = sentence(s, analysis.verdict).replace("\u00a0", " ")
    assert "−33 %" in told
    assert "+50 %" in told


def test_only_counts_are_added_up() -> None:
    assert remarks(Speaker.of(ALL["better"](), "en")) == []
    views = replace(ALL["no_large_effect"](), total_relative=0.19)
    *_, total = remarks(Speaker.of(views, "en"))
    assert total == "Views, added up over all posts: +19\u00a0%. Totals hang on the best posts."


@pytest.mark.parametrize("name", ["planned", "draft"])
def test_before_the_first_post_nothing_is_told_as_if_it_had_happened(name: str) -> None:
    english, german = _said(name), _said(name, "de")
    assert not re.search(r"\b0 posts|thing changed|has changed|We tested|as planned|randomised", english, re.IGNORECASE)
    assert not re.search(r"\b0 Posts|getestet|war anders|wie geplant", german)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_without_an_answer_no_change_is_told_among_what_we_know(lang: str) -> None:
    for name in ("confounded", "weekend"):
        assert not any("%" in line for line in support(Speaker.of(ALL[name](), lang)))


def test_every_german_label_has_its_cases() -> None:
    nouns = LANGUAGES["de"].terms.metrics
    assert {metric.labels["de"] for metric in CATALOGUE.values()} <= set(nouns)
