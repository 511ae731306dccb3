"""What each hour and weekday adds to a typical post, pulled towards it as far as few posts leave it uncertain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.shrinkage import TYPICAL_FREEDOM
from cliptrial.stats.posting.pattern import hour_kernel

Ints = NDArray[np.int64]

HOUR_SD = 0.14
WEEKDAY_SD = 0.05
"""SD of true effects of the hour and of the weekday on log views, between those of one account in public histories."""
POST_SD = 1.05
"""SD of log views within one account: a few posts' own spread is itself a guess, and is pooled with it."""
SLOTS = 7 * 24
WIDE = 1.96


@dataclass(frozen=True, slots=True)
class SlotEffects:
    """Log ratios against a typical post of the account.

    Attributes:
        mean: Shape (7, 24): expected of weekday and hour.
        covariance: Shape (168, 168): of their uncertainty.
    """

    mean: Floats
    covariance: Floats

    def average(self, weight: Floats) -> tuple[float, float, float]:
        """An average over slots with its lower and upper end, 19 in 20, as ratios minus one.

        Args:
            weight: Shape (7, 24): how much each slot counts; they are made to add up to one.
        """
        share = (weight / weight.sum()).ravel()
        middle = float(share @ self.mean.ravel())
        error = WIDE * float(np.sqrt(max(share @ self.covariance @ share, 0.0)))
        low, centre, high = np.expm1([middle - error, middle, middle + error])
        return float(centre), float(low), float(high)


def slot_effects(values: Floats, hours: Floats, weekdays: Ints, strata: Ints) -> SlotEffects:
    """Smooth effects of the hour beside those of weekdays, with what differs between strata taken out.

    Their sizes are what similar accounts show, never what these few posts seem to: the liveliest hour of an account
    is nearly always luck.

    Args:
        values: Shape (posts,): logs.
        hours: Shape (posts,): 0 to 24, local.
        weekdays: Shape (posts,): 0 to 6.
        strata: Shape (posts,): stretches of time, with one level each.

    References:
        Robinson (1991), Statistical Science 6; Rasmussen and Williams (2006), Gaussian Processes, 2.7, for fixed terms.
    """
    places = weekdays * 24 + np.floor(hours).astype(np.int64) % 24
    levels, code = np.unique(strata, return_inverse=True)
    counts = np.zeros((len(levels), SLOTS))
    np.add.at(counts, (code, places), 1.0)
    means = np.bincount(code, values) / counts.sum(axis=1)
    left = values - means[code]
    freedom = max(len(values) - len(levels), 0)
    noise = (float(left @ left) + TYPICAL_FREEDOM * POST_SD**2) / (freedom + TYPICAL_FREEDOM)
    # What is known of slots once every stratum has a free level of its own: Z'MZ and Z'My over the noise.
    known = (np.diag(counts.sum(axis=0)) - counts.T @ (counts / counts.sum(axis=1, keepdims=True))) / noise
    prior = _prior()
    pulled = np.linalg.solve(np.eye(SLOTS) + prior @ known, prior)
    mean = pulled @ np.bincount(places, left, SLOTS) / noise
    centre = np.eye(SLOTS) - counts.sum(axis=0) / len(values)
    return SlotEffects((centre @ mean).reshape(7, 24), centre @ pulled @ centre.T)


def _prior() -> Floats:
    hours, days = np.tile(np.arange(24) + 0.5, 7), np.repeat(np.arange(7), 24)
    same_day = np.asarray(days[:, None] == days[None, :], dtype=np.float64)
    return np.asarray(HOUR_SD**2 * hour_kernel(hours, hours) + WEEKDAY_SD**2 * same_day, dtype=np.float64)
