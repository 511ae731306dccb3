"""What is expected of a change before its own experiment has spoken."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.random_effects import ENOUGH_TO_PREDICT, paule_mandel
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

MEANS_SD = 0.1
"""SD, between variables, of what changing one of them brings on average (log ratio)."""
WORTH = 5
"""Experiments that general experience counts for in the spread of effects."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal prior for a log ratio.

    Attributes:
        mean: Of true log ratios.
        sd: Their standard deviation.
        experiments: Earlier experiments that it was learned from; 0 where it is general experience.
    """

    mean: float = 0.0
    sd: float = PRIOR_SD
    experiments: int = 0


EXPERIENCE = Prior()
"""General experience with such changes, until enough experiments of one's own were made."""


def learned_prior(estimates: Floats, standard_errors: Floats) -> Prior:
    """The prior that earlier experiments give, from five experiments on; else general experience.

    Few experiments leave their own mean and spread uncertain, and a spread estimated as zero is often only
    small. Taken as they are, they make a stated 70-80 % right in 64-70 %. So Paule-Mandel's variance is
    averaged with that of general experience, which counts as five experiments, and the mean is pulled
    towards zero.

    Args:
        estimates: Shape (k,): log ratios of earlier experiments.
        standard_errors: Shape (k,): positive.
    """
    y, se = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    k = len(y)
    if k < ENOUGH_TO_PREDICT:
        return EXPERIENCE
    spread2 = (k * paule_mandel(y, se) + WORTH * PRIOR_SD**2) / (k + WORTH)
    weight = 1 / (se**2 + spread2)
    trust = MEANS_SD**2 / (MEANS_SD**2 + 1 / float(weight.sum()))
    mean = trust * float(weight @ y / weight.sum())
    return Prior(mean, sqrt(spread2 + MEANS_SD**2 * (1 - trust)), k)
