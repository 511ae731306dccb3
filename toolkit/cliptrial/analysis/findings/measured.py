"""Were the posts measured alike, and can the numbers be true?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualAge(Finding):
    """Every post was measured at the same age.

    Attributes:
        posts: How many.
        days: The age.
    """

    posts: int
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonExport(Finding):
    """All posts were read from one export, at different ages.

    Attributes:
        as_of: Day of the export.
        youngest: Age in days.
        oldest: Age in days.
    """

    metric: str
    as_of: date
    youngest: float
    oldest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Finding):
    """Posts have no snapshot near the measuring age.

    Attributes:
        posts: How many.
    """

    metric: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMeasured(Finding):
    """No source delivered a metric."""

    metric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleNumbers(Finding):
    """Posts have numbers that cannot be true.

    Attributes:
        posts: How many.
        rules: Codes of the rules that they break.
    """

    posts: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsWithoutArm(Finding):
    """Rows of a table name no arm.

    Attributes:
        rows: How many.
    """

    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsAlike(Finding):
    """Arms differ in capital letters or spaces only.

    Attributes:
        arms: Their names.
    """

    arms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePosts(Finding):
    """Posts stand in the data more than once.

    Attributes:
        posts: How many.
    """

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedByAverage(Finding):
    """Some posts have none at all, so that averages are compared.

    Attributes:
        posts: Posts without any.
    """

    metric: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingValues(Finding):
    """Posts of a table have no value.

    Attributes:
        posts: How many.
    """

    metric: str
    posts: int
