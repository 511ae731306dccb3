"""Which columns stand beside the treatment: weekdays, accounts, blocks, months, other questions on the posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cliptrial.analysis.units import Assignment, Units
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.weekdays import as_uneven_by_chance, effective_share, indicators

Ints = NDArray[np.int64]

MANY = 28
"""Posts of a schedule from which every weekday gets a term of its own; below, one weekend term does. Twins count once:
14 pairs leave too little to tell seven days apart, and found an effect of +50 % less often with them (16.1 against
20.0 % of 4,000) while one honest experiment in eight was warned that its weekdays moved the answer."""
CONFOUNDED = 0.85
"""Effective share of the sample below which weekdays matter where nobody assigned the arms."""
OWN_DAYS = 100
"""Posts of an account from which its weekdays get terms of their own beside its months."""
THIN = 4
"""Posts that several accounts need on the mean account's weekend, or weekday, to have one of their own in a table."""
UNEVEN = 0.01
"""Chance below which an assignment by chance would not have left weekdays as uneven as they are."""


@dataclass(frozen=True)
class Terms:
    """What is held equal in one comparison.

    Attributes:
        columns: Shape (posts, terms): for least squares.
        cells: Shape (posts,): codes of groups that have a mean each in least squares: account and stratum, or
            account and day.
        strata: Shape (posts,): for stratified ratios.
        others: Shape (posts, questions): those of the columns that are the other questions of a combined test.
        uneven: Whether the arms stand on weekdays as chance hardly puts them.
    """

    columns: Floats
    cells: Ints
    strata: Ints
    others: Floats
    uneven: bool = False


def terms(units: Units, kept: Bools, treated: Bools, strata: Ints, *, blocks: bool = False) -> Terms:
    """Terms for the kept posts of one pair of arms.

    Args:
        units: All posts.
        kept: Shape (posts of units,): the pair's posts that were read.
        treated: Shape (kept posts,).
        strata: Shape (kept posts,): within what labels are exchanged.
        blocks: Whether rotation blocks need terms: posts of different age are compared, or twins.
    """
    account = units.account[kept]
    uneven = _uneven(units, kept, treated)
    days = _days(units, kept, uneven, free=len(treated) - (len(np.unique(units.block[kept])) if blocks else 0))
    cells = means = _codes(account, strata)
    # Other questions on the same posts have columns and never strata: two or three would leave a post in each.
    others = units.others[kept]
    columns = [others]
    shared = days is not None and units.assignment is Assignment.RANDOM and _thin(account, days)
    if days is not None and not shared and cells.max() == _codes(account).max():
        means = _codes(account, days)  # The same as day terms for every account, without a column for each.
    elif days is not None:
        columns += _within(account, days)
    if units.when is not None and not units.randomised:
        columns.append(_trend(units.when[kept])[:, None])
    assigned_within = units.assignment is Assignment.RANDOM and bool(np.ptp(strata))
    # Labels that are exchanged within days, as where these are uneven, need them however thin they are.
    without = days is None or assigned_within or (shared and not uneven)
    within = np.zeros(len(treated), dtype=np.int64) if days is None or without else days
    if blocks:
        within = units.block[kept]
        columns.append(indicators(_codes(account, within)))
    groups = _codes(cells, within)
    if units.beside is not None and np.ptp(held := units.beside[kept]) > 0:
        columns.append(held[:, None])
        # A ratio is held equal by groups only: those above the mean, and the others.
        groups = _codes(groups, np.asarray(held > held.mean(), dtype=np.int64))
    return Terms(np.column_stack(columns), means, groups, others, uneven)


def _trend(when: Floats) -> Floats:
    """Time from -1 to 1; zeros where every post has the same time."""
    middle, reach = (when.max() + when.min()) / 2, (when.max() - when.min()) / 2
    return np.asarray((when - middle) / reach if reach > 0 else np.zeros(len(when)), dtype=np.float64)


def _days(units: Units, kept: Bools, uneven: bool, free: int) -> Ints | None:
    """Weekday codes, weekend codes, or None where no weekdays are known.

    Args:
        units: All posts.
        kept: Shape (posts of units,): the pair's posts that were read.
        uneven: Whether weekdays are uneven beyond chance.
        free: Posts, less the blocks that have a term of their own.

    A schedule shares every weekday between the arms, so terms for all of them cost little. Elsewhere they cost
    more than they give, and a weekend term does, unless weekdays are uneven beyond chance.
    """
    if units.weekday is None:
        return None
    weekday = units.weekday[kept]
    if units.assignment is Assignment.SCHEDULE:
        return weekday if free >= MANY else _weekend(weekday)
    return weekday if uneven else _weekend(weekday)


def days_of_a_schedule(weekday: Ints) -> Ints:
    """The codes that a drawn schedule's posts are held equal by: their weekday, or the weekend where they are few."""
    return _weekend(weekday) if len(weekday) < MANY else weekday


def _weekend(weekday: Ints) -> Ints:
    return np.asarray(weekday >= 5, dtype=np.int64)


def _uneven(units: Units, kept: Bools, treated: Bools) -> bool:
    """Whether random assignment would hardly leave the weekdays so uneven, or nobody assigned and they matter."""
    if units.weekday is None or units.assignment is Assignment.SCHEDULE:
        return False
    weekday = units.weekday[kept]
    share = effective_share(treated, indicators(weekday))
    by_chance = as_uneven_by_chance(share, len(weekday), len(np.unique(weekday)))
    return by_chance < UNEVEN or (not units.randomised and share < CONFOUNDED)


def _thin(account: Ints, days: Ints) -> bool:
    """Whether several accounts have so few posts that days of their own would leave little to compare."""
    return len(np.unique(account)) > 1 and len(account) < THIN * len(np.unique(_codes(account, days)))


def _within(account: Ints, days: Ints) -> list[Floats]:
    """Day indicators of their own for every account with enough posts; the others share theirs."""
    owner = np.where(np.bincount(account)[account] >= OWN_DAYS, account, -1)
    return [indicators(days) * (owner == one)[:, None] for one in np.unique(owner)]


def _codes(*columns: Ints) -> Ints:
    """One number for each combination of codes."""
    return np.asarray(np.unique(np.column_stack(columns), axis=0, return_inverse=True)[1], dtype=np.int64).ravel()
