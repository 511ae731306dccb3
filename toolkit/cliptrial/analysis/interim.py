"""Looking before the end: only at complete blocks, and only with the p that such a look may use; and looking back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

import numpy as np

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.material import Material
from cliptrial.analysis.results import AfterBlock, Uplift
from cliptrial.analysis.rows import Question, relative_interval
from cliptrial.analysis.units import Units
from cliptrial.stats.inversion import Bools
from cliptrial.stats.sequential import nominal_limits


@dataclass(frozen=True)
class CurrentLook:
    """The look that the data allow now.

    Attributes:
        look: Its number; ``looks`` is the last.
        looks: Planned looks.
        included: Shape (positions,): the posts that it may see.
        alpha: The two-sided p that counts at it.
        ended_on: The day on which the test was ended here, before its planned end; None where it was not.
    """

    look: int
    looks: int
    included: Bools
    alpha: float
    ended_on: date | None = None

    @property
    def final(self) -> bool:
        """Whether this is the planned end."""
        return self.look == self.looks and self.ended_on is None


def current_look(material: Material) -> CurrentLook | None:
    """The furthest planned look whose blocks are complete; None before the first of them.

    Every planned look before it counts as taken at its planned share, whether anybody looked or not: a reader
    cannot be asked to remember, and a limit that depends on who looked when could be chosen.
    """
    plan = material.experiment.analysis
    shares = [_first_blocks(material, look, plan.looks) for look in range(1, plan.looks + 1)]
    reached = [look for look, included in enumerate(shares, start=1) if _complete(material, included)]
    if not reached:
        return None
    look = reached[-1]
    fractions = [float(included.mean()) for included in shares[:look]]
    return CurrentLook(look, plan.looks, shares[look - 1], float(nominal_limits(fractions, plan.alpha)[-1]))


MOST_BLOCKS = 16
"""So many steps show how an effect grew; of more blocks, every second or third is one."""


def after_each_block(units: Units, question: Question, headline: Uplift) -> Iterator[AfterBlock]:
    """How the headline's effect grew, block by block, from the same re-drawn labels; for after the end only."""
    last = int(units.block.max())
    for block in range(last, 0, -ceil(last / MOST_BLOCKS)):
        part = replace(units, included=units.block <= block)
        seen = compare_pair(
            part, question.values, question.metric, headline.control, headline.arm, blocks=question.blocks
        )
        if isinstance(seen, Comparison):
            ends = relative_interval(seen.inversion, 1 - headline.confidence)
            yield AfterBlock(block, seen.posts, float(np.expm1(seen.inversion.estimate)), ends)


def last_limit(material: Material) -> float:
    """The two-sided p that counts at the planned end."""
    plan = material.experiment.analysis
    shares = [float(_first_blocks(material, look, plan.looks).mean()) for look in range(1, plan.looks + 1)]
    return float(nominal_limits(shares, plan.alpha)[-1])


def early_ends(material: Material) -> Iterator[Bools]:
    """The positions of the first blocks after which a test may be ended: at least half and two of them, not all."""
    most = max(p.block for p in material.schedule.positions)
    for blocks in range(max(2, ceil(most / 2)), most):
        yield _first_blocks(material, blocks, most)


def is_complete(material: Material, included: Bools, by: date | None = None) -> bool:
    """Whether every included post is old enough, or was measured already.

    Args:
        material: Plan and posts.
        included: Shape (positions,).
        by: On this day; None for now.
    """
    age = timedelta(days=material.experiment.design.measure_at)
    positions = [p for p, here in zip(material.schedule.positions, included, strict=True) if here]
    return _complete(material, included) and (by is None or all(p.date + age <= by for p in positions))


def _first_blocks(material: Material, look: int, looks: int) -> Bools:
    """The positions of each account's first share of blocks."""
    positions = material.schedule.positions
    last: dict[str, int] = {}
    for p in positions:
        last[p.account] = max(last.get(p.account, p.block), p.block)
    return np.array([p.block <= ceil(last[p.account] * look / looks) for p in positions], dtype=np.bool_)


def _complete(material: Material, included: Bools) -> bool:
    """Whether every included post is old enough, or was measured already."""
    due = set(material.coverage.due)
    read = material.values(material.experiment.metrics.primary).read
    rows = np.flatnonzero(included)
    return all(material.outcomes[row].position.position in due or bool(read[row]) for row in rows)
