"""Every operator makes the changes that it names, and the same seed makes the same ones."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.mutation.choosing import chosen
from tests.mutation.operators import OPERATORS, mutants
from tests.mutation.project import Project
from tests.mutation.source import Source

CASES = YAML(typ="safe").load(Path(__file__).parent / "changes.yaml")
PROJECT = Project(Path(__file__).parents[2])
NEVER = '''"""1 + 1"""
from __future__ import annotations
__all__ = ["a", "b"]
if TYPE_CHECKING:
    LIMIT = 1 + 1
X: Literal[1, 2, 3]
@f(1, b=True)
def g(a: Annotated[int, 1 + 1]) -> Sequence[1]:
    """1 + 1"""
    assert a, 1 + 1
    log.warning("seen", 1 + 1)
    x = f"{1 + 1:.2f}"
'''


def test_every_operator_has_cases() -> None:
    assert set(CASES) == {operator.__name__ for operator in OPERATORS}


@pytest.mark.parametrize(("operator", "case"), [(name, case) for name, cases in CASES.items() for case in cases])
def test_an_operator_changes_what_it_says_and_nothing_else(operator: str, case: dict[str, Any]) -> None:
    source = Source("a.py", case["source"])
    made = [mutant for mutant in mutants(source) if mutant.operator == operator]
    assert sorted(" / ".join(mutant.after.splitlines()) for mutant in made) == sorted(case["changes"])
    assert all(mutant.viable and len(mutant.text.splitlines()) == len(source.lines) for mutant in made)


def test_documentation_annotations_exports_and_log_texts_are_never_changed() -> None:
    assert [(mutant.line, mutant.operator) for mutant in mutants(Source("a.py", NEVER))] == []


def test_the_same_seed_draws_the_same_mutants_and_more_of_them_begin_alike() -> None:
    paths = [f"toolkit/cliptrial/stats/{name}" for name in ("pooled/prior.py", "weekdays.py", "sequential.py")]
    few = {path: Source(path, PROJECT.read(path)) for path in paths}

    def drawn(seed: int, number: int) -> list[tuple[str, str, str]]:
        found = chosen(PROJECT, few, seed=seed, number=number)
        return [(m.source.path, m.before, m.after) for m in found]

    assert drawn(1, 20) == drawn(1, 20) == drawn(1, 30)[:20]
    assert drawn(1, 20) != drawn(2, 20)


def test_a_mutant_is_named_by_the_lines_that_it_changes() -> None:
    source = Source("a.py", "class A:\n    def f(self):\n        return (\n            1 +\n            b\n        )\n")
    (mutant,) = (mutant for mutant in mutants(source) if mutant.operator == "arithmetic")
    assert (mutant.function, mutant.line, mutant.before, mutant.after) == ("A.f", 4, "1 +", "1 -")
    ast.parse(mutant.text)
