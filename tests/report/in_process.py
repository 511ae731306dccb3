"""Templates run in the tests' own process: what a kernel would show, without its start."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cliptrial.report.kernels import parameterised
from cliptrial.report.section import Section


class InProcess:
    """Runs packaged templates, whose cells end with a section or with nothing."""

    def run(self, template: Path, parameters: Mapping[str, object]) -> NotebookNode:
        """The executed copy of a template."""
        notebook, names = parameterised(template, parameters), dict[str, object]()
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [shown(value) for value in _values(cell.source, names)]
        return notebook

    @contextmanager
    def lent(self) -> Iterator[InProcess]:
        """In the place of :func:`cliptrial.report.kernels.kernel`."""
        yield self


def shown(section: Section) -> NotebookNode:
    """A cell's output that shows a section."""
    return nbformat.v4.new_output("display_data", data=section._repr_mimebundle_())


def _values(source: str, names: dict[str, object]) -> Iterator[Section]:
    """Run a cell's lines; the value of the last one where it is no more than a value."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if isinstance(last, ast.Expr):
        yield eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
