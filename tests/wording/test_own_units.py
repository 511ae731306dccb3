"""A change in the metric's own unit, a month of it, and the risk of what leads: against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.report.examples import ALL
from tests.report.reading import clean

from cliptrial.analysis.results import Analysis, Evidence, VerdictCode
from cliptrial.wording.experiment.headline import support
from cliptrial.wording.experiment.tables import a_month, absolute
from cliptrial.wording.speaker import Speaker


def own_unit(metric: str, control: float | None, arm: float | None, lang: str) -> str:
    """What a row with these values says below its change."""
    result = ALL["better"]()
    row = replace(result.uplifts[0], metric=metric, control_value=control, arm_value=arm)
    return clean(absolute(Speaker.of(result, lang), row))


@pytest.mark.parametrize(
    ("metric", "control", "arm", "english", "german"),
    [
        ("average_watch_time", 7.6, 8.9, "1.3 s longer", "1,3 s länger"),
        ("average_watch_time", 8.9, 7.6, "1.3 s shorter", "1,3 s kürzer"),
        ("completion_rate", 0.20, 0.232, "3.2 points more", "3,2 Punkte mehr"),
        ("completion_rate", 0.232, 0.20, "3.2 points less", "3,2 Punkte weniger"),
        ("views", 8280.0, 17156.0, "about 8,900 more a post", "etwa 8.900 mehr je Post"),
        ("views", 1234.0, 1000.0, "about 230 fewer a post", "etwa 230 weniger je Post"),
        ("views", 10.0, 10.34, "about 0.3 more a post", "etwa 0,3 mehr je Post"),
        ("views", None, 10.0, "", ""),
        ("views", 10.0, None, "", ""),
    ],
)
def test_a_change_in_its_own_unit(
    metric: str, control: float | None, arm: float | None, english: str, german: str
) -> None:
    assert own_unit(metric, control, arm, "en") == english
    assert own_unit(metric, control, arm, "de") == german


def counted(control: float, arm: float, last: date = date(2026, 3, 28), **more: Any) -> Analysis:
    """Views of 54 posts that went out from 2 March on, clearly changed."""
    result = ALL["better"]()
    assert result.experiment is not None
    row = replace(result.uplifts[0], metric="views", control_value=control, arm_value=arm)
    verdict = replace(result.verdict, metric="views", code=more.pop("code", VerdictCode.BETTER))
    facts = replace(result.experiment, first_post=date(2026, 3, 2), last_post=last)
    arms = tuple(replace(one, posts=27) for one in result.arms)
    others = tuple(other for other in result.uplifts if other.metric != "views")
    return replace(result, uplifts=(row, *others), verdict=verdict, experiment=facts, arms=arms, **more)


def test_a_month_has_as_many_posts_as_thirty_days_of_the_experiment() -> None:
    """54 posts in 27 days are 60 in 30; 60 times 1,234 views more is 74,040, told by two digits."""
    result = counted(1000.0, 2234.0)
    assert clean(a_month(Speaker.of(result, "en"))) == "In a month of 60 such posts: about +74,000 views."
    assert clean(a_month(Speaker.of(result, "de"))) == "In einem Monat mit 60 solchen Posts: etwa +74.000 Aufrufe."
    fewer = counted(2234.0, 1000.0, date(2026, 6, 29), code=VerdictCode.WORSE)  # 54 posts in 120 days: 13.5 a month
    assert clean(a_month(Speaker.of(fewer, "en"))) == "In a month of 14 such posts: about −17,000 views."


@pytest.mark.parametrize("code", [VerdictCode.INCONCLUSIVE, VerdictCode.EQUIVALENT])
def test_what_is_not_clear_or_nobody_drew_comes_to_nothing_in_a_month(code: VerdictCode) -> None:
    assert a_month(Speaker.of(counted(1000.0, 2234.0, code=code), "en")) == ""
    assert a_month(Speaker.of(counted(1000.0, 2234.0, evidence=Evidence.OBSERVED), "en")) == ""
    assert a_month(Speaker.of(ALL["better"](), "en")) == "", "seconds are not added up"


@pytest.mark.parametrize(
    ("lean", "cases"),
    [
        (0.549, None),
        (0.451, None),
        (0.56, 4),
        (0.44, 4),
        (0.649, 4),
        (0.651, 3),
        (0.349, 3),
        (0.86, 1),
        (0.99, 1),
        (0.01, 1),
        (None, None),
    ],
)
def test_the_risk_is_told_in_tenths_from_a_lead_that_matters_on_and_never_as_none(
    lean: float | None, cases: int | None
) -> None:
    result = ALL["still_open"]()
    row = replace(result.uplifts[0], lean=lean)
    told = [clean(line) for line in support(Speaker.of(replace(result, uplifts=(row, *result.uplifts[1:])), "en"))]
    risks = [line for line in told if line.startswith("Risk:")]
    assert len(risks) == (cases is not None)
    assert all(f"about {cases} of 10" in line for line in risks)
