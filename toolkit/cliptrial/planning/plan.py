"""Planning an experiment: can its numbers come, who posts what when, and what can be found out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.metrics import check_metrics, metrics_of
from cliptrial.planning.delivery import undelivered
from cliptrial.planning.feasibility import Feasibility, feasibility
from cliptrial.posts.workbook.book import places_in, update_workbook
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import shown_path
from cliptrial.registry.model import Unit
from cliptrial.registry.plan.collisions import collisions
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import (
    TABLE,
    is_without_table,
    positions_without_rule,
    read_schedule,
    rule_left,
    write_schedule,
)
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation import draw_schedule

WORKBOOK = "numbers.xlsx"


@dataclass(frozen=True)
class Plan:
    """A drawn plan.

    Attributes:
        schedule: The positions and the rule that drew them.
        workbook: Where people fill in links and numbers.
        feasibility: What so many posts can find out; None where nobody can know the spread beforehand.
        unchanged: Whether the same schedule had been drawn before.
    """

    schedule: Schedule
    workbook: Path
    feasibility: Feasibility | None
    unchanged: bool


def plan_experiment(workspace: Workspace, loaded: Loaded, *, topics: Sequence[str] = ()) -> Plan:
    """Draw the schedule and write schedule.csv, schedule.json and numbers.xlsx.

    Drawing again gives the same schedule: the seed is part of the plan. Topics that were given before are
    kept when none are given now. What was filled into the workbook is kept.

    Raises:
        PlanError: If no declared source delivers the primary metric, the design cannot be laid out, the
            plan is locked, or posts already have their places.
        InputError: If another file of the experiment has mistakes.
    """
    plan = preview(workspace, loaded, topics=topics)
    if _half(loaded) or not plan.unchanged:
        write_schedule(loaded.folder, plan.schedule)
    update_workbook(
        plan.workbook,
        plan.schedule,
        labels={arm.id: arm.label for arm in loaded.experiment.change.arms},
        language=_language(workspace, loaded),
        measure_at=loaded.experiment.design.measure_at,
    )
    return plan


def preview(workspace: Workspace, loaded: Loaded, *, topics: Sequence[str] = ()) -> Plan:
    """The plan as :func:`plan_experiment` would draw it, and refuse it; nothing is written."""
    problems = check_metrics(loaded, workspace) or [*_unit(loaded), *undelivered(workspace, loaded)]
    if problems:
        raise PlanError(problems)
    metric = metrics_of(workspace)[loaded.experiment.metrics.primary]
    try:
        before = _completed(loaded) if _half(loaded) else read_schedule(loaded.folder)
        schedule = _drawn(loaded, before, topics)
    except PlanError as error:
        raise PlanError(_placed(problem, loaded) for problem in error.problems) from None
    taken = collisions(workspace, loaded, schedule)
    if taken and schedule != before:
        raise PlanError(taken)
    if before is not None and schedule != before:
        _refuse_late_change(loaded)
    workbook, outlook = loaded.folder / WORKBOOK, feasibility(workspace, loaded.experiment, metric)
    return Plan(schedule, workbook, outlook, schedule == before)


def _half(loaded: Loaded) -> bool:
    """Whether one of the schedule's two files is missing."""
    return is_without_table(loaded.folder) or bool(positions_without_rule(loaded.folder))


def _language(workspace: Workspace, loaded: Loaded) -> str:
    return workspace.accounts[loaded.experiment.accounts[0]].language or workspace.language


def _placed(problem: Problem, loaded: Loaded) -> Problem:
    """The problem at the line of the experiment's file that it speaks of."""
    if problem.field is None:
        return problem
    return loaded.problem(problem.field, problem.code, problem.what, problem.expected, problem.mend)


def _completed(loaded: Loaded) -> Schedule | None:
    """The schedule of which one file is left; None where it has to be drawn anew.

    A table that was lost stands in the workbook, too, with its topics.

    Raises:
        PlanError: Posts already have their places, and nothing tells which.
    """
    drawn = draw_schedule(loaded.experiment)
    rows = positions_without_rule(loaded.folder)
    if rows:
        return Schedule(rows, drawn.rule)
    places = places_in(loaded.folder / WORKBOOK)
    topics = [places.get((p.account, p.date, p.slot), (0, None)) for p in drawn.positions]
    if rule_left(loaded.folder) == drawn.rule and [number for number, _ in topics] == [
        p.position for p in drawn.positions
    ]:
        placed = zip(drawn.positions, topics, strict=True)
        return replace(drawn, positions=tuple(replace(p, topic=topic) for p, (_, topic) in placed))
    if read_links(loaded.folder):
        raise PlanError(
            Problem(
                "schedule_incomplete",
                says("schedule.csv is missing, and posts already have their places in it"),
                says("the schedule as it was drawn"),
                says(
                    "Put it back from a copy or from the history of the folder, or start the next experiment: "
                    "`cliptrial new --from {slug}`.",
                    slug=loaded.slug,
                ),
                shown_path(loaded.folder, TABLE),
            )
        )
    return None


def _drawn(loaded: Loaded, before: Schedule | None, topics: Sequence[str]) -> Schedule:
    """The schedule of the plan; one that was drawn from the same plan stays as it is, topics included."""
    if topics or before is None:
        return draw_schedule(loaded.experiment, topics=topics)
    drawn = draw_schedule(loaded.experiment)
    bare = replace(before, positions=tuple(replace(p, topic=None) for p in before.positions))
    return before if bare == drawn else draw_schedule(loaded.experiment, topics=_topics(loaded, before))


def _topics(loaded: Loaded, before: Schedule) -> tuple[str, ...]:
    """The topics of an earlier draw, where the plan still has a place for every one of them."""
    known = [p.topic for p in before.positions if p.topic]
    if loaded.experiment.design.twins:
        known = list(dict.fromkeys(known))
    return tuple(sorted(known)) if _fits(loaded, len(known)) else ()


def _fits(loaded: Loaded, topics: int) -> bool:
    design = loaded.experiment.design
    arms = 1 if design.twins else len(loaded.experiment.change.arms)
    return topics == design.posts_per_arm * arms * len(loaded.experiment.accounts)


def _unit(loaded: Loaded) -> list[Problem]:
    if loaded.experiment.design.unit is Unit.POST:
        return []
    return [
        loaded.problem(
            "design.unit",
            "viewer_split",
            says("a split test that the platform runs has no posting schedule"),
            says("unit: post"),
            says("Hand its result to `cliptrial compare FILE --unit viewer` instead."),
        )
    ]


def _refuse_late_change(loaded: Loaded) -> None:
    if read_lock(loaded.folder) is not None:
        raise PlanError(
            loaded.problem(
                "design",
                "locked",
                says("the plan is locked, and drawing it now would change it"),
                says("the plan as it was locked"),
                says(
                    "Take the change back; `cliptrial validate {slug}` names it. For another plan start the "
                    "next experiment: `cliptrial new --from {slug}`.",
                    slug=loaded.slug,
                ),
            )
        )
    if read_links(loaded.folder):
        raise PlanError(
            loaded.problem(
                "design",
                "posts_have_places",
                says("posts already have their places in this plan, and drawing it now would move them"),
                says("a plan that is drawn before the first post"),
                says("Keep the plan, or start the next experiment: `cliptrial new --from {slug}`.", slug=loaded.slug),
            )
        )
