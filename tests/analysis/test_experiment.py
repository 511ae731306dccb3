"""``analyze`` on the demo workspace, and what happens when reality leaves the plan."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import cliptrial
from cliptrial.analysis.results import Evidence, VerdictCode
from cliptrial.registry.plan.links import read_links, write_links


@pytest.fixture
def demo(demo_once: Path) -> Path:
    """The example workspace as it is, to be looked at."""
    return demo_once


@pytest.fixture
def copy(demo: Path, tmp_path: Path) -> Callable[[], Path]:
    return lambda: Path(shutil.copytree(demo, tmp_path / "copy"))


def codes(analysis: cliptrial.Analysis) -> set[str]:
    return {str(f.code) for f in analysis.findings}


def test_the_demo_says_what_is_true(demo: Path) -> None:
    found = {
        slug: cliptrial.analyze(slug, demo)
        for slug in ("question-hook", "niche-hashtags", "lunch-slot", "trending-sound")
    }
    assert found["question-hook"].verdict.code is VerdictCode.BETTER
    assert found["question-hook"].evidence is Evidence.RANDOMISED
    assert found["niche-hashtags"].verdict.code is VerdictCode.EQUIVALENT
    assert found["lunch-slot"].verdict.code is VerdictCode.INCONCLUSIVE
    assert found["trending-sound"].verdict.code is VerdictCode.UNANSWERABLE
    assert found["trending-sound"].verdict.reason == "weekday_confounded"


def test_the_same_input_gives_the_same_result(demo: Path) -> None:
    assert cliptrial.analyze("question-hook", demo) == cliptrial.analyze("question-hook", demo)


def test_the_primary_estimate_is_that_of_least_squares_with_planned_weekdays(demo: Path) -> None:
    import statsmodels.api as sm

    analysis = cliptrial.analyze("question-hook", demo)
    posts = [p for p in analysis.posts if p.metrics["average_watch_time"]]
    logs = np.log([p.metrics["average_watch_time"] or 0 for p in posts])
    days = np.array([p.planned.weekday() if p.planned else 0 for p in posts])
    columns = np.column_stack(
        [[p.arm == "question" for p in posts], np.ones(len(posts)), *(days == d for d in range(1, 7))]
    )
    fitted = sm.OLS(logs, columns.astype(float)).fit()
    assert analysis.uplifts[0].relative == pytest.approx(np.expm1(fitted.params[0]))


def test_a_draft_is_unanswerable_because_it_has_no_schedule(copy: Callable[[], Path]) -> None:
    folder = copy()
    for name in ("schedule.csv", "schedule.json", "lock.json", "posts.csv", "decision.yaml"):
        (folder / "experiments/question-hook" / name).unlink()
    analysis = cliptrial.analyze("question-hook", folder)
    assert analysis.verdict.reason == "no_schedule"
    assert analysis.uplifts == ()


def test_before_every_post_is_old_enough_no_uplift_exists(copy: Callable[[], Path]) -> None:
    folder = copy()
    shutil.rmtree(folder / "store")
    from cliptrial.cli.entry import run

    days = sorted((folder / "exports/kitchen_demo").iterdir())
    early = [str(day) for day in days if day.name < "2026-04-10"]
    assert run(["ingest", *early, "--account", "kitchen_demo", "--workspace", str(folder)]) == 0
    (folder / "experiments/question-hook/decision.yaml").unlink()
    analysis = cliptrial.analyze("question-hook", folder)
    assert analysis.verdict.reason == "not_ready"
    assert analysis.uplifts == ()
    assert analysis.total_relative is None
    assert analysis.experiment is not None
    assert analysis.experiment.state == "running"


def test_a_plan_whose_posts_were_all_read_is_ready_for_a_decision(copy: Callable[[], Path]) -> None:
    folder = copy()
    (folder / "experiments/question-hook/decision.yaml").unlink()
    told = cliptrial.analyze("question-hook", folder, draws=99).experiment
    assert told is not None
    assert told.state == "ready"


def test_a_changed_plan_lowers_the_evidence_and_is_named(copy: Callable[[], Path]) -> None:
    folder = copy()
    path = folder / "experiments/question-hook/experiment.yaml"
    text = path.read_text(encoding="utf-8")
    assert "at_least: 10%" in text
    path.write_text(text.replace("at_least: 10%", "at_least: 5%"), encoding="utf-8")
    analysis = cliptrial.analyze("question-hook", folder)
    assert analysis.evidence is Evidence.DEVIATIONS
    finding = next(f for f in analysis.findings if f.code == "plan_changed")
    assert "hypothesis.at_least" in str(finding.values["fields"])
    assert analysis.experiment is not None
    assert analysis.experiment.plan_unchanged is False


def test_without_topics_the_evidence_is_at_best_with_deviations(copy: Callable[[], Path]) -> None:
    folder = copy()
    path = folder / "experiments/question-hook/schedule.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    import csv
    import io

    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows({**row, "topic": ""} for row in rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    analysis = cliptrial.analyze("question-hook", folder)
    assert "no_topics" in codes(analysis)
    assert analysis.evidence is Evidence.DEVIATIONS


def test_deleting_the_variants_worst_posts_does_not_make_a_winner(copy: Callable[[], Path]) -> None:
    folder = copy()
    slug = "lunch-slot"
    before = cliptrial.analyze(slug, folder)
    variant = sorted((p for p in before.posts if p.arm == "lunch"), key=lambda p: p.metrics["views"] or 0)
    gone = {p.position for p in variant[:5]}
    links = read_links(folder / "experiments" / slug)
    write_links(folder / "experiments" / slug, {k: v for k, v in links.items() if k not in gone})
    lake = folder / "store"
    ids = {p.post_id for p in variant[:5]}
    _forget(lake, ids)
    after = cliptrial.analyze(slug, folder)
    assert after.verdict.code is VerdictCode.INCONCLUSIVE
    assert "missing_posts" in codes(after)


def _forget(lake: Path, ids: set[str | None]) -> None:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for table in ("posts", "snapshots"):
        for file in (lake / table).glob("*.parquet"):
            data = pq.read_table(file)
            keep = pc.invert(pc.is_in(data["post_id"], value_set=__import__("pyarrow").array(sorted(map(str, ids)))))
            pq.write_table(data.filter(keep), file)


def test_first_and_last_post_are_days_in_the_accounts_time_zone(demo: Path) -> None:
    facts = cliptrial.analyze("question-hook", demo).experiment
    assert facts is not None
    assert facts.first_post == date(2026, 3, 2)
    assert facts.locked_on is not None
    assert facts.locked_on < facts.first_post


def test_a_schedule_edited_into_alternation_gets_no_numbers(copy: Callable[[], Path]) -> None:
    folder = copy()
    path = folder / "experiments/question-hook/schedule.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    place = header.split(",").index("arm")
    edited = [line.split(",") for line in lines]
    for number, cells in enumerate(edited):
        cells[place] = ("statement", "question")[number % 2]
    path.write_text("\n".join([header, *(",".join(cells) for cells in edited)]) + "\n", encoding="utf-8")
    analysis = cliptrial.analyze("question-hook", folder)
    assert analysis.verdict.reason == "schedule_not_by_rule"
    assert analysis.evidence is Evidence.OBSERVED
    assert analysis.uplifts == ()


def test_posts_on_other_days_are_told_as_posted_beside_the_plan(demo: Path) -> None:
    told = [f for f in cliptrial.analyze("trending-sound", demo).findings if f.code == "as_posted"]
    assert [f.values["metric"] for f in told] == ["views"]
    assert not [f for f in cliptrial.analyze("niche-hashtags", demo).findings if f.code == "as_posted"]


def _half_way(folder: Path) -> None:
    """The question-hook experiment with four planned looks, its numbers filled in for the first 30 posts."""
    from tests.posts.planned import write_workbook

    from cliptrial.cli.entry import run
    from cliptrial.posts.workbook.book import Filled, read_workbook
    from cliptrial.registry.plan.schedule_files import read_schedule

    own = folder / "experiments/question-hook"
    yaml = own / "experiment.yaml"
    text = yaml.read_text(encoding="utf-8")
    yaml.write_text(text.replace("looks: 1", "looks: 4") if "looks:" in text else text + "\nanalysis: {looks: 4}\n")
    (own / "decision.yaml").unlink()
    filled = read_workbook((own / "numbers.xlsx").read_bytes(), "numbers.xlsx")
    (own / "numbers.xlsx").unlink()
    schedule = read_schedule(own)
    assert schedule is not None
    early = {position: row for position, row in filled.items() if position <= 30 and row != Filled()}
    write_workbook(own / "numbers.xlsx", schedule, labels={}, language="en", measure_at=7, filled=early)
    shutil.rmtree(folder / "store")
    assert run(["ingest", str(own / "numbers.xlsx"), "--workspace", str(folder)]) == 0


def test_a_planned_look_sees_complete_blocks_only_and_counts_the_looks_before_it(copy: Callable[[], Path]) -> None:
    folder = copy()
    _half_way(folder)
    analysis = cliptrial.analyze("question-hook", folder)
    finding = next(f for f in analysis.findings if f.code == "planned_look")
    assert finding.values["look"] == 2
    assert finding.values["posts"] == 28
    row = analysis.uplifts[0]
    assert row.posts == (14, 14)
    # Lan-DeMets at half the information after a look at 16 of 56 posts, which counts whether anybody looked or not:
    # the limit that a bivariate normal leaves of .0030506 when .0000550 is spent.
    assert 1 - row.confidence == pytest.approx(0.0030312, abs=2e-6)
    read = [p.position for p in analysis.posts if p.metrics["average_watch_time"] is not None]
    assert read == list(range(1, 29))
    assert cliptrial.analyze("question-hook", folder) == analysis
    assert not (folder / "experiments/question-hook/looks.json").exists()


def test_an_arm_renamed_after_the_draw_is_named_and_not_guessed(copy: Callable[[], Path]) -> None:
    from cliptrial.errors import InputError

    folder = copy()
    path = folder / "experiments/question-hook/experiment.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: question", "id: frage"), encoding="utf-8")
    with pytest.raises(InputError, match=r'schedule\.csv.*"question"'):
        cliptrial.analyze("question-hook", folder)
