"""Re-drawing a stored schedule by its own rule: the reference for every randomised test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation.crossed import other_labels, sample_all, sample_within, within
from cliptrial.rotation.groups import groups, pair_labellings, pair_positions
from cliptrial.rotation.labellings import Bools, Labellings

EXACT_LIMIT = 40_000
"""Designs with at most so many assignments are enumerated."""
LISTED = 10 * EXACT_LIMIT
"""Assignments of one question of a combined test that are looked at for those within the limit: the half, or a quarter,
of them. Where there are more, there are too many within the limit to enumerate, too."""


@dataclass(frozen=True)
class Redraws:
    """Assignments of one variant and the control, other arms fixed.

    Attributes:
        positions: Position numbers of the pair; the columns of ``labels``.
        observed: Shape (positions,): the schedule's own assignment; True is the variant.
        labels: Shape (draws, positions).
        exact: Whether ``labels`` lists every admissible assignment, the observed one among them.
    """

    positions: tuple[int, ...]
    observed: Bools
    labels: Bools
    exact: bool


def redraw(schedule: Schedule, control: str, variant: str, *, draws: int, seed: int) -> Redraws:
    """Re-draw the labels of two arms uniformly among those that keep the whole schedule admissible.

    The cutoffs are read from ``schedule.rule``, never derived again. Up to 40,000 assignments are
    enumerated; otherwise ``draws`` are drawn independently from ``seed``. In a combined test the other questions'
    arms are held, and ``schedule.rule.limit`` bounds how far the re-drawn arms may correlate with them.
    """
    sets: list[Labellings] = []
    positions: list[int] = []
    observed: list[bool] = []
    for group in groups(schedule.positions, schedule.rule.version):
        pair = pair_positions(group, control, variant)
        sets.append(pair_labellings(group, control, variant, schedule.rule.cutoff[group.name]))
        positions += [p.position for p in pair]
        observed += [p.arm == variant for p in pair]
    others, limit = other_labels(schedule, positions), schedule.rule.limit
    listed = _listed(sets, others, limit)
    labels = listed if listed is not None else _sampled(sets, others, limit, draws, np.random.default_rng(seed))
    return Redraws(tuple(positions), np.array(observed, dtype=np.bool_), labels, listed is not None)


def _listed(sets: Sequence[Labellings], others: Bools, limit: float | None) -> Bools | None:
    """Every admissible assignment; None where there are too many."""
    if prod(s.count for s in sets) > (EXACT_LIMIT if limit is None else LISTED):
        return None
    every = _product([s.all() for s in sets])
    kept = every if limit is None else every[within(every, others, limit)]
    return kept if len(kept) <= EXACT_LIMIT else None


def _sampled(
    sets: Sequence[Labellings], others: Bools, limit: float | None, draws: int, rng: np.random.Generator
) -> Bools:
    return sample_all(sets, draws, rng) if limit is None else sample_within(sets, others, limit, draws, rng)


def _product(parts: Sequence[Bools]) -> Bools:
    """Every combination of the rows of the parts."""
    combined = parts[0]
    for part in parts[1:]:
        combined = np.concatenate([np.repeat(combined, len(part), axis=0), np.tile(part, (len(combined), 1))], axis=1)
    return combined
