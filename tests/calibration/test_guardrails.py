"""Guardrails err as rarely as they promise: "held" at the limit, "broken" where nothing happened."""

from __future__ import annotations

from collections import Counter

import pytest
from scipy.stats import binom
from tests.calibration.planned import planned, row

from cliptrial.analysis.results import GuardrailVerdict
from cliptrial.metrics import CATALOGUE

RUNS = 200
LIMIT = -0.1
CELLS = [("views", 14), ("average_watch_time", 14), ("like_rate", 14)]


def verdicts(metric: str, posts: int, effect: float) -> Counter[str]:
    """How often each verdict comes, with this true effect."""
    found = (
        row(units, values, CATALOGUE[metric], worst_acceptable=LIMIT).uplift.verdict
        for units, values in planned(metric, posts, runs=RUNS, effect=effect)
    )
    return Counter(str(one) for one in found)


@pytest.mark.slow
@pytest.mark.parametrize(("metric", "posts"), CELLS)
def test_a_metric_exactly_at_its_limit_is_held_in_five_percent_at_most(metric: str, posts: int) -> None:
    told = verdicts(metric, posts, LIMIT)
    assert told[GuardrailVerdict.HELD] <= binom.ppf(1 - 1e-4, RUNS, 0.05)
    assert told[GuardrailVerdict.OPEN] > RUNS / 4


@pytest.mark.slow
@pytest.mark.parametrize(("metric", "posts"), CELLS)
def test_a_metric_that_nothing_touched_is_broken_in_two_and_a_half_percent_at_most(metric: str, posts: int) -> None:
    told = verdicts(metric, posts, 0.0)
    assert told[GuardrailVerdict.BROKEN] <= binom.ppf(1 - 1e-4, RUNS, 0.025)
    assert told[GuardrailVerdict.HELD] > told[GuardrailVerdict.BROKEN]


@pytest.mark.slow
def test_a_loss_far_beyond_the_limit_is_broken_and_a_clear_gain_holds() -> None:
    assert verdicts("average_watch_time", 14, -0.4)[GuardrailVerdict.BROKEN] > 0.8 * RUNS
    assert verdicts("average_watch_time", 14, 0.3)[GuardrailVerdict.HELD] > 0.8 * RUNS
