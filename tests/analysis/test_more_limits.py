"""Missing posts, second takes, single posts and other ideas: each limit from both sides, on a handful of posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import expm1, inf, log, nan
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cliptrial.analysis.checks import again, attributes, early_end, extra_posts, influence, robustness, together
from cliptrial.analysis.checks.again import Estimate, primary_estimate
from cliptrial.analysis.checks.crossed import evened
from cliptrial.analysis.checks.extra_posts import extra_findings
from cliptrial.analysis.checks.influence import best_post_findings, influence_findings, with_missing
from cliptrial.analysis.checks.left_out import Why, left_out
from cliptrial.analysis.checks.plan import rule_findings, uneven_findings
from cliptrial.analysis.checks.robustness import platform_findings, rank_findings, time_findings
from cliptrial.analysis.checks.shown import Shown
from cliptrial.analysis.checks.together import other_ideas, with_effects
from cliptrial.analysis.estimate import Comparison, Refusal
from cliptrial.analysis.findings import Level
from cliptrial.analysis.findings.one_variable import AttributeUnbalanced
from cliptrial.analysis.material import Outcome
from cliptrial.analysis.results import GuardrailVerdict, OtherIdea, OtherTexts, Role, Size, VerdictCode
from cliptrial.analysis.rows import Question, Rule
from cliptrial.analysis.units import Assignment, Units, Values
from cliptrial.errors import InputError
from cliptrial.metrics import CATALOGUE
from cliptrial.posts.records import Post
from cliptrial.registry.model import Arm, Variable
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.rounds.combined import Question as Combined
from cliptrial.stats.draws import Labels


def units(arm: Sequence[str], **other: Any) -> Units:
    zeros = np.zeros(len(arm), dtype=np.int64)
    names = np.array(list(arm), dtype=object)
    return Units(names, Assignment.SCHEDULE, account=zeros, weekday=zeros, stratum=zeros, block=zeros, **other)


def values(*numbers: float) -> Values:
    return Values(np.array(numbers, dtype=float), np.ones(len(numbers)))


def compared(estimate: float, **other: Any) -> Comparison:
    """What an engine might have found on two posts of each arm."""
    inversion: Any = SimpleNamespace(estimate=estimate, **other)
    return Comparison((2, 2), "ratio_of_means", "", 1.0, inversion, 0.0, np.arange(4), np.zeros(4))


def plan(**other: Any) -> Any:
    """As much of an experiment as these checks look at: a control and two variants."""
    arms = tuple(SimpleNamespace(id=one) for one in "abc")
    experiment = SimpleNamespace(
        change=SimpleNamespace(arms=arms, variants=arms[1:]),
        metrics=SimpleNamespace(primary="views"),
        design=SimpleNamespace(twins=False, measure_at=7),
        analysis=SimpleNamespace(alpha=0.05, looks=2, futility=True),
    )
    return SimpleNamespace(experiment=experiment, **other)


def positions(arms: str) -> list[Position]:
    return [Position(n, 1, "kitchen", date(2026, 3, n), "18:00", arm) for n, arm in enumerate(arms, 1)]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("labellings", "level"), [(20, None), (21, Level.NOTE), (100, Level.NOTE), (101, Level.WARNING)]
)
def test_an_arm_that_lacks_more_is_told_below_one_in_twenty_and_warned_of_below_one_in_a_hundred(
    labellings: int, level: Level | None
) -> None:
    """Both missing posts are the second variant's: one labelling of so many leaves as much.

    The first variant lacks none, the control lacks one that is not due, and the last variant's one post is not either.
    """
    arms = "aaaabbbbcccca"
    drawn = np.tile(np.isin(np.arange(13), [0, 1, 8, 10]), (labellings, 1))
    drawn[0] = np.isin(np.arange(13), [8, 9, 10, 11])
    own = units(arms)
    own._cache["a", "c"] = Labels.packed([drawn], exact=True)
    due = SimpleNamespace(due=tuple(range(1, 13)))
    seen = values(*[1.0] * 8, nan, nan, 1, 1, nan)
    material = plan(coverage=due, values=lambda name: seen, schedule=SimpleNamespace(positions=positions(arms)))
    found = [(f.level, dict(f.values)) for f in uneven_findings(material, own)]
    numbers = {"missing": 2, "posts": 4, "missing_control": 0, "posts_control": 4}
    named = {"arm": "c", "control": "a", "p_value": pytest.approx(1 / labellings)}
    assert found == ([(level, numbers | named)] if level else [])
    own._cache["a", "b"] = Labels.packed([np.tile(np.isin(np.arange(13), [4, 5, 6, 7]), (2, 1))], exact=True)
    seen.numerator[4] = nan
    assert [f.values["arm"] for f in uneven_findings(material, own)] == (["c"] if level else []), "chance left b's"
    material.coverage.due = ()
    assert list(uneven_findings(material, own)) == []


def test_a_schedule_that_no_rule_draws_is_a_blocker() -> None:
    rule = SimpleNamespace(version=1, cutoff={}, limit=None)
    material = SimpleNamespace(schedule=SimpleNamespace(positions=positions("abababababababab"), rule=rule, crossed=()))
    assert [(f.level, f.values["rule"]) for f in rule_findings(material)] == [(Level.BLOCKER, "alternation")]
    material.schedule.positions = []
    assert list(rule_findings(material)) == []


@pytest.mark.parametrize(("taken", "level"), [((4, 2), Level.WARNING), ((4, 2, 9), Level.BLOCKER)])
def test_second_takes_of_more_than_a_tenth_of_twenty_posts_forbid_an_answer(
    monkeypatch: pytest.MonkeyPatch, taken: tuple[int, ...], level: Level
) -> None:
    extras = [SimpleNamespace(position=one, why="caption") for one in taken]
    extras.append(SimpleNamespace(position=4, why="relinked"))
    material = plan(extras=extras, outcomes=[None] * 20, shared={}, first_takes="first")
    asked = {("b", None): Estimate(0.1, 0, 1), ("b", "first"): Estimate(0.2, -0.3, 0.4)}
    asked["c", "first"] = Estimate(1, 0, 2)

    def estimate(_material: Any, _units: Any, control: str, variant: str, own: Any = None) -> Estimate | None:
        assert control == "a"
        return asked.get((variant, own))

    monkeypatch.setattr(extra_posts, "primary_estimate", estimate)
    told, *none = extra_findings(material, units([]), with_numbers=False)
    assert none == []
    assert (told.level, dict(told.values)) == (
        level,
        {"posts": len(taken) + 1, "positions": tuple(sorted(taken)), "of": 20, "relinked": 1},
    )
    _, first, second = extra_findings(material, units([]), with_numbers=True)
    assert (first.level, dict(first.values)) == (
        Level.NOTE,
        {"metric": "views", "arm": "b", "as_planned": 0.1, "first_takes": 0.2, "low": -0.3, "high": 0.4},
    )
    assert (second.values["arm"], second.values["as_planned"]) == ("c", None)
    asked.pop(("b", "first"))
    assert [f.values.get("arm") for f in extra_findings(material, units([]), with_numbers=True)] == [None, "c"]


def test_posts_that_serve_two_experiments_forbid_an_answer() -> None:
    material = plan(extras=[], shared={"sound": {"1", "2"}, "cover": {"2", "3"}})
    (found,) = extra_findings(material, units([]), with_numbers=True)
    assert (found.level, dict(found.values)) == (Level.BLOCKER, {"posts": 3, "experiments": ("cover", "sound")})
    material.shared = {}
    assert list(extra_findings(material, units([]), with_numbers=True)) == []


def test_the_estimate_once_more_has_half_of_the_error_for_each_of_two_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    answer: list[Any] = [compared(log(1.5), interval=lambda alpha: (asked.append(alpha), (log(0.5), inf))[1])]

    def pair(own: Any, metric_values: Any, metric: Any, *arms: str, blocks: bool) -> Any:
        asked.append((metric_values, metric, arms, blocks))
        return answer[0]

    monkeypatch.setattr(again, "compare_pair", pair)
    monkeypatch.setattr(again, "common_export", lambda readings: readings == "one export")
    material = plan(readings={"views": "one export"}, values=lambda name: f"{name} seen", metric=lambda name: name)
    found = primary_estimate(material, units([]), "a", "b")
    assert found == Estimate(pytest.approx(0.5), pytest.approx(-0.5), None)
    assert asked == [("views seen", "views", ("a", "b"), True), 0.025]
    material.readings["views"], first = "several", values(1)
    assert primary_estimate(material, units([]), "a", "b", first)
    assert asked[2] == (first, "views", ("a", "b"), False)
    material.experiment.design.twins = True
    assert primary_estimate(material, units([]), "a", "b", first)
    assert asked[4][3] is True
    for none in (compared(-inf), SimpleNamespace()):
        answer[0] = none
        assert primary_estimate(material, units([]), "a", "b") is None


def test_a_post_of_more_than_half_of_the_total_is_noted() -> None:
    found = best_post_findings({"a": 0.5, "b": 0.51})
    assert [(f.level, dict(f.values)) for f in found] == [(Level.NOTE, {"arm": "b", "share": 0.51})]


def row(verdict: Any, estimate: float, seen: Values, **other: Any) -> Any:
    """A row on two posts of each arm."""
    given = {"size": None, "role": Role.PRIMARY, "control": "a", "arm": "b", "leave_one_out": (0.1, 0.4)} | other
    uplift = SimpleNamespace(verdict=verdict, **given)
    question = Question(CATALOGUE["views"], Role.PRIMARY, seen, blocks=True)
    return SimpleNamespace(uplift=uplift, comparison=compared(estimate), question=question, alpha=0.05)


@pytest.mark.parametrize(
    ("whole", "left", "p", "code", "level"),
    [
        (0.4, 0.1, 0.05, "holds_without_best", Level.OK),
        (0.4, 0.21, 0.051, "turns_without_one", Level.NOTE),
        (0.4, 0.2, 0.051, "turns_without_one", Level.WARNING),
        (-0.4, -0.21, 0.051, "turns_without_one", Level.NOTE),
        (0.4, 0.0, 0.01, "turns_without_one", Level.WARNING),
        (0.4, -0.3, 0.01, "turns_without_one", Level.WARNING),
        (0.4, 1.0, 0.01, "holds_without_best", Level.OK),
        (inf, 0.4, 0.06, "turns_without_one", Level.WARNING),
        (inf, 0.4, 0.01, "holds_without_best", Level.OK),
        (0.4, None, 0.01, "turns_without_one", Level.WARNING),
    ],
)
def test_a_clear_answer_hangs_on_one_post_where_no_more_than_half_of_it_is_left(
    monkeypatch: pytest.MonkeyPatch, whole: float, left: float | None, p: float, code: str, level: Level
) -> None:
    without = Refusal((1, 2), None) if left is None else compared(left, p_value=lambda: p)  # type: ignore[arg-type]
    monkeypatch.setattr(influence, "compare_pair", lambda *_, **__: without)
    for verdict in (VerdictCode.BETTER, VerdictCode.WORSE):
        (found,) = influence_findings(units("aabb"), row(verdict, whole, values(1, 2, 3, 4)))
        assert (found.code, found.level, dict(found.values)) == (code, level, {"low": 0.1, "high": 0.4})
    assert list(influence_findings(units("aabb"), row(VerdictCode.EQUIVALENT, whole, values(1, 2, 3, 4)))) == []


@pytest.mark.parametrize(("estimate", "post"), [(0.4, 3), (-0.4, 1), (inf, 5)])
def test_the_post_that_is_left_out_is_the_one_that_carries_the_answer(
    monkeypatch: pytest.MonkeyPatch, estimate: float, post: int
) -> None:
    """Rows 1, 3, 4 and 5 were compared; without row 3 the effect is lowest, and without row 1 it is highest."""
    seen, asked = values(9, 2, 8, 4, 3, 5), []

    def pair(_units: Any, own: Values, metric: Any, *arms: str, blocks: bool) -> Any:
        asked.append((own.numerator.tolist(), metric.name, arms, blocks))
        return compared(0.3, p_value=lambda: 0.01)

    monkeypatch.setattr(influence, "compare_pair", pair)
    one = row(VerdictCode.BETTER, estimate, seen)
    one.comparison = Comparison(
        (2, 2), "", "", 1.0, one.comparison.inversion, 0.0, np.array([1, 3, 4, 5]), np.array([0.9, 0.1, nan, 0.5])
    )
    assert len(list(influence_findings(units("aaabbb"), one))) == 1
    ((numbers, *rest),) = asked
    assert np.flatnonzero(np.isnan(numbers)).tolist() == [post]
    assert rest == ["views", ("a", "b"), True]
    assert not np.isnan(seen.numerator).any()


GOOD, BAD = [3, 8], [8, 3]
"""What the missing posts of control and variant are set to."""
OPEN = (VerdictCode.INCONCLUSIVE, Size.OPEN)


@pytest.mark.parametrize(
    ("verdict", "size", "filled", "higher"),
    [
        (VerdictCode.BETTER, None, [BAD], True),
        (VerdictCode.BETTER, None, [GOOD], False),
        (GuardrailVerdict.HELD, None, [BAD], True),
        (VerdictCode.WORSE, None, [GOOD], True),
        (GuardrailVerdict.BROKEN, None, [GOOD], True),
        (VerdictCode.INCONCLUSIVE, Size.NOT_REACHED, [GOOD], True),
        (VerdictCode.EQUIVALENT, None, [BAD, GOOD], True),
        (VerdictCode.INCONCLUSIVE, Size.OPEN, [], True),
        (GuardrailVerdict.OPEN, None, [], True),
    ],
)
def test_missing_posts_are_set_to_what_speaks_most_against_the_answer(
    monkeypatch: pytest.MonkeyPatch, verdict: Any, size: Size | None, filled: list[list[float]], higher: bool
) -> None:
    """Of 3 to 8 a post; a third arm's 99 counts for none, and the middle exposure is 2."""
    tried: list[Any] = []

    def pair(_units: Any, own: Values, *_: Any, **__: Any) -> Any:
        tried.append((own.each[[1, 4]].tolist(), own.denominator.tolist(), own.numerator[[0, 2, 3, 5]].tolist()))
        return compared(0.1)

    answers = [(verdict, size), (verdict, Size.REACHED)]
    monkeypatch.setattr(influence, "compare_pair", pair)
    monkeypatch.setattr(influence, "decide", lambda *_: answers[0])
    seen = Values(np.array([6.0, nan, 32, 8, nan, 99]), np.array([2.0, nan, 4, 2, nan, 1]))
    one = row(verdict, 0.4, seen, size=size)
    one.question = SimpleNamespace(values=seen, metric=SimpleNamespace(higher_is_better=higher), blocks=True)
    own = units("aaabbc")
    assert with_missing(own, one, Rule(0.05, 0.1)) == (verdict, size)
    assert [each for each, _, _ in tried] == filled
    assert all(rest == [[2, 2, 4, 2, 2, 1], [6, 32, 8, 99]] for _, *rest in tried)
    if filled:
        answers[0] = (verdict, Size.REACHED)
        assert with_missing(own, one, Rule(0.05, 0.1)) == (verdict, Size.REACHED)
        answers[0] = (VerdictCode.UNANSWERABLE, None)
        assert with_missing(own, one, Rule(0.05, 0.1)) == OPEN
        assert with_missing(own, one, Rule(0.05, 0.1, final=False)) == (VerdictCode.INCONCLUSIVE, None)
        one.uplift.role = Role.GUARDRAIL
        assert with_missing(own, one, Rule(0.05, 0.1)) == (GuardrailVerdict.OPEN, None)
        one.comparison = None
        assert with_missing(own, one, Rule(0.05, 0.1)) == (verdict, size)


def test_where_no_post_of_the_two_arms_is_missing_the_answer_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(influence, "compare_pair", lambda *_, **__: Refusal((2, 2), None))  # type: ignore[arg-type]
    one = row(VerdictCode.BETTER, 0.4, values(1, 2, 3, 4, nan))
    assert with_missing(units("aabbc"), one, Rule(0.05, 0.1)) == (VerdictCode.BETTER, None)
    assert with_missing(units("aabbb"), one, Rule(0.05, 0.1)) == OPEN


@pytest.mark.parametrize(
    ("number", "why"),
    [(1, Why.SKIPPED), (2, Why.DELETED), (3, Why.WAITING), (4, Why.NOT_FOUND), (5, None), (6, Why.REDEFINED),
     (7, Why.TOO_YOUNG), (8, Why.BOOSTED), (9, Why.NOT_READ), (10, None), (11, Why.NOT_READ)],
)  # fmt: skip
def test_every_post_without_its_number_has_one_reason(number: int, why: Why | None) -> None:
    """The fifth is not due yet, and the tenth has its number."""
    days, states = positions("a" * 11), {1: PostState.SKIPPED, 2: PostState.DELETED, 3: PostState.WAITING}
    posts = {n: SimpleNamespace(post_id=str(n), promoted_at=5 if n == 8 else None) for n in (1, *range(6, 12))}
    readings = SimpleNamespace(across=SimpleNamespace(posts={"6"}), too_young={"6", "7"})
    seen = values(*[nan] * 9, 1, nan)
    material = plan(
        outcomes=[SimpleNamespace(position=day, post=posts.get(day.position)) for day in days],
        states=states,
        coverage=SimpleNamespace(due=(1, 2, 3, 4)),
        readings={"views": readings},
        values=lambda name: seen,
    )
    found = left_out(material)
    assert [one for one, numbers in found.items() if number in numbers] == ([why] if why else [])
    assert found[Why.NOT_READ] == (9, 11)
    assert list(found) == [one for one in Why if one in found]
    readings.across = None
    assert left_out(material)[Why.TOO_YOUNG] == (6, 7)


def test_an_uneven_attribute_is_told_with_the_estimate_that_holds_it_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A post that does not show it has the mean of the others."""
    asked: list[Any] = []
    answers: list[Estimate | None] = [Estimate(0.1, 0, 1), Estimate(0.2, -0.3, 0.4)]

    def estimate(_material: Any, own: Units, *arms: str) -> Estimate | None:
        asked.append((None if own.beside is None else own.beside.tolist(), arms))
        return answers[len(asked) % 2 - 1]

    monkeypatch.setattr(attributes, "primary_estimate", estimate)
    columns = np.array([[0.0, 10], [0, 30], [0, nan], [0, 50]])
    known = np.array([True, True, False, True])
    shown = Shown("duration", columns, known)
    gap = attributes.Gap(shown, "a", "b", known, np.array([False, True, True]), 1, 0.5, 0.5, 0.001)
    finding = AttributeUnbalanced(
        Level.WARNING, attribute="duration", arm="b", difference=0.5, p_value=0.001, label=None
    )
    told = attributes._with_estimate(finding, gap, plan(), units("aabb"))
    assert (told.as_planned, told.adjusted, told.low, told.high) == (0.1, 0.2, -0.3, 0.4)
    assert asked == [(None, ("a", "b")), ([10, 30, 30, 50], ("a", "b"))]
    answers[1] = None
    assert attributes._with_estimate(finding, gap, plan(), units("aabb")) == finding
    answers[:] = [None, Estimate(0.2, -0.3, 0.4)]
    assert attributes._with_estimate(finding, gap, plan(), units("aabb")) == finding


def test_other_ideas_are_named_as_their_files_and_texts_do_and_by_their_ids_where_those_are_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arms = [Arm(id="calm", value="Calm piano"), Arm(id="loud", value="Loud drums")]
    experiment = SimpleNamespace(title="Trend sound", change=SimpleNamespace(arms=arms))

    def load(slug: str, workspace: Any) -> Any:
        if slug != "sound":
            raise InputError(())
        assert workspace == "workspace"
        return SimpleNamespace(experiment=experiment)

    said = {"de": SimpleNamespace(title="Trendsound", arms={"calm": "Ruhig"}),
            "fr": SimpleNamespace(title=None, arms={"loud": "Fort", "calm": "Calme"})}  # fmt: skip
    monkeypatch.setattr(together, "load_experiment", load)
    monkeypatch.setattr(together, "read_texts", lambda loaded: said)
    crossed = [
        SimpleNamespace(slug="sound", control="calm", arms=("calm", "loud", "calm")),
        SimpleNamespace(slug="gone", control="x", arms=("x", "y")),
        SimpleNamespace(slug="sound", control="alone", arms=("alone",)),
    ]
    schedule: Any = SimpleNamespace(crossed=crossed)
    workspace: Any = "workspace"
    named, gone, alone = other_ideas(workspace, schedule)
    texts = {
        "de": OtherTexts("Trendsound", None, {"control": "Ruhig"}),
        "fr": OtherTexts(None, None, {"control": "Calme", "variant": "Fort"}),
    }
    assert named == OtherIdea("sound", "Trend sound", "Calm piano", "Loud drums", texts)
    assert gone == OtherIdea("gone", "gone", "x", "y")
    assert (alone.control, alone.variant) == ("alone", "alone")


COVER = OtherIdea("cover", "Cover", "Dish", "Face")


def halved(views: Sequence[float], name: str = "views", below: Sequence[float] | None = None) -> OtherIdea:
    """What is told of the first of two ideas: its control on the first eight posts, its variant on the others.

    A ninth post of each carries a third arm of this question, and one more was not read.
    """
    arms = ("aabb" * 4)[:16]
    crossed = SimpleNamespace(arms=("c",) * 8 + ("v",) * 8 + ("c", "v", "c"), control="c")
    own = units([*arms, "x", "x", "a"], schedule=SimpleNamespace(crossed=(crossed,)))
    seen = Values(np.array([*views, 9e9, 9e9, nan]), np.array([*(below or [1.0] * 16), 1, 1, 1]))
    (told,) = with_effects((COVER,), own, Question(CATALOGUE[name], Role.PRIMARY, seen), "a", "b")
    return told


def powers(*logs: float) -> list[float]:
    return np.exp(np.array(logs)).tolist()


EVEN = [1.0, 3, 2, 4, 1, 3, 2, 4]
"""Logs of which the variant's are one higher; each arm's have 4 as their sum of squares around their mean."""
STEEP = [1.0, 3, 5, 7, 1, 3, 5, 7]


def test_an_effect_among_posts_with_each_arm_of_another_question_is_told_with_how_far_they_lie_apart() -> None:
    """Each half has 6 degrees of freedom and an error of root 8/6/2, .8165; Welch's t has 12, and 3.0545 at 99 %."""
    told = halved(powers(*EVEN, *STEEP))
    assert told.relative == pytest.approx((expm1(1), expm1(4)))
    assert told.difference == pytest.approx(expm1(3))
    reach = 3.05454 * (2 * 8 / 6 / 2) ** 0.5
    assert told.interval == pytest.approx((expm1(3 - reach), expm1(3 + reach)), rel=1e-4)
    assert (told.slug, told.title, told.control, told.variant, told.texts) == ("cover", "Cover", "Dish", "Face", {})


def test_halves_that_vary_unequally_have_fewer_degrees_of_freedom() -> None:
    """Errors of root .6667 and root 6: (6.6667 squared) / (.4444/6 + 36/6) is 7.317; its t at 99 % is 3.4484."""
    told = halved(powers(*EVEN, *(3 * np.array(EVEN))))
    reach = 3.44842 * (2 / 3 + 6) ** 0.5
    assert told.interval == pytest.approx((expm1(2 - reach), expm1(2 + reach)), rel=1e-4)


def test_numbers_with_zeros_and_rates_are_told_as_ratios_of_sums_and_amounts_as_ratios_of_means() -> None:
    zeros = [0.0, 2, 3, 3, 0, 2, 3, 3, 0, 2, 4, 4, 0, 2, 4, 4]
    assert halved(zeros).relative == pytest.approx((2.0, 3.0))
    assert halved(zeros).difference == pytest.approx(4 / 3 - 1)
    below = [1.0, 2, 1, 2, 1, 2, 1, 2] * 2
    numbers = [0.0, 2, 2, 3, 0, 2, 2, 3] * 2
    assert halved(powers(*EVEN, *EVEN), below=[1.0, 1, 2, 2] * 4).relative == pytest.approx((np.e / 2 - 1,) * 2)
    assert halved(numbers, "like_rate", below).relative == pytest.approx((10 / 4 - 1,) * 2)
    assert halved(numbers, "revenue", below).relative == pytest.approx((7 / 2 - 1,) * 2)


def test_two_posts_of_an_arm_are_enough_for_a_half() -> None:
    assert halved([nan, nan, *EVEN[2:], *EVEN]).relative
    assert halved([*EVEN[:6], nan, nan, *EVEN]).relative


@pytest.mark.parametrize(
    "changed",
    [dict.fromkeys(range(16), 1.0), {0: -1.0}, {0: nan, 1: nan, 4: nan}, {10: nan, 14: nan, 15: nan}],
    ids=["all alike", "below zero", "one post of the control", "one post of the variant in the other half"],
)
def test_where_a_half_tells_too_little_an_idea_is_named_only(changed: dict[int, float]) -> None:
    views = [*EVEN, *EVEN]
    assert halved(views).relative
    for post, number in changed.items():
        views[post] = number
    assert halved(views) == COVER


def test_a_half_without_something_to_divide_by_is_none() -> None:
    numbers = [0.0, 2, 2, 3, 0, 2, 2, 3] * 2
    assert halved(numbers).relative
    assert halved(numbers, below=[1.0, 0.0] + [1.0] * 14) == COVER


@pytest.mark.parametrize(
    "numbers", [powers(*[1.0, 3, 2, 4, 1, 2, 2, 5] * 2), [0.0, 2, 2, 3, 0, 2, 2, 3] * 2], ids=["logs", "sums"]
)
def test_where_a_third_question_has_the_same_arms_in_a_half_an_idea_is_named_only(numbers: list[float]) -> None:
    """In the first half of the posts nobody can tell the two apart."""
    half, apart = SimpleNamespace(arms=tuple("ccccccccvvvvvvvv"), control="c"), "xyxyxyxy"
    told = []
    for same in ("xxyyxxyy", apart):
        third = SimpleNamespace(arms=tuple(same + apart), control="x")
        own = units("aabb" * 4, schedule=SimpleNamespace(crossed=(half, third)))
        question = Question(CATALOGUE["views"], Role.PRIMARY, values(*numbers))
        told.append(next(with_effects((COVER, COVER), own, question, "a", "b")))
    assert told[0] == COVER
    assert told[1].relative


def ordered(logs: Sequence[float], arm: str, drawn: Any, **other: Any) -> tuple[Units, Any]:
    """Posts of two arms with a clear answer, and these re-drawn labels."""
    own = units(arm, **other)
    own._cache["a", "b"] = Labels.packed([np.array(drawn)], exact=True)
    one = row(VerdictCode.BETTER, 0.4, Values(np.exp(np.array(logs, dtype=float)), np.ones(len(logs))))
    one.comparison = SimpleNamespace(estimand="ratio_of_geometric_means", inversion=SimpleNamespace(estimate=0.4))
    one.uplift.metric = "views"
    return own, one


@pytest.mark.parametrize(
    ("logs", "labellings", "estimate", "agree"),
    [
        ([1, 2, 3, 4], 20, 0.4, True),
        ([1, 2, 3, 4], 19, 0.4, False),
        ([1, 2, 3, 4], 20, -0.4, False),
        ([4, 3, 2, 1], 20, -0.4, True),
        ([4, 3, 2, 1], 20, 0.4, False),
    ],
)
def test_ranks_agree_where_they_point_the_same_way_and_chance_does_as_much_in_one_of_twenty(
    logs: list[float], labellings: int, estimate: float, agree: bool
) -> None:
    """One labelling of so many leaves as much; a fifth post was not read, and a sixth has a third arm."""
    drawn = [[False, False, True, True, True, False]] + [[True, False, True, False, True, False]] * (labellings - 1)
    own, one = ordered([*logs, nan, 9], "aabbbc", drawn)
    one.comparison.inversion.estimate = estimate
    (found,) = rank_findings(own, [one], 0.05)
    assert (found.code, found.level) == (("ranks_agree", Level.OK) if agree else ("ranks_disagree", Level.NOTE))
    assert dict(found.values) == {"metric": "views", "arm": "b", "p_value": pytest.approx(1 / labellings)}


def test_only_clear_answers_on_logs_are_held_against_ranks() -> None:
    drawn = [[False, False, True, True]] * 20
    own, good = ordered([1, 2, 3, 4], "aabb", drawn)
    _, none = ordered([1, 2, 3, 4], "aabb", drawn)
    _, sums = ordered([1, 2, 3, 4], "aabb", drawn)
    _, unclear = ordered([1, 2, 3, 4], "aabb", drawn)
    none.comparison, sums.comparison.estimand = None, "ratio_of_means"
    unclear.uplift.verdict, good.uplift.verdict = VerdictCode.EQUIVALENT, VerdictCode.WORSE
    assert len(list(rank_findings(own, [none, sums, unclear, good], 0.05))) == 1


def in_time(logs: Sequence[float], account: Sequence[int] | None = None, **other: Any) -> list[Any]:
    """What is told of posts of one arm and then the other, whose order in time is turned round."""
    posts = len(logs)
    arm = "ab" * (posts // 2) + "a" * (posts % 2)
    drawn = np.tile(np.arange(posts) % 2 == 0, (10, 1))
    own, one = ordered(list(logs)[::-1], arm[::-1], drawn)
    if account:
        own = Units(own.arm, own.assignment, np.array(account)[::-1], own.weekday, own.stratum, own.block,
                    _cache=own._cache)  # fmt: skip
    when = -np.arange(float(posts))
    return [f for f in time_findings(own, [one], other.get("when", when)) if f.code == "serial_correlation"]


def test_posts_that_resemble_the_one_before_are_noted_from_nine_posts_of_an_account() -> None:
    """Slow waves: pairs of high and of low posts, whatever their arm."""
    wave = [1.0, 1, 1, 1, -1, -1, -1, -1, 0]
    (found,) = in_time(wave)
    assert (found.level, found.values["metric"]) == (Level.NOTE, "views")
    assert found.values["correlation"] == pytest.approx(0.6742, abs=1e-4)
    assert len(in_time([0.0, 2, 2, 2, 2, 2, 0, 1, 1])) == 1, "a correlation of .3012"
    assert in_time([0.0, 0, 2, 2, 1, 2, 2, 2, 1]) == [], "and one of .2997"
    assert in_time(wave[:8]) == []
    assert in_time(wave, [0] * 5 + [1] * 4) == []
    assert in_time([1.0] * 9) == []
    own, one = ordered(wave, "ababababa", [[True, False] * 4 + [True]] * 3)
    assert list(time_findings(own, [one], None)) == []


@pytest.mark.parametrize(("labellings", "found"), [(101, True), (100, False)])
def test_posts_that_depend_on_the_arm_before_are_noted_below_one_in_a_hundred(labellings: int, found: bool) -> None:
    """Posts after the variant are higher, whichever arm they carry; re-drawn, one labelling of so many does as much."""
    arm = "aabbaabbaabb"
    logs = [0.0, *[float(before == "b") for before in arm[:-1]]]
    logs = [number + 0.01 * (n % 3) for n, number in enumerate(logs)]
    treated = np.array(list(arm)) == "b"
    drawn = np.tile(np.arange(12) % 2 == 0, (labellings, 1))
    drawn[0] = treated
    own, one = ordered(logs, arm, drawn)
    told = [f for f in time_findings(own, [one], np.arange(12.0)) if f.code == "carry_over"]
    assert [(f.level, f.values["arm"]) for f in told] == ([(Level.NOTE, "b")] if found else [])
    assert all(f.values["p_value"] == pytest.approx(1 / labellings) for f in told)


def test_each_platform_is_told_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[bool]] = []
    answers = iter(
        [compared(log(1.5), interval=lambda alpha: (log(1.1), log(2))), compared(inf), SimpleNamespace()] * 2
    )

    def pair(own: Units, *_: Any, blocks: bool) -> Any:
        assert own.included is not None
        seen.append(own.included.tolist())
        return next(answers) if blocks else None

    monkeypatch.setattr(robustness, "compare_pair", pair)
    one = row(VerdictCode.BETTER, 0.4, values(1, 2, 3, 4))
    one.uplift.metric = "views"
    places = ("tiktok", "youtube", "tiktok", "instagram")
    one.question = Question(CATALOGUE["views"], Role.PRIMARY, one.question.values, blocks=True, platforms=places)
    (found,) = platform_findings(units("aabb"), [one])
    assert (found.level, dict(found.values)) == (
        Level.NOTE,
        {"metric": "views", "arm": "b", "platform": "tiktok", "posts": 4, "relative": pytest.approx(0.5),
         "low": pytest.approx(0.1), "high": pytest.approx(1.0)},
    )  # fmt: skip
    assert seen == [[name == own for own in places] for name in ("tiktok", "youtube", "instagram")]
    assert len(list(platform_findings(units("aabb", included=np.array([True, True, False, True])), [one]))) == 1
    assert seen[3] == [True, False, False, False]
    one.comparison = None
    assert list(platform_findings(units("aabb"), [one])) == []


@pytest.mark.parametrize(("chances", "unlikely"), [((0.05, 0.049), True), ((0.05, 0.05), False), ((0.2, 0.0), False)])
def test_a_test_may_be_ended_where_all_variants_together_have_less_than_one_chance_in_ten(
    monkeypatch: pytest.MonkeyPatch, chances: tuple[float, float], unlikely: bool
) -> None:
    """Of three posts in four that are seen, four were compared: another 1.33 are to come."""
    asked: list[Any] = []

    def chance(*seen: float, **beside: float) -> float:
        asked.append((*seen, *sorted(beside.items())))
        return chances[len(asked) - 1]

    pairs: list[Any] = [compared(0.1, standard_error=0.2, freedom=6), compared(0.3, standard_error=0.4, freedom=5)]
    given = iter(pairs)
    monkeypatch.setattr(early_end, "chance_of_clear", chance)
    monkeypatch.setattr(early_end, "compare_pair", lambda *_, blocks: next(given) if blocks else None)
    own = units("aabb", included=np.array([True, True, True, False]))
    question = Question(CATALOGUE["views"], Role.PRIMARY, values(1, 2, 3, 4), blocks=True)
    assert early_end.unlikely(own, question, "a", ["b", "c"], 0.04) is unlikely
    assert asked == [
        (0.1, 0.2, 0.75, ("alpha", 0.02), ("freedom", pytest.approx(6 + 4 / 3))),
        (0.3, 0.4, 0.75, ("alpha", 0.02), ("freedom", pytest.approx(5 + 4 / 3))),
    ]
    for error in (0.0, inf, nan):
        given = iter([compared(0.1, standard_error=error, freedom=6)])
        assert early_end.unlikely(own, question, "a", ["b"], 0.04) is False
    given = iter([Refusal((1, 1), None)])  # type: ignore[arg-type, list-item]
    assert early_end.unlikely(own, question, "a", ["b"], 0.04) is False


def sounds(*heard: str | None, arms: str = "aabb", values: tuple[str, str] = ("Rain", "Drums")) -> list[str | None]:
    """What posts with these sounds show once another question's sounds are evened."""
    days = positions("x" * len(heard))
    outcomes = [
        Outcome(d, Post(str(d.position), "kitchen", 0, sound=one), None) for d, one in zip(days, heard, strict=True)
    ]
    own = {"a": Arm(id="a", value=values[0]), "b": Arm(id="b", value=values[1])}
    given = Combined("other", Variable.SOUND, {n: own[arm] for n, arm in enumerate(arms, 1)})
    return [one.post and one.post.sound for one in evened("sound", outcomes, [given])]


def test_sounds_that_the_other_question_calls_for_are_told_as_one() -> None:
    """That of the arm's name, or else the one that most of its posts have; arms that share theirs stay as they are."""
    both = "Rain / Drums"
    assert sounds("Rain", "rain", "Drums", "Other") == [both, both, both, "Other"]
    assert sounds("Other", "Other", "Rain", "Drums", arms="aaab") == ["Other", "Other", both, both]
    assert sounds("X", "Y", "Y", "Drums", arms="aaab") == ["X", both, both, both]
    assert sounds("X", None, "Drums", None) == [both, None, both, None]
    assert sounds("X", "X", "X", "X") == ["X"] * 4
    assert sounds("Rain", "Drums", "Drums", "Rain") == [both, "Drums", both, "Rain"]
    assert sounds(None, None, "Drums", "Rain") == [None, None, both, "Rain"]
