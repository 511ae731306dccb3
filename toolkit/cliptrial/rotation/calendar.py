"""The days and slots of a plan, before chance assigns the arms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.model import WEEKDAYS, Experiment, Variable


@dataclass(frozen=True, slots=True)
class Place:
    """A day and a time of day; ``slot`` is None where the arm decides it."""

    day: date
    slot: str | None


def places(experiment: Experiment) -> tuple[Place, ...]:
    """The places of one account's posts, in order of time.

    Raises:
        PlanError: If the design does not say when to start, or its slots do not fit its posts a day.
    """
    problems = list(_problems(experiment))
    if problems:
        raise PlanError(problems)
    design = experiment.design
    assert design.start is not None
    slots: tuple[str | None, ...] = tuple(sorted(design.slots))
    if experiment.change.variable is Variable.SLOT:
        slots = (None,)
    total = design.posts_per_arm * len(experiment.change.arms)
    days = _days(design.start, {WEEKDAYS.index(day) for day in design.weekdays})
    return tuple(Place(day, slot) for day in islice(days, -(-total // len(slots))) for slot in slots)[:total]


def _days(start: date, weekdays: set[int]) -> Iterator[date]:
    """The days from ``start`` on that fall on one of the weekdays (0 is Monday)."""
    return (day for number in count() if (day := start + timedelta(days=number)).weekday() in weekdays)


def _problems(experiment: Experiment) -> Iterator[Problem]:
    design = experiment.design
    if design.start is None:
        yield Problem(
            "no_start",
            says("the plan has no first day"),
            says("a date such as 2026-03-02 under design.start"),
            says("Write the day of the first post; a Monday is easiest to keep."),
            field="design.start",
        )
    if experiment.change.variable is Variable.SLOT:
        if design.posts_per_day > 1:
            yield Problem(
                "slot_and_several_a_day",
                says("{posts_per_day} posts a day while the slot itself is tested", posts_per_day=design.posts_per_day),
                says("one post a day, so that a slot is not followed by the other slot on the same day"),
                says("Set design.posts_per_day to 1."),
                field="design.posts_per_day",
            )
    elif len(design.slots) != design.posts_per_day:
        yield Problem(
            "slots_and_posts_per_day",
            says(
                "{count} slots for {posts_per_day} posts a day",
                count=len(design.slots),
                posts_per_day=design.posts_per_day,
            ),
            says("as many slots as posts a day, so that every day looks alike"),
            says("Name one slot for each post of a day under design.slots, or change design.posts_per_day."),
            field="design.slots",
        )
