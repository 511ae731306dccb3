"""Drawing a schedule: adjacent blocks hold each arm equally often, and every weekday is shared.

Rule, version 1. Blocks of adjacent positions hold each arm twice (once with twins, and in a remainder),
in random order. The imbalance of a schedule is the largest difference of weekday counts over pairs of
arms and weekdays. The cutoff is the smallest integer that leaves at least 1,000 labellings for every
variant and the control with the other arms fixed, or else the largest set there is. The schedule is
drawn uniformly among those within the cutoff.

Rule, version 2, for several posts a day: the same for each time of day by itself, so that every block is of one time
of day, and each arm goes out equally often at each. The 1,000 labellings are then those of all times together.
Days without posts (pauses, holidays) are not there for either rule: the blocks go on with the next day, whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import ceil

import numpy as np

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import one_of, says
from cliptrial.registry.model import Experiment, Variable
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.rotation.calendar import Off, Place, never, places
from cliptrial.rotation.groups import (
    BY_SLOT,
    Group,
    alternates,
    count_labellings,
    groups,
    imbalance,
    pair_labellings,
    pair_positions,
)

ENOUGH = 1000
"""Labellings that a cutoff must leave."""
TRIES = 100
"""Draws after which a plan that keeps alternating is left as it is."""
SWEEPS = 8
"""Rounds over all pairs of arms when more than two arms are drawn."""


def draw_schedule(
    experiment: Experiment, *, topics: Sequence[str] = (), off: Off = never, version: int | None = None
) -> Schedule:
    """Draw the experiment's schedule from its seed.

    Args:
        experiment: The plan; ``design.start``, slots, posts per arm and seed decide the calendar.
        topics: One idea for each position (with twins: one for each block), in any order; chance
            assigns them. Empty where topics are not known yet.
        off: The days on which an account does not post.
        version: Of the rule; that for so many posts a day where none is named.

    Raises:
        PlanError: If the design cannot be laid out or the number of topics does not fit.
    """
    rng = np.random.default_rng(experiment.design.seed)
    version = version or rule_version(experiment)
    undrawn = groups(unassigned(experiment, off, version), version)
    enough = enough_labellings(experiment, version)
    check_topics(experiment, topics)
    drawn = [_draw_group(group, experiment, rng, enough) for group in undrawn]
    for _ in range(TRIES):
        positions = [position for group, _ in drawn for position in group.positions]
        if not alternates(positions):
            break
        # A strict alternation looks like no draw at all; it is one labelling or two of the many there are.
        drawn = [_draw_group(group, experiment, rng, enough) for group in undrawn]
    positions = _in_time(with_topics(with_slots(positions, experiment), experiment, topics, rng))
    cutoffs = {group.name: cutoff for group, cutoff in drawn}
    return Schedule(tuple(positions), _rule(experiment, positions, cutoffs, version))


def rule_version(experiment: Experiment) -> int:
    """The version of the rule that draws so many posts a day."""
    several = len(experiment.design.slots) > 1 and experiment.change.variable is not Variable.SLOT
    return BY_SLOT if several else 1


def enough_labellings(experiment: Experiment, version: int) -> int:
    """Labellings that a cutoff must leave in a group: together its times of day then leave :data:`ENOUGH`."""
    times = len(experiment.design.slots) if version >= BY_SLOT else 1
    each: float = ENOUGH ** (1 / times)
    return ceil(each)


def unassigned(experiment: Experiment, off: Off, version: int) -> list[Position]:
    """Positions in order of time, the arms of each block in the order written."""
    at_once = len(experiment.design.slots) if version >= BY_SLOT else 1
    if experiment.design.posts_per_arm % at_once:
        raise PlanError(_uneven(experiment.design.posts_per_arm, at_once))
    laid_out = {account: places(experiment, account, off) for account in experiment.accounts}
    return [
        _blank(experiment, account, shift * len(own), number, at_once, place)
        for shift, (account, own) in enumerate(laid_out.items())
        for number, place in enumerate(own)
    ]


def _blank(experiment: Experiment, account: str, before: int, number: int, at_once: int, place: Place) -> Position:
    """A position whose arm is not drawn yet; ``at_once`` blocks, one of each time of day, run side by side."""
    arms = [arm.id for arm in experiment.change.arms]
    turn = number // at_once
    return Position(
        position=before + number + 1,
        block=turn // (per_block(experiment) * len(arms)) * at_once + number % at_once + 1,
        account=account,
        date=place.day,
        slot=place.slot or "",
        arm=arms[turn % len(arms)],
    )


def _uneven(posts_per_arm: int, slots: int) -> Problem:
    fewer, more = posts_per_arm // slots * slots, -(-posts_per_arm // slots) * slots
    return Problem(
        "slots_not_shared",
        says(
            "{posts} posts of each arm cannot be shared equally by {slots} times of day",
            posts=posts_per_arm,
            slots=slots,
        ),
        says("as many posts of each arm at every time of day"),
        says("Plan {near} posts of each arm.", near=one_of([str(n) for n in (fewer, more) if n > 1])),
        field="design.posts_per_arm",
    )


def per_block(experiment: Experiment) -> int:
    """Posts of each arm in a block."""
    return 1 if experiment.design.twins else 2


def _draw_group(group: Group, experiment: Experiment, rng: np.random.Generator, enough: int) -> tuple[Group, int]:
    """A uniform admissible assignment of the group, and its cutoff."""
    control, *variants = [arm.id for arm in experiment.change.arms]
    if len(variants) == 1:
        cutoff = smallest_cutoff(group, control, variants, enough)
        return _redrawn(group, control, variants[0], cutoff, rng), cutoff
    # Which schedules are admissible must not depend on the one that is drawn, so the cutoff is found on
    # a pilot with a seed of its own.
    pilot = _balanced(group, [control, *variants], np.random.default_rng(0))
    cutoff = max(smallest_cutoff(pilot, control, variants, enough), imbalance(pilot))
    for _ in range(SWEEPS):
        for first, second in combinations([control, *variants], 2):
            pilot = _redrawn(pilot, first, second, cutoff, rng)
    return pilot, cutoff


def _balanced(group: Group, arms: Sequence[str], rng: np.random.Generator) -> Group:
    """Some assignment whose weekdays are shared as evenly as pairwise exchanges make them."""
    best = group
    for _ in range(SWEEPS):
        for first, second in combinations(arms, 2):
            alone = Group(group.name, pair_positions(group, first, second))
            cutoff = next(c for c in range(len(alone.positions) + 1) if pair_labellings(alone, first, second, c).count)
            changed = {p.position: p for p in _redrawn(alone, first, second, cutoff, rng).positions}
            group = Group(group.name, tuple(changed.get(p.position, p) for p in group.positions))
        best = min(best, group, key=imbalance)
    return best


def smallest_cutoff(group: Group, control: str, variants: Sequence[str], enough: int) -> int:
    """The smallest cutoff that leaves enough labellings for every variant, else the smallest of the largest set."""
    wanted = min(enough, *(count_labellings(group, control, variant) for variant in variants))

    def suffices(cutoff: int) -> bool:
        return min(pair_labellings(group, control, variant, cutoff).count for variant in variants) >= wanted

    # As both arms are in every block, no weekday has all posts in one of them: the last cutoff bars none.
    return next(cutoff for cutoff in range(len(group.positions)) if suffices(cutoff))


def _redrawn(group: Group, control: str, variant: str, cutoff: int, rng: np.random.Generator) -> Group:
    drawn = pair_labellings(group, control, variant, cutoff).sample(1, rng)[0]
    pair = pair_positions(group, control, variant)
    arms = {p.position: variant if label else control for p, label in zip(pair, drawn, strict=True)}
    return Group(group.name, tuple(replace(p, arm=arms.get(p.position, p.arm)) for p in group.positions))


def with_slots(positions: Sequence[Position], experiment: Experiment) -> list[Position]:
    """Where the slot is tested, each position's own is the one that its arm says."""
    if experiment.change.variable is not Variable.SLOT:
        return list(positions)
    slots = {arm.id: str(arm.value) for arm in experiment.change.arms}
    return [replace(p, slot=slots[p.arm]) for p in positions]


def with_topics(
    positions: Sequence[Position], experiment: Experiment, topics: Sequence[str], rng: np.random.Generator
) -> list[Position]:
    """Each position with a topic that chance gave it; with twins each block."""
    if not topics:
        return list(positions)
    order = [topics[number] for number in rng.permutation(len(topics))]
    if not experiment.design.twins:
        return [replace(p, topic=order[number]) for number, p in enumerate(positions)]
    blocks = dict.fromkeys((p.account, p.block) for p in positions)
    by_block = dict(zip(blocks, order, strict=True))
    return [replace(p, topic=by_block[p.account, p.block]) for p in positions]


def _in_time(positions: Sequence[Position]) -> list[Position]:
    """Numbered by account, then time, so that a position's number says which comes first."""
    return sorted(positions, key=lambda p: p.position)


def _rule(experiment: Experiment, positions: Sequence[Position], cutoffs: dict[str, int], version: int) -> Rule:
    control, *variants = [arm.id for arm in experiment.change.arms]
    count = {
        group.name: {v: pair_labellings(group, control, v, cutoffs[group.name]).count for v in variants}
        for group in groups(positions, version)
    }
    return Rule(version, per_block(experiment), cutoffs, count, experiment.design.seed)


def topics_needed(experiment: Experiment) -> int:
    """One for each post; with twins, one for each pair."""
    arms = 1 if experiment.design.twins else len(experiment.change.arms)
    return experiment.design.posts_per_arm * arms * len(experiment.accounts)


def check_topics(experiment: Experiment, topics: Sequence[str]) -> None:
    """Refuse topics that are neither none nor as many as are needed.

    Raises:
        PlanError: If they are not.
    """
    needed = topics_needed(experiment)
    if topics and len(topics) != needed:
        unit = says("one for each pair of twins") if experiment.design.twins else says("one for each post")
        raise PlanError(
            Problem(
                "topics_do_not_fit",
                says("{count} topics were given", count=len(topics)),
                says("{needed} topics, {unit}", needed=needed, unit=unit),
                says(
                    "Add or remove topics, or change design.posts_per_arm; chance then gives each topic its "
                    "arm and day."
                ),
            )
        )
