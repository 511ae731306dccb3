"""YAML taken apart by a library in C, where it is of the plain kind that nearly every file is.

Such a file takes a fiftieth of the time. What the two libraries read differently (tabs, tags, aliases, empty
values, blocks of text, the end of a document), and every text with a mistake, is left to the other one, which can say
where it is.
"""

from __future__ import annotations

import re
from typing import Protocol

from cliptrial.registry.yaml.nodes import Mapping, Mark, Node, Scalar, Sequence

_UNUSUAL = re.compile(
    "[^\n\\x20-\\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|(?:^|[\\s,[{])\\?"
)
"""Tabs, other line ends than ours, control signs, marks of byte order and of keys: each library reads them its way."""
_DEEPEST = 50


class _Event(Protocol):
    """What the library says next; of a text also its value and its style."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str
    flow_style: bool


class _Parser(Protocol):
    def get_event(self) -> _Event: ...


class _NotPlainError(Exception):
    """The text is for the other library."""


def taken_apart(text: str) -> Node | None:
    """The nodes of a plain text; None where it is not one, is empty, or the library is not installed."""
    if _UNUSUAL.search(text):
        return None
    try:
        from yaml import YAMLError
        from yaml.cyaml import CParser
    except ImportError:
        return None
    parser = CParser(text)
    try:
        return _document(parser)
    except (YAMLError, _NotPlainError):
        return None
    finally:
        parser.dispose()


def _document(parser: _Parser) -> Node | None:
    _expect(parser, "StreamStartEvent")
    _expect(parser, "DocumentStartEvent")
    node = _node(parser, parser.get_event(), _DEEPEST)
    end = _expect(parser, "DocumentEndEvent")
    if end.start_mark.index != end.end_mark.index:  # "...": what may follow it is read in two ways
        raise _NotPlainError
    _expect(parser, "StreamEndEvent")
    return node


def _expect(parser: _Parser, kind: str) -> _Event:
    event = parser.get_event()
    if type(event).__name__ != kind:
        raise _NotPlainError
    return event


def _node(parser: _Parser, event: _Event, deep: int) -> Node:
    kind = type(event).__name__
    if event.anchor is not None or event.tag is not None or not deep:
        raise _NotPlainError
    start = _mark(event.start_mark)
    if kind == "ScalarEvent":
        return _scalar(event, start)
    flow = bool(event.flow_style)
    if kind == "SequenceStartEvent":
        items = []
        while type(event := parser.get_event()).__name__ != "SequenceEndEvent":
            items.append(_node(parser, event, deep - 1))
        return Sequence(items, start, flow)
    if flow and event.start_mark.index == event.end_mark.index:  # a key in a list, without braces
        raise _NotPlainError
    pairs = []
    while type(event := parser.get_event()).__name__ != "MappingEndEvent":
        key = _node(parser, event, deep - 1)
        pairs.append((key, _node(parser, parser.get_event(), deep - 1)))
    return Mapping(pairs, start, flow)


def _scalar(event: _Event, start: Mark) -> Scalar:
    end = _mark(event.end_mark)
    if event.style in ("|", ">") or not (event.value or event.style):
        raise _NotPlainError
    return Scalar(event.value, start, end, not event.style)


def _mark(mark: Mark) -> Mark:
    return Mark(mark.index, mark.line, mark.column)
