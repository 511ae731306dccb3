"""``cliptrial lock``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json, say
from cliptrial.messages import Message, says

if TYPE_CHECKING:
    from pathlib import Path

    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.plan.lock import LockRecord
    from cliptrial.registry.plan.schedule import Schedule
    from cliptrial.registry.workspace import Workspace


def run(
    slug: SlugArgument,
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
    from cliptrial.registry.plan.schedule_files import read_schedule, topics_missing
    from cliptrial.registry.safety.turns import one_at_a_time

    opened = open_workspace(workspace)
    if restore:
        loaded = load_experiment(slug, opened)
        _restore(loaded.slug, loaded.folder, as_json)
        return
    with one_at_a_time(opened.root):
        loaded = load_experiment(slug, opened)
        schedule = read_schedule(loaded.folder)
        record, new = _lock(opened, loaded, schedule, again, without_topics)
    missing = topics_missing(schedule.positions) if schedule else 0
    notes = _notes(schedule, missing, record.on)
    if as_json:
        result = {"slug": loaded.slug, "locked_on": record.on, "plan_hash": record.plan, "topics_missing": missing}
        parts = {"experiment_hash": record.experiment, "schedule_hash": record.schedule}
        print_json({**result, **parts, "new": new, "earlier_locks": len(record.earlier), "notes": notes})
        return
    say(
        says(
            "{slug} is locked since {on}. Code of the plan: {plan}",
            slug=loaded.slug,
            on=record.on,
            plan=record.plan[:12],
        )
    )
    for line in notes:
        say(says("note: {told}", told=line))


def _lock(
    workspace: Workspace, loaded: Loaded, schedule: Schedule | None, again: bool, without_topics: bool
) -> tuple[LockRecord, bool]:
    """The lock, and whether it is new."""
    from cliptrial.errors import PlanError
    from cliptrial.registry.plan import lock
    from cliptrial.registry.plan.collisions import lock_plan

    before = lock.read_lock(loaded.folder)
    unnamed = None if without_topics else lock.without_topics(loaded, schedule)
    if unnamed is not None and (before is None or lock.changed_fields(loaded, schedule, before)):
        raise PlanError(unnamed)
    record = lock_plan(workspace, loaded, schedule, date.today(), again=again)
    return record, before is None or before.plan != record.plan


def _restore(slug: str, folder: Path, as_json: bool) -> None:
    from cliptrial.registry.plan.restore import SET_ASIDE, restore_schedule

    kept = (folder / SET_ASIDE).stat().st_mtime_ns if (folder / SET_ASIDE).exists() else None
    record = restore_schedule(folder)
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
        lines.append(
            says("The first post was planned for {first}, before this lock; the report will say so.", first=first)
        )
    return lines
