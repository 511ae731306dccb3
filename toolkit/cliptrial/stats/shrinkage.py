"""What to reckon with when first results flatter: normal shrinkage of a log ratio towards experience."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, sqrt

from scipy.special import ndtr

PRIOR_SD = 0.17
"""SD of true log ratios of such changes between sounds and hashtag sets of one account, to start with."""


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Posterior of a log ratio under a normal prior and a normal likelihood.

    Attributes:
        reckon_with: Posterior median, as a ratio minus one.
        lean: Posterior chance that the ratio is above one.
    """

    reckon_with: float
    lean: float


def shrink(estimate: float, standard_error: float, *, prior_mean: float = 0.0, prior_sd: float = PRIOR_SD) -> Shrunken:
    """Combine an estimated log ratio with what is known of such changes.

    Args:
        estimate: Estimated log ratio.
        standard_error: Its standard error; infinite where nothing was learned.
        prior_mean: Mean of true log ratios.
        prior_sd: Their standard deviation.
    """
    if standard_error == inf:
        return Shrunken(exp(prior_mean) - 1, float(ndtr(prior_mean / prior_sd)))
    trust = prior_sd**2 / (prior_sd**2 + standard_error**2)
    mean = prior_mean + trust * (estimate - prior_mean)
    spread = sqrt(prior_sd**2 * (1 - trust))
    return Shrunken(exp(mean) - 1, float(ndtr(mean / spread)) if spread > 0 else float(mean > 0))
