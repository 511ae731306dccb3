"""What is expected of a change before its own experiment has spoken."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.random_effects import ENOUGH_TO_PREDICT
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

MEANS_SD = 0.1
"""SD, between variables, of what changing one of them brings on average (log ratio)."""
SPREADS_SD = 0.029
"""SD, between variables, of the variance of true effects: what a spread from few experiments is held against."""
SMALLEST_SPREAD = 0.05
"""True effects of one variable always differ by this much; a spread estimated as zero is only small."""
QUIET = PRIOR_SD
"""Typical standard error up to which experiments tell how large effects are: 9 posts an arm of watch time do (SD .25),
views (SD 1.05) only from 77 an arm on."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal prior for a log ratio.

    Attributes:
        mean: Of true log ratios.
        sd: Their standard deviation.
        experiments: Earlier experiments that it was learned from; 0 where it is the stated one.
    """

    mean: float = 0.0
    sd: float = PRIOR_SD
    experiments: int = 0


EXPERIENCE = Prior()
"""The stated prior N(0, 0.17^2): set, shown, and never learned where posts scatter widely."""


def learned_prior(estimates: Floats, standard_errors: Floats) -> Prior:
    """The prior that earlier experiments give: of five or more that measured quietly; else the stated one.

    Noisy experiments know neither mean nor spread of true effects: at 7 posts an arm and an SD of 1.05, a prior
    learned from 14 of them states 2.4 to 2.9 times the true gain. Quiet ones know them roughly. So the spread is
    averaged with that of the stated prior, by how well either is known, the mean is pulled towards zero, and what
    stays unknown of the mean widens the prior.

    Args:
        estimates: Shape (k,): log ratios of earlier experiments.
        standard_errors: Shape (k,): positive.
    """
    y, se = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    if len(y) < ENOUGH_TO_PREDICT or float(np.mean(se**2)) > QUIET**2:
        return EXPERIENCE
    spread2 = _spread2(y, float(np.mean(se**2)))
    weight = 1 / (se**2 + spread2)
    trust = MEANS_SD**2 / (MEANS_SD**2 + 1 / float(weight.sum()))
    mean = trust * float(weight @ y / weight.sum())
    return Prior(mean, sqrt(spread2 + MEANS_SD**2 * (1 - trust)), len(y))


def _spread2(y: Floats, error2: float) -> float:
    """Variance of true effects: the experiments' own, not cut at zero, averaged with the stated one."""
    seen = float(np.var(y, ddof=1)) - error2
    unknown = 2 * (PRIOR_SD**2 + error2) ** 2 / (len(y) - 1)
    trust = SPREADS_SD**2 / (SPREADS_SD**2 + unknown)
    return max(SMALLEST_SPREAD**2, trust * seen + (1 - trust) * PRIOR_SD**2)
