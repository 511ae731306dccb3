"""Schedules: drawn by the rule, re-drawn by the same rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
import pytest

from cliptrial.errors import PlanError
from cliptrial.registry.model import Arm, Change, Design, Experiment, Hypothesis, Metrics
from cliptrial.rotation import broken_rule, draw_schedule, redraw
from cliptrial.rotation.draw import enough_labellings
from cliptrial.rotation.groups import count_labellings, groups, imbalance
from cliptrial.rotation.labellings import Block, labellings


def experiment(
    variants: int = 1, variable: str = "hook", accounts: tuple[str, ...] = ("kitchen",), **design: Any
) -> Experiment:
    values = ["12:00", "18:00", "20:00", "21:00"]
    arms = [Arm(id=f"arm{i}", value=values[i]) for i in range(variants + 1)]
    return Experiment(
        title="A question",
        accounts=accounts,
        hypothesis=Hypothesis(statement="It matters."),
        change=Change(variable=variable, control=arms[0], variants=tuple(arms[1:])),
        metrics=Metrics(primary="views"),
        design=Design(**{"posts_per_arm": 14, "start": date(2026, 3, 2), "seed": 7, **design}),
    )


@pytest.mark.parametrize("variants", [1, 2, 3])
@pytest.mark.parametrize("per_arm", [7, 8, 14])
def test_every_block_holds_each_arm_twice_and_only_the_rest_once(variants: int, per_arm: int) -> None:
    positions = draw_schedule(experiment(variants, posts_per_arm=per_arm)).positions
    arms = {f"arm{i}" for i in range(variants + 1)}
    blocks = [Counter(p.arm for p in members) for _, members in groupby(positions, key=lambda p: p.block)]
    assert blocks == [dict.fromkeys(arms, 2)] * (per_arm // 2) + [dict.fromkeys(arms, 1)] * (per_arm % 2)


@pytest.mark.parametrize("per_arm", [12, 14, 28, 40])
def test_from_twelve_posts_an_arm_weekdays_differ_by_one_at_most(per_arm: int) -> None:
    schedule = draw_schedule(experiment(posts_per_arm=per_arm))
    assert max(imbalance(group) for group in groups(schedule.positions)) <= 1


def test_the_same_seed_draws_the_same_schedule_and_another_seed_another() -> None:
    assert draw_schedule(experiment()) == draw_schedule(experiment())
    assert draw_schedule(experiment()) != draw_schedule(experiment(seed=8))


def test_topics_are_assigned_by_chance_each_once() -> None:
    topics = [f"topic {i}" for i in range(28)]
    positions = draw_schedule(experiment(), topics=topics).positions
    assert sorted(p.topic or "" for p in positions) == sorted(topics)
    assert [p.topic for p in positions] != topics


def test_twins_film_every_topic_once_per_arm_in_one_block() -> None:
    topics = [f"topic {i}" for i in range(10)]
    positions = draw_schedule(experiment(posts_per_arm=10, twins=True), topics=topics).positions
    by_topic = {t: {p.arm for p in positions if p.topic == t} for t in topics}
    assert set(map(frozenset, by_topic.values())) == {frozenset({"arm0", "arm1"})}
    assert [len({p.topic for p in members}) for _, members in groupby(positions, key=lambda p: p.block)] == [1] * 10


def test_when_the_slot_is_tested_the_arm_gives_the_slot() -> None:
    positions = draw_schedule(experiment(variable="slot")).positions
    assert {(p.arm, p.slot) for p in positions} == {("arm0", "12:00"), ("arm1", "18:00")}


def test_several_posts_a_day_share_the_named_slots() -> None:
    positions = draw_schedule(experiment(posts_per_day=2, slots=("18:00", "08:00"))).positions
    assert Counter(p.date for p in positions).most_common(1)[0][1] == 2
    assert {p.slot for p in positions} == {"08:00", "18:00"}


@pytest.mark.parametrize(
    ("design", "code"),
    [
        ({"start": None}, "no_start"),
        ({"posts_per_day": 2}, "slots_and_posts_per_day"),
        ({"variable": "slot", "posts_per_day": 2}, "slot_and_several_a_day"),
    ],
)
def test_a_design_that_cannot_be_laid_out_says_why(design: dict[str, Any], code: str) -> None:
    with pytest.raises(PlanError) as caught:
        draw_schedule(experiment(**design))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_too_few_topics_are_refused_with_the_number_needed() -> None:
    with pytest.raises(PlanError, match="28 topics"):
        draw_schedule(experiment(), topics=["one", "two"])


def test_small_designs_are_enumerated_and_hold_the_observed_schedule() -> None:
    schedule = draw_schedule(experiment(posts_per_arm=8))
    again = redraw(schedule, "arm0", "arm1", draws=99, seed=1)
    assert again.exact
    assert len(again.labels) == schedule.rule.count["kitchen"]["arm1"]
    assert (again.labels == again.observed).all(axis=1).sum() == 1


def test_every_redraw_keeps_the_cutoff_with_the_other_arms_fixed() -> None:
    schedule = draw_schedule(experiment(variants=2, posts_per_arm=28))
    again = redraw(schedule, "arm0", "arm2", draws=200, seed=3)
    cutoff = schedule.rule.cutoff["kitchen"]
    weekday = {p.position: p.date.weekday() for p in schedule.positions}
    fixed = np.bincount([weekday[p.position] for p in schedule.positions if p.arm == "arm1"], minlength=7)
    days = np.array([weekday[position] for position in again.positions])
    for label in again.labels:
        counts = [np.bincount(days[side], minlength=7) for side in (label, ~label)]
        assert max(np.abs(a - b).max() for a in (*counts, fixed) for b in (*counts, fixed)) <= cutoff


def test_draws_are_uniform_over_the_admissible_labellings() -> None:
    blocks = [Block(tuple((4 * b + i) % 7 for i in range(4)), 2) for b in range(4)]
    space = labellings(blocks, [-1] * 7, [1] * 7)
    listed = [tuple(row) for row in space.all()]
    drawn = Counter(map(tuple, space.sample(42_000, np.random.default_rng(0))))
    assert len(listed) == len(set(listed)) == space.count
    assert set(drawn) == set(listed)
    from scipy.stats import chisquare

    assert chisquare([drawn[row] for row in listed]).pvalue > 1e-4


def test_two_accounts_are_drawn_and_redrawn_each_within_itself() -> None:
    schedule = draw_schedule(experiment(accounts=("one", "two")))
    again = redraw(schedule, "arm0", "arm1", draws=300, seed=2)
    account = {p.position: p.account for p in schedule.positions}
    first = np.array([account[position] == "one" for position in again.positions])
    assert set(again.labels[:, first].sum(axis=1)) == {14}
    assert set(again.labels[:, ~first].sum(axis=1)) == {14}


def test_a_drawn_schedule_follows_its_rule() -> None:
    for per_arm in (2, 7, 14, 28):
        for seed in range(12):
            for twins in (False, True):
                drawn = draw_schedule(experiment(posts_per_arm=per_arm, seed=seed, twins=twins))
                assert broken_rule(drawn) is None


def test_strict_alternation_and_hand_made_orders_are_noticed() -> None:
    drawn = draw_schedule(experiment())
    arms = ["arm0", "arm1"]

    def with_arms(order: list[str]) -> str | None:
        positions = [replace(p, arm=arm) for p, arm in zip(drawn.positions, order, strict=True)]
        return broken_rule(replace(drawn, positions=tuple(positions)))

    assert with_arms(arms * 14) == "alternation"
    assert with_arms(["arm0"] * 14 + ["arm1"] * 14) == "blocks"
    assert broken_rule(replace(drawn, rule=replace(drawn.rule, cutoff={}))) == "missing"
    weekly = [arms[(p.date.weekday() < 3) ^ (p.block % 2)] for p in drawn.positions]
    assert with_arms(weekly) == "blocks"


def test_a_plan_posts_on_the_weekdays_it_names_and_shares_them() -> None:
    schedule = draw_schedule(experiment(posts_per_arm=28, weekdays=("mon", "wed", "fri", "sun")))
    assert {p.date.weekday() for p in schedule.positions} == {0, 2, 4, 6}
    assert len({p.date for p in schedule.positions}) == 56
    assert max(imbalance(group) for group in groups(schedule.positions)) <= 1


@pytest.mark.parametrize(
    ("per_arm", "kept", "everything"),
    [(7, 432, 432), (9, 2592, 2592), (10, 1650, 7776), (12, 1266, 46656), (13, 29994, 93312)],
)
def test_small_plans_keep_a_thousand_labellings_or_all_there_are(per_arm: int, kept: int, everything: int) -> None:
    schedule = draw_schedule(experiment(posts_per_arm=per_arm))
    group = groups(schedule.positions)[0]
    count = schedule.rule.count["kitchen"]["arm1"]
    assert (count, count_labellings(group, "arm0", "arm1")) == (kept, everything)


def test_a_swap_within_a_block_that_unbalances_a_weekday_is_noticed() -> None:
    drawn = draw_schedule(experiment(posts_per_arm=14))
    assert drawn.rule.cutoff == {"kitchen": 0}
    first, second = next(
        (a, b) for a in drawn.positions for b in drawn.positions if a.block == b.block and a.arm < b.arm
    )
    swap = {first.position: second.arm, second.position: first.arm}
    positions = tuple(replace(p, arm=swap.get(p.position, p.arm)) for p in drawn.positions)
    assert broken_rule(replace(drawn, positions=positions)) == "weekdays"


@pytest.mark.parametrize(("slots", "enough"), [(1, 1000), (2, 32), (3, 10), (4, 6)])
def test_the_times_of_a_day_leave_a_thousand_labellings_together(slots: int, enough: int) -> None:
    times = tuple(f"{12 + number:02d}:00" for number in range(slots))
    several = experiment(slots=times)
    assert enough_labellings(several, 2) == enough
    assert enough_labellings(several, 1) == 1000
