"""Reports of Google Analytics: several tables in one file, each below comments that say which days it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_DATED = re.compile(rb"^# [^\r\n]*?\b\d{8}[ ,;\t]*\r?$", re.MULTILINE)
"""A comment that ends with a day of eight digits, whatever language its words are in."""
_COMMENT = re.compile(r"#(?:[\s-]|$)")
"""A value may begin with the same sign, but no blank follows there."""
_NAMED = re.compile(r"# [^:]+: \S")
_DAY = re.compile(r"(?<!\d)\d{8}(?!\d)")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_FILLING = " \t,;"
"""What spreadsheet programs put behind a line that has fewer cells than others."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a report.

    Attributes:
        above: Lines of the file above it.
        comments: What is said of it, and of the whole report.
        body: Its lines, the header first.
    """

    above: int
    comments: tuple[str, ...]
    body: bytes


def sections(text: bytes) -> list[Section]:
    """The tables of a report; none where a text is no such report.

    A table whose own comments are missing has the days of the others, where these agree.
    """
    dated = _DATED.search(text)
    if dated is None or text.count(b'"', 0, dated.start()) % 2:
        return []
    parts = list(_split(_LINE_ENDS.split(text.decode())))
    whole = tuple(line for line in (parts[0].comments if parts else ()) if _NAMED.match(line) and not _DAY.search(line))
    days = {tuple(days_of(part.comments)) for part in parts} - {()}
    shared = tuple(f"# {day}" for day in days.pop()) if len(days) == 1 else ()
    return [
        replace(part, comments=(*whole, *part.comments, *(() if days_of(part.comments) else shared))) for part in parts
    ]


def days_of(comments: Sequence[str]) -> list[str]:
    """The first and the last day that comments name, as eight digits; none where they name none."""
    every = [day for line in comments if line.startswith("#") for day in _DAY.findall(line)]
    return sorted(every[-2:])


def _split(lines: Sequence[str]) -> Iterator[Section]:
    comments, body, above, quoted = list[str](), list[str](), 0, False
    for number, line in enumerate(lines):
        begins = not quoted and (_COMMENT.match(line) is not None or not line.strip(_FILLING))
        if begins and body:
            yield Section(above, tuple(comments), "\n".join(body).encode())
            comments, body = [], []
        if not begins:
            above = above if body else number
            body.append(line)
            quoted ^= line.count('"') % 2 == 1
        elif line.strip(_FILLING):
            comments.append(line.rstrip(_FILLING))
    if body:
        yield Section(above, tuple(comments), "\n".join(body).encode())
