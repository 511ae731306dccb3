"""What went wrong is told as what it is: a full disk, a stopped query, somebody else's export."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from tests.places import ROOT
from tests.refusals.bases import Bases

from cliptrial.cli.entry import run
from cliptrial.errors import ReportError
from cliptrial.posts.ingest import ingest
from cliptrial.posts.workspaces import load_workspace
from cliptrial.report.kernels import kernel

ID = "7612545815780805904"
FULL = "Nothing more can be written: the disk is full. Make room, then run the same command again"
ENV = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "toolkit"), os.environ.get("PYTHONPATH", "")])}
QUERY = """
import sys
import narwhals as nw
from pathlib import Path
from cliptrial.cli import entry
from cliptrial.cli.weekly import list as command
from cliptrial.posts.lake.lake import Lake, arrow

def run() -> None:
    '''A query of hours.'''
    engine = Lake(Path("nowhere")).engine
    endless = engine.sql("select sum(a.range * b.range) from range(100000000) a, range(100000000) b")
    print("asked", flush=True)
    arrow(nw.from_native(endless))

command.run = run
entry.main(["list"])
"""


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "arguments",
    [
        ["decide", "question-hook", "ship", "--who", "Ada", "--why", "Won."],
        ["lock", "question-hook", "--without-topics"],
        ["plan", "question-hook"],
        ["new", "hooks", "--title", "H", "--statement", "M.", "--variable", "cta", "--control", "A", "--variant", "B"],
    ],
)
def test_a_full_disk_is_called_full_by_whatever_writes(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same command goes on once there is room, and nothing was left behind."""
    root = Bases(tmp_path).copy("written" if arguments[0] in ("plan", "new") else "planned", tmp_path / "ws")
    before = sorted(path.relative_to(root) for path in root.rglob("*"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert run([*arguments, "--workspace", str(root)]) == 1
        assert FULL in capsys.readouterr().err
    assert [path for path in root.rglob("*") if path.suffix == ".tmp"] == []
    assert [
        path.relative_to(root) for path in root.rglob("*") if path.is_file() and path.relative_to(root) not in before
    ] == []
    assert run([*arguments, "--workspace", str(root)]) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_an_answer_that_cannot_be_written_is_one_line(more: list[str], tmp_path: Path) -> None:
    root = Bases(tmp_path).copy("written", tmp_path / "ws")
    with Path("/dev/full").open("w") as full_disk:
        command = [sys.executable, "-m", "cliptrial", "list", "--workspace", str(root), *more]
        done = subprocess.run(command, stdout=full_disk, stderr=subprocess.PIPE, text=True, env=ENV, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {FULL}")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    root = Bases(tmp_path).copy("written", tmp_path / "ws")
    command = [sys.executable, "-m", "cliptrial", "list", "--workspace", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""


def test_a_full_disk_in_a_kernel_is_called_full(tmp_path: Path) -> None:
    cells = ["slug = 'a'", "raise OSError(28, 'No space left on device', '/secret/path')"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.cells[0].metadata["tags"] = ["parameters"]
    template = tmp_path / "t.ipynb"
    template.write_text(nbformat.writes(notebook))
    with kernel() as running, pytest.raises(ReportError) as caught:
        running.run(template, {})
    assert caught.value.problems[0].what == "Cell 3 of the template failed: the disk is full"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(("name", "code", "lines"), [("SIGINT", 130, 1), ("SIGTERM", 143, 0)])
def test_a_query_is_stopped_at_once_in_one_line(name: str, code: int, lines: int) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-P", "-c", QUERY], stdout=pipe, stderr=pipe, text=True, env=ENV) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "asked\n"
        running.send_signal(signal.Signals[name])
        _, told = running.communicate()
    assert (running.returncode, told.count("\n")) == (code, lines)
    assert told.startswith("error: Stopped." if lines else "")


@pytest.mark.parametrize(
    ("handle", "code", "told"),
    [
        ("stranger", "foreign_account", "@stranger, which no account of this workspace has"),
        ("undefined", "which_account", "Nothing tells which account"),
    ],
)
def test_a_foreign_account_is_named(handle: str, code: str, told: str, tmp_path: Path) -> None:
    """The neighbour says nobody's handle, and one of ours is taken."""
    (tmp_path / "workspace.yaml").write_text(
        "accounts:\n  one: {timezone: UTC, handle: kitchen}\n  two: {timezone: UTC, handle: bakery}\n"
    )
    header = "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views"
    row = f"April 2,Soup,https://www.tiktok.com/@{handle}/video/{ID},March 2,1,1,1,9"
    path = tmp_path / "Content.csv"
    path.write_text(f"{header}\n{row}\n")
    (file,) = ingest(load_workspace(tmp_path), [path]).files
    assert [problem.code for problem in file.problems] == [code]
    assert told in file.problems[0].what
    path.write_text(f"{header}\n{row.replace(handle, 'bakery')}\n")
    (file,) = ingest(load_workspace(tmp_path), [path]).files
    assert (file.problems, file.account) == ((), "two")


@pytest.mark.parametrize("named", [None, "one"], ids=["nobody names the account", "somebody names it"])
@pytest.mark.parametrize(
    ("name", "handles", "refused"),
    [
        ("one", ("kitchen", "kitchen"), [True, True]),
        ("kitchen_1", ("kitchen.1", "stranger"), [False, True]),
        ("one", ("undefined", "stranger"), [False, True]),
        ("one", ("undefined", "undefined"), [False, False]),
    ],
)
def test_an_account_without_a_handle_takes_no_posts_of_another_name(
    name: str, handles: tuple[str, str], refused: list[bool], named: str | None, tmp_path: Path
) -> None:
    """Nothing tells that they are its own, so somebody has to say it: in workspace.yaml, or for this file."""
    (tmp_path / "workspace.yaml").write_text(f"accounts:\n  {name}: {{timezone: UTC}}\n")
    header = "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views"
    files = []
    for number, handle in enumerate(handles):
        row = f"April 2,Soup,https://www.tiktok.com/@{handle}/video/{int(ID) + number},March 2,1,1,1,9"
        path = tmp_path / f"Content{number}.csv"
        path.write_text(f"{header}\n{row}\n")
        files += ingest(load_workspace(tmp_path), [path], account=named and name).files
    told = [[problem.code for problem in file.problems] for file in files]
    assert told == [["foreign_account"] if wrong and not named else [] for wrong in refused]
    for file, handle in zip(files, handles, strict=True):
        assert all(f"write `handle: {handle}` under {name}" in problem.mend for problem in file.problems)
