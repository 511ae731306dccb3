"""Reading numbers.xlsx back: every cell that cannot be read is named, none is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, nothing, says
from cliptrial.posts.sizes import refuse_far_cells
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.posts.text.numbers import NumberError, proven_mark
from cliptrial.posts.text.signs import Signs
from cliptrial.posts.text.time_columns import may_be_swapped
from cliptrial.posts.workbook.layout import INPUTS, PLAN, Filled, Input, keys_by_header
from cliptrial.posts.workbook.typed_cells import COUNT, DAY, PROMOTION, SECONDS, Cell, CellError, Kind, Ways
from cliptrial.registry.safety.signs import as_typed

TELLING = ("position", "link", "views", "read_on")
"""Keys of the columns by which a workbook is known."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row as found: its position, the plan it was written for, and what people wrote.

    Attributes:
        number: The row in the sheet, from 1.
        position: The position that the plan gave it.
        account: The planned account.
        date: The planned day.
        slot: The planned time.
        filled: What people wrote.
        unread: Keys of cells that hold something which cannot be read.
        topic: The planned topic; None where there is none.
    """

    number: int
    position: int
    account: str
    date: date | None
    slot: str
    filled: Filled
    unread: frozenset[str] = frozenset()
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A workbook with everything that can be read, and everything that cannot.

    Attributes:
        rows: Rows with a position, filled or not.
        problems: Cells that cannot be read, and positions that stand there twice.
        place: File and sheet, for messages.
        headers: By column key: its header as it stands in the sheet.
    """

    rows: tuple[FilledRow, ...]
    problems: tuple[Problem, ...]
    place: str
    headers: Mapping[str, str]

    def problem(
        self, row: FilledRow, key: str, code: str, what: Message, expected: Message = nothing, mend: Message = nothing
    ) -> Problem:
        """A problem with one cell."""
        return Problem(code, what, expected, mend, path=self.place, row=row.number, field=self.headers[key])


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that has the workbook's headers: where each column is, and the rows below."""

    name: str
    columns: dict[str, int]
    headers: dict[str, str]
    rows: list[tuple[int, Sequence[Cell]]]


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
    scan = scan_workbook(data, name)
    if scan.problems:
        raise SourceError(scan.problems)
    return list(scan.rows)


def scan_workbook(data: bytes, name: str) -> Scan:
    """Every row with a position beside every cell that cannot be read, so that more can be said about both.

    Raises:
        SourceError: It is no such workbook.
    """
    sheet = _find_sheet(_open(data, name), name)
    problems: list[Problem] = []
    place = says('{name}, sheet "{title}"', name=name, title=sheet.name)
    days = _cells(sheet, DAY, PROMOTION)
    ways = Ways(_mark(sheet), DateReader(_texts(days)), swapped=may_be_swapped(days))
    reader = _CellReader(place, sheet.headers, ways, problems)
    filled = [_row(sheet, number, row, reader) for number, row in sheet.rows if any(cell != "" for cell in row)]
    rows = tuple(row for row in filled if row is not None)
    numbers = [row.position for row in rows]
    problems += [
        Problem(
            "position_twice",
            says("Position {number} stands in {rows} rows", number=number, rows=numbers.count(number)),
            path=place,
            expected=says("one row a position"),
            mend=says("Delete the copied row."),
        )
        for number in sorted({n for n in numbers if numbers.count(n) > 1})
    ]
    return Scan(rows, tuple(problems), place, sheet.headers)


def is_workbook(header: Sequence[str]) -> bool:
    """Whether a header row is the one of numbers.xlsx, in any language."""
    keys = {keys_by_header().get(str(cell).strip().lower()) for cell in header}
    return keys >= {*TELLING}


def _open(data: bytes, name: str) -> Sequence[tuple[str, Sequence[Sequence[Cell]]]]:
    import io
    import zipfile

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if data.startswith(b"PK"):
            refuse_far_cells(name, data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [(title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)) for title in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        what = says("The file is no workbook, or only half of one")
        mend = says("Save it again as .xlsx from the spreadsheet program.")
        raise SourceError(Problem("unreadable_workbook", what, mend=mend, path=name)) from error


def _find_sheet(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]], name: str) -> _Sheet:
    known = keys_by_header()
    for title, rows in sheets:
        for index, row in enumerate(rows[:20]):
            if _is_header(row):
                keys = [known.get(str(cell).strip().lower()) for cell in row]
                columns = {key: place for place, key in enumerate(keys) if key is not None}
                headers = {column.key: str(column.header) for column in (*PLAN, *INPUTS)}
                headers |= {key: str(row[place]).strip() for key, place in columns.items()}
                # A header that was pasted along with the rows is no row.
                below = [(n, cells) for n, cells in enumerate(rows[index + 1 :], index + 2) if not _is_header(cells)]
                return _Sheet(title, columns, headers, below)
    wanted = [column.header for column in (*PLAN, *INPUTS) if column.key in TELLING]
    what = says("No sheet has the headers of the workbook that was written with the plan")
    mend = says("Put the header row back, or write the workbook again with `cliptrial plan`.")
    raise SourceError(Problem("not_the_workbook", what, says("a row with {wanted}", wanted=wanted), mend, path=name))


def _is_header(row: Sequence[Cell]) -> bool:
    return is_workbook([str(cell) for cell in row])


def _cell(sheet: _Sheet, row: Sequence[Cell], key: str) -> Cell:
    place = sheet.columns.get(key)
    cell = "" if place is None or place >= len(row) else row[place]
    return as_typed(cell.strip()) if isinstance(cell, str) else cell


def _cells(sheet: _Sheet, *kinds: Kind) -> list[Cell]:
    """What stands in the columns of some kinds."""
    keys = [column.key for column in INPUTS if column.kind in kinds]
    return [_cell(sheet, row, key) for _, row in sheet.rows for key in keys]


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and cell]


def _mark(sheet: _Sheet) -> str | None:
    """The decimal mark of a sheet: what its numbers prove, else what its counts and its language show."""
    counts = _texts(_cells(sheet, COUNT))
    return proven_mark([*counts, *_texts(_cells(sheet, SECONDS))]) or Signs(
        dict.fromkeys(sheet.headers.values(), ())
    ).mark("views", counts)


class _CellReader:
    """Reads single cells and collects what is wrong with them."""

    def __init__(self, place: str, headers: Mapping[str, str], ways: Ways, problems: list[Problem]) -> None:
        self.refused: set[tuple[int, str]] = set()
        self._place, self._headers, self._ways, self._problems = place, headers, ways, problems

    def refuse(self, row: int, key: str, code: str, what: Message, expected: Message, mend: Message = nothing) -> None:
        """Note a problem with one cell."""
        self.refused.add((row, key))
        self._problems.append(Problem(code, what, expected, mend, path=self._place, row=row, field=self._headers[key]))

    def read(self, row: int, column: Input, cell: Cell) -> Any:
        """The cell's value; None, and a problem, where it cannot be read."""
        try:
            return column.kind.read(cell, self._ways)
        except NumberError as error:
            mend = says("Write it without a thousands mark.") if error.ambiguous else nothing
            self.refuse(row, column.key, "bad_number", error.message, column.kind.expected, mend)
        except DateError as error:
            self.refuse(
                row, column.key, "bad_date", error.message, column.kind.expected, says("Write it as 2026-03-09.")
            )
        except CellError as error:
            self.refuse(row, column.key, "bad_cell", error.message, column.kind.expected)
        return None


def _row(sheet: _Sheet, number: int, row: Sequence[Cell], reader: _CellReader) -> FilledRow | None:
    written = [(column, cell) for column in INPUTS if (cell := _cell(sheet, row, column.key)) != ""]
    position = _cell(sheet, row, "position")
    if not isinstance(position, float | int) or position != int(position) or position < 1:
        if written or position != "":
            what = (
                says("{position!r} is no position", position=position)
                if position != ""
                else says("The row has no position number")
            )
            reader.refuse(number, "position", "no_position", what, says("the number that the plan gave this row"))
        return None
    values = {column.key: reader.read(number, column, cell) for column, cell in written}
    planned = _cell(sheet, row, "date")
    day = planned.date() if isinstance(planned, datetime) else planned if isinstance(planned, date) else None
    account, slot = str(_cell(sheet, row, "account")), str(_cell(sheet, row, "slot"))
    topic = str(_cell(sheet, row, "topic")) or None
    unread = frozenset(key for key in values if (number, key) in reader.refused)
    return FilledRow(number, int(position), account, day, slot, replace(Filled(), **values), unread, topic)
