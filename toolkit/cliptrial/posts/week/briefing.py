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
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.tracked import tracked_link
from cliptrial.registry.rounds.combined import all_of, title_of, with_combinations
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
        arm: Number of its variant, the control being 0; in a combined test that of its combination.
        value: What is done: a text, a time, or hashtags; in a combined test for each of its questions.
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
        name: Of its folder, or of that of its combined test.
        title: What is tested on its posts.
        variables: What differs between its posts.
        arms: What can be done on a post, the control first.
        posts: In order of time.
        held: What nobody may change.
    """

    loaded: Loaded
    schedule: Schedule
    name: str
    title: str
    variables: Sequence[str]
    arms: Sequence[str]
    posts: Sequence[Post]
    held: Sequence[Message]

    @classmethod
    def of(cls, workspace: Workspace, loaded: Loaded) -> Self:
        """Everything that the team needs of an experiment.

        Raises:
            PlanError: There is no plan yet.
            InputError: A file of the plan has mistakes.
        """
        schedule = read_plan(loaded.folder)
        if schedule is None:
            mend = says("Draw it first: `cliptrial plan {slug}`.", slug=loaded.slug)
            raise PlanError(Problem("no_plan", says("There is no plan to hand to the team"), nothing, mend))
        plans, labels = all_of(workspace, loaded), arm_labels(workspace, loaded)
        arms = {arm: (number, label) for number, (arm, label) in enumerate(labels.items())}
        joint = with_combinations(schedule, loaded.slug)
        codes = read_codes(loaded.folder, {p.position for p in schedule.positions})
        posts = [
            Post(
                p,
                account,
                filming_day(account, p.date),
                *arms.get(p.arm, (0, p.arm)),
                tracked_link(workspace, loaded, p),
                code,
            )
            for p in sorted(joint.positions, key=lambda p: (p.date, p.slot, p.position))
            for account, code in [(workspace.accounts[p.account], codes.get(p.position))]
        ]
        tested = [plan.change.variable.value for plan in plans.values()]
        promised = dict.fromkeys(name for plan in plans.values() for name in plan.hold_constant)
        held = [HELD[name] for name in promised if name in HELD and name not in tested]
        return cls(
            loaded=loaded,
            schedule=schedule,
            name=loaded.experiment.design.round or loaded.slug,
            title=title_of(workspace, loaded),
            variables=tested,
            arms=list(labels.values()),
            posts=posts,
            held=held,
        )


def filming_day(account: Account, posted: date) -> date:
    """The last filming day of an account before a post goes out."""
    before = (posted - timedelta(days=n) for n in range(1, 8))
    return next(day for day in before if WEEKDAYS[day.weekday()] in account.filming_days)
