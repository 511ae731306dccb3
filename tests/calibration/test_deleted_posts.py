"""Nobody wins by deleting: posts that are gone count as the worst that was seen."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import numpy as np
import pytest
from scipy.stats import binom
from tests.calibration.planned import RULE, planned, row

from cliptrial.analysis.checks.influence import with_missing
from cliptrial.analysis.results import GuardrailVerdict, VerdictCode
from cliptrial.analysis.units import Units, Values
from cliptrial.metrics import CATALOGUE
from cliptrial.planning.calibration_world import CONTROL, VARIANT

RUNS = 300
GONE = 0.15


def without(units: Units, values: Values, arm: str, *, lowest: bool) -> Values:
    """What is left when an arm's lowest (or highest) fifteen percent are gone, rounded up."""
    own = np.flatnonzero(units.arm == arm)
    ranked = own[np.argsort(values.each[own])]
    count = ceil(GONE * len(own))
    numerator = values.numerator.copy()
    numerator[ranked[:count] if lowest else ranked[-count:]] = np.nan
    return Values(numerator, values.denominator)


def too_many(share: float) -> float:
    """More than this is seen once in 10,000 runs of a test if the true share is ``share``."""
    return float(binom.ppf(1 - 1e-4, RUNS, share))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("metric", "posts", "arm", "better_up"),
    [
        ("views", 14, VARIANT, True),
        ("views", 14, CONTROL, True),
        ("average_watch_time", 14, VARIANT, False),
        ("like_rate", 14, VARIANT, True),
        ("link_clicks", 14, VARIANT, True),
    ],
)
def test_deleting_an_arms_worst_posts_wins_in_two_and_a_half_percent_at_most(
    metric: str, posts: int, arm: str, better_up: bool
) -> None:
    """The variant's worst, or the control's best; without the rule such deletions win in 10 to 29 %."""
    asked = replace(CATALOGUE[metric], higher_is_better=better_up)
    won = would_have_won = 0
    for units, values in planned(metric, posts, runs=RUNS):
        found = row(units, without(units, values, arm, lowest=(arm == VARIANT) == better_up), asked)
        would_have_won += found.uplift.verdict is VerdictCode.BETTER
        won += with_missing(units, found, RULE)[0] is VerdictCode.BETTER
    assert won <= too_many(0.025)
    assert would_have_won > too_many(0.025)


@pytest.mark.slow
def test_deleting_a_variants_worst_posts_does_not_make_a_guardrail_hold() -> None:
    """Watch time fell exactly to the limit; without the rule it would be held far oftener than one time in twenty."""
    held = would_have_held = 0
    for units, values in planned("average_watch_time", 14, runs=RUNS, effect=-0.1):
        gone = without(units, values, VARIANT, lowest=True)
        found = row(units, gone, CATALOGUE["average_watch_time"], worst_acceptable=-0.1)
        would_have_held += found.uplift.verdict is GuardrailVerdict.HELD
        held += with_missing(units, found, RULE)[0] is GuardrailVerdict.HELD
    assert held <= too_many(0.05)
    assert would_have_held > too_many(0.05)
