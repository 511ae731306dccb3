"""YAML taken apart by a library that reads everything the language allows, and tells what is wrong and where."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.yaml.mistakes import explain
from cliptrial.registry.yaml.nodes import Mapping, Mark, Node, Scalar, Sequence

if TYPE_CHECKING:
    from ruamel.yaml.error import YAMLError

_OWN = "tag:yaml.org,2002:"
_DEEP = 100
"""Brackets that are open at once in no plain file; the library takes seconds for thousands of them."""


def taken_apart_with_care(text: str, shown: str) -> Node | None:
    """The nodes of a text; None where it holds nothing.

    Raises:
        RegistryError: It is not YAML.
    """
    from ruamel.yaml import YAML  # inside: nearly no file needs it, and it takes as long to load as hundreds to read
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        if _deepest(text) > _DEEP:
            raise RecursionError
        node = YAML(typ="safe", pure=True).compose(text)
        return None if node is None else _Converter().node(node)
    except MarkedYAMLError as error:
        raise RegistryError([replace(p, path=shown) for p in explain(error, text)]) from None
    except YAMLError as error:
        raise RegistryError(_unreadable(error, text, shown)) from None
    except RecursionError:
        raise RegistryError(
            Problem(
                "yaml", says("Brackets are nested hundreds deep"), says("A plain file"), says("Remove them."), shown
            )
        ) from None


def _deepest(text: str) -> int:
    """How many brackets are open at once, at most."""
    steps = (1 if bracket in "[{" else -1 for bracket in re.findall(r"[\[\]{}]", text))
    return max(accumulate(steps), default=0)


class _Converter:
    """From the library's nodes to ours; what an alias repeats, or holds itself, stays one node."""

    def __init__(self) -> None:
        from ruamel.yaml import nodes

        self._kinds = nodes
        self._known: dict[int, Node] = {}

    def node(self, composed: object) -> Node:
        known = self._known.get(id(composed))
        return known if known is not None else self._new(composed)

    def _new(self, composed: object) -> Node:
        if isinstance(composed, self._kinds.ScalarNode):
            tag = str(composed.tag)
            places = _mark(composed.start_mark), _mark(composed.end_mark)
            foreign = None if tag.startswith(_OWN) else tag
            scalar = Scalar(str(composed.value), *places, composed.style is None, foreign)
            self._known[id(composed)] = scalar
            return scalar
        assert isinstance(composed, self._kinds.CollectionNode)
        start, flow = _mark(composed.start_mark), bool(composed.flow_style)
        if isinstance(composed, self._kinds.MappingNode):
            self._known[id(composed)] = mapping = Mapping([], start, flow)
            mapping.pairs.extend((self.node(key), self.node(value)) for key, value in composed.value)
            return mapping
        self._known[id(composed)] = sequence = Sequence([], start, flow)
        sequence.items.extend(map(self.node, composed.value))
        return sequence


def _mark(mark: Mark) -> Mark:
    return Mark(mark.index, mark.line, mark.column)


def _unreadable(error: YAMLError, text: str, shown: str) -> Problem:
    """A control character; ruamel says where it stands, counted from the start of the text."""
    position = getattr(error, "position", 0)
    before = re.split(r"\r\n|\n|\r", text[:position])
    character = getattr(error, "character", None)
    name = f"(U+{character:04X}) " if isinstance(character, int) else ""
    return Problem(
        "control_character",
        says("An invisible control character {name}stands here", name=name),
        says("Ordinary text"),
        says("Delete it; it often comes along when text is copied from a PDF or a chat."),
        path=shown,
        line=len(before),
        column=len(before[-1]) + 1,
    )
