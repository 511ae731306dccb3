"""The error family.

ClipTrialError
├── InputError              what was handed in cannot be used; carries every problem found
│   ├── RegistryError       an experiment or workspace file
│   ├── PlanError           a plan that cannot be drawn, locked or trusted
│   ├── SourceError         an export, a workbook or a table of posts
│   └── ReportError         a template, a parameter or a page
└── MissingToolError        a program that this step needs is not installed

A question that cannot be answered is not an error: it is a verdict with a reason.
"""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from cliptrial.messages import Message, full_sentence, in_turn, nothing, says


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input, and how to mend it.

    Attributes:
        code: Stable identifier, for programs.
        what: What is wrong, naming the value.
        expected: What was expected instead.
        mend: What to do about it.
        path: The file, relative to the workspace where possible.
        line: Line in a text file, from 1.
        column: Column in a text file, from 1.
        row: Row in a table, from 1, the header being row 1.
        field: Column header or dotted key.
        position: Number of the planned post that a row of numbers is of.
    """

    code: str
    what: Message
    expected: Message = nothing
    mend: Message = nothing
    path: str | None = None
    line: int | None = None
    column: int | None = None
    row: int | None = None
    field: str | None = None
    position: int | None = None

    @property
    def where(self) -> Message:
        """The place in one string: ``file:line:column`` or ``file, row 3, column "Post time"``."""
        return in_turn([part for part in (self._in_text, *self._in_table) if part], ", ")

    @property
    def _in_text(self) -> str:
        numbers = [number for number in (self.line, self.column) if number is not None]
        numbers = numbers if self.line is not None else []
        return in_turn([self.path or "", *(f":{number}" for number in numbers)], "") if numbers else self.path or ""

    @property
    def _in_table(self) -> Iterator[Message]:
        if self.position is not None:
            yield self.cell
            return
        if self.row is not None:
            yield says("row {row}", row=self.row)
        if self.field is not None and self.line is None:
            yield (
                says('column "{column}"', column=self.field)
                if self.row is not None
                else says('"{field}"', field=self.field)
            )

    @property
    def cell(self) -> Message:
        """``No. 14, Views``: the planned post and the column, as people call them."""
        number = says("No. {number}", number=self.position) if self.position is not None else nothing
        return in_turn([part for part in (number, self.field) if part], ", ")

    @property
    def message(self) -> Message:
        """The whole problem in one line, its place first."""
        expected = says("Expected: {expected}", expected=self.expected) if self.expected else nothing
        sentences = in_turn([full_sentence(part) for part in (self.what, expected, self.mend) if part])
        return in_turn([self.where, sentences], ": ") if self.where else sentences

    def __str__(self) -> str:
        return str.__str__(self.message)

    def as_dict(self) -> dict[str, object]:
        """The problem for ``--json``: every field, with the place in one string."""
        return {**asdict(self), "where": self.where}


def reason_of(error: OSError) -> Message:
    """Why the operating system refused a file."""
    if error.errno is None:
        return says("the reason is not known")
    return REASONS.get(error.errno) or says("error {number} of the operating system", number=error.errno)


MOST_SHOWN = 120
"""Characters of an error nobody foresaw that are told."""
REASONS: Mapping[int, Message] = {
    errno.ENOENT: says("there is no such file or folder"),
    errno.EACCES: says("you may not read or write it"),
    errno.EPERM: says("you may not read or write it"),
    errno.EROFS: says("nothing can be written there"),
    errno.EISDIR: says("it is a folder, not a file"),
    errno.ENOTDIR: says("a part of its path is a file, not a folder"),
    errno.EEXIST: says("it is there already"),
    errno.ENOSPC: says("the disk is full"),
    errno.EDQUOT: says("your share of the disk is full"),
    errno.EBUSY: says("another program holds it open"),
    errno.ETXTBSY: says("another program holds it open"),
    errno.ENAMETOOLONG: says("its name is too long"),
    errno.EMFILE: says("too many files are open"),
    errno.EIO: says("the disk or the network drive does not answer"),
}


DEBUG = "CLIPTRIAL_DEBUG"
"""An environment variable; where it is set, whole tracebacks are shown."""
_told: list[Callable[[str], str]] = [str]


def tell_in(language: Callable[[str], str]) -> None:
    """Have what goes wrong in a notebook's cell said by ``language``, which is given each message."""
    _told[:] = [language]


class ClipTrialError(Exception):
    """Anything this package raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows below the cell: one line a problem; the whole way there with ``CLIPTRIAL_DEBUG=1``."""
        if os.environ.get(DEBUG):
            return traceback.format_exception(self)
        return [_told[0](message) for message in _once_a_column(problems_of(self))]


def _once_a_column(problems: Iterable[Problem]) -> Iterator[Message]:
    """What is wrong, a sentence each; of cells of a column that are all wrong alike, the first."""
    for _, alike in groupby(problems, key=lambda one: (one.code, one.path, one.field)):
        first, *more = alike
        if first.row is not None and more:
            yield in_turn([first.message, says("Other cells of this column are like it.")])
        else:
            yield from (one.message for one in (first, *more))


class InputError(ClipTrialError):
    """What was handed in cannot be used; ``problems`` lists everything that was found."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class RegistryError(InputError):
    """An experiment or workspace file is wrong."""


class PlanError(InputError):
    """A plan cannot be drawn, locked or trusted."""


class SourceError(InputError):
    """An export, workbook or table of posts cannot be read."""


class ReportError(InputError):
    """A report cannot be rendered."""


class MissingToolError(ClipTrialError):
    """A program that this step needs is not installed; ``message`` says which, and where to get it."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


def problems_of(error: Exception) -> tuple[Problem, ...]:
    """Why something failed, whatever it was: all that was found, a file that resisted, or what nobody foresaw."""
    match error:
        case InputError():
            return error.problems
        case MissingToolError():
            return (Problem(type(error).__name__, error.message),)
        case OSError():
            return (_file_problem(error),)
    return (_unforeseen(error),)


def _file_problem(error: OSError) -> Problem:
    name = str(error.filename) if error.filename is not None else None
    folder = Path(name).parent if name is not None else None
    if folder is not None and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and _is_closed(folder):
        what = says("The folder {folder} cannot be written to", folder=folder)
        return Problem("read_only", what, mend=says("Ask for the right to write there, or use another folder."))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        what = says("Nothing more can be written: {reason}", reason=reason_of(error))
        mend = says("Make room, then run the same command again: every file is complete, old or new.")
        return Problem("disk_full", what, mend=mend, path=name)
    return Problem(
        code="file",
        what=says("The file cannot be read or written: {reason}", reason=reason_of(error)),
        mend=says("Check that it exists, that no other program holds it open and that you may write there."),
        path=name,
    )


def _is_closed(folder: Path) -> bool:
    return folder.is_dir() and not os.access(folder, os.W_OK)


def _unforeseen(error: Exception) -> Problem:
    frames = traceback.extract_tb(error.__traceback__)
    failure = f"{type(error).__name__}: {error}"
    if frames:
        place = says("{file}, line {line}", file=Path(frames[-1].filename).name, line=str(frames[-1].lineno))
        what = says("This should not have happened: {told} ({place})", told=failure, place=place)
    else:
        what = says("This should not have happened: {told}", told=failure)
    return Problem(
        code="unexpected",
        what=what,
        mend=says("Please report this line with the command that you ran; CLIPTRIAL_DEBUG=1 shows the details."),
    )


def unexpected(error: Exception, path: str) -> Problem:
    """What nobody foresaw in a file, as a problem of that file."""
    reason = f"{type(error).__name__}: {error}"
    what = says("Reading the file went wrong in a way that nobody foresaw ({reason})", reason=reason[:MOST_SHOWN])
    mend = says("Export it again; if it stays so, please report this line.")
    return Problem("unforeseen", what, mend=mend, path=path)


def relative_to(path: Path, folder: Path) -> str:
    """``path`` as a reader of ``folder`` would write it; only its name when it lies elsewhere."""
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path.name
