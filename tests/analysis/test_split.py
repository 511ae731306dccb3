"""Split tests whose viewers a platform assigned."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import pandas as pd
import pytest
from tests.places import shared

import cliptrial
from cliptrial.analysis.findings import Level
from cliptrial.analysis.findings.refused import NoEvents
from cliptrial.analysis.findings.weekdays import SplitCountsOff
from cliptrial.analysis.results import Evidence, Role, VerdictCode
from cliptrial.errors import InputError
from cliptrial.metrics import Kind, Metric, Scale
from cliptrial.stats.split_test import split_test


def test_a_real_headline_test_is_analysed_by_viewers_with_its_sample_ratio_checked() -> None:
    arms = pd.read_csv(shared("data/upworthy-headlines/arms.csv.gz"))
    own = arms[
        arms["clickability_test_id"]
        == arms.loc[arms["headline"].ne(arms["headline"].shift()), "clickability_test_id"].iloc[40]
    ]
    control = str(own["headline"].iloc[0])
    if own["headline"].nunique() < 2:
        own = own.assign(headline=[f"{h} {i}" for i, h in enumerate(own["headline"])])
        control = str(own["headline"].iloc[0])
    analysis = cliptrial.compare_split(own, arm="headline", control=control, metrics=["clicks/impressions"])
    assert analysis.evidence is Evidence.RANDOMISED
    assert [str(f.code) for f in analysis.findings] == ["split_counts_ok"]
    assert [row.method for row in analysis.uplifts] == ["split_test_score"] * 3


def test_the_sample_ratio_check_is_silent_in_sound_weeks_and_loud_in_broken_ones() -> None:
    arms = pd.read_csv(shared("data/upworthy-headlines/arms.csv.gz"))
    broken_weeks = arms["test_week"].between(201325, 201402)
    fires = {True: [], False: []}
    for (_, broken), rows in arms.groupby(["clickability_test_id", broken_weeks]):
        if len(rows) >= 2:
            fires[bool(broken)].append(cliptrial_sample_ratio(rows["impressions"].tolist()) < 0.001)
    assert sum(fires[False]) / len(fires[False]) < 0.01
    assert sum(fires[True]) / len(fires[True]) > 0.5


def cliptrial_sample_ratio(counts: list[int]) -> float:
    from cliptrial.stats import sample_ratio_test

    return sample_ratio_test(counts)


def frame(counts: dict[str, tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame([{"arm": arm, "clicks": c, "viewers": v} for arm, (c, v) in counts.items()])


def test_a_clear_difference_is_better() -> None:
    found = cliptrial.compare_split(
        frame({"a": (100, 5000), "b": (180, 5010)}), arm="arm", control="a", metrics=["clicks/viewers"]
    )
    assert found.verdict.code is VerdictCode.BETTER
    assert found.uplifts[0].relative == pytest.approx(180 / 5010 / (100 / 5000) - 1)
    assert (found.at_least, found.uplifts[0].confidence) == (0.1, 0.95), "unless somebody says otherwise"
    assert (found.provenance.seed, found.provenance.draws, found.uplifts[0].draws) == (0, 0, 0), "nothing is drawn"


def test_a_split_that_is_not_even_withholds_the_verdict() -> None:
    found = cliptrial.compare_split(
        frame({"a": (100, 5000), "b": (180, 6000)}), arm="arm", control="a", metrics=["clicks/viewers"]
    )
    assert found.verdict.reason == "split_counts_off"
    assert found.findings[0].level is Level.BLOCKER
    assert found.uplifts[0].relative is not None


@pytest.mark.parametrize(
    ("counts", "control", "metric", "code"),
    [
        ({"a": (10, 100), "b": (200, 100)}, "a", "clicks/viewers", "impossible_counts"),
        ({"a": (10, 100)}, "a", "clicks/viewers", "one_arm"),
        ({"a": (10, 100), "b": (9, 100)}, "c", "clicks/viewers", "unknown_control"),
        ({"a": (10, 100), "b": (9, 100)}, "a", "clicks", "not_a_rate"),
        ({"a": (10, 100), "b": (9, 100)}, "a", "clicks/reach", "unknown_column"),
    ],
)
def test_bad_tables_are_refused(counts: dict[str, tuple[int, int]], control: str, metric: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        cliptrial.compare_split(frame(counts), arm="arm", control=control, metrics=[metric])
    assert [problem.code for problem in caught.value.problems] == [code]


THREE = frame({"a": (100, 5000), "b": (150, 5010), "c": (90, 4990)}).assign(buys=[20, 30, 25], calls=[5, 9, 4])
ASKED: dict[str, Any] = {"arm": "arm", "control": "a"}


def test_every_variant_and_every_further_metric_has_its_share_of_the_error() -> None:
    """Two variants share the error of the first metric, twice two that of the two others."""
    metrics = ["clicks/viewers", "buys/viewers", "calls/viewers"]
    found = cliptrial.compare_split(THREE, **ASKED, metrics=metrics, alpha=0.04)
    assert [(row.metric, row.arm, row.role.value, row.confidence) for row in found.uplifts] == [
        ("clicks/viewers", "b", "primary", 0.98),
        ("clicks/viewers", "c", "primary", 0.98),
        ("buys/viewers", "b", "secondary", 0.99),
        ("buys/viewers", "c", "secondary", 0.99),
        ("calls/viewers", "b", "secondary", 0.99),
        ("calls/viewers", "c", "secondary", 0.99),
    ]
    first, other = found.uplifts[0], found.uplifts[3]
    expected, others = split_test(100, 5000, 150, 5010, alpha=0.02), split_test(20, 5000, 25, 4990, alpha=0.01)
    assert [1 + (end or 0) for end in first.relative_interval] == pytest.approx(list(expected.interval))
    assert [1 + (end or 0) for end in other.relative_interval] == pytest.approx(list(others.interval))
    assert first.p_adjusted == pytest.approx(2 * expected.p_value)
    assert other.p_adjusted == pytest.approx(min(1, 4 * others.p_value))
    assert (first.absolute, first.absolute_interval) == (expected.difference, expected.difference_interval)
    assert (first.control_value, first.arm_value, first.posts) == (0.02, 150 / 5010, (5000, 5010))
    assert [(verdict.arm, verdict.code.value) for verdict in found.verdicts] == [("b", "better"), ("c", "inconclusive")]
    assert (found.verdict.arm, found.uplifts[2].size) == ("b", None)
    assert [(arm.id, arm.posts, arm.control) for arm in found.arms] == [
        ("a", 5000, True), ("b", 5010, False), ("c", 4990, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("up", "best"), [(True, "b"), (False, "c")])
def test_of_several_variants_the_best_is_that_in_the_good_direction(up: bool, best: str) -> None:
    table = frame({"a": (100, 5000), "b": (104, 5000), "c": (98, 5000)}).assign(buys=[20, 18, 22])
    clicks = Metric("clicks", Kind.RATE, ("clicks",), "viewers", Scale.SHARE, {"en": "Clicks"}, higher_is_better=up)
    found = cliptrial.compare_split(table, **ASKED, metrics=[clicks, replace(clicks, name="buys", numerator=("buys",))])
    assert found.verdict.arm == best, "whatever the second metric says"
    leans = {row.arm: row.lean for row in found.uplifts if row.role is Role.PRIMARY}
    assert max(leans, key=lambda arm: leans[arm] or 0.0) == best
    assert (leans[best] or 0.0) > 0.5
    clear = cliptrial.compare_split(frame({"a": (100, 5000), "b": (180, 5010)}), **ASKED, metrics=[clicks])
    assert clear.verdict.code.value == ("better" if up else "worse")


@pytest.mark.parametrize(
    ("a", "b", "relative", "arm", "other", "limited"),
    [
        ((0, 5000), (40, 5000), inf, "a", "b", True),
        ((0, 5000), (1, 5000), inf, "a", "b", False),
        ((40, 5000), (0, 5000), -1.0, "b", "a", True),
        ((1, 5000), (0, 5000), -1.0, "b", "a", False),
        ((0, 5000), (0, 5000), None, None, None, False),
    ],
)
def test_an_arm_without_any_event_is_named_with_what_bounds_the_difference(
    a: tuple[int, int], b: tuple[int, int], relative: float | None, arm: str | None, other: str | None, limited: bool
) -> None:
    found = cliptrial.compare_split(frame({"a": a, "b": b}), **ASKED, metrics=["clicks/viewers"])
    (row,) = found.uplifts
    assert (row.relative, row.unadjusted_relative) == (relative, relative)
    (told,) = [one for one in found.findings if isinstance(one, NoEvents)]
    assert (told.arm, told.other) == (arm, other)
    bound = row.relative_interval[0 if arm == "a" else 1] if limited else None
    assert told.limit == bound
    assert (bound is None) == (not limited)


def test_arms_with_events_are_named_by_no_such_finding_and_rows_of_one_arm_are_added_up() -> None:
    rows = [("a", 60, 3000), ("b", 80, 2000), (None, 999, 1), ("b", 100, 3010), ("a", 40, 2000)]
    table = pd.DataFrame(rows, columns=["arm", "clicks", "viewers"])
    found = cliptrial.compare_split(table, **ASKED, metrics=["clicks/viewers"])
    assert [one.code for one in found.findings] == ["split_counts_ok"]
    (row,) = found.uplifts
    assert (row.posts, row.control_value, row.arm_value) == ((5000, 5010), 0.02, 180 / 5010)


def test_groups_that_are_not_even_are_told_with_what_was_expected_and_no_size_is_named() -> None:
    uneven = frame({"a": (100, 5000), "b": (180, 6000), "c": (180, 5500)})
    found = cliptrial.compare_split(uneven, **ASKED, metrics=["clicks/viewers"])
    (told,) = [one for one in found.findings if isinstance(one, SplitCountsOff)]
    assert (told.counts, told.expected) == ((5000, 6000, 5500), (5500.0, 5500.0, 5500.0))
    assert {(row.verdict, row.size, row.reason) for row in found.uplifts} == {
        (VerdictCode.UNANSWERABLE, None, "split_counts_off")
    }


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ({"a": (100, 100), "b": (0, 100)}, []),
        ({"a": (101, 100), "b": (0, 100)}, ["impossible_counts"]),
        ({"a": (0, 0), "b": (1, 0)}, ["impossible_counts", "impossible_counts"]),
        ({"a": (0, 10**15), "b": (0, 10**15)}, []),
        ({"a": (0, 10**15 + 1), "b": (0, 10**15)}, ["not_a_count"]),
        ({"a": (-1, 100), "b": (2, 100)}, ["not_a_count"]),
    ],
)
def test_counts_are_whole_numbers_of_viewers_and_no_more_events_than_these(
    counts: dict[str, tuple[int, int]], codes: list[str]
) -> None:
    try:
        cliptrial.compare_split(frame(counts), **ASKED, metrics=["clicks/viewers"])
        told = []
    except InputError as error:
        told = [problem.code for problem in error.problems]
    assert told == codes


@pytest.mark.parametrize(("bad", "told"), [(5, [2, 3, 4, 5, 6]), (6, [2, 3, 4, 5, 6, None])])
def test_five_bad_counts_are_told_one_by_one(bad: int, told: list[int | None]) -> None:
    table = pd.DataFrame({"arm": [*"abababab"], "clicks": [0.5] * bad + [1] * (8 - bad), "viewers": [100] * 8})
    with pytest.raises(InputError) as caught:
        cliptrial.compare_split(table, **ASKED, metrics=["clicks/viewers"])
    assert [problem.row for problem in caught.value.problems] == told
    assert {problem.field for problem in caught.value.problems} == {"clicks"}
    assert (" 1 more" in str(caught.value.problems[-1].what)) == (bad == 6)


def test_each_bad_count_is_named_with_its_cell_its_row_and_its_column() -> None:
    clicks, viewers = [None, 0.5, 1, 2, 3, 4, 5], [9, 9, 9, None, 9, 9, 9]
    table = pd.DataFrame({"arm": [*"abab", None, *"ab"], "clicks": clicks, "viewers": viewers})
    with pytest.raises(InputError) as caught:
        cliptrial.compare_split(table, **ASKED, metrics=["clicks/viewers"])
    assert [(str(one.what), one.row, one.field) for one in caught.value.problems] == [
        ("the count is missing", 2, "clicks"), ('"0.5" is not a count', 3, "clicks"),
        ("the count is missing", 5, "viewers"),
    ]  # fmt: skip
    assert {str(one.expected) for one in caught.value.problems} == {"a whole number from 0 to 1000000000000000"}


def test_what_is_no_rate_of_counts_is_refused_under_its_name() -> None:
    plain = Metric("taps", Kind.COUNT, ("clicks",), None, Scale.NUMBER, {"en": "Taps"})
    share = Metric("share", Kind.RATE, ("clicks",), "viewers", Scale.SHARE, {"en": "Share"})
    for metrics, named in ((["clicks"], ["clicks"]), ([plain], ["taps"]), ([share, plain], ["taps"]), ([share], [])):
        try:
            cliptrial.compare_split(THREE, **ASKED, metrics=metrics)
            told = []
        except InputError as error:
            told = [(one.code, str(one.what), one.field) for one in error.problems]
        assert told == [("not_a_rate", f'"{name}" is not EVENTS/VIEWERS', name) for name in named]


def test_one_viewer_is_enough_and_an_arm_without_any_is_refused_under_its_metric() -> None:
    one = frame({"a": (0, 1), "b": (1, 1)})
    assert cliptrial.compare_split(one, **ASKED, metrics=["clicks/viewers"]).arms[0].posts == 1
    with pytest.raises(InputError) as caught:
        cliptrial.compare_split(frame({"a": (0, 0), "b": (1, 1)}), **ASKED, metrics=["clicks/viewers"])
    assert [(str(one.what), one.field) for one in caught.value.problems] == [
        ('"a" has 0 clicks among 0 viewers', "clicks/viewers")
    ]


@pytest.mark.parametrize("table", [None, "arm", [{"arm": "a"}]])
def test_what_is_no_table_is_told_and_not_looked_into(table: Any) -> None:
    with pytest.raises(InputError) as caught:
        cliptrial.compare_split(table, **ASKED, metrics=["clicks/viewers"])
    assert "not_a_count" not in {one.code for one in caught.value.problems}


def test_a_table_without_the_arms_is_told_and_the_arms_are_no_counts() -> None:
    for arm, metric, code in (("gone", "clicks/viewers", "unknown_column"), ("arm", "arm/viewers", None)):
        with pytest.raises(InputError) as caught:
            cliptrial.compare_split(THREE, arm=arm, control="a", metrics=[metric])
        codes = [one.code for one in caught.value.problems]
        assert "not_a_count" not in codes
        assert code in (None, *codes)
