"""Two experiments cannot have the same account post at the same time: looked at when a plan is drawn and locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from cliptrial.errors import InputError, PlanError, Problem
from cliptrial.messages import Message, says
from cliptrial.registry.experiments import Loaded, experiment_names, load_experiment
from cliptrial.registry.files import shown_path
from cliptrial.registry.plan.lock import LockRecord, changed_fields, lock, read_lock
from cliptrial.registry.plan.period_files import read_plan, spans
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import TABLE, read_schedule, rows_by_position
from cliptrial.registry.rounds.home import as_asked, members, plan_folder
from cliptrial.registry.workspace import Workspace

Moment = tuple[str, date, str]
Claimed = Mapping[Moment, Sequence[str]]
EXPECTED = says("a moment for one post only: a post that serves two experiments changes two things at once")


def collisions(workspace: Workspace, loaded: Loaded, schedule: Schedule) -> list[Problem]:
    """One problem of the design for each other experiment whose schedule claims moments of this one."""
    if schedule.periods:
        return [*same_weeks(workspace, loaded, schedule)]
    claimed = claimed_by_all(workspace)
    return [
        *same_weeks(workspace, loaded, schedule),
        *(
            loaded.problem("design.start", "moments_taken", _taken(slug, shared), EXPECTED, _elsewhere(slug, claimed))
            for slug, shared in _shared(workspace, loaded, schedule, claimed)
        ),
    ]


def same_weeks(workspace: Workspace, loaded: Loaded, schedule: Schedule) -> Iterator[Problem]:
    """Experiments at the same time on an account whose weeks are compared: each would move the other's numbers.

    One problem for each other experiment.
    """
    own = {account: (first, last) for account, first, last in spans(schedule)}
    for slug in experiment_names(workspace):
        other = _schedule_of(slug, workspace)
        if slug == loaded.slug or other is None or not (schedule.periods or other.periods):
            continue
        for account, first, last in spans(other):
            if account in own and first <= own[account][1] and own[account][0] <= last:
                what = says("{account} takes part in {slug} from {first} to {last}", account=account, slug=slug,
                            first=first, last=last)  # fmt: skip
                expected = says("one experiment at a time where whole weeks are compared")
                mend = says("Start on {day}, or leave {account} out.", day=last + timedelta(days=1), account=account)
                yield loaded.problem("design.start", "weeks_taken", what, expected, mend)
                break


def _elsewhere(slug: str, claimed: Claimed) -> Message:
    """The first day on which the other experiment posts no more."""
    last = max(day for (_, day, _), slugs in claimed.items() if slug in slugs)
    return says(
        "Start on {day}, when {slug} has ended, or choose another time of day.", day=last + timedelta(days=1), slug=slug
    )


def collisions_in_table(
    workspace: Workspace, loaded: Loaded, schedule: Schedule, claimed: Claimed | None = None
) -> list[Problem]:
    """The same of a schedule that is drawn already, at the first row that it concerns.

    Args:
        workspace: Where it belongs.
        loaded: The experiment.
        schedule: Its schedule.
        claimed: What all experiments claim, where many are looked at one after the other.
    """
    shown = shown_path(plan_folder(loaded.folder), TABLE)
    mend = says(
        "Take back what was changed by hand in one of the two, or give one another start and draw it again with "
        "`cliptrial plan`."
    )
    rows = rows_by_position(loaded.folder, shown)
    return [
        Problem(
            "moments_taken", _taken(slug, shared), EXPECTED, mend, shown, row=rows.get(shared[0].position), field="date"
        )
        for slug, shared in _shared(workspace, loaded, schedule, claimed)
    ]


def claimed_by_all(workspace: Workspace) -> Claimed:
    """By moment: the experiments whose schedules claim it."""
    claimed: dict[Moment, list[str]] = {}
    for slug in experiment_names(workspace):
        for moment in _moments_of(slug, workspace):
            claimed.setdefault(moment, []).append(slug)
    return claimed


def lock_plan(
    workspace: Workspace, loaded: Loaded, schedule: Schedule | None, on: date, *, again: bool = False
) -> LockRecord:
    """Lock the plan as it is now, unless another experiment has moments of it.

    A plan that is locked as it is stays so, whatever was planned since.

    Args:
        workspace: Where it belongs.
        loaded: The experiment.
        schedule: Its schedule.
        on: Today.
        again: Record a new lock for a changed plan; the earlier ones stay in the file.

    Raises:
        PlanError: Moments are taken, there is no schedule, or the plan changed since it was locked.
    """
    if schedule is not None and schedule.crossed:
        raise PlanError(_alone(loaded))
    _refuse_collisions(workspace, loaded, schedule)
    return lock(loaded, schedule, on, again=again)


def lock_all(workspace: Workspace, loaded: Sequence[Loaded], on: date, *, again: bool = False) -> dict[str, LockRecord]:
    """Lock the plan of a combined test, an experiment after the other; killed in between, it goes on when asked again.

    Args:
        workspace: Where they belong.
        loaded: All experiments of the combined test.
        on: Today.
        again: Record a new lock for a changed plan; the earlier ones stay in the files.

    Raises:
        PlanError: Moments are taken, not all are named, there is no schedule, or it changed since it was locked.
    """
    schedules = {one.slug: read_schedule(one.folder) for one in loaded}
    for one in loaded:
        own = schedules[one.slug]
        if own is not None and set(own.experiments(one.slug)) != set(schedules):
            raise PlanError(_alone(one))
        _refuse_collisions(workspace, one, own)
        before = read_lock(one.folder)
        if before is not None and not again and changed_fields(one, own, before):
            lock(one, own, on)
    return {one.slug: lock(one, schedules[one.slug], on, again=again) for one in loaded}


def _alone(loaded: Loaded) -> Problem:
    """What speaks against locking a part of a combined test."""
    return loaded.problem(
        "design.round",
        "lock_together",
        says("The posts of {slug} answer other questions, too: {others}", slug=loaded.slug,
             others=[slug for slug in members(loaded.folder) if slug != loaded.slug]),
        says("the whole combined test, locked at once"),
        says("Lock it with `cliptrial lock {slugs}`.", slugs=as_asked(loaded.folder)),
    )  # fmt: skip


def _refuse_collisions(workspace: Workspace, loaded: Loaded, schedule: Schedule | None) -> None:
    """Refuse a plan with moments that another experiment has; one that is locked as it is stays so.

    Raises:
        PlanError: Some are taken.
    """
    before = read_lock(loaded.folder)
    if schedule is not None and (before is None or changed_fields(loaded, schedule, before)):
        taken = [*same_weeks(workspace, loaded, schedule)]
        taken += [] if schedule.periods else collisions_in_table(workspace, loaded, schedule)
        if taken:
            raise PlanError(taken)


def _shared(
    workspace: Workspace, loaded: Loaded, schedule: Schedule, claimed: Claimed | None = None
) -> Iterator[tuple[str, list[Position]]]:
    """Every other experiment that has moments of this one, with these, the first first.

    Those that were drawn together with it share its posts on purpose.
    """
    own = {loaded.slug, *(one.slug for one in schedule.crossed)}
    claimed = claimed_by_all(workspace) if claimed is None else claimed
    shared: dict[str, list[Position]] = {}
    for position in sorted(schedule.positions, key=_moment):
        for slug in claimed.get(_moment(position), ()):
            shared.setdefault(slug, []).append(position)
    yield from ((slug, shared[slug]) for slug in sorted(shared) if slug not in own)


def _taken(slug: str, shared: list[Position]) -> Message:
    account, day, slot = _moment(shared[0])
    if len(shared) == 1:
        return says(
            "1 post falls on a moment that {slug} has planned: {day}, {slot}, {account}",
            slug=slug,
            day=day,
            slot=slot,
            account=account,
        )
    return says(
        "{count} posts fall on moments that {slug} has planned, first {day}, {slot}, {account}",
        count=len(shared),
        slug=slug,
        day=day,
        slot=slot,
        account=account,
    )


def _moment(position: Position) -> Moment:
    return position.account, position.date, position.slot


def _moments_of(slug: str, workspace: Workspace) -> set[Moment]:
    """The moments of another experiment; none where its files have mistakes of their own."""
    schedule = _schedule_of(slug, workspace)
    return set(map(_moment, schedule.positions)) if schedule and not schedule.periods else set()


def _schedule_of(slug: str, workspace: Workspace) -> Schedule | None:
    try:
        return read_plan(load_experiment(slug, workspace).folder)
    except InputError:
        return None
