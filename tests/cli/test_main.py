"""What holds for every command: quick help, plain words, exit codes, one object under --json."""

from __future__ import annotations

import importlib.util
import math
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
import typer
from tests.cli.conftest import NEW, Command

from cliptrial.cli import app as app_module
from cliptrial.cli.app import GROUPS
from cliptrial.cli.output import to_plain
from cliptrial.registry.draft import Draft
from cliptrial.registry.workspace import Workspace

MAIN = [sys.executable, "-c", "from cliptrial.cli import main; main()"]
WRITTEN = [n for g, (_, names) in GROUPS.items() for n in names if importlib.util.find_spec(f"cliptrial.cli.{g}.{n}")]


def test_help_lists_every_command_with_one_line_under_the_heading_of_its_group(command: Command) -> None:
    """Every week, now and then, analyst: each group in the order of the work."""
    told = command("--help")
    assert told.code == 0
    ends = [*(f"\n{heading}:\n" for heading, _ in GROUPS.values()), "\nthe end"]
    for (_, commands), here, there in zip(GROUPS.values(), ends, ends[1:], strict=False):
        part = f"{told.out}\nthe end".partition(here)[2].partition(there)[0]
        assert re.findall(r"^  ([a-z]+)  +\S.*$", part, re.MULTILINE) == list(commands)
    assert command().out == told.out


def test_help_imports_nothing_but_what_reads_the_command_line() -> None:
    """Not pydantic, not ruamel, not rich, let alone pandas: that is why it answers at once."""
    code = (
        "import sys; before = set(sys.modules); from cliptrial.cli import run; run(['--help']); "
        "print(*sorted({m.partition('.')[0] for m in {*sys.modules} - before} - {*sys.stdlib_module_names}))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "annotated_doc cliptrial shellingham typer"


@pytest.mark.parametrize("name", WRITTEN)
def test_every_command_explains_itself(command: Command, name: str) -> None:
    """In words that are not the table's alone."""
    told = command(name, "--help")
    assert told.code == 0
    explained, options, _ = told.out.partition("\nOptions:\n")
    assert options
    assert len(explained.partition("\n\n")[2].split()) > 8


def test_new_describes_a_key_as_its_file_does(command: Command) -> None:
    options = " ".join(command("new", "--help").out.split())
    for name in ("title", "statement", "because", "at_least", "goal", "primary", "secondary", "posts_per_arm"):
        described = Draft.model_fields[name].description
        assert described
        assert re.search(rf"--{name.replace('_', '-')} <\S+> {re.escape(described)}", options), name


def test_demo_says_that_its_language_is_the_brands(command: Command) -> None:
    options = " ".join(command("demo", "--help").out.split())
    assert "--lang en|de Language in which the brand writes. Default: en." in options
    assert "workspace's" not in options


def test_a_mistyped_command_suggests_the_right_one(command: Command) -> None:
    """Wrong usage: exit 2."""
    told = command("valdate")
    assert told.code == 2
    assert "Did you mean 'validate'" in told.err
    assert command("valdate", "--json").json["errors"][0]["code"] == "usage"


def test_bad_input_is_told_in_words_and_as_an_object(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 1; nothing on stdout, or nothing but the object."""
    monkeypatch.chdir(tmp_path)
    told = command("list")
    assert (told.code, told.out) == (1, "")
    assert "--workspace DIR" in told.err
    as_json = command("list", "--json")
    assert (as_json.code, as_json.err) == (1, "")
    assert set(as_json.json) == {"errors"}
    assert as_json.json["errors"][0]["code"] == "no_workspace"


class _Broken:
    """A command that fails in a way of its own."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def run(self) -> None:
        """Fail."""
        raise self.error


def _failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    broken = _Broken(error)

    def run() -> None:
        """Fail."""
        broken.run()

    module = type("module", (), {"run": staticmethod(run)})
    monkeypatch.setattr(app_module.importlib, "import_module", lambda name: module)


def test_an_unexpected_failure_is_one_sentence(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The traceback only on demand."""
    _failing(monkeypatch, ZeroDivisionError("division by zero"))
    told = command("list")
    assert told.code == 1
    assert "Traceback" not in told.err
    assert "ZeroDivisionError: division by zero (test_main.py, line" in told.err
    assert "report" in told.err
    assert len(told.err.splitlines()) == 1
    monkeypatch.setenv("CLIPTRIAL_DEBUG", "1")
    assert "Traceback" in command("list").err


def test_stopping_says_what_is_safe(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C."""
    _failing(monkeypatch, KeyboardInterrupt())
    told = command("list")
    assert told.code == 130
    assert "Nothing is half-written" in told.err


def test_a_file_that_cannot_be_used_is_named(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is open in a spreadsheet, a full disk."""
    _failing(monkeypatch, PermissionError(13, "Permission denied", "schedule.csv"))
    told = command("list")
    assert told.code == 1
    assert "schedule.csv" in told.err
    assert "no other program holds it open" in told.err


@pytest.mark.parametrize(("error", "code"), [(typer.Exit(1), 1), (typer.BadParameter("so not"), 2)])
def test_commands_choose_their_exit_code(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    """A blocker, wrong usage."""
    _failing(monkeypatch, error)
    assert command("list").code == code


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lock", "Missing argument 'SLUG...'."),
        ("compare x.csv", "Missing option '--arm'."),
        ("list --jason", "No such option: --jason (Possible options: --json, --lang)"),
        ("list --zzz", "No such option: --zzz"),
        ("valdate", "No such command 'valdate'. Did you mean 'validate', 'calibrate'?"),
        ("qqqq", "No such command 'qqqq'."),
        ("chance --draws x", "Invalid value for '--draws': \"x\" is not a whole number"),
        ("chance --draws 0", "Invalid value for '--draws': 0 is not 1 or more"),
        ("chance --posts-per-arm 501", "Invalid value for '--posts-per-arm': 501 is not 500 or less"),
        ("compare x.csv --arm a --alpha x", "Invalid value for '--alpha': \"x\" is not a number"),
        ("chance --draws", "Option '--draws' requires an argument."),
        ("list --json=3", "Option '--json' does not take a value."),
        ("list a b", "Got unexpected extra arguments (a b)"),
    ],
)
def test_a_line_that_cannot_be_understood_is_told_in_our_words(command: Command, typed: str, told: str) -> None:
    shown = command(*typed.split())
    *usage, error = shown.err.splitlines()
    assert (shown.code, shown.out, error) == (2, "", f"Error: {told}")
    assert [line.split()[0] for line in usage] == ([] if told.startswith("Option") else ["Usage:", "Try"])


def test_a_command_that_leaves_by_itself_keeps_its_exit_code(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stands between a library's exit and the shell."""
    _failing(monkeypatch, SystemExit(3))
    with pytest.raises(SystemExit) as left:
        command("list")
    assert left.value.code == 3


def test_captions_pass_through_pipes_of_any_encoding(workspace: Workspace, command: Command) -> None:
    """A console in another code page gets UTF-8 all the same."""
    command(*NEW[:3], "Küche 🍲", *NEW[4:])
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run([*MAIN, "list", "--json"], check=True, capture_output=True, env=environment)
    assert "Küche 🍲" in done.stdout.decode("utf-8")


def test_the_process_exits_with_the_code_of_the_command(workspace: Workspace) -> None:
    """For scripts."""
    assert subprocess.run([*MAIN, "list"], capture_output=True, check=False).returncode == 0
    assert subprocess.run([*MAIN, "lock", "nothing"], capture_output=True, check=False).returncode == 1
    assert subprocess.run([*MAIN, "lock"], capture_output=True, check=False).returncode == 2


class _Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class _Row:
    when: date
    values: tuple[float, ...]


def test_anything_a_command_knows_becomes_json() -> None:
    """Records, dates, choices, paths, sets, numbers of numpy; NaN and infinity are null."""
    import numpy as np

    value = {
        _Colour.RED: _Row(date(2026, 3, 2), (1.5, math.nan, math.inf, -math.inf)),
        1: {Path("a") / "b"},
        "n": [np.float64("nan"), np.int64(3), np.array([1.0, np.inf]), np.bool_(True)],
        "none": None,
    }
    assert to_plain(value) == {
        "red": {"when": "2026-03-02", "values": [1.5, None, None, None]},
        "1": ["a/b"],
        "n": [None, 3, [1.0, None], True],
        "none": None,
    }
    with pytest.raises(TypeError, match="object cannot be written as JSON"):
        to_plain({"deep": [object()]})
