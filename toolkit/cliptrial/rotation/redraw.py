"""Re-drawing a stored schedule by its own rule: the reference for every randomised test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation.groups import groups, pair_labellings, pair_positions
from cliptrial.rotation.labellings import Bools, Labellings

EXACT_LIMIT = 40_000
"""Designs with at most so many assignments are enumerated."""


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
    enumerated; otherwise ``draws`` are drawn independently from ``seed``.
    """
    sets: list[Labellings] = []
    positions: list[int] = []
    observed: list[bool] = []
    for group in groups(schedule.positions, schedule.rule.version):
        pair = pair_positions(group, control, variant)
        sets.append(pair_labellings(group, control, variant, schedule.rule.cutoff[group.name]))
        positions += [p.position for p in pair]
        observed += [p.arm == variant for p in pair]
    exact = prod(s.count for s in sets) <= EXACT_LIMIT
    labels = _product([s.all() for s in sets]) if exact else np.concatenate(list(_sampled(sets, draws, seed)), axis=1)
    return Redraws(tuple(positions), np.array(observed, dtype=np.bool_), labels, exact)


def _sampled(sets: Sequence[Labellings], draws: int, seed: int) -> Iterator[Bools]:
    rng = np.random.default_rng(seed)
    for one in sets:
        yield one.sample(draws, rng)


def _product(parts: Sequence[Bools]) -> Bools:
    """Every combination of the rows of the parts."""
    combined = parts[0]
    for part in parts[1:]:
        combined = np.concatenate([np.repeat(combined, len(part), axis=0), np.tile(part, (len(combined), 1))], axis=1)
    return combined
