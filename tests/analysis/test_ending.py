"""In which order an experiment is looked at, and when a test may be ended or was: each limit from both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cliptrial.analysis.checks import early_end, experiment_checks
from cliptrial.analysis.checks.early_end import claims_nothing, early_end_findings, only_complete
from cliptrial.analysis.findings import Level
from cliptrial.analysis.interim import CurrentLook
from cliptrial.analysis.material import Outcome
from cliptrial.analysis.results import GuardrailVerdict, Role, Size, Verdict, VerdictCode
from cliptrial.posts.lake.history import Coverage
from cliptrial.posts.records import Post
from cliptrial.registry.decisions import Choice
from cliptrial.registry.plan.schedule import Position

DAY, NOW = date(2026, 3, 20), datetime(2026, 3, 20, 18)


@dataclass(frozen=True)
class Ended:
    """As much of what was gathered as is left out of a test that was ended."""

    outcomes: tuple[Outcome, ...]
    coverage: Coverage


@dataclass(frozen=True)
class Row:
    """As much of an uplift as a test that was ended changes."""

    role: Role
    verdict: VerdictCode | GuardrailVerdict
    size: Size | None = Size.REACHED
    reason: str | None = None


@dataclass(frozen=True)
class Found:
    """As much of an answer as a test that was ended changes."""

    verdict: Verdict
    verdicts: tuple[Verdict, ...]
    uplifts: tuple[Row, ...]


def plan(**other: Any) -> Any:
    """As much of an experiment as these checks look at: a control and two variants."""
    experiment = SimpleNamespace(
        change=SimpleNamespace(arms=tuple(SimpleNamespace(id=one) for one in "abc")),
        analysis=SimpleNamespace(alpha=0.05, looks=2, futility=True),
    )
    return SimpleNamespace(experiment=experiment, **other)


STEPS = (
    "ready_findings", "early_end_findings", "rule_findings", "lock_findings", "deviation_findings", "uneven_findings",
    "rotation_findings", "period_findings", "extra_findings", "variable_findings", "attribute_findings",
    "measurement_findings", "like_findings",
)  # fmt: skip
"""What is looked at, in the order in which it is read."""


def looked_at(monkeypatch: pytest.MonkeyPatch, *, broken: bool = False, posted: bool = True, **other: Any) -> list[Any]:
    """Which checks are made of an experiment; each tells its name and whether numbers may be shown."""

    def step(name: str) -> Any:
        def made(*given: Any, with_numbers: bool | None = None, slope_held: bool | None = None) -> list[Any]:
            asked[name] = (given, with_numbers, slope_held)
            return [name] if broken or name != "rule_findings" else []

        return made

    asked: dict[str, Any] = {}
    for name in STEPS:
        monkeypatch.setattr(experiment_checks, name, step(name))
    days = np.array([False, posted])
    monkeypatch.setattr(experiment_checks, "posted_weekdays", lambda material: (days, "weekday"))
    monkeypatch.setattr(experiment_checks, "posting_times", lambda material: "times")
    when = [SimpleNamespace(posted=datetime(2026, 3, day, 18)) for day in (5, 4)]
    material = plan(outcomes=[*when, SimpleNamespace(posted=None)], likes=other.get("likes", "likes"))
    own: Any = "units"
    found = list(experiment_checks.experiment_findings(material, own, other.get("look"), ()))
    assert asked["lock_findings"][0] == (material, date(2026, 3, 4))
    if "rotation_findings" in asked:
        assert asked["rotation_findings"][0] == (own, days, "weekday", "a", ["b", "c"])
        assert asked["period_findings"] == ((own, days, "times", "a", ["b", "c"]), None, True)
        assert asked["extra_findings"][1] is asked["attribute_findings"][1] is (other.get("look") is not None)
    return found


def test_checks_are_read_in_their_order_and_a_schedule_that_no_rule_draws_ends_those_of_its_posts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fine = [name for name in STEPS if name != "rule_findings"]
    assert looked_at(monkeypatch) == looked_at(monkeypatch, look="look") == fine
    assert looked_at(monkeypatch, likes=None) == fine[:-1]
    assert looked_at(monkeypatch, broken=True) == [*STEPS[:5], "like_findings"]
    assert looked_at(monkeypatch, posted=False) == [*fine[:4], "like_findings"]


def ending(**other: Any) -> Any:
    """A test of twenty posts in two steps of six and ten, which was planned to end early and ended on 20 March."""
    own = plan(
        outcomes=tuple(SimpleNamespace(post=n if n > 2 else None) for n in range(1, 21)),
        decisions=(decided(Choice.DROP, date(2026, 3, 20)), decided(Choice.SHIP, date(2026, 3, 30))),
        lock="lock",
        changed=("metrics.primary",),
    )
    vars(own).update(other)
    return own


def decided(what: Choice, when: date) -> Any:
    return SimpleNamespace(what=what, when=when)


SIX, TEN = np.arange(20) < 6, np.arange(20) < 10


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Both steps are complete and a clear answer is unlikely, until a test says otherwise; by which day was asked."""
    said: dict[str, Any] = {"complete": [6, 10], "unlikely": True, "by": []}

    def complete(material: Any, included: Any, by: date | None) -> bool:
        said["by"].append(by)
        return included.sum() in said["complete"]

    monkeypatch.setattr(early_end, "early_ends", lambda material: iter([SIX, TEN]))
    monkeypatch.setattr(early_end, "is_complete", complete)
    monkeypatch.setattr(early_end, "_unlikely", lambda material, included: said["unlikely"])
    return said


def test_a_test_was_ended_after_the_blocks_that_were_complete_on_the_day_of_its_first_decision(
    dead: dict[str, Any],
) -> None:
    found = early_end.ended_early(ending(), None)
    assert found is not None
    assert (found.look, found.looks, found.alpha, found.ended_on) == (2, 2, 0.05, date(2026, 3, 20))
    assert found.included.sum() == 10
    assert dead["by"] == [date(2026, 3, 20)] * 2
    dead["complete"] = [6]
    found = early_end.ended_early(ending(), None)
    assert found is not None
    assert found.included.sum() == 6
    assert early_end.ended_early(ending(decisions=(decided(Choice.INCONCLUSIVE, date(2026, 3, 20)),)), None)
    none = [{"decisions": ()}, {"decisions": (decided(Choice.SHIP, date(2026, 3, 20)),)}, {"lock": None},
            {"changed": ("analysis.looks",)}]  # fmt: skip
    for other in none:
        assert early_end.ended_early(ending(**other), None) is None
    dead["complete"] = []
    assert early_end.ended_early(ending(), None) is None
    dead.update(complete=[6], unlikely=False)
    assert early_end.ended_early(ending(), None) is None


@pytest.mark.parametrize(("missing", "went_on"), [(2, True), (3, False)])
def test_a_test_went_on_where_its_end_came_with_nine_posts_of_ten(
    dead: dict[str, Any], missing: int, went_on: bool
) -> None:
    own = ending(outcomes=tuple(SimpleNamespace(post=n if n > missing else None) for n in range(1, 21)))
    last, first = (CurrentLook(look, 2, TEN, 0.05) for look in (2, 1))
    assert (early_end.ended_early(own, last) is None) is went_on
    assert early_end.ended_early(own, first) is not None


def test_whether_it_may_be_ended_is_told_until_it_was_decided_or_is_over(dead: dict[str, Any]) -> None:
    def told(own: Any, look: CurrentLook | None = None) -> list[Any]:
        return [(f.code, f.level, dict(f.values)) for f in early_end_findings(own, look)]

    going = ending(decisions=())
    may, planned = "may_end_early", "early_end_planned"
    assert told(going) == [(may, Level.NOTE, {"posts": 10, "of": 20})]
    assert told(going, CurrentLook(1, 2, TEN, 0.05)) == told(going)
    dead["unlikely"] = False
    assert told(going) == [(planned, Level.OK, {"posts": 6, "of": 20})]
    dead.update(complete=[], unlikely=True)
    assert told(going) == [(planned, Level.OK, {"posts": 6, "of": 20})]
    assert told(going, CurrentLook(2, 2, TEN, 0.05)) == told(ending()) == told(ending(decisions=(), lock=None)) == []
    ended = CurrentLook(2, 2, TEN, 0.05, ended_on=date(2026, 3, 20))
    ((code, level, shown),) = told(ending(), ended)
    assert (code, level) == ("ended_early", Level.NOTE)
    assert (shown["posts"], shown["of"]) == (10, 20)


def test_posts_after_the_blocks_that_count_are_not_missing_where_a_test_was_ended() -> None:
    outcomes = tuple(
        Outcome(Position(n, 1, "kitchen", DAY, "18:00", "a"), Post(str(n), "kitchen", 0), NOW) for n in (1, 2)
    )
    material: Any = Ended(outcomes, Coverage((1, 2), (1, 2)))
    look = CurrentLook(2, 2, np.array([True, False]), 0.05, ended_on=DAY)
    found = only_complete(material, look)
    assert found.outcomes == (outcomes[0], replace(outcomes[1], post=None, posted=None))
    assert found.coverage == Coverage((1,), (1,))
    assert only_complete(material, None) is only_complete(material, replace(look, ended_on=None)) is material


def test_of_a_test_that_was_ended_nothing_is_claimed_but_what_must_not_suffer() -> None:
    """An arm whose answer was withheld stays so, and the verdict of all is that of its own arm."""
    better, none, worse = (
        Verdict(code, Size.REACHED, arm, "views", reason)
        for arm, code, reason in (
            ("b", VerdictCode.BETTER, None), ("c", VerdictCode.UNANSWERABLE, "not_ready"),
            ("d", VerdictCode.WORSE, None),
        )
    )  # fmt: skip
    code, held = VerdictCode.BETTER, GuardrailVerdict.HELD
    uplifts = (Row(Role.PRIMARY, code), Row(Role.SECONDARY, VerdictCode.UNANSWERABLE), Row(Role.GUARDRAIL, held))
    analysis: Any = Found(worse, (better, none, worse), uplifts)
    look = CurrentLook(2, 2, np.array([True, False]), 0.05, ended_on=DAY)
    found: Any = claims_nothing(analysis, look)
    opened = {"code": VerdictCode.INCONCLUSIVE, "size": None, "reason": "ended_early"}
    assert found.verdicts == (replace(better, **opened), none, replace(worse, **opened))
    assert found.verdict is found.verdicts[2]
    assert found.uplifts == (Row(Role.PRIMARY, VerdictCode.INCONCLUSIVE, None, "ended_early"), *uplifts[1:])
    assert claims_nothing(analysis, None) is claims_nothing(analysis, replace(look, ended_on=None)) is analysis
