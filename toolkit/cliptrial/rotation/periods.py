"""Drawing whole weeks or fortnights: in every pair of neighbours chance decides which of both has the new cadence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count, product

import numpy as np

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.model import Arm, Experiment, Variable
from cliptrial.registry.plan.schedule import PlannedPeriod, Position, Rule, Schedule
from cliptrial.rotation.groups import groups, pair_labellings, pair_positions

VERSION = 1
PER_BLOCK = 1
"""Periods of each arm in a block: a pair of neighbours, so that neither trend nor season favours an arm."""

_A_WEEK = re.compile(
    r"\b(a|per|each|every|pro|je|die|in der)\s+(week|woche)\b|weekly|wöchentlich|/\s*(week|woche)", re.I
)


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
    ways_of: dict[str, dict[str, int]] = {}
    for group in groups(undrawn, VERSION):
        pair = pair_positions(group, control, variant)
        # Every period has all seven weekdays: nothing is to be balanced, so that every split is admissible.
        cutoff[group.name] = len(pair)
        ways = pair_labellings(group, control, variant, len(pair))
        ways_of[group.name] = {variant: ways.count}
        drawn += [
            replace(one, arm=variant if label else control)
            for one, label in zip(pair, ways.sample(1, rng)[0], strict=True)
        ]
    posts = {arm.id: posts_in(arm, experiment) for arm in experiment.change.arms}
    positions = tuple(replace(one, topic=posts[one.arm]) for one in drawn)
    return Schedule(positions, Rule(VERSION, PER_BLOCK, cutoff, ways_of, experiment.design.seed))


def _undrawn(experiment: Experiment) -> Iterator[PlannedPeriod]:
    design, arms = experiment.design, [arm.id for arm in experiment.change.arms]
    days, own = 7 * design.period_weeks, 2 * design.periods_per_arm
    assert design.start is not None
    places = list(product(experiment.accounts, design.regions or (None,)))
    for number in range(own * len(places)):
        (account, region), turn = places[number // own], number % own
        first = design.start + timedelta(days=days * turn)
        yield PlannedPeriod(number + 1, turn // 2 + 1, account, first, f"{days}d", arms[turn % 2], region=region)


def posts_in(arm: Arm, experiment: Experiment) -> str | None:
    """The posts that a period of this arm has: the first number of what is done in it, in a fortnight of a week twice.

    None where it names none, and where something else than the number of posts is compared.
    """
    number = re.search(r"\d+", arm.label)
    if number is None or experiment.change.variable is not Variable.CADENCE:
        return None
    return str(int(number[0]) * (experiment.design.period_weeks if _A_WEEK.search(arm.label) else 1))


def smallest_p(pairs: int) -> float:
    """The smallest two-sided p that so many pairs allow: all of them fall the same way, or all the other.

    Examples:
        >>> smallest_p(6)
        0.03125
    """
    return min(1.0, 2.0 ** (1 - pairs))


def fewest_pairs(alpha: float) -> int:
    """The pairs from which a result can be told from chance at all."""
    return next(pairs for pairs in count(1) if smallest_p(pairs) <= alpha)


def period_problems(experiment: Experiment) -> Iterator[Problem]:
    """What makes a plan of periods impossible, or sure to find nothing."""
    design = experiment.design
    if design.start is None:
        what = says("the plan has no first day")
        expected = says("a date such as 2026-03-02 under design.start")
        mend = says("Write the first day of the first week; a Monday is easiest to keep.")
        yield Problem("no_start", what, expected, mend, field="design.start")
    places = max(len(design.regions), 1) * len(experiment.accounts)
    pairs, needed = design.periods_per_arm * places, fewest_pairs(experiment.analysis.alpha)
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
                each=-(-needed // places),
            ),
            field="design.periods_per_arm",
        )
