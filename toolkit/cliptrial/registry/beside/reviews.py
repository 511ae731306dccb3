"""When numbers are talked through with a client, and the day before on which the page is written.

A month or quarter is talked through in the second week after it, so that its last posts have been read at seven days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.registry.accounts import Client
from cliptrial.registry.model import WEEKDAYS, Weekday
from cliptrial.registry.yaml.file import Document

Every = Literal["weekly", "monthly", "quarterly"]
MONTHS: Mapping[Every, int] = {"monthly": 1, "quarterly": 3}
COMMANDS: Mapping[Every, str] = {"weekly": "week", "monthly": "month", "quarterly": "quarter"}
WAITING = 7
"""Days of the new month that pass first."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a client's numbers are talked through.

    Attributes:
        every: How often.
        weekday: On which day, 0 being Monday.
        ahead: So many days before, on a reading day, the page is written.
    """

    every: Every
    weekday: int
    ahead: int

    def is_review(self, day: date) -> bool:
        """Whether it is on this day."""
        if day.weekday() != self.weekday or self.every == "weekly":
            return day.weekday() == self.weekday
        return WAITING < day.day <= WAITING + 7 and (day.month - 1) % MONTHS[self.every] == 0

    def is_report(self, day: date) -> bool:
        """Whether the page is written on this day."""
        return self.is_review(day + timedelta(days=self.ahead))

    def recurrence(self, earlier: int = 0) -> Mapping[str, object]:
        """The rule of RFC 5545 for the day of the review, or for the one so many days earlier."""
        if self.every == "weekly":
            return {"freq": "weekly"}
        days = [day - earlier for day in range(WAITING + 1, WAITING + 8)]
        weekday = WEEKDAYS[(self.weekday - earlier) % 7][:2].upper()
        return {"freq": "monthly", "interval": MONTHS[self.every], "byday": weekday, "bymonthday": days}

    def begins(self, since: date) -> date:
        """The first review from a day on."""
        return next(day for n in range(100) if self.is_review(day := since + timedelta(days=n)))

    @property
    def command(self) -> str:
        """What writes the page: week, month or quarter."""
        return COMMANDS[self.every]


def rhythm_of(client: Client, reading_days: Collection[Weekday]) -> Rhythm | None:
    """A client's rhythm, on the first day of calls, or Monday, where no day is written; None where none is agreed."""
    if client.review is None:
        return None
    weekday = WEEKDAYS.index(client.review_day or next(iter(client.calls), "mon"))
    ahead = next(n for n in range(1, 8) if WEEKDAYS[(weekday - n) % 7] in reading_days)
    return Rhythm(client.review, weekday, ahead)


def rhythms(clients: Mapping[str, Client], reading_days: Collection[Weekday]) -> Iterator[tuple[str, Client, Rhythm]]:
    """Every client that is not archived and has a rhythm."""
    for name, client in clients.items():
        rhythm = rhythm_of(client, reading_days)
        if rhythm is not None and not client.archived:
            yield name, client, rhythm


def review_problems(clients: Mapping[str, Client], document: Document) -> Iterator[Problem]:
    """A day of reviews where there are none."""
    for name, client in clients.items():
        if client.review_day is not None and client.review is None:
            what = says('Client "{name}" has a day of reviews, and no reviews', name=name)
            expected = says("review: weekly, monthly or quarterly")
            yield document.problem(f"clients.{name}.review_day", "review_day_alone", what, expected)
