"""Limits of checks, on both sides to the last labelling, where no table meets them by luck."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.records import record

from cliptrial.analysis.amounts import unequal_spread
from cliptrial.analysis.checks.weekdays import _rare
from cliptrial.analysis.findings import Level
from cliptrial.analysis.table.compare import _evidence
from cliptrial.stats.draws import Labels


def halves(posts: int) -> Labels:
    """Every way to give half of the posts to the variant."""
    ways = [np.isin(np.arange(posts), chosen) for chosen in itertools.combinations(range(posts), posts // 2)]
    return Labels.packed([np.array(ways)], exact=True)


@pytest.mark.parametrize(
    ("variant", "ratio", "p"),
    [((42, 23, 16), 0.5, 0.2), ((42, 23, 16), 2.0, None), ((24, 15, 40), 0.5, None)],
)
def test_a_spread_at_its_limit_of_a_fifth_counts_where_the_arm_that_varies_lies_below(
    variant: tuple[int, ...], ratio: float, p: float | None
) -> None:
    """Three posts an arm: two of 20 labellings and their mirrors are as uneven; three are in the last row."""
    amounts = np.array([20, 21, 22, *variant], dtype=np.float64)
    found = unequal_spread("amount", ("a", "b"), amounts, np.arange(6) > 2, halves(6), ratio)
    assert (found and found.p_value) == (p and pytest.approx(p))


@pytest.mark.parametrize(("p", "left"), [(0.0009, "deviations"), (0.001, "randomised"), (0.0012, "randomised")])
def test_a_table_of_weekdays_refutes_chance_below_one_in_a_thousand(p: float, left: str) -> None:
    assert _evidence(True, [record("weekday_table_test", Level.NOTE, {"p_value": p})]).value == left
    assert _evidence(False, [record("weekday_table_test", Level.NOTE, {"p_value": p})]).value == "observed"


@pytest.mark.parametrize(
    ("labellings", "exact", "rare"), [(999, True, 0.001), (1000, True, 0.0025), (1000, False, 0.001)]
)
def test_from_a_thousand_labellings_the_most_extreme_one_counts(labellings: int, exact: bool, rare: float) -> None:
    labels = np.zeros((labellings, 8), dtype=np.bool_)
    assert _rare(Labels.packed([labels], exact=exact)) == pytest.approx(rare)
