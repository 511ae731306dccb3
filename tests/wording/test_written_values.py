"""Values are written as the table ``formats.yaml`` says, names as people gave them."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML
from tests.records import record
from tests.wording.answers import answer

from cliptrial.analysis.findings.weekdays import WeekdayConfounded
from cliptrial.analysis.results import MetricFacts
from cliptrial.metrics import CATALOGUE
from cliptrial.planning.feasibility import Feasibility
from cliptrial.wording.describe import describe, describe_full, plain
from cliptrial.wording.experiment.answer import find_row, is_ahead, is_viewers
from cliptrial.wording.experiment.planned import plan_sentences
from cliptrial.wording.experiment.trust import short_hash
from cliptrial.wording.formats import MINUS, NBSP, known
from cliptrial.wording.languages import LANGUAGES, wording_for
from cliptrial.wording.names import Names, cut, human, noun_of
from cliptrial.wording.phrases import Phrases
from cliptrial.wording.speaker import Speaker

ROWS: list[list[Any]] = YAML(typ="safe").load(Path(__file__).with_name("formats.yaml"))


@pytest.mark.parametrize(("method", "arguments", "english", "german"), ROWS)
def test_a_value_is_written_as_the_table_says(method: str, arguments: list[Any], english: str, german: str) -> None:
    for lang, wanted in (("en", english), ("de", german)):
        told = getattr(wording_for(lang).formats, method)(*arguments)
        assert told.replace(NBSP, "~") == wanted


def test_weekdays_are_short_and_begin_on_monday() -> None:
    assert wording_for("en").formats.weekdays() == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert wording_for("de").formats.weekdays() == ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def test_money_has_the_currency_of_the_workspace_where_it_names_one() -> None:
    english, german = (wording_for(lang, "EUR").formats for lang in ("en", "de"))
    assert english.value(1234.5, "money") == "€1,234.50"
    assert german.value(-1234.5, "money") == f"{MINUS}1.234,50{NBSP}€"
    assert english.value(1234.5, "number") == "1,234"
    assert wording_for("en").formats.currency is None
    assert Speaker.of(answer("reached"), "en", "EUR").f.currency == "EUR"


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_known(value: float | None) -> None:
    assert not known(value)
    assert known(0.0)


FACTS = {
    "views": MetricFacts("views", "count", "number", {"en": "Views", "de": "Aufrufe"}),
    "ctr": MetricFacts("ctr", "rate", "share", {"en": "CTR of links", "de": ""}),
}


def names(lang: str = "en", **arms: Any) -> Names:
    """Names of a result with these arms."""
    said = {
        arm: value if isinstance(value, str) else " ".join(f"#{tag}" for tag in value) for arm, value in arms.items()
    }
    sets = {arm: value for arm, value in arms.items() if isinstance(value, tuple)}
    return Names(lang, said, FACTS, LANGUAGES[lang].terms, sets)


def test_an_arm_is_called_by_its_value_where_that_is_short_and_by_its_id_otherwise() -> None:
    short, long = "a" * 22, "b" * 23
    assert names(x=short).arm("x") == short
    assert names(own_sound=long).arm("own_sound") == "Own sound"
    assert names(**{long: long}).arm(long) == long
    assert names().arm("own-sound") == "Own sound"
    assert names(x="").arm("x") == "X"
    assert names().arm(None) == ""


def test_an_arm_is_said_in_full_up_to_sixty_letters() -> None:
    assert names(x="a" * 60).said("x") == f"“{'a' * 60}”"
    assert names(x="a" * 61).said("x") == "“X”"
    assert names(x="").said("x") == "“X”"
    assert names(x="Hook in the first 3 s").said("x") == f"“Hook in the first 3{NBSP}s”"
    assert names(x="Hook in 3 seconds").said("x") == "“Hook in 3 seconds”"
    assert names(x="the “best” one").quoted("x") == "“the ‘best’ one”"
    assert names("de", x="die „beste“ Art").quoted("x") == "„die ‚beste‘ Art“"


def test_a_set_of_tags_is_introduced_behind_its_label_and_by_its_label_later() -> None:
    tags = ("one", "two", "three", "four", "five")
    told = names(niche=tags)
    assert told.said("niche") == "“Niche”"
    assert told.introduced("niche") == "“Niche” (#one #two #three #four #five)"
    assert names(niche=("one", "two")).introduced("niche") == "“#one #two”"
    assert names(niche=("a" * 30,)).introduced("niche") == "“Niche”"
    assert names(x="Loud").introduced("x") == "“Loud”"
    assert names().introduced(None) == "“”"


def test_of_many_tags_as_many_are_named_as_a_reader_can_follow() -> None:
    fits = ("a" * 69, "b" * 68)  # 140 letters with their signs and the space between them
    assert names(niche=fits).introduced("niche") == f"“Niche” (#{'a' * 69} #{'b' * 68})"
    assert names(niche=("a" * 69, "b" * 69, "c")).introduced("niche") == f"“Niche” (#{'a' * 69} …)"
    assert names(niche=("a" * 200, "b")).introduced("niche") == f"“Niche” (#{'a' * 200} …)"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("a" * 26, "a" * 26),
        ("a" * 27, "a" * 25 + "…"),
        ("kitchen sounds and a piano", "kitchen sounds and a piano"),
        ("kitchen sounds, and a quiet piano", "kitchen sounds, and a…"),
        ("kitchen and sounds, afterwards", "kitchen and sounds…"),
        ("twelve chars afterwards-and-more", "twelve chars afterwards-a…"),
        ("thirteen char afterwards-and-so-on", "thirteen char…"),
    ],
)
def test_a_long_label_is_cut_at_a_word_where_one_ends_in_its_second_half(text: str, label: str) -> None:
    assert cut(text) == label


def test_codes_are_read_as_words() -> None:
    assert human("own_sound-2 ") == "Own sound 2"
    assert human("") == ""


def test_metrics_and_attributes_are_lowered_in_english_only_and_acronyms_never() -> None:
    english, german = names(), names("de")
    assert (english.metric("views"), english.metric_within("views")) == ("Views", "views")
    assert (german.metric("views"), german.metric_within("views")) == ("Aufrufe", "Aufrufe")
    assert (english.metric("ctr"), english.metric_within("ctr")) == ("CTR of links", "CTR of links")
    assert german.metric("ctr") == "Ctr"
    assert (english.metric("saves_x"), english.metric(None)) == ("Saves x", "")
    assert (english.attribute("own_sound"), english.attribute_within("own_sound")) == ("Own sound", "own sound")
    assert (german.attribute_within("hook"), german.the("hook")) == ("Hook", "der Hook")
    assert (english.attribute("cover_x"), english.the("cover_x")) == ("Cover x", "Cover x")
    assert noun_of("CTR", LANGUAGES["en"].terms).the == "CTR"
    assert noun_of("Views", LANGUAGES["en"].terms).at == "views"
    assert not noun_of("Clicks", LANGUAGES["en"].terms).plural
    assert (noun_of("Klicks", LANGUAGES["de"].terms).the, noun_of("Klicks", LANGUAGES["de"].terms).at) == (
        "die Metrik Klicks",
        "der Metrik Klicks",
    )


def phrases() -> Phrases:
    """The parts of an English sentence about a finding."""
    return Phrases(wording_for("en").formats, names(x="Loud"), {"falling": "a counter that falls"})


def test_the_parts_of_sentences_are_written_as_a_reader_says_them() -> None:
    s = phrases()
    assert (s.n(3), s.n(1.25, 1), s.n(8420.0)) == ("3", "1.2", "8,420")
    assert (s.count(1, "post", "posts"), s.count(1.0, "day", "days"), s.count(0, "post", "posts")) == (
        "1 post",
        "1 day",
        "0 posts",
    )
    assert (s.percent(0.17), s.signed(0.17), s.signed(-0.03)) == (f"17{NBSP}%", f"+17{NBSP}%", f"{MINUS}3{NBSP}%")
    assert (s.p(0.0304), s.p(0.0001)) == ("p = .03", f"p <{NBSP}.001")
    assert s.date(dt.date(2026, 3, 2)) == "2 March 2026"
    assert (s.arm("x"), s.arms(["x", "y "]), s.row("views", "x")) == ("“Loud”", "“x” and “y ”", "Views, “Loud”")
    assert (s.metric("views"), s.metric_within("views")) == ("Views", "views")
    assert (s.attribute("slot"), s.the("slot")) == ("Posting slot", "the posting slot")
    assert s.attributes(["own_sound", "slot"]) == "own sound and posting slot"
    assert s.weekdays((0, 6)) == "Monday and Sunday"
    assert s.rules(["falling", "some_new_rule"]) == "a counter that falls and some new rule"


def test_a_long_list_ends_in_an_ellipsis() -> None:
    assert phrases().listing(range(12)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 11"
    assert phrases().listing(range(13)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …"


@pytest.mark.parametrize(
    ("arm", "control", "weekend"),
    [
        ((3, 4), (2, 4), True),
        ((2, 4), (3, 4), True),
        ((74, 100), (50, 100), False),
        ((0, 4), (4, 4), True),
        ((4, 4), (0, 4), True),
    ],
)
def test_arms_differ_by_the_weekend_from_a_quarter_of_their_posts_on(
    arm: tuple[int, int], control: tuple[int, int], weekend: bool
) -> None:
    posts = {"posts_arm": arm[1], "posts_control": control[1]}
    found = record("weekday_confounded", values=posts | {"weekend_arm": arm[0], "weekend_control": control[0]})
    assert isinstance(found, WeekdayConfounded)
    assert found.weekend is weekend


@pytest.mark.parametrize(
    ("text", "short"), [(None, ""), ("", ""), ("abcdefghi", "abcdefghi"), ("abcdefghij", "abcd…ghij")]
)
def test_a_hash_is_told_by_its_ends(text: str | None, short: str) -> None:
    assert short_hash(text) == short


class Colour(Enum):
    """For a value that only has one underneath."""

    RED = "red"


@dataclass
class Other:
    """Something that is kept as it is."""


def test_plain_values_are_what_json_can_hold() -> None:
    other = Other()
    given = {
        "enum": Colour.RED,
        1: math.inf,
        "nan": math.nan,
        "day": dt.date(2026, 3, 2),
        "tuple": (1, (2.5, None)),
        "numpy": np.float64("nan"),
        "int": np.int64(3),
        "array": [np.bool_(True)],
        "other": other,
    }
    assert plain(given) == {
        "enum": "red",
        "1": None,
        "nan": None,
        "day": "2026-03-02",
        "tuple": [1, [2.5, None]],
        "numpy": None,
        "int": 3,
        "array": [True],
        "other": other,
    }


def test_the_json_object_holds_the_rows_findings_and_verdicts_as_they_are() -> None:
    result = answer("a guardrail is broken")
    small, full = describe(result), describe_full(result, "de")
    (primary, guardrail) = result.uplifts
    assert small["uplifts"][0]["relative_interval"] == [0.12, 0.25]
    assert small["uplifts"][0]["verdict"] == "better"
    assert small["uplifts"][1] == small["uplifts"][1] | {
        "metric": "like_rate",
        "role": "guardrail",
        "verdict": "broken",
    }
    assert small["uplifts"][0]["p_value"] == primary.p_value
    assert guardrail.relative == small["uplifts"][1]["relative"]
    assert small["verdict"] == {
        "code": "better",
        "size": "reached",
        "arm": "b",
        "metric": "views",
        "sentence": f"Yes. With “Question”, a typical post got 17{NBSP}% more views, but like rate suffered more than "
        f"allowed ({MINUS}31{NBSP}%).",
    }
    assert small["verdicts"] == [small["verdict"]]
    assert small["arms"] == [{"id": "a", "posts": 20}, {"id": "b", "posts": 20}]
    assert small["evidence"] == "randomised"
    assert small["experiment"]["start"] == "2026-03-02"
    assert describe(answer("a comparison"))["experiment"] is None
    assert full["lang"] == "de"
    assert full["verdict"]["sentence"] == full["verdict"]["sentences"]["de"]
    assert full["verdict"]["sentences"]["en"] == small["verdict"]["sentence"]
    assert full["verdict"]["words"] == {"en": "Better", "de": "Besser"}
    assert (full["verdict"]["tone"], full["verdict"]["reason"]) == ("open", None)
    assert full["verdict"]["broken_guardrails"] == ["like_rate"]
    assert full["arms"][1] == {"id": "b", "posts": 20, "value": "Question", "control": False}
    assert full["uplifts"][0]["reason"] is None
    assert len(full["posts"]) == 40
    assert full["at_least"] == 0.1


def test_findings_of_the_json_object_carry_level_values_and_message() -> None:
    result = answer("locked late")
    (told,) = describe(result, "en")["findings"]
    assert told == {
        "code": "locked_late",
        "level": "warning",
        "values": {"locked_on": "2026-03-03", "first_post": "2026-03-02"},
        "message": "The plan was locked on 3 March 2026, after the first post on 2 March 2026.",
    }
    refused = describe_full(answer("refused for its weekdays"))
    assert refused["verdict"]["reason"] == refused["uplifts"][0]["reason"] == "weekday_confounded"


def test_the_row_of_a_verdict_is_the_primary_one_of_its_arm() -> None:
    result = answer("a guardrail held")
    assert find_row(result, result.verdict) is result.uplifts[0]
    assert not is_viewers(result)
    assert is_viewers(answer("people of viewers"))
    assert not is_ahead(result)


def feasible(**given: Any) -> Feasibility:
    """What a plan can find out."""
    usual = {
        "metric": "views",
        "posts_per_arm": 28,
        "spread": 1.0,
        "earlier_posts": 112,
        "smallest": 0.214,
        "power": 0.4249,
        "at_least": 0.1,
        "posts_needed": 1916,
    }
    return Feasibility(**(usual | given))


@pytest.mark.parametrize(
    ("given", "lang", "told"),
    [
        (
            {},
            "en",
            (
                "With 28 posts an arm you can detect a change of +21~% in views (in 4 of 5 experiments).",
                "The +10~% you ask for would be found in 42~% of such experiments. To find +10~% reliably would take "
                "about 2,000 posts an arm. Otherwise test a bolder change, choose a metric that varies less from post "
                "to post, or read the answer as a range.",
                "Worked out from how much 112 earlier posts differ.",
            ),
        ),
        ({"smallest": 0.1}, "en", (None, "That is enough for the +10~% you ask for.", None)),
        ({"smallest": 0.9499}, "en", ("With 28 posts an arm you can detect a change of +95~% in views (in 4 of 5 "
         "experiments).", None, None)),
        ({"smallest": 0.95}, "en", ("With 28 posts an arm you can only detect a change that multiplies views by 2 or "
         "more (in 4 of 5 experiments).", None, None)),
        ({"earlier_posts": None}, "en", (None, None, "Worked out from experience; from 20 earlier posts on, your own "
         "posts' spread counts.")),
        ({"posts_needed": 9, "power": 0.0049}, "en", (None, "The +10~% you ask for would be found in 0~% of such "
         "experiments. To find +10~% reliably would take about 9 posts an arm. Otherwise test a bolder change, choose "
         "a metric that varies less from post to post, or read the answer as a range.", None)),
        ({"posts_needed": 121}, "en", (None, "The +10~% you ask for would be found in 42~% of such experiments. To "
         "find +10~% reliably would take about 130 posts an arm. Otherwise test a bolder change, choose a metric that "
         "varies less from post to post, or read the answer as a range.", None)),
    ],
)  # fmt: skip
def test_a_plan_says_what_it_can_find_out(given: dict[str, Any], lang: str, told: tuple[str | None, ...]) -> None:
    said = [s.replace(NBSP, "~") for s in plan_sentences(feasible(**given), CATALOGUE["views"], lang)]
    assert len(said) == 3
    for sentence, wanted in zip(said, told, strict=True):
        assert wanted is None or sentence == wanted


def test_a_metric_without_a_label_in_the_language_is_told_by_its_name() -> None:
    from dataclasses import replace

    english = replace(CATALOGUE["views"], name="odd_views", labels={"en": "Plays"})
    assert "der Metrik Odd views" in plan_sentences(feasible(), english, "de")[0]
    assert "odd name" in plan_sentences(feasible(), replace(english, name="odd_name", labels={}), "en")[0]


def test_both_languages_are_there_and_no_other() -> None:
    assert sorted(LANGUAGES) == ["de", "en"]
    assert {lang: wording.lang for lang, wording in LANGUAGES.items()} == {"de": "de", "en": "en"}
