"""What people meant when YAML does not read what they wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cliptrial.errors import Problem
from cliptrial.messages import Message, says
from cliptrial.registry.yaml.nodes import Scalar

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_QUOTE = says('Put the whole text in quotes: "..."')
_HASH = re.compile(r"(?:^|(?<=[\s,\[{]))#")
_TAG = re.compile(_HASH.pattern + r"[^\s#!]")
_LETTER, _SIGN = re.compile(r"[^\W\d]"), re.compile(r"[^\r\n]")


def eaten_by_comment(lines: Sequence[str], line: int, column: int) -> bool:
    """Whether nothing but a comment like ``#tag`` follows a place (line and column from 0)."""
    rest = lines[line][column:] if line < len(lines) else ""
    return re.match(r"\s*#[^\s#!]", rest) is not None


def eaten_texts(text: str, scalars: Sequence[Scalar]) -> Iterator[Problem]:
    """Texts that lost their end to a ``#``: ``value: best #food`` and ``[food, #fun`` across lines.

    A line that holds nothing else is an ordinary comment, and so is ``# with a space behind it``.
    """
    blanked, inside = _blank_out(text, scalars)
    for number, line in enumerate(blanked):
        hash_sign = _HASH.search(line)
        if hash_sign is None or not _TAG.match(line, hash_sign.start()):
            continue
        before = line[: hash_sign.start()].strip()
        in_brackets = inside[number] > 0 or before.startswith(("[", "{"))
        if (not before and not in_brackets) or before.endswith(":") or (before in {"-", ""} and not in_brackets):
            continue
        if before[-1:] == "0":
            continue
        yield Problem(
            "eaten_by_comment",
            says("YAML read {line!r} as a comment, so it is missing here", line=line[hash_sign.start() :].strip()),
            says("Hashtags without #, texts with # in quotes"),
            says("Write `food` for `#food`, or put the text in quotes; a comment needs a space after its #."),
            line=number + 1,
            column=hash_sign.start() + 1,
        )


def _blank_out(text: str, scalars: Sequence[Scalar]) -> tuple[list[str], list[int]]:
    """The lines with every text replaced by ``x`` (numbers by ``0``), and how many brackets are open.

    What is left of a line is YAML's own: colons, dashes, brackets and comments.
    """
    parts, place = [], 0
    for node in sorted(scalars, key=lambda one: one.start.index):
        start, end = max(node.start.index, place), node.end.index
        filler = "x" if _LETTER.search(node.value) else "0"
        own = text[start:end]
        parts += [text[place:start], filler * len(own) if own.isprintable() else _SIGN.sub(filler, own)]
        place = max(end, place)
    lines = "".join([*parts, text[place:]]).splitlines()
    depth, inside = 0, []
    for line in lines:
        inside.append(depth)
        code = _HASH.split(line)[0]
        depth += sum(code.count(c) for c in "[{") - sum(code.count(c) for c in "]}")
    return lines, inside


def explain(error: MarkedYAMLError, text: str) -> list[Problem]:
    """A syntax error in plain words; tabs are reported line by line, for they come in numbers."""
    tabs = list(_tabs(text))
    if tabs and "\\t" in str(error.problem):
        return tabs
    lines = text.splitlines()
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    eaten = _eaten_bracket(lines[: line + 1])
    if eaten is not None:
        return [eaten]
    what, expected, mend = _explained(error, lines, line, column)
    if error.context_mark is not None and ("flow" in str(error.context) or "quoted" in str(error.context)):
        line, column = error.context_mark.line, error.context_mark.column
    return [Problem("yaml", what, expected, mend, line=line + 1, column=column + 1)]


def _tabs(text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            yield Problem(
                "tab",
                says("The line is indented with a tab"),
                says("Spaces"),
                says("Replace the tab by two spaces."),
                line=number,
                column=indent.index("\t") + 1,
            )


def _explained(
    error: MarkedYAMLError, lines: Sequence[str], line: int, column: int
) -> tuple[Message, Message, Message]:
    problem, context = str(error.problem), str(error.context)
    here = lines[line] if line < len(lines) else ""
    if "flow node" in context and here[column : column + 1] in {",", "]", "}"}:
        return (
            says("Nothing stands before {sign!r}", sign=here[column]),
            says("A value"),
            says("Write one, or remove a comma."),
        )
    if "flow" in context:
        return _open_bracket(error, "\n".join(lines[: line + 1]))
    if "quoted scalar" in context:
        if "escape" in problem:
            return (
                says("A backslash inside quotes"),
                says("Text without \\"),
                says("Use single quotes '...' or write \\\\."),
            )
        return (
            says("A quotation mark is opened here and never closed"),
            says("A closing \" or '"),
            says("Add the closing mark."),
        )
    if "cannot start any token" in problem:
        return (
            says("A text may not begin with {sign!r} here", sign=here[column : column + 1]),
            says("A quoted text"),
            _QUOTE,
        )
    if "alias" in problem:
        return says("A text that begins with * has another meaning in YAML"), says("A quoted text"), _QUOTE
    if "mapping values" in problem:
        return _stray_colon(here, column)
    if "sequence entries" in problem:
        return (
            says("A list begins on the line of its key"),
            says("Each `- item` on a line of its own"),
            says("Start a new line."),
        )
    if "another document" in problem:
        return (
            says("The file holds two documents, divided by ---"),
            says("One experiment a file"),
            says("Remove the second part."),
        )
    expected = says("`key: value` lines, those that belong together indented alike")
    return (
        says("The line does not fit what stands above it"),
        expected,
        says("Check its indentation, brackets and quotes."),
    )


def _stray_colon(here: str, column: int) -> tuple[Message, Message, Message]:
    if ": " in here[:column] or here[:column].count(":") > 0:
        return says('A text holds ": ", which YAML reads as another key'), says("A quoted text"), _QUOTE
    expected = says("Keys that belong together indented alike, each with its colon")
    return (
        says("A key stands where none can be"),
        expected,
        says("Check the indentation, and the colon in the line above."),
    )


def _open_bracket(error: MarkedYAMLError, before: str) -> tuple[Message, Message, Message]:
    """Where the text ends behind a bracket or a comma, YAML does not say which bracket it was."""
    if "flow node" in str(error.context):
        bracket = max("[{", key=before.rfind)
    else:
        bracket = "[" if "sequence" in str(error.context) else "{"
    closing = {"[": "]", "{": "}"}[bracket]
    return (
        says("The {bracket} is never closed", bracket=bracket),
        says("A closing {closing}", closing=closing),
        says("Add {closing}, and commas between the items.", closing=closing),
    )


def _eaten_bracket(lines: Sequence[str]) -> Problem | None:
    """``[#food, recipe]``: the comment took the closing bracket with it; YAML stumbles only later."""
    for number, line in enumerate(lines, 1):
        tag = _TAG.search(line)
        code = re.sub(r"\"[^\"]*\"|'[^']*'", "", line[: tag.start()]) if tag else ""
        if tag and code.count("[") + code.count("{") > code.count("]") + code.count("}"):
            what = says("YAML read # and all that follows as a comment, so the bracket is never closed")
            mend = says("Write [food, recipe] instead of [#food, #recipe].")
            column = tag.start() + 1
            return Problem("eaten_by_comment", what, says("Hashtags without #"), mend, line=number, column=column)
    return None
