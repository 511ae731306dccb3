"""The example workspace, read and analysed as a user would: the honest answers are the truth behind it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cliptrial.analysis import Analysis, analyze
from cliptrial.analysis.findings.followed import ScheduleDeviations
from cliptrial.analysis.findings.measured import CommonExport
from cliptrial.analysis.findings.weekdays import WeekdayConfounded
from cliptrial.analysis.results import Evidence, VerdictCode
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.simulate.brand import EXPERIMENTS, QUESTION_HOOK
from cliptrial.simulate.demo import EXPORTS, STAMP, DemoSummary, ingest_demo, write_demo

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    return write_demo(tmp_path_factory.mktemp("answers") / "kitchen")


@pytest.fixture(scope="module")
def workspace(demo: DemoSummary) -> Workspace:
    report = ingest_demo(demo)
    assert report.problems == ()
    assert not any(file.top_list for file in report.files)
    return load_workspace(demo.root)


@pytest.fixture(scope="module")
def answers(workspace: Workspace) -> dict[str, Analysis]:
    return {demo.slug: analyze(demo.slug, workspace, draws=999) for demo in EXPERIMENTS}


def test_exports_tell_their_own_day_through_the_ids_they_hold(workspace: Workspace) -> None:
    snapshots = Lake(workspace.store_dir).read("snapshots").to_pylist()
    days: dict[str, set[str]] = {name: set() for name in workspace.accounts}
    for row in snapshots:
        if row["source"] == "studio":
            days[row["account"]].add(datetime.fromtimestamp(row["captured_at"], UTC).date().isoformat())
    for name, found in days.items():
        assert found == {folder.name for folder in (workspace.root / EXPORTS / name).iterdir()}


def test_posts_in_the_store_went_out_in_the_second_their_id_carries(workspace: Workspace) -> None:
    posts = Lake(workspace.store_dir).read("posts").to_pylist()
    assert len({post["post_id"] for post in posts}) == 3 * 56 + 28
    assert all(post["posted_at"] == int(post["post_id"]) >> 32 for post in posts)


def test_reading_a_finished_demo_again_reads_nothing_and_an_interrupted_one_everything(
    demo: DemoSummary, workspace: Workspace
) -> None:
    again = write_demo(demo.root)
    assert again.written == ()
    assert ingest_demo(again).files == ()
    (workspace.store_dir / STAMP).unlink()
    known = [file.known for file in ingest_demo(again).files]
    handed_in = [*(demo.root / EXPORTS).rglob("*.csv"), *demo.root.glob("experiments/*/numbers.xlsx")]
    assert known == [True] * len(handed_in) == [True] * 157


def test_where_exports_were_out_of_date_the_store_holds_only_the_new_ones(tmp_path: Path) -> None:
    old = write_demo(tmp_path / "kitchen", seed=1)
    ingest_demo(old)
    lake = Lake(load_workspace(old.root).store_dir)
    first = lake.fingerprint()
    ingest_demo(write_demo(old.root, refresh=True), refresh=True)
    straight = write_demo(tmp_path / "straight")
    ingest_demo(straight)
    assert lake.fingerprint() != first
    assert lake.fingerprint() == Lake(load_workspace(straight.root).store_dir).fingerprint()


def test_the_real_effect_on_watch_time_is_found_and_its_interval_holds_the_truth(
    answers: dict[str, Analysis],
) -> None:
    found = answers["question-hook"]
    assert found.evidence is Evidence.RANDOMISED
    assert found.verdict.code is VerdictCode.BETTER
    assert found.headline is not None
    low, high = found.headline.relative_interval
    assert low is not None
    assert high is not None
    assert low < QUESTION_HOOK.truth["question"]["average_watch_time"] < high
    late = next(f for f in found.findings if isinstance(f, ScheduleDeviations))
    assert late.late == 2


def test_hashtags_that_do_nothing_do_not_double_the_views(answers: dict[str, Analysis]) -> None:
    assert answers["niche-hashtags"].verdict.code is VerdictCode.EQUIVALENT


def test_a_small_effect_of_the_slot_stays_open(answers: dict[str, Analysis]) -> None:
    found = answers["lunch-slot"]
    assert found.verdict.code is VerdictCode.INCONCLUSIVE
    assert found.headline is not None
    low, high = found.headline.relative_interval
    assert low is not None
    assert high is not None
    assert low < 0.08 < high


def test_a_sound_that_ran_at_weekends_only_cannot_be_judged_although_it_looks_good(
    answers: dict[str, Analysis],
) -> None:
    found = answers["trending-sound"]
    assert found.verdict.code is VerdictCode.UNANSWERABLE
    assert found.verdict.reason == WeekdayConfounded.code
    assert found.evidence is Evidence.DEVIATIONS
    assert found.headline is not None
    assert found.headline.unadjusted_relative == pytest.approx(0.419, abs=0.001)


def test_likes_and_shares_are_read_as_of_one_common_export(answers: dict[str, Analysis]) -> None:
    for slug in ("question-hook", "lunch-slot", "niche-hashtags", "trending-sound"):
        common = [f for f in answers[slug].findings if isinstance(f, CommonExport)]
        assert len(common) == 1
        youngest = common[0].youngest
        assert isinstance(youngest, float)
        assert youngest >= timedelta(days=7) / timedelta(days=1)


def test_a_single_export_is_read_without_being_told_its_day_or_account(workspace: Workspace, tmp_path: Path) -> None:
    other = workspace.model_copy(update={"root": tmp_path})
    file = workspace.root / EXPORTS / "kitchen_demo_bakes" / "2026-03-12" / "Content.csv"
    (read,) = ingest(other, [file]).files
    assert read.problems == ()
    assert read.account == "kitchen_demo_bakes"
    assert read.posts == 3


def test_the_repository_lacks_nothing_of_the_demo_but_numbers_and_exports(tmp_path: Path) -> None:
    if not (ROOT / "workspace.yaml").is_file():
        pytest.skip("the repository is not a workspace here")
    shutil.copyfile(ROOT / "workspace.yaml", tmp_path / "workspace.yaml")
    leave = shutil.ignore_patterns("numbers.xlsx", "looks.json")
    shutil.copytree(ROOT / "experiments", tmp_path / "experiments", ignore=leave)
    made = write_demo(tmp_path).written
    workbooks = {f"experiments/{demo.slug}/numbers.xlsx" for demo in EXPERIMENTS}
    assert {name for name in made if not name.startswith(f"{EXPORTS}/")} == workbooks
