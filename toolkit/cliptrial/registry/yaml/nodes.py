"""What a YAML text consists of, whichever library took it apart: texts, lists and mappings, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text: the number of its character, its line and its column, all from 0."""

    index: int
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Scalar:
    """A text.

    Attributes:
        value: What is written, without quotes.
        start: Where it begins.
        end: Where it ends.
        bare: Whether it stands there without quotes.
        tag: The tag in front of it that is none of YAML's own.
    """

    value: str
    start: Mark
    end: Mark
    bare: bool
    tag: str | None = None


@dataclass(slots=True, eq=False)
class Sequence:
    """A list; ``flow`` where it is written in brackets."""

    items: list[Node]
    start: Mark
    flow: bool


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and values as they follow each other; ``flow`` where it is written in braces."""

    pairs: list[tuple[Node, Node]]
    start: Mark
    flow: bool


Node = Scalar | Sequence | Mapping


def scalars(node: Node) -> Iterator[Scalar]:
    """Every text, keys included; each node once, for aliases repeat them."""
    pending, seen = [node], set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, Scalar):
            yield current
        elif isinstance(current, Mapping):
            pending.extend(part for pair in current.pairs for part in pair)
        else:
            pending.extend(current.items)
