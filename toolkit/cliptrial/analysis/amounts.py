"""May the averages of two arms' amounts be compared at all?

Amounts have heavy tails: the arm that varies more has most likely not shown its largest ones yet. No standard error
knows of posts that were not seen, so studentising, winsorising or HC3 leave 12 to 25 % of made-up winners where one
arm varies three times as much on the log (docs/unequal_spread.csv). Such a comparison is withheld instead.
"""

from __future__ import annotations

import numpy as np

from cliptrial.analysis.findings import Level
from cliptrial.analysis.findings.refused import UnequalSpread
from cliptrial.stats.draws import Labels
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.ratio.spread import spread_test

UNLIKELY = 0.01
"""Chance below which two arms' amounts vary too differently for their averages to be compared."""


def unequal_spread(
    metric: str, arms: tuple[str, str], amounts: Floats, treated: Bools, draws: Labels
) -> UnequalSpread | None:
    """Why the averages cannot be compared; None where they can. Posts without any amount tell nothing of it.

    Args:
        metric: Its name.
        arms: Ids of control and variant.
        amounts: Shape (posts,).
        treated: Shape (posts,): True for the variant.
        draws: Re-drawn labels of these posts.
    """
    some = amounts > 0
    spreads = spread_test(np.log(amounts[some]), treated[some], draws.among(some), exact=draws.exact)
    if spreads is None or spreads.p_value > UNLIKELY:
        return None
    return UnequalSpread(
        Level.BLOCKER,
        metric=metric,
        arm=arms[1],
        control=arms[0],
        spread_arm=spreads.treated,
        spread_control=spreads.control,
        p_value=spreads.p_value,
    )
