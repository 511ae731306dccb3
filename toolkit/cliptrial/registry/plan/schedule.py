"""A schedule: which arm goes out when, and the rule that drew it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """One planned post.

    Attributes:
        position: Number of the position, from 1, in order of time within the experiment.
        block: Number of the rotation block, from 1, within the account.
        account: The account that posts it.
        date: The planned day, in the account's time zone.
        slot: The planned time of day, ``HH:MM``, in the account's time zone.
        arm: The arm that chance assigned.
        topic: The idea that is filmed, filled in before the lock; None where nobody wrote one.
    """

    position: int
    block: int
    account: str
    date: dt.date
    slot: str
    arm: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedPeriod(Position):
    """A planned stretch of days: ``date`` is its first, ``slot`` how long it is (``7d``), ``topic`` the posts to make.

    Attributes:
        region: Where it counts, as sources write it; None where the whole account does.
    """

    region: str | None = None

    @property
    def days(self) -> int:
        """How many it has."""
        return int(self.slot.removesuffix("d"))

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.date + dt.timedelta(days=self.days - 1)

    @property
    def place(self) -> str:
        """Whose it is: the account, with its region behind ``@`` where one counts by itself."""
        return f"{self.account}@{self.region}" if self.region else self.account


@dataclass(frozen=True, slots=True)
class Rule:
    """What the analysis must know to re-draw the schedule, stored and never derived again.

    Attributes:
        version: Version of the drawing rule.
        per_block: Posts of each arm in a block (2; with twins 1).
        cutoff: By group (an account, from version 2 on at one time of day, ``@18:00``): the largest allowed
            difference of weekday counts between two arms.
        count: By group, then by variant: admissible re-labellings of variant and control.
        seed: The seed that drew the schedule.
        limit: In a combined test: the largest correlation, over all its posts, of two questions' arms; None elsewhere.
    """

    version: int
    per_block: int
    cutoff: Mapping[str, int]
    count: Mapping[str, Mapping[str, int]]
    seed: int
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Crossed:
    """Another question of a combined test, asked on the same posts.

    Attributes:
        slug: Its experiment.
        control: Its control.
        arms: Shape (positions,): its arm on every position, in order.
    """

    slug: str
    control: str
    arms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """All positions, in order, the rule behind them, and the other questions that their posts answer."""

    positions: tuple[Position, ...]
    rule: Rule
    crossed: tuple[Crossed, ...] = ()

    @property
    def periods(self) -> tuple[PlannedPeriod, ...]:
        """Its stretches of days; empty where it is one of posts."""
        return tuple(one for one in self.positions if isinstance(one, PlannedPeriod))

    def experiments(self, own: str) -> tuple[str, ...]:
        """The experiments whose questions these posts answer, sorted; ``own`` is the one whose schedule this is."""
        return tuple(sorted((own, *(one.slug for one in self.crossed))))
