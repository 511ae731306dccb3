"""Findings about whole weeks or fortnights as units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cliptrial.analysis.findings.planned import NotReady
from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsRunning(NotReady):
    """Not every period is over and handed in; of those fields that it shares, "posts" are periods.

    Attributes:
        ends: The last day of the last period.
    """

    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsUnknown(Finding):
    """Periods of which days are missing, so that they count as unknown and never as nothing.

    Attributes:
        periods: Their numbers.
        of: Periods planned.
        days: Days that no export holds.
    """

    periods: tuple[int, ...]
    of: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceKept(Finding):
    """Every period had the posts that were planned for it."""

    periods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceNotKept(Finding):
    """Periods that had other numbers of posts than planned; they count with the arm that chance gave them.

    Attributes:
        periods: Their numbers.
        of: Periods that are over.
    """

    periods: tuple[int, ...]
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunUnseen(Finding):
    """What runs in some weeks only stands in no export: each counts as drawn, whether it ran or not."""

    periods: int
