"""Combined tests: a question's p-value is an own count beside the others, and so is how its effect differs by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import t as student
from tests.analysis.own_count import (
    closed_p,
    ends_hold,
    linear_log_ratio,
    linear_rate_statistic,
    log_statistic,
    own_p,
)
from tests.rotation.test_drawing import experiment
from tests.rotation.test_together import listed

from cliptrial.analysis.checks.together import with_effects
from cliptrial.analysis.estimate import Comparison, Refusal, compare_pair
from cliptrial.analysis.results import OtherIdea, Role
from cliptrial.analysis.rows import Question
from cliptrial.analysis.units import Assignment, Units, Values
from cliptrial.metrics import CATALOGUE
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation import draw_together

NAMES = ("hook-question", "sound-trend", "cover-face")


def drawn(posts: int, questions: int) -> Schedule:
    plans = {slug: experiment(posts_per_arm=posts // 2, seed=5) for slug in NAMES[:questions]}
    return draw_together(plans)[NAMES[0]]


def units_of(schedule: Schedule) -> Units:
    zeros = np.zeros(len(schedule.positions), dtype=np.int64)
    return Units(
        arm=np.array([p.arm for p in schedule.positions], dtype=object),
        assignment=Assignment.SCHEDULE,
        account=zeros,
        weekday=np.array([p.date.weekday() for p in schedule.positions], dtype=np.int64),
        stratum=zeros,
        block=np.array([p.block for p in schedule.positions], dtype=np.int64),
        schedule=schedule,
        draws=99,
    )


def numbers(units: Units, missing: tuple[int, ...] = ()) -> Values:
    """Views and likes of posts on which every question's variant works."""
    rng = np.random.default_rng(11)
    lift = 0.4 * (units.arm == "arm1") + 0.6 * (units.others > 0).sum(axis=1)
    views = np.round(np.exp(rng.normal(8, 0.8, len(lift)) + lift))
    likes = rng.poisson(views * 0.06 * np.exp(0.3 * rng.standard_normal(len(lift)) + 0.5 * lift)).astype(float)
    views[list(missing)] = np.nan
    return Values(likes, views)


CASES = [(12, 2, ()), (12, 3, ()), (16, 3, ()), (16, 2, (4,)), (16, 3, (0, 9))]


@pytest.mark.parametrize("kind", ["views", "like_rate"])
@pytest.mark.parametrize(("posts", "questions", "missing"), CASES)
def test_p_estimate_and_interval_are_an_own_count_of_what_is_admissible(
    kind: str, posts: int, questions: int, missing: tuple[int, ...]
) -> None:
    schedule = drawn(posts, questions)
    units = units_of(schedule)
    both = numbers(units, missing)
    values = both if kind == "like_rate" else Values(both.denominator, np.ones(posts))
    found = compare_pair(units, values, CATALOGUE[kind], "arm0", "arm1")
    assert isinstance(found, Comparison)

    kept = ~np.isnan(both.denominator)
    labels = np.array(sorted(listed(schedule)))[:, kept]
    treated = np.array([p.arm == "arm1" for p in schedule.positions])[kept]
    weekend = [p.date.weekday() >= 5 for p in schedule.positions]
    others = [[arm == "arm1" for arm in one.arms] for one in schedule.crossed]
    columns = np.column_stack([np.ones(posts), weekend, *others]).astype(float)[kept]
    top, bottom = both.numerator[kept], both.denominator[kept]
    if kind == "views":
        statistic = log_statistic(np.log(bottom), treated, columns)
        design = np.column_stack([treated, columns]).astype(float)
        estimate = float(sm.OLS(np.log(bottom), design).fit().params[0])
        p = own_p(statistic, treated, labels, exact=True)
    else:
        statistic = linear_rate_statistic(top, bottom, treated, columns)
        estimate = linear_log_ratio(top, bottom, treated, columns)
        p = closed_p(statistic, treated, labels, exact=True, estimate=estimate)
    assert found.inversion.draws == len(labels)
    assert found.inversion.p_value() == pytest.approx(p, abs=1e-12)
    assert found.inversion.estimate == pytest.approx(estimate, abs=1e-8)
    if kind == "views":
        low, high = np.expm1(found.inversion.interval(0.05))
        assert ends_hold(statistic, treated, labels, (low, high), 0.05, exact=True)
    assert found.method == ("redraw_log_ols" if kind == "views" else "redraw_rate_combined")


def test_without_the_other_questions_the_same_posts_give_another_answer() -> None:
    schedule = drawn(16, 3)
    beside, alone = units_of(schedule), units_of(replace(schedule, crossed=(), rule=replace(schedule.rule, limit=None)))
    values = Values(numbers(beside).denominator, np.ones(16))
    answers = [compare_pair(units, values, CATALOGUE["views"], "arm0", "arm1") for units in (beside, alone)]
    first, second = (one.inversion for one in answers if isinstance(one, Comparison))
    assert first.draws < second.draws
    assert first.standard_error < second.standard_error
    assert abs(first.estimate - second.estimate) > 1e-6


def test_an_effect_of_another_question_leaves_estimate_and_standard_error_as_they_are() -> None:
    units = units_of(drawn(16, 3))
    base = numbers(units).denominator

    def answered(lift: float) -> Comparison:
        values = Values(base * np.exp(lift * (units.others[:, 0] > 0)), np.ones(16))
        found = compare_pair(units, values, CATALOGUE["views"], "arm0", "arm1")
        assert isinstance(found, Comparison)
        return found

    plain, lifted = answered(0.0), answered(3.0)
    assert lifted.inversion.estimate == pytest.approx(plain.inversion.estimate, abs=1e-10)
    assert lifted.inversion.p_value() == plain.inversion.p_value()
    assert lifted.unadjusted == pytest.approx(plain.unadjusted, abs=1e-10)


@pytest.mark.parametrize(
    ("missing", "posts", "needed"),
    [
        ({"arm1": 3}, 3, 4),  # of six
        ({"arm1": 2}, None, 0),
        ({"arm0": 2, "arm1": 3}, 3, 4),
        ({"arm0": 2, "arm1": 2}, None, 0),
    ],
)
def test_a_ratio_of_too_few_posts_is_refused_and_logs_are_not(
    missing: dict[str, int], posts: int | None, needed: int
) -> None:
    units = units_of(drawn(12, 2))
    rows = [row for arm, count in missing.items() for row in np.flatnonzero(units.arm == arm)[:count]]
    both = numbers(units, tuple(rows))
    rate = compare_pair(units, both, CATALOGUE["like_rate"], "arm0", "arm1")
    logs = compare_pair(units, Values(both.denominator, np.ones(12)), CATALOGUE["views"], "arm0", "arm1")
    assert isinstance(logs, Comparison)
    assert isinstance(rate, Comparison if posts is None else Refusal)
    if isinstance(rate, Refusal):
        assert rate.finding.code == "too_few_posts"
        assert rate.finding.values == {"metric": "like_rate", "arm": "arm1", "posts": posts, "needed": needed}


def test_a_ratio_of_far_fewer_posts_than_the_other_arm_has_is_refused_only_beside_other_questions() -> None:
    schedule = drawn(16, 2)
    units = units_of(schedule)
    both = numbers(units, tuple(np.flatnonzero(units.arm == "arm1")[:3]))
    refused = compare_pair(units, both, CATALOGUE["like_rate"], "arm0", "arm1")
    assert isinstance(refused, Refusal)
    assert refused.finding.values["needed"] == 6
    alone = units_of(replace(schedule, crossed=(), rule=replace(schedule.rule, limit=None)))
    assert isinstance(compare_pair(alone, both, CATALOGUE["like_rate"], "arm0", "arm1"), Comparison)


def told(units: Units, values: Values, metric: str) -> list[OtherIdea]:
    crossed = units.schedule.crossed if units.schedule else ()
    ideas = tuple(OtherIdea(one.slug, one.slug, one.control, "arm1") for one in crossed)
    return list(with_effects(ideas, units, Question(CATALOGUE[metric], Role.PRIMARY, values), "arm0", "arm1"))


def test_how_the_effect_differed_is_welchs_t_of_two_least_squares() -> None:
    units = units_of(drawn(16, 3))
    views = numbers(units, (2,)).denominator
    first, second = told(units, Values(views, np.ones(16)), "views")
    for number, idea in enumerate((first, second)):
        fits = []
        for side in (-1, 1):
            half = (units.others[:, number] == side) & ~np.isnan(views)
            design = np.column_stack([units.arm == "arm1", np.ones(16), units.others[:, 1 - number] > 0])
            fits.append(sm.OLS(np.log(views[half]), design[half].astype(float)).fit())
        a, b = ((fit.params[0], fit.bse[0], fit.df_resid) for fit in fits)
        error = np.hypot(a[1], b[1])
        freedom = error**4 / (a[1] ** 4 / a[2] + b[1] ** 4 / b[2])
        reach = student.ppf(0.995, freedom) * error
        assert idea.relative == pytest.approx(np.expm1([a[0], b[0]]))
        assert idea.difference == pytest.approx(np.expm1(b[0] - a[0]))
        assert idea.interval == pytest.approx(np.expm1([b[0] - a[0] - reach, b[0] - a[0] + reach]))


@pytest.mark.parametrize("metric", ["views", "like_rate"])
def test_an_effect_that_only_one_arm_of_another_question_has_is_told(metric: str) -> None:
    units = units_of(drawn(28, 2))
    rng = np.random.default_rng(3)
    lift = 1.2 * ((units.arm == "arm1") & (units.others[:, 0] > 0))
    views = np.round(np.exp(rng.normal(9, 0.3, 28)))
    top = (
        np.round(views * 0.2 * np.exp(rng.normal(0, 0.3, 28) + lift)) if metric == "like_rate" else views * np.exp(lift)
    )
    (idea,) = told(units, Values(top, views if metric == "like_rate" else np.ones(28)), metric)
    assert idea.differs
    assert idea.relative is not None
    assert idea.relative[1] > 1 > abs(idea.relative[0])
    (same,) = told(units, Values(top / np.exp(lift), views if metric == "like_rate" else np.ones(28)), metric)
    assert not same.differs


def mean(top: Sequence[float]) -> float:
    return float(sum(top) / len(top))


def alone(top: Sequence[float], bottom: Sequence[float], tops: Sequence[float], bottoms: Sequence[float]) -> float:
    treated = np.arange(len(top) + len(tops)) < len(top)
    return linear_log_ratio(np.array([*top, *tops]), np.array([*bottom, *bottoms]), treated, np.ones(len(treated)))


@pytest.mark.parametrize(
    ("metric", "zero", "ratio"),
    [
        # Rates by an own fit; counts with a zero by their means; other amounts by every post's own; else by logs.
        ("like_rate", False, lambda v, d, w, e: np.exp(alone(v, d, w, e))),
        ("likes", True, lambda v, d, w, e: mean(v) / mean(w)),
        ("comments", False, lambda v, d, w, e: mean(v) / mean(w)),
        ("likes", False, lambda v, d, w, e: np.exp(mean(np.log(v)) - mean(np.log(w)))),
        ("watch_share", True, lambda v, d, w, e: mean(np.divide(v, d)) / mean(np.divide(w, e))),
        (
            "watch_share",
            False,
            lambda v, d, w, e: np.exp(mean(np.log(np.divide(v, d))) - mean(np.log(np.divide(w, e)))),
        ),
        ("revenue", False, lambda v, d, w, e: mean(v) / mean(w)),
    ],
)
def test_a_half_is_told_as_the_whole_is(metric: str, zero: bool, ratio: Callable[[Any, Any, Any, Any], float]) -> None:
    units = units_of(drawn(12, 2))
    top, bottom = np.arange(3.0, 15) ** 2, np.arange(12.0, 0, -1) * 100 + 7
    if zero:
        top[[0, 7]] = 0
    if CATALOGUE[metric].denominator is None:
        bottom = np.ones(12)
    (idea,) = told(units, Values(top, bottom), metric)
    halves = []
    for side in (-1, 1):
        ours, theirs = (((units.arm == arm) & (units.others[:, 0] == side)) for arm in ("arm1", "arm0"))
        halves.append(ratio(top[ours], bottom[ours], top[theirs], bottom[theirs]) - 1)
    assert idea.relative == pytest.approx(halves)
    assert idea.difference == pytest.approx((halves[1] + 1) / (halves[0] + 1) - 1)


@pytest.mark.parametrize("metric", ["likes", "like_rate"])
@pytest.mark.parametrize("arm", ["arm0", "arm1"])
@pytest.mark.parametrize(("cell", "kept"), [(np.nan, 2), (0.0, 1)])
def test_a_half_needs_two_posts_of_each_arm_and_an_event(arm: str, cell: float, kept: int, metric: str) -> None:
    units = units_of(drawn(12, 2))
    for side in (-1, 1):
        rows = np.flatnonzero((units.arm == arm) & (units.others[:, 0] == side))
        for left in (kept, kept - 1):
            top = np.arange(3.0, 15)
            top[rows[left:]] = cell
            (idea,) = told(units, Values(top, np.arange(12.0) + 20), metric)
            assert (idea.relative is not None) == (idea.interval is not None) == (left == kept)


@pytest.mark.parametrize("metric", ["views", "like_rate"])
def test_a_half_in_which_another_question_says_the_arm_tells_nothing(metric: str) -> None:
    units = units_of(drawn(32, 3))
    both = numbers(units)
    same = (units.arm == "arm1") == (units.others[:, 1] > 0)
    for gone in (~same & (units.others[:, 0] < 0), np.zeros(32, dtype=bool)):
        top = np.where(gone, np.nan, both.numerator if metric == "like_rate" else both.denominator)
        first, _ = told(units, Values(top, both.denominator if metric == "like_rate" else np.ones(32)), metric)
        assert (first.relative is None) == (first.interval is None) == gone.any()


def test_halves_in_which_nothing_varies_are_not_held_against_each_other() -> None:
    (idea,) = told(units_of(drawn(12, 2)), Values(np.ones(12), np.ones(12)), "views")
    assert (idea.slug, idea.relative, idea.difference, idea.interval) == (NAMES[1], None, None, None)


def test_a_half_with_what_no_rate_can_have_tells_nothing() -> None:
    units = units_of(drawn(12, 2))
    for tops, bottoms in (({3: -1.0}, {}), ({}, {3: 0.0}), ({3: -1.0}, {3: -1.0})):
        top, bottom = np.arange(3.0, 15), np.arange(12.0) + 20
        top[list(tops)], bottom[list(bottoms)] = list(tops.values()), list(bottoms.values())
        (idea,) = told(units, Values(top, bottom), "like_rate")
        assert idea.relative is None


def test_a_half_without_posts_of_both_arms_tells_nothing() -> None:
    units = units_of(drawn(12, 2))
    lost = np.flatnonzero((units.arm == "arm1") & (units.others[:, 0] > 0))
    views = numbers(units, tuple(lost)).denominator
    (idea,) = told(units, Values(views, np.ones(12)), "views")
    assert (idea.relative, idea.interval, idea.differs) == (None, None, False)
