"""Every problem that the product can make, found in its source: where, and under which codes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tests.places import ROOT

SOURCE = ROOT / "toolkit" / "cliptrial"
MAKERS = {
    "Problem": 0,
    "problem": 1,
    "key_problem": 1,
    "scan.problem": 2,
    "findings.add": 0,
    "self.refuse": 2,
    "reader.refuse": 2,
    "self._note": 1,
    "read_json": 2,
}
"""By the end of what is called: at which place among its arguments the code stands."""
ELSEWHERE = {
    ("analysis/history/labels.py", "f'no_{dimension}'"): {"no_sound", "no_duration"},
    ("analysis/history/stored_posts.py", "code"): {"unknown_account", "unknown_dimension", "unknown_metric"},
    ("errors.py", "type(error).__name__"): {"MissingToolError"},
    ("posts/any_table.py", "code"): {"ambiguous_number", "not_a_number"},
    ("planning/chance_history.py", "f'unknown_{kind}'"): {"unknown_metric", "unknown_account", "unknown_column"},
    ("metrics/presets.py", "one.code"): set(),
    ("planning/plan.py", "problem.code"): set(),
    ("report/failures.py", "code"): set(),
    ("posts/mapping.py", "one.code"): set(),
    ("posts/workbook/filled/problems.py", "wrong.code"): set(),
    ("registry/yaml/entries.py", "self.code"): {"decisions", "approvals", "ideas"},
    ("registry/plan/schedule_files.py", "f'unknown_{column}'"): {"unknown_arm", "unknown_account"},
}
"""Codes that are put together, by file and expression; none where a problem is only passed on."""


@dataclass(frozen=True)
class Site:
    """A place in the product that makes problems.

    Attributes:
        file: Below ``cliptrial``.
        first: First line of the call.
        last: Last line of the call.
        codes: Every code that it can give.
    """

    file: str
    first: int
    last: int
    codes: frozenset[str]


@lru_cache
def sites() -> tuple[Site, ...]:
    """Every place that makes a problem.

    Raises:
        AssertionError: A code that stands in no source line as a text, and not in :data:`ELSEWHERE` either.
    """
    return tuple(site for path in sorted(SOURCE.rglob("*.py")) for site in _sites(path.read_text("utf-8"), path))


def codes() -> frozenset[str]:
    """Every code of a problem."""
    return frozenset().union(*(site.codes for site in sites()))


def _sites(text: str, path: object) -> Iterator[Site]:
    file = str(path).removeprefix(f"{SOURCE}/")
    for function, call in _calls(ast.parse(text), None):
        place = _place(call)
        if place is None:
            continue
        expression = _code(call, place)
        if expression is None or _hands_on(expression, function):
            continue
        found = _codes(expression, file)
        assert found is not None, f"{file}:{call.lineno}: say in ELSEWHERE what {ast.unparse(expression)} can be"
        if found:
            yield Site(file, call.lineno, call.end_lineno or call.lineno, frozenset(found))


Function = ast.FunctionDef | ast.AsyncFunctionDef | None


def _calls(node: ast.AST, function: Function) -> Iterator[tuple[Function, ast.Call]]:
    """Every call with the function around it."""
    for child in ast.iter_child_nodes(node):
        inside = child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if isinstance(child, ast.Call):
            yield inside, child
        yield from _calls(child, inside)


def _place(call: ast.Call) -> int | None:
    """Where the code stands among the arguments; None where the call makes no problem."""
    parts = ast.unparse(call.func).split(".")
    for named in (".".join(parts[-2:]), parts[-1]):
        if named in MAKERS:
            return MAKERS[named]
    return None


def _code(call: ast.Call, place: int) -> ast.expr | None:
    named = next((one.value for one in call.keywords if one.arg == "code"), None)
    spread = next((one for one in call.keywords if one.arg is None), None)
    if named is not None or len(call.args) > place:
        return named if named is not None else call.args[place]
    return ast.Name(f"**{ast.unparse(spread.value)}") if spread is not None else None


def _hands_on(expression: ast.expr, function: Function) -> bool:
    """Whether the code is an argument of the function around the call: a maker itself."""
    if function is None or not isinstance(expression, ast.Name):
        return False
    arguments = function.args
    return expression.id in {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}


def _codes(expression: ast.expr, file: str) -> set[str] | None:
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return {expression.value}
    if isinstance(expression, ast.IfExp):
        one, other = _codes(expression.body, file), _codes(expression.orelse, file)
        return None if one is None or other is None else one | other
    return ELSEWHERE.get((file, ast.unparse(expression)))
