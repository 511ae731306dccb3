"""Limits of checks, on both sides to the last labelling, where no table meets them by luck."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import log
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.records import record

from cliptrial.analysis import amounts as amounts_module
from cliptrial.analysis.amounts import _limit, unequal_spread
from cliptrial.analysis.checks.attributes import Gap, _uneven
from cliptrial.analysis.checks.shown import Shown
from cliptrial.analysis.checks.weekdays import _rare
from cliptrial.analysis.findings import Level
from cliptrial.analysis.findings.refused import TooFewPosts, TooFewViews
from cliptrial.analysis.table.compare import _evidence, compare
from cliptrial.analysis.verdicts import judge, judge_guardrail
from cliptrial.stats.draws import Labels
from cliptrial.stats.ratio.spread import SpreadTest


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


NOTHING_DRAWN: Any = SimpleNamespace(among=lambda _: None, exact=True)


@pytest.mark.parametrize(
    ("variant", "posts", "ratio", "spread", "p", "told"),
    [
        (True, (12, 9), 0.9, (1.0, 2.0), 0.15, True),
        (True, (9, 12), 0.9, (1.0, 2.0), 0.15, True),
        (True, (12, 10), 0.9, (1.0, 2.0), 0.15, False),
        (True, (12, 10), 0.9, (1.0, 2.0), 0.10, True),
        (True, (12, 20), 0.9, (1.0, 2.0), 0.10, True),
        (True, (20, 20), 0.9, (1.0, 2.0), 0.10, False),
        (True, (20, 20), 0.9, (1.0, 2.0), 0.01, True),
        (True, (12, 9), 1.0, (1.0, 2.0), 0.15, False),
        (True, (12, 9), 1.0, (2.0, 1.0), 0.15, True),
        (True, (12, 9), 0.9, (2.0, 1.0), 0.15, False),
        (True, (12, 9), 0.9, (1.0, 1.0), 0.15, False),
        (True, (12, 9), 1.1, (2.0, 1.0), 0.01, True),
        (True, (12, 9), 1.1, (1.0, 2.0), 0.011, False),
        (False, (12, 9), 0.9, (1.0, 2.0), 0.01, False),
    ],
)
def test_how_sure_a_spread_must_be_follows_from_the_smaller_arm_and_from_which_arm_is_poorer(
    variant: bool,
    posts: tuple[int, int],
    ratio: float,
    spread: tuple[float, float],
    p: float,
    told: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Posts without any amount tell nothing; those of a half tell as much as others."""
    control, own = posts
    amounts = np.array([0.5] * control + [2.0] * own + [0.0] * 30)
    treated = np.arange(len(amounts)) >= control
    seen = []

    def tested(logs: np.ndarray, *_: object, exact: bool) -> SpreadTest | None:
        seen.append(logs.tolist())
        return SpreadTest(*spread, p) if variant else None

    monkeypatch.setattr(amounts_module, "spread_test", tested)
    found = unequal_spread("amount", ("a", "b"), amounts, treated, NOTHING_DRAWN, ratio)
    assert seen == [pytest.approx([log(0.5)] * control + [log(2.0)] * own)]
    assert (found is not None) is told
    if found:
        assert (found.arm, found.control, found.metric, found.level) == ("b", "a", "amount", Level.BLOCKER)
        assert (found.spread_control, found.spread_arm, found.p_value) == (*spread, p)


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


@pytest.mark.parametrize(("posts", "chance"), [(2, 0.2), (9, 0.2), (10, 0.1), (19, 0.1), (20, 0.01), (200, 0.01)])
def test_the_fewer_amounts_an_arm_has_the_slighter_a_sign_of_uneven_spread_counts(posts: int, chance: float) -> None:
    assert _limit(posts) == chance


def table(posts: tuple[int, int], views: tuple[float, float], likes: int = 3) -> pd.DataFrame:
    """So many posts of two arms, each with about so many views, all views of an arm together to the last one."""
    rows = []
    for arm, own, each in zip("ab", posts, views, strict=True):
        rows += [(arm, each + (post - (own - 1) / 2), likes + post % 3) for post in range(own)]
    return pd.DataFrame(rows, columns=["arm", "views", "likes"])


ASKED: dict[str, Any] = {"arm": "arm", "control": "a", "randomised": True, "draws": 199}


@pytest.mark.parametrize(
    ("views", "arm"), [((100, 100), None), ((99.9, 100), "a"), ((100, 99.9), "b"), ((10, 10), "a")]
)
def test_a_rate_needs_a_thousand_views_in_each_arm(views: tuple[float, float], arm: str | None) -> None:
    found = compare(table((10, 10), views), metrics=["likes/views"], **ASKED)
    told = [(one.arm, one.needed) for one in found.findings if isinstance(one, TooFewViews)]
    assert told == ([(arm, 1000)] if arm else [])
    assert (found.verdict.reason == "too_few_views") == bool(arm)


@pytest.mark.parametrize(
    ("posts", "metric", "randomised", "method"),
    [
        ((10, 11), "views", True, "redraw_log_ols"),
        ((11, 10), "views", True, "redraw_log_ols"),
        ((10, 12), "views", True, "redraw_log_hc2"),
        ((12, 10), "views", True, "redraw_log_hc2"),
        ((10, 11), "likes/views", True, "redraw_rate_ratio"),
        ((12, 10), "likes/views", True, "redraw_rate_delta"),
        ((10, 12), "views", False, "permuted_residuals"),
        ((4, 4), "views", False, "permuted_labels"),
        ((10, 12), "likes/views", False, "permuted_residuals_rate"),
    ],
)
def test_arms_of_a_table_that_differ_by_more_than_a_tenth_in_size_are_studentised_each_by_its_own_spread(
    posts: tuple[int, int], metric: str, randomised: bool, method: str
) -> None:
    found = compare(table(posts, (900, 1100)), metrics=[metric], **(ASKED | {"randomised": randomised}))
    (row,) = found.uplifts
    assert (row.method, row.posts) == (method, posts)


@pytest.mark.parametrize(
    ("posts", "reason", "needed"),
    [((2, 6), None, None), ((2, 4), "too_few_assignments", None), ((1, 6), "too_few_posts", 2)],
)
def test_an_arm_needs_two_posts_and_labels_that_could_have_fallen_in_twenty_ways(
    posts: tuple[int, int], reason: str | None, needed: int | None
) -> None:
    """Two of six can be chosen in 15 ways, two of eight in 28."""
    found = compare(table(posts, (900, 1100)), metrics=["views"], **ASKED)
    assert found.verdict.reason == reason
    assert [one.needed for one in found.findings if isinstance(one, TooFewPosts)] == ([needed] if needed else [])


@pytest.mark.parametrize(
    ("low", "high", "code", "size"),
    [
        (1.10, 1.2, "better", "reached"),
        (1.0999, 1.2, "better", "open"),
        (1.0001, 1.0999, "better", "below"),
        (1.0001, 1.10, "better", "open"),
        (1.0, 1.2, "inconclusive", "open"),
        (0.8, 0.9999, "worse", None),
        (0.8, 1.0, "inconclusive", "not_reached"),
        (0.8, 1.0999, "inconclusive", "not_reached"),
        (0.8, 1.10, "inconclusive", "open"),
        (1 / 1.1, 1.10, "equivalent", None),
        (1 / 1.1, 1.1001, "inconclusive", "open"),
        (1 / 1.1001, 1.10, "inconclusive", "open"),
    ],
)
@pytest.mark.parametrize("up", [True, False])
def test_the_verdict_turns_where_the_interval_meets_no_change_or_the_effect_asked_for(
    low: float, high: float, code: str, size: str | None, up: bool
) -> None:
    """Ten per cent were asked for; a metric that should fall is read the other way round."""
    ends = (log(low), log(high)) if up else (-log(high), -log(low))
    told = judge(Same(ends), alpha=0.05, at_least=0.1, higher_is_better=up)
    assert (told.code.value, told.size and told.size.value) == (code, size)
    plain = judge(Same(ends), alpha=0.05, at_least=None, higher_is_better=up)
    assert (plain.code.value, plain.size) == (code if code in ("better", "worse") else "inconclusive", None)


@pytest.mark.parametrize(
    ("low", "high", "held"),
    [
        (0.9001, 1.2, "held"),
        (0.9, 1.2, "open"),
        (0.7, 0.9999, "broken"),
        (0.7, 1.0, "open"),
        (0.82, 0.99, "open"),  # it fell, and by less than the limit
    ],
)
@pytest.mark.parametrize("up", [True, False])
def test_a_guardrail_holds_above_its_limit_and_breaks_below_it_where_it_fell(
    low: float, high: float, held: str, up: bool
) -> None:
    ends = (log(low), log(high)) if up else (-log(high), -log(low))
    told = judge_guardrail(Same(ends), alpha=0.05, worst_acceptable=-0.1, higher_is_better=up)
    assert told.value == held


@dataclass(frozen=True)
class Same:
    """A test with one interval at every error."""

    ends: tuple[float, float]

    @property
    def estimate(self) -> float:
        return sum(self.ends) / 2

    def interval(self, alpha: float) -> tuple[float, float]:
        assert alpha in (0.05, 0.1), "the error of the comparison, or twice that on one side"
        return self.ends
