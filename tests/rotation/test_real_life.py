"""Pauses and several times of day: what is drawn is one of its re-draws, counted by hand, and p holds."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import groupby, product
from typing import Any

import numpy as np
import pytest
from tests.rotation.by_hand import admissible
from tests.rotation.test_drawing import experiment

from cliptrial.errors import PlanError
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation import broken_rule, draw_schedule, redraw
from cliptrial.rotation.calendar import never, places
from cliptrial.rotation.groups import groups, imbalance

NOON = ("12:00", "18:00")
TWO = {"slots": NOON, "posts_per_day": 2}


def off(account: str, day: date) -> bool:
    """Ten days of Easter holidays, and every 1st of a month for one account alone."""
    return date(2026, 3, 5) <= day <= date(2026, 3, 14) or (account == "two" and day.day == 1)


def as_set(labels: np.ndarray) -> set[tuple[bool, ...]]:
    return set(map(tuple, labels.tolist()))


def by_hand(schedule: Schedule) -> set[tuple[bool, ...]]:
    """Every labelling of the whole schedule: of each time of day (or account) all that are admissible, combined."""
    at_once = schedule.rule.version > 1
    parts: dict[tuple[str, str], list[Any]] = {}
    for p in schedule.positions:
        parts.setdefault((p.account, p.slot if at_once else ""), []).append(p)
    names = [f"{account}@{slot}" if slot else account for account, slot in parts]
    sets = [
        admissible(own, "arm0", "arm1", schedule.rule.cutoff[name])
        for name, own in zip(names, parts.values(), strict=True)
    ]
    return {tuple(np.concatenate(rows).tolist()) for rows in product(*sets)}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("design", "pauses"),
    [
        ({"posts_per_arm": 4, **TWO}, never),
        ({"posts_per_arm": 4, **TWO}, off),
        ({"posts_per_arm": 4, **TWO, "twins": True}, off),
        ({"posts_per_arm": 6, "slots": ("08:00", *NOON), "posts_per_day": 3}, off),
        ({"posts_per_arm": 8}, off),
        ({"posts_per_arm": 7, "weekdays": ("mon", "tue", "fri")}, off),
        ({"posts_per_arm": 4, "accounts": ("one", "two")}, off),
        ({"posts_per_arm": 4, **TWO, "accounts": ("one", "two"), "weekdays": ("sun", "mon")}, off),
    ],
)
def test_a_schedule_is_one_of_its_own_re_draws_and_these_are_what_brute_force_lists(
    design: dict[str, Any], pauses: Any, seed: int
) -> None:
    schedule = draw_schedule(experiment(**design, seed=seed), off=pauses)
    again = redraw(schedule, "arm0", "arm1", draws=99, seed=1)
    assert again.exact
    assert as_set(again.labels) == by_hand(schedule)
    assert len(again.labels) == len(as_set(again.labels))
    assert tuple(again.observed.tolist()) in as_set(again.labels)
    assert broken_rule(schedule) is None
    assert not [p for p in schedule.positions if pauses(p.account, p.date)]


@pytest.mark.parametrize(
    "design", [{}, {"variants": 2}, {"twins": True}, {"slots": ("08:00", *NOON), "posts_per_day": 3}]
)
def test_each_time_of_day_has_each_arm_as_often_and_its_blocks_to_itself(design: dict[str, Any]) -> None:
    plan = experiment(**{"posts_per_arm": 12, **TWO, **design})
    positions = draw_schedule(plan).positions
    arms, slots = [arm.id for arm in plan.change.arms], plan.design.slots
    assert Counter((p.slot, p.arm) for p in positions) == dict.fromkeys(product(slots, arms), 12 // len(slots))
    for _, block in groupby(sorted(positions, key=lambda p: p.block), key=lambda p: p.block):
        members = list(block)
        assert len({p.slot for p in members}) == 1
        assert set(Counter(p.arm for p in members).values()) == {1 if plan.design.twins else 2}
    assert [p.date for p in positions] == sorted(p.date for p in positions)
    assert all(
        len({p.slot for p in day}) == len(slots)
        for _, members in groupby(positions, lambda p: p.date)
        for day in [list(members)]
    )


def test_weekdays_are_shared_at_every_time_of_day() -> None:
    for seed in range(10):
        schedule = draw_schedule(experiment(posts_per_arm=28, **TWO, seed=seed))
        assert [imbalance(group) for group in groups(schedule.positions, 2)] <= [1, 1]
        assert np.prod([counts["arm1"] for counts in schedule.rule.count.values()]) >= 1000


def test_a_pause_moves_what_follows_and_leaves_every_block_whole() -> None:
    """The days before it are as they were; a block that it meets goes on with the first day after it."""
    plan = experiment(posts_per_arm=8)
    days = [p.date for p in draw_schedule(plan, off=off).positions]
    assert days == [date(2026, 3, 2) + timedelta(days=n + (10 if n > 2 else 0)) for n in range(16)]
    blocks = [[p.arm for p in block] for _, block in groupby(draw_schedule(plan, off=off).positions, lambda p: p.block)]
    assert [sorted(block) for block in blocks] == [["arm0", "arm0", "arm1", "arm1"]] * 4


def test_posts_that_the_times_of_day_cannot_share_and_pauses_without_an_end_are_refused() -> None:
    for design, code in (({"posts_per_arm": 7, **TWO}, "slots_not_shared"), ({}, "no_days_left")):
        with pytest.raises(PlanError) as caught:
            draw_schedule(
                experiment(**design), off=(lambda _account, day: day > date(2026, 3, 9)) if not design else never
            )
        assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(("posts", "longest", "after"), [(0, 501, "2026-03-02"), (3, 500, "2026-03-04")])
def test_a_pause_of_five_hundred_days_is_waited_for_and_a_longer_one_is_not(
    posts: int, longest: int, after: str
) -> None:
    """Counted from the last day that is free or, before the first post, from the first day of the plan."""
    plan, first = experiment(posts_per_arm=2), date(2026, 3, 2) + timedelta(days=posts)

    def laid_out(days: int, account: str | None = None) -> list[date]:
        away = lambda name, day: name == "kitchen" and first <= day < first + timedelta(days=days)  # noqa: E731
        return [place.day for place in places(plan, account, away)]

    assert laid_out(longest)[posts] == first + timedelta(days=longest)
    with pytest.raises(PlanError, match=f"pauses leave kitchen no day to post on after {after}"):
        laid_out(longest + 1)
    assert laid_out(longest + 1, "bakery")[3] == date(2026, 3, 5)


def test_a_schedule_of_several_a_day_from_before_is_drawn_and_re_drawn_as_it_was() -> None:
    """Rule version 1 has the times of a day in one block; a lock that holds it stays what it is."""
    old = draw_schedule(experiment(posts_per_arm=4, **TWO), version=1)
    assert (old.rule.version, set(old.rule.cutoff)) == (1, {"kitchen"})
    assert {len({p.slot for p in old.positions if p.block == block}) for block in (1, 2)} == {2}
    assert broken_rule(old) is None
    assert as_set(redraw(old, "arm0", "arm1", draws=9, seed=1).labels) == by_hand(old)


def gap(labels: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Difference of the arms' means, whichever is larger."""
    return np.abs((labels * values).sum(-1) / labels.sum(-1) - (~labels * values).sum(-1) / (~labels).sum(-1))


def p_without_effect(design: dict[str, Any], seed: int) -> float:
    """P where the arms do nothing and days, times and chance do much."""
    schedule, rng = draw_schedule(experiment(**design, seed=seed), off=off), np.random.default_rng([11, seed])
    value = {
        p.position: rng.standard_normal() + 1.5 * (p.slot == "18:00") + 0.8 * (p.date.weekday() > 4)
        for p in schedule.positions
    }
    again = redraw(schedule, "arm0", "arm1", draws=199, seed=seed)
    values = np.array([value[position] for position in again.positions])
    above = int((gap(again.labels, values) >= gap(again.observed, values) - 1e-9).sum())
    return above / len(again.labels) if again.exact else (above + 1) / (len(again.labels) + 1)


@pytest.mark.parametrize(
    ("design", "plans"),
    [
        ({"posts_per_arm": 8, **TWO}, 240),
        ({"posts_per_arm": 10}, 240),
        ({"posts_per_arm": 4, "variants": 2, **TWO}, 60),
    ],
    ids=["two a day", "pauses", "three arms"],
)
def test_p_is_at_most_what_it_says_where_the_arms_do_nothing(design: dict[str, Any], plans: int) -> None:
    """P is at most 5 % in 5 % of the plans, 20 % in 20 %, 50 % in half of them, within three standard errors."""
    found = np.array([p_without_effect(design, seed) for seed in range(plans)])
    for share in (0.05, 0.2, 0.5):
        assert (found <= share).mean() == pytest.approx(share, abs=3 * (share * (1 - share) / plans) ** 0.5)
