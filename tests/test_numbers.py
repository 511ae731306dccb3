"""Every number that a module decides by stands once more in ``numbers.yaml``: who changes one says so in two places.

Run ``python -m tests.test_numbers`` to write the file anew, and look at what changed.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.places import ROOT

TOOLKIT = ROOT / "toolkit"
AGREED = Path(__file__).with_name("numbers.yaml")
LONGEST = 400
"""Lists of more characters than that are tables, which have tests of their own."""
FOLDERS = (
    "analysis",
    "cli",
    "forms",
    "metrics",
    "planning",
    "posts",
    "registry",
    "report",
    "rotation",
    "simulate",
    "stats",
)


def of_folder(folder: str) -> dict[str, dict[str, str]]:
    """The numbers of a folder's modules, by module and name."""
    found = {}
    for path in sorted((TOOLKIT / "cliptrial" / folder).rglob("*.py")):
        names = [name for statement in ast.parse(path.read_text("utf-8")).body for name in _named(statement)]
        dotted = ".".join(path.relative_to(TOOLKIT).with_suffix("").parts).removesuffix(".__init__")
        values = {name: getattr(importlib.import_module(dotted), name, None) for name in dict.fromkeys(names)}
        said = {name: _said(value) for name, value in values.items()}
        if numbers := {name: text for name, text in said.items() if text is not None and len(text) <= LONGEST}:
            found[dotted.removeprefix("cliptrial.")] = numbers
    return found


def _named(statement: ast.stmt) -> list[str]:
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return []
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    names = [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    return [name for name in names if name.isupper()]


def _said(value: Any) -> str | None:
    """A number, or what consists of numbers, as it is written; None of anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | timedelta | date | datetime | time):
        return str(value)
    if isinstance(value, tuple) and value and all(_said(one) is not None for one in value):
        return f"({', '.join(str(_said(one)) for one in value)})"
    if is_dataclass(value) and not isinstance(value, type):
        value = {each.name: one for each in fields(value) if _said(one := getattr(value, each.name)) is not None}
    if isinstance(value, Mapping) and value and all(_said(one) is not None for one in value.values()):
        inner = (f"{getattr(key, 'value', key)}: {_said(one)}" for key, one in value.items())
        return f"{{{', '.join(inner)}}}"
    return None


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_number_that_decides_is_the_one_that_was_agreed(folder: str) -> None:
    agreed = yaml.safe_load(AGREED.read_text(encoding="utf-8"))
    assert of_folder(folder) == agreed[folder]


if __name__ == "__main__":
    text = yaml.safe_dump({folder: of_folder(folder) for folder in FOLDERS}, width=140, sort_keys=False)
    AGREED.write_text(text, encoding="utf-8")
