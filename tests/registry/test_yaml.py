"""What is read from YAML: texts as they were written, the place of each, and every mistake with its place."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from cliptrial.errors import RegistryError
from cliptrial.registry.yaml.file import parse_document

READ: list[tuple[str, Any, list[str]]] = [
    ("", None, []),
    ("# nothing\n", None, []),
    ("a: &x [1]\nb:\n - *x\n - *x", {"a": ["1"], "b": [None, None]}, ["1:4 alias b.0", "1:4 alias b.1"]),
    ("a: &x q\nb: [*x]", {"a": "q", "b": [None]}, ["1:4 alias b.0"]),
    ("a: &a\n  b: *a\nc: 1", {"a": {"b": None}, "c": "1"}, ["2:3 alias a.b"]),
    ("a:\n  -\n  - #x\n  - y", {"a": [None, None, "y"]}, ["2:4 empty_item a.0", "3:4 eaten_by_comment a.1"]),
    ("a:\n  - ~\n  - null\n  - ''", {"a": [None, None, ""]}, ["2:5 empty_item a.0", "3:5 empty_item a.1"]),
    ("? [a]\n: b\nc: d", {"c": "d"}, ["1:3 key None"]),
    ("x:\n  ? {a: b}\n  : b\n  c: d", {"x": {"c": "d"}}, ["2:5 key x"]),
    ("a: !!str 5\nb: !y x", {"a": "5", "b": "x"}, ["2:4 yaml_tag b"]),
    (
        'a: ~\nb: null\nc: Null\nd: NULL\ne:\nf: ""\ng: "~"\nh: nil',
        {"a": None, "b": None, "c": None, "d": None, "e": None, "f": "", "g": "~", "h": "nil"},
        [],
    ),
    (
        "a: 1\nb: 2\na: 3\nb: 4\nc: 5",
        {"a": "1", "b": "2", "c": "5"},
        ["3:1 duplicate_key a", "4:1 duplicate_key b"],
    ),
    ('a: "x" #y', {"a": "x"}, ["1:8 eaten_by_comment None"]),
    ("a: b#c #d", {"a": "b#c"}, ["1:8 eaten_by_comment None"]),
    ("a: [b] #d\n#e", {"a": ["b"]}, ["1:8 eaten_by_comment None"]),
    (
        "a: {b: [c]} #d\n#e\nf: g #h",
        {"a": {"b": ["c"]}, "f": "g"},
        ["1:13 eaten_by_comment None", "3:6 eaten_by_comment None"],
    ),
    ("a: [b, # [c\n  d]\n#e", {"a": ["b", "d"]}, []),
    ("a: b # [c\n#e\n", {"a": "b"}, []),
    ("a: [\n  #b\n  c, #d\n  e] # f", {"a": ["c", "e"]}, ["2:3 eaten_by_comment None", "3:6 eaten_by_comment None"]),
    ("a: {b: c,\n  #d\n  e: f}", {"a": {"b": "c", "e": "f"}}, ["2:3 eaten_by_comment None"]),
    ("a: x\n#z\n\n#b", {"a": "x"}, []),
    ("a: |\n  #x\n  y\nb: z #q", {"a": "#x\ny\n", "b": "z"}, ["4:6 eaten_by_comment None"]),
    ('a: "x\n  #no\n  y" #yes', {"a": "x #no y"}, ["3:6 eaten_by_comment None"]),
    ("1: 2 #3\na2: 2a #3", {"1": "2", "a2": "2a"}, ["2:8 eaten_by_comment None"]),
    ("a: 10 #!b\nb: c #!d\ne: f ## g", {"a": "10", "b": "c", "e": "f"}, []),
    ("a: #b\nc: # b\nd: #", {"a": None, "c": None, "d": None}, ["1:1 eaten_by_comment a"]),
    ("a:\n  #b\n  c: d", {"a": {"c": "d"}}, []),
    ("- #a\n-  b\n", [None, "b"], ["1:2 eaten_by_comment 0"]),
]


@pytest.mark.parametrize(("text", "plain", "problems"), READ, ids=[repr(text) for text, *_ in READ])
def test_what_is_written_is_read_and_every_mistake_has_its_place(text: str, plain: Any, problems: list[str]) -> None:
    """Texts stay texts, what is empty is nothing, and a comment is only told where it took something with it."""
    document = parse_document(text, "shown.yaml")
    assert document.plain == plain
    assert [f"{p.line}:{p.column} {p.code} {p.field}" for p in document.problems] == problems
    assert {p.path for p in document.problems} <= {document.shown} == {"shown.yaml"}
    assert document.text_hash == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_values_keys_and_items_have_their_places() -> None:
    """A value below its key has the key's place; what is not written has the place of what is around it."""
    text = 'a: x\nb:\n  c: [d, "e"]\n  f:\n    - g: ""\n    - h: ~\ni:\n  {j: k}\nl:\n'
    document = parse_document(text, "f")
    assert document.places == {
        "": (1, 1),
        "a": (1, 4),
        "b": (2, 1),
        "b.c": (3, 6),
        "b.c.0": (3, 7),
        "b.c.1": (3, 10),
        "b.f": (4, 3),
        "b.f.0": (5, 7),
        "b.f.0.g": (5, 10),
        "b.f.1": (6, 7),
        "b.f.1.h": (6, 10),
        "i": (8, 3),
        "i.j": (8, 7),
        "l": (9, 1),
    }
    assert document.keys["b.f.0.g"] == (5, 7)
    assert document.keys["b.c"] == (3, 3)
    assert document.where("b.f.0.z.y") == (5, 7)
    assert document.where("z") == (1, 1)
    assert parse_document("", "f").where("z") == (1, 1)
    problem = document.problem("b.c.1", "code", "What", "expected", "mend")
    assert problem.as_dict() | {"where": ""} == {
        "code": "code",
        "what": "What",
        "expected": "expected",
        "mend": "mend",
        "path": "f",
        "line": 3,
        "column": 10,
        "row": None,
        "field": "b.c.1",
        "where": "",
        "position": None,
    }
    assert document.problem("", "code", "What").field is None
    assert (document.key_problem("b.c", "x", "y").column, document.key_problem("b.z", "x", "y").line) == (3, 2)


STOPPED = [
    ("a: [x, , y]", "1:8 yaml: Nothing stands before ','"),
    ("a: {x: 1, }}", "1:12 yaml: The line does not fit what stands above it"),
    ("a: {b: [", "1:9 yaml: The [ is never closed"),
    ("a: [{b: c},\n  {", "2:4 yaml: The { is never closed"),
    ("a: [x,\n", "2:1 yaml: The [ is never closed"),
    ("a: [x, ]]", "1:9 yaml: "),
    ("a: [}", "1:5 yaml: Nothing stands before '}'"),
    ("a: {b: ,, c: d}", "1:9 yaml: "),
    ("a: [x", "1:4 yaml: The [ is never closed"),
    ("a: {x: y", "1:4 yaml: The { is never closed"),
    ("a: [x\n", "1:4 yaml: The [ is never closed"),
    ("a: - b", "1:4 yaml: A list begins on the line of its key"),
    ("a: b: c", '1:5 yaml: A text holds ": ", which YAML reads as another key'),
    ("a: 'b': c", '1:7 yaml: A text holds ": ", which YAML reads as another key'),
    ("a\nb: c", "2:2 yaml: A key stands where none can be"),
    ("a: 'b", "1:4 yaml: A quotation mark is opened here and never closed"),
    ('a: "b\\d"', "1:4 yaml: A backslash inside quotes"),
    ("a: `b`", "1:4 yaml: A text may not begin with '`' here"),
    ("a: %b", "1:4 yaml: A text may not begin with '%' here"),
    ("a: *b", "1:4 yaml: A text that begins with * has another meaning in YAML"),
    ("a: b\n---\nc: d", "2:1 yaml: The file holds two documents, divided by ---"),
    ("a: [#b", "1:5 eaten_by_comment: YAML read # and all that follows as a comment, so the bracket is never closed"),
    ("a: {b: c} #d\ne: '[' #f\ng: h: i", '3:5 yaml: A text holds ": ", which YAML reads as another key'),
    ("a: {b: [c], #d\ne: f", "1:13 eaten_by_comment: YAML read # and all that follows as a comment"),
    ("a: b: c\nd: [#e\n", '1:5 yaml: A text holds ": ", which YAML reads as another key'),
    ("a:\n  \tb: c\n\t\n\td: e\tf\n", "2:3 tab: The line is indented with a tab"),
    ("a: b\x07", "1:5 control_character: An invisible control character (U+0007) stands here"),
    ("a\r\nb\x0c", "2:2 control_character: An invisible control character (U+000C) stands here"),
    ("a: b\rc: \x01", "2:4 control_character: An invisible control character (U+0001) stands here"),
]


@pytest.mark.parametrize(("text", "told"), STOPPED, ids=[repr(text) for text, _ in STOPPED])
def test_what_stops_the_reading_is_told_where_it_began(text: str, told: str) -> None:
    with pytest.raises(RegistryError) as caught:
        parse_document(text, "f")
    first = caught.value.problems[0]
    assert f"{first.line}:{first.column} {first.code}: {first.what}".startswith(told)
    assert (first.path, bool(first.expected), bool(first.mend)) == ("f", True, True)
    assert [p.line for p in caught.value.problems] == ([2, 4] if first.code == "tab" else [first.line])
