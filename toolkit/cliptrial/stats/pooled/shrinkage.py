"""The expected effect, because first results flatter: a log ratio drawn towards what such changes bring."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, sqrt

import numpy as np

from cliptrial.stats.special import ndtr

PRIOR_SD = 0.17
"""SD of true log ratios of such changes: that between sounds and hashtag sets of one account in public histories."""
TYPICAL_FREEDOM = 6.0
"""Degrees of freedom that the experience with spreads is worth: their SD between accounts is about 0.29 on logs."""


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Posterior of a log ratio.

    Attributes:
        reckon_with: The expected effect: posterior median, as a ratio minus one.
        lean: Posterior chance, of the same posterior, that the ratio is above one.
    """

    reckon_with: float
    lean: float


def shrink(
    estimate: float,
    standard_error: float,
    *,
    freedom: float = inf,
    typical_error: float | None = None,
    prior_mean: float = 0.0,
    prior_sd: float = PRIOR_SD,
) -> Shrunken:
    """Combine an estimated log ratio with what is known of such changes.

    With few degrees of freedom the standard error is itself a guess: it is pooled with the one that a typical
    spread would give, and the likelihood is a t.

    Args:
        estimate: Estimated log ratio.
        standard_error: Its standard error; infinite where nothing was learned.
        freedom: Degrees of freedom of the standard error.
        typical_error: The standard error at the spread that such posts usually have; None if unknown.
        prior_mean: Mean of true log ratios.
        prior_sd: Their standard deviation.
    """
    if standard_error == inf:
        return Shrunken(exp(prior_mean) - 1, float(ndtr(prior_mean / prior_sd)))
    if freedom == inf:
        return _normal(estimate, standard_error, prior_mean, prior_sd)
    if typical_error is not None:
        total = freedom + TYPICAL_FREEDOM
        standard_error = sqrt((freedom * standard_error**2 + TYPICAL_FREEDOM * typical_error**2) / total)
        freedom = total
    if standard_error == 0:
        return Shrunken(exp(estimate) - 1, float(estimate > 0))
    # As far as the prior reaches; beyond, where a sure estimate lies further out.
    reach = 8 + max(abs(estimate - prior_mean) / prior_sd - 4, 0.0)
    grid = prior_mean + prior_sd * np.linspace(-reach, reach, 3201)
    prior, seen = (grid - prior_mean) / prior_sd, (grid - estimate) / standard_error
    # A normal density times one of Student's t, up to their constants.
    weight = np.exp(-(prior**2) / 2) * (1 + seen**2 / freedom) ** (-(freedom + 1) / 2)
    weight /= weight.sum()
    below = np.cumsum(weight) - weight / 2
    median = float(np.interp(0.5, below, grid))
    return Shrunken(exp(median) - 1, float(1 - np.interp(0.0, grid, below)))


def _normal(estimate: float, standard_error: float, prior_mean: float, prior_sd: float) -> Shrunken:
    trust = prior_sd**2 / (prior_sd**2 + standard_error**2)
    mean = prior_mean + trust * (estimate - prior_mean)
    spread = sqrt(prior_sd**2 * (1 - trust))
    return Shrunken(exp(mean) - 1, float(ndtr(mean / spread)) if spread > 0 else float(mean > 0))
