"""The days and slots of a plan, before chance assigns the arms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.model import WEEKDAYS, Experiment, Variable

Off = Callable[[str, date], bool]
"""Whether an account does not post on a day."""
LONGEST_GAP = 500
"""Days without any place for a post after which nobody looks further."""


@dataclass(frozen=True, slots=True)
class Place:
    """A day and a time of day; ``slot`` is None where the arm decides it."""

    day: date
    slot: str | None


def never(account: str, day: date) -> bool:  # noqa: ARG001
    """Nobody ever pauses."""
    return False


def places(experiment: Experiment, account: str | None = None, off: Off = never) -> tuple[Place, ...]:
    """The places of one account's posts, in order of time.

    Args:
        experiment: The plan.
        account: Whose; the first one where nobody is named.
        off: The days that are left out.

    Raises:
        PlanError: If the design does not say when to start, its slots do not fit its posts, or its pauses never end.
    """
    problems = list(_problems(experiment))
    if problems:
        raise PlanError(problems)
    design, name = experiment.design, account or experiment.accounts[0]
    assert design.start is not None
    slots: tuple[str | None, ...] = tuple(sorted(design.slots))
    if experiment.change.variable is Variable.SLOT:
        slots = (None,)
    total = design.posts_per_arm * len(experiment.change.arms)
    wanted = {WEEKDAYS.index(day) for day in design.weekdays}
    days = islice(
        _days(design.start, lambda day: day.weekday() in wanted and not off(name, day)), -(-total // len(slots))
    )
    laid_out = tuple(Place(day, slot) for day in days for slot in slots)[:total]
    if len(laid_out) < total:
        raise PlanError(_no_days(name, laid_out[-1].day if laid_out else design.start))
    return laid_out


def _days(start: date, is_free: Callable[[date], bool]) -> Iterator[date]:
    """The days from ``start`` on that are free, up to a gap that is longer than any pause should be."""
    last = start
    for number in count():
        day = start + timedelta(days=number)
        if is_free(day):
            yield day
            last = day
        elif day - last > timedelta(days=LONGEST_GAP):
            return


def _no_days(account: str, after: date) -> Problem:
    return Problem(
        "no_days_left",
        says("pauses leave {account} no day to post on after {day}", account=account, day=after),
        says("days between the pauses on which this experiment posts"),
        says("Shorten the pauses of the experiment, or those in workspace.yaml, or add days to design.weekdays."),
        field="design.weekdays",
    )


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
