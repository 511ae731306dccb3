"""Posts that were promoted with money, from the workbook to the verdict: told, and never counted as earned."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.analysis.workspaces import finished, fresh
from tests.posts.planned import write_workbook

import cliptrial
from cliptrial.analysis.results import Analysis, Evidence, VerdictCode
from cliptrial.cli import run
from cliptrial.posts.workbook.book import Filled
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE


def analysed(ws: Workspace) -> Analysis:
    return cliptrial.analyze("hook", ws, prior=EXPERIENCE, draws=499)


def boosted_workbook(ws: Workspace, days: dict[int, int]) -> Path:
    """The experiment's workbook; by position, after how many days the post was promoted."""
    folder = load_experiment("hook", ws).folder
    schedule = read_schedule(folder)
    assert schedule is not None
    planned = {position.position: position.date for position in schedule.positions}
    filled = {n: Filled(promoted_on=planned[n] + timedelta(days=after)) for n, after in days.items()}
    path = folder / "numbers.xlsx"
    write_workbook(path, schedule, labels={}, language="en", measure_at=7, filled=filled)
    return path


def worst_of_the_variant(analysis: Analysis) -> list[int]:
    posts = sorted((p for p in analysis.posts if p.arm == "question"), key=lambda p: p.metrics["views"] or 0.0)
    return [p.position for p in posts[:3] if p.position is not None]


def test_a_boosted_post_is_told_and_its_bought_numbers_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three were boosted before the week was over, one long after: four are told, three are missing, and decide."""
    ws = fresh(tmp_path / "kitchen")
    finished(ws, "hook", 0.8, 1)
    before = analysed(ws)
    bought = worst_of_the_variant(before)
    later = next(p.position for p in before.posts if p.arm == "statement")
    assert later is not None
    path = boosted_workbook(ws, dict.fromkeys(bought, 2) | {later: 20})

    def told(*arguments: str) -> dict[str, Any]:
        capsys.readouterr()
        assert run([*arguments, "--json", "--workspace", str(ws.root)]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    (file,) = told("ingest", str(path))["files"]
    listed = ", ".join(map(str, sorted([*bought, later])))
    assert file["notes"] == [f"Promoted with money: position {listed}. Only the numbers from before count."]
    for answer in (told("check", "hook"), told("analyze", "hook")):
        finding = next(f for f in answer["findings"] if f["code"] == "promoted_posts")
        assert finding["values"] == {"posts": 4}
        assert finding["message"] == "4 posts were promoted with money; only the numbers from before count."

    after = analysed(ws)
    assert {p.position for p in after.posts if p.metrics["views"] is None} == set(bought)
    assert (before.verdict.code, after.verdict.code) == (VerdictCode.BETTER, VerdictCode.INCONCLUSIVE)
    assert after.uplifts[0].posts == (14, 11)
    assert after.uplifts[0].reason == "missing_posts_decide"
    assert after.evidence is Evidence.DEVIATIONS


def test_bought_numbers_count_like_numbers_that_nobody_read(tmp_path: Path) -> None:
    """The answer is the one of a store in which the boosted posts were never captured."""
    told, untold = fresh(tmp_path / "told"), fresh(tmp_path / "untold")
    for ws in (told, untold):
        finished(ws, "hook", 0.8, 1)
    bought = worst_of_the_variant(analysed(told))
    assert run(["ingest", str(boosted_workbook(told, dict.fromkeys(bought, 2))), "--workspace", str(told.root)]) == 0
    gone = [p.post_id for p in analysed(untold).posts if p.position in bought]
    (file,) = (untold.store_dir / "snapshots").glob("*.parquet")
    data = pq.read_table(file)
    pq.write_table(data.filter(pc.invert(pc.is_in(data["post_id"], value_set=pa.array(gone)))), file)
    assert analysed(told).uplifts == analysed(untold).uplifts


def test_a_boost_after_the_week_changes_nothing_but_is_told(tmp_path: Path) -> None:
    """Numbers from before the promotion are the post's own."""
    ws = fresh(tmp_path / "kitchen")
    finished(ws, "hook", 0.8, 1)
    before = analysed(ws)
    everyone = {p.position: 8 for p in before.posts if p.position is not None}
    assert run(["ingest", str(boosted_workbook(ws, everyone)), "--workspace", str(ws.root)]) == 0
    after = analysed(ws)
    assert after.uplifts == before.uplifts
    assert [f.values["posts"] for f in after.findings if f.code == "promoted_posts"] == [28]
