"""What cannot be used is refused at the door, with its place and its remedy; its nearest neighbour is not.

A new case is a new entry of ``doors/*.yaml``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.clock import on_day
from tests.refusals.bases import CHECKED_ON, PLANNED_ON, Bases, inside
from tests.refusals.calls import called
from tests.refusals.cases import Case, Try, all_cases, change

from cliptrial.cli.entry import run

Told = tuple[int, list[dict[str, Any]]]
ALL = all_cases()


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """The stages, each made once."""
    return Bases(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def door(
    bases: Bases, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Try], Told]:
    """Tries something, and gives the exit code and every problem that was told; plans are made two weeks ahead."""
    on_day(monkeypatch, "cli.weekly.plan", PLANNED_ON)
    on_day(monkeypatch, "cli.sometimes.proof", CHECKED_ON)

    def tried(one: Try) -> Told:
        root = bases.copy(one.stage, tmp_path / "ws" if not (tmp_path / "ws").exists() else tmp_path / "neighbour")
        change(root, one.files)
        with inside(root):
            if one.call is not None:
                return called(one.call, one.arguments, root)
            capsys.readouterr()
            code = run([*one.run, "--json"])
            told = json.loads(capsys.readouterr().out)
        notes = [note for note in told.get("notes", ()) if isinstance(note, dict)]
        return code, [*told.get("errors", ()), *notes]

    return tried


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_bad_input_is_refused_word_for_word_and_its_neighbour_is_not(
    case: Case, door: Callable[[Try], Told], bases: Bases, tmp_path: Path
) -> None:
    """Code, place, what is wrong, what was expected, and how to mend it: all of it, and nothing else."""
    code, problems = door(case.tried)
    assert [_plain(one, tmp_path / "ws") for one in problems] == [_filled(one, bases) for one in case.problems]
    assert case.problems
    noted = case.tried.run[:1] in (("validate",), ("plan",)) and code == 0
    assert code == (0 if noted else 2 if problems[0]["code"] == "usage" else 1)
    if case.neighbour is not None:
        code, others = door(case.neighbour)
        assert [one for one in others if one["code"] in {p["code"] for p in problems}] == []
        assert code == 0


def _plain(problem: Mapping[str, Any], root: Path) -> dict[str, str]:
    """A problem as the cases write it."""
    beside = problem["position"] is None and f'"{problem["field"]}"' not in problem["where"]
    named = problem["field"] is not None and beside
    place = problem["where"] + (f' "{problem["field"]}"' if named else "")
    told = {key: problem[key] for key in ("code", "what", "expected", "mend")} | {"at": place}
    return {key: value.replace(str(root), "{here}") for key, value in told.items() if value}


def _filled(problem: Mapping[str, str], bases: Bases) -> dict[str, str]:
    return {k: v.replace("{locked}", bases.locked_on()) if "{locked}" in v else v for k, v in problem.items()}
