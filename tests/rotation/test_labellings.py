"""Labellings and cutoffs, counted by brute force; the numbers stand here, and nobody's code wrote them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import comb

import numpy as np
import pytest
from scipy.stats import chisquare
from tests.rotation.by_hand import admissible, every_labelling
from tests.rotation.test_drawing import experiment

from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.rotation import draw_schedule, redraw
from cliptrial.rotation.groups import Group, alternates, count_labellings, groups, imbalance, pair_labellings
from cliptrial.rotation.labellings import Block, labellings, unrestricted_count

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def laid_out(
    arms: str, size: int, *, account: str = "a", first: int = 1, weekdays: Sequence[int] = EVERY_DAY
) -> tuple[Position, ...]:
    """One letter a post, one post a day from Monday 2 March 2026 on these weekdays, in blocks of ``size``."""
    days = [day for n in range(700) if (day := date(2026, 3, 2) + timedelta(days=n)).weekday() in weekdays]
    return tuple(Position(first + i, i // size + 1, account, days[i], "18:00", arm, None) for i, arm in enumerate(arms))


def scheduled(positions: Sequence[Position], cutoff: dict[str, int]) -> Schedule:
    return Schedule(tuple(positions), Rule(1, 2, cutoff, {}, 5))


def as_set(labels: np.ndarray) -> set[tuple[bool, ...]]:
    return set(map(tuple, labels.tolist()))


def test_eight_posts_from_monday_leave_18_labellings_because_both_mondays_must_differ() -> None:
    """Blocks Mon-Thu and Fri-Mon: within 1 the two Mondays carry different arms, 3 x 3 x 2 of 6 x 6."""
    group = Group("a", laid_out("aabbaabb", 4))
    assert [pair_labellings(group, "a", "b", cutoff).count for cutoff in range(4)] == [0, 18, 36, 36]


@pytest.mark.parametrize(
    ("posts", "counts"),
    [
        (2, [0, 6, 6, 6]),
        (4, [0, 18, 36, 36]),
        (6, [0, 12, 216, 216]),
        (8, [0, 42, 738, 1296]),
        (9, [0, 160, 936, 2592]),
        (10, [0, 924, 1650, 7776]),
    ],
)
def test_labellings_of_two_arms_by_cutoff(posts: int, counts: list[int]) -> None:
    group = Group("a", laid_out("ab" * posts, 4))
    slow = [admissible(group.positions, "a", "b", cutoff) for cutoff in range(4)]
    quick = [pair_labellings(group, "a", "b", cutoff) for cutoff in range(4)]
    assert [len(labels) for labels in slow] == [found.count for found in quick] == counts
    for expected, found in zip(slow, quick, strict=True):
        assert as_set(found.all()) == as_set(expected)
        assert len(found.all()) == found.count
        assert found.positions == 2 * posts
    assert count_labellings(group, "a", "b") == 6 ** (posts // 2) * 2 ** (posts % 2)


def test_a_block_that_somebody_made_uneven_keeps_its_number_of_variants() -> None:
    """Three posts with two variants: either arm may stand once, so what tells them apart is which stands twice."""
    uneven = pair_labellings(Group("a", laid_out("abb", 3)), "a", "b", 3)
    assert as_set(uneven.all()) == {(False, True, True), (True, False, True), (True, True, False)}


THREE = "abccabbcabaccbaabcaccbba"
FOUR = "abcdbadcdacbcabdbdacadcb"


@pytest.mark.parametrize(
    ("arms", "size", "variant", "counts"),
    [
        (THREE[:12], 6, "b", [0, 18, 36, 36]),
        (THREE[:12], 6, "c", [0, 6, 36, 36]),
        (THREE[:18], 6, "b", [0, 0, 162, 216]),
        (THREE[:18], 6, "c", [0, 0, 126, 216]),
        (THREE, 6, "b", [0, 0, 300, 1134]),
        (THREE, 6, "c", [0, 0, 582, 1296]),
        (FOUR[:16], 8, "b", [0, 0, 36, 36]),
        (FOUR, 8, "b", [0, 0, 138, 216]),
        (FOUR, 8, "c", [0, 0, 162, 216]),
        (FOUR, 8, "d", [0, 0, 162, 216]),
    ],
)
def test_labellings_of_a_pair_with_the_other_arms_fixed(arms: str, size: int, variant: str, counts: list[int]) -> None:
    group = Group("a", laid_out(arms, size))
    for cutoff, count in enumerate(counts):
        expected, found = (
            admissible(group.positions, "a", variant, cutoff),
            pair_labellings(group, "a", variant, cutoff),
        )
        assert (found.count, len(expected)) == (count, count)
        assert as_set(found.all()) == as_set(expected)


def test_without_weekdays_blocks_of_any_size_multiply() -> None:
    blocks = [Block((0, 1, 2, 3, 4), 2), Block((5, 6), 1), Block((0, 1, 2), 3)]
    assert unrestricted_count(blocks) == comb(5, 2) * 2 * 1 == 20
    free = labellings(blocks, [-9] * 7, [9] * 7)
    assert free.count == 20
    assert as_set(free.all()) == as_set(every_labelling([(5, 2), (2, 1), (3, 3)]))


def test_bounds_that_lean_to_one_side_are_kept_on_every_weekday() -> None:
    """Twelve posts on three days: never more variants than controls on Mondays, never fewer on Tuesdays."""
    blocks = [Block((0, 0, 1, 2), 2), Block((1, 0, 1, 2), 2), Block((2, 2, 1, 0), 2)]
    days = np.concatenate([block.weekdays for block in blocks])
    every = every_labelling([(4, 2)] * 3)
    difference = np.array([np.where(every, 1, -1)[:, days == day].sum(axis=1) for day in range(3)])
    wanted = every[(difference[0] >= -4) & (difference[0] <= 0) & (difference[1] >= 0) & (difference[1] <= 4)]
    found = labellings(blocks, [-4, 0, -9, -9, -9, -9, -9], [0, 4, 9, 9, 9, 9, 9])
    assert (found.count, len(wanted)) == (124, 124)
    assert as_set(found.all()) == as_set(wanted)


def test_a_set_without_any_labelling_is_empty_and_counts_nothing() -> None:
    none = labellings([Block((0, 1), 1)], [0] * 7, [0] * 7)
    assert none.count == 0
    assert none.all().shape == (0, 2)


def test_draws_of_a_lopsided_set_are_uniform() -> None:
    """124 labellings that hang on many or few completions: each comes up as often as any other."""
    blocks = [Block((0, 0, 1, 2), 2), Block((1, 0, 1, 2), 2), Block((2, 2, 1, 0), 2)]
    space = labellings(blocks, [-4, 0, -9, -9, -9, -9, -9], [0, 4, 9, 9, 9, 9, 9])
    drawn = Counter(map(tuple, space.sample(24_800, np.random.default_rng(2)).tolist()))
    assert set(drawn) == as_set(space.all())
    assert chisquare([drawn[row] for row in sorted(drawn)]).pvalue > 0.001


# The cutoff of a plan: the smallest that leaves 1,000 labellings, else the smallest of the largest set.


@pytest.mark.parametrize(
    ("design", "cutoff", "count"),
    [
        ({"posts_per_arm": 2}, 1, 6),
        ({"posts_per_arm": 4}, 2, 36),
        ({"posts_per_arm": 7}, 2, 432),
        ({"posts_per_arm": 8}, 3, 1296),
        ({"posts_per_arm": 9}, 3, 2592),  # 936 within 2
        ({"posts_per_arm": 10}, 2, 1650),
        ({"posts_per_arm": 12}, 1, 1266),
        ({"posts_per_arm": 14}, 0, 1266),
        ({"posts_per_arm": 4, "twins": True}, 2, 16),
        ({"posts_per_arm": 10, "twins": True}, 3, 1024),
        ({"posts_per_arm": 11, "twins": True, "weekdays": ("mon", "tue", "thu", "sat")}, 2, 1000),  # just enough
    ],
)
def test_the_cutoff_of_two_arms_is_the_smallest_that_leaves_a_thousand_else_all(
    design: dict[str, object], cutoff: int, count: int
) -> None:
    schedule = draw_schedule(experiment(**design))
    assert schedule.rule.cutoff == {"kitchen": cutoff}
    assert schedule.rule.count == {"kitchen": {"arm1": count}}
    if design["posts_per_arm"] < 14:  # else 280,000 labellings would have to be looked at
        (group,) = groups(schedule.positions)
        within = [len(admissible(group.positions, "arm0", "arm1", c)) for c in (cutoff - 1, cutoff)]
        assert within[1] == count
        assert within[0] < min(1000, count_labellings(group, "arm0", "arm1"))


@pytest.mark.parametrize(
    ("variants", "posts", "cutoff"), [(2, 4, 2), (2, 6, 2), (2, 8, 3), (2, 10, 2), (3, 2, 2), (3, 4, 2), (3, 8, 3)]
)
def test_the_cutoff_of_three_and_four_arms_and_its_counts(variants: int, posts: int, cutoff: int) -> None:
    """The counts that are stored are those of the drawn schedule, every other arm fixed."""
    schedule = draw_schedule(experiment(variants, posts_per_arm=posts))
    assert schedule.rule.cutoff == {"kitchen": cutoff}
    arms = [f"arm{i}" for i in range(1, variants + 1)]
    assert schedule.rule.count == {
        "kitchen": {arm: len(admissible(schedule.positions, "arm0", arm, cutoff)) for arm in arms}
    }
    assert imbalance(groups(schedule.positions)[0]) <= cutoff


def test_every_arm_of_several_takes_every_place_as_often() -> None:
    """Over 40 seeds each of three arms stands on each of a block's places about equally often."""
    seen = np.zeros((3, 6))
    for seed in range(40):
        for place, position in enumerate(draw_schedule(experiment(2, posts_per_arm=2, seed=seed)).positions):
            seen[int(position.arm[3:]), place] += 1
    assert chisquare(seen.ravel()).pvalue > 0.001


# Imbalance.


@pytest.mark.parametrize(
    ("arms", "apart"),
    [("ab", 1), ("abababa", 1), ("abababaabababa", 2), ("abababababababa", 1), ("abcabcabcabcabcabcabc", 0)],
)
def test_imbalance_is_the_largest_difference_of_weekday_counts(arms: str, apart: int) -> None:
    assert imbalance(Group("a", laid_out(arms, 2))) == apart


def test_imbalance_looks_at_every_pair_of_arms() -> None:
    """On Mondays a, b and c run 2, 1 and 0 times: only a and c are two apart."""
    positions = [replace(p, date=date(2026, 3, 2)) for p in laid_out("aab", 3)]
    positions += [replace(p, date=date(2026, 3, 3)) for p in laid_out("bcca", 4, first=4)]
    assert imbalance(Group("a", tuple(positions))) == 2


# Stretches.


@pytest.mark.parametrize(("blocks", "stretches"), [(1, 1), (20, 1), (21, 2), (22, 2), (35, 2), (36, 3)])
def test_an_account_is_cut_into_stretches_of_about_14_blocks(blocks: int, stretches: int) -> None:
    found = groups(laid_out("ab" * blocks, 2))
    assert [group.name for group in found] == ["a", "a#2", "a#3"][:stretches]
    assert [p for group in found for p in group.positions] == list(laid_out("ab" * blocks, 2))
    sizes = [len({p.block for p in group.positions}) for group in found]
    assert max(sizes) - min(sizes) <= 1


def test_groups_are_by_account_in_order_of_appearance_and_sorted_by_position() -> None:
    one, other = laid_out("ab" * 22, 2, account="one", first=45), laid_out("abba", 4, account="other")
    mixed = [*one[::-1], *other[::-1]]
    assert [group.name for group in groups(mixed)] == ["one", "one#2", "other"]
    assert [p.position for group in groups(mixed) for p in group.positions] == [*range(45, 89), 1, 2, 3, 4]


# Exact enumeration over accounts and stretches.


def product_by_hand(schedule: Schedule, variant: str = "b") -> int:
    total = 1
    for group in groups(schedule.positions):
        total *= len(admissible(group.positions, "a", variant, schedule.rule.cutoff[group.name]))
    return total


def checked(schedule: Schedule, expected: int, variant: str = "b") -> None:
    """Every labelling once, each admissible in every group, the observed one among them."""
    found = redraw(schedule, "a", variant, draws=7, seed=1)
    assert found.exact
    assert len(found.labels) == len(as_set(found.labels)) == expected == product_by_hand(schedule, variant)
    assert tuple(found.observed.tolist()) in as_set(found.labels)
    arms = {p.position: p.arm for p in schedule.positions}
    assert [arms[position] == variant for position in found.positions] == found.observed.tolist()
    assert {arms[position] for position in found.positions} == {"a", variant}
    for group in groups(schedule.positions):
        own = np.isin(found.positions, [p.position for p in group.positions])
        allowed = as_set(admissible(group.positions, "a", variant, schedule.rule.cutoff[group.name]))
        assert as_set(found.labels[:, own]) == allowed


def test_two_accounts_are_enumerated_as_every_combination_of_their_own() -> None:
    """18 labellings within 1 in one account times 738 within 2 in the other."""
    one, other = laid_out("aabbaabb", 4, account="one"), laid_out("abbabaab" * 2, 4, account="two", first=9)
    checked(scheduled([*one, *other], {"one": 1, "two": 2}), 18 * 738)


def test_two_stretches_of_one_account_are_enumerated_as_every_combination_of_their_own() -> None:
    """22 pairs of twins on weekdays from Monday to Friday: 104 labellings in each half keep weekdays within 1."""
    half = "abbabaabba" + "baababbaab" + "ab"
    options = admissible(laid_out(half, 2, weekdays=range(5)), "a", "b", 1)
    first = "".join("ab"[int(label)] for label in options[40])
    positions = laid_out(first * 2, 2, weekdays=range(5))
    later = positions[22:]
    again = admissible(later, "a", "b", 1)[70]
    positions = (*positions[:22], *(replace(p, arm="ab"[int(label)]) for p, label in zip(later, again, strict=True)))
    checked(scheduled(positions, {"a": 1, "a#2": 1}), 104 * 104)


def test_three_arms_in_two_accounts_are_enumerated_with_the_third_arm_fixed() -> None:
    one, other = laid_out(THREE[:12], 6, account="one"), laid_out(THREE[:18], 6, account="two", first=13)
    schedule = scheduled([*one, *other], {"one": 1, "two": 2})
    checked(schedule, 18 * 162)
    checked(schedule, 6 * 126, "c")


def blocks_of(*sizes: int) -> tuple[Position, ...]:
    """Blocks of these sizes, one variant in each, all on different days."""
    arms = [("b" + "a" * (size - 1), block + 1) for block, size in enumerate(sizes)]
    flat = [(arm, block) for text, block in arms for arm in text]
    start = date(2026, 3, 2)
    return tuple(
        Position(i + 1, block, "a", start + timedelta(days=i), "18:00", arm) for i, (arm, block) in enumerate(flat)
    )


def test_up_to_40_000_labellings_are_listed_and_from_40_001_they_are_drawn() -> None:
    """5^4 x 2^6 against 13 x 17 x 181."""
    most = redraw(scheduled(blocks_of(5, 5, 5, 5, 2, 2, 2, 2, 2, 2), {"a": 99}), "a", "b", draws=11, seed=0)
    more = redraw(scheduled(blocks_of(13, 17, 181), {"a": 299}), "a", "b", draws=11, seed=0)
    assert (most.exact, len(most.labels)) == (True, 40_000)
    assert (more.exact, len(more.labels)) == (False, 11)


def test_monte_carlo_draws_are_independent_in_every_group_and_repeat_with_their_seed() -> None:
    """Two accounts of 42 labellings each and a third: all 1,764 pairs come up alike."""
    eight = "".join("ab"[int(label)] for label in admissible(laid_out("aabb" * 4, 4), "a", "b", 1)[11])
    accounts = [laid_out(eight, 4, account=name, first=16 * n + 1) for n, name in enumerate(("x", "y", "z"))]
    schedule = scheduled([p for own in accounts for p in own], {"x": 1, "y": 1, "z": 1})
    found = redraw(schedule, "a", "b", draws=17_640, seed=3)
    assert not found.exact
    drawn = Counter(map(tuple, found.labels[:, :32].tolist()))
    counts = np.array([*drawn.values(), *[0] * (42 * 42 - len(drawn))])
    assert chisquare(counts).pvalue > 0.001
    again, other = (redraw(schedule, "a", "b", draws=50, seed=seed).labels for seed in (3, 4))
    assert (again == redraw(schedule, "a", "b", draws=50, seed=3).labels).all()
    assert not (again == other).all()


# A strict alternation.


@pytest.mark.parametrize(
    ("arms", "strict"),
    [
        ("ab" * 6, True),
        ("ab" * 5 + "a", False),  # 11 posts: one fewer
        ("ab" * 5 + "ba", False),  # the last two exchanged
        ("ba" + "ab" * 5, False),
        ("abc" * 4, True),
        ("abc" * 3 + "acb", False),
        ("abcd" * 3, True),
        ("abcd" * 2 + "abc", False),
        ("a" * 12, False),  # one arm takes no turns
        ("aabb" * 3, False),
    ],
)
def test_arms_alternate_from_twelve_posts_in_strict_turn(arms: str, strict: bool) -> None:
    assert alternates(laid_out(arms, 4)) is strict
    assert alternates(laid_out(arms, 4)[::-1]) is strict


def test_one_account_that_alternates_is_enough_and_accounts_are_not_mixed_up() -> None:
    fair, strict = laid_out("abbabaabbaab", 4, account="one"), laid_out("ab" * 6, 4, account="two", first=13)
    assert alternates([*fair, *strict])
    assert alternates([*strict, *fair])
    # Of two accounts in turn: each by itself holds a a b b ..., together they look like a b a b.
    woven = [
        replace(p, account=("one", "two")[i % 2], position=i + 1)
        for i, p in enumerate(laid_out("abab" * 3 + "baba" * 3, 4))
    ]
    assert not alternates([p for p in woven if p.account == "one"])
    assert not alternates(woven)
