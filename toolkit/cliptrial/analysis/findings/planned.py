"""Was it planned, and is the plan what it was?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked(Finding):
    """The plan was locked on that day, before the first post, and is what it was."""

    locked_on: date
    first_post: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLocked(Finding):
    """The plan was never locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedLate(Finding):
    """The plan was locked on that day, after the first post."""

    locked_on: date
    first_post: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Finding):
    """The plan is not what was locked: these dotted keys or files changed."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayChanged(Finding):
    """While old against new ran, decisions changed what the new way is; changes by name.

    Attributes:
        gone: Listed changes that were taken back, or replaced.
        added: Changes that were adopted beside them.
    """

    gone: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSchedule(Finding):
    """Nothing was drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleNotByRule(Finding):
    """The stored schedule is none that its rule can draw.

    ``rule`` says why: blocks, weekdays, alternation, limit or missing.
    """

    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTopics(Finding):
    """Some position had no topic before chance assigned the arms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsLate(Finding):
    """Topics were given after the first of the posts they are for had gone out.

    Attributes:
        posts: How many posts had gone out by then.
        given_on: When the first of them was given.
    """

    posts: int
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRandomised(Finding):
    """Nobody says that chance assigned the posts of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReady(Finding):
    """It is too early for an answer.

    Attributes:
        measured: Posts that have reached their measuring age and have a value.
        needed: How many it takes.
        due: Posts that should have been measured by now.
        posts: Posts planned.
    """

    measured: int
    needed: int
    due: int
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLook(Finding):
    """A look before the end, as planned.

    Attributes:
        look: Its number.
        looks: How many are planned.
        posts: Posts that it sees.
        of: Posts planned.
        limit: The p from which on an answer counts at this look.
    """

    look: int
    looks: int
    posts: int
    of: int
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyEndPlanned(Finding):
    """As planned, the test may be ended early from this many posts on, should a clear answer become unlikely.

    Attributes:
        posts: Posts of the first blocks after which it may.
        of: Posts planned.
    """

    posts: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MayEndEarly(Finding):
    """After these complete blocks a clear answer at the end is unlikely: the test may be ended, as planned.

    Nothing here says how large the effect is, or in which direction it points.

    Attributes:
        posts: Posts of these blocks.
        of: Posts planned.
    """

    posts: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedEarly(Finding):
    """It was ended, as planned, because a clear answer had become unlikely: only complete blocks count.

    Attributes:
        ended_on: The day of the decision.
        posts: Posts of the blocks that were complete.
        of: Posts planned.
    """

    ended_on: date
    posts: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedTest(Finding):
    """This is not the first test of the same.

    Attributes:
        variable: What it changes.
        tests: How many there were, this one included.
        better: How many of them are better.
        chance: How often, by luck alone, at least one of so many comes out better.
        experiments: The earlier ones.
        pooled: What all of them say together, a ratio minus one; None below three with the same control.
        low: Lower end of its 95 % interval.
        high: Upper end of its interval.
    """

    variable: str
    tests: int
    better: int
    chance: float
    experiments: tuple[str, ...]
    pooled: float | None = None
    low: float | None = None
    high: float | None = None
