"""The command line on a real workspace, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cliptrial.cli import run as run_command
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout as the one JSON object that it must be."""
        return json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))


Command = Callable[..., Outcome]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with one account; the current folder is in it."""
    accounts = {"kitchen_demo": {"timezone": "Europe/Berlin", "sources": ["studio", "numbers"]}}
    made = init_workspace(tmp_path / "ws", accounts=accounts, goals=["watch-time"])
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run one command line."""

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run


NEW = (
    "new",
    "question-hook",
    "--title",
    "Question hook",
    "--statement",
    "Questions keep people.",
    "--expect",
    "increase",
    "--variable",
    "hook",
    "--control",
    "Statement in the first 3 s",
    "--variant",
    "Question in the first 3 s",
)
