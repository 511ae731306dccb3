"""Planning an experiment: can its numbers come, who posts what when, and what can be found out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.metrics import check_metrics, metrics_of
from cliptrial.planning.delivery import undelivered
from cliptrial.planning.feasibility import Feasibility, feasibility
from cliptrial.planning.foresight import foresight
from cliptrial.planning.topics import Blocks, given_later, in_next_blocks, topics_of
from cliptrial.posts.workbook.book import places_in, update_workbook
from cliptrial.posts.workbook.of_experiment import beside_of, look_of
from cliptrial.registry.beside.bundle import bundle_problems
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import shown_path
from cliptrial.registry.model import Experiment, Unit
from cliptrial.registry.plan.collisions import collisions
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import add_instalment, locked_schedule, read_lock
from cliptrial.registry.plan.pauses import DaysOff, days_off
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import (
    TABLE,
    is_without_table,
    positions_without_rule,
    read_schedule,
    rule_left,
    write_schedule,
)
from cliptrial.registry.platforms.allowed import hashtag_problems
from cliptrial.registry.rounds.home import as_asked, plan_folder
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation import draw_schedule
from cliptrial.rotation.calendar import Off
from cliptrial.rotation.draw import topics_needed

WORKBOOK = "numbers.xlsx"


@dataclass(frozen=True)
class Plan:
    """A drawn plan.

    Attributes:
        schedule: The positions and the rule that drew them.
        workbook: Where people fill in links and numbers.
        feasibility: What so many posts can find out; None where nobody can know the spread beforehand.
        unchanged: Whether the same schedule had been drawn before.
        notes: What is worth a second thought before it is locked, each with a better way.
        blocks: First and last block of the topics that were added to a locked plan.
    """

    schedule: Schedule
    workbook: Path
    feasibility: Feasibility | None
    unchanged: bool
    notes: tuple[Problem, ...] = ()
    blocks: Blocks | None = None


def plan_experiment(
    workspace: Workspace, loaded: Loaded, *, topics: Sequence[str] = (), today: date | None = None
) -> Plan:
    """Draw the schedule and write schedule.csv, schedule.json and numbers.xlsx.

    Drawing again gives the same schedule: the seed is part of the plan. Topics that were given before are
    kept when none are given now. What was filled into the workbook is kept. Topics may also come in instalments:
    once the plan is locked, those for the next whole blocks are added to its lock.

    Args:
        workspace: Where it belongs.
        loaded: The experiment.
        topics: One idea a line, in any order.
        today: The day on which this is done.

    Raises:
        PlanError: If no declared source delivers the primary metric, the design cannot be laid out, the
            plan is locked, or posts already have their places.
        InputError: If another file of the experiment has mistakes, such as codes.csv; nothing is written then.
    """
    today, half = today or date.today(), _half(loaded)
    plan = preview(workspace, loaded, topics=topics, today=today)
    beside = beside_of(workspace, loaded, plan.schedule)
    if plan.blocks is not None:
        add_instalment(loaded, plan.schedule, today, plan.blocks)
    if half or not plan.unchanged:
        write_schedule(loaded.folder, plan.schedule)
    update_workbook(plan.workbook, plan.schedule, **look_of(workspace, loaded), beside=beside)
    return plan


def preview(workspace: Workspace, loaded: Loaded, *, topics: Sequence[str] = (), today: date | None = None) -> Plan:
    """The plan as :func:`plan_experiment` would draw it, and refuse it; nothing is written."""
    if loaded.experiment.design.round:
        raise PlanError(drawn_together(loaded))
    problems = check_metrics(loaded, workspace) or [*unit_problems(loaded), *undelivered(workspace, loaded)]
    problems += hashtag_problems(loaded, workspace)
    if read_lock(loaded.folder) is None:
        problems += bundle_problems(
            workspace, loaded, max(today or date.today(), loaded.experiment.design.start or date.min)
        )
    if problems:
        raise PlanError(problems)
    metric = metrics_of(workspace)[loaded.experiment.metrics.primary]
    off = days_off(workspace, loaded.experiment)
    try:
        before = _completed(loaded, off) if _half(loaded) else read_schedule(loaded.folder)
        schedule, blocks = _drawn(loaded, before, topics, off)
    except PlanError as error:
        raise PlanError(placed(problem, loaded) for problem in error.problems) from None
    taken = collisions(workspace, loaded, schedule)
    if taken and schedule != before:
        raise PlanError(taken)
    if blocks is None and before is not None and schedule not in (before, locked_schedule(loaded.folder)):
        refuse_late_change(loaded)
    outlook = feasibility(workspace, loaded.experiment, metric)
    notes = tuple(foresight(workspace, loaded, today or date.today())) if read_lock(loaded.folder) is None else ()
    return Plan(schedule, loaded.folder / WORKBOOK, outlook, schedule == before, notes, blocks)


def drawn_together(loaded: Loaded) -> Problem:
    """What speaks against planning one experiment of a combined test by itself."""
    return loaded.problem(
        "design.round",
        "drawn_together",
        says("{slug} is part of the combined test {name}, whose posts answer all of its questions", slug=loaded.slug,
             name=loaded.experiment.design.round or ""),
        says("all its experiments planned in one command"),
        says("Plan them with `cliptrial plan {slugs}`.", slugs=as_asked(loaded.folder)),
    )  # fmt: skip


def _half(loaded: Loaded) -> bool:
    """Whether one of the schedule's two files is missing."""
    return is_without_table(loaded.folder) or bool(positions_without_rule(loaded.folder))


def as_drawn(workspace: Workspace, experiment: Experiment, topics: Sequence[str] = ()) -> Schedule:
    """The schedule that a plan would have; nothing is written.

    Raises:
        PlanError: The design cannot be laid out, or the topics fill no whole blocks.
    """
    return _with_topics(experiment, sorted(topics), days_off(workspace, experiment).is_off)


def placed(problem: Problem, loaded: Loaded) -> Problem:
    """The problem at the line of the experiment's file that it speaks of."""
    if problem.field is None:
        return problem
    return loaded.problem(problem.field, problem.code, problem.what, problem.expected, problem.mend)


def _completed(loaded: Loaded, off: DaysOff) -> Schedule | None:
    """The schedule of which one file is left; None where it has to be drawn anew.

    A table that was lost stands in the workbook, too, with its topics.

    Raises:
        PlanError: Posts already have their places, and nothing tells which.
    """
    rule = rule_left(loaded.folder)
    drawn = draw_schedule(loaded.experiment, off=off.is_off, version=rule.version if rule else None)
    rows = positions_without_rule(loaded.folder)
    if rows:
        return Schedule(rows, drawn.rule)
    places = places_in(loaded.folder / WORKBOOK)
    topics = [places.get((p.account, p.date, p.slot), (0, None)) for p in drawn.positions]
    if rule == drawn.rule and [number for number, _ in topics] == [p.position for p in drawn.positions]:
        placed = zip(drawn.positions, topics, strict=True)
        return replace(drawn, positions=tuple(replace(p, topic=topic) for p, (_, topic) in placed))
    if read_links(loaded.folder):
        raise PlanError(places_lost(loaded))
    return None


def places_lost(loaded: Loaded) -> Problem:
    """A schedule that is gone after its first posts, so that nothing tells what they were."""
    return Problem(
        "schedule_incomplete",
        says("schedule.csv is missing, and posts already have their places in it"),
        says("the schedule as it was drawn"),
        says(
            "Put it back from a copy or from the history of the folder, or start the next experiment: "
            "`cliptrial new --from {slug}`.",
            slug=loaded.slug,
        ),
        shown_path(plan_folder(loaded.folder), TABLE),
    )


def _drawn(
    loaded: Loaded, before: Schedule | None, topics: Sequence[str], off: DaysOff
) -> tuple[Schedule, Blocks | None]:
    """The schedule of the plan, and the blocks whose topics are added to its lock.

    One that was drawn from the same plan stays as it is, topics included.
    """
    plan = loaded.experiment
    stands = _same_days(loaded, before, off) if before is not None else None
    if before is None or stands is None:
        if topics or before is None:
            return _with_topics(plan, sorted(topics), off.is_off), None
        return _with_topics(plan, _kept(plan, before), off.is_off), None
    locked = locked_schedule(loaded.folder)
    if locked is None:
        same = not topics or sorted(topics) == topics_of(before)
        return (before if same else _with_topics(plan, sorted(topics), stands, before.rule.version)), None
    missing = all(p.topic in (None, q.topic) for p, q in zip(before.positions, locked.positions, strict=False))
    standing = locked if missing and bare(locked) == bare(before) else before
    fresh = given_later(standing, topics) if topics else ()
    return in_next_blocks(plan, standing, fresh) if fresh else (standing, None)


def _kept(plan: Experiment, before: Schedule) -> Sequence[str]:
    """The topics of an earlier draw, where the plan still has a place for every one of them."""
    known = topics_of(before)
    try:
        _with_topics(plan, known, lambda _account, _day: False)
    except PlanError:
        return ()
    return known


def _with_topics(plan: Experiment, topics: Sequence[str], off: Off, version: int | None = None) -> Schedule:
    if len(topics) in (0, topics_needed(plan)):
        return draw_schedule(plan, topics=topics, off=off, version=version)
    return in_next_blocks(plan, draw_schedule(plan, off=off, version=version), topics)[0]


def _same_days(loaded: Loaded, before: Schedule, off: DaysOff) -> Off | None:
    """The days off with which the plan gives the schedule that is there; None where it gives another.

    Once it is locked, or posts went out, it keeps its days, whatever pauses were written down since.
    """
    late = read_lock(loaded.folder) is not None or read_links(loaded.folder)
    for days in (off.is_off, *([days_left_out(before)] if late else [])):
        if bare(before) == draw_schedule(loaded.experiment, off=days, version=before.rule.version):
            return days
    return None


def days_left_out(schedule: Schedule) -> Off:
    """The days on which a schedule has no post."""
    days: dict[str, set[date]] = {}
    for p in schedule.positions:
        days.setdefault(p.account, set()).add(p.date)
    return lambda account, day: account in days and day <= max(days[account]) and day not in days[account]


def bare(schedule: Schedule) -> Schedule:
    """The schedule without its topics."""
    return replace(schedule, positions=tuple(replace(p, topic=None) for p in schedule.positions))


def unit_problems(loaded: Loaded) -> list[Problem]:
    """A split test that the platform runs has nothing to be drawn, and whole weeks are drawn by themselves."""
    if loaded.experiment.design.unit is Unit.POST:
        return []
    if loaded.experiment.design.unit is Unit.PERIOD:
        what, expected = says("{slug} compares whole weeks", slug=loaded.slug), says("questions about single posts")
        mend = says("Plan it alone: `cliptrial plan {slug}`.", slug=loaded.slug)
        return [loaded.problem("design.unit", "whole_weeks", what, expected, mend)]
    return [
        loaded.problem(
            "design.unit",
            "viewer_split",
            says("a split test that the platform runs has no posting schedule"),
            says("unit: post"),
            says("Hand its result to `cliptrial compare FILE --unit viewer` instead."),
        )
    ]


def refuse_late_change(loaded: Loaded) -> None:
    """Refuse to draw anew what was locked, or has its first posts.

    Raises:
        PlanError: It was, or has.
    """
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
