"""YAML text read node by node: its values, their places, and what its writer may have meant otherwise.

Nodes are composed and never constructed: every scalar stays the text that was written (``12:30``,
``no``, ``0123``), so one value that does not fit never hides the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cliptrial.errors import Problem
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.yaml.careful import taken_apart_with_care
from cliptrial.registry.yaml.file import Document, Place
from cliptrial.registry.yaml.mistakes import eaten_by_comment, eaten_texts
from cliptrial.registry.yaml.nodes import Mapping, Node, Scalar, Sequence, scalars
from cliptrial.registry.yaml.quick import taken_apart

_NULLS = {"", "~", "null", "Null", "NULL"}


def composed(text: str, shown: str, text_hash: str) -> Document:
    """What a YAML text says; see :func:`cliptrial.registry.yaml.file.parse_document`.

    Raises:
        RegistryError: It is not YAML.
    """
    node = taken_apart(text) or taken_apart_with_care(text, shown)
    reader = _Reader(text)
    plain = None if node is None else reader.read(node, "")
    if node is not None:
        reader.problems.extend(eaten_texts(text, list(scalars(node))))
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
        if isinstance(node, Mapping):
            return self._mapping(node, path)
        if isinstance(node, Sequence):
            return [self._item(item, f"{path}.{i}" if path else str(i)) for i, item in enumerate(node.items)]
        return self._scalar(node, path)

    def _mapping(self, node: Mapping, path: str) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in node.pairs:
            if not isinstance(key, Scalar):
                line, column = _place(key)
                what = says("A list or mapping stands where a key should be")
                self.problems.append(
                    Problem("key", what, says("`key: value`"), line=line, column=column, field=path or None)
                )
                continue
            name = key.value
            dotted = f"{path}.{name}" if path else name
            if name in result:
                self._duplicate(key, dotted)
                continue
            self.keys[dotted] = _place(key)
            written = _is_written(value) and id(value) not in self.seen
            self.places[dotted] = _place(value if written else key)
            result[name] = self.read(value, dotted)
            if result[name] is None and eaten_by_comment(self.lines, key.end.line, key.end.column + 1):
                self._eaten(dotted)
        return result

    def _item(self, node: Node, path: str) -> object:
        repeated = id(node) in self.seen
        value = self.read(node, path)
        if value is None and isinstance(node, Scalar) and not repeated:
            if eaten_by_comment(self.lines, node.start.line, node.start.column):
                self._eaten(path)
            else:
                self._note(
                    path,
                    "empty_item",
                    says("This item of the list is empty"),
                    says("Write a value, or remove the line."),
                )
        return value

    def _scalar(self, node: Scalar, path: str) -> str | None:
        if node.tag is not None:
            what = says("YAML reads {tag} as an instruction, not as text", tag=node.tag)
            self._note(path, "yaml_tag", what, says('Put the whole text in quotes: "..."'))
        return None if node.bare and node.value in _NULLS else node.value

    def _eaten(self, path: str) -> None:
        what = says("YAML read what follows # as a comment, so nothing is left here")
        mend = says("Write hashtags without #: `food` instead of `#food`. A text that begins with # goes in quotes.")
        self._note(path, "eaten_by_comment", what, mend)

    def _note(self, path: str, code: str, what: Message, mend: Message) -> None:
        line, column = self.places[path]
        self.problems.append(Problem(code, what, nothing, mend, line=line, column=column, field=path))

    def _duplicate(self, key: Scalar, dotted: str) -> None:
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
    return bool(node.value) or not node.bare if isinstance(node, Scalar) else node.flow


def _place(node: Node) -> Place:
    return node.start.line + 1, node.start.column + 1
