"""Topics of a plan: all before the lock, or whole blocks at a time; chance gives each its post.

Topics are sorted before chance assigns them, so that the order in which somebody writes them decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import Message, one_of, says
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.instalments import blocks_without_topics
from cliptrial.registry.plan.schedule import Schedule

Blocks = tuple[int, int]
SHOWN = 3
"""So many topics are named; the others are counted."""


def topics_of(schedule: Schedule) -> list[str]:
    """The topics that were handed in, once for each pair of twins, in an order that gives nothing away."""
    twins = schedule.rule.per_block == 1
    named = {(p.account, p.block) if twins else p.position: p.topic for p in schedule.positions if p.topic}
    return sorted(topic for topic in named.values() if topic)


def given_later(schedule: Schedule, topics: Sequence[str]) -> Sequence[str]:
    """What is new among the topics of a locked plan: the list may hold all so far, or only the new ones.

    Raises:
        PlanError: Some of those that were given before are missing from the list.
    """
    known, given = Counter(topics_of(schedule)), Counter(topics)
    gone = sorted((known - given).elements())
    if gone and known & given:
        raise PlanError(_taken_back(gone))
    return sorted((given if gone else given - known).elements())


def in_next_blocks(experiment: Experiment, schedule: Schedule, topics: Sequence[str]) -> tuple[Schedule, Blocks]:
    """The schedule with these topics in the first blocks that have none, and which blocks they are.

    Raises:
        PlanError: The topics fill no whole number of blocks.
    """
    positions, twins = schedule.positions, experiment.design.twins
    sizes = dict(sorted(blocks_without_topics(positions).items()))
    if twins:
        sizes = {block: len({p.account for p in positions if p.block == block}) for block in sizes}
    ends = dict(zip(accumulate(sizes.values()), sizes, strict=True))
    if len(topics) not in ends:
        raise PlanError(_half_a_block(len(topics), list(ends), twins=twins))
    blocks = (next(iter(sizes)), ends[len(topics)])
    order = np.random.default_rng([experiment.design.seed, blocks[0]]).permutation(len(topics))
    shuffled = [sorted(topics)[number] for number in order]
    covered = [p for p in positions if blocks[0] <= p.block <= blocks[1]]
    units = dict.fromkeys((p.account, p.block) if twins else (p.account, p.position) for p in covered)
    topic = dict(zip(units, shuffled, strict=True))
    filled = {p.position: topic[p.account, p.block if twins else p.position] for p in covered}
    return replace(
        schedule, positions=tuple(replace(p, topic=filled.get(p.position, p.topic)) for p in positions)
    ), blocks


def _half_a_block(given: int, ends: Sequence[int], *, twins: bool) -> Problem:
    unit = says("one for each pair of twins") if twins else says("one for each post")
    whole = says("{needed} topics, {unit}", needed=ends[-1], unit=unit) if ends else says("no more topics")
    fewer = max((end for end in ends if end < given), default=0)
    more = min((end for end in ends if end > given), default=0)
    if len(ends) > 1:
        first = one_of([str(end) for end in ends[:-1][:SHOWN]])
        whole = says("{whole}; or, for whole blocks now and the rest later, {first}", whole=whole, first=first)
    return Problem(
        "topics_do_not_fit",
        says("{count} topics were given", count=given),
        whole,
        _more_or_fewer(more - given if more else 0, given - fewer if fewer else 0),
    )


def _more_or_fewer(more: int, fewer: int) -> Message:
    """How many topics to add or leave out until they fill whole blocks."""
    if more and fewer:
        return says(
            "Add {more}, or keep {fewer} for later; a block with half its topics compares nothing.",
            more=more,
            fewer=fewer,
        )
    if more:
        return says("Add {more}; a block with half its topics compares nothing.", more=more)
    return says("Leave out {fewer}, or plan more posts.", fewer=fewer) if fewer else says("Every post has its topic.")


def _taken_back(gone: Sequence[str]) -> Problem:
    return Problem(
        "topics_changed",
        says(
            "missing or changed among the topics given before ({count}): {topics}",
            count=len(gone),
            topics=list(gone[:SHOWN]),
        ),
        says("all topics given before as they were, with the new ones; or the new ones alone"),
        says("Put them back: chance has given each its post already."),
    )
