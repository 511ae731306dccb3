"""Sentences about many posts and many experiments: whole, in the reader's words, and true to the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cliptrial.analysis.history.many_arms import ManyArms, ValueGuess
from cliptrial.analysis.results import Evidence, MetricFacts
from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.planning.chance_check import HALVES, OURS, SHOWN, ChanceCheck, Share
from cliptrial.wording.chance import ChanceSpeaker
from cliptrial.wording.languages import LANGUAGES
from cliptrial.wording.learned import best_guess, looked_at, many_arms_lines, many_arms_note, many_arms_rows

LANGS = ("en", "de")


def check(metric: Metric, wins: int = 970) -> ChanceCheck:
    shares = tuple(Share(code, wins if code == "sums_as_trials" else 50, 1000) for code in SHOWN)
    return ChanceCheck(metric, 500, 1, 2, ("2025-01-01", "2025-06-30"), 14, 1000, 0, shares, 0, "ab" * 32)


def column(name: str) -> Metric:
    """A metric as a table of posts gives it: its label is its name."""
    top, _, bottom = name.partition("/")
    kind, scale = (Kind.RATE, Scale.SHARE) if bottom else (Kind.COUNT, Scale.NUMBER)
    return Metric(name, kind, (top,), bottom or None, scale, {"en": name, "de": name})


@pytest.mark.parametrize(
    ("name", "english", "german"),
    [
        ("plays", "Views", "Aufrufe"),
        ("likes/plays", "Like rate", "Like-Rate"),
        ("Comments/Views", "Comment rate", "Kommentarrate"),
        ("likes/reach", "Likes per reach", "Likes je Reichweite"),
        ("profile_visits/views", "Profile visits per views", "Profile visits je Aufrufe"),
        ("dwell", "Dwell", "Dwell"),
    ],
)
def test_columns_of_a_table_are_told_by_the_labels_that_reports_use(name: str, english: str, german: str) -> None:
    told = [ChanceSpeaker.of([check(column(name))], lang) for lang in LANGS]
    assert [s.metric(s.checks[0]) for s in told] == [english, german]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("worst", [code for code in SHOWN if code != OURS])
def test_the_headline_is_one_clean_sentence_whichever_method_is_worst(lang: str, worst: str) -> None:
    metric = CATALOGUE["views"]
    shares = tuple(Share(code, 300 if code == worst else 50, 1000) for code in SHOWN)
    told = ChanceSpeaker.of([replace(check(metric), shares=shares)], lang).sentence()
    assert "30" in told
    assert told.endswith(".")
    assert not any(wrong in told for wrong in ("  ", " ,", ",,", " ;", "None", "{", "`"))


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_of_the_chance_check_asks_a_reader_to_type_a_command(lang: str) -> None:
    s = ChanceSpeaker.of([check(CATALOGUE["views"]), check(CATALOGUE["like_rate"])], lang)
    w = LANGUAGES[lang].chance
    told = [*s.support(), *s.can(), *w.cannot, *w.steps, *w.why_lines, *s.method(), *s.to_copy(), w.on_index]
    told += [text for words in w.methods.values() for text in (words.name, words.does)]
    assert not [text for text in told if "`" in text or "cliptrial " in text]
    assert HALVES in w.methods


def value(name: str, change: float, q: float | None) -> ValueGuess:
    found = q is not None and q <= 0.05
    return ValueGuess(name, 40, 2, 35.0, change * 1.5, change, (change - 0.1, change + 0.1), 0.9, q, q, found)


def many(*values: ValueGuess, best: str | None = "Good") -> ManyArms:
    facts = MetricFacts("views", "count", "number", CATALOGUE["views"].labels)
    return ManyArms(
        "sound", facts, values, 1234, 2, 0, 0.2, 1.0, 0.05, "Usual", best, None, Evidence.OBSERVED, "ab" * 32
    )


@pytest.mark.parametrize("lang", LANGS)
def test_values_that_stand_out_are_told_by_direction_and_nothing_is_called_better(lang: str) -> None:
    found = many(value("Good", 0.3, 0.01), value("Usual", 0.0, 0.9), value("Poor", -0.3, 0.02))
    above, below, observed = many_arms_lines(found, lang)
    assert "Good" in above
    assert "Poor" not in above
    assert "Poor" in below
    assert observed == LANGUAGES[lang].learned.many_arms.observed
    assert not any(word in f"{above} {below}" for word in ("better", "worse", "besser", "schlechter"))


@pytest.mark.parametrize("lang", LANGS)
def test_where_nothing_stands_out_that_is_said_with_the_numbers(lang: str) -> None:
    found = many(value("Good", 0.3, 0.2), value("Usual", 0.0, None), best=None)
    first, _ = many_arms_lines(found, lang)
    assert "2" in first
    assert ("1,234" if lang == "en" else "1.234") in first
    assert "Usual" in best_guess(found, lang)
    assert [row[-1][:1] for row in many_arms_rows(found, lang)] == ["p" if lang == "en" else "v", "–"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_metric_and_the_number_of_accounts_are_named(lang: str) -> None:
    told = looked_at(many(value("Good", 0.3, 0.01)), lang)
    assert ("views" if lang == "en" else "den Aufrufen") in told
    assert ("2 accounts" if lang == "en" else "2 Accounts") in told


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_that_leaves_values_out_says_how_many_there_are(lang: str) -> None:
    names = [value(f"Sound {n}", 0.1, 0.5) for n in range(15)]
    assert many_arms_note(many(*names), lang).startswith(("The 12", "Die 12"))
    assert "15" in many_arms_note(many(*names), lang).split(".")[0]
    assert many_arms_note(many(*names[:12]), lang) == LANGUAGES[lang].learned.many_arms.note
    assert len(many_arms_rows(many(*names), lang)) == 12
