"""A workspace in Drive, OneDrive, Dropbox, iCloud or Syncthing: what they leave behind is named and never read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.refusals.bases import Bases

from cliptrial.cli.entry import run
from cliptrial.errors import SourceError
from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.workspaces import load_workspace
from cliptrial.registry.safety.copies import OF_EXPERIMENT, conflict_copy, half_here, placeholder

SLUG = "question-hook"
COPIES = {
    "numbers (1).xlsx": "numbers.xlsx",
    "numbers(2).xlsx": "numbers.xlsx",
    "numbers-ANNAS-LAPTOP.xlsx": "numbers.xlsx",
    "numbers - Kopie.xlsx": "numbers.xlsx",
    "numbers (Annas in Konflikt stehende Kopie 2026-03-01).xlsx": "numbers.xlsx",
    "numbers (Konfliktkopie von Hans 2026-03-01).xlsx": "numbers.xlsx",
    "numbers (conflicted copy 2026-03-01 120000).xlsx": "numbers.xlsx",
    "decision.sync-conflict-20260301-120000-ABCDEFG.yaml": "decision.yaml",
    "posts_conflict-20260301-120000.csv": "posts.csv",
    "posts (1).csv": "posts.csv",
    "lock-DESKTOP-7G2K.json": "lock.json",
    "experiment (2).yaml": "experiment.yaml",
}
OWN = [*OF_EXPERIMENT, "schedule-before-restore.csv", "notes (1).txt", "numbers2.xlsx", "postscript.csv", "a (b).csv"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Bases(tmp_path).copy("planned", tmp_path / "ws")


@pytest.mark.parametrize("name", COPIES)
def test_a_second_copy_is_known_by_its_name(name: str) -> None:
    assert conflict_copy(name, OF_EXPERIMENT) == COPIES[name]


@pytest.mark.parametrize("name", OWN)
def test_other_names_are_no_copies(name: str) -> None:
    assert conflict_copy(name, OF_EXPERIMENT) is None


def test_what_a_browser_numbers_is_an_export_like_any_other() -> None:
    """Studio calls every file Content.csv; only a word of conflict makes a copy of it."""
    assert conflict_copy("Content (1).csv") is None
    assert conflict_copy("Content (Konfliktkopie von Hans).csv") == "Content.csv"
    assert placeholder(".Content.csv.icloud") == "Content.csv"
    assert placeholder("Content.csv") is None


def test_a_second_workbook_is_named_and_never_read(root: Path) -> None:
    """Neither with its folder nor by itself; the workbook beside it is."""
    folder = root / "experiments" / SLUG
    copy = folder / "numbers (1).xlsx"
    shutil.copyfile(folder / "numbers.xlsx", copy)
    (folder / ".more.xlsx.icloud").write_bytes(b"bplist00")
    for given in (folder, copy):
        report = ingest(load_workspace(root), [given])
        codes = {file.path.rpartition("/")[2]: [p.code for p in file.problems] for file in report.files}
        assert codes["numbers (1).xlsx"] == ["conflict_copy"]
    assert codes.keys() == {"numbers (1).xlsx"}
    report = ingest(load_workspace(root), [folder])
    codes = {file.path.rpartition("/")[2]: [p.code for p in file.problems] for file in report.files}
    assert codes == {"numbers (1).xlsx": ["conflict_copy"], ".more.xlsx.icloud": ["not_here_yet"], "numbers.xlsx": []}


def test_validate_names_what_sync_programs_left(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = root / "experiments" / SLUG
    assert run(["validate", "--workspace", str(root)]) == 0
    before = capsys.readouterr().err
    (folder / "decision (1).yaml").write_text("- who: Ada\n")
    (folder / "numbers.xlsx").write_bytes(b"")
    (root / "workspace-HOST.yaml").write_text("accounts: {}\n")
    (root / "store" / "posts").mkdir(parents=True, exist_ok=True)
    (root / "store" / "posts" / f"{64 * '0'} (1).parquet").write_bytes(b"PAR1")
    for folder_of_store, ending in (("ledger", "json"), ("compact/posts", "parquet")):
        (root / "store" / folder_of_store).mkdir(parents=True, exist_ok=True)
        (root / "store" / folder_of_store / f"{64 * '0'}-HOST.{ending}").write_bytes(b"PAR1")
    run(["validate", "--workspace", str(root)])
    told = capsys.readouterr().err
    assert "decision (1).yaml looks like a second copy of decision.yaml" in told
    assert "numbers.xlsx is not on this computer yet" in told
    assert "workspace-HOST.yaml looks like a second copy of workspace.yaml" in told
    assert told.count("is not a part of the store as ClipTrial wrote it") == 3
    assert "second copy" not in before


def test_a_part_of_the_store_that_is_only_half_here_stops_every_answer(demo_once: Path, tmp_path: Path) -> None:
    """Half of the numbers would give another answer; a copy under another name counts nothing twice."""
    lake = Lake(Path(shutil.copytree(demo_once / "store", tmp_path / "store")))
    rows = lake.read("posts").num_rows
    part = lake.files("posts")[0]
    shutil.copyfile(part, part.with_name(f"{part.stem} (1).parquet"))
    shutil.copyfile(part, part.with_name(f"{part.stem}-HOST.parquet"))
    assert lake.read("posts").num_rows == rows
    whole = part.read_bytes()
    for there in (b"", whole[:3], whole[: len(whole) // 2], bytes(len(whole))):
        part.write_bytes(there)
        with pytest.raises(SourceError) as caught:
            lake.read("posts")
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("half_here", f"store/posts/{part.name}")
    part.write_bytes(whole)
    assert lake.read("posts").num_rows == rows


@pytest.mark.parametrize(
    ("content", "half"),
    [(b"PAR1 numbers PAR1", False), (b"PAR1 numbers", True), (b"\0\0\0\0 numbers PAR1", True), (b"", True)],
)
def test_a_part_is_whole_where_it_begins_and_ends_as_parquet_does(content: bytes, half: bool, tmp_path: Path) -> None:
    part = tmp_path / "part.parquet"
    part.write_bytes(content)
    assert (half_here(part) is not None) is half
