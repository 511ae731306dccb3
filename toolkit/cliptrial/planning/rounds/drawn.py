"""Planning experiments together: one schedule, one list of links and one workbook for all of their questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.metrics import check_metrics, metrics_of
from cliptrial.planning.delivery import undelivered
from cliptrial.planning.feasibility import feasibility
from cliptrial.planning.foresight import foresight
from cliptrial.planning.plan import (
    WORKBOOK,
    Plan,
    bare,
    days_left_out,
    placed,
    places_lost,
    refuse_late_change,
    unit_problems,
)
from cliptrial.planning.rounds.refused import loaded_together, name_of, problems_of
from cliptrial.planning.topics import Blocks, given_later, in_next_blocks, topics_of
from cliptrial.posts.workbook.book import places_in, update_workbook
from cliptrial.posts.workbook.of_experiment import beside_of, look_of
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.collisions import collisions
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import add_instalment, locked_schedule, read_lock
from cliptrial.registry.plan.pauses import days_off
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import RULE, TABLE, read_schedule_at, rule_left
from cliptrial.registry.platforms.allowed import hashtag_problems
from cliptrial.registry.rounds.combined import with_combinations
from cliptrial.registry.rounds.home import Home, as_asked, round_folder
from cliptrial.registry.rounds.named import name_round
from cliptrial.registry.rounds.table import drawn_for, write_round
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation.calendar import Off
from cliptrial.rotation.combinable import together_problems
from cliptrial.rotation.draw import topics_needed
from cliptrial.rotation.together import draw_together

Schedules = Mapping[str, Schedule]
SET_ASIDE = "-before-combined"
"""What is added to the name of a schedule that an experiment had for itself."""


@dataclass(frozen=True)
class PlanTogether:
    """A drawn plan of a combined test.

    Attributes:
        name: What the combined test is called.
        plans: By experiment, sorted: its plan.
        loaded: The same: the experiment as it is written now.
        blocks: First and last block of the topics that were added to a locked plan.
        behind: By experiment whose lock a stopped command left without the topics that another's has: its schedule
            with them, and their blocks.
    """

    name: str
    plans: Mapping[str, Plan]
    loaded: Mapping[str, Loaded]
    blocks: Blocks | None = None
    behind: Mapping[str, tuple[Schedule, Blocks]] = field(default_factory=dict)

    @property
    def schedule(self) -> Schedule:
        """The posts, each with its combination of arms."""
        slug, plan = next(iter(self.plans.items()))
        return with_combinations(plan.schedule, slug)

    @property
    def workbook(self) -> Path:
        """Where people fill in links and numbers."""
        return next(iter(self.plans.values())).workbook

    @property
    def unchanged(self) -> bool:
        """Whether the same plan had been drawn before."""
        return all(plan.unchanged for plan in self.plans.values())


def plan_together(
    workspace: Workspace,
    slugs: Sequence[str],
    *,
    topics: Sequence[str] = (),
    name: str | None = None,
    today: date | None = None,
) -> PlanTogether:
    """Draw experiments on the same posts, and write the plan into ``rounds/<name>/``.

    Whatever stops this between two files, doing it again gives the same plan: the rule is written last, and the
    experiments name their combined test only once it is there.

    Args:
        workspace: Where they belong.
        slugs: Two or three experiments, in any order.
        topics: One idea a line, in any order; all at once, or whole blocks at a time once the plan is locked.
        name: What the combined test is called; by its experiments where nothing is said.
        today: The day on which this is done.

    Raises:
        PlanError: They cannot be drawn together, the design cannot be laid out, or the plan is locked or running.
        InputError: A file has mistakes; nothing is written then.
    """
    today = today or date.today()
    plan = preview_together(workspace, slugs, topics=topics, name=name, today=today)
    folder = plan.workbook.parent
    schedules = {slug: one.schedule for slug, one in plan.plans.items()}
    first = next(iter(plan.loaded.values()))
    beside = beside_of(workspace, first, plan.schedule, plan.name)
    for slug, (schedule, blocks) in plan.behind.items():
        add_instalment(plan.loaded[slug], schedule, today, blocks)
    if plan.blocks is not None:
        for slug, one in plan.loaded.items():
            add_instalment(one, schedules[slug], today, plan.blocks)
    if not plan.unchanged or not all((folder / file).exists() for file in (TABLE, RULE)):
        write_round(folder, schedules)
    update_workbook(plan.workbook, plan.schedule, **look_of(workspace, first, plan.loaded), beside=beside)
    for one in plan.loaded.values():
        name_round(one.folder, plan.name)
    for one in plan.loaded.values():
        _set_aside(one.folder)
    return replace(plan, loaded={slug: load_experiment(slug, workspace) for slug in plan.loaded})


def preview_together(
    workspace: Workspace,
    slugs: Sequence[str],
    *,
    topics: Sequence[str] = (),
    name: str | None = None,
    today: date | None = None,
) -> PlanTogether:
    """The plan as :func:`plan_together` would draw it, and refuse it; nothing is written."""
    loaded = loaded_together(workspace, slugs)
    called = name_of(loaded, name)
    _refuse(workspace, loaded, called)
    first = next(iter(loaded.values()))
    folder = round_folder(first.folder, called)
    drawing = _Drawing.of(workspace, loaded, folder, called)
    try:
        schedules, blocks = drawing.drawn(topics)
    except PlanError as error:
        raise PlanError(placed(problem, first) for problem in error.problems) from None
    taken = collisions(workspace, first, next(iter(schedules.values())))
    if taken and schedules != drawing.before:
        raise PlanError(taken)
    if blocks is None and schedules not in (drawing.before, drawing.locked):
        for one in loaded.values():
            refuse_late_change(one)
    plans = {
        slug: _plan(workspace, one, schedules[slug], folder / WORKBOOK, schedules == drawing.before, today)
        for slug, one in loaded.items()
    }
    return PlanTogether(called, plans, loaded, blocks, drawing.behind)


def as_planned(workspace: Workspace, loaded: Mapping[str, Loaded], *, again: bool = False) -> None:
    """Refuse to lock a combined test whose experiments would be drawn otherwise by now.

    Args:
        workspace: Where they belong.
        loaded: By name, sorted: its experiments.
        again: Whether a changed plan is to be locked; then only whether they can be drawn together is looked at.

    Raises:
        PlanError: They are no combined test, or one was changed since they were planned.
    """
    apart = [one for one in loaded.values() if one.experiment.design.round is None]
    if apart:
        raise PlanError(_not_together(loaded, apart[0]))
    called = name_of(loaded, None)
    if again:
        _refuse(workspace, loaded, called)
    elif not preview_together(workspace, list(loaded), name=called).unchanged:
        raise PlanError(_changed_since(loaded, called))


def _not_together(loaded: Mapping[str, Loaded], one: Loaded) -> Problem:
    return one.problem(
        "design",
        "not_together",
        says("{slug} was not planned together with the others", slug=one.slug),
        says("experiments that were planned with --together"),
        says("Plan them first: `cliptrial plan {slugs} --together`.", slugs=" ".join(loaded)),
    )


def _changed_since(loaded: Mapping[str, Loaded], name: str) -> Problem:
    first = next(iter(loaded.values()))
    return first.problem(
        "design",
        "round_changed",
        says("An experiment of the combined test {name} was changed since its posts were drawn", name=name),
        says("the design that its posts were drawn by"),
        says(
            "Take the change back, or draw it again: `cliptrial plan {slugs}`; both while nothing is locked or posted.",
            slugs=as_asked(first.folder),
        ),
    )


def _plan(
    workspace: Workspace, one: Loaded, schedule: Schedule, workbook: Path, unchanged: bool, today: date | None
) -> Plan:
    metric = metrics_of(workspace)[one.experiment.metrics.primary]
    late = read_lock(one.folder) is not None
    notes = () if late else tuple(foresight(workspace, one, today or date.today()))
    return Plan(schedule, workbook, feasibility(workspace, one.experiment, metric), unchanged, notes)


def _refuse(workspace: Workspace, loaded: Mapping[str, Loaded], name: str) -> None:
    """Everything that can be said before anything is drawn."""
    experiments = {slug: one.experiment for slug, one in loaded.items()}
    problems = [*problems_of(workspace, loaded, name), *together_problems(experiments)]
    for one in loaded.values():
        problems += check_metrics(one, workspace) or [*unit_problems(one), *undelivered(workspace, one)]
        problems += hashtag_problems(one, workspace)
    if problems:
        raise PlanError(problems)


@dataclass(frozen=True)
class _Drawing:
    """What a combined test is drawn from, and how it was drawn before.

    Attributes:
        experiments: By name, sorted.
        off: The days on which an account does not post.
        before: The schedules that are there; None where they have to be drawn anew.
        locked: Those that were locked; None unless all were.
        late: Whether something is locked, or has its first posts.
        half: Whether a file of the schedule is missing.
        behind: See :class:`PlanTogether`.
    """

    experiments: Mapping[str, Experiment]
    off: Off
    before: Schedules | None
    locked: Schedules | None
    late: bool
    half: bool = False
    behind: Mapping[str, tuple[Schedule, Blocks]] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace, loaded: Mapping[str, Loaded], folder: Path, name: str) -> _Drawing:
        """By the files that are there."""
        experiments = {slug: one.experiment for slug, one in loaded.items()}
        off = days_off(workspace, next(iter(experiments.values()))).is_off
        locks = {slug: locked_schedule(one.folder) for slug, one in loaded.items()}
        locked, behind = _level({slug: own for slug, own in locks.items() if own is not None})
        late = bool(locked) or bool(read_links(folder))
        whole = len(locked) == len(loaded)
        there = [(folder / file).exists() for file in (TABLE, RULE)]
        if all(there):
            before = _before(loaded, folder, name)
            return cls(experiments, off, before, locked if whole else None, late, behind=behind if whole else {})
        before = locked if whole else _completed(loaded, draw_together(experiments, off=off), folder, late)
        return cls(experiments, off, before, locked if whole else None, late, half=True)

    def drawn(self, topics: Sequence[str]) -> tuple[Schedules, Blocks | None]:
        """The schedules, and the blocks whose topics are added to their locks."""
        stands = self._same_days()
        if self.before is None or stands is None:
            return self._whole(sorted(topics or self._kept()), self.off), None
        first = next(iter(self.before))
        if not self.locked:
            same = not topics or sorted(topics) == topics_of(self.before[first])
            return (self.before if same else self._whole(sorted(topics), stands)), None
        before, locked = self.before[first], self.locked[first]
        # What a spreadsheet lost of the topics stands in the lock.
        missing = all(p.topic in (None, q.topic) for p, q in zip(before.positions, locked.positions, strict=False))
        standing = self.locked if missing and _bare(self.locked) == _bare(self.before) else self.before
        known = Counter(topics) <= Counter(topics_of(standing[first]))
        fresh = given_later(standing[first], topics) if topics and not (self.behind and known) else ()
        return self._more(standing, fresh) if fresh else (standing, None)

    def _same_days(self) -> Off | None:
        """The days off with which the experiments give the schedules that are there; None where they give others."""
        if self.before is None or self.before.keys() != self.experiments.keys():
            return None
        days = [self.off, *([days_left_out(next(iter(self.before.values())))] if self.late else [])]
        return next((off for off in days if _bare(self.before) == draw_together(self.experiments, off=off)), None)

    def _whole(self, topics: Sequence[str], off: Off) -> Schedules:
        """Drawn with all topics, with none, or with those of the first blocks."""
        plan = next(iter(self.experiments.values()))
        if len(topics) in (0, topics_needed(plan)):
            return draw_together(self.experiments, topics=topics, off=off)
        return self._more(draw_together(self.experiments, off=off), topics)[0]

    def _more(self, standing: Schedules, topics: Sequence[str]) -> tuple[Schedules, Blocks]:
        """With topics for the next blocks; a post has one topic, whatever it answers."""
        first = next(iter(standing))
        filled, blocks = in_next_blocks(self.experiments[first], standing[first], topics)
        return {slug: _with_topics(own, filled.positions) for slug, own in standing.items()}, blocks

    def _kept(self) -> Sequence[str]:
        """The topics of an earlier draw, where the plan still has a place for every one of them."""
        known = topics_of(next(iter(self.before.values()))) if self.before else []
        try:
            self._whole(known, lambda _account, _day: False)
        except PlanError:
            return ()
        return known


def _before(loaded: Mapping[str, Loaded], folder: Path, name: str) -> Schedules | None:
    """The schedules that are there; None where they are those of other experiments.

    Raises:
        InputError: They are damaged.
    """
    if drawn_for(folder) != tuple(loaded):
        return None  # left by a draw that nobody finished, or of fewer experiments
    return {slug: read_schedule_at(Home(folder, one.folder, name)) for slug, one in loaded.items()}


def _level(locked: Schedules) -> tuple[Schedules, dict[str, tuple[Schedule, Blocks]]]:
    """The locked schedules, all with the topics of the one that has most; and those whose lock has fewer."""
    most = max(locked.values(), key=lambda own: len(topics_of(own)), default=None)
    if most is None:
        return locked, {}
    level = {slug: _with_topics(own, most.positions) for slug, own in locked.items()}
    behind = {}
    for slug, own in locked.items():
        blocks = [p.block for p, q in zip(own.positions, level[slug].positions, strict=True) if p.topic != q.topic]
        if blocks:
            behind[slug] = (level[slug], (min(blocks), max(blocks)))
    return level, behind


def _completed(loaded: Mapping[str, Loaded], drawn: Schedules, folder: Path, late: bool) -> Schedules | None:
    """The schedules of which a file is missing, with the topics that stand in the workbook, too; else None.

    Raises:
        PlanError: Posts already have their places, and nothing tells which.
    """
    first = next(iter(drawn))
    places = places_in(folder / WORKBOOK)
    topics = [places.get((p.account, p.date, p.slot), (0, None)) for p in drawn[first].positions]
    same = [number for number, _ in topics] == [p.position for p in drawn[first].positions]
    if late and not (same and all(rule_left(one.folder) in (None, drawn[slug].rule) for slug, one in loaded.items())):
        raise PlanError(places_lost(loaded[first]))
    if not same:
        return None
    filled = [replace(p, topic=topic) for p, (_, topic) in zip(drawn[first].positions, topics, strict=True)]
    return {slug: _with_topics(own, filled) for slug, own in drawn.items()}


def _with_topics(schedule: Schedule, positions: Sequence[Position]) -> Schedule:
    topics = {p.position: p.topic for p in positions}
    return replace(schedule, positions=tuple(replace(p, topic=topics[p.position]) for p in schedule.positions))


def _bare(schedules: Schedules) -> dict[str, Schedule]:
    return {slug: bare(schedule) for slug, schedule in schedules.items()}


def _set_aside(folder: Path) -> None:
    """The plan that an experiment had for itself: its table is kept under another name, the rest can be drawn again."""
    table = folder / TABLE
    if table.exists():
        table.replace(folder / f"{table.stem}{SET_ASIDE}{table.suffix}")
    for file in (RULE, WORKBOOK):
        (folder / file).unlink(missing_ok=True)
