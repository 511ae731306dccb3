"""Worlds in which a year of tests is tried out: how large effects are, how posts scatter, what lasts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

SIGMA = 1.05
"""SD of log views between posts of one account in public histories."""
HITS = 0.04
HIT_MEAN = 2.5
"""Share of viral hits among viral posts, and how much they add on the log on average."""


@dataclass(frozen=True, slots=True)
class World:
    """What is true, and unknown to whoever decides.

    Attributes:
        tau: SD of true effects over ideas, as log ratios.
        mean: Their mean.
        tails: Degrees of freedom of their t distribution; None where they are normal.
        cost: What every adopted change costs for ever (log ratio a post).
        half_life: Posts after which half of an effect is left; None where effects last.
        cap: Level (log) that adopted effects do not pass together, softly; None where they add up.
        viral: Whether posts have heavy tails and hits.
        ideas: How many ideas there are; None for as many as there are posts for.
        waning: What is left of the spread of effects from one idea to the next.
    """

    tau: float = PRIOR_SD
    mean: float = 0.0
    tails: int | None = None
    cost: float = 0.0
    half_life: float | None = None
    cap: float | None = None
    viral: bool = False
    ideas: int | None = None
    waning: float = 1.0

    def effects(self, runs: int, count: int, rng: np.random.Generator) -> Floats:
        """True effects: shape (runs, count)."""
        shape = (runs, count)
        if self.tails is None:
            drawn = rng.standard_normal(shape)
        else:
            drawn = rng.standard_t(self.tails, shape) / sqrt(self.tails / (self.tails - 2))
        return np.asarray(self.mean + self.tau * self.waning ** np.arange(count) * drawn, dtype=np.float64)

    def left(self, age: Floats) -> Floats:
        """Share of an effect that is left so many posts after it was adopted."""
        return np.ones_like(age) if self.half_life is None else np.asarray(0.5 ** (age / self.half_life))

    def level(self, sums: Floats) -> Floats:
        """What adopted effects bring together."""
        return (
            sums if self.cap is None else np.asarray(np.where(sums > 0, self.cap * -np.expm1(-sums / self.cap), sums))
        )

    def posts(self, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
        """Log views of posts around their level, SD ``SIGMA``."""
        if not self.viral:
            return SIGMA * rng.standard_normal(shape)
        hit = rng.random(shape) < HITS
        drawn = rng.standard_t(4, shape) / sqrt(2) * VIRAL_SD + hit * (HIT_MEAN + rng.standard_normal(shape))
        return np.asarray(drawn - HITS * HIT_MEAN, dtype=np.float64)


VIRAL_SD = sqrt(SIGMA**2 - HITS * (1 + HIT_MEAN**2) + (HITS * HIT_MEAN) ** 2)
"""SD of posts that are no hits, where all together have ``SIGMA``."""

_COSTLY = World(cost=0.02)
WORLDS = {
    "base, no cost": World(),
    "base": _COSTLY,
    "ideas three times smaller": replace(_COSTLY, tau=0.051),
    "heavy-tailed ideas": replace(_COSTLY, tails=3),
    "ideas -5 % on average": replace(_COSTLY, mean=-0.05),
    "effects halve in 55 posts": replace(_COSTLY, half_life=55),
    "effects saturate": replace(_COSTLY, cap=0.35),
    "viral hits": replace(_COSTLY, viral=True),
    "only 20 ideas, waning": replace(_COSTLY, ideas=20, waning=0.93),
    "all of it at once": World(0.12, -0.05, 3, 0.02, half_life=110, cap=0.5, viral=True, ideas=20),
}
"""The worlds of the published table."""
