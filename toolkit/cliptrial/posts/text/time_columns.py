"""One column of times of posting, read by what all its cells say together, and written as ISO text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TypeGuard

from cliptrial.posts.text.dates import DateError, DateReader, When

_DAY = r"\d{4}-\d{1,2}-\d{1,2}(?!\d)[^\naApP]*"
_PLAIN = re.compile(rf"(?:(?:{_DAY})?\n)*")
"""Lines with the year first, or blank, and without halves of the day: nothing that other cells could settle."""


_YEAR = re.compile(r"\d{4}")


def all_text(cells: Sequence[object]) -> TypeGuard[Sequence[str]]:
    """Whether every cell is a text, as in a CSV file."""
    return set(map(type, cells)) <= {str}


def lack_a_year(cells: Sequence[object]) -> bool:
    """Whether a day is written that no year goes with: ``2 March``."""
    return any(isinstance(cell, str) and cell.strip() != "" and not _YEAR.search(cell) for cell in cells)


def written_times(cells: Sequence[object], locale: str | None) -> list[object]:
    """The cells with every date that can be read as ISO text; the others stay as they are.

    A date that could be two days stays, and so does one without a year: whoever needs the column tells it.
    """
    if all_text(cells) and _PLAIN.fullmatch("\n".join((*cells, ""))):
        return list(cells)
    texts = {cell for cell in cells if isinstance(cell, str)}
    reader = DateReader(texts, locale)
    written = {text: _written(text, reader) for text in texts}
    return [written.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]


def _written(text: str, reader: DateReader) -> str:
    try:
        return _iso(reader.read(text)) or text
    except DateError:
        return text


def _iso(when: When) -> str | None:
    day = when.date
    if day is None:
        return None
    if when.time is None:
        return day.isoformat()
    return datetime.combine(day, when.time, when.zone).isoformat(sep=" ")
