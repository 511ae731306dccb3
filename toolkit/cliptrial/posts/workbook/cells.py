"""Single cells of numbers.xlsx: everything that people usually type, read as they meant it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from cliptrial.errors import Problem
from cliptrial.posts.lake.promotion import denies
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.posts.text.numbers import NumberError, is_missing, read_number, read_share, share

Cell = Any
"""What the reader of the file gives: text, float, date, datetime, time, timedelta, bool; "" is empty."""


class CellReader:
    """Reads single cells and collects what is wrong with them."""

    def __init__(
        self, place: str, headers: Mapping[str, str], mark: str | None, dates: DateReader, problems: list[Problem]
    ) -> None:
        self.refused: set[tuple[int, str]] = set()
        self._place, self._headers = place, headers
        self._mark, self._dates, self._problems = mark, dates, problems
        self._read: dict[str, Callable[[Cell], Any]] = {
            "link": self._link,
            "average_watch_time": self._seconds,
            "watched_full": self._share,
            "read_on": self._day,
            "promoted_on": self._promoted,
        }

    def refuse(self, row: int, key: str, code: str, what: str, expected: str, mend: str = "") -> None:
        """Note a problem with one cell."""
        self.refused.add((row, key))
        self._problems.append(Problem(code, what, expected, mend, path=self._place, row=row, field=self._headers[key]))

    def read(self, row: int, key: str, cell: Cell) -> Any:
        """The cell's value; None, and a problem, where it cannot be read."""
        try:
            return self._read.get(key, self._count)(cell)
        except NumberError as error:
            mend = "Write it without a thousands mark." if error.ambiguous else ""
            self.refuse(row, key, "bad_number", str(error), _EXPECTED.get(key, "a whole number, 0 or more"), mend)
        except DateError as error:
            self.refuse(row, key, "bad_date", str(error), _EXPECTED[key], "Write it as 2026-03-09.")
        except ValueError as error:
            self.refuse(row, key, "bad_cell", str(error), _EXPECTED.get(key, "a whole number, 0 or more"))
        return None

    def _count(self, cell: Cell) -> float | None:
        value = self._number(cell)
        if value is not None and (value < 0 or value != int(value)):
            raise ValueError(f"{cell} is no count")
        return value

    def _number(self, cell: Cell) -> float | None:
        if isinstance(cell, str):
            return read_number(cell, self._mark)
        if isinstance(cell, bool) or not isinstance(cell, float | int):
            raise ValueError(f"{cell} is not a number")
        return float(cell)

    def _seconds(self, cell: Cell) -> float | None:
        """``7.9``, ``7,9`` or ``0:07``; a spreadsheet takes 0:07 for seven minutes past midnight."""
        if isinstance(cell, timedelta):
            cell = (datetime.min + cell).time()
        if isinstance(cell, time):
            minutes, seconds = (cell.hour, cell.minute) if not cell.second else (cell.minute, cell.second)
            if cell.second and cell.hour:
                raise ValueError(f"{cell} has hours")
            return minutes * 60.0 + seconds
        if isinstance(cell, str) and cell.count(":") == 1:
            left, _, right = cell.partition(":")
            if not (left.isdigit() and right.isdigit() and int(right) < 60):
                raise ValueError(f"{cell!r} is no time")
            return int(left) * 60.0 + int(right)
        bare = cell.rstrip("s ").strip() if isinstance(cell, str) else cell
        value = self._number(bare)
        if value is not None and value < 0:
            raise ValueError(f"{cell} is below 0")
        return value

    def _share(self, cell: Cell) -> float | None:
        value = read_share(cell, self._mark) if isinstance(cell, str) else share(self._number(cell) or 0.0)
        if value is not None and not 0 <= value <= 1:
            raise ValueError(f"{cell} is no share")
        return value

    def _link(self, cell: Cell) -> str:
        if not isinstance(cell, str):
            raise ValueError(f"{cell} is a number: the spreadsheet has already lost digits of the id")
        if id_in_link(cell) is None and not is_short_link(cell):
            raise ValueError(f"{cell!r} is no link to a video")
        return cell

    def _day(self, cell: Cell) -> date | datetime:
        if isinstance(cell, datetime):
            return cell if cell.time() != time() else cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, float | int) and not isinstance(cell, bool) and 40_000 <= cell < 80_000:
            # A date whose cell lost its format: days since 1899-12-30.
            return date(1899, 12, 30) + timedelta(days=int(cell))
        when = self._dates.read(str(cell))
        if when.date is None:
            raise ValueError(f"{cell!r} has no year")
        return datetime.combine(when.date, when.time) if when.time else when.date

    def _promoted(self, cell: Cell) -> date | datetime | Literal[False] | None:
        """The day; a dash is as good as an empty cell, and "no" takes an earlier day back."""
        if isinstance(cell, str) and (is_missing(cell) or denies(cell)):
            return False if denies(cell) else None
        return self._day(cell)


_EXPECTED = {
    "link": "a link such as https://www.tiktok.com/@name/video/7333242421595229472",
    "average_watch_time": "seconds, such as 7.9 or 0:07",
    "watched_full": "a share between 0 and 100 %",
    "read_on": "a day with its year, such as 2026-03-09",
    "promoted_on": "the day with its year, such as 2026-03-09; empty if it was not promoted with money",
}
