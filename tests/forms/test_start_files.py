"""A double click opens ClipTrial: the start files of a workspace find the Python that has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cliptrial.cli import run
from cliptrial.forms.lab import copy_notebooks, packaged_notebooks
from cliptrial.forms.start_files import NAMES, write_start_files

UNIX = [name for name in NAMES if name != "Start.bat"]
INIT = ["init", "--account", "demo", "--timezone", "Europe/Berlin"]


def python_at(path: Path, says: str, *, has_it: bool) -> None:
    """A program in the place of Python that has ClipTrial, or has not, and says what it was asked."""
    path.parent.mkdir(parents=True)
    path.write_text(
        f'#!/bin/sh\n[ "$1" = -c ] && exit {0 if has_it else 1}\necho {says} "$PWD" "$@"\n', encoding="utf-8"
    )
    path.chmod(0o755)


def opened(file: Path, home: Path) -> str:
    """What a double click shows, from another folder, on a computer with this home and no Python of its own."""
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    return subprocess.run([file], cwd="/", env=env, input="\n", capture_output=True, text=True, check=False).stdout


@pytest.mark.skipif(os.name == "nt", reason="shell")
@pytest.mark.parametrize("name", UNIX)
def test_the_python_of_the_workspace_is_found_and_one_without_cliptrial_is_passed_over(
    name: str, tmp_path: Path
) -> None:
    root = tmp_path / "kitchen with blank's"
    root.mkdir()
    write_start_files(root)
    assert os.access(root / name, os.X_OK)
    python_at(tmp_path / ".venv/bin/python", "beside", has_it=True)
    assert opened(root / name, tmp_path / "home") == f"beside {root} -m cliptrial lab\n"
    python_at(root / ".venv/bin/python", "inside", has_it=False)
    assert opened(root / name, tmp_path / "home").startswith("beside")


@pytest.mark.skipif(os.name == "nt", reason="shell")
def test_where_cliptrial_is_not_installed_both_languages_say_so(tmp_path: Path) -> None:
    write_start_files(tmp_path)
    file = tmp_path / "start.sh"
    file.write_text(file.read_text("utf-8").replace(sys.executable, "/none"), encoding="utf-8")
    told = opened(file, tmp_path)
    assert "is not installed on this computer" in told
    assert "ist auf diesem Computer nicht installiert" in told


def test_the_file_for_windows_has_its_ends_of_lines_and_looks_beside_itself(tmp_path: Path) -> None:
    write_start_files(tmp_path)
    text = (tmp_path / "Start.bat").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 10
    assert b'".venv\\Scripts\\python.exe"' in text
    assert b"-m cliptrial lab" in text


def test_init_writes_them_and_what_is_there_is_never_changed(tmp_path: Path) -> None:
    (tmp_path / "start.sh").write_text("mine", encoding="utf-8")
    assert run([*INIT, str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} >= {*NAMES}
    assert (tmp_path / "start.sh").read_text("utf-8") == "mine"
    assert write_start_files(tmp_path) == ()


def test_a_notebook_of_an_earlier_version_is_replaced_and_one_that_people_changed_is_not(tmp_path: Path) -> None:
    """Whoever comes from the six forms one below the other gets the page with tabs, or keeps what is theirs."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    first = folder / "start_here.ipynb"
    shutil.copyfile(Path(__file__).parent / "start_here_of_six_forms.ipynb", first)
    assert "start_here.ipynb" in copy_notebooks(tmp_path)
    assert first.read_bytes() == (packaged_notebooks() / "start_here.ipynb").read_bytes()
    first.write_text(first.read_text("utf-8").replace("open_forms()", "open_forms(lang='de')"), encoding="utf-8")
    assert copy_notebooks(tmp_path) == ()
    assert "lang='de'" in first.read_text("utf-8")
