"""The quick way to take YAML apart gives what the careful one gives, to the place of every text, or stands back."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from tests.places import ROOT
from tests.registry.test_yaml import READ

from cliptrial.errors import RegistryError
from cliptrial.registry.yaml.careful import taken_apart_with_care
from cliptrial.registry.yaml.nodes import Mapping, Node, Scalar, Sequence
from cliptrial.registry.yaml.quick import taken_apart

MUTATIONS = 3000
SIGNS = [*"#:-?[]{},&*!|>%@`\"'\\~ \n=é😀", "\n\n", "- ", ": ", " #", "''", '""', "---\n", "...\n", "? ", "|\n", ">-\n"]
SIGNS += ["\n  ", "\t", "\r\n", "\r", " ,", ":]", "::", "a:b", '"a":b', "[a]:b", "{a}: b", "#x", "\n- a\n", "\nk: v\n"]
SIGNS += ["\ufeff", "\u2028", "\x85", "\x07", "\u00a0", "0x1", "<<: ", "? {a: b}", "|#", ">#x"]
FILES = [*(ROOT / "tests/registry").rglob("*.yaml"), *(ROOT / "experiments").rglob("*.yaml"), ROOT / "workspace.yaml"]


def _texts() -> list[str]:
    return [text for text, *_ in READ] + [path.read_bytes().decode("utf-8", "replace") for path in sorted(FILES)]


def _flat(node: Node | None) -> object:
    if isinstance(node, Scalar):
        return node.value, node.start, node.end, node.bare, node.tag
    if isinstance(node, Sequence):
        return "list", node.start, node.flow, [*map(_flat, node.items)]
    return isinstance(node, Mapping) and [node.start, node.flow, [(_flat(key), _flat(one)) for key, one in node.pairs]]


def _part(text: str, draw: Random) -> str:
    lines = text.split("\n")
    start = draw.randrange(len(lines))
    return "\n".join(lines[start : start + draw.randrange(1, 9)])


def _changed(text: str, draw: Random) -> str:
    for _ in range(draw.choice([1, 1, 2, 3])):
        at = draw.randrange(len(text) + 1)
        text = text[:at] + draw.choice([*SIGNS, ""]) + text[at + draw.choice([0, 0, 1, 4]) :]
    return text


def _agree(text: str) -> bool | None:
    """None where the quick one stands back."""
    quick = taken_apart(text)
    if quick is None:
        return None
    try:
        return _flat(quick) == _flat(taken_apart_with_care(text, "a.yaml"))
    except RegistryError:
        return False


def test_both_ways_agree_on_every_file_and_on_thousands_of_changed_parts() -> None:
    draw, texts = Random(20261127), _texts()
    changed = [_changed(_part(draw.choice(texts), draw), draw) for _ in range(MUTATIONS)]
    agree = {text: _agree(text) for text in (*texts, *changed)}
    assert [text for text, same in agree.items() if same is False] == []
    assert sum(same is True for same in agree.values()) > MUTATIONS / 4


@pytest.mark.parametrize(
    "path", sorted((ROOT / "experiments").glob("*/experiment.yaml")), ids=lambda path: path.parent.name
)
def test_files_as_this_program_writes_them_are_read_the_quick_way(path: Path) -> None:
    assert taken_apart(path.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize(
    "text",
    [
        "a: b\tc",
        "a: b\r\n",
        'a: [b,\n?"a":c]',
        "a: ['b':c]",
        "a: [[b]:c]",
        "a: |#b",
        ">#b",
        "a:\nb: c",
        "a: &b c\nd: [*b]",
        "a: !b c",
        "---\na: b\n...\n...\n",
        "a: " + "[" * 60 + "b" + "]" * 60,
        "# nothing",
        "a: [b",
    ],
)
def test_it_stands_back_where_the_two_might_differ(text: str) -> None:
    assert taken_apart(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a: b c",
        "a: b\n",
        'a: [b,\n "a?"]',
        "a: {'b': c}",
        "a: [[b], c]",
        "a: '|#b'",
        "a: ''\nb: c",
        "---\na: b\n",
        "a: " + "[" * 40 + "b" + "]" * 40,
    ],
)
def test_their_nearest_neighbours_are_read_the_quick_way(text: str) -> None:
    assert taken_apart(text) is not None


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_a_hundred_brackets_are_read_and_one_more_is_refused_at_once(opening: str) -> None:
    """Three thousand of them took the library seconds, each time that the file was read."""
    closing = "]" if opening == "[" else "}"
    assert taken_apart_with_care(opening * 100 + "1" + closing * 100, "x") is not None
    with pytest.raises(RegistryError, match="Brackets are nested hundreds deep"):
        taken_apart_with_care(opening * 101 + "1" + closing * 101, "x")
