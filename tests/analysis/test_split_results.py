"""Split tests that a platform ran: analysed where it counts, recorded where it only shows, its own claim beside."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import cliptrial
from cliptrial.analysis.findings.by_platform import CountedOften, OnlyRecorded, PlatformSays
from cliptrial.analysis.findings.weekdays import SplitCountsOff
from cliptrial.analysis.learning.library import learn
from cliptrial.analysis.results import Analysis, VerdictCode
from cliptrial.cli.entry import run
from cliptrial.registry.beside.split_result import FILE
from cliptrial.stats.split_test import split_test
from cliptrial.wording.describe import describe

ADS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "tiktok-ads-2023"
EXPERIMENT = """
title: New cover against old
accounts: [demo]
hypothesis: {statement: The new cover brings more clicks., expect: increase, at_least: 10%}
change: {variable: cover, control: {id: old, value: Old cover}, variants: [{id: new, value: New cover}]}
metrics: {primary: link_clicks}
design: {unit: viewer, posts_per_arm: 2, start: 2026-03-02}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "workspace.yaml").write_text("accounts: {demo: {timezone: Europe/Berlin}}\n", encoding="utf-8")
    (tmp_path / "experiments" / "cover").mkdir(parents=True)
    (tmp_path / "experiments" / "cover" / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")
    return tmp_path


def split(workspace: Path, *typed: str) -> Analysis:
    assert run(["split", "cover", *typed, "--workspace", str(workspace)]) == 0
    return cliptrial.analyze("cover", workspace)


def claim(analysis: Analysis) -> PlatformSays:
    return next(one for one in analysis.findings if isinstance(one, PlatformSays))


COUNTS = ("--platform", "tiktok", "--arm", "old=5000/200", "--arm", "new=5000/260", "--counted", "clicks")


def test_counts_are_answered_by_the_score_test_beside_the_platforms_claim(workspace: Path) -> None:
    """The same numbers as the test of two proportions gives."""
    told = split(workspace, *COUNTS, "--says", "winner", "--winner", "new", "--confidence", "95%")
    (row,), expected = told.uplifts, split_test(200, 5000, 260, 5000)
    assert (row.p_value, row.relative) == (pytest.approx(expected.p_value), pytest.approx(expected.ratio - 1))
    assert (told.verdict.code, told.arms[1].value) == (VerdictCode.BETTER, "New cover")
    assert (claim(told).arm, claim(told).confidence, claim(told).agrees) == ("new", 0.95, True)
    assert told.experiment is not None
    assert told.experiment.state == "ready"


@pytest.mark.parametrize(
    ("says", "agrees"),
    [
        (("--says", "winner", "--winner", "old"), False),
        (("--says", "preferred", "--winner", "new"), True),
        (("--says", "same"), False),
        (("--says", "nothing"), None),
    ],
)
def test_the_claim_is_held_against_our_own_answer(workspace: Path, says: tuple[str, ...], agrees: bool | None) -> None:
    assert claim(split(workspace, *COUNTS, *says)).agrees is agrees


def test_uneven_groups_are_no_basis_and_even_ones_are(workspace: Path) -> None:
    uneven = ("--platform", "instagram", "--arm", "old=5000/200", "--arm", "new=6000/260")
    told = split(workspace, *uneven)
    assert any(isinstance(one, SplitCountsOff) for one in told.findings)
    assert told.verdict.code is VerdictCode.UNANSWERABLE


def test_shares_are_recorded_and_nothing_is_reckoned_from_them(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """YouTube's Test & Compare: its label stands beside them, in both languages."""
    typed = ("--platform", "youtube", "--arm", "old=41%", "--arm", "new=59%", "--says", "preferred", "--winner", "new")
    told = split(workspace, *typed)
    recorded = next(one for one in told.findings if isinstance(one, OnlyRecorded))
    assert (recorded.shares, told.uplifts, claim(told).agrees) == ((0.41, 0.59), (), None)
    assert told.verdict.code is VerdictCode.UNANSWERABLE
    german = json.dumps(describe(told, "de"), ensure_ascii=False)
    assert "YouTube selbst bevorzugt „New cover“." in german
    assert "zählt niemanden" in german
    assert learn(workspace).split_tests == ("cover",)
    assert run(["report", "cover", "--workspace", str(workspace)]) == 0
    page = (workspace / "reports" / "cover" / "cover_en.html").read_text(encoding="utf-8")
    assert "YouTube itself prefers" in page
    assert "before the first post goes out" not in page


@pytest.mark.skipif(not ADS.is_dir(), reason="the real exports (../shared/data) are not here")
def test_two_ad_groups_of_a_real_export_are_added_up(workspace: Path) -> None:
    """Impressions are no viewers, and their even split is checked all the same; the sums are pandas' own."""
    both = pd.concat([pd.read_csv(ADS / f"ads_{n}.csv") for n in (1, 4)])
    both.to_csv(workspace / "ads.csv", index=False)
    typed = ("--platform", "tiktok", "--file", str(workspace / "ads.csv"), "--of", "impressions", "--counted", "clicks")
    columns = "Ad Group Name,Impression,Clicks (Destination)"
    groups = ("--arm", "old=Ad Group Name 1", "--arm", "new=Ad Group Name 4")
    told = split(workspace, *typed, "--columns", columns, *groups)
    sums = both.groupby("Ad Group Name")["Impression"].sum()
    assert [arm.posts for arm in told.arms] == [sums["Ad Group Name 1"], sums["Ad Group Name 4"]]
    assert any(isinstance(one, SplitCountsOff) for one in told.findings)
    assert any(isinstance(one, CountedOften) for one in told.findings)
    assert FILE in {path.name for path in (workspace / "experiments" / "cover").iterdir()}
