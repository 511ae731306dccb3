"""Reading numbers.xlsx back: every cell that cannot be read is named, none is guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from cliptrial.errors import Problem, SourceError
from cliptrial.posts.datetext import DateError, DateReader
from cliptrial.posts.numbertext import NumberError, proven_mark, read_number, read_share, share
from cliptrial.posts.videoids import id_in_link, is_short_link
from cliptrial.posts.workbook_layout import INPUTS, Filled, input_header, keys_by_header

Cell = Any
"""What the reader of the file gives: text, float, date, datetime, time, timedelta, bool; "" is empty."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row as found: its position, the plan it was written for, and what people wrote."""

    position: int
    account: str
    date: date | None
    slot: str
    filled: Filled


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that has the workbook's headers: where each column is, and the rows below."""

    name: str
    columns: dict[str, int]
    rows: list[tuple[int, list[Cell]]]


def read_workbook(data: bytes, name: str) -> dict[int, Filled]:
    """What people filled in, by position; positions left empty are not in it.

    Args:
        data: The workbook.
        name: Its name, for messages.

    Raises:
        SourceError: With every cell that cannot be read, or where it is no such workbook.
    """
    return {row.position: row.filled for row in read_rows(data, name) if row.filled != Filled()}


def read_rows(data: bytes, name: str) -> list[FilledRow]:
    """Every row with a position, filled or not; errors as :func:`read_workbook`."""
    sheet = _find_sheet(_open(data, name), name)
    problems: list[Problem] = []
    texts = [
        str(cell)
        for _, row in sheet.rows
        for key in ("views", "saves", "average_watch_time", "new_followers")
        if isinstance(cell := _cell(sheet, row, key), str)
    ]
    dates = [cell for _, row in sheet.rows if isinstance(cell := _cell(sheet, row, "read_on"), str) and cell]
    reader = _CellReader(f'{name}, sheet "{sheet.name}"', proven_mark(texts), DateReader(dates), problems)
    found = [_row(sheet, number, row, reader) for number, row in sheet.rows if any(cell != "" for cell in row)]
    rows = [row for row in found if row is not None]
    numbers = [row.position for row in rows]
    problems += [
        Problem(
            "position_twice",
            f"Position {number} stands in {numbers.count(number)} rows",
            path=reader.place,
            expected="one row a position",
            mend="Delete the copied row.",
        )
        for number in sorted({n for n in numbers if numbers.count(n) > 1})
    ]
    if problems:
        raise SourceError(problems)
    return rows


def is_workbook(header: Sequence[str]) -> bool:
    """Whether a header row is the one of numbers.xlsx, in either language."""
    keys = {keys_by_header().get(str(cell).strip().lower()) for cell in header}
    return {"position", "link", "views", "read_on"} <= keys


def _open(data: bytes, name: str) -> list[tuple[str, list[list[Cell]]]]:
    import io

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        what = "The file is no workbook, or only half of one"
        mend = "Save it again as .xlsx from the spreadsheet program."
        raise SourceError(Problem("unreadable_workbook", what, mend=mend, path=name)) from error


def _find_sheet(sheets: list[tuple[str, list[list[Cell]]]], name: str) -> _Sheet:
    known = keys_by_header()
    for title, rows in sheets:
        for index, row in enumerate(rows[:20]):
            if is_workbook([str(cell) for cell in row]):
                keys = [known.get(str(cell).strip().lower()) for cell in row]
                columns = {key: place for place, key in enumerate(keys) if key is not None}
                return _Sheet(title, columns, list(enumerate(rows[index + 1 :], start=index + 2)))
    wanted = ", ".join(input_header(key) for key in ("position", "link", "views", "read_on"))
    what = "No sheet has the headers of the workbook that was written with the plan"
    mend = "Put the header row back, or write the workbook again with `cliptrial plan`."
    raise SourceError(Problem("not_the_workbook", what, f"a row with {wanted}", mend, path=name))


def _cell(sheet: _Sheet, row: list[Cell], key: str) -> Cell:
    place = sheet.columns.get(key)
    cell = "" if place is None or place >= len(row) else row[place]
    return cell.strip() if isinstance(cell, str) else cell


def _row(sheet: _Sheet, number: int, row: list[Cell], reader: _CellReader) -> FilledRow | None:
    written = {column.key: _cell(sheet, row, column.key) for column in INPUTS}
    position = _cell(sheet, row, "position")
    if not isinstance(position, float | int) or position != int(position) or position < 1:
        if any(cell != "" for cell in written.values()) or position != "":
            what = f"{position!r} is no position" if position != "" else "The row has no position number"
            reader.refuse(number, "position", "no_position", what, "the number that the plan gave this row")
        return None
    values = {key: reader.read(number, key, cell) for key, cell in written.items() if cell != ""}
    planned = _cell(sheet, row, "date")
    day = planned.date() if isinstance(planned, datetime) else planned if isinstance(planned, date) else None
    account, slot = str(_cell(sheet, row, "account")), str(_cell(sheet, row, "slot"))
    return FilledRow(int(position), account, day, slot, replace(Filled(), **values))


class _CellReader:
    """Reads single cells and collects what is wrong with them."""

    def __init__(self, place: str, mark: str | None, dates: DateReader, problems: list[Problem]) -> None:
        self.place = place
        self._mark, self._dates, self._problems = mark, dates, problems
        self._read: dict[str, Callable[[Cell], Any]] = {
            "link": self._link,
            "average_watch_time": self._seconds,
            "watched_full": self._share,
            "read_on": self._day,
        }

    def refuse(self, row: int, key: str, code: str, what: str, expected: str, mend: str = "") -> None:
        """Note a problem with one cell."""
        self._problems.append(Problem(code, what, expected, mend, path=self.place, row=row, field=input_header(key)))

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


_EXPECTED = {
    "link": "a link such as https://www.tiktok.com/@name/video/7333242421595229472",
    "average_watch_time": "seconds, such as 7.9 or 0:07",
    "watched_full": "a share between 0 and 100 %",
    "read_on": "a day with its year, such as 2026-03-09",
}
