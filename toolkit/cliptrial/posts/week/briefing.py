"""What those who film and post need to know of each post: when, what, with which link and code, and what must stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.accounts import Account
from cliptrial.registry.beside.bundle import arm_labels
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import WEEKDAYS
from cliptrial.registry.plan.codes import read_codes
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.plan.tracked import tracked_link
from cliptrial.registry.workspace import Workspace

HELD: Mapping[str, Message] = {
    "hook": says("the hook"),
    "sound": says("the sound"),
    "hashtags": says("the hashtags"),
    "slot": says("the time"),
    "duration": says("the length"),
    "cta": says("the call to action"),
    "cover": says("the cover"),
    "caption": says("the caption"),
}
"""What is held constant, as it is asked of the team."""


@dataclass(frozen=True, slots=True)
class Post:
    """One planned post, as it is filmed and posted.

    Attributes:
        position: Its place in the plan.
        account: Who posts it.
        film_on: The day on which it is filmed.
        arm: Number of its variant, the control being 0.
        value: What this variant does: a text, a time, or hashtags.
        link: Its tracked link.
        code: Its discount code.
    """

    position: Position
    account: Account
    film_on: date
    arm: int
    value: str
    link: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Briefing:
    """A plan, as the team and the client see it.

    Attributes:
        loaded: The experiment.
        schedule: Its plan.
        posts: In order of time.
        held: What nobody may change.
    """

    loaded: Loaded
    schedule: Schedule
    posts: Sequence[Post]
    held: Sequence[Message]

    @classmethod
    def of(cls, workspace: Workspace, loaded: Loaded) -> Self:
        """Everything that the team needs of an experiment.

        Raises:
            PlanError: There is no plan yet.
            InputError: A file of the plan has mistakes.
        """
        schedule = read_schedule(loaded.folder)
        if schedule is None:
            mend = says("Draw it first: `cliptrial plan {slug}`.", slug=loaded.slug)
            raise PlanError(Problem("no_plan", says("There is no plan to hand to the team"), nothing, mend))
        arms = {name: (number, text) for number, (name, text) in enumerate(arm_labels(workspace, loaded).items())}
        codes = read_codes(loaded.folder, {p.position for p in schedule.positions})
        posts = [
            Post(p, account, filming_day(account, p.date), *arms[p.arm], tracked_link(workspace, loaded, p), code)
            for p in sorted(schedule.positions, key=lambda p: (p.date, p.slot, p.position))
            for account, code in [(workspace.accounts[p.account], codes.get(p.position))]
        ]
        held = [HELD[name] for name in loaded.experiment.hold_constant if name in HELD]
        return cls(loaded, schedule, posts, held)


def filming_day(account: Account, posted: date) -> date:
    """The last filming day of an account before a post goes out."""
    before = (posted - timedelta(days=n) for n in range(1, 8))
    return next(day for day in before if WEEKDAYS[day.weekday()] in account.filming_days)
