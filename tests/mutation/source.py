"""A module as text and as a tree, and the function that each line belongs to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.mutation.project import Project, digest

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    """Where a function stands; its digest changes when its text does, not when it moves."""

    qualname: str
    first: int
    last: int
    digest: str


class Source:
    """One module.

    Attributes:
        path: Below the root of the project.
        text: What the file says.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.data = text.encode()
        self.tree = ast.parse(text)
        self.lines = text.splitlines()

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.data.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def at(self, line: int, column: int) -> int:
        """The byte at which a place of the tree stands."""
        return self._starts[line - 1] + column

    def start(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        """The first byte of a node."""
        return self.at(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        """The byte after a node."""
        return self.at(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def said(self, node: ast.expr) -> str:
        """A node's own text."""
        return self.data[self.start(node) : self.end(node)].decode()

    @cached_property
    def functions(self) -> list[Function]:
        """Every function, outer ones before those within them."""
        return list(self._below(self.tree, ()))

    def _below(self, node: ast.AST, names: tuple[str, ...]) -> Iterator[Function]:
        for child in ast.iter_child_nodes(node):
            inner = names
            if isinstance(child, Definition | ast.ClassDef):
                inner = (*names, child.name)
            if isinstance(child, Definition):
                first, last = child.lineno, child.end_lineno or child.lineno
                text = "\n".join(self.lines[first - 1 : last])
                yield Function(".".join(inner), first, last, digest(text))
            yield from self._below(child, inner)

    @cached_property
    def _by_line(self) -> dict[int, Function]:
        return {line: one for one in self.functions for line in range(one.first, one.last + 1)}

    def function_at(self, line: int) -> Function | None:
        """The innermost function around a line; None at the level of the module or of a class."""
        return self._by_line.get(line)


def sources(project: Project) -> dict[str, Source]:
    """Every module of the package."""
    return {path: Source(path, project.read(path)) for path in project.modules()}
