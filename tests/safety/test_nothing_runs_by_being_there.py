"""A file called pandas.py is a file: no Python that this package starts, nor its own, imports from where it stands."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from tests.places import ROOT
from tests.safety import canaries

from cliptrial.errors import MissingToolError
from cliptrial.registry.safety.private import private_folder, sweep, used_by
from cliptrial.registry.safety.processes import PACKAGES, leave_current_folder, safe_environment
from cliptrial.report.handout.pdf import find_browser
from cliptrial.report.kernels import kernel

MODULE = ["-m", "cliptrial"]
CODE = ["-c", "from cliptrial.cli import main; main()"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, full of canaries."""
    folder = tmp_path / "here"
    canaries.set_out(tmp_path / "ran", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "toolkit"))
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    return folder


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_a_plain_python_would_run_them(here: Path) -> None:
    """So a canary that stays silent says something."""
    assert python("-c", "import pandas").returncode == 1
    assert (here.parent / "ran").read_text() == "pandas\n"


@pytest.mark.parametrize("start", [MODULE, CODE])
def test_the_command_imports_nothing_from_the_current_folder(here: Path, start: list[str]) -> None:
    done = python(*start, "compare", "posts.csv", "--arm", "arm", "--control", "a", "--metric", "views")
    assert "posts.csv" in done.stderr
    assert not (here.parent / "ran").exists()


def test_a_report_in_a_workspace_of_canaries_runs_none(here: Path, demo_once: Path) -> None:
    """The kernel imports pandas, the notebook's own folder and the workspace hold others of that name."""
    root = Path(shutil.copytree(demo_once, here / "kitchen"))
    canaries.set_out(here.parent / "ran", root, root / "notebooks", root / "experiments", root / "reports")
    os.chdir(root)
    done = python(*MODULE, "report", "lunch-slot")
    assert (done.returncode, (here.parent / "ran").exists()) == (0, False), done.stderr
    assert (root / "reports" / "lunch-slot" / "lunch-slot_en.html").is_file()


def test_a_kernel_stands_in_an_empty_folder_and_imports_from_neither_here_nor_there(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", str(here), "relative", str(ROOT / "toolkit")]))
    asked = nbformat.v4.new_code_cell("import os, sys\nprint(*sys.path, sep='\\n')\nprint(os.getcwd(), os.listdir())")
    template = tmp_path / "t.ipynb"
    template.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[asked])))
    with kernel() as running:
        *path, last = running.run(template, {}).cells[-1].outputs[0].text.splitlines()
    folder, _, inside = last.rpartition(" ")
    assert inside == "[]"
    assert not Path(folder).is_relative_to(here)
    assert not {"", str(here), folder} & set(path)
    assert str(PACKAGES) in path


def test_what_children_inherit_is_absolute_and_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", ".", "toolkit", f"{tmp_path}/", "/opt/their/packages"]))
    env = safe_environment()
    assert env["PYTHONPATH"].split(os.pathsep) == [str(PACKAGES), "/opt/their/packages"]
    assert env["PYTHONSAFEPATH"] == "1"


def test_the_package_is_found_even_where_it_is_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGES)
    monkeypatch.setattr(sys, "path", ["", str(PACKAGES), "/elsewhere"])
    leave_current_folder()
    assert sys.path == [str(PACKAGES), "/elsewhere"]


def test_workers_import_nothing_from_the_current_folder(here: Path) -> None:
    """Python starts them anew, each in the current folder."""
    code = (
        "import sys; sys.path.remove('')\n"
        "from cliptrial.planning.calibration import mapper\n"
        "with mapper(2) as mapped: print(list(mapped(abs, [-1, 2])))"
    )
    done = python("-c", code)
    assert (done.stdout, (here.parent / "ran").exists()) == ("[1, 2]\n", False), done.stderr


def test_a_program_in_the_current_folder_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor one that a relative part of the path leads to; the neighbour is a folder of programs."""
    programs = tmp_path / "programs"
    for folder in (tmp_path, programs):
        folder.mkdir(exist_ok=True)
        (folder / "chromium").write_text("#!/bin/sh\n")
        (folder / "chromium").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    for path in ("", ".", "programs", str(tmp_path)):
        monkeypatch.setenv("PATH", path)
        with pytest.raises(MissingToolError):
            find_browser()
    monkeypatch.setenv("PATH", f".{os.pathsep}{programs}")
    assert find_browser() == str(programs / "chromium")


WAITING = """
import signal
from cliptrial.cli.entry import _tidy_up_when_ended
from cliptrial.report.kernels import kernel

_tidy_up_when_ended()
with kernel() as running:
    print(running._client.km.connection_file, running._client.km.provisioner.process.pid, flush=True)
    signal.pause()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_how_to_reach_a_kernel_is_private_and_goes_with_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However its process ends; a killed one leaves it to the next one."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "toolkit"))
    with subprocess.Popen([sys.executable, "-P", "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as one:
        assert one.stdout is not None
        line = one.stdout.readline().decode().split()
        connection = Path(line[0])
        assert stat.S_IMODE(connection.stat().st_mode) == 0o600
        assert stat.S_IMODE(connection.parent.stat().st_mode) & 0o777 == 0o700
        assert sweep() == []
        one.send_signal(signal.Signals[name])
        one.communicate()
    if name == "SIGKILL":
        assert connection.exists()
        with private_folder():
            pass
    assert list(tmp_path.iterdir()) == []
    assert one.returncode != 0


def test_a_folder_of_the_living_of_others_or_of_another_kind_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    with private_folder() as mine:
        name = re.sub(r"-\d+-", f"-{gone.pid}-", mine.name)
        left, shared = tmp_path / name, tmp_path / f"{name}x"
        for folder in (left, shared):
            folder.mkdir()
        used_by(shared, os.getpid())
        (tmp_path / f"{name}link").symlink_to(mine)
        for stays in ("cliptrial-hypothesis", f"cliptrial-00000000-{gone.pid}-x"):
            (tmp_path / stays).mkdir()
        if hasattr(os, "getuid"):
            with monkeypatch.context() as another_user:
                another_user.setattr(os, "getuid", lambda: left.stat().st_uid + 1)
                assert sweep() == []
        assert sweep() == [left]
        assert mine.is_dir()
