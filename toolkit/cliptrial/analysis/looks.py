"""Looking before the end: only at complete blocks, and only with the p that such a look may use."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from cliptrial.analysis.material import Material
from cliptrial.registry.looks import Look, add_look, read_looks
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
    """

    look: int
    looks: int
    included: Bools
    alpha: float

    @property
    def final(self) -> bool:
        """Whether this is the end."""
        return self.look == self.looks


def current_look(material: Material) -> CurrentLook | None:
    """The furthest planned look whose blocks are complete; None before the first of them.

    Looks that were taken are in looks.json and have spent their share of the error; skipped ones have not.
    """
    plan = material.experiment.analysis
    everything = np.ones(len(material.outcomes), dtype=np.bool_)
    if _complete(material, everything):
        look, included = plan.looks, everything
    else:
        reached = [k for k in range(1, plan.looks) if _complete(material, _first_blocks(material, k, plan.looks))]
        if not reached:
            return None
        look, included = reached[-1], _first_blocks(material, reached[-1], plan.looks)
    fractions = [one.fraction for one in _taken_before(material, look)] + [_share(material, included)]
    return CurrentLook(look, plan.looks, included, float(nominal_limits(fractions, plan.alpha)[-1]))


def remember(material: Material, current: CurrentLook) -> None:
    """Write a look before the end into looks.json; it has been taken once its numbers exist."""
    if not current.final:
        posts = int(current.included.sum())
        add_look(material.loaded.folder, Look(current.look, posts, len(material.outcomes), current.alpha))


def _taken_before(material: Material, look: int) -> tuple[Look, ...]:
    return tuple(one for one in read_looks(material.loaded.folder) if one.look < look)


def _share(material: Material, included: Bools) -> float:
    return float(included.sum()) / len(material.outcomes)


def _first_blocks(material: Material, look: int, looks: int) -> Bools:
    """The positions of each account's first share of blocks."""
    positions = material.schedule.positions
    last: dict[str, int] = {}
    for p in positions:
        last[p.account] = max(last.get(p.account, 0), p.block)
    return np.array([p.block <= ceil(last[p.account] * look / looks) for p in positions], dtype=np.bool_)


def _complete(material: Material, included: Bools) -> bool:
    """Whether every included post is old enough, or was measured already."""
    due = set(material.coverage.due)
    read = material.values(material.experiment.metrics.primary).read
    rows = np.flatnonzero(included)
    return all(material.outcomes[row].position.position in due or bool(read[row]) for row in rows)
