"""``compare`` on tables of posts: contract, identities, refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

import cliptrial
from cliptrial.analysis.findings import Level
from cliptrial.analysis.results import Evidence, VerdictCode
from cliptrial.analysis.terms import UNEVEN, Terms, terms
from cliptrial.analysis.units import Assignment, Units
from cliptrial.errors import InputError
from cliptrial.metrics import Kind, Metric, Scale


def table(seed: int = 0, n: int = 20, effect: float = 0.0, sigma: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    arm = rng.permutation(["old"] * n + ["new"] * n)
    views = np.exp(rng.normal(8, sigma, 2 * n) + effect * (arm == "new")).round() + 1
    posted = pd.Timestamp("2026-03-02 18:00") + pd.to_timedelta(np.arange(2 * n), unit="D")
    likes = rng.poisson(views * 0.04)
    return pd.DataFrame({"arm": arm, "views": views, "likes": likes, "posted": posted.astype(str)})


def compared(frame: pd.DataFrame, **options: Any) -> cliptrial.Analysis:
    options = {"metrics": ["views"], "randomised": True, "draws": 499, **options}
    return cliptrial.compare(frame, arm="arm", control="old", **options)


def codes(analysis: cliptrial.Analysis) -> dict[str, Level]:
    return {str(f.code): f.level for f in analysis.findings}


def test_a_strong_effect_is_better_and_a_null_is_not() -> None:
    assert compared(table(effect=1.5)).verdict.code is VerdictCode.BETTER
    assert compared(table(effect=-1.5)).verdict.code is VerdictCode.WORSE
    assert compared(table(3)).verdict.code is VerdictCode.INCONCLUSIVE


def test_the_estimate_is_the_ratio_of_geometric_means() -> None:
    frame = table(1)
    row = compared(frame).uplifts[0]
    means = np.log(frame["views"]).groupby(frame["arm"]).mean()
    assert row.relative == pytest.approx(np.exp(means["new"] - means["old"]) - 1)
    assert row.control_value == pytest.approx(np.exp(means["old"]))
    assert row.arm_value == pytest.approx(row.control_value * (1 + row.relative))


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([2, 3, 5, 12, 20]))
def test_interval_and_p_never_contradict_each_other(seed: int, n: int) -> None:
    rows = compared(table(seed, n, effect=0.7), metrics=["views", "likes/views"]).uplifts
    assert [row.p_adjusted is None for row in rows] == [n <= 3] * 2
    for row in rows if n > 3 else ():
        low, high = row.relative_interval
        assert (row.p_adjusted <= 0.05) == (low > 0 or high < 0)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_the_order_of_the_rows_only_changes_the_luck_of_the_draws(seed: int) -> None:
    frame = table(seed, 5)  # 252 assignments: enumerated, so nothing may change at all
    shuffled = frame.sample(frac=1, random_state=seed).reset_index(drop=True)
    one, other = compared(frame).uplifts[0], compared(shuffled).uplifts[0]
    assert other.p_value == one.p_value
    assert other.relative_interval == pytest.approx(one.relative_interval)


def test_views_in_thousands_tell_the_same() -> None:
    frame = table(2, effect=0.5)
    one, other = compared(frame).uplifts[0], compared(frame.assign(views=frame["views"] / 1000)).uplifts[0]
    assert other.p_value == one.p_value
    assert other.relative == pytest.approx(one.relative)


def test_without_chance_the_evidence_is_observed() -> None:
    analysis = compared(table(), randomised=False, posted_at="posted")
    assert analysis.evidence is Evidence.OBSERVED
    assert codes(analysis)["not_randomised"] is Level.NOTE


def test_control_then_variant_withholds_the_verdict_but_not_the_numbers() -> None:
    frame = table(4)
    frame["arm"] = ["old"] * 20 + ["new"] * 20
    analysis = compared(frame, randomised=False, posted_at="posted")
    assert analysis.verdict.code is VerdictCode.UNANSWERABLE
    assert analysis.verdict.reason == "arms_in_different_periods"
    assert analysis.uplifts[0].relative is not None
    assert analysis.uplifts[0].p_value is not None


def test_an_arm_of_weekends_only_withholds_the_verdict() -> None:
    frame = table(5)
    weekend = pd.to_datetime(frame["posted"]).dt.day_of_week >= 4
    frame["arm"] = np.where(weekend, "new", "old")
    analysis = compared(frame, randomised=False, posted_at="posted")
    assert analysis.verdict.code is VerdictCode.UNANSWERABLE
    assert codes(analysis)["weekday_confounded"] is Level.BLOCKER


def test_two_posts_an_arm_cannot_reach_significance_and_say_so() -> None:
    analysis = compared(table(6, 2))
    assert analysis.verdict.reason == "too_few_assignments"
    assert analysis.uplifts[0].relative is None


@pytest.mark.parametrize(
    ("views", "reason"),
    [
        ([5.0] * 40, "no_variation"),
        ([-1.0] + [5.0, 6.0, 7.0] * 13, "impossible_values"),
        ([math.inf] + [5.0, 6.0, 7.0] * 13, "impossible_values"),
        ([0.0] * 40, "no_events"),
    ],
)
def test_numbers_that_cannot_be_compared_are_refused_with_the_reason(views: list[float], reason: str) -> None:
    analysis = compared(table().assign(views=views))
    assert analysis.verdict.code is VerdictCode.UNANSWERABLE
    assert analysis.verdict.reason == reason
    assert reason in codes(analysis)


def test_a_rate_below_a_thousand_views_in_an_arm_has_no_verdict() -> None:
    analysis = compared(table().assign(views=20, likes=[1, 2] * 20), metrics=["likes/views"])
    assert analysis.verdict.reason == "too_few_views"


def test_zeros_among_counts_turn_the_question_to_the_mean() -> None:
    frame = table(7)
    frame.loc[0, "views"] = 0
    assert compared(frame).uplifts[0].estimand == "ratio_of_means"


def test_a_giant_among_dwarfs_is_compared_without_trouble() -> None:
    frame = table(8)
    frame["views"] = [10.0 + i for i in range(39)] + [1e9]
    row = compared(frame).uplifts[0]
    low, high = row.relative_interval
    assert -1 < low < row.relative < high < math.inf


def test_missing_values_are_counted_and_dropped() -> None:
    frame = table(9)
    frame["views"] = frame["views"].astype(object)
    frame.loc[[3, 4], "views"] = None
    analysis = compared(frame)
    assert sum(analysis.uplifts[0].posts) == 38
    assert codes(analysis)["missing_values"] is Level.NOTE


def test_several_variants_share_the_error_and_the_best_one_is_the_headline() -> None:
    rng = np.random.default_rng(10)
    arm = np.repeat(["old", "b", "c", "d"], 14)
    views = np.exp(rng.normal(8, 0.6, 56) + np.select([arm == "c"], [1.5], 0)).round()
    analysis = compared(pd.DataFrame({"arm": rng.permutation(arm), "views": 1}).assign(arm=arm, views=views))
    assert analysis.verdict.arm == "c"
    assert {v.arm for v in analysis.verdicts} == {"b", "c", "d"}
    row = analysis.uplifts[0]
    assert row.confidence == pytest.approx(1 - 0.05 / 3)
    assert row.p_adjusted == pytest.approx(min(1, 3 * row.p_value))


def test_unequal_arms_are_studentised_by_hc2() -> None:
    frame = table(11)
    frame["arm"] = ["old"] * 30 + ["new"] * 10
    assert compared(frame).uplifts[0].method == "redraw_log_hc2"


def test_blocks_are_respected() -> None:
    frame = table(12, 7)
    frame["pair"] = np.repeat(np.arange(7), 2)
    frame["arm"] = ["old", "new"] * 7
    row = compared(frame, block="pair").uplifts[0]
    assert row.draws == 2**7


def test_every_problem_of_the_call_comes_at_once() -> None:
    with pytest.raises(InputError) as caught:
        cliptrial.compare(table(), arm="arm", control="nobody", metrics=["plays", "likes/reach"], posted_at="when")
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"plays", "reach", "when", "arm"}


def test_texts_of_a_frame_are_read_as_those_of_a_file() -> None:
    """What a spreadsheet wrote is read by the whole column, and never a cell that could be two numbers."""
    frame = table().astype({"views": object})
    frame.loc[4, "views"] = "5,520"
    assert compared(frame).posts[4].metrics["views"] == 5520
    frame.loc[4, "views"] = "5.520"
    with pytest.raises(InputError, match=r'row 6, column "views".*"5.520" could be 5.52 or 5520'):
        compared(frame)


def test_names_that_look_alike_are_one_name() -> None:
    """Of columns and arms, in the table and in what is asked of it."""
    frame = table(effect=1.5)
    plain = compared(frame)
    frame["arm"] = ["ne\u00adw" if arm == "new" and n % 2 else arm for n, arm in enumerate(frame["arm"])]
    odd = frame.rename(columns={"views": "vi\u200bews", "arm": "a\u00adrm"})
    answer = cliptrial.compare(
        odd, arm="ar\u200bm", control="o\u00adld", metrics=["v\u00adiews"], randomised=True, draws=499
    )
    assert answer.uplifts == plain.uplifts
    assert [one.id for one in answer.arms] == ["old", "new"]


def test_cells_that_are_no_numbers_are_named_by_row_and_column() -> None:
    frame = table().astype({"views": object})
    frame.loc[4, "views"] = "1,2x"
    with pytest.raises(InputError, match=r'row 6, column "views".*"1,2x" is not a number'):
        compared(frame)


@pytest.mark.parametrize(
    ("timezone", "cell", "code"), [("Mars/Olympus", "2026-03-02", "timezone"), ("UTC", "30.2.2026", "not_a_time")]
)
def test_times_and_time_zones_that_do_not_exist_are_refused(timezone: str, cell: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        compared(table().assign(posted=cell), posted_at="posted", timezone=timezone)
    assert {problem.code for problem in caught.value.problems} == {code}


def test_weekdays_are_those_of_the_time_zone() -> None:
    frame = table().assign(posted=1772485200)  # Monday 2 March 2026, 21:00 UTC
    assert compared(frame, posted_at="posted", timezone="Asia/Ho_Chi_Minh").weekdays["old"][1] == 20
    assert compared(frame, posted_at="posted").weekdays["old"][0] == 20


def _terms(weekday: np.ndarray[Any, Any], treated: np.ndarray[Any, Any]) -> Terms:
    posts = len(treated)
    zeros = np.zeros(posts, dtype=np.int64)
    units = Units(np.where(treated, "new", "old").astype(object), Assignment.RANDOM, zeros, weekday, zeros, zeros)
    return terms(units, np.ones(posts, dtype=np.bool_), treated, zeros)


def test_where_chance_assigned_one_weekend_term_does_unless_weekdays_are_uneven_beyond_chance() -> None:
    weekday = np.arange(56, dtype=np.int64) % 7
    fair = _terms(weekday, np.random.default_rng(2).permutation(np.arange(56) < 28))
    assert (fair.columns.shape[1] + fair.cells.max(), fair.uneven) == (1, False)
    uneven = _terms(weekday, (weekday >= 4) ^ (np.arange(56) % 13 == 0))
    assert (uneven.columns.shape[1] + uneven.cells.max(), uneven.uneven) == (6, True)


def test_random_arms_look_uneven_as_rarely_as_promised() -> None:
    rng = np.random.default_rng(3)
    weekday = np.arange(40, dtype=np.int64) % 7
    uneven = sum(_terms(weekday, rng.permutation(np.arange(40) < 20)).uneven for _ in range(2000))
    assert uneven <= binom.ppf(1 - 1e-4, 2000, UNEVEN)


def _clicks(empty: str, seed: int = 1, n: int = 14) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    arm = rng.permutation(["old"] * n + ["new"] * n)
    return pd.DataFrame({"arm": arm, "clicks": np.where(arm == empty, 0, rng.poisson(1.5, 2 * n))})


def test_a_variant_without_any_event_is_bounded_on_one_side() -> None:
    found = compared(_clicks("new"), metrics=["clicks"])
    row = found.uplifts[0]
    assert (row.relative, row.arm_value, row.verdict) == (-1.0, 0.0, VerdictCode.WORSE)
    assert row.relative_interval[0] == -1.0
    assert -1.0 < row.relative_interval[1] < 0.0
    note = next(f for f in found.findings if f.code == "no_events")
    assert (note.values["arm"], note.values["limit"]) == ("new", row.relative_interval[1])
    assert (row.reckon_with, row.lean) == (None, None)


def test_a_control_without_any_event_leaves_the_ratio_open_above() -> None:
    row = compared(_clicks("old"), metrics=["clicks"]).uplifts[0]
    low, high = row.relative_interval
    assert (row.relative, row.control_value, row.verdict) == (math.inf, 0.0, VerdictCode.BETTER)
    assert low > 0
    assert high == math.inf
    assert row.arm_value == pytest.approx(_clicks("old").query("arm == 'new'")["clicks"].mean())


def test_too_few_events_bound_nothing() -> None:
    frame = _clicks("new")
    frame["clicks"] = np.where(np.arange(len(frame)) == frame.index[frame["arm"] == "old"][0], 9, 0)
    row = compared(frame, metrics=["clicks"]).uplifts[0]
    assert row.verdict is VerdictCode.INCONCLUSIVE
    assert row.relative_interval == (-1.0, math.inf)


@pytest.mark.parametrize("metrics", [["revenue"], [Metric("roas", Kind.MONEY, ("revenue",), "spend", Scale.MONEY, {})]])
def test_amounts_say_the_same_in_cents_as_in_euros(metrics: list[Any]) -> None:
    """Money does not come one by one: posts without any are ordinary, and no unit is the natural one."""
    rng = np.random.default_rng(4)
    frame = table(4).assign(
        revenue=(rng.random(40) < 0.7) * rng.lognormal(3, 1, 40), spend=rng.lognormal(2, 0.3, 40).round(2)
    )
    euros = compared(frame, metrics=metrics).uplifts[0]
    cents = compared(frame.assign(revenue=frame["revenue"] * 100), metrics=metrics).uplifts[0]
    assert euros.estimand == "ratio_of_means"
    assert (cents.relative, cents.p_value) == pytest.approx((euros.relative, euros.p_value))
    assert cents.relative_interval == pytest.approx(euros.relative_interval)


def test_revenue_is_compared_by_the_ratio_of_its_averages() -> None:
    rng = np.random.default_rng(5)
    frame = table(5).assign(revenue=(rng.random(40) < 0.6) * rng.lognormal(3, 1, 40))
    row = compared(frame, metrics=[Metric("revenue", Kind.MONEY, ("revenue",), None, Scale.MONEY, {})]).uplifts[0]
    means = frame.groupby("arm")["revenue"].mean()
    assert row.unadjusted_relative == pytest.approx(means["new"] / means["old"] - 1)


def test_a_post_without_views_has_no_rate_and_spoils_none() -> None:
    frame = table(2)
    frame.loc[3, ["views", "likes"]] = 0
    found = compared(frame, metrics=["likes/views"])
    left_out = compared(frame.drop(index=3), metrics=["likes/views"])
    assert found.uplifts[0].relative == pytest.approx(left_out.uplifts[0].relative)
    assert "missing_values" in codes(found)
    frame.loc[3, "likes"] = 5
    assert compared(frame, metrics=["likes/views"]).uplifts[0].reason == "impossible_values"


def test_posts_that_nobody_assigned_are_compared_within_weekend_and_week_even_if_days_are_shared() -> None:
    weekday, zeros = np.arange(56, dtype=np.int64) % 7, np.zeros(56, dtype=np.int64)
    treated = np.random.default_rng(2).permutation(np.arange(56) < 28)
    units = Units(np.where(treated, "new", "old").astype(object), Assignment.NOBODY, zeros, weekday, zeros, zeros)
    found = terms(units, np.ones(56, dtype=np.bool_), treated, zeros)
    assert not found.uneven
    assert (np.unique(found.strata).size, np.unique(found.cells).size) == (2, 2)
    assert set(found.cells[weekday >= 5]).isdisjoint(found.cells[weekday < 5])


def test_an_arm_of_one_post_and_a_rate_end_in_a_verdict() -> None:
    """Ratios of such an arm may have no spread at all, by which nothing can be measured."""
    arms = [*list("abbabaabb"), "old", *list("ab")]
    views = [1000 + 137 * i % 800 for i in range(12)]
    likes = [50 + 7 * i for i in range(12)]
    posted = [f"2026-03-{i + 1:02d} 18:00" for i in range(12)]
    frame = pd.DataFrame({"arm": arms, "views": views, "likes": likes, "posted_at": posted})
    analysis = cliptrial.compare(frame, arm="arm", control="a", metrics=["views", "likes/views"], posted_at="posted_at")
    assert {one.verdict for one in analysis.uplifts} == {VerdictCode.UNANSWERABLE}
