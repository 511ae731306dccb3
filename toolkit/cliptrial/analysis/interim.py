"""Looking before the end: only at complete blocks, and only with the p that such a look may use."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from cliptrial.analysis.material import Material
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
