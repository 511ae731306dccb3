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

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


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
    """

    code: str
    what: str
    expected: str = ""
    mend: str = ""
    path: str | None = None
    line: int | None = None
    column: int | None = None
    row: int | None = None
    field: str | None = None

    @property
    def where(self) -> str:
        """The place in one string: ``file:line:column`` or ``file, row 3, column "Post time"``."""
        text = self.path or ""
        if self.line is not None:
            text += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        details = [f"row {self.row}"] if self.row is not None else []
        if self.field is not None and self.line is None:
            details.append(f'column "{self.field}"' if self.row is not None else f'"{self.field}"')
        return ", ".join(part for part in [text, *details] if part)

    def __str__(self) -> str:
        sentences = [self.what, self.expected and f"Expected: {self.expected}", self.mend]
        text = " ".join(s if s.endswith((".", "!", "?")) else f"{s}." for s in sentences if s)
        return f"{self.where}: {text}" if self.where else text

    def as_dict(self) -> dict[str, object]:
        """The problem for ``--json``: every field, with the place in one string."""
        return {**asdict(self), "where": self.where}


class ClipTrialError(Exception):
    """Anything this package raises on purpose."""


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
    """A program that this step needs is not installed."""


def relative_to(path: Path, folder: Path) -> str:
    """``path`` as a reader of ``folder`` would write it; only its name when it lies elsewhere."""
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path.name
