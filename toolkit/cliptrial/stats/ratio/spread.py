"""Do the logs of one arm vary more than those of the other?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cliptrial.stats.draws import Draws
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.weekdays import re_drawn_p


@dataclass(frozen=True, slots=True)
class SpreadTest:
    """Mean distance of each arm's logs from their median, and how often labels by chance leave them as far apart."""

    control: float
    treated: float
    p_value: float


def spread_test(logs: Floats, treated: Bools, draws: Draws, *, exact: bool) -> SpreadTest | None:
    """Hold the distances of logs from their own arm's median against re-drawn labels; None with an arm of under two.

    Args:
        logs: Shape (posts,).
        treated: Shape (posts,).
        draws: Shape (draws, posts): re-drawn labels.
        exact: Whether ``draws`` lists every assignment.

    References:
        Brown and Forsythe (1974), Journal of the American Statistical Association 69.
    """
    if min(treated.sum(), (~treated).sum()) < 2:
        return None
    medians = np.where(treated, np.median(logs[treated]), np.median(logs[~treated]))
    off = np.abs(logs - medians)
    p = re_drawn_p(off, treated, draws, exact=exact)
    return SpreadTest(float(off[~treated].mean()), float(off[treated].mean()), p)
