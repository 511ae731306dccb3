"""Combined tests: the joint draw, what is admissible in it, and what is drawn again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from scipy.stats import chisquare
from tests.rotation.by_hand import admissible, every_labelling
from tests.rotation.test_drawing import experiment

from cliptrial.errors import PlanError
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation import broken_rule, draw_together, redraw
from cliptrial.rotation.combinable import _shown
from cliptrial.rotation.crossed import _added, correlations
from cliptrial.rotation.groups import groups


def together(questions: int = 2, **design: Any) -> dict[str, Schedule]:
    return draw_together({f"question-{n}": experiment(**design) for n in range(questions)})


def one_of(schedules: dict[str, Schedule]) -> Schedule:
    return next(iter(schedules.values()))


def shared(first: Sequence[bool], second: Sequence[bool]) -> int:
    """Posts that carry both variants, counted one by one."""
    return sum(a and b for a, b in zip(first, second, strict=True))


def listed(schedule: Schedule) -> set[tuple[bool, ...]]:
    """The admissible labellings of one question, the others held, by nothing but counting.

    With half of the posts in either arm the correlation is (4 x - n) / n, x the posts that carry both variants; so it
    is at most 4/n where x lies within one of n/4.
    """
    (group,) = groups(schedule.positions)
    within = admissible(group.positions, "arm0", "arm1", schedule.rule.cutoff[group.name])
    n = len(group.positions)
    others = [[arm != one.control for arm in one.arms] for one in schedule.crossed]
    return {
        tuple(own) for own in within.tolist() if all(abs(4 * shared(own, other) - n) <= 4 + 1e-9 for other in others)
    }


@pytest.mark.parametrize(
    ("posts", "questions", "least", "most"), [(12, 2, 190, 190), (12, 3, 160, 170), (16, 3, 840, 870)]
)
def test_what_is_admissible_is_listed_by_a_second_route(posts: int, questions: int, least: int, most: int) -> None:
    for slug, schedule in together(questions, posts_per_arm=posts // 2).items():
        by_hand = listed(schedule)
        again = redraw(schedule, "arm0", "arm1", draws=9, seed=1)
        assert again.exact
        assert set(map(tuple, again.labels.tolist())) == by_hand
        assert len(again.labels) == len(by_hand) == schedule.rule.count["*"]["arm1"]
        assert least <= len(by_hand) <= most, slug
        assert tuple(p.arm == "arm1" for p in schedule.positions) in by_hand


def test_of_12_posts_two_questions_leave_190_of_216_labellings() -> None:
    """By arithmetic: (1 + 4x + x^2)^3 counts the posts shared in three blocks; of x^2, x^3 and x^4 there are 190."""
    block = np.array([1, 4, 1])
    assert np.convolve(np.convolve(block, block), block)[2:5].sum() == 190
    assert len(every_labelling([(4, 2)] * 3)) == 216
    assert one_of(together(2, posts_per_arm=6)).rule.count == {"*": {"arm1": 190}}


@pytest.mark.parametrize(
    ("questions", "design"),
    [
        (2, {"posts_per_arm": 6}),
        (3, {"posts_per_arm": 8}),
        (3, {"posts_per_arm": 9, "weekdays": ("mon", "wed", "fri")}),
        (3, {"posts_per_arm": 8, "accounts": ("one", "two")}),
        (3, {"posts_per_arm": 14, "slots": ("12:00", "18:00"), "posts_per_day": 2}),
        (3, {"posts_per_arm": 28}),
    ],
)
def test_a_joint_draw_shares_its_posts_and_keeps_every_correlation(questions: int, design: dict[str, Any]) -> None:
    schedules = together(questions, **design)
    plain = [[replace(p, arm="") for p in schedule.positions] for schedule in schedules.values()]
    assert all(one == plain[0] for one in plain)
    labels = [[p.arm == "arm1" for p in schedule.positions] for schedule in schedules.values()]
    n = len(plain[0])
    for first, second in combinations(labels, 2):
        assert abs(np.corrcoef(first, second)[0, 1]) <= 4 / n + 1e-12
    for number, (slug, schedule) in enumerate(schedules.items()):
        assert broken_rule(schedule) is None
        assert schedule.rule.limit == 4 / n
        assert [one.slug for one in schedule.crossed] == [other for other in schedules if other != slug]
        others = [one for other, one in enumerate(labels) if other != number]
        assert [[arm == "arm1" for arm in one.arms] for one in schedule.crossed] == others


@pytest.mark.parametrize(
    "design",
    [
        {"posts_per_arm": 12},
        {"posts_per_arm": 8, "accounts": ("one", "two")},
        {"posts_per_arm": 12, "slots": ("12:00", "18:00"), "posts_per_day": 2},
        {"posts_per_arm": 11, "weekdays": ("mon", "thu")},
    ],
)
def test_counts_are_exact_over_accounts_and_times_of_day(design: dict[str, Any]) -> None:
    for schedule in together(3, **design).values():
        sets = [
            admissible(group.positions, "arm0", "arm1", schedule.rule.cutoff[group.name])
            for group in groups(schedule.positions, schedule.rule.version)
        ]
        order = [p.position - 1 for group in groups(schedule.positions, schedule.rule.version) for p in group.positions]
        others = [np.array([arm != one.control for arm in one.arms])[order] for one in schedule.crossed]
        n, count = len(order), Counter({(0,) * len(others): 1})
        start = 0
        for own in sets:
            here = [other[start : start + own.shape[1]] for other in others]
            shares = Counter(zip(*(own[:, one].sum(axis=1).tolist() for one in here), strict=True))
            count = sum_of(count, shares)
            start += own.shape[1]
        total = sum(ways for x, ways in count.items() if all(abs(4 * one - n) <= 4 for one in x))
        assert schedule.rule.count == {"*": {"arm1": total}}


def sum_of(one: Counter[tuple[int, ...]], other: Counter[tuple[int, ...]]) -> Counter[tuple[int, ...]]:
    """The ways of two independent groups, by what they share together."""
    both: Counter[tuple[int, ...]] = Counter()
    for x, ways in one.items():
        for y, more in other.items():
            both[tuple(a + b for a, b in zip(x, y, strict=True))] += ways * more
    return both


def test_draws_from_a_large_plan_are_admissible_and_repeatable() -> None:
    schedule = one_of(together(3, posts_per_arm=28))
    again, once_more = (redraw(schedule, "arm0", "arm1", draws=300, seed=4) for _ in range(2))
    assert not again.exact
    assert again.labels.shape == (300, 56)
    assert (again.labels == once_more.labels).all()
    assert len(set(map(tuple, again.labels.tolist()))) > 290
    for own in again.labels.tolist():
        arms = {p.position: ("arm0", "arm1")[label] for p, label in zip(schedule.positions, own, strict=True)}
        assert (
            broken_rule(
                replace(schedule, positions=tuple(replace(p, arm=arms[p.position]) for p in schedule.positions))
            )
            is None
        )


def test_sampled_draws_are_uniform_among_the_admissible_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    schedule = one_of(together(2, posts_per_arm=6))
    monkeypatch.setattr(import_module("cliptrial.rotation.redraw"), "LISTED", 0)
    sampled = redraw(schedule, "arm0", "arm1", draws=38_000, seed=2)
    assert not sampled.exact
    drawn = Counter(map(tuple, sampled.labels.tolist()))
    assert set(drawn) == listed(schedule)
    assert chisquare(list(drawn.values())).pvalue > 1e-4


def test_joint_draws_are_uniform_so_that_each_question_is_given_the_others() -> None:
    """Over many seeds every number of posts shared comes as often as labellings have it: 51, 88 and 51 of 190."""
    seen = Counter(
        shared(*[[p.arm == "arm1" for p in one.positions] for one in together(2, posts_per_arm=6, seed=seed).values()])
        for seed in range(300)
    )
    assert set(seen) == {2, 3, 4}
    assert chisquare([seen[x] for x in (2, 3, 4)], [300 * ways / 190 for ways in (51, 88, 51)]).pvalue > 1e-3


def test_the_same_seed_draws_the_same_and_only_the_first_ones_counts() -> None:
    plans = {"a": experiment(seed=1), "b": experiment(seed=2)}
    again = {"a": experiment(seed=1), "b": experiment(seed=3)}
    assert draw_together(plans) == draw_together(again)
    assert draw_together(plans) != draw_together(plans | {"a": experiment(seed=2)})
    assert {schedule.rule.seed for schedule in draw_together(plans).values()} == {1}


def test_topics_and_days_off_are_the_same_for_every_question() -> None:
    topics = [f"topic {n}" for n in range(12)]
    plans = {"a": experiment(posts_per_arm=6), "b": experiment(posts_per_arm=6)}
    drawn = draw_together(plans, topics=topics, off=lambda _, day: day.weekday() == 2)
    for schedule in drawn.values():
        assert sorted(p.topic or "" for p in schedule.positions) == sorted(topics)
        assert 2 not in {p.date.weekday() for p in schedule.positions}


def test_a_slot_test_decides_the_times_of_all() -> None:
    plans = {"hook": experiment(posts_per_arm=8), "slot": experiment(posts_per_arm=8, variable="slot")}
    drawn = draw_together(plans)
    slots = {"arm0": "12:00", "arm1": "18:00"}
    assert [p.slot for p in drawn["hook"].positions] == [slots[p.arm] for p in drawn["slot"].positions]
    assert {broken_rule(one) for one in drawn.values()} == {None}


def test_arms_that_go_along_with_another_question_break_the_rule() -> None:
    schedule = one_of(together(2, posts_per_arm=6))
    (other,) = schedule.crossed
    same = tuple(replace(p, arm=arm) for p, arm in zip(schedule.positions, other.arms, strict=True))
    assert broken_rule(replace(schedule, positions=same)) == "limit"
    assert broken_rule(replace(schedule, rule=replace(schedule.rule, limit=None))) == "missing"
    assert broken_rule(replace(schedule, positions=same, crossed=())) is None


@pytest.mark.parametrize(
    ("plans", "codes"),
    [
        ({"a": experiment()}, ["together_number"]),
        ({name: experiment() for name in "abcd"}, ["together_number"]),
        ({"a": experiment(), "b": experiment(variants=2)}, ["together_arms"]),
        ({"a": experiment(twins=True), "b": experiment(twins=True)}, ["together_twins"] * 2),
        ({"a": experiment(variable="slot"), "b": experiment(variable="slot")}, ["together_slots"]),
        ({"a": experiment(), "b": experiment(posts_per_arm=12)}, ["together_unequal"]),
        ({"a": experiment(), "b": experiment(accounts=("other",))}, ["together_unequal"]),
        ({"a": experiment(posts_per_arm=5), "b": experiment(posts_per_arm=5)}, ["together_too_few"]),
        (
            {"a": experiment(variants=2), "b": experiment(twins=True, slots=("12:00",), measure_at=3)},
            ["together_arms", "together_twins", "together_unequal", "together_unequal"],
        ),
    ],
)
def test_what_cannot_be_drawn_together_is_refused_all_at_once(plans: dict[str, Experiment], codes: list[str]) -> None:
    with pytest.raises(PlanError) as caught:
        draw_together(plans)
    assert [problem.code for problem in caught.value.problems] == codes


def test_labels_without_any_change_go_with_everything_and_others_by_how_far_they_agree() -> None:
    labels = np.array([[True] * 4, [True, True, False, False], [True, False, True, True]])
    others = np.array([[True, True, False, False], [False, True, False, True]])
    found = correlations(labels, others)
    assert found[:2].tolist() == [[1.0, 1.0], [1.0, 0.0]]
    assert found[2].tolist() == pytest.approx([np.corrcoef(labels[2], one)[0, 1] for one in others])


def test_the_ways_of_two_groups_are_those_of_every_sum() -> None:
    one, other = np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([[4.0, 0.0, 5.0]])
    assert _added(one, other).tolist() == [[4.0, 8.0, 5.0, 10.0], [0.0, 12.0, 0.0, 15.0]]


@pytest.mark.parametrize(
    ("value", "told"), [(0, "0"), (1, "1"), ("18:00", "18:00"), (None, "nothing"), ((), "nothing")]
)
def test_what_two_plans_say_differently_is_named_a_zero_too(value: object, told: str) -> None:
    assert str(_shown(value)) == told
