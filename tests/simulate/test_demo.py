"""The example workspace: whole, repeatable, and never written over anything else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cliptrial.errors import RegistryError
from cliptrial.posts.workbook.book import read_workbook
from cliptrial.registry.experiments import load_all
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import changed_fields, read_lock
from cliptrial.registry.plan.schedule_files import read_schedule, topics_missing
from cliptrial.registry.workspace import load_workspace
from cliptrial.simulate.demo import write_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "kitchen"
    write_demo(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_experiment_of_the_demo_is_valid_and_needs_no_note(demo: Path) -> None:
    found = load_all(load_workspace(demo))
    assert found.problems == ()
    assert {loaded.slug: loaded.notes for loaded in found.loaded} == {
        "lunch-slot": (),
        "niche-hashtags": (),
        "question-hook": (),
        "trending-sound": (),
    }
    variables = {loaded.experiment.change.variable.value for loaded in found.loaded}
    assert variables == {"hook", "sound", "hashtags", "slot"}


def test_every_plan_was_locked_the_day_before_its_first_post_with_topics_and_is_unchanged(demo: Path) -> None:
    for loaded in load_all(load_workspace(demo)).loaded:
        schedule, record = read_schedule(loaded.folder), read_lock(loaded.folder)
        assert schedule is not None
        assert record is not None
        assert topics_missing(schedule.positions) == 0
        assert record.on == min(p.date for p in schedule.positions) - timedelta(days=1)
        assert changed_fields(loaded, schedule, record) == ()


def test_links_and_workbooks_hold_every_position_and_one_saves_entry_is_missing(demo: Path) -> None:
    missing = []
    for loaded in load_all(load_workspace(demo)).loaded:
        schedule = read_schedule(loaded.folder)
        assert schedule is not None
        positions = {p.position for p in schedule.positions}
        assert set(read_links(loaded.folder, positions)) == positions
        filled = read_workbook((loaded.folder / "numbers.xlsx").read_bytes(), "numbers.xlsx")
        assert set(filled) == positions
        missing += [(loaded.slug, n) for n, row in filled.items() if row.saves is None]
        assert {n: row.link for n, row in filled.items()} == read_links(loaded.folder)
    assert missing == [("question-hook", 23)]


def test_writing_the_demo_again_elsewhere_gives_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    write_demo(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(demo)


def test_another_seed_gives_other_numbers_on_the_same_plan(demo: Path, tmp_path: Path) -> None:
    write_demo(tmp_path / "other", seed=1000)
    first, other = contents(demo), contents(tmp_path / "other")
    assert first.keys() == other.keys()
    same = {name for name in first if first[name] == other[name]}
    assert "experiments/question-hook/schedule.csv" in same
    assert "experiments/question-hook/posts.csv" in same
    assert "experiments/question-hook/numbers.xlsx" not in same


def test_only_what_is_missing_is_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    everything = write_demo(folder).written
    before = contents(folder)
    assert write_demo(folder).written == ()
    workbook = "experiments/lunch-slot/numbers.xlsx"
    (folder / workbook).unlink()
    assert write_demo(folder).written == (workbook,)
    assert contents(folder) == before
    assert set(before) - set(everything) == {
        f"experiments/{slug}/schedule.json"  # each comes with its schedule.csv
        for slug in ("lunch-slot", "niche-hashtags", "question-hook", "trending-sound")
    }


def test_refresh_replaces_what_no_longer_follows_from_the_plans_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    write_demo(folder)
    before = contents(folder)
    assert write_demo(folder, refresh=True).written == ()
    stale = "exports/kitchen_demo/2026-03-09/Content.csv"
    (folder / stale).write_text("old", "utf-8")
    (folder / "experiments/lunch-slot/numbers.xlsx").write_bytes(b"old")
    assert write_demo(folder).written == ()
    summary = write_demo(folder, refresh=True)
    assert set(summary.written) == {stale, "experiments/lunch-slot/numbers.xlsx"}
    assert contents(folder) == before


def test_a_schedule_that_is_there_already_is_followed(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    (folder / "experiments" / "lunch-slot").mkdir(parents=True)
    (folder / "workspace.yaml").write_bytes((demo / "workspace.yaml").read_bytes())
    for name in ("experiment.yaml", "schedule.csv", "schedule.json"):
        text = (demo / "experiments" / "lunch-slot" / name).read_text("utf-8")
        (folder / "experiments" / "lunch-slot" / name).write_text(text.replace("Halloumi", "Tofu"), "utf-8")
    write_demo(folder)
    seen = [data for name, data in contents(folder).items() if "/Content" in name]
    assert any(b"Tofu fajitas" in data for data in seen)
    assert not any(b"Halloumi fajitas" in data for data in seen)


@pytest.mark.parametrize("name", ["notes.txt", "workspace.yaml"])
def test_a_folder_with_anything_else_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(RegistryError, match="something else"):
        write_demo(tmp_path)
    assert contents(tmp_path) == {name: b"mine"}


def test_the_client_without_exports_has_likes_in_its_workbook_and_the_others_have_none(tmp_path: Path) -> None:
    write_demo(tmp_path / "agency", agency=True)
    liked = {}
    for loaded in load_all(load_workspace(tmp_path / "agency")).loaded:
        rows = read_workbook((loaded.folder / "numbers.xlsx").read_bytes(), "numbers.xlsx").values()
        liked[loaded.slug] = {row.likes is not None for row in rows}
    assert liked.pop("face-on-cover") == {True}
    assert set().union(*liked.values()) == {False}
