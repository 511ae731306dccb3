"""One column of times of posting, read by what all its cells say together, and written as ISO text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import TypeGuard

from cliptrial.posts.text.dates import DateError, DateReader, When, either_day
from cliptrial.posts.text.ids import made_second

_DAY = r"\d{4}-\d{1,2}-\d{1,2}(?!\d)[^\naApP]*"
_PLAIN = re.compile(rf"(?:(?:{_DAY})?\n)*")
"""Lines with the year first, or blank, and without halves of the day: nothing that other cells could settle."""
_LEFT_AS_TEXT = re.compile(r"(?:1[3-9]|[23]\d)[-/]\d{1,2}[-/]\d{2,4}|\d{1,2}[-/](?:1[3-9]|[23]\d)[-/]\d{2,4}")
"""A day in numbers of which one can only be the day."""
_LOOKED_AT = 50
"""Cells by which a column of ids or links is known."""
_NEAR = 2
"""Days between a video's making and its post within which a day is taken to be the one of posting."""
_YEAR = re.compile(r"\d{4}")


def all_text(cells: Sequence[object]) -> TypeGuard[Sequence[str]]:
    """Whether every cell is a text, as in a CSV file."""
    return set(map(type, cells)) <= {str}


def lack_a_year(cells: Sequence[object]) -> bool:
    """Whether a day is written that no year goes with: ``2 March``."""
    return any(isinstance(cell, str) and cell.strip() != "" and not _YEAR.search(cell) for cell in cells)


def written_times(
    cells: Sequence[object],
    locale: str | None,
    made: Callable[[], Sequence[int | None]] = tuple,
    within: tuple[date, date] | None = None,
) -> list[object]:
    """The cells with every date that can be read as ISO text; the others stay as they are.

    A date that could be two days stays, and so does one whose year nothing tells: whoever needs the column tells it.

    Args:
        cells: All cells of the column.
        locale: The declared locale.
        made: When the videos of the rows were made, as their ids tell, in UTC seconds; asked where it may matter.
        within: First and last day of all dates, where the name of the file tells them.
    """
    if all_text(cells) and _PLAIN.fullmatch("\n".join((*cells, ""))):
        return list(cells)
    seconds = made()
    cells = without_swapped([cells], [seconds])[0]
    by_text: dict[str, set[int]] = {cell: set() for cell in cells if isinstance(cell, str)}
    for cell, second in zip(cells, seconds, strict=False):
        if isinstance(cell, str) and second is not None:
            by_text[cell].add(second)
    reader = DateReader(by_text, locale, by_text, within)
    read = {text: _read(text, reader) for text in by_text}
    written: list[object] = []
    for row, cell in enumerate(cells):
        when = read[cell] if isinstance(cell, str) else None
        iso = when and _iso(when, seconds[row] if row < len(seconds) else None)
        written.append(iso or cell)
    return written


def without_swapped(
    columns: Sequence[Sequence[object]], made: Sequence[Sequence[int | None]] = ()
) -> list[Sequence[object]]:
    """The columns of days of one file, with days that a spreadsheet program may have taken for months told as both.

    A program of another country turns 03/04 into the third of April and leaves 03/25 as text: where such texts stand
    beside real dates of which none lies after the twelfth, those dates are as likely wrong as right, unless the ids
    beside them tell.

    Args:
        columns: By column: its cells.
        made: By column: when the videos of its rows were made, in UTC seconds; none where nothing tells it.
    """
    if not may_be_swapped([cell for column in columns for cell in column]):
        return [*columns]
    pairs = [
        pair for column, seconds in zip(columns, made, strict=False) for pair in zip(column, seconds, strict=False)
    ]
    proofs = {_is_swapped(cell, second) for cell, second in pairs if isinstance(cell, date) and second is not None}
    if proofs - {None} == {False}:
        return [*columns]
    turn = _swapped if proofs - {None} == {True} else either_day
    return [
        [turn(cell) if isinstance(cell, date) and cell.day != cell.month else cell for cell in column]
        for column in columns
    ]


def may_be_swapped(cells: Sequence[object]) -> bool:
    """Whether a program may have swapped day and month of the real dates among a file's days."""
    typed = [cell for cell in cells if isinstance(cell, date)]
    left = any(isinstance(cell, str) and _LEFT_AS_TEXT.match(cell.strip()) for cell in cells)
    return left and bool(typed) and all(cell.day <= 12 for cell in typed)


def _is_swapped(day: date, made: int) -> bool | None:
    """Whether a video of this second tells that day and month changed places; None where it does not tell."""
    video = datetime.fromtimestamp(made, UTC).date()
    plain, turned = (abs(one.toordinal() - video.toordinal()) <= _NEAR for one in (day, _swapped(day)))
    return turned if plain != turned else None


def _swapped(day: date) -> date:
    return day.replace(month=day.day, day=day.month)


def made_by_row(columns: Iterable[Sequence[object]], rows: int) -> list[int | None]:
    """By row: when its video was made, as the first column of ids or links that tells it says."""
    seconds: list[int | None] = [None] * rows
    for cells in columns:
        if any(isinstance(cell, str) and made_second(cell) is not None for cell in islice(cells, _LOOKED_AT)):
            made = (made_second(cell) if isinstance(cell, str) else None for cell in cells)
            seconds = [second if known is None else known for known, second in zip(seconds, made, strict=True)]
    return seconds


def _read(text: str, reader: DateReader) -> When | None:
    try:
        return reader.read(text)
    except DateError:
        return None


def _iso(when: When, made: int | None) -> str | None:
    day = when.date if made is None else when.near(datetime.fromtimestamp(made, UTC).date())
    if day is None:
        return None
    if when.time is None:
        return day.isoformat()
    return datetime.combine(day, when.time, when.zone).isoformat(sep=" ")
