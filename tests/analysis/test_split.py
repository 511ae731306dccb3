"""Split tests whose viewers a platform assigned."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.places import shared

import cliptrial
from cliptrial.analysis.findings import Level
from cliptrial.analysis.results import Evidence, VerdictCode
from cliptrial.errors import InputError


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
