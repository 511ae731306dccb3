"""Drawing whole weeks or fortnights: in every pair of neighbours chance decides which of both has the new cadence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.model import Arm, Experiment
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.rotation.groups import groups, pair_labellings, pair_positions

VERSION = 1
PER_BLOCK = 1
"""Periods of each arm in a block: a pair of neighbours, so that neither trend nor season favours an arm."""


def draw_periods(experiment: Experiment) -> Schedule:
    """Draw the periods of every account; the same seed gives the same plan.

    Each position is a period: ``date`` its first day, ``slot`` how long it is (``7d``), ``topic`` the posts to make.

    Raises:
        PlanError: There is no first day, or so few periods that no result could be told from chance.
    """
    problems = list(period_problems(experiment))
    if problems:
        raise PlanError(problems)
    control, variant = (arm.id for arm in experiment.change.arms)
    undrawn = list(_undrawn(experiment))
    rng = np.random.default_rng(experiment.design.seed)
    drawn: list[Position] = []
    cutoff: dict[str, int] = {}
    count: dict[str, dict[str, int]] = {}
    for group in groups(undrawn, VERSION):
        pair = pair_positions(group, control, variant)
        # Every period has all seven weekdays: nothing is to be balanced, so that every split is admissible.
        cutoff[group.name] = len(pair)
        ways = pair_labellings(group, control, variant, len(pair))
        count[group.name] = {variant: ways.count}
        drawn += [
            replace(one, arm=variant if label else control)
            for one, label in zip(pair, ways.sample(1, rng)[0], strict=True)
        ]
    posts = {arm.id: posts_in(arm) for arm in experiment.change.arms}
    positions = tuple(replace(one, topic=posts[one.arm]) for one in drawn)
    return Schedule(positions, Rule(VERSION, PER_BLOCK, cutoff, count, experiment.design.seed))


def _undrawn(experiment: Experiment) -> Iterator[Position]:
    design, arms = experiment.design, [arm.id for arm in experiment.change.arms]
    days, own = 7 * design.period_weeks, 2 * design.periods_per_arm
    assert design.start is not None
    for number in range(own * len(experiment.accounts)):
        account, turn = experiment.accounts[number // own], number % own
        first = design.start + timedelta(days=days * turn)
        yield Position(number + 1, turn // 2 + 1, account, first, f"{days}d", arms[turn % 2])


def posts_in(arm: Arm) -> str | None:
    """The posts that a period of this arm has: the first number of what is done in it; None where it names none.

    Examples:
        >>> posts_in(Arm(id="twice", value="8 posts a week"))
        '8'
    """
    number = re.search(r"\d+", arm.label)
    return number[0] if number else None


def days_of(position: Position) -> int | None:
    """How many days a period has; None of a post."""
    length = re.fullmatch(r"(\d+)d", position.slot)
    return int(length[1]) if length else None


def last_day(position: Position) -> date:
    """The last day of a period; the day of a post."""
    return position.date + timedelta(days=(days_of(position) or 1) - 1)


def smallest_p(pairs: int) -> float:
    """The smallest two-sided p that so many pairs allow: all of them fall the same way, or all the other.

    Examples:
        >>> smallest_p(6)
        0.03125
    """
    return min(1.0, 2.0 ** (1 - pairs))


def fewest_pairs(alpha: float) -> int:
    """The pairs from which a result can be told from chance at all."""
    return next(pairs for pairs in range(1, 64) if smallest_p(pairs) <= alpha)


def period_problems(experiment: Experiment) -> Iterator[Problem]:
    """What makes a plan of periods impossible, or sure to find nothing."""
    design, accounts = experiment.design, len(experiment.accounts)
    if design.start is None:
        what = says("the plan has no first day")
        expected = says("a date such as 2026-03-02 under design.start")
        mend = says("Write the first day of the first week; a Monday is easiest to keep.")
        yield Problem("no_start", what, expected, mend, field="design.start")
    pairs, needed = design.periods_per_arm * accounts, fewest_pairs(experiment.analysis.alpha)
    if pairs < needed:
        yield Problem(
            "too_few_periods",
            says(
                "{pairs} pairs of periods: even if every one fell the same way, p would be {p}",
                pairs=pairs,
                p=f"{smallest_p(pairs):.3g}",
            ),
            says("at least {needed} pairs for p up to {alpha}", needed=needed, alpha=f"{experiment.analysis.alpha:g}"),
            says(
                "Set design.periods_per_arm to {each}, or let more accounts of the client take part at once.",
                each=-(-needed // accounts),
            ),
            field="design.periods_per_arm",
        )
