"""What programs that sync folders leave behind, who is writing, and tables of which a part is gone."""

from __future__ import annotations

import errno
import getpass
import json
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from cliptrial.errors import RegistryError
from cliptrial.messages import says
from cliptrial.registry.plan.spreadsheets import read_table
from cliptrial.registry.safety.copies import OF_EXPERIMENT, conflict_copy, left_by_sync
from cliptrial.registry.safety.trust import untrusted
from cliptrial.registry.safety.turns import HOLDER, LOCK, _myself, one_at_a_time
from cliptrial.registry.workspace import load_workspace

FILES = (
    *("experiment.yaml", "schedule.csv", "schedule.json", "lock.json", "posts.csv", "numbers.xlsx", "looks.json"),
    "decision.yaml",
)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "added",
    [" (1)", "-ANNAS-LAPTOP", " - Kopie", " (Anna's conflicted copy 2026-03-01)", ".sync-conflict-20260301-1-AB"],
)
def test_a_second_copy_of_any_file_of_an_experiment_is_named(tmp_path: Path, file: str, added: str) -> None:
    stem, _, ending = file.rpartition(".")
    copy = f"{stem}{added}.{ending}"
    assert conflict_copy(copy, OF_EXPERIMENT) == file
    for name in (copy, file, "schedule-before-restore.csv", "notes.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (problem,) = left_by_sync(tmp_path, OF_EXPERIMENT, "experiments/a/")
    assert (problem.code, problem.path, problem.expected) == ("conflict_copy", f"experiments/a/{copy}", f"One {file}")
    assert list(left_by_sync(tmp_path / "nothing", OF_EXPERIMENT, "")) == []


def test_names_without_content_are_waited_for(tmp_path: Path) -> None:
    """A workbook that is empty, and what iCloud has a name for; an empty text file is somebody's own."""
    for name in ("numbers.xlsx", ".posts.csv.icloud", "posts.csv.txt"):
        (tmp_path / name).touch()
    (tmp_path / "more.xlsx").mkdir()
    problems = list(left_by_sync(tmp_path, OF_EXPERIMENT, "a/"))
    assert [(one.code, one.path) for one in problems] == [
        ("not_here_yet", "a/posts.csv"),
        ("not_here_yet", "a/numbers.xlsx"),
    ]


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["/usr/bin/cliptrial", "plan", "hook", "--json"], "cliptrial plan hook"),
        (["/x/ipykernel_launcher.py", "-f", "k.json"], "JupyterLab"),
        (["cliptrial"], "cliptrial"),
    ],
)
def test_others_are_told_which_command_writes(
    arguments: list[str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", arguments)
    assert _myself()["command"] == command


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR])
def test_a_folder_that_cannot_be_written_to_has_no_turns_and_a_broken_disk_is_told(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No disk here is read-only or goes away in time, so the operating system's answer is put in its mouth."""

    def refused(_: FileLock, **__: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(FileLock, "acquire", refused)
    with one_at_a_time(tmp_path):
        assert list(tmp_path.iterdir()) == []
    number = errno.EIO
    with pytest.raises(OSError, match="refused"), one_at_a_time(tmp_path):
        pytest.fail("nobody may write now")


def test_whoever_has_the_turn_is_named_beside_the_lock_until_the_outer_turn_ends(tmp_path: Path) -> None:
    with one_at_a_time(tmp_path):
        with one_at_a_time(tmp_path):
            pass
        assert json.loads((tmp_path / HOLDER).read_text(encoding="utf-8")) == _myself()
        assert (tmp_path / LOCK).exists()
    assert list(tmp_path.iterdir()) == []
    with one_at_a_time(tmp_path / "nothing"):
        assert list(tmp_path.iterdir()) == []


def test_a_user_without_a_name_is_one_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (OSError, KeyError, ImportError):

        def nobody(error: type[Exception] = error) -> str:
            raise error

        monkeypatch.setattr(getpass, "getuser", nobody)
        assert _myself()["user"] == "?"


@pytest.mark.parametrize(
    ("text", "mend", "what", "told"),
    [
        ("", "", "The table is empty", "Fill it in."),
        ("", "Draw it again.", "The table is empty", "Draw it again."),
        ("a,b\n", "", "The table has no column link", "Add it, with its name in row 1."),
        ("a;b\n", "Or so.", "The table has no column link", "Add it, with its name in row 1. Or so."),
    ],
)
def test_a_table_without_a_column_says_what_helps(tmp_path: Path, text: str, mend: str, what: str, told: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        read_table(path, "posts.csv", ["a", "link"] if text else ["a"], says(mend))  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert (problem.what, problem.mend, problem.row) == (what, told, 1)


def test_a_folder_that_is_no_workspace_is_named(tmp_path: Path) -> None:
    (tmp_path / "kitchen").mkdir()
    with pytest.raises(RegistryError, match=r"kitchen is not a workspace: it has no workspace\.yaml"):
        load_workspace(tmp_path / "kitchen")


def test_a_folder_that_leads_round_in_a_circle_is_looked_into_once(tmp_path: Path) -> None:
    (tmp_path / "templates/inner").mkdir(parents=True)
    (tmp_path / "templates/inner/own.html").write_text("x", encoding="utf-8")
    (tmp_path / "templates/inner/back").symlink_to(tmp_path / "templates")
    assert untrusted(tmp_path, "templates") == ("templates/inner/own.html",)
