"""The parts of a module that may be mutated: no documentation, annotations, exports, or text for logs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SKIPPED_FIELDS = {"annotation", "returns", "decorator_list", "bases", "msg", "type_comment", "pattern"}
TYPING = {"Literal", "Annotated", "Union", "Optional", "Callable", "NDArray", "Mapping", "Sequence", "Final"}
LOG_CALLS = {"debug", "info", "warning", "error", "exception", "log"}
LOGGERS = {"log", "logger", "logging", "_log", "_logger"}


@dataclass(frozen=True)
class Spot:
    """A node with what stands around it.

    Attributes:
        node: What may be mutated.
        around: The nodes that it stands in, innermost first.
    """

    node: Any
    around: tuple[Any, ...]

    @property
    def parent(self) -> Any:
        """The node directly around."""
        return self.around[0] if self.around else None

    @property
    def statement(self) -> Any:
        """The innermost statement."""
        return next(node for node in (self.node, *self.around) if isinstance(node, ast.stmt))

    @property
    def constant(self) -> bool:
        """Whether it is part of a constant of the module."""
        statements = [node for node in (self.node, *self.around) if isinstance(node, ast.stmt)]
        return len(statements) == 1 and isinstance(statements[0], ast.Assign | ast.AnnAssign)


def spots(node: Any, around: tuple[Any, ...] = ()) -> Iterator[Spot]:
    """Everything below a node that may be mutated, in the order of the text."""
    if _skipped(node):
        return
    types_only = isinstance(node, ast.If) and _types_only(node.test)
    if not isinstance(node, ast.Module) and not types_only:
        yield Spot(node, around)
    inner = around if isinstance(node, ast.Module) else (node, *around)
    for field, value in ast.iter_fields(node):
        if field in SKIPPED_FIELDS or (field == "keywords" and isinstance(node, ast.ClassDef)):
            continue
        if types_only and field != "orelse":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from spots(child, inner)


def _skipped(node: Any) -> bool:
    match node:
        # Python 3.11 gives wrong places inside of f-strings, and what they say is for readers.
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Subscript(value=ast.Name(id=name)) if name in TYPING:
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=call))):
            return name in LOGGERS and call in LOG_CALLS
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
        case _:
            return False


def _types_only(test: ast.expr) -> bool:
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
