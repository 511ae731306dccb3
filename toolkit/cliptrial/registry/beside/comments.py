"""A team's own words on a page: ``comment.md`` beside an experiment, ``comments/<page>.md`` for other pages.

An entry begins with a line ``2026-05-05, Mara`` and holds plain text; a line ``- [ ] 2026-05-12: the new photos`` says
what the team needs from the client by when, and ``- [x]`` that it has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.files import read_text, shown_path, write_atomically
from cliptrial.registry.safety.turns import one_at_a_time

FILE = "comment.md"
FOLDER = "comments"
_HEAD = re.compile(r"(\d{4}-\d{2}-\d{2}), *(\S.*)")
_NEED = re.compile(r"- \[([ xX])\] *(.*)")
_BY = re.compile(r"(\d{4}-\d{2}-\d{2}): *(\S.*)")


@dataclass(frozen=True, slots=True)
class Need:
    """What the team needs from the client, and by when."""

    by: date
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody said on a day; ``lines`` are paragraphs, ``needs`` what is still missing."""

    day: date
    who: str
    lines: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


def said_now(day: date, who: str, text: str, needs: tuple[Need, ...] = ()) -> Entry:
    """What somebody says, a paragraph a line."""
    return Entry(day, who, tuple(line.strip() for line in text.splitlines() if line.strip()), needs)


def read_comments(path: Path) -> tuple[Entry, ...]:
    """The entries of a file, in its order; empty where there is no file.

    Raises:
        RegistryError: A line stands before the first entry, or a day is none; every one is listed.
    """
    if not path.exists():
        return ()
    shown = shown_path(path.parent, path.name)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(read_text(path, shown).splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        problem = _take(text, entries)
        if problem is not None:
            problems.append(replace(problem, path=shown, line=number))
    if problems:
        raise RegistryError(problems)
    return tuple(entries)


def _take(text: str, entries: list[Entry]) -> Problem | None:
    """Add a line to what was read so far; what is wrong with it, if anything is."""
    head, need = _HEAD.fullmatch(text), _NEED.fullmatch(text)
    if head:
        day = day_in(head[1])
        if day is None:
            return _no_day(head[1])
        entries.append(Entry(day, head[2]))
    elif not entries:
        what, mend = says("This line belongs to no entry"), says("Write a line such as 2026-05-05, Mara above it.")
        return Problem("comment_entry", what, says("A day and a name first"), mend)
    elif need:
        return _take_need(need, entries)
    else:
        entries[-1] = replace(entries[-1], lines=(*entries[-1].lines, text))
    return None


def _take_need(need: re.Match[str], entries: list[Entry]) -> Problem | None:
    by = _BY.fullmatch(need[2])
    day = day_in(by[1]) if by else None
    if by is None or day is None:
        return _no_day(by[1] if by else need[2])
    if need[1] == " ":
        entries[-1] = replace(entries[-1], needs=(*entries[-1].needs, Need(day, by[2])))
    return None


def _no_day(text: str) -> Problem:
    what, expected = says('"{text}" does not begin with a day', text=text), says("A day, e.g. 2026-05-12")
    return Problem("comment_day", what, expected, says("Write it as year-month-day."))


def day_in(text: str) -> date | None:
    """The day that a text is; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def add_comment(path: Path, entry: Entry, root: Path) -> None:
    """Add an entry at the end; what stands there is kept to the letter.

    Args:
        path: The file; its folder is made where it is missing.
        entry: What is said.
        root: The workspace.

    Raises:
        RegistryError: The file has mistakes, or the entry is empty.
    """
    if not entry.lines and not entry.needs:
        raise RegistryError(Problem("comment_empty", says("The comment is empty"), says("A sentence")))
    with one_at_a_time(root):
        read_comments(path)
        before = read_text(path, shown_path(path.parent, path.name)).rstrip() + "\n\n" if path.exists() else ""
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, before + "\n".join(_written(entry)) + "\n")


def _written(entry: Entry) -> Iterator[str]:
    yield f"{entry.day.isoformat()}, {' '.join(entry.who.split())}"
    for line in entry.lines:
        # A line that reads as the head of an entry, a need or a heading would be taken for one.
        yield f"> {line}" if _HEAD.fullmatch(line) or _NEED.fullmatch(line) or line.startswith("#") else line
    for need in entry.needs:
        yield f"- [ ] {need.by.isoformat()}: {' '.join(need.what.split())}"
