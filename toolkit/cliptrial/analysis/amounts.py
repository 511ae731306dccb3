"""May the averages of two arms' amounts be compared at all?

Amounts have heavy tails: the arm that varies more has most likely not shown its largest ones yet. No standard error
knows of posts that were not seen, so studentising, winsorising or HC3 leave 12 to 25 % of made-up winners where one
arm varies three times as much on the log (docs/unequal_spread.csv). Such a comparison is withheld instead.

With few posts a test of spread finds half of such arms, so it has to err more often on the careful side. But only in
one direction: an arm that has not shown its largest amounts yet looks too poor, never too rich. Where the arm that
varies more lies below the other, a slighter sign of it withholds the answer. Of tables without an effect whose SDs on
the log are .5 and 1.5 that leaves 5, 6, 4, 2 and 3 % with a winner (8, 10, 12, 14 and 20 posts an arm; 23 to 20 % if
nobody looks), and power for a doubling, where both vary alike, falls by 1.2 points at 8 posts and by .9 at 10 to 14
(docs/unequal_spread_cells.csv).
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
FEW = ((10, 0.20), (20, 0.10))
"""Posts with amounts that an arm has less of, and the chance that counts then where it lies below and varies more."""


def unequal_spread(
    metric: str, arms: tuple[str, str], amounts: Floats, treated: Bools, draws: Labels, ratio: float
) -> UnequalSpread | None:
    """Why the averages cannot be compared; None where they can. Posts without any amount tell nothing of it.

    Args:
        metric: Its name.
        arms: Ids of control and variant.
        amounts: Shape (posts,).
        treated: Shape (posts,): True for the variant.
        draws: Re-drawn labels of these posts.
        ratio: The variant's average over the control's, as the answer has it.
    """
    some = amounts > 0
    logs, variant = np.log(amounts[some]), treated[some]
    spreads = spread_test(logs, variant, draws.among(some), exact=draws.exact)
    if spreads is None:
        return None
    poorer = (ratio < 1) == (spreads.treated > spreads.control)
    fewest = min(int(variant.sum()), int((~variant).sum()))
    if spreads.p_value > (_limit(fewest) if poorer else UNLIKELY):
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


def _limit(posts: int) -> float:
    """The chance that counts where the arm that varies more lies below the other."""
    return next((chance for few, chance in FEW if posts < few), UNLIKELY)
