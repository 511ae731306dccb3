"""Two experiments cannot have the same account post at the same time."""

from __future__ import annotations

from datetime import date

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.registry.experiments import Loaded, experiment_names, load_experiment
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace

Moment = tuple[str, date, str]


def collisions(workspace: Workspace, loaded: Loaded, schedule: Schedule) -> list[Problem]:
    """One problem for each other experiment whose schedule claims moments of this one."""
    own = _moments(schedule)
    problems = []
    for slug in experiment_names(workspace):
        shared = sorted(own & _moments_of(slug, workspace)) if slug != loaded.slug else []
        if shared:
            account, day, slot = shared[0]
            problems.append(
                loaded.problem(
                    "design.start",
                    "moments_taken",
                    says(
                        "{count} posts fall on moments that {slug} has planned, first {day}, {slot}, {account}",
                        count=len(shared),
                        slug=slug,
                        day=day,
                        slot=slot,
                        account=account,
                    ),
                    says("a moment for one post only: a post that serves two experiments changes two things at once"),
                    says("Start after the other one ends, or choose another time of day."),
                )
            )
    return problems


def _moments(schedule: Schedule) -> set[Moment]:
    return {(p.account, p.date, p.slot) for p in schedule.positions}


def _moments_of(slug: str, workspace: Workspace) -> set[Moment]:
    """The moments of another experiment; none where its files have mistakes of their own."""
    try:
        schedule = read_schedule(load_experiment(slug, workspace).folder)
    except InputError:
        return set()
    return _moments(schedule) if schedule else set()
