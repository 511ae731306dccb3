"""When weekdays and times speak against two arms: each limit from both sides, on posts that can be counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cliptrial.analysis.checks.weekdays import (
    _against_the_plan,
    _in_stretches,
    _no_overlap,
    adjustment_findings,
    confounded,
    period_findings,
    rotation_findings,
    weekday_table,
)
from cliptrial.analysis.findings import Level
from cliptrial.analysis.units import Assignment, Units
from cliptrial.stats.draws import Labels
from cliptrial.stats.weekdays import independence

ARM = np.repeat([True, False], 10)
"""Ten posts of the variant, then ten of the control."""
VARIANT, CONTROL = [0, 1, 2, 3, 4, 4, 4, 4, 4, 4], [0, 1, 2, 3, 4, 5, 6, 1, 2, 3]
"""Planned days: the variant lacks two that the control has."""
LACKING = np.isin(np.arange(20), [4, 5, 6, 7, 8, 9, 14, 3, 13, 19])
"""A plan that gives the variant Thursday and Friday alone."""


def plans(odd: np.ndarray[Any, Any], number: int, of: int) -> Labels:
    """Plans of which so many are this one; all others are the one that was drawn."""
    return Labels.packed([np.array([odd] * number + [ARM] * (of - number))], exact=True)


def moved(*days: int) -> list[int]:
    """The variant's days where the first of its posts went out on others."""
    return [*days, *VARIANT[len(days) :]]


@pytest.mark.parametrize(
    ("variant", "number", "of", "level"),
    [
        (moved(4, 4), 1, 2, None),
        (moved(4, 4, 4), 1, 2, Level.BLOCKER),
        (moved(4, 4, 2), 1, 100, None),
        (moved(4, 4, 2), 1, 101, Level.BLOCKER),
        (moved(4, 1, 2), 0, 2, None),
        (moved(1, 2, 0), 0, 2, None),
    ],
    ids=["a tenth moved", "more than a tenth moved", "one plan in a hundred", "in a hundred and one",
         "three days are lacking", "other days, none lacking"],
)  # fmt: skip
def test_four_days_that_one_arm_lacks_speak_against_posts_where_they_left_the_plan_or_plans_hardly_have_them(
    variant: Sequence[int], number: int, of: int, level: Level | None
) -> None:
    days, planned = np.array([*variant, *CONTROL]), np.array([*VARIANT, *CONTROL])
    assert _against_the_plan(days, planned, ARM, plans(LACKING, number, of))[1] is level


@pytest.mark.parametrize(("number", "of", "level"), [(1, 2, None), (1, 100, None), (1, 101, Level.BLOCKER)])
def test_four_days_lacking_as_planned_speak_against_posts_where_other_plans_hardly_have_them(
    number: int, of: int, level: Level | None
) -> None:
    """As many posts left their day, but the arm lacked no fewer in its plan."""
    planned = np.array([4, 4, 3, 3, 4, 3, 4, 3, 4, 3, *CONTROL])
    days = np.array([3, 3, 4, 4, 4, 3, 4, 3, 4, 3, *CONTROL])
    even = np.arange(20) % 2 == 0
    odd = np.array([ARM] * number + [even] * (of - number))
    assert _against_the_plan(days, planned, ARM, Labels.packed([odd], exact=True))[1] is level


@pytest.mark.parametrize(
    ("weekend", "number", "of", "share", "level"),
    [
        ((9, 1), 1, 2, 0.36, None),
        ((9, 1), 1, 100, 0.36, None),
        ((9, 1), 1, 101, 0.36, Level.BLOCKER),
        ((9, 2), 0, 2, 0.505, Level.WARNING),
        ((7, 3), 0, 2, 0.84, Level.WARNING),
        ((6, 3), 0, 2, 0.909, None),
    ],
)
def test_a_weekend_that_arms_do_not_share_speaks_against_posts_where_plans_hardly_leave_it(
    weekend: tuple[int, int], number: int, of: int, share: float, level: Level | None
) -> None:
    """So many of ten posts of the variant and of the control went out on Saturday, the others on Monday."""
    days = np.concatenate([np.where(np.arange(10) < many, 5, 0) for many in weekend])
    even = np.arange(20) % 2 == 0
    drawn = Labels.packed([np.array([ARM] * number + [even] * (of - number))], exact=True)
    found, serious = _against_the_plan(days, days, ARM, drawn)
    assert (round(found, 3), serious) == (share, level)


def units(arm: str, assignment: Assignment = Assignment.NOBODY, **other: Any) -> Units:
    """One post for each letter, of one account and one month."""
    zeros = np.zeros(len(arm), dtype=np.int64)
    given = {"account": zeros, "weekday": zeros, "stratum": zeros, "block": zeros} | other
    return Units(np.array(list(arm), dtype=object), assignment, draws=99, **given)


def test_weekdays_are_counted_from_monday_and_only_of_posts_that_went_out() -> None:
    table = weekday_table(["a", "b"], np.array(list("aabbb"), dtype=object), np.array([0, 6, 0, -1, 3]))
    assert table == {"a": (1, 0, 0, 0, 0, 0, 1), "b": (1, 0, 0, 1, 0, 0, 0)}


def pair(control: Sequence[int], variant: Sequence[int], **other: Any) -> Any:
    """What is told of two arms' weekdays, where nobody assigned them."""
    days = np.array([*control, *variant])
    own = units("a" * len(control) + "b" * len(variant))
    posted = np.ones(len(days), dtype=np.bool_)
    return confounded(own, posted, days, "a", "b", weekday_table(["a", "b"], own.arm, days), **other)


@pytest.mark.parametrize(
    ("control", "variant", "share", "level"),
    [
        ([0] * 7 + [1] * 3, [0] * 3 + [1] * 7, 0.84, Level.WARNING),
        ([0] * 6 + [1] * 3, [0] * 3 + [1] * 6, 0.889, None),
        ([0] * 8 + [1], [0] + [1] * 8, 0.395, Level.BLOCKER),
        ([0] * 9 + [1] * 2, [0] * 2 + [1] * 9, 0.595, Level.WARNING),
        ([5] * 30 + [0, 1, 2], [5] * 30, 0.955, None),
        ([5] * 30 + [0, 1, 2, 3], [5] * 30, 0.941, Level.BLOCKER),
    ],
    ids=["uneven", "hardly uneven", "hopeless", "not hopeless", "three days lacking", "four days lacking"],
)
def test_where_nobody_assigned_arms_their_weekdays_must_be_shared(
    control: list[int], variant: list[int], share: float, level: Level | None
) -> None:
    found = pair(control, variant, always=True)
    assert (round(found.effective_share, 3), found.level) == (share, level or Level.OK)
    posts = len(control) + len(variant)
    assert round(found.effective_posts, 1) == round(found.effective_share * posts, 1)
    assert (found.posts, found.posts_arm, found.posts_control) == (posts, len(variant), len(control))
    assert (pair(control, variant) is None) is (level is None)


def test_days_of_one_arm_alone_and_weekends_from_friday_on_are_told() -> None:
    found = pair([0, 1, 3, 4, 5], [0, 3, 4, 4, 6])
    assert (found.absent_days, found.weekend_control, found.weekend_arm) == ((1, 5, 6), 2, 3)
    assert found.tv_distance == pytest.approx(0.4)
    assert pair([], [0, 1]) is None
    assert pair([0, 1], []) is None


@pytest.mark.parametrize(
    ("control", "variant", "told"),
    [
        ([0, 0, 1, 2], [0, 1, 2, 2], [("rotation_balanced", "OK", 1), ("weekday_table_test", "OK", None)]),
        ([0] * 60 + [1] * 40, [0] * 40 + [1] * 60, [("weekday_table_test", "WARNING", None)]),
        ([0] * 7 + [1] * 3, [0] * 3 + [1] * 7, [("weekday_confounded", "WARNING", None),
                                               ("weekday_table_test", "OK", None)]),
        ([0] * 10, [1] * 10, [("weekday_confounded", "BLOCKER", None), ("weekday_table_test", "NOTE", None)]),
        ([0] * 16 + [1] * 4, [0] * 7 + [1] * 13, [("weekday_confounded", "WARNING", None),
                                                  ("weekday_table_test", "NOTE", None)]),
        ([0] * 15 + [1] * 6, [0] * 6 + [1] * 15, [("weekday_confounded", "WARNING", None),
                                                  ("weekday_table_test", "OK", None)]),
    ],
    ids=["shared", "unlikely", "uneven", "both", "p is .0095", "p is .0126"],
)  # fmt: skip
def test_a_table_that_chance_hardly_leaves_is_a_warning_where_nothing_else_says_so(
    control: list[int], variant: list[int], told: list[tuple[str, str, int | None]]
) -> None:
    days = np.array([*control, *variant, 6, 6, 6])
    own = units("a" * len(control) + "b" * len(variant) + "aaa")
    posted = np.arange(len(days)) < len(days) - 3
    found = list(rotation_findings(own, posted, days, "a", ["b"]))
    assert [(f.code, f.level.name, f.values.get("largest_difference")) for f in found] == told


def test_of_more_than_two_days_the_table_is_drawn_by_the_posts_own_seed() -> None:
    days, own = np.array([0, 0, 0, 1, 0, 1, 2, 2]), replace(units("aaaabbbb"), seed=7)
    told = [list(rotation_findings(one, days >= 0, days, "a", ["b"]))[-1].values for one in (own, replace(own, seed=0))]
    table = np.array([[3, 1, 0], [1, 1, 2]])
    for found, seed in zip(told, (7, 0), strict=True):
        drawn = independence(table, seed=seed)
        assert (found["p_value"], found["p_error"]) == (drawn.p_value, drawn.error)
    assert told[0]["p_value"] != told[1]["p_value"]


def test_posts_of_a_schedule_are_held_against_it_and_few_of_them_by_weekend_alone() -> None:
    """Monday and Tuesday are alike to a schedule of 20 posts."""
    days = np.array([0] * 7 + [1] * 3 + [0] * 3 + [1] * 7)
    own, posted = units("a" * 10 + "b" * 10, Assignment.SCHEDULE, weekday=days), np.ones(20, dtype=np.bool_)
    table = weekday_table(["a", "b"], own.arm, days)
    assert confounded(own, posted, days, "a", "b", table) is None
    assert confounded(replace(own, weekday=None), posted, days, "a", "b", table) is not None


@pytest.mark.parametrize(
    ("arm", "when", "p", "exact"),
    [("bbaa", [0, 1, 2, 3], 2 / 6, True), ("bbaa", [0, 1, 2, 3], 3 / 7, False), ("bbaa", [0, 2, 1, 3], 1.0, True),
     ("baba", [3, 0, 2, 1], 2 / 6, True)],
)  # fmt: skip
def test_long_stretches_of_one_arm_are_held_against_all_that_could_have_been(
    arm: str, when: list[float], p: float, exact: bool
) -> None:
    """Of the six orders of two and two, two change once, two twice and two three times."""
    ways = np.array([[i in pair for i in range(4)] for pair in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))])
    treated = np.array(list(arm)) == "b"
    drawn = Labels.packed([ways], exact=exact)
    found = _in_stretches(units(arm), np.ones(4, dtype=np.bool_), np.array(when, dtype=float), treated, drawn)
    assert found == pytest.approx(p)


def test_arms_of_which_one_ended_before_the_other_began_do_not_overlap() -> None:
    first = np.array([True, True, False, False])
    for treated in (first, ~first):
        assert _no_overlap(np.array([0.0, 1, 2, 3]), treated)
        assert not _no_overlap(np.array([0.0, 2, 2, 3]), treated)
        assert not _no_overlap(np.array([0.0, 3, 2, 4]), treated)


@pytest.mark.parametrize(
    ("estimate", "unadjusted", "told"),
    [(0.3, 0.1, None), (0.31, 0.1, False), (-0.11, 0.1, True), (0.1, -0.11, True), (0.11, 0.32, False),
     (0.21, 0.0, False)],
)  # fmt: skip
def test_terms_that_move_an_estimate_by_more_than_its_error_are_told(
    estimate: float, unadjusted: float, told: bool | None
) -> None:
    """The error is .2; a row without a comparison keeps none after it from being looked at."""
    uplift = SimpleNamespace(metric="views", arm="b", unadjusted_relative=0.4, relative=0.5)
    comparison = SimpleNamespace(
        inversion=SimpleNamespace(estimate=estimate, standard_error=0.2), unadjusted=unadjusted
    )
    rows: Any = [SimpleNamespace(comparison=None), SimpleNamespace(uplift=uplift, comparison=comparison)]
    found = list(adjustment_findings(rows, "weekdays"))
    assert [f.values for f in found] == ([] if told is None else [
        {"metric": "views", "arm": "b", "unadjusted": 0.4, "adjusted": 0.5, "by": "weekdays", "sign_changes": told}
    ])  # fmt: skip


def periods(
    arm: str, when: Sequence[float], assignment: Assignment, *, held: bool = True, months: str = ""
) -> list[Any]:
    """The level and the p of what is told of two arms' times."""
    own = units(arm, assignment, stratum=np.array([int(one) for one in months or "0" * len(arm)]))
    posted = np.array(list(arm)) != "x"
    variants = ["b", "c"] if "c" in arm else ["b"]
    found = list(period_findings(own, posted, np.array(when, dtype=float), "a", variants, slope_held=held))
    return [(f.level, f.values["arm"]) for f in found]


def test_arms_that_ran_one_after_the_other_are_told_whoever_assigned_them() -> None:
    for assignment in (Assignment.RANDOM, Assignment.NOBODY):
        assert periods("aaabbb", range(6), assignment) == [(Level.BLOCKER, "b")]
        assert periods("bbbaaa", range(6), assignment) == [(Level.BLOCKER, "b")]
        assert periods("abbaab", range(6), assignment) == []
        assert periods("aaabbb", [3] * 6, assignment) == []
        assert periods("aaabbb", [3, 3, 3, 4, 4, 4], assignment) == [(Level.BLOCKER, "b")]
        assert periods("aaaccc", range(6), assignment) == [(Level.BLOCKER, "c")]
        assert periods("aaabbbcc", [*range(6), -1, 9], assignment) == [(Level.BLOCKER, "b")]
    assert periods("xxxbbb", range(6), Assignment.NOBODY) == []
    assert periods("aaaxxx", range(6), Assignment.NOBODY) == []
    assert periods("abab", range(4), Assignment.NOBODY, months="0101") == [(Level.BLOCKER, "b")]
    assert periods("abab", range(4), Assignment.RANDOM, months="0101") == []


CALM, LEFT, LESS, MORE = "aaaaabbbbbbbbbbaaaaa", "babaaaabaabbbabbabba", "baababaaaabbabaabbbb", "abababaaaabbabaabbbb"
"""Twenty posts in few stretches without a trend; and in many stretches with a correlation of .19, .29 and .31."""


@pytest.mark.parametrize(
    ("arm", "number", "of", "level"),
    [
        (MORE, 2, 1000, Level.BLOCKER),
        (MORE, 3, 1000, None),
        (MORE, 2, 999, None),
        (LESS, 2, 1000, None),
        (MORE, 3, 3000, None),
        (LEFT, 1, 1000, None),
        (LEFT, 1, 1001, Level.BLOCKER),
    ],
)
def test_a_drift_speaks_against_posts_where_plans_hardly_have_it(
    arm: str, number: int, of: int, level: Level | None
) -> None:
    """Below one plan in a thousand; of plans that are few, at a correlation above .3, below two and a half of them."""
    for assignment, times in ((Assignment.RANDOM, range(20)), (Assignment.SCHEDULE, range(20, 0, -1))):
        found = drift(arm, number, of, assignment, times)
        assert [f.level for f in found] == ([level] if level else [])
        assert [abs(f.values["correlation"]) > 0.19 and f.values["p_value"] == number / of for f in found] == [
            True for _ in found
        ]
        assert all((f.values["correlation"] > 0) is (times[0] == 0) for f in found)


@pytest.mark.parametrize(("number", "of", "level"), [(9, 901, Level.WARNING), (9, 900, None), (1, 999, Level.WARNING)])
def test_where_nobody_assigned_arms_a_drift_speaks_against_them_from_one_in_a_hundred(
    number: int, of: int, level: Level | None
) -> None:
    """A warning where a steady rise is held equal, and else a blocker."""
    for held, own in ((True, level), (False, level and Level.BLOCKER)):
        found = drift(LEFT, number, of, Assignment.NOBODY, range(20), held=held)
        assert [f.level for f in found] == ([own] if own else [])


def drift(
    arm: str, number: int, of: int, assignment: Assignment, times: Sequence[int], *, held: bool = True
) -> list[Any]:
    """What is told of these posts, where so many of all plans are as they are and the others have no trend."""
    own, either = units(arm, assignment), [np.array(list(one)) == "b" for one in (arm, CALM)]
    plans = Labels.packed([np.array([either[0]] * number + [either[1]] * (of - number))], exact=True)
    own = replace(own, _cache={("a", "b"): plans})
    posted = np.ones(20, dtype=np.bool_)
    return list(period_findings(own, posted, np.array(times, dtype=float), "a", ["b"], slope_held=held))
