"""Both languages can say everything, from the same values."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from tests.report.examples import ALL, finding

from cliptrial.analysis.codes import Code
from cliptrial.analysis.results import Evidence, Finding, Role, VerdictCode
from cliptrial.metrics.catalogue import CATALOGUE
from cliptrial.wording.conclusions import can, cannot, next_steps, to_copy
from cliptrial.wording.headline import sentence, support
from cliptrial.wording.method import definitions, families, method, remarks
from cliptrial.wording.opening import opening
from cliptrial.wording.speaker import LANGUAGES, Speaker
from cliptrial.wording.trust import trust

BOTH = sorted(LANGUAGES)


def everything_said(s: Speaker) -> list[str]:
    """All sentences of a page."""
    first = opening(s)
    texts = [first.kicker, first.title, first.bold, *first.lines, sentence(s, s.analysis.verdict), *support(s)]
    texts += [f"{item.text} {item.small}" for item in trust(s)]
    texts += [*can(s), *cannot(s), *next_steps(s), *to_copy(s), *method(s), *remarks(s)]
    texts += [s.message(f) for f in s.analysis.findings]
    return texts + [text for pair in definitions(s) for text in pair]


def test_every_finding_has_a_sentence_in_every_language() -> None:
    for wording in LANGUAGES.values():
        assert {field.name for field in fields(wording.findings)} == {code.value for code in Code}


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("code", list(Code))
def test_a_finding_without_its_values_still_makes_a_sentence(code: str, lang: str) -> None:
    told = Speaker.of(ALL["better"](), lang).message(Finding(str(code), finding("locked").level, {}))
    assert told.endswith((".", ")"))
    assert "None" not in told
    assert "{" not in told


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
        found = re.findall(r"[+−]?\d[\d.,]*\d|[+−]?\d", text)
        return {n.replace(",", ".").rstrip(".") for n in found}

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


@pytest.mark.parametrize(
    ("name", "lang", "words"),
    [
        ("better", "en", "watched 17 % longer"),
        ("better", "de", "17 % länger angesehen"),
        ("several", "en", "2.4 times as long"),
        ("several", "de", "2,4-mal so lange"),
        ("worse", "en", "for 14 % less time"),
        ("observed", "en", "got 30 % more views than one with “Original”; nobody assigned them by chance"),
        ("observed", "de", "30 % mehr Aufrufe als einer mit „Original“"),
        ("split_test", "en", "the video was watched to the end 4 % more often"),
        ("guardrail_broken", "en", "but share rate suffered more than allowed (−31 %)"),
        ("confounded", "en", "“Trending” and the weekend came together."),
        ("unbounded", "en", "anything from −20 % upwards"),
    ],
)
def test_the_headline_says_it_in_the_metrics_own_words(name: str, lang: str, words: str) -> None:
    analysis = ALL[name]()
    told = sentence(Speaker.of(analysis, lang), analysis.verdict).replace("\u00a0", " ")
    assert words in told


@pytest.mark.parametrize("lang", BOTH)
def test_verdicts_differ_in_words(lang: str) -> None:
    chips = LANGUAGES[lang].terms.chips
    said = [getattr(chips, field.name) for field in fields(chips)]
    assert len(set(said)) == len(said)
    assert {code.value for code in VerdictCode} - {"inconclusive"} <= {field.name for field in fields(chips)}


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


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "neither doubled nor halved"), ("de", "weder verdoppelt noch halbiert")]
)
def test_missing_a_large_effect_is_not_called_no_difference(lang: str, words: str) -> None:
    s = Speaker.of(ALL["no_large_effect"](), lang)
    assert words in sentence(s, s.analysis.verdict)
    assert s.chip(s.analysis.verdict)[0] == s.w.terms.chips.not_large
    assert Speaker.of(ALL["equivalent"](), lang).chip(ALL["equivalent"]().verdict)[0] == s.w.terms.chips.equivalent


@pytest.mark.parametrize("lang", BOTH)
def test_between_ten_percent_and_a_doubling_the_margin_is_a_factor_both_ways(lang: str) -> None:
    analysis = replace(ALL["no_large_effect"](), at_least=0.5)
    s = Speaker.of(analysis, lang)
    told = sentence(s, analysis.verdict).replace("\u00a0", " ")
    assert "−33 %" in told
    assert "+50 %" in told


@pytest.mark.parametrize("lang", BOTH)
def test_the_first_lines_name_the_tags_of_both_sets(lang: str) -> None:
    said = " ".join(opening(Speaker.of(ALL["no_large_effect"](), lang)).lines)
    assert "(#kitchendemo #fyp #food #foodtok #viral)" in said
    assert "(#kitchendemo #onetinbakes #bakersoftiktok #germanbaking #weekendbake)" in said


@pytest.mark.parametrize("lang", BOTH)
def test_an_open_answer_gives_one_advice(lang: str) -> None:
    """Where the odds lean to one arm, what to do next leans the same way and speaks for no other."""
    s = Speaker.of(ALL["still_open"](), lang)
    lean = s.answer(s.analysis.verdict).lean
    assert lean is not None
    assert any(lean[0] in line and lean[1] in line for line in support(s))
    assert f"{lean[0]};" in next_steps(s)[0]
    assert not re.search("speaks against|spricht", next_steps(s)[0])


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


@pytest.mark.parametrize("lang", BOTH)
def test_a_plan_says_when_it_runs_and_when_the_answer_is_due(lang: str) -> None:
    s = Speaker.of(ALL["planned"](), lang)
    told = " ".join([sentence(s, s.analysis.verdict), *support(s)])
    assert "56" in told
    assert s.f.date(max(p.planned for p in s.analysis.posts if p.planned) + timedelta(days=7)) in told
    assert s.chip(s.analysis.verdict) == (s.w.terms.states["locked"], "plain")


@pytest.mark.parametrize("lang", BOTH)
def test_a_draft_names_what_is_missing(lang: str) -> None:
    s = Speaker.of(ALL["draft"](), lang)
    words = s.w.ahead
    assert all(gap in support(s)[0] for gap in (words.missing_schedule, words.missing_topics, words.missing_lock))
    assert [item.ok for item in trust(s)] == [False]


@pytest.mark.parametrize(
    ("lang", "weekdays", "calendar"),
    [
        ("en", "with weekdays taken", "with account, month and weekday taken"),
        ("de", "die Wochentage herausrechnet", "Account, Monat und Wochentag herausrechnet"),
    ],
)
def test_what_was_taken_into_account_is_named(lang: str, weekdays: str, calendar: str) -> None:
    assert weekdays in _said("confounded", lang)
    assert calendar in _said("observed", lang)


@pytest.mark.parametrize("lang", BOTH)
def test_wider_intervals_are_explained_with_the_comparisons_that_widen_them(lang: str) -> None:
    s = Speaker.of(ALL["better"](), lang)
    (told,) = families(s)
    assert s.names.metric("views") in told
    assert s.names.metric("completion_rate") in told
    assert s.f.confidence(0.975) in told


def test_every_german_label_has_its_cases() -> None:
    nouns = LANGUAGES["de"].terms.metrics
    assert {metric.labels["de"] for metric in CATALOGUE.values()} <= set(nouns)


def test_one_position_is_a_position_and_one_age_is_an_age() -> None:
    said = _said("no_large_effect")
    assert "(position 2)" in said
    assert "372 days old" in said
    assert "372 to 372" not in said
    assert "Cram" not in " ".join(
        Speaker.of(ALL["no_large_effect"](), "en").message(f) for f in ALL["no_large_effect"]().findings
    )
