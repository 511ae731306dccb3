"""The goals of ``workspace.yaml``: each a name, or also a number that should be reached by a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from cliptrial.errors import Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.registry.model import TEXT, IsoDate, Record, Share
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.file import Document

MEASURED = ("metric", "from", "to", "by")
"""What a goal with a number says, all of it; a goal without any of it is a name."""
_DAY = Expected(says("A day of the calendar, written as 2026-03-02"))
_AMOUNT = Expected(says("A number above zero, or a share such as 5%"))
_Amount = Annotated[Share, Field(gt=0, allow_inf_nan=False)]
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Line:
    """The straight way from a typical post of today to the one that is wanted.

    Attributes:
        metric: What is read off.
        start: Its number at the beginning.
        target: The number that is wanted.
        since: The day of the beginning.
        by: The day by which it should be reached.
    """

    metric: str
    start: float
    target: float
    since: date
    by: date

    def at(self, day: date) -> float:
        """Where the number should be on a day between beginning and end."""
        share = (day - self.since) / (self.by - self.since)
        return self.start + (self.target - self.start) * min(1.0, max(0.0, share))


class Goal(Record):
    """What a team is after."""

    name: Annotated[str, Field(min_length=1), TEXT] = Field(description="What it is called, e.g. reach.")
    metric: Annotated[str | None, Expected(says("The name of a metric, e.g. views or average_watch_time"))] = Field(
        default=None, description="What tells whether it is reached."
    )
    start: Annotated[_Amount | None, _AMOUNT] = Field(
        default=None, alias="from", description="The number of a typical post at the beginning."
    )
    target: Annotated[_Amount | None, _AMOUNT] = Field(
        default=None, alias="to", description="The number of a typical post that is wanted."
    )
    since: Annotated[IsoDate | None, _DAY] = Field(
        default=None, description="The day of the beginning; a year before `by` where nothing is written."
    )
    by: Annotated[IsoDate | None, _DAY] = Field(default=None, description="The day by which it should be reached.")
    account: Annotated[str | None, Expected(says("The name of an account"))] = Field(
        default=None, description="Whose posts count; needed where there are several accounts."
    )
    owner: Annotated[str | None, Expected(says("A name"))] = Field(default=None, description="Who answers for it.")
    serves: Annotated[str | None, TEXT] = Field(default=None, description="The business goal behind it.")

    @property
    def line(self) -> Line | None:
        """The way to its number; None where it has none."""
        if self.metric is None or self.start is None or self.target is None or self.by is None:
            return None
        return Line(self.metric, self.start, self.target, self.since or self.by - _YEAR, self.by)


def as_goal(value: object) -> object:
    """A goal of which only the name is written, as a mapping."""
    return {"name": value} if isinstance(value, str) else value


def goal_problems(document: Document) -> Iterator[Problem]:
    """What is wrong between the parts of goals, and with the accounts that they name."""
    goals, accounts = document.mapping.get("goals"), document.mapping.get("accounts")
    known = list(accounts) if isinstance(accounts, dict) else []
    entries = [as_goal(one) for one in goals] if isinstance(goals, list) else []
    for number, goal in enumerate(entries):
        if isinstance(goal, dict) and isinstance(goal.get("name"), str):
            yield from _of_one(document, f"goals.{number}", goal, known)
    named = [goal.get("name") for goal in entries if isinstance(goal, dict)]
    for name, count in Counter(name for name in named if isinstance(name, str)).items():
        if count > 1:
            at = f"goals.{len(named) - 1 - named[::-1].index(name)}"
            what = says('Two goals are called "{name}"', name=name)
            yield document.problem(at, "goal_twice", what, mend=says("Give one of them another name."))


def _of_one(document: Document, at: str, goal: Mapping[str, object], accounts: Collection[str]) -> Iterator[Problem]:
    name, account = goal.get("name"), goal.get("account")
    missing = [key for key in MEASURED if goal.get(key) is None]
    if 0 < len(missing) < len(MEASURED):
        what = says('Goal "{name}" has a number, and no {keys}', name=name, keys=[f"`{key}`" for key in missing])
        expected = says("All of {keys}, or a name only", keys=[f"`{key}`" for key in MEASURED])
        yield document.problem(at, "goal_incomplete", what, expected, says("Add `{key}:`.", key=missing[0]))
    if isinstance(account, str) and account not in accounts:
        what, expected = says('There is no account "{name}"', name=account), says("One of {names}", names=[*accounts])
        yield document.problem(f"{at}.account", "unknown_account", what, expected, did_you_mean(account, accounts))
    elif account is None and not missing and len(accounts) > 1:
        what = says('Goal "{name}" does not say whose posts count', name=name)
        yield document.problem(at, "goal_account", what, says("One of {names}", names=[*accounts]), _ADD_ACCOUNT)
    since, by = goal.get("since"), goal.get("by")
    if isinstance(since, str) and isinstance(by, str) and since.strip() >= by.strip():
        what = says('Goal "{name}" ends before it begins', name=name)
        yield document.problem(f"{at}.by", "goal_dates", what, says("A day after {day}", day=since))


_ADD_ACCOUNT = says("Add `account:`; numbers of several accounts are not one number.")
