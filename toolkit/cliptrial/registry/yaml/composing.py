"""YAML text read node by node: its values, their places, and what its writer may have meant otherwise.

Nodes are composed and never constructed: every scalar stays the text that was written (``12:30``,
``no``, ``0123``), so one value that does not fit never hides the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.yaml.file import Document, Place
from cliptrial.registry.yaml.mistakes import eaten_by_comment, eaten_texts, explain

_NULLS = {"", "~", "null", "Null", "NULL"}


def composed(text: str, shown: str, text_hash: str) -> Document:
    """What a YAML text says; see :func:`cliptrial.registry.yaml.file.parse_document`.

    Raises:
        RegistryError: It is not YAML.
    """
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
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
    reader = _Reader(text)
    plain = None if node is None else reader.read(node, "")
    if node is not None:
        reader.problems.extend(eaten_texts(text, list(_scalars(node))))
    problems = sorted((replace(p, path=shown) for p in reader.problems), key=lambda p: (p.line or 0, p.column or 0))
    return Document(plain, reader.places, tuple(problems), shown, text_hash, reader.keys)


@dataclass
class _Reader:
    """Walks the nodes of one document, noting places and mistakes."""

    text: str
    places: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.lines = self.text.splitlines()

    def read(self, node: Node, path: str) -> object:
        self.places.setdefault(path, _place(node))
        if id(node) in self.seen:
            self._note(
                path, "alias", says("An alias (*name) repeats a part written elsewhere"), says("Write the part out.")
            )
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._item(item, f"{path}.{i}" if path else str(i)) for i, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: str) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                line, column = _place(key)
                what = says("A list or mapping stands where a key should be")
                self.problems.append(
                    Problem("key", what, says("`key: value`"), line=line, column=column, field=path or None)
                )
                continue
            name = str(key.value)
            dotted = f"{path}.{name}" if path else name
            if name in result:
                self._duplicate(key, dotted)
                continue
            self.keys[dotted] = _place(key)
            written = _is_written(value) and id(value) not in self.seen
            self.places[dotted] = _place(value if written else key)
            result[name] = self.read(value, dotted)
            if result[name] is None and eaten_by_comment(self.lines, key.end_mark.line, key.end_mark.column + 1):
                self._eaten(dotted)
        return result

    def _item(self, node: Node, path: str) -> object:
        repeated = id(node) in self.seen
        value = self.read(node, path)
        if value is None and isinstance(node, ScalarNode) and not repeated:
            mark = node.start_mark
            if eaten_by_comment(self.lines, mark.line, mark.column):
                self._eaten(path)
            else:
                self._note(
                    path,
                    "empty_item",
                    says("This item of the list is empty"),
                    says("Write a value, or remove the line."),
                )
        return value

    def _scalar(self, node: Node, path: str) -> str | None:
        if not str(node.tag).startswith("tag:yaml.org,2002:"):
            what = says("YAML reads {tag} as an instruction, not as text", tag=node.tag)
            self._note(path, "yaml_tag", what, says('Put the whole text in quotes: "..."'))
        style = node.style if isinstance(node, ScalarNode) else None
        if style is None and node.value in _NULLS:
            return None
        return str(node.value)

    def _eaten(self, path: str) -> None:
        what = says("YAML read what follows # as a comment, so nothing is left here")
        mend = says("Write hashtags without #: `food` instead of `#food`. A text that begins with # goes in quotes.")
        self._note(path, "eaten_by_comment", what, mend)

    def _note(self, path: str, code: str, what: Message, mend: Message) -> None:
        line, column = self.places[path]
        self.problems.append(Problem(code, what, nothing, mend, line=line, column=column, field=path))

    def _duplicate(self, key: ScalarNode, dotted: str) -> None:
        line, column = _place(key)
        first = self.places[dotted][0]
        what = says('"{key}" is written twice (first in line {first})', key=key.value, first=first)
        mend = says("Keep one of the two.")
        if dotted in {"change", "change.variable"}:
            what, mend = (
                says("{what}: an experiment changes exactly one thing", what=what),
                says("Split it into two experiments."),
            )
        self.problems.append(
            Problem("duplicate_key", what, says("Every key once"), mend, line=line, column=column, field=dotted)
        )


def _is_written(node: Node) -> bool:
    """Whether a value stands on its key's line or is a text of its own, so that its place is telling."""
    if isinstance(node, ScalarNode):
        return bool(node.value) or node.style is not None
    return isinstance(node, SequenceNode | MappingNode) and bool(node.flow_style)


def _place(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _scalars(node: Node) -> Iterator[ScalarNode]:
    """Every text of the file, keys included; each node once, for aliases repeat them."""
    pending, seen = [node], set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, ScalarNode):
            yield current
        elif isinstance(current, MappingNode):
            pending.extend(part for pair in current.value for part in pair)
        else:
            pending.extend(current.value)


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
