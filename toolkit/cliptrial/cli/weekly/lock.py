"""``cliptrial lock``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, NamedArgument, WorkspaceOption, only_one, open_workspace, print_json, say
from cliptrial.messages import Message, says

if TYPE_CHECKING:
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.plan.lock import LockRecord
    from cliptrial.registry.plan.schedule import Schedule
    from cliptrial.registry.workspace import Workspace


def run(
    slugs: NamedArgument,
    together: Annotated[
        bool, typer.Option("--together", help="Lock all experiments of a combined test at once.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Record a new lock for a changed plan; the earlier one stays visible.")
    ] = False,
    without_topics: Annotated[
        bool, typer.Option("--without-topics", help="Lock although posts have no topic yet; the report will say so.")
    ] = False,
    restore: Annotated[
        bool, typer.Option("--restore", help="Write schedule.csv and schedule.json back as they were locked.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fix the plan before the first post, so that it can be trusted later.

    Writes lock.json with a code of the whole plan and today's date. The report then says whether the
    plan was changed since. A plan whose posts have no topics is refused: chance must assign them. To
    convince others, send them the plan page with its code before you post.
    """
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.safety.turns import one_at_a_time

    opened = open_workspace(workspace)
    named = slugs if together else [only_one(slugs)]
    if restore:
        loaded = load_experiment(named[0], opened)
        _restore(loaded, as_json)
        return
    with one_at_a_time(opened.root):
        locked = _lock(opened, named, again, without_topics, together)
    if as_json:
        plain = [_plain(one) for one in locked]
        print_json({"locked": plain} if together else plain[0])
        return
    for one in locked:
        say(
            says(
                "{slug} is locked since {on}. Code of the plan: {plan}",
                slug=one.slug,
                on=one.record.on,
                plan=one.record.plan[:12],
            )
        )
    for line in locked[0].notes:
        say(says("note: {told}", told=line))


@dataclass(frozen=True)
class _Locked:
    """A lock, and what is to be said of it."""

    slug: str
    record: LockRecord
    new: bool
    missing: int
    notes: Sequence[Message]


def _plain(one: _Locked) -> dict[str, object]:
    record = one.record
    result = {"slug": one.slug, "locked_on": record.on, "plan_hash": record.plan, "topics_missing": one.missing}
    parts = {"experiment_hash": record.experiment, "schedule_hash": record.schedule}
    return {**result, **parts, "new": one.new, "earlier_locks": len(record.earlier), "notes": one.notes}


def _lock(
    workspace: Workspace, slugs: Sequence[str], again: bool, without_topics: bool, together: bool
) -> list[_Locked]:
    """The locks of all experiments that are named; none is written where one is refused."""
    from cliptrial.errors import PlanError
    from cliptrial.planning.rounds.drawn import as_planned
    from cliptrial.planning.rounds.refused import loaded_together
    from cliptrial.registry.plan import lock
    from cliptrial.registry.plan.collisions import lock_all, lock_plan
    from cliptrial.registry.plan.period_files import read_plan
    from cliptrial.registry.plan.schedule_files import topics_missing

    loaded = loaded_together(workspace, slugs)
    schedules = {slug: read_plan(one.folder) for slug, one in loaded.items()}
    before = {slug: lock.read_lock(one.folder) for slug, one in loaded.items()}
    for slug, one in loaded.items():
        unnamed = None if without_topics else lock.without_topics(one, schedules[slug])
        earlier = before[slug]
        if unnamed is not None and (earlier is None or lock.changed_fields(one, schedules[slug], earlier)):
            raise PlanError(unnamed)
    if together:
        as_planned(workspace, loaded, again=again)
        records = lock_all(workspace, list(loaded.values()), date.today(), again=again)
    else:
        ((slug, one),) = loaded.items()
        records = {slug: lock_plan(workspace, one, schedules[slug], date.today(), again=again)}
    return [
        _told(
            slug,
            schedules[slug],
            record,
            before[slug],
            topics_missing(own.positions) if (own := schedules[slug]) else 0,
        )
        for slug, record in records.items()
    ]


def _told(slug: str, schedule: Schedule | None, record: LockRecord, before: LockRecord | None, missing: int) -> _Locked:
    new = before is None or before.plan != record.plan
    return _Locked(slug, record, new, missing, _notes(schedule, missing, record.on))


def _restore(loaded: Loaded, as_json: bool) -> None:
    from cliptrial.registry.plan.restore import SET_ASIDE, restore_schedule
    from cliptrial.registry.rounds.home import plan_folder

    slug, folder = loaded.slug, plan_folder(loaded.folder)
    kept = (folder / SET_ASIDE).stat().st_mtime_ns if (folder / SET_ASIDE).exists() else None
    record = restore_schedule(loaded.folder)
    aside = (folder / SET_ASIDE).exists() and (folder / SET_ASIDE).stat().st_mtime_ns != kept
    if as_json:
        print_json({"slug": slug, "restored_from": record.on, "set_aside": SET_ASIDE if aside else None})
        return
    say(says("schedule.csv and schedule.json of {slug} are as they were locked on {on}.", slug=slug, on=record.on))
    if aside:
        say(says("What stood in schedule.csv is kept in {name}.", name=SET_ASIDE))


def _notes(schedule: Schedule | None, missing: int, on: date) -> list[Message]:
    from cliptrial.registry.plan.instalments import come_in_instalments

    lines = []
    if schedule is not None and come_in_instalments(schedule.positions):
        lines.append(
            says(
                "{missing} of {posts} posts wait for their topics: hand them in with `cliptrial plan SLUG --topics "
                "FILE`, whole blocks at a time, before they go out.",
                missing=missing,
                posts=len(schedule.positions),
            )
        )
    elif schedule is not None and missing:
        lines.append(
            says(
                "{missing} of {posts} posts have no topic: whoever picks the idea after seeing the variant can decide "
                "the result without meaning to. The report will say so.",
                missing=missing,
                posts=len(schedule.positions),
            )
        )
    first = min((p.date for p in schedule.positions), default=None) if schedule else None
    if first is not None and first < on:
        began = says("The first period began on {first}, before this lock; the report will say so.", first=first)
        posted = says("The first post was planned for {first}, before this lock; the report will say so.", first=first)
        lines.append(began if schedule and schedule.periods else posted)
    return lines
