"""Which days are held equal: weekdays or the weekend, of every account or shared, on both sides of each limit."""

from __future__ import annotations

import numpy as np
import pytest

from cliptrial.analysis.terms import Terms, _within, days_of_a_schedule, terms
from cliptrial.analysis.units import Assignment, Units


def held(
    posts: int,
    *,
    assignment: Assignment,
    months: int = 1,
    accounts: int = 1,
    uneven: bool = False,
    blocks: bool = False,
    dated: bool = True,
) -> Terms:
    """The terms of posts on consecutive days in turns of two and two; ``uneven``: one arm on the first weekdays."""
    days = np.arange(posts)
    weekday = days % 7
    late = weekday >= 3 if uneven else np.isin(days % 4, (1, 2))
    units = Units(
        arm=np.where(late, "b", "a").astype(object),
        assignment=assignment,
        account=days * accounts // posts,
        weekday=weekday if dated else None,
        stratum=days * months // posts,
        block=days // 4,
        when=20_000.0 + days,
    )
    everyone = np.ones(posts, dtype=np.bool_)
    return terms(units, everyone, units.arm == "b", units.stratum, blocks=blocks)


@pytest.mark.parametrize(("posts", "days"), [(27, 2), (28, 7)])
def test_a_schedule_holds_the_weekend_equal_below_28_posts_and_every_weekday_from_28_on(posts: int, days: int) -> None:
    found = held(posts, assignment=Assignment.SCHEDULE)
    assert (len(np.unique(found.cells)), len(np.unique(found.strata)), found.uneven) == (days, days, False)
    assert len(np.unique(days_of_a_schedule(np.arange(posts) % 7))) == days


def test_the_weekend_is_saturday_and_sunday() -> None:
    assert days_of_a_schedule(np.arange(7)).tolist() == [0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(("uneven", "days"), [(False, 2), (True, 7)])
def test_where_chance_assigned_weekdays_are_held_equal_only_if_chance_hardly_leaves_them_so(
    uneven: bool, days: int
) -> None:
    found = held(56, assignment=Assignment.RANDOM, uneven=uneven)
    assert (len(np.unique(found.cells)), found.uneven) == (days, uneven)


@pytest.mark.parametrize(("posts", "columns"), [(99, 1 + 1), (100, 1 + 1), (198, 1 + 1), (200, 2 + 1)])
def test_accounts_of_100_posts_have_weekends_of_their_own_beside_months_and_smaller_ones_share_theirs(
    posts: int, columns: int
) -> None:
    """One column a weekend and one for the trend; one account needs no more than it would share."""
    accounts = 1 if posts <= 100 else 2
    found = held(posts, assignment=Assignment.NOBODY, months=4, accounts=accounts)
    assert found.columns.shape == (posts, columns)


@pytest.mark.parametrize(("posts", "accounts", "cells", "columns"), [(56, 7, 14, 0), (56, 8, 8, 1), (27, 1, 2, 0)])
def test_small_accounts_of_a_table_share_their_weekend_and_larger_ones_have_one_each(
    posts: int, accounts: int, cells: int, columns: int
) -> None:
    """Seven accounts of eight posts have four a cell on the mean; ratios then hold accounts equal, and no days."""
    found = held(posts, assignment=Assignment.RANDOM, accounts=accounts)
    assert (len(np.unique(found.cells)), found.columns.shape[1], len(np.unique(found.strata))) == (
        cells,
        columns,
        cells,
    )


def test_accounts_of_a_schedule_have_days_of_their_own_however_small() -> None:
    found = held(56, assignment=Assignment.SCHEDULE, accounts=8)
    assert (len(np.unique(found.cells)), found.columns.shape[1]) == (56, 0)


def test_without_chance_a_steady_rise_is_held_equal_from_minus_one_to_one() -> None:
    trend = held(21, assignment=Assignment.NOBODY, months=3).columns[:, -1]
    assert trend == pytest.approx(np.linspace(-1, 1, 21))
    assert held(21, assignment=Assignment.RANDOM).columns.shape == (21, 0)


@pytest.mark.parametrize(
    ("assignment", "months", "blocks", "strata"),
    [
        (Assignment.RANDOM, 1, False, 2),  # weekdays and weekends
        (Assignment.RANDOM, 4, False, 4),  # chance assigned within these, so no day parts them further
        (Assignment.NOBODY, 4, False, 8),  # four months, each with its weekdays and weekends
        (Assignment.SCHEDULE, 1, True, 6),  # blocks of four of 24 posts
    ],
)
def test_ratios_are_stratified_by_days_unless_chance_assigned_within_something_else(
    assignment: Assignment, months: int, blocks: bool, strata: int
) -> None:
    posts = 24 if blocks else 56
    found = held(posts, assignment=assignment, months=months, blocks=blocks)
    assert len(np.unique(found.strata)) == strata


def test_without_dates_no_day_is_held_equal() -> None:
    found = held(56, assignment=Assignment.RANDOM, dated=False)
    assert (len(np.unique(found.cells)), len(np.unique(found.strata)), found.uneven) == (1, 1, False)
    assert found.columns.shape == (56, 0)


@pytest.mark.parametrize("sizes", [(100, 60, 40), (60, 100, 40), (60, 40, 100)])
def test_small_accounts_share_days_with_one_another_and_with_no_large_one(sizes: tuple[int, ...]) -> None:
    account = np.repeat(np.arange(3), sizes)
    found = _within(account, np.arange(200) % 7)
    own = sorted(tuple(np.unique(account[one.any(axis=1)])) for one in found)
    large = sizes.index(100)
    assert own == sorted([(large,), tuple(n for n in range(3) if n != large)])


def test_what_a_post_has_beside_the_arms_is_a_column_and_parts_those_above_its_mean_from_the_others() -> None:
    beside, number = np.array([1.0, 3.0, 2.0, 2.0, 1.0, 3.0, 2.0, 2.0]), np.zeros(8, dtype=np.int64)
    arm = np.array([*"abababab"], dtype=object)
    for held_beside, groups in ((beside, [0, 1, 0, 0, 0, 1, 0, 0]), (np.full(8, 2.0), [0] * 8)):
        units = Units(arm, Assignment.SCHEDULE, number, None, number, number, beside=held_beside)
        found = terms(units, np.ones(8, dtype=np.bool_), arm == "b", number)
        assert found.strata.tolist() == groups
        assert found.columns.shape == (8, max(groups))
