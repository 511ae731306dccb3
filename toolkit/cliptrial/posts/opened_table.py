"""One table of posts opened: the first sheet of a file, whatever its container, or the reason why there is none."""

from __future__ import annotations

import bz2
import io
import lzma
from dataclasses import replace
from pathlib import Path

from cliptrial.errors import Problem, SourceError, unexpected
from cliptrial.messages import Message, in_turn, says
from cliptrial.posts.sheets import LARGEST, Cell, Sheet, members, open_sheets, unpacked
from cliptrial.posts.sizes import read_regular
from cliptrial.posts.text.locales import locale_problems

MEND = says("Save it as CSV in UTF-8 and hand in that file.")
_EXPECTED = says("CSV, XLSX or Parquet with a header row")
_BEGINS = {".xlsx": (b"PK",), ".ods": (b"PK",), ".xls": (b"PK", b"\xd0\xcf"), ".zip": (b"PK",), ".gz": (b"\x1f\x8b",)}
"""By suffix: how such a file begins."""


def open_table(path: Path, locale: str | None = None) -> Sheet:
    """The sheet of a file, or the first of several that has cells.

    Args:
        path: The file.
        locale: The declared locale; a western one allows the old Windows encoding.

    Raises:
        SourceError: There is no such file or locale, or no table in it.
    """
    problems = list(locale_problems(locale))
    if problems:
        raise SourceError(problems)
    if not path.exists() or path.is_dir():
        what, mend = says("there is no file {name}", name=path.name), says("Check its name and folder.")
        raise SourceError(Problem("no_file", what, says("an existing file"), mend, path=path.name))
    try:
        sheet = _first_sheet(path, locale)
    except SourceError as error:
        raise SourceError(_with_remedy(problem, path) for problem in error.problems) from None
    except Exception as error:  # whatever a file holds, it is told in words
        raise SourceError(_with_remedy(unexpected(error, path.name), path)) from error
    if not sheet.header:
        raise SourceError(_unreadable(says("the file is empty"), path))
    problems = [*_broken(sheet, path), *_too_long(sheet, path), *_cut_off(sheet, path)]
    if problems:
        raise SourceError(problems)
    return replace(sheet, name=path.name)


def rows_of_one_width(sheet: Sheet) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """The rows with their numbers, each as long as the header: short ones have empty cells at their end."""
    width = len(sheet.header)
    if all(len(cells) == width for _, cells in sheet.rows):
        return sheet.rows
    fill = ("",) * width
    return tuple((n, cells if len(cells) == width else (*cells, *fill)[:width]) for n, cells in sheet.rows)


def _first_sheet(path: Path, locale: str | None) -> Sheet:
    try:
        data = read_regular(path, path.name, LARGEST)
        unpacker = {".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}.get(path.suffix.lower())
        data = data if unpacker is None else unpacked(unpacker(io.BytesIO(data)), path.name)
    except (OSError, EOFError, ValueError, lzma.LZMAError):
        raise SourceError(_damaged(path)) from None
    if data and not data.startswith(_BEGINS.get(path.suffix.lower(), (b"",))):
        raise SourceError(_damaged(path))
    inside = list(members(path.name, data))
    if len(inside) != 1:
        what = says("there are {count} files in it", count=len(inside))
        raise SourceError(
            Problem("unreadable", what, says("one table"), says("Unpack it and hand in the table."), path=path.name)
        )
    return open_sheets(*inside[0], locale)[0]


def _with_remedy(problem: Problem, path: Path) -> Problem:
    """A problem of a file as this reader tells it: with the file's own name and always a way out."""
    if problem.code == "empty_file":
        return _unreadable(says("the file is empty"), path)
    expected, mend = problem.expected or _EXPECTED, problem.mend or MEND
    return replace(problem, path=path.name, expected=expected, mend=mend)


def _unreadable(what: Message, path: Path, row: int | None = None, mend: Message = MEND) -> Problem:
    return Problem("unreadable", what, _EXPECTED, mend, path=path.name, row=row)


def _damaged(path: Path) -> Problem:
    return _unreadable(says("the file is damaged, or not what its name says"), path)


def _broken(sheet: Sheet, path: Path) -> list[Problem]:
    what = {"cut_off": says("a quotation mark is opened and never closed")}
    return [_unreadable(what.get(one.code, one.what), path, one.row) for one in sheet.broken]


def _cut_off(sheet: Sheet, path: Path) -> list[Problem]:
    """A last row that is shorter than all others, of which half a cell may be gone, too."""
    width, lengths = len(sheet.header), [len(cells) for _, cells in sheet.rows]
    if len(lengths) < 2 or not lengths[-1] < width or {*lengths[:-1]} != {width}:
        return []
    what = says("The last row is cut off: {count} of {width} cells", count=lengths[-1], width=width)
    mend = says("The file is only half there: export or copy it again.")
    return [_unreadable(what, path, sheet.rows[-1][0], mend)]


def _too_long(sheet: Sheet, path: Path) -> list[Problem]:
    """The first row with more cells than the header, which would stand under the wrong names."""
    width = len(sheet.header)
    for number, cells in (row for row in sheet.rows if len(row[1]) > width):
        if any(cell != "" for cell in cells[width:]):
            what = says("the row has {count} cells, the header has {width}", count=len(cells), width=width)
            mend = in_turn([says("A mark between columns that belongs to a text needs quotes around it."), MEND])
            return [_unreadable(what, path, number, mend)]
    return []
