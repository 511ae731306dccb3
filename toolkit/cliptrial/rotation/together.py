"""Drawing experiments together: several questions, each with its own arms, answered by the same posts.

Every question is drawn by the rule of one experiment alone, with its own cutoff (:mod:`cliptrial.rotation.draw`); of
these draws one is kept in which the arms of no two questions correlate by more than 4/n over all n posts. So a joint
draw is uniform among all that are admissible, and each question's arms, the others held, are uniform among those that
keep the whole plan admissible: what is counted, stored and drawn again by the analysis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from cliptrial.errors import PlanError
from cliptrial.registry.model import Experiment, Variable
from cliptrial.registry.plan.schedule import Crossed, Position, Rule, Schedule
from cliptrial.rotation.calendar import Off, never
from cliptrial.rotation.combinable import together_problems
from cliptrial.rotation.crossed import ROUNDING, WHOLE, correlations, count_within, sample_all
from cliptrial.rotation.draw import (
    check_topics,
    enough_labellings,
    per_block,
    rule_version,
    smallest_cutoff,
    unassigned,
    with_slots,
    with_topics,
)
from cliptrial.rotation.groups import alternates, groups, pair_labellings
from cliptrial.rotation.labellings import Bools, Ints, Labellings

BATCH = 64
"""Joint draws that are looked at in one go: with three questions about one in seven is admissible."""


def draw_together(
    experiments: Mapping[str, Experiment], *, topics: Sequence[str] = (), off: Off = never
) -> dict[str, Schedule]:
    """Draw one schedule for several experiments, from the seed of the first.

    Args:
        experiments: Two or three plans of equal design, by slug, each with one variant.
        topics: One idea for each post, in any order; chance assigns them. Empty where they are not known yet.
        off: The days on which an account does not post.

    Returns:
        By slug: the experiment's schedule. All have the same positions but for their arm, and each names the others
        as ``crossed``. ``rule.limit`` is 4/n; ``rule.count`` has under ``*`` how many labellings of this experiment,
        over all groups, keep the whole plan admissible.

    Raises:
        PlanError: If they cannot be drawn together, the design cannot be laid out, or the topics do not fit.
    """
    problems = together_problems(experiments)
    if problems:
        raise PlanError(problems)
    plans = list(experiments.values())
    # Where a slot is tested its arm decides the times, so that plan is the one that lays out the days.
    leading = next((plan for plan in plans if plan.change.variable is Variable.SLOT), plans[0])
    version, rng = rule_version(leading), np.random.default_rng(plans[0].design.seed)
    check_topics(plans[0], topics)
    positions = _blank(leading, plans[0].accounts, off, version)
    cutoffs, sets, order = _labellings(leading, positions, version)
    labels = _drawn(sets, order, positions, len(plans), rng)
    positions = _timed(positions, plans, labels)
    positions = with_topics(positions, plans[0], topics, rng)
    limit = 4 / len(positions)
    arms = [_arms(plan, own) for plan, own in zip(plans, labels, strict=True)]
    crossed = [
        Crossed(slug, plan.change.control.id, own) for (slug, plan), own in zip(experiments.items(), arms, strict=True)
    ]
    schedules = {}
    for number, (slug, plan) in enumerate(experiments.items()):
        others = np.delete(labels, number, axis=0)[:, order]
        count = {WHOLE: {plan.change.variants[0].id: count_within(sets, others, limit)}}
        rule = Rule(version, per_block(plan), cutoffs, count, plans[0].design.seed, limit)
        own = tuple(replace(p, arm=arm) for p, arm in zip(positions, arms[number], strict=True))
        schedules[slug] = Schedule(own, rule, tuple(crossed[:number] + crossed[number + 1 :]))
    return schedules


def _blank(plan: Experiment, accounts: Sequence[str], off: Off, version: int) -> list[Position]:
    """The posts of all accounts, in order of time within each, with arms that balance every block."""
    return unassigned(plan.model_copy(update={"accounts": tuple(accounts)}), off, version)


def _labellings(
    plan: Experiment, positions: Sequence[Position], version: int
) -> tuple[dict[str, int], list[Labellings], Ints]:
    """Cutoffs and labellings by group, and the rows of the positions in the order of the groups.

    With two arms each and equal designs they are the same for every question.
    """
    control, variant = (arm.id for arm in plan.change.arms)
    enough = enough_labellings(plan, version)
    cutoffs, sets, order = {}, [], []
    for group in groups(positions, version):
        cutoffs[group.name] = smallest_cutoff(group, control, [variant], enough)
        sets.append(pair_labellings(group, control, variant, cutoffs[group.name]))
        order += [p.position - 1 for p in group.positions]
    return cutoffs, sets, np.array(order, dtype=np.int64)


def _drawn(
    sets: Sequence[Labellings], order: Ints, positions: Sequence[Position], questions: int, rng: np.random.Generator
) -> Bools:
    """The arms of every question, shape (questions, positions): the first joint draw that is admissible."""
    limit = 4 / len(positions)
    while True:
        drawn = np.empty((questions, BATCH, len(positions)), dtype=np.bool_)
        for one in drawn:
            one[:, order] = sample_all(sets, BATCH, rng)
        for labels in drawn.swapaxes(0, 1):
            pairs = np.abs(correlations(labels, labels)[np.triu_indices(questions, 1)])
            if (pairs <= limit + ROUNDING).all() and not any(_alternates(positions, own) for own in labels):
                return np.asarray(labels, dtype=np.bool_)


def _alternates(positions: Sequence[Position], labels: Bools) -> bool:
    return alternates([replace(p, arm=str(own)) for p, own in zip(positions, labels, strict=True)])


def _timed(positions: Sequence[Position], plans: Sequence[Experiment], labels: Bools) -> list[Position]:
    """Where one of the questions is the slot, each position's own is the one that its arm says."""
    for plan, own in zip(plans, labels, strict=True):
        if plan.change.variable is Variable.SLOT:
            return with_slots([replace(p, arm=arm) for p, arm in zip(positions, _arms(plan, own), strict=True)], plan)
    return list(positions)


def _arms(plan: Experiment, labels: Bools) -> tuple[str, ...]:
    control, variant = (arm.id for arm in plan.change.arms)
    return tuple(variant if own else control for own in labels)
