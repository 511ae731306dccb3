"""Questions on a real terminal: an answer that cannot be used is asked for again, and none is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cliptrial.cli.answers import effect, followers, slots, weekdays
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.workspace import Workspace, load_workspace

pty = pytest.importorskip("pty", reason="terminals of this kind are POSIX")


def typed(folder: Path, lines: list[str], *arguments: str) -> tuple[int, str]:
    """Run a command on a terminal of its own and type these lines."""
    ours, theirs = pty.openpty()
    code = "from cliptrial.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, close_fds=True)
    os.close(theirs)
    os.write(ours, "".join(f"{line}\n" for line in lines).encode())
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # how a terminal says that the other side is gone
        pass
    os.close(ours)
    return process.wait(), shown.decode("utf-8", "replace")


def test_init_asks_again_until_an_answer_can_be_used(tmp_path: Path) -> None:
    lines = ["Küche Demo", "Wien", "", "", "many", "12.000", "studoi", "", "watch-time, reach", "Küche", "red", ""]
    code, shown = typed(tmp_path, [*lines, "fr", "de"], "init", "mine")
    assert code == 0, shown
    workspace = load_workspace(tmp_path / "mine")
    account = workspace.accounts["kueche_demo"]
    assert (account.timezone, account.followers, account.sources) == ("Europe/Vienna", 12000, ("studio", "numbers"))
    assert (workspace.goal_names, workspace.brand.name, workspace.language) == (("watch-time", "reach"), "Küche", "de")
    assert 'Did you mean "Europe/Vienna"?' in shown


def test_new_asks_again_until_an_answer_can_be_used(workspace: Workspace) -> None:
    wrong_and_right = {
        "title": ["Question hook"],
        "statement": ["Questions keep people."],
        "expect": ["up", ""],
        "variable": ["hok", "hook"],
        "control": ["Statement"],
        "variants": ["statement", "Question", ""],
        "primary": ["vews", "orders", "views"],
        "at_least": ["10", ""],
        "posts_per_arm": ["1", "6"],
        "start": ["31.12.2020", "2099-01-05"],
        "weekdays": ["mon blub", "Mo, Mi, Fr"],
        "slots": ["7 Uhr", ""],
        "slug": ["Question Hook", ""],
    }
    code, shown = typed(workspace.root, [line for lines in wrong_and_right.values() for line in lines], "new")
    assert code == 0, shown
    experiment = load_experiment("question-hook", workspace).experiment
    design = experiment.design
    assert (design.weekdays, design.slots, design.posts_per_arm) == (("mon", "wed", "fri"), ("07:00",), 6)
    assert (experiment.metrics.primary, experiment.hypothesis.at_least) == ("views", 0.1)
    assert [arm.value for arm in experiment.change.arms] == ["Statement", "Question"]
    for told in ("HH:MM", "10%", "has passed", "average_watch_time", "No source of the account delivers orders"):
        assert told in shown


def test_days_numbers_and_effects_are_read_as_people_write_them() -> None:
    assert weekdays("Mo und Freitag, sun") == ["mon", "fri", "sun"]
    assert weekdays("every day") == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert slots("7:30, 18:00") == ["07:30", "18:00"]
    assert [followers(text) for text in ("12000", "12.000", "1 200 000")] == [12000, 12000, 1200000]
    assert [effect(text) for text in ("50%", "0.5", "-20 %", "\u22125%")] == [0.5, 0.5, -0.2, -0.05]
