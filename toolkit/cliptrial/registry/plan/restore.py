"""A schedule that was lost or damaged, written back from the lock."""

from __future__ import annotations

from pathlib import Path

from cliptrial.errors import InputError, PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.files import shown_path, write_atomically
from cliptrial.registry.plan.lock import FILE, LockRecord, locked_schedule, read_lock
from cliptrial.registry.plan.period_files import read_plan, write_periods
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import TABLE, write_schedule
from cliptrial.registry.rounds.home import as_asked, plan_folder, round_folder
from cliptrial.registry.rounds.table import write_round
from cliptrial.registry.safety.turns import one_at_a_time, workspace_of
from cliptrial.registry.yaml.convert import value_at

SET_ASIDE = "schedule-before-restore.csv"


def restore_schedule(folder: Path) -> LockRecord:
    """Write ``schedule.csv`` and ``schedule.json`` back as they were locked last; of a combined test the whole of it.

    A ``schedule.csv`` that says something else is kept beside it as ``schedule-before-restore.csv``.

    Returns:
        The lock that they were taken from.

    Raises:
        PlanError: There is no lock with a schedule, or it was damaged or edited.
    """
    with one_at_a_time(workspace_of(folder)):
        return _restored(folder)


def _restored(folder: Path) -> LockRecord:
    record, schedule = read_lock(folder), locked_schedule(folder)
    if record is None or schedule is None:
        raise PlanError(_no_lock(folder))
    schedules = _all_of(folder, schedule)
    home = round_folder(folder, _locked_round(record)) if schedule.crossed else plan_folder(folder)
    table = home / TABLE
    before = table.read_bytes() if table.exists() else None
    if before is not None and not _says(folder, schedule):
        write_atomically(home / SET_ASIDE, before)
    if schedule.crossed:
        write_round(home, schedules)
    else:
        (write_periods if schedule.periods else write_schedule)(folder, schedule)
    return record


def _locked_round(record: LockRecord) -> str:
    """The combined test as it was locked, whatever the experiment's file says by now."""
    return str(value_at(record.content["experiment"], "design.round"))


def _no_lock(folder: Path) -> Problem:
    what = says("There is no locked schedule that could be written back")
    mend = says("Draw the schedule: `cliptrial plan {name}`.", name=as_asked(folder))
    return Problem("no_lock", what, says("A lock that holds a schedule"), mend, shown_path(folder, FILE))


def _all_of(folder: Path, schedule: Schedule) -> dict[str, Schedule]:
    """By experiment on these posts: the schedule as it was locked; the rule of each stands in its own lock.

    Raises:
        PlanError: One was not locked.
    """
    slug, experiments = folder.resolve().name, folder.resolve().parent
    schedules = {other: locked_schedule(experiments / other) for other in schedule.experiments(slug) if other != slug}
    without = [experiments / other for other, own in schedules.items() if own is None]
    if without:
        raise PlanError([_no_lock(one) for one in without])
    return {other: own for other, own in schedules.items() if own is not None} | {slug: schedule}


def _says(folder: Path, schedule: Schedule) -> bool:
    """Whether the schedule's files can be read and say exactly this."""
    try:
        return read_plan(folder) == schedule
    except InputError:
        return False
