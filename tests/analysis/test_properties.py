"""What must hold of every comparison, whatever the table: one procedure, and the identities it obeys."""

from __future__ import annotations

import io
import json
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.analysis.tables_of_posts import Case, cases, dirty_cases

import cliptrial
from cliptrial import stats
from cliptrial.analysis.findings import Level
from cliptrial.analysis.results import Role, Uplift
from cliptrial.errors import InputError
from cliptrial.metrics import Kind, Metric, Scale
from cliptrial.wording.describe import describe

TOP = {"experiment", "evidence", "arms", "findings", "uplifts", "verdict", "verdicts", "provenance"}
UPLIFT = {
    *("metric", "role", "arm", "control", "posts", "estimand", "control_value", "arm_value", "relative"),
    *("relative_interval", "absolute", "absolute_interval", "p_value", "p_adjusted", "confidence", "method", "draws"),
    *("unadjusted_relative", "leave_one_out", "reckon_with", "lean", "verdict", "size"),
}
VERDICT = {"code", "size", "arm", "metric", "sentence"}
WHY_NOT = {
    *("too_few_posts", "too_few_assignments", "too_few_views", "no_variation", "no_events", "impossible_values"),
    *("missing_values", "interval_unbounded", "arm_without_posts"),
}
"""Findings that explain a number which cannot be computed."""
CLOSE = {"rel": 1e-6, "abs": 1e-9}


def quick(examples: int) -> settings:
    """Few examples, each of which may take its time."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples, suppress_health_check=slow)


@contextmanager
def silence() -> Iterator[None]:
    """Nothing may be warned of, and nothing written to stderr."""
    told = io.StringIO()
    with warnings.catch_warnings(), redirect_stderr(told):
        warnings.simplefilter("error")
        yield
    assert told.getvalue() == ""


def measured(analysis: cliptrial.Analysis) -> list[Uplift]:
    """Rows that hold numbers."""
    return [row for row in analysis.uplifts if row.p_value is not None]


def unexplained(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Nulls in the rows that no finding about their metric and arms explains."""
    found = []
    for row in told["uplifts"]:
        own, about = (row["arm"], row["control"], None), set()
        for finding in told["findings"]:
            values = finding["values"]
            empty = finding["code"] == "arm_without_posts"
            if values.get("arm") in own and (empty or values.get("metric") == row["metric"]):
                about.add(finding["code"])
        nulls = [key for key, value in row.items() if key != "size" and (value is None or value in NULLS)]
        found += [(row["metric"], row["arm"], key) for key in nulls if not about & WHY_NOT]
    return found


NULLS = ([None, None],)


def mirrored(interval: tuple[float | None, float | None]) -> tuple[float, float]:
    """The interval of the ratio the other way round."""
    low, high = interval
    assert low is not None
    assert high is not None
    return _inverse(high), _inverse(low)


def _inverse(relative: float) -> float:
    if math.isinf(relative):
        return -1.0 if relative > 0 else math.inf
    return 1 / (1 + relative) - 1 if relative > -1 else math.inf


def ends(interval: tuple[float | None, float | None]) -> tuple[float, float]:
    """An interval with what is unbounded downwards written as -1, which is as low as a ratio goes."""
    return max(interval[0] or 0.0, -1.0), interval[1] or 0.0


@quick(32)
@given(dirty_cases())
def test_every_table_gets_an_answer_that_can_be_written_down(case: Case) -> None:
    """Strict JSON with the agreed keys, in both languages; every null and every refusal has its reason."""
    with silence():
        analysis = case.compared()
        english, german = describe(analysis, "en"), describe(analysis, "de")
        again = json.loads(json.dumps(english, allow_nan=False))
    assert again == english
    assert set(english) == TOP
    assert all(set(row) == UPLIFT for row in english["uplifts"])
    assert all(set(verdict) == VERDICT for verdict in [english["verdict"], *english["verdicts"]])
    assert english["uplifts"] == german["uplifts"]
    assert unexplained(english) == []
    sentences = [v["sentence"] for v in english["verdicts"]] + [f["message"] for f in english["findings"]]
    assert all(len(text) > 10 and "None" not in text and "nan" not in text for text in sentences)
    codes = {str(f.code) for f in analysis.findings}
    assert {v.reason for v in analysis.verdicts if v.code == "unanswerable"} - codes == set()


@quick(24)
@given(cases(), st.sampled_from([0.01, 0.05, 0.2]))
def test_interval_p_and_estimate_are_one_procedure(case: Case, alpha: float) -> None:
    """The interval leaves out zero exactly when p_adjusted <= alpha, alone and in families, and holds the estimate."""
    analysis = case.compared(alpha=alpha)
    variants = len(analysis.arms) - 1
    for row in measured(analysis):
        family = variants * (1 if row.role is Role.PRIMARY else len(case.options["metrics"]) - 1)
        (low, high), (least, most) = row.relative_interval, row.absolute_interval
        assert (row.p_adjusted <= alpha) == (low > 0 or high < 0)
        assert row.p_adjusted == pytest.approx(min(1.0, family * row.p_value), rel=1e-12)
        assert row.confidence == pytest.approx(1 - alpha / family)
        assert low <= row.relative <= high
        if row.control_value:
            assert row.arm_value == pytest.approx(row.control_value * (1 + row.relative), **CLOSE)
            assert row.absolute == pytest.approx(row.control_value * row.relative, **CLOSE)
            assert (least, most) == pytest.approx((row.control_value * low, row.control_value * high), **CLOSE)


@quick(20)
@given(cases(most_arms=2))
def test_arms_that_change_places_turn_the_ratio_over(case: Case) -> None:
    """The same p, the inverse ratio and the mirrored interval; Monte-Carlo draws are mirrored along with the labels."""
    one, other = case.compared(), case.compared(control="b")
    assert len(measured(one)) == len(measured(other))
    for forth, back in zip(measured(one), measured(other), strict=True):
        assert back.p_value == pytest.approx(forth.p_value, abs=1e-12)
        assert back.relative == pytest.approx(_inverse(forth.relative), **CLOSE)
        assert ends(back.relative_interval) == pytest.approx(ends(mirrored(forth.relative_interval)), **CLOSE)
        assert back.posts == forth.posts[::-1]


@quick(16)
@given(cases(metrics=("views", "seconds", "sales")), st.sampled_from([1000, 60, 7]))
def test_units_of_measurement_change_no_decision(case: Case, factor: int) -> None:
    """Views in thousands, seconds as milliseconds: the same ratio, p, interval and verdict; only values scale.

    Of an arm without any event only p is the same: its bound says how many events went missing, which is no unit.
    """
    scaled = case.frame.assign(**{name: case.frame[name] * factor for name in ("views", "seconds", "sales")})
    for row, again in zip(case.compared().uplifts, case.compared(scaled).uplifts, strict=True):
        assert (again.p_value, again.method, again.reason) == (row.p_value, row.method, row.reason)
        if row.p_value is not None and row.control_value and row.arm_value:
            assert (again.verdict, again.size) == (row.verdict, row.size)
            assert again.relative == pytest.approx(row.relative, **CLOSE)
            assert ends(again.relative_interval) == pytest.approx(ends(row.relative_interval), **CLOSE)
            assert again.control_value == pytest.approx(row.control_value * factor, **CLOSE)


@quick(8)
@given(cases(randomised=True, dated=True), st.integers(-60, 60))
def test_whole_weeks_later_is_the_same_experiment(case: Case, weeks: int) -> None:
    """Where chance assigned the arms; without chance calendar months are held equal, and those do not shift."""
    later = pd.to_datetime(case.frame["posted"]) + pd.Timedelta(weeks=weeks)
    one, other = case.compared(), case.compared(case.frame.assign(posted=later.astype(str)))
    assert other.uplifts == one.uplifts
    assert other.weekdays == one.weekdays


@quick(15)
@given(cases(most_arms=3, exact=True), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing_where_every_assignment_is_counted(case: Case, random: Any) -> None:
    order = list(range(len(case.frame)))
    random.shuffle(order)
    one, other = case.compared(), case.compared(case.frame.iloc[order].reset_index(drop=True))
    before = {(row.metric, row.arm): row for row in one.uplifts}
    for row in other.uplifts:
        same = before[row.metric, row.arm]
        assert (row.p_value is None) == (same.p_value is None)
        if row.p_value is not None:
            assert row.p_value == pytest.approx(same.p_value, abs=1e-12)
            assert row.relative_interval == pytest.approx(same.relative_interval, **CLOSE)


@quick(6)
@given(cases(most_arms=2, exact=False, metrics=("views", "seconds", "likes/views")), st.integers(0, 2**16))
def test_the_order_of_the_rows_only_changes_the_luck_of_the_draws(case: Case, seed: int) -> None:
    """With 299 draws p has a standard error of at most .029: five of them, and some for two samples."""
    shuffled = case.frame.sample(frac=1, random_state=seed).reset_index(drop=True)
    one, other = case.compared(), case.compared(shuffled)
    for row, again in zip(measured(one), measured(other), strict=True):
        spread = 2**0.5 * max(row.p_value * (1 - row.p_value) / 299, 1 / 299**2) ** 0.5
        assert again.relative == pytest.approx(row.relative, **CLOSE)
        assert abs(again.p_value - row.p_value) <= 5 * spread + 1 / 299


NAMES = ["nan", "None", "1", "0", "#food #soup", "Küche 🍲", "a,b", "true", "x" * 300, '"', "<b>", "$x_1$", " b"]


@quick(10)
@given(cases(), st.permutations(NAMES))
def test_arms_by_any_name_get_the_same_numbers(case: Case, names: list[str]) -> None:
    new = dict(zip("abcd", names, strict=False))
    renamed = case.frame.assign(arm=[new[arm] for arm in case.frame["arm"]])
    one, other = case.compared(), case.compared(renamed, control=new["a"])
    assert [arm.id for arm in other.arms] == [new[arm.id] for arm in one.arms]
    assert (other.verdict.code, other.verdict.arm) == (one.verdict.code, new[one.verdict.arm or ""])
    for row, again in zip(one.uplifts, other.uplifts, strict=True):
        assert (again.arm, again.control) == (new[row.arm], new[row.control])
        assert again.p_value == row.p_value
        assert again.relative_interval == row.relative_interval


def table_of_section_7(wide: tuple[float, float], narrow: tuple[float, float], least: float) -> tuple[str, str | None]:
    """The design's table of verdicts, on ratios minus one that are turned so that up is good; first match.

    A limit that only its last digits tell from the effect asked for has reached it.
    """
    (low, high), just = wide, least - 1e-7
    rules = [
        (low >= just, ("better", "reached")),
        (low > 0 and high >= just, ("better", "open")),
        (low > 0 and high < just, ("better", "below")),
        (high < 0, ("worse", None)),
        (narrow[0] >= 1 / (1 + least) - 1 - 1e-7 and narrow[1] <= least + 1e-7, ("equivalent", None)),
        (high < just, ("inconclusive", "not_reached")),
    ]
    return next((answer for holds, answer in rules if holds), ("inconclusive", "open"))


@quick(32)
@given(cases(), st.sampled_from([0.05, 0.1, 0.5, 2.0]), st.booleans())
def test_the_verdict_follows_from_the_interval(case: Case, at_least: float, up: bool) -> None:
    """The table of section 7, from the row's own interval and the one at twice the error."""
    first, *rest = case.options["metrics"]
    top, _, bottom = first.partition("/")
    kind = Kind.RATE if bottom else Kind.MEAN if first == "seconds" else Kind.COUNT
    labels = {"en": first, "de": first}
    metric = Metric(first, kind, (top,), bottom or None, Scale.NUMBER, labels, higher_is_better=up)
    options = {"at_least": at_least, "metrics": [metric, *rest]}
    analysis, wider = case.compared(**options), case.compared(**options, alpha=0.1)
    blocked = any(finding.level is Level.BLOCKER for finding in analysis.findings)
    narrow = {(row.metric, row.arm): row.relative_interval for row in wider.uplifts}
    for row in measured(analysis):
        if blocked:
            continue
        inner = narrow[row.metric, row.arm]
        assume(None not in inner)
        higher = up or row.role is not Role.PRIMARY
        wide, near = (ends(i) if higher else ends(mirrored(ends(i))) for i in (row.relative_interval, inner))
        expected = table_of_section_7(wide, near, at_least)
        if row.role is Role.SECONDARY:
            expected = (expected[0] if expected[0] in ("better", "worse") else "inconclusive", None)
        assert (row.verdict, row.size) == expected


@quick(12)
@given(cases(most_arms=2), st.integers(2, 8))
def test_one_more_arm_changes_nothing_but_the_size_of_the_family(case: Case, posts: int) -> None:
    """The same ratio and p for the arms that were there; p_adjusted and confidence for one comparison more."""
    more = case.frame.head(posts).assign(arm="z", block=0)
    both = pd.concat([case.frame, more], ignore_index=True)
    alone, beside = case.compared(), case.compared(both)
    before = {row.metric: row for row in measured(alone)}
    for row in measured(beside):
        if row.arm != "z" and row.metric in before:
            same = before[row.metric]
            assert (row.relative, row.p_value, row.draws) == (same.relative, same.p_value, same.draws)
            assert row.p_adjusted == pytest.approx(min(1.0, 2 * same.p_adjusted), rel=1e-12)
            assert 1 - row.confidence == pytest.approx((1 - same.confidence) / 2)


@quick(12)
@given(st.integers(0, 40), st.integers(1, 60), st.integers(0, 40), st.integers(1, 60), st.sampled_from([1, 50]))
def test_a_split_test_is_one_procedure_too(x: int, n: int, y: int, m: int, factor: int) -> None:
    """Viewers instead of posts: interval, p and estimate agree, and the arms may change places."""
    assume(x <= n and y <= m)
    counts = {"a": (x * factor, n * factor), "b": (y * factor, m * factor)}
    frame = pd.DataFrame([{"arm": a, "clicks": c, "viewers": v} for a, (c, v) in counts.items()])
    with silence():
        forth, back = (
            cliptrial.compare_split(frame, arm="arm", control=one, metrics=["clicks/viewers"]) for one in "ab"
        )
        told = describe(forth)
        json.dumps(told, allow_nan=False)
    row, other = forth.uplifts[0], back.uplifts[0]
    low, high = row.relative_interval
    assert (row.p_adjusted <= 0.05) == (low > 0 or high < 0)
    assert (row.relative is None) == (x == y == 0)
    if row.relative is not None:
        assert low <= row.relative <= high
    assert row.absolute == pytest.approx(counts["b"][0] / counts["b"][1] - counts["a"][0] / counts["a"][1])
    assert row.absolute_interval[0] <= row.absolute <= row.absolute_interval[1]
    assert other.p_value == pytest.approx(row.p_value)
    assert other.relative_interval == pytest.approx(mirrored(row.relative_interval), rel=1e-4, abs=1e-6)
    assert len(told["verdict"]["sentence"]) > 10


def pairs(text: str) -> pd.DataFrame:
    """Blocks of two, ``SALES OF a,SALES OF b`` each."""
    cells = [pair.split(",") for pair in text.split()]
    rows = [(arm, block, int(n)) for block, pair in enumerate(cells) for arm, n in zip("ab", pair, strict=True)]
    return pd.DataFrame(rows, columns=["arm", "block", "sales"])


def test_blocks_without_any_event_tie_at_every_effect() -> None:
    """Labels that change places among zeros change nothing: of 64 assignments only eight differ, too few to tell."""
    frame = pairs("0,1 0,2 0,0 3,1 0,1 0,0")
    for control in "ab":
        found = cliptrial.compare(frame, arm="arm", control=control, metrics=["sales"], block="block")
        assert found.verdict.reason == "too_few_assignments"


def test_an_interval_that_rounding_ends_is_none() -> None:
    """Three of 28 assignments exceed however large the effect, so it has no upper limit, in any unit.

    That is the ratio as it is; studentised, as arms of nine and three are, it has one, and the same in any unit.
    """
    arm, account = list("bbbbbbabbbba"), [0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1]
    sales = np.array([1.0, 4, 2, 2, 3, 0, 9, 8, 7, 7, 3, 2])
    treated, strata = np.array(arm) == "b", np.array(account)
    labels, exact = stats.assignments(treated, strata, draws=1, seed=0)
    assert (exact, len(labels)) == (True, 28)
    upper = []
    for factor in (1, 7):
        fit = stats.RateFit(factor * sales, np.ones(12), treated, strata)
        assert stats.rate_ratio_test(fit, labels, exact=True).interval()[1] == math.inf
        frame = pd.DataFrame({"arm": arm, "account": account, "sales": factor * sales.astype(int)})
        row = cliptrial.compare(frame, arm="arm", control="a", metrics=["sales"], account="account").uplifts[0]
        assert row.draws == 28
        upper.append(row.relative_interval[1])
    assert upper[0] == pytest.approx(upper[1])
    assert math.isfinite(upper[0])


def test_posts_that_differ_only_where_one_arm_ran_alone_tell_nothing() -> None:
    """On the account that both arms used every post has the same value; the other account has one arm only."""
    frame = pd.DataFrame({"arm": list("aaabbaa"), "sales": [2, 2, 5, 2, 2, 1, 2]})
    frame["account"] = ["shared", "own", "own", "shared", "shared", "own", "shared"]
    found = cliptrial.compare(frame, arm="arm", control="a", metrics=["sales"], account="account")
    assert found.verdict.code == "unanswerable"


def test_a_question_asked_twice_gets_the_same_answer() -> None:
    """Bit for bit, with Monte-Carlo draws."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"arm": rng.permutation(["a", "b"] * 20), "views": rng.lognormal(8, 1, 40).round()})
    one, other = (Case(frame, {"metrics": ["views"], "randomised": True}).compared() for _ in range(2))
    assert one == other


def test_input_errors_hold_every_problem() -> None:
    """An error without a problem would tell nothing."""
    with pytest.raises(InputError) as caught:
        Case(pd.DataFrame(), {"metrics": []}).compared()
    assert [problem.code for problem in caught.value.problems] == ["no_metric", "no_rows", "unknown_column"]
