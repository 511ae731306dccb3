"""Weeks, months and quarters of the calendar, and how they line up with those before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

A_WEEK = timedelta(days=7)
MONTHS = {"month": 1, "quarter": 3}
WEEKS_A_YEAR = 52


class Kind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Span:
    """A period of the calendar: a week from Monday on, a month or a quarter.

    Attributes:
        kind: How long it is.
        first: Its first day.
    """

    kind: Kind
    first: date

    @classmethod
    def around(cls, kind: Kind, day: date) -> Span:
        """The period that a day lies in.

        Examples:
            >>> Span.around(Kind.QUARTER, date(2026, 5, 20)).first
            datetime.date(2026, 4, 1)
        """
        if kind is Kind.WEEK:
            return cls(kind, day - timedelta(days=day.weekday()))
        months = MONTHS[kind]
        return cls(kind, date(day.year, (day.month - 1) // months * months + 1, 1))

    @property
    def days(self) -> int:
        """How many it has."""
        return (self.later(1).first - self.first).days

    @property
    def last(self) -> date:
        """Its last day."""
        return self.later(1).first - timedelta(days=1)

    def later(self, periods: int) -> Span:
        """The period so many after this one; before it where that is below nothing."""
        if self.kind is Kind.WEEK:
            return Span(self.kind, self.first + periods * A_WEEK)
        month = self.first.month - 1 + periods * MONTHS[self.kind]
        return Span(self.kind, date(self.first.year + month // 12, month % 12 + 1, 1))

    def a_year_ago(self) -> Span:
        """The same months, or the week 52 weeks before, which has the same weekdays."""
        return self.later(-WEEKS_A_YEAR if self.kind is Kind.WEEK else -12 // MONTHS[self.kind])

    def before(self, earliest: date) -> Iterator[Span]:
        """All periods before it that begin no earlier, the newest first."""
        one = self.later(-1)
        while one.first >= earliest:
            yield one
            one = one.later(-1)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last
