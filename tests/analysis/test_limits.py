"""Limits of checks, on both sides to the last labelling, where no table meets them by luck."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.records import record

from cliptrial.analysis.amounts import unequal_spread
from cliptrial.analysis.checks.attributes import Gap, _uneven
from cliptrial.analysis.checks.shown import Shown
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
    [((42, 23, 16), 0.99, 0.2), ((42, 23, 16), 1.01, None), ((24, 15, 40), 0.99, None)],
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


def gap(difference: float, apart: float, p: float) -> Gap:
    """An attribute that differs so much between two arms of two posts."""
    both = np.ones(4, dtype=np.bool_)
    length = Shown("duration", np.arange(4.0)[:, None], both)
    return Gap(length, "a", "b", both, np.arange(4) > 1, 0, difference, apart, p)


@pytest.mark.parametrize(
    ("apart", "p", "total"), [(1.0, 0.5, True), (0.8, 0.009, True), (0.79, 0.009, False), (0.8, 0.01, False)]
)
def test_an_attribute_is_nearly_one_with_the_arm_from_a_separation_of_four_fifths(
    apart: float, p: float, total: bool
) -> None:
    assert gap(2.0, apart, p).total is total


@pytest.mark.parametrize(
    ("difference", "p", "level"),
    [(0.25, 0.5, None), (-0.26, 0.5, Level.NOTE), (0.26, 0.01, Level.NOTE), (0.1, 0.009, Level.WARNING)],
)
def test_a_promised_attribute_is_noted_beyond_a_quarter_and_warned_of_where_chance_hardly_does_it(
    difference: float, p: float, level: Level | None
) -> None:
    found = [finding.level for finding, _ in _uneven([gap(difference, 0.5, p)], ["duration"])]
    assert found == ([] if level is None else [level])
    unpromised = [finding.level for finding, _ in _uneven([gap(difference, 0.5, p)], [])]
    assert unpromised == [one for one in found if one is Level.WARNING]
