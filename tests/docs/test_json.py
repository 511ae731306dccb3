"""The keys that docs/json.md gives for a command are those that it prints."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.places import ROOT

from cliptrial.cli.entry import run

TEXT = (ROOT / "docs" / "json.md").read_text(encoding="utf-8").split("## Every other command")[1]
ROWS = re.findall(r"^\| `([^`]+)` \| (`.*) \|$", TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def workspace(demo_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(demo_once, tmp_path_factory.mktemp("json") / "kitchen")


@pytest.mark.parametrize(("command", "cell"), ROWS, ids=[command for command, _ in ROWS])
def test_a_command_prints_the_keys_of_its_row(
    command: str, cell: str, workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    assert run([*command.split(), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert sorted(printed) == sorted(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", cell)))
    for key, inner in re.findall(r"`(\w+)` \(([^)]*)\)", cell):
        first = printed[key][0]
        assert set(re.findall(r"`(\w+)`", inner)) <= set(first)
