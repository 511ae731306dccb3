"""Kinds of cells in numbers.xlsx: everything that people usually type is read as they meant it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from cliptrial.messages import Message, says
from cliptrial.posts.lake.promotion import affirms, denies
from cliptrial.posts.text.dates import DateError, DateReader, When, either_day
from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.posts.text.numbers import is_missing, read_number, read_share, share
from cliptrial.registry.plan.post_states import STATES, PostState, state_of

Cell: TypeAlias = object
"""What the reader of the file gives: text, float, date, datetime, time, timedelta, bool; "" is empty."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a sheet writes numbers and days.

    Attributes:
        mark: Its decimal mark, where its numbers prove one.
        dates: Reads its days.
        swapped: Whether a program may have swapped day and month of its real dates.
        planned: The planned day of the row, which tells the year of a day without one.
        large: Of a column of shares: the smallest and the largest number that can only be percent.
    """

    mark: str | None
    dates: DateReader
    swapped: bool = False
    planned: date | None = None
    large: tuple[float, float] | None = None


LONGEST = 3600
"""Seconds above which no average of one short video is."""
NEAR = 3.0
"""Times by which a number may lie outside the others of its column and still be one of them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell, written and read.

    Attributes:
        read: The value of a cell that is not empty; a ValueError where it cannot be one.
        expected: What is told then.
        rule: What a spreadsheet program warns about, as xlsxwriter takes it.
        look: How its cells look beyond what all have, as xlsxwriter takes it.
        written: How its values are shown, as a spreadsheet has it; days as its language writes them.
        written_filled: How values that are known already are shown, where that differs.
    """

    read: Callable[[Cell, Ways], object]
    expected: Message
    rule: Mapping[str, object]
    look: Mapping[str, object]
    written: str | None = None
    written_filled: str | None = None


class CellError(ValueError):
    """A cell does not hold what its column asks for.

    Attributes:
        message: What is wrong with it.
    """

    def __init__(self, message: Message) -> None:
        self.message = message


def _count(cell: Cell, ways: Ways) -> float | None:
    value = _number(cell, ways)
    if value is not None and (value < 0 or value != int(value)):
        raise CellError(says("{cell} is no count", cell=cell))
    return value


def _number(cell: Cell, ways: Ways) -> float | None:
    if isinstance(cell, str):
        return read_number(cell, ways.mark)
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        raise CellError(says("{cell} is not a number", cell=cell))
    return float(cell)


def _seconds(cell: Cell, ways: Ways) -> float | None:
    """``7.9``, ``7,9`` or ``0:07``; a spreadsheet takes 0:07 for seven minutes past midnight."""
    if isinstance(cell, timedelta | time):
        hours, minutes, seconds = _clock(cell)
        if seconds and hours:
            raise CellError(says("{cell} has hours", cell=cell))
        return minutes * 60.0 + seconds if seconds else hours * 60.0 + minutes
    if isinstance(cell, str) and cell.count(":") == 1:
        left, _, right = cell.partition(":")
        if not (left.isdigit() and right.isdigit() and int(right) < 60):
            raise CellError(says("{cell!r} is no time", cell=cell))
        return int(left) * 60.0 + int(right)
    bare = cell.rstrip("s ").strip() if isinstance(cell, str) else cell
    value = _number(bare, ways)
    if value is not None and value < 0:
        raise CellError(says("{cell} is below 0", cell=cell))
    return value


def _clock(cell: timedelta | time) -> tuple[int, int, int]:
    """Hours, minutes and seconds; 26:05 is more than a day to a spreadsheet."""
    if isinstance(cell, time):
        return cell.hour, cell.minute, cell.second
    if cell < timedelta():
        raise CellError(says("{cell} is below 0", cell=cell))
    hours, rest = divmod(int(cell.total_seconds()), 3600)
    return hours, *divmod(rest, 60)


def _average(cell: Cell, ways: Ways) -> float | None:
    """Seconds of one view; nobody watches a short video for an hour."""
    value = _seconds(cell, ways)
    if value is not None and value > LONGEST:
        raise CellError(says("{cell} would be more than an hour, and looks like milliseconds", cell=cell))
    return value


def _lasting(cell: Cell, ways: Ways) -> float | None:
    """``1:32:05``, ``1h 32m 5s`` or seconds."""
    if isinstance(cell, timedelta | time):
        hours, minutes, seconds = _clock(cell)
        return hours * 3600.0 + minutes * 60 + seconds
    text = cell.strip().lower() if isinstance(cell, str) else ""
    parts = _CLOCK.fullmatch(text) or (_PARTS.fullmatch(text) if text else None)
    if parts:
        return float(sum(float(part or 0) * per for part, per in zip(parts.groups(), (3600, 60, 1), strict=True)))
    return _seconds(cell, ways)


_CLOCK = re.compile(r"(\d+):([0-5]\d):([0-5]\d)")
_PARTS = re.compile(r"(?:(\d+)\s*(?:h|std\.?))?\s*(?:(\d+)\s*(?:m|min\.?))?\s*(?:(\d+)\s*(?:s|sek\.?|sec\.?))?")


def _share(cell: Cell, ways: Ways) -> float | None:
    if ways.large and 0 < (bare := _bare(cell, ways)) <= 1:
        return _beside(bare, cell, ways.large)
    value = read_share(cell, ways.mark) if isinstance(cell, str) else share(_number(cell, ways) or 0.0)
    if value is not None and not 0 <= value <= 1:
        raise CellError(says("{cell} is no share", cell=cell))
    return value


def _bare(cell: Cell, ways: Ways) -> float:
    """A number of a column of shares that does not say whether it is percent; 0 for anything else."""
    if isinstance(cell, str) and ("%" in cell or not re.fullmatch(r"\d+(?:[.,]\d+)?", cell.strip())):
        return 0.0
    return (
        read_number(cell, ways.mark or ("," if "," in cell else ".")) if isinstance(cell, str) else _number(cell, ways)
    ) or 0.0


def large_shares(cells: Iterable[Cell], ways: Ways) -> tuple[float, float] | None:
    """The smallest and the largest of a column's numbers that can only be percent; None where there is none."""
    numbers = [
        _bare(cell, ways) for cell in cells if isinstance(cell, str | float | int) and not isinstance(cell, bool)
    ]
    large = [one for one in numbers if 1 < one <= 100]
    return (min(large), max(large)) if large else None


def _beside(value: float, cell: Cell, large: tuple[float, float]) -> float:
    """A number up to 1 in a column of percent: whichever of the two is near the others, where only one is."""
    low, high = large[0] / NEAR, large[1] * NEAR
    as_share, as_percent = low <= 100 * value <= high, low <= value <= high
    if value == 1 or (as_share and as_percent):
        raise CellError(says("{cell} can be a share or percent among the others of its column", cell=cell))
    return value / 100 if as_percent else value


def _link(cell: Cell, _ways: Ways) -> str:
    if not isinstance(cell, str):
        raise CellError(says("{cell} is a number: the spreadsheet has already lost digits of the id", cell=cell))
    if id_in_link(cell) is None and not is_short_link(cell):
        raise CellError(says("{cell!r} is no link to a video", cell=cell))
    return cell


def _day(cell: Cell, ways: Ways) -> date | datetime:
    if isinstance(cell, date) and ways.swapped and cell.day != cell.month:
        raise DateError(either_day(cell), ambiguous=True)
    if isinstance(cell, datetime):
        return cell if cell.time() != time() else cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool) and 40_000 <= cell < 80_000:
        # A date whose cell lost its format: days since 1899-12-30.
        return date(1899, 12, 30) + timedelta(days=int(cell))
    short = _DAY_AND_MONTH.fullmatch(str(cell))
    if short and ways.planned:
        return When(int(short[2]), int(short[1])).near(ways.planned)
    when = ways.dates.read(str(cell))
    day = when.date or (when.near(ways.planned) if ways.planned else None)
    if day is None:
        raise CellError(says("{cell!r} has no year", cell=cell))
    return datetime.combine(day, when.time) if when.time else day


_DAY_AND_MONTH = re.compile(r"(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.?")
"""``9.3.``: with full stops the day always comes first."""


def _promoted(cell: Cell, ways: Ways) -> date | datetime | bool | None:
    """The day; a dash is as good as an empty cell, "yes" means since posting, and "no" takes an earlier day back."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and (is_missing(cell) or denies(cell) or affirms(cell)):
        return None if is_missing(cell) else affirms(cell)
    return _day(cell, ways)


def _state(cell: Cell, _ways: Ways) -> PostState | None:
    if isinstance(cell, str) and is_missing(cell):
        return None
    state = state_of(cell) if isinstance(cell, str) else None
    if state is None:
        raise CellError(says("{cell} is none of the words of this column", cell=cell))
    return state


_RIGHT = {"align": "right", "indent": 1}
_LEFT = {"indent": 1}
# The platform began in this year.
_FIRST = date(2016, 1, 1)

LINK = Kind(
    _link,
    says("a link such as https://www.tiktok.com/@name/video/7333242421595229472"),
    {"validate": "any"},
    {"font_color": "#1D4ED8"},
)
COUNT = Kind(
    _count, says("a whole number, 0 or more"), {"validate": "integer", "criteria": ">=", "value": 0}, _RIGHT, "#,##0"
)
LASTING = Kind(_lasting, says("a time such as 1:32:05, 1h 32m 5s, or seconds"), {"validate": "any"}, _RIGHT)
SECONDS = Kind(
    _average, says("seconds, such as 7.9 or 0:07"), {"validate": "decimal", "criteria": ">=", "value": 0}, _RIGHT
)
SHARE = Kind(
    _share,
    says("a share between 0 and 100 % (best with its % sign)"),
    {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
    _RIGHT,
    written_filled="0.0%",
)
DAY = Kind(
    _day,
    says("a day with its year, such as 2026-03-09"),
    {"validate": "date", "criteria": ">=", "value": _FIRST},
    _LEFT,
)
PROMOTION = Kind(
    _promoted,
    says("the day with its year, such as 2026-03-09, or yes; empty if it was not promoted with money"),
    {"validate": "any"},
    _LEFT,
)
STATE = Kind(_state, says("one of: {states}", states=list(STATES.values())), {"validate": "list"}, _LEFT)
