"""Reading numbers.xlsx back: every cell that cannot be read is named, none is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, nothing, says
from cliptrial.posts.sizes import refuse_far_cells
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.posts.text.numbers import NumberError, proven_mark
from cliptrial.posts.text.signs import Signs
from cliptrial.posts.text.time_columns import may_be_swapped
from cliptrial.posts.workbook.layout import INPUTS, PLAN, Filled, Input, keys_by_header
from cliptrial.posts.workbook.typed_cells import (
    COUNT,
    DAY,
    PROMOTION,
    SECONDS,
    SHARE,
    STATE,
    Cell,
    CellError,
    Kind,
    Ways,
    large_shares,
)
from cliptrial.registry.languages import LANGUAGES, SOURCE, translated
from cliptrial.registry.plan.post_states import state_of
from cliptrial.registry.safety.signs import as_typed

TELLING = ("position", "link", "views", "read_on")
"""Keys of the columns by which a workbook is known."""
FEW = 3
"""Rows of one kind that are told one by one; more are told together."""


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
        arm: The planned variant; None where nothing says it.
    """

    number: int
    position: int
    account: str
    date: date | None
    slot: str
    filled: Filled
    unread: frozenset[str] = frozenset()
    topic: str | None = None
    arm: str | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A workbook with everything that can be read, and everything that cannot.

    Attributes:
        rows: Rows with a position, filled or not.
        problems: Cells that cannot be read, and positions that stand there twice.
        place: File and sheet, for messages.
        headers: By column key: its header as it stands in the sheet.
        strange: Headers of columns that are nobody's but the people's own.
        missing: Columns for numbers that are not there.
    """

    rows: tuple[FilledRow, ...]
    problems: tuple[Problem, ...]
    place: str
    headers: Mapping[str, str]
    strange: tuple[str, ...] = ()
    missing: tuple[Input, ...] = ()

    def problem(
        self, row: FilledRow, key: str, code: str, what: Message, expected: Message = nothing, mend: Message = nothing
    ) -> Problem:
        """A problem with one cell."""
        field = None if key == "position" else self.headers[key]
        return Problem(code, what, expected, mend, path=self.place, row=row.number, field=field, position=row.position)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that has the workbook's headers: where each column is, and the rows below."""

    name: str
    columns: dict[str, int]
    headers: dict[str, str]
    rows: list[tuple[int, Sequence[Cell]]]
    strange: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    merged: frozenset[int] = frozenset()
    header: int = 1

    @property
    def is_filled(self) -> bool:
        """Whether people wrote anything into it."""
        return any(_cell(self, row, column.key) != "" for _, row in self.rows for column in INPUTS)


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
    planned = DateReader(_texts([_cell(sheet, row, "date") for _, row in sheet.rows]))
    ways = Ways(_mark(sheet), DateReader(_texts(days)), swapped=may_be_swapped(days))
    reader = _CellReader(place, sheet.headers, ways, problems, _large(sheet, ways))
    written = [(number, row) for number, row in sheet.rows if any(cell != "" for cell in row)]
    read = [_row(sheet, number, row, reader, planned) for number, row in written]
    rows = tuple(row for row in read if row is not None)
    problems += [*reader.nameless(), *_twice(rows, place), *_merged(rows, sheet, place)]
    missing = tuple(column for column in INPUTS if column.delivers and column.key not in sheet.columns)
    return Scan(rows, tuple(problems), place, sheet.headers, sheet.strange, missing)


def _large(sheet: _Sheet, ways: Ways) -> dict[str, tuple[float, float] | None]:
    """By key of the columns of shares: between what its numbers lie that can only be percent."""
    keys = [column.key for column in INPUTS if column.kind is SHARE and column.key in sheet.columns]
    return {key: large_shares((_cell(sheet, row, key) for _, row in sheet.rows), ways) for key in keys}


def _twice(rows: Sequence[FilledRow], place: Message) -> Iterator[Problem]:
    """Positions that stand in several rows; which of them holds, only people know."""
    numbers = [row.position for row in rows]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        yield Problem(
            "position_twice",
            says("Position {number} stands in {rows} rows", number=number, rows=numbers.count(number)),
            says("one row a position"),
            says("Delete the copied row."),
            path=place,
            row=next(row.number for row in rows if row.position == number),
            position=number,
        )


def _merged(rows: Sequence[FilledRow], sheet: _Sheet, place: Message) -> Iterator[Problem]:
    """Cells merged over several rows hold one value, and nobody can tell whose it is."""
    for row in rows:
        if row.number in sheet.merged:
            what = says("Cells of this row are merged with those of another")
            mend = says("Take the merging back and write every number into its own row.")
            yield Problem(
                "merged_cells", what, says("one cell a number"), mend, place, row=row.number, position=row.position
            )


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in a workbook.

    Attributes:
        sheet: Its name.
        rows: By position: the row, from 1.
        columns: By key: the column, from 0.
        header: The row of headers, from 1.
        width: How many columns there are.
        language: In which the headers are written.
        added: By column, from 0: headers that are to be written.
    """

    sheet: str
    rows: Mapping[int, int]
    columns: Mapping[str, int]
    header: int
    width: int
    language: str
    added: Mapping[int, str] = field(default_factory=dict)


def places_of(data: bytes, name: str) -> Places:
    """Where the rows and columns of a workbook are; errors as :func:`scan_workbook`."""
    sheet = _find_sheet(_open(data, name), name)
    numbers = {_position(_cell(sheet, row, "position")): number for number, row in reversed(sheet.rows)}
    rows = {position: row for position, row in numbers.items() if position}
    width = max((len(row) for _, row in sheet.rows), default=0)
    language = next((one for one in LANGUAGES if translated(VIEWS, one) == sheet.headers["views"]), SOURCE)
    return Places(sheet.name, rows, sheet.columns, sheet.header, width, language)


VIEWS = next(column.header for column in INPUTS if column.key == "views")


def is_workbook(header: Sequence[str]) -> bool:
    """Whether a header row is the one of numbers.xlsx, in any language."""
    keys = {keys_by_header().get(str(cell).strip().lower()) for cell in header}
    return keys >= {*TELLING}


_Tables = Sequence[tuple[str, Sequence[Sequence[Cell]], frozenset[int]]]
"""By sheet: its name, its rows, and the numbers of those that have cells merged with another row's."""


def _open(data: bytes, name: str) -> _Tables:
    import io
    import zipfile

    from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

    def opened(sheet: CalamineSheet) -> tuple[str, Sequence[Sequence[Cell]], frozenset[int]]:
        joined = sheet.merged_cell_ranges or []
        tall = {row + 1 for first, last in joined if first[0] != last[0] for row in range(first[0], last[0] + 1)}
        return sheet.name, sheet.to_python(skip_empty_area=False), frozenset(tall)

    try:
        if data.startswith(b"PK"):
            refuse_far_cells(name, data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [opened(book.get_sheet_by_name(title)) for title in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        what = says("The file is no workbook, or only half of one")
        mend = says("Save it again as .xlsx from the spreadsheet program.")
        raise SourceError(Problem("unreadable_workbook", what, mend=mend, path=name)) from error


def _find_sheet(sheets: _Tables, name: str) -> _Sheet:
    """The sheet with the headers; of several the one that people filled in.

    Raises:
        SourceError: There is none, several are filled in, or a column stands there twice.
    """
    candidates = [sheet for table in sheets if (sheet := _with_headers(*table)) is not None]
    filled = [sheet for sheet in candidates if sheet.is_filled] if len(candidates) > 1 else candidates
    if len(filled) > 1:
        what = says("Several sheets are filled in: {sheets}", sheets=[sheet.name for sheet in filled])
        mend = says("Put the numbers together in one of them and delete the others.")
        raise SourceError(Problem("several_sheets", what, says("one sheet with numbers"), mend, path=name))
    if not candidates:
        wanted = [column.header for column in (*PLAN, *INPUTS) if column.key in TELLING]
        what = says("No sheet has the headers of the workbook that was written with the plan")
        mend = says("Put the header row back, or write the workbook again with `cliptrial plan`.")
        raise SourceError(
            Problem("not_the_workbook", what, says("a row with {wanted}", wanted=wanted), mend, path=name)
        )
    sheet = (filled or candidates)[0]
    if sheet.twice:
        what = says("The column {column} stands there twice", column=sheet.twice[0])
        mend = says("Delete or rename the one that does not count.")
        raise SourceError(Problem("column_twice", what, says("each column once"), mend, path=name))
    return sheet


def _with_headers(title: str, rows: Sequence[Sequence[Cell]], merged: frozenset[int]) -> _Sheet | None:
    known = keys_by_header()
    for index, row in enumerate(rows[:20]):
        if _is_header(row):
            texts = [str(cell).strip() for cell in row]
            keys = [known.get(text.lower()) for text in texts]
            columns = {key: place for place, key in enumerate(keys) if key is not None}
            headers = {column.key: str(column.header) for column in (*PLAN, *INPUTS)}
            headers |= {key: texts[place] for key, place in columns.items()}
            twice = [texts[columns[column.key]] for column in INPUTS if keys.count(column.key) > 1]
            strange = [text for text, key in zip(texts, keys, strict=True) if text and key is None]
            # A header that was pasted along with the rows is no row.
            below = [(n, cells) for n, cells in enumerate(rows[index + 1 :], index + 2) if not _is_header(cells)]
            return _Sheet(title, columns, headers, below, tuple(strange), tuple(twice), merged, index + 1)
    return None


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

    def __init__(
        self,
        place: str,
        headers: Mapping[str, str],
        ways: Ways,
        problems: list[Problem],
        large: Mapping[str, tuple[float, float] | None],
    ) -> None:
        self._large = large
        self.refused: set[tuple[int, str]] = set()
        self._place, self._headers, self._ways, self._problems = place, headers, ways, problems
        self._nameless: list[tuple[int, Message]] = []

    def refuse(
        self, place: tuple[int, int], key: str, code: str, what: Message, expected: Message, mend: Message = nothing
    ) -> None:
        """Note a problem with one cell; ``place`` is its row and its position."""
        row, position = place
        self.refused.add((row, key))
        self._problems.append(
            Problem(code, what, expected, mend, path=self._place, row=row, field=self._headers[key], position=position)
        )

    def no_position(self, row: int, what: Message) -> None:
        """Note a row that belongs to no position."""
        self._nameless.append((row, what))

    def nameless(self) -> Iterator[Problem]:
        """Rows without a position, one by one or, where they are many, together."""
        header, wanted = self._headers["position"], says("the number that the plan gave this row")
        if len(self._nameless) > FEW:
            rows = [row for row, _ in self._nameless]
            what = says("{count} rows from row {row} on have no position number", count=len(rows), row=rows[0])
            yield Problem("no_position", what, wanted, path=self._place, row=rows[0], field=header)
            return
        for row, what in self._nameless:
            yield Problem("no_position", what, wanted, path=self._place, row=row, field=header)

    def read(self, row: int, position: int, column: Input, cell: Cell, planned: date | None) -> Any:
        """The cell's value; None, and a problem, where it cannot be read."""
        expected, place = column.kind.expected, (row, position)
        try:
            return column.kind.read(cell, replace(self._ways, planned=planned, large=self._large.get(column.key)))
        except NumberError as error:
            mend = says("Write it without a thousands mark.") if error.ambiguous else nothing
            self.refuse(place, column.key, "bad_number", error.message, expected, mend)
        except DateError as error:
            mend = says("Write it as 2026-03-09.")
            self.refuse(place, column.key, "bad_date", error.message, expected, mend)
        except CellError as error:
            self.refuse(place, column.key, "bad_cell", error.message, expected)
        return None


def _row(sheet: _Sheet, number: int, row: Sequence[Cell], reader: _CellReader, dates: DateReader) -> FilledRow | None:
    written = [(column, cell) for column in INPUTS if (cell := _cell(sheet, row, column.key)) != ""]
    typed = _cell(sheet, row, "position")
    position = _position(typed)
    if position is None:
        if written or typed != "":
            none = says("The row has no position number")
            reader.no_position(number, none if typed == "" else says("{position!r} is no position", position=typed))
        return None
    day = _planned_day(_cell(sheet, row, "date"), dates)
    values: dict[str, object] = {}
    for column, cell in written:
        state = state_of(cell) if isinstance(cell, str) and column.kind not in (STATE, PROMOTION) else None
        # "deleted" in place of a number says what became of the post.
        if state is not None:
            values.setdefault("state", state)
        else:
            values[column.key] = reader.read(number, position, column, cell, day)
    account, slot = str(_cell(sheet, row, "account")), _clock(_cell(sheet, row, "slot"))
    topic, arm = (str(_cell(sheet, row, key)) or None for key in ("topic", "arm"))
    unread = frozenset(key for key in values if (number, key) in reader.refused)
    return FilledRow(number, position, account, day, slot, _as_filled(values), unread, topic, arm)


def _as_filled(values: Mapping[str, object]) -> Filled:
    return Filled(**values)  # type: ignore[arg-type]  # each column's kind reads what its field holds


def _position(cell: Cell) -> int | None:
    """The number of a position, also where a program made a text of it."""
    text = str(cell).strip().removeprefix("#").removesuffix(".0").rstrip(".")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) >= 1 else None


def _planned_day(cell: Cell, dates: DateReader) -> date | None:
    """The planned day; None where the cell says none, which then contradicts nothing."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date) or not isinstance(cell, str) or not cell:
        return cell if isinstance(cell, date) else None
    try:
        return dates.read(cell).date
    except DateError:
        return None


def _clock(cell: Cell) -> str:
    """``18:00``, whether it is a text or a time of day."""
    return cell.strftime("%H:%M") if isinstance(cell, time | datetime) else str(cell).strip()
