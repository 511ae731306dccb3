"""``cliptrial lock``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, SlugArgument, WorkspaceOption, open_workspace, print_json, say

if TYPE_CHECKING:
    from cliptrial.registry.schedule import Schedule


def run(
    slug: SlugArgument,
    again: Annotated[
        bool,
        typer.Option("--again", help="Record a new lock for a changed plan; the earlier one stays visible."),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fix the plan before the first post, so that it can be trusted later.

    Writes lock.json with a code of the whole plan and today's date. The report then says whether the
    plan was changed since. To convince others, send them the plan page with its code before you post.
    """
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.lock import lock, read_lock
    from cliptrial.registry.schedule_files import read_schedule, topics_missing

    loaded = load_experiment(slug, open_workspace(workspace))
    schedule = read_schedule(loaded.folder)
    before = read_lock(loaded.folder)
    record = lock(loaded, schedule, date.today(), again=again)
    missing = topics_missing(schedule.positions) if schedule else 0
    if as_json:
        told = {
            "slug": loaded.slug,
            "locked_on": record.on,
            "plan_hash": record.plan,
            "topics_missing": missing,
        }
        parts = {"experiment_hash": record.experiment, "schedule_hash": record.schedule}
        new = before is None or before.plan != record.plan
        print_json({**told, **parts, "new": new, "earlier_locks": len(record.earlier)})
        return
    say(f"{loaded.slug} is locked since {record.on}. Code of the plan: {record.plan[:12]}")
    for line in _advice(schedule, missing, record.on):
        say(line)


def _advice(schedule: Schedule | None, missing: int, on: date) -> list[str]:
    lines = []
    if schedule is not None and missing:
        lines.append(
            f"{missing} of {len(schedule.positions)} posts have no topic yet: whoever picks the idea after "
            "seeing the variant can decide the result without meaning to. Fill them in in schedule.csv, "
            "then lock with --again."
        )
    first = min((p.date for p in schedule.positions), default=None) if schedule else None
    if first is not None and first < on:
        lines.append(f"The first post was planned for {first}, before this lock; the report will say so.")
    return lines
