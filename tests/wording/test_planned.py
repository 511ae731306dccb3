"""What a plan can find out is said in the language that was asked for, in whole sentences."""

from __future__ import annotations

import pytest

from cliptrial.metrics.catalogue import CATALOGUE
from cliptrial.planning import Feasibility
from cliptrial.wording.experiment.planned import plan_sentences
from cliptrial.wording.languages import LANGUAGES


def found(smallest: float, **more: object) -> Feasibility:
    values = {
        "metric": "average_watch_time",
        "posts_per_arm": 28,
        "spread": 0.3,
        "smallest": smallest,
        "at_least": 0.1,
        "power": 0.42,
        "posts_needed": 120,
        "earlier_posts": 112,
    } | more
    return Feasibility(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "smallest", "words"),
    [
        ("de", 0.21, "bei der durchschnittlichen Wiedergabezeit ein Unterschied ab +21 %"),
        ("de", 1.2, "bei der durchschnittlichen Wiedergabezeit nur ein Anstieg auf mindestens das 2,2-Fache"),
        ("en", 0.21, "a change of +21 % in average watch time"),
        ("en", 1.2, "multiplies average watch time by 2.2 or more"),
    ],
)
def test_the_metric_stands_in_its_case(lang: str, smallest: float, words: str) -> None:
    told = plan_sentences(found(smallest), CATALOGUE["average_watch_time"], lang)
    assert words in told[0].replace("\u00a0", " ")
    assert len(told) == 3


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_where_the_spread_is_unknown_nothing_is_promised(lang: str) -> None:
    (told,) = plan_sentences(None, CATALOGUE["views"], lang)
    assert "%" not in told
    assert LANGUAGES[lang].terms.metrics[CATALOGUE["views"].labels[lang]].at in told


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
@pytest.mark.parametrize(("chance", "sentences"), [(None, 0), (0.33, 1), (0.1, 1), (0.0999, 2), (0.07, 2)])
def test_a_plan_says_that_it_may_end_early_and_where_that_is_likely_from_the_start(
    lang: str, chance: float | None, sentences: int
) -> None:
    words, metric = LANGUAGES[lang].terminal.outlook, CATALOGUE["average_watch_time"]
    told = plan_sentences(found(0.21, clear_at_all=chance), metric, lang)[3:]
    assert len(told) == sentences
    assert told[:1] == ((words.early_end,) if sentences else ())
    assert sentences < 2 or ("10" if chance == 0.0999 else "7") in told[1]
    assert plan_sentences(None, metric, lang, early=True)[1:] == (words.early_end,)
