"""The house holds its own measures: how much code there is, how long functions are, how full folders are.

``python -m tests.house`` prints the figures, and fails where one is above its limit.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.places import ROOT

TOOLKIT = ROOT / "toolkit" / "cliptrial"
LINES = 91_960
FUNCTION_P90 = 21
FUNCTION_MOST = 60
ARGUMENTS = 12
MODULES_A_FOLDER = 17
SAY_NOTHING = ("told", "found")
SAYING_NOTHING = 7
"""So many variables may still be called by a name of :data:`SAY_NOTHING`; the figure only ever falls."""
ANYTHING = 32
"""Places where a type is ``Any``: what files, widgets and libraries hand over before anybody has looked at it."""
PUBLIC = {"compare"}
"""Functions whose arguments are a promise to others (DESIGN, section 9)."""


@dataclass(frozen=True)
class Place:
    """Where something stands in the toolkit, with what was counted."""

    count: int
    path: Path
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.count:4} {self.path.relative_to(TOOLKIT)}:{self.line} {self.name}"


@lru_cache(maxsize=1)
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TOOLKIT.rglob("*.py"))}


def lines() -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in TOOLKIT.rglob("*.py"))


def functions() -> list[Place]:
    return [
        Place((node.end_lineno or 0) - node.lineno + 1, path, node.lineno, node.name)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def wide_calls() -> list[Place]:
    """Calls with too many arguments; a record is made by naming each of its fields."""
    calls = [
        Place(len(node.args) + len(node.keywords), path, node.lineno, called(node))
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]
    return [one for one in calls if one.count > ARGUMENTS and one.name not in PUBLIC and not one.name[:1].isupper()]


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def folders() -> Counter[Path]:
    return Counter(path.parent for path in TOOLKIT.rglob("*.py") if path.name != "__init__.py")


def names_that_say_nothing() -> list[str]:
    return [name for tree in modules().values() for name in bound(tree) if name in SAY_NOTHING]


def bound(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def anything() -> int:
    return sum(
        isinstance(node, ast.Name) and node.id == "Any" for tree in modules().values() for node in ast.walk(tree)
    )


def p90(counts: list[int]) -> int:
    return sorted(counts)[int(0.9 * len(counts))]


@dataclass(frozen=True)
class Figure:
    """Something that was counted, and how much of it there may be."""

    name: str
    count: int
    limit: int

    def __str__(self) -> str:
        return f"{self.name:<34} {self.count:6,} of at most {self.limit:,}{'' if self.holds else '  TOO MANY'}"

    @property
    def holds(self) -> bool:
        return self.count <= self.limit


def figures() -> list[Figure]:
    counts = [one.count for one in functions()]
    return [
        Figure("lines", lines(), LINES),
        Figure("lines of nine functions in ten", p90(counts), FUNCTION_P90),
        Figure("lines of the longest function", max(counts), FUNCTION_MOST),
        Figure(f"calls with over {ARGUMENTS} arguments", len(wide_calls()), 0),
        Figure("modules in the fullest folder", max(folders().values()), MODULES_A_FOLDER),
        Figure("types that may be anything", anything(), ANYTHING),
        Figure("variables called told or found", len(names_that_say_nothing()), SAYING_NOTHING),
    ]


def worst() -> list[str]:
    """Where to look first: what is too long or too wide."""
    long = [one for one in functions() if one.count > FUNCTION_MOST]
    return [str(one) for one in sorted([*long, *wide_calls()], key=lambda one: -one.count)]


def main() -> int:
    every = figures()
    print(*every, *worst(), sep="\n")
    return 0 if all(figure.holds for figure in every) else 1


if __name__ == "__main__":
    sys.exit(main())
