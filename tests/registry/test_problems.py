"""How a problem is told: its place in one string, its sentences, and the form for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cliptrial.errors import (
    ClipTrialError,
    InputError,
    MissingToolError,
    PlanError,
    Problem,
    RegistryError,
    ReportError,
    SourceError,
    relative_to,
)


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({}, ""),
        ({"path": "a.yaml"}, "a.yaml"),
        ({"path": "a.yaml", "line": 3}, "a.yaml:3"),
        ({"path": "a.yaml", "line": 3, "column": 7}, "a.yaml:3:7"),
        ({"path": "a.yaml", "column": 7}, "a.yaml"),
        ({"path": "a.yaml", "line": 3, "column": 7, "field": "goal"}, "a.yaml:3:7"),
        ({"path": "a.yaml", "line": 0, "column": 0}, "a.yaml:0:0"),
        ({"path": "a.csv", "row": 2}, "a.csv, row 2"),
        ({"path": "a.csv", "row": 2, "field": "Post time"}, 'a.csv, row 2, column "Post time"'),
        ({"path": "a.csv", "row": 0, "field": ""}, 'a.csv, row 0, column ""'),
        ({"field": "goal"}, '"goal"'),
        ({"path": "a.csv", "field": "goal"}, 'a.csv, "goal"'),
        ({"row": 2}, "row 2"),
        ({"path": "a.csv", "line": 1, "row": 2, "field": "goal"}, "a.csv:1, row 2"),
    ],
)
def test_a_place_is_one_string(place: dict[str, Any], where: str) -> None:
    """A line in a text, a row and a column in a table, a key where there is no file yet."""
    assert Problem("x", "y", **place).where == where


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("It broke",), "It broke."),
        (("It broke.",), "It broke."),
        (("Why?", "", "Run!"), "Why? Run!"),
        (("It broke", "A whole", "Mend it"), "It broke. Expected: A whole. Mend it."),
        (("It broke", "", "Mend it"), "It broke. Mend it."),
        (("It broke", "A whole"), "It broke. Expected: A whole."),
    ],
)
def test_a_problem_is_told_in_whole_sentences_behind_its_place(words: tuple[str, ...], told: str) -> None:
    """And for programs with every field."""
    problem = Problem("code", *words)
    assert str(problem) == told
    placed = Problem("code", *words, path="a.csv", row=2)
    assert str(placed) == f"a.csv, row 2: {told}"
    expected, mend = (*words, "", "")[1:3]
    assert placed.as_dict() == {
        "code": "code",
        "what": words[0],
        "expected": expected,
        "mend": mend,
        "path": "a.csv",
        "line": None,
        "column": None,
        "row": 2,
        "field": None,
        "where": "a.csv, row 2",
        "position": None,
    }


@pytest.mark.parametrize("kind", [InputError, RegistryError, PlanError, SourceError, ReportError])
def test_an_error_carries_every_problem(kind: type[InputError]) -> None:
    """One, several, or an iterator of them; a line each."""
    one, other = Problem("a", "First"), Problem("b", "Second", path="x")
    assert kind(one).problems == (one,)
    assert kind(iter([one, other])).problems == (one, other)
    assert str(kind([one, other])) == "First.\nx: Second."
    assert isinstance(kind(one), ClipTrialError)
    assert not issubclass(MissingToolError, InputError)


def test_a_path_is_told_as_it_is_written_in_its_folder(tmp_path: Path) -> None:
    """Only its name where it lies elsewhere."""
    assert relative_to(tmp_path / "a" / "b.csv", tmp_path) == "a/b.csv"
    assert relative_to(tmp_path / "c" / ".." / "b.csv", tmp_path) == "b.csv"
    assert relative_to(tmp_path / "b.csv", tmp_path / "a") == "b.csv"
