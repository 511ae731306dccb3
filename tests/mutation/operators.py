"""The changes: each operator looks at one spot and says what may stand there instead.

Changes are made in the text, so that lines keep their numbers and a survivor reads as it was written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.mutation.source import Source
from tests.mutation.spots import Spot, spots

Change = tuple[int, int, str]
"""From byte, to byte, and the text that replaces them."""

COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: (r"\bis\b", "is not"),
    ast.IsNot: (r"\bis\s+not\b", "is"),
    ast.In: (r"\bin\b", "not in"),
    ast.NotIn: (r"\bnot\s+in\b", "in"),
}
ARITHMETIC = {
    ast.Add: (r"\+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: (r"\*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Pow: (r"\*\*", "*"),
    ast.Mod: ("%", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: (r"\|", "&"),
}
OPPOSITES = dict(
    pair
    for one, other in (("min", "max"), ("any", "all"), ("minimum", "maximum"), ("argmin", "argmax"), ("floor", "ceil"))
    for pair in ((one, other), (other, one))
)
SILENT_KEYWORDS = {
    "strict",
    "dtype",
    "encoding",
    "copy",
    "newline",
    "slots",
    "frozen",
    "stacklevel",
    "divide",
    "invalid",
    "over",
    "under",
}
"""Arguments that guard or hasten but change no result of sound code."""
NOT_NUMBERS = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp, ast.Dict)


def comparison(source: Source, spot: Spot) -> Iterator[Change]:
    """A boundary moves, or equality and membership turn round."""
    if isinstance(spot.node, ast.Compare):
        sides = [spot.node.left, *spot.node.comparators]
        for operator, left, right in zip(spot.node.ops, sides, spot.node.comparators, strict=False):
            yield from _between(source, left, right, *COMPARISONS[type(operator)])


def boolean(source: Source, spot: Spot) -> Iterator[Change]:
    """``and`` becomes ``or``, and back."""
    if isinstance(spot.node, ast.BoolOp):
        word, other = ("and", "or") if isinstance(spot.node.op, ast.And) else ("or", "and")
        for left, right in zip(spot.node.values, spot.node.values[1:], strict=False):
            yield from _between(source, left, right, rf"\b{word}\b", other)


def negation(source: Source, spot: Spot) -> Iterator[Change]:
    """``not``, ``-`` or ``~`` goes."""
    if isinstance(spot.node, ast.UnaryOp):
        yield source.start(spot.node), source.start(spot.node.operand), _bracket(source, spot.node)


def _bracket(source: Source, node: ast.UnaryOp) -> str:
    return "(" * source.data[source.start(node) : source.start(node.operand)].count(b"(")


def arithmetic(source: Source, spot: Spot) -> Iterator[Change]:
    """``+`` and ``-``, ``*`` and ``/``, ``&`` and ``|`` are swapped."""
    match spot.node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            if not any(_no_number(side) for side in (left, right)):
                yield from _between(source, left, right, *ARITHMETIC[type(op)])
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in ARITHMETIC and not _no_number(value):
            yield from _between(source, target, value, *ARITHMETIC[type(op)])


def _no_number(node: ast.expr) -> bool:
    return isinstance(node, NOT_NUMBERS) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def number(source: Source, spot: Spot) -> Iterator[Change]:
    """One more and twice for whole numbers, 0 and 1 swapped, half as much again for others."""
    if not isinstance(spot.node, ast.Constant) or isinstance(spot.parent, ast.Slice):
        return
    value = spot.node.value
    if isinstance(value, float):
        yield _instead(source, spot.node, repr(float(f"{value * 1.5:.12g}") if value else 1.0))
    elif isinstance(value, int) and not isinstance(value, bool):
        for other in {0: (1,), 1: (0, 2)}.get(value, (value + 1, value * 2)):
            yield _instead(source, spot.node, repr(other))


def truth(source: Source, spot: Spot) -> Iterator[Change]:
    """``True`` becomes ``False``, and back."""
    silent = isinstance(spot.parent, ast.keyword) and spot.parent.arg in SILENT_KEYWORDS
    if isinstance(spot.node, ast.Constant) and isinstance(spot.node.value, bool) and not silent:
        yield _instead(source, spot.node, repr(not spot.node.value))


def default(source: Source, spot: Spot) -> Iterator[Change]:
    """A text that an argument has when nobody says otherwise changes; numbers change everywhere."""
    match spot.node:
        case ast.Constant(value=str(text)) if isinstance(spot.parent, ast.arguments):
            yield _instead(source, spot.node, repr(f"{text}_"))


def dropped(source: Source, spot: Spot) -> Iterator[Change]:
    """A call, a ``yield`` or a ``raise`` does not happen."""
    match spot.node:
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield _instead(source, spot.node, "yield from ()")
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield _instead(source, spot.node, "pass")


def returned(source: Source, spot: Spot) -> Iterator[Change]:
    """A function returns nothing, or the opposite where it says yes or no."""
    if isinstance(spot.node, ast.Return) and spot.node.value is not None:
        if _yes_or_no(spot):
            yield _instead(source, spot.node.value, f"not ({source.said(spot.node.value)})")
        elif not (isinstance(spot.node.value, ast.Constant) and spot.node.value.value is None):
            yield _instead(source, spot.node.value, "None")


def _yes_or_no(spot: Spot) -> bool:
    function = next(node for node in spot.around if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return isinstance(function.returns, ast.Name) and function.returns.id == "bool"


def opposite(source: Source, spot: Spot) -> Iterator[Change]:
    """``min`` and ``max``, ``any`` and ``all`` are swapped; ``abs`` goes."""
    match spot.node:
        case ast.Call(func=ast.Name(id="abs") | ast.Attribute(attr="abs"), args=[value]):
            yield _instead(source, spot.node, f"({source.said(value)})")
        case ast.Call(func=ast.Name(id=name) as called) if name in OPPOSITES:
            yield _instead(source, called, OPPOSITES[name])
        case ast.Call(func=ast.Attribute(attr=name) as called) if name in OPPOSITES:
            end = source.end(called)
            yield end - len(name), end, OPPOSITES[name]


def keyword(source: Source, spot: Spot) -> Iterator[Change]:
    """An argument with a name is not handed over."""
    if isinstance(spot.node, ast.Call):
        parts = [*spot.node.args, *spot.node.keywords]
        for index, part in enumerate(parts):
            if isinstance(part, ast.keyword) and part.arg is not None and part.arg not in SILENT_KEYWORDS:
                yield _without(source, parts, index)


def condition(source: Source, spot: Spot) -> Iterator[Change]:
    """A condition always holds, or never."""
    match spot.node:
        case ast.If(test=test) | ast.IfExp(test=test):
            yield _instead(source, test, "True")
            yield _instead(source, test, "False")
        case ast.While(test=test) if not isinstance(test, ast.Constant):
            yield _instead(source, test, "False")
        case ast.comprehension(ifs=[*tests]):
            yield from (_instead(source, test, "True") for test in tests)


def cut(source: Source, spot: Spot) -> Iterator[Change]:
    """A slice begins or ends one sooner or later."""
    if isinstance(spot.node, ast.Slice):
        for bound in (spot.node.lower, spot.node.upper):
            if bound is not None:
                yield _instead(source, bound, f"({source.said(bound)}) + 1")
                yield _instead(source, bound, f"({source.said(bound)}) - 1")


def element(source: Source, spot: Spot) -> Iterator[Change]:
    """A table of the module loses an entry."""
    if not spot.constant or any(isinstance(node, ast.Subscript) for node in spot.around):
        return
    match spot.node:
        case ast.Tuple(elts=[_, _, _, *_] as parts, ctx=ast.Load()) | ast.Set(elts=[_, _, *_] as parts):
            yield from (_without(source, parts, index) for index in range(len(parts)))
        case ast.List(elts=[_, _, *_] as parts, ctx=ast.Load()):
            yield from (_without(source, parts, index) for index in range(len(parts)))
        case ast.Dict(keys=keys, values=values) if len(keys) > 1 and None not in keys:
            for index, (key, value) in enumerate(zip(keys, values, strict=True)):
                last = index == len(keys) - 1
                begin = source.end(values[index - 1]) if last else source.start(key)
                end = source.end(value) if last else source.start(keys[index + 1])
                yield begin, end, ""


def jump(source: Source, spot: Spot) -> Iterator[Change]:
    """``continue`` becomes ``break``, and back."""
    match spot.node:
        case ast.Continue():
            yield _instead(source, spot.node, "break")
        case ast.Break():
            yield _instead(source, spot.node, "continue")


OPERATORS: tuple[Callable[[Source, Spot], Iterator[Change]], ...] = (
    comparison,
    boolean,
    negation,
    arithmetic,
    number,
    truth,
    default,
    dropped,
    returned,
    opposite,
    keyword,
    condition,
    cut,
    element,
    jump,
)


@dataclass(frozen=True)
class Mutant:
    """One change in one module.

    Attributes:
        source: The module as it is.
        operator: Which kind of change.
        change: Where, and what stands there instead.
        lines: First and last line of the statement's own text: who runs these reaches the mutant.
    """

    source: Source
    operator: str
    change: Change
    lines: tuple[int, int]

    @property
    def text(self) -> str:
        """The module with the change; as many lines as before."""
        start, end, new = self.change
        gone = self.source.data[start:end].count(b"\n") - new.count("\n")
        return (self.source.data[:start] + new.encode() + b"\n" * gone + self.source.data[end:]).decode()

    @property
    def line(self) -> int:
        """Where the change begins."""
        return self.source.data[: self.change[0]].count(b"\n") + 1

    @property
    def function(self) -> str:
        """The function that it is in; the class or ``module`` otherwise."""
        found = self.source.function_at(self.lines[0])
        return found.qualname if found else "module"

    @property
    def before(self) -> str:
        """The lines as they are, each without its indentation."""
        return self._shown(self.source.text)

    @property
    def after(self) -> str:
        """The lines as the mutant has them."""
        return self._shown(self.text)

    def _shown(self, text: str) -> str:
        last = self.source.data[: self.change[1]].count(b"\n") + 1
        lines = text.splitlines()[self.line - 1 : last]
        return "\n".join(line.strip() for line in lines if line.strip())

    @property
    def viable(self) -> bool:
        """Whether it is a program, and another one than before."""
        try:
            return ast.dump(ast.parse(self.text)) != ast.dump(self.source.tree)
        except SyntaxError:
            return False


def mutants(source: Source) -> Iterator[Mutant]:
    """Every mutant of a module, whether viable or not."""
    for spot in spots(source.tree):
        for operator in OPERATORS:
            for change in operator(source, spot):
                yield Mutant(source, operator.__name__, change, _own_lines(spot))


def _own_lines(spot: Spot) -> tuple[int, int]:
    """A compound statement's own lines end where its body begins; a function's default is used in all of it."""
    statement = spot.statement
    body = getattr(statement, "body", None) or getattr(statement, "cases", None)
    if not isinstance(body, list) or isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return statement.lineno, statement.end_lineno
    first = body[0].pattern.lineno if isinstance(statement, ast.Match) else body[0].lineno
    return statement.lineno, max(statement.lineno, first - 1)


def _instead(source: Source, node: Any, new: str) -> Change:
    return source.start(node), source.end(node), new


def _between(source: Source, left: ast.expr, right: ast.expr, old: str, new: str) -> Iterator[Change]:
    begin = source.end(left)
    text = source.data[begin : source.start(right)].decode("latin-1")
    if found := re.search(old, text):
        yield begin + found.start(), begin + found.end(), new


def _without(source: Source, parts: Sequence[Any], index: int) -> Change:
    """Without one of several parts, and without the comma that belongs to it."""
    if index + 1 < len(parts):
        return source.start(parts[index]), source.start(parts[index + 1]), ""
    begin = source.end(parts[index - 1]) if index else source.start(parts[index])
    return begin, source.end(parts[index]), ""
