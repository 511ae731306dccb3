"""Earlier posts: of a small store everything that is said of it, asked in many ways; a new question is a new row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.analysis.earlier import earlier
from tests.fairness import told
from tests.fairness.test_whole_answers import said, same

import cliptrial
from cliptrial.registry.workspace import Workspace

CASES = Path(__file__).parent / "cases"


def rows(file: str) -> Iterator[Any]:
    """A file's rows, under their names."""
    for case in YAML(typ="safe").load(CASES / file):
        yield pytest.param(case, id=case["says"])


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The store."""
    return earlier(tmp_path_factory.mktemp("earlier") / "ws")


@pytest.mark.parametrize("case", list(rows("history.yaml")))
def test_values_side_by_side_are_told_with_every_number(case: dict[str, Any], workspace: Workspace) -> None:
    said(cliptrial.compare_history(workspace, **case["ask"]), case)


@pytest.mark.parametrize("case", list(rows("many_arms.yaml")))
def test_many_values_at_once_are_told_with_every_number(case: dict[str, Any], workspace: Workspace) -> None:
    found = cliptrial.many_arms(workspace, **case["ask"])
    same(told.full(found), case["answer"], "answer")
