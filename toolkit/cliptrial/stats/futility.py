"""Ending a dead test early: how likely is it still that the planned end gives a clear answer?

The predictive chance (Spiegelhalter, Freedman and Blackburn, 1986, Controlled Clinical Trials 7): what the posts so
far show, drawn towards what such changes usually bring, says what the other posts will show. Ending early claims
nothing, so it can only lower the share of false positives, and going on all the same leaves it as it is.
"""

from __future__ import annotations

from math import sqrt

from cliptrial.stats.pooled.shrinkage import PRIOR_SD
from cliptrial.stats.special import ndtr, stdtrit

UNLIKELY = 0.1
"""Predictive chance below which a planned test may be ended early."""


def chance_of_clear(
    estimate: float,
    standard_error: float,
    share: float,
    *,
    alpha: float,
    freedom: float,
    prior_sd: float = PRIOR_SD,
) -> float:
    """Chance that the planned end gives p < ``alpha`` (two-sided), given what is seen now.

    Args:
        estimate: Log ratio so far.
        standard_error: Of ``estimate``, positive.
        share: Posts seen, as a share of those planned; above 0 and below 1.
        alpha: Error of the test at the planned end.
        freedom: Degrees of freedom that the test will have there.
        prior_sd: SD of true log ratios around zero.

    Example:
        >>> round(chance_of_clear(0.1, 0.2, 0.5, alpha=0.05, freedom=26), 3)
        0.101
    """
    error2, left = standard_error**2, 1 - share
    trust = prior_sd**2 / (prior_sd**2 + error2)
    # With the same spread, the other posts alone would have this variance, and all together that one.
    middle = share * estimate + left * trust * estimate
    spread = left * sqrt(prior_sd**2 * (1 - trust) + error2 * share / left)
    return _outside(middle, spread, -float(stdtrit(freedom, alpha / 2)) * sqrt(error2 * share))


def chance_beforehand(standard_error: float, *, alpha: float, freedom: float, prior_sd: float = PRIOR_SD) -> float:
    """The same before the first post, by the standard error that the planned end will have."""
    limit = -float(stdtrit(freedom, alpha / 2)) * standard_error
    return _outside(0.0, sqrt(prior_sd**2 + standard_error**2), limit)


def _outside(middle: float, spread: float, limit: float) -> float:
    return float(ndtr((middle - limit) / spread) + ndtr((-limit - middle) / spread))
