"""What a drawn schedule looks like, and which schedules no rule can have drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np
import pytest
from tests.rotation.test_drawing import experiment

from cliptrial.errors import PlanError
from cliptrial.registry.model import Arm, Change, Design, Experiment
from cliptrial.registry.plan.schedule import PlannedPeriod, Position, Rule, Schedule
from cliptrial.rotation import broken_rule, draw, draw_schedule
from cliptrial.rotation.groups import Group, alternates, groups, imbalance
from cliptrial.rotation.periods import draw_periods, fewest_pairs, posts_in

MONDAY = date(2026, 3, 2)


def blocks_of(schedule: Schedule) -> list[Counter[str]]:
    return [
        Counter(p.arm for p in members)
        for _, members in groupby(schedule.positions, key=lambda p: (p.account, p.block))
    ]


def test_positions_are_numbered_by_account_then_day_and_blocks_start_anew_in_each() -> None:
    schedule = draw_schedule(experiment(accounts=("one", "two"), posts_per_arm=3, seed=4))
    assert [p.position for p in schedule.positions] == list(range(1, 13))
    assert [p.account for p in schedule.positions] == ["one"] * 6 + ["two"] * 6
    assert [p.block for p in schedule.positions] == [1, 1, 1, 1, 2, 2] * 2
    assert [p.date for p in schedule.positions] == [MONDAY + timedelta(days=n) for n in range(6)] * 2
    assert {p.slot for p in schedule.positions} == {"18:00"}
    assert {p.topic for p in schedule.positions} == {None}


def test_the_rule_says_version_posts_per_block_and_seed() -> None:
    rule = draw_schedule(experiment(posts_per_arm=4, seed=31)).rule
    assert (rule.version, rule.per_block, rule.seed) == (1, 2, 31)
    assert draw_schedule(experiment(posts_per_arm=4, twins=True)).rule.per_block == 1


@pytest.mark.parametrize(("variants", "twins", "per_arm"), [(1, False, 5), (2, False, 5), (3, False, 3), (1, True, 5)])
def test_blocks_hold_each_arm_twice_or_once_with_twins_and_a_remainder_once(
    variants: int, twins: bool, per_arm: int
) -> None:
    arms = [f"arm{i}" for i in range(variants + 1)]
    found = blocks_of(draw_schedule(experiment(variants, posts_per_arm=per_arm, twins=twins)))
    full, rest = Counter(dict.fromkeys(arms, 2)), Counter(dict.fromkeys(arms, 1))
    assert found == ([rest] * per_arm if twins else [full] * (per_arm // 2) + [rest])


@pytest.mark.parametrize(
    ("slots", "per_arm", "days", "last"),
    [
        (("20:00", "08:00"), 4, 4, ["08:00", "20:00"]),
        (("20:00", "08:00", "12:00"), 6, 4, ["08:00", "12:00", "20:00"]),
    ],
)
def test_slots_of_a_day_are_filled_in_order_of_time(slots: Any, per_arm: int, days: int, last: list[str]) -> None:
    positions = draw_schedule(experiment(posts_per_arm=per_arm, slots=slots, posts_per_day=len(slots))).positions
    by_day = [[p.slot for p in members] for _, members in groupby(positions, key=lambda p: p.date)]
    assert by_day == [sorted(slots)] * (days - 1) + [last]
    assert [p.date for p in positions] == sorted(p.date for p in positions)


def test_a_tested_slot_is_the_arms_own_and_one_a_day_whatever_slots_are_named() -> None:
    positions = draw_schedule(
        experiment(2, variable="slot", posts_per_arm=4, slots=("07:00",), accounts=("one", "two"))
    ).positions
    assert {(p.arm, p.slot) for p in positions} == {("arm0", "12:00"), ("arm1", "18:00"), ("arm2", "20:00")}
    assert set(Counter((p.account, p.date) for p in positions).values()) == {1}


def test_a_plan_starts_on_its_first_allowed_day_and_skips_the_others() -> None:
    positions = draw_schedule(experiment(posts_per_arm=3, start=date(2026, 3, 3), weekdays=("mon", "thu"))).positions
    assert [p.date.isoformat() for p in positions] == [
        *("2026-03-05", "2026-03-09", "2026-03-12"),
        *("2026-03-16", "2026-03-19", "2026-03-23"),
    ]


def test_twins_of_two_accounts_share_a_topic_within_a_block_and_no_topic_comes_twice() -> None:
    topics = [f"topic {i}" for i in range(12)]
    positions = draw_schedule(
        experiment(2, posts_per_arm=6, twins=True, accounts=("one", "two")), topics=topics
    ).positions
    by_block = [[p.topic for p in own] for _, own in groupby(positions, key=lambda p: (p.account, p.block))]
    assert [len(own) for own in by_block] == [3] * 12
    assert all(len(set(own)) == 1 for own in by_block)
    assert sorted(own[0] or "" for own in by_block) == sorted(topics)


def test_topics_of_two_accounts_are_shared_out_over_both() -> None:
    topics = [f"topic {i}" for i in range(16)]
    positions = draw_schedule(experiment(posts_per_arm=4, accounts=("one", "two")), topics=topics).positions
    assert sorted(p.topic or "" for p in positions) == sorted(topics)
    assert {p.topic for p in positions if p.account == "one"} != set(topics[:8])


@pytest.mark.parametrize(
    ("design", "given", "told"),
    [
        ({"posts_per_arm": 4}, 7, "8 topics, one for each post"),
        ({"posts_per_arm": 4}, 9, "8 topics, one for each post"),
        ({"posts_per_arm": 4, "accounts": ("one", "two")}, 8, "16 topics, one for each post"),
        ({"posts_per_arm": 4, "twins": True}, 8, "4 topics, one for each pair of twins"),
        ({"variants": 2, "posts_per_arm": 4, "twins": True, "accounts": ("one", "two")}, 12, "8 topics, one for each"),
    ],
)
def test_topics_that_do_not_fit_are_refused_with_the_number_needed(
    design: dict[str, Any], given: int, told: str
) -> None:
    with pytest.raises(PlanError, match=told) as caught:
        draw_schedule(experiment(**design), topics=["t"] * given)
    assert [problem.code for problem in caught.value.problems] == ["topics_do_not_fit"]
    assert f"{given} topics were given" in str(caught.value)


@pytest.mark.parametrize(
    ("design", "codes"),
    [
        ({"start": None}, ["no_start"]),
        ({"posts_per_day": 2}, ["slots_and_posts_per_day"]),
        ({"slots": ("08:00", "09:00")}, ["slots_and_posts_per_day"]),
        ({"variable": "slot", "posts_per_day": 2, "slots": ("08:00", "09:00")}, ["slot_and_several_a_day"]),
        ({"start": None, "posts_per_day": 2}, ["no_start", "slots_and_posts_per_day"]),
    ],
)
def test_everything_that_keeps_a_design_from_being_laid_out_comes_at_once(
    design: dict[str, Any], codes: list[str]
) -> None:
    with pytest.raises(PlanError) as caught:
        draw_schedule(experiment(**design))
    assert [problem.code for problem in caught.value.problems] == codes
    fields = {"no_start": "design.start", "slots_and_posts_per_day": "design.slots"}
    assert [problem.field for problem in caught.value.problems] == [
        fields.get(code, "design.posts_per_day") for code in codes
    ]


def test_a_tested_slot_needs_no_slots_of_the_design() -> None:
    """One post a day and two slots named beside: the arms decide, so nothing is wrong."""
    draw_schedule(experiment(variable="slot", slots=("08:00", "09:00")))


def test_a_draw_that_happens_to_alternate_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 64 orders of six pairs of twins two alternate; with seed 25 such an order comes first."""
    design = experiment(posts_per_arm=6, twins=True, seed=25)
    positions = draw_schedule(design).positions
    assert not alternates(positions)
    asked = []
    monkeypatch.setattr(draw, "alternates", lambda positions: bool(asked.append(len(positions))))
    assert alternates(draw_schedule(design).positions)
    assert asked == [12], "one that is left standing is looked at once"


def test_a_plan_that_always_alternates_is_left_as_it_is_after_a_hundred_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(draw, "alternates", lambda positions: asked.append(len(positions)) or True)
    assert len(draw_schedule(experiment(posts_per_arm=2, accounts=("one", "two"))).positions) == 8
    assert asked == [8] * 100


def test_accounts_and_stretches_are_drawn_one_by_one() -> None:
    """Neither do two accounts share their order nor two stretches, and each group has a cutoff and counts."""
    schedule = draw_schedule(experiment(accounts=("one", "two"), posts_per_arm=44, seed=1))
    found = [[p.arm for p in group.positions] for group in groups(schedule.positions)]
    assert len({tuple(arms) for arms in found}) == 4
    assert set(schedule.rule.cutoff) == set(schedule.rule.count) == {"one", "one#2", "two", "two#2"}
    assert set(schedule.rule.cutoff.values()) == {1}
    assert {count["arm1"] for count in schedule.rule.count.values()} == {912_020}


def test_times_of_day_and_regions_are_groups_of_their_own() -> None:
    """From rule version 2 on, each cut into stretches of about 14 blocks by itself; before, days went together."""
    plan = experiment(posts_per_arm=88, slots=("18:00", "12:00"), posts_per_day=2)
    schedule = draw_schedule(plan)
    assert schedule.rule.version == 2
    found = {group.name: len(group.positions) for group in groups(schedule.positions, 2)}
    assert found == {"kitchen@12:00": 44, "kitchen@12:00#2": 44, "kitchen@18:00": 44, "kitchen@18:00#2": 44}
    assert [group.name for group in groups(draw_schedule(plan, version=1).positions)] == [
        "kitchen", "kitchen#2", "kitchen#3",
    ]  # fmt: skip


def of_periods(values: tuple[str, str], variable: str = "cadence", **design: Any) -> Experiment:
    arms = [Arm(id=name, value=value) for name, value in zip("ab", values, strict=True)]
    change = Change(variable=variable, control=arms[0], variants=(arms[1],))
    own = Design(**{"unit": "period", "start": MONDAY, "seed": 3, **design})
    return experiment(accounts=("kitchen", "bakery")).model_copy(update={"change": change, "design": own})


@pytest.mark.parametrize("regions", [(), ("DE", "AT-9")])
def test_every_pair_of_weeks_has_both_arms_by_chance_on_every_account_and_region(regions: tuple[str, ...]) -> None:
    plan = of_periods(("3 posts a week", "5 a week"), periods_per_arm=3, period_weeks=2, regions=regions)
    schedule = draw_periods(plan)
    places = [(account, region) for account in ("kitchen", "bakery") for region in (regions or (None,))]
    positions = [p for p in schedule.positions if isinstance(p, PlannedPeriod)]
    assert [p.position for p in positions] == list(range(1, 6 * len(places) + 1))
    assert [(p.account, p.region) for p in positions] == [place for place in places for _ in range(6)]
    assert [(p.block, p.date, p.slot) for p in positions] == [
        (turn // 2 + 1, MONDAY + timedelta(days=14 * turn), "14d") for turn in range(6)
    ] * len(places)
    assert [{one.arm, other.arm} for one, other in zip(positions[::2], positions[1::2], strict=True)] == [
        {"a", "b"}
    ] * (3 * len(places))
    assert {(p.arm, p.topic) for p in positions} == {("a", "6"), ("b", "10")}
    names = [f"{account}@{region}" if region else account for account, region in places]
    rule = schedule.rule
    assert (rule.version, rule.per_block, rule.seed) == (1, 1, 3)
    assert rule.cutoff == dict.fromkeys(names, 6)
    assert rule.count == {name: {"b": 8} for name in names}
    assert broken_rule(schedule) is None


def test_a_seed_draws_the_weeks_that_it_always_drew() -> None:
    """Written down, since weeks of which a file is lost are drawn again."""
    drawn = draw_periods(of_periods(("4", "8"), periods_per_arm=8))
    assert "".join(p.arm for p in drawn.positions) == "babaababbabababaabbabaabbaababab"


@pytest.mark.parametrize(
    ("value", "weeks", "variable", "posts"),
    [
        ("4", 1, "cadence", "4"), ("4", 2, "cadence", "4"), ("4 per week", 2, "cadence", "8"),
        ("12 Posts pro Woche", 2, "cadence", "24"), ("5/Woche", 2, "cadence", "10"),
        ("5 in der Woche", 1, "cadence", "5"), ("5 in der Woche", 2, "cadence", "10"),
        ("weekly 3", 2, "cadence", "6"), ("3 weeks", 2, "cadence", "3"), ("more", 2, "cadence", None),
        ("4 a week", 2, "with_without", None),
    ],
)  # fmt: skip
def test_a_period_has_the_posts_that_its_arm_names(value: str, weeks: int, variable: str, posts: str | None) -> None:
    plan = of_periods((value, "9"), variable, periods_per_arm=6, period_weeks=weeks)
    assert posts_in(plan.change.control, plan) == posts


@pytest.mark.parametrize(("alpha", "pairs"), [(0.05, 6), (0.0625, 5), (0.03125, 6), (0.01, 8), (1.0, 1)])
def test_so_many_pairs_are_the_fewest_that_chance_could_not_have_made(alpha: float, pairs: int) -> None:
    """All of n pairs fall the same way in two of 2^n ways."""
    assert fewest_pairs(alpha) == pairs


@pytest.mark.parametrize(
    ("design", "codes"),
    [
        ({"periods_per_arm": 3}, []),
        ({"periods_per_arm": 2}, ["too_few_periods"]),
        ({"periods_per_arm": 2, "regions": ("DE", "AT-9")}, []),
        ({"periods_per_arm": 2, "start": None}, ["no_start", "too_few_periods"]),
    ],
)
def test_pairs_of_all_accounts_and_regions_count_together(design: dict[str, Any], codes: list[str]) -> None:
    """Two accounts: twice three pairs are six, the fewest at 5 %."""
    plan = of_periods(("4", "8"), **design)
    if not codes:
        assert len(draw_periods(plan).positions) == 4 * design["periods_per_arm"] * (len(design.get("regions", "1")))
        return
    with pytest.raises(PlanError) as caught:
        draw_periods(plan)
    assert [problem.code for problem in caught.value.problems] == codes
    assert {problem.field for problem in caught.value.problems} <= {"design.start", "design.periods_per_arm"}
    assert "Set design.periods_per_arm to 3," in str(caught.value)


# Rules that a schedule breaks, each beside its nearest neighbour that breaks none.


def fair(arms: str = "abbabaab", **rule: Any) -> Schedule:
    """Eight posts in two blocks from Monday on; both Mondays share the arms, so within 1."""
    positions = tuple(
        Position(i + 1, i // 4 + 1, "k", MONDAY + timedelta(days=i), "18:00", arm) for i, arm in enumerate(arms)
    )
    return Schedule(positions, Rule(1, 2, {"k": 1}, {"k": {"b": 18}}, 0, **rule))


def swapped(schedule: Schedule, one: int, other: int) -> Schedule:
    arms = {p.position: p.arm for p in schedule.positions}
    arms[one], arms[other] = arms[other], arms[one]
    return replace(schedule, positions=tuple(replace(p, arm=arms[p.position]) for p in schedule.positions))


def test_two_arms_exchanged_within_a_block_break_nothing_and_across_blocks_the_blocks() -> None:
    assert broken_rule(fair()) is None
    assert broken_rule(swapped(fair(), 2, 4)) is None
    assert broken_rule(swapped(fair(), 4, 6)) is None  # the same arm
    assert broken_rule(swapped(fair(), 4, 5)) == "blocks"


def test_a_block_with_an_arm_too_many_breaks_the_blocks() -> None:
    assert broken_rule(fair("abbabaaa")) == "blocks"
    assert broken_rule(fair("ababababab")) is None  # a remainder holds each arm once
    assert broken_rule(fair("abbabaabaa")) == "blocks"
    assert broken_rule(fair("aabcbc" + "bc")) == "blocks"


def test_a_weekday_one_beyond_the_cutoff_breaks_the_weekdays() -> None:
    both_mondays = swapped(fair(), 7, 8)
    assert imbalance(Group("k", both_mondays.positions)) == 2
    assert broken_rule(both_mondays) == "weekdays"
    assert broken_rule(replace(both_mondays, rule=replace(fair().rule, cutoff={"k": 2}))) is None
    assert broken_rule(replace(fair(), rule=replace(fair().rule, cutoff={"k": 0}))) == "weekdays"


def test_a_rule_without_a_cutoff_for_every_stretch_is_missing_one() -> None:
    drawn = draw_schedule(experiment(posts_per_arm=42))
    assert set(drawn.rule.cutoff) == {"kitchen", "kitchen#2"}
    assert broken_rule(drawn) is None
    for name in drawn.rule.cutoff:
        rest = {other: cutoff for other, cutoff in drawn.rule.cutoff.items() if other != name}
        assert broken_rule(replace(drawn, rule=replace(drawn.rule, cutoff=rest))) == "missing"


def test_a_cutoff_of_zero_is_a_cutoff() -> None:
    drawn = draw_schedule(experiment(posts_per_arm=14))
    assert drawn.rule.cutoff == {"kitchen": 0}
    assert broken_rule(drawn) is None


def test_the_second_account_is_looked_at_as_the_first_is() -> None:
    other = [replace(p, account="z", position=p.position + 8) for p in fair().positions]
    rule = replace(fair().rule, cutoff={"k": 1, "z": 1})
    assert broken_rule(Schedule((*fair().positions, *other), rule)) is None
    spoilt = swapped(Schedule((*fair().positions, *other), rule), 12, 13)
    assert broken_rule(spoilt) == "blocks"
    assert broken_rule(replace(spoilt, rule=replace(rule, cutoff={"k": 1}))) == "missing"


def turns(order: Sequence[str], per_block: int) -> Schedule:
    positions = tuple(
        Position(i + 1, i // per_block + 1, "k", MONDAY + timedelta(days=i), "18:00", arm)
        for i, arm in enumerate(order)
    )
    return Schedule(positions, Rule(1, 1, {"k": 9}, {}, 0))


def test_strict_turns_of_twelve_posts_are_an_alternation_and_of_ten_are_none() -> None:
    assert broken_rule(turns("ab" * 6, 2)) == "alternation"
    assert broken_rule(turns("ab" * 5, 2)) is None
    assert broken_rule(turns("ab" * 5 + "ba", 2)) is None
    assert broken_rule(turns("abc" * 4, 3)) == "alternation"


def test_seeds_share_the_arms_of_the_first_day_out_evenly() -> None:
    first = np.array([draw_schedule(experiment(posts_per_arm=4, seed=seed)).positions[0].arm for seed in range(80)])
    assert 25 <= (first == "arm1").sum() <= 55
