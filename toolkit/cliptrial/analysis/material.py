"""Everything about one experiment that its files and the lake hold, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cliptrial.analysis.units import Values, values_from
from cliptrial.errors import InputError
from cliptrial.metrics import Metric, check_metrics, metrics_of
from cliptrial.posts.equal_age.observe import observe, tolerance
from cliptrial.posts.lake.history import Coverage, due_without_snapshot, posts_of, promotions, top_list_files
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.matching import match
from cliptrial.posts.records import AgeRule, Matching, Post, Readings
from cliptrial.registry.decisions import Decision, read_decisions
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import LockRecord, changed_fields, read_lock
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import schedule_problems
from cliptrial.registry.workspace import Workspace

OF_THE_POST = ("followers", "duration")
"""Denominators that belong to the account or the video, not to a snapshot."""


@dataclass(frozen=True)
class Outcome:
    """A position and what became of it, with times in the account's time zone."""

    position: Position
    post: Post | None
    posted: datetime | None

    @property
    def planned(self) -> datetime:
        """The planned moment, in the account's time zone (naive when nothing was posted)."""
        hour, minute = map(int, self.position.slot.split(":"))
        zone = self.posted.tzinfo if self.posted else None
        return datetime(*self.position.date.timetuple()[:3], hour, minute, tzinfo=zone)

    @property
    def late(self) -> float | None:
        """Hours after the planned moment; negative when early; None when nothing was posted."""
        return (self.posted - self.planned).total_seconds() / 3600 if self.posted else None


@dataclass(frozen=True)
class Material:
    """One experiment's plan, posts and readings.

    Attributes:
        outcomes: One for each position of the schedule, in order.
        readings: By metric name.
        coverage: Which positions are due, and which of them no capture shows.
    """

    workspace: Workspace
    loaded: Loaded
    schedule: Schedule
    lock: LockRecord | None
    changed: tuple[str, ...]
    decisions: tuple[Decision, ...]
    outcomes: tuple[Outcome, ...]
    matching: Matching
    readings: Mapping[str, Readings]
    coverage: Coverage
    top_lists: tuple[str, ...]
    lake_hash: str

    @property
    def experiment(self) -> Experiment:
        """The experiment as written."""
        return self.loaded.experiment

    def metric(self, name: str) -> Metric:
        """A metric by name."""
        return metrics_of(self.workspace)[name]

    def values(self, name: str) -> Values:
        """A metric on every position; NaN where it was not read."""
        readings = self.readings[name]
        rows = {}
        for row, outcome in enumerate(self.outcomes):
            reading = readings.by_post.get(outcome.post.post_id) if outcome.post else None
            if reading is not None and outcome.post is not None:
                own = _of_the_post(self.metric(name), outcome.post, self.workspace)
                rows[row] = (reading.numerator, reading.denominator if own is None else own)
        return values_from(rows, len(self.outcomes))


def gather(workspace: Workspace, loaded: Loaded, schedule: Schedule) -> Material:
    """Read an experiment's files and the lake.

    Raises:
        InputError: If metrics are unknown or a file has mistakes.
    """
    problems = [*check_metrics(loaded, workspace), *schedule_problems(loaded, schedule)]
    if problems:
        raise InputError(problems)
    experiment, lake = loaded.experiment, Lake(workspace.store_dir)
    schedule = replace(schedule, positions=tuple(sorted(schedule.positions, key=lambda p: p.position)))
    zones = {name: account.timezone for name, account in workspace.accounts.items()}
    matching = match(
        schedule,
        read_links(loaded.folder, {p.position for p in schedule.positions}),
        posts_of(lake, experiment.accounts),
        zones,
        arms={arm.id: arm for arm in experiment.change.arms},
        variable=experiment.change.variable,
    )
    outcomes = tuple(_outcome(p, matching.posts.get(p.position), zones) for p in schedule.positions)
    lock = read_lock(loaded.folder)
    age = experiment.design.measure_at
    return Material(
        workspace=workspace,
        loaded=loaded,
        schedule=schedule,
        lock=lock,
        changed=changed_fields(loaded, schedule, lock) if lock else (),
        decisions=read_decisions(loaded.folder),
        outcomes=outcomes,
        matching=matching,
        readings=_readings(lake, workspace, experiment, outcomes),
        coverage=due_without_snapshot(lake, schedule.positions, matching.posts, zones, age - tolerance(age)),
        top_lists=top_list_files(lake, experiment.accounts),
        lake_hash=lake.fingerprint(),
    )


def named(experiment: Experiment) -> tuple[str, ...]:
    """Every metric that the experiment names, once, the primary one first."""
    metrics = experiment.metrics
    return tuple(dict.fromkeys([metrics.primary, *metrics.secondary, *(g.metric for g in metrics.guardrails)]))


def _outcome(position: Position, post: Post | None, zones: Mapping[str, str]) -> Outcome:
    if post is None or post.posted_at is None:
        return Outcome(position, post, None)
    return Outcome(position, post, datetime.fromtimestamp(post.posted_at, ZoneInfo(zones[position.account])))


def _readings(
    lake: Lake, workspace: Workspace, experiment: Experiment, outcomes: Sequence[Outcome]
) -> dict[str, Readings]:
    known = metrics_of(workspace)
    asked = [_as_snapshot(known[name], workspace, experiment) for name in named(experiment)]
    posts = [o.post for o in outcomes if o.post is not None]
    return observe(
        lake,
        asked,
        [post.post_id for post in posts],
        posted_at={post.post_id: post.posted_at for post in posts if post.posted_at is not None},
        measure_at=experiment.design.measure_at,
        randomised=True,
        promoted_at=promotions(posts),
    )


def _as_snapshot(metric: Metric, workspace: Workspace, experiment: Experiment) -> Metric:
    """The metric without a denominator that the account or the video gives."""
    followers = all(workspace.accounts[a].followers for a in experiment.accounts)
    own = metric.denominator == "duration" or (metric.denominator == "followers" and followers)
    return replace(metric, denominator=None) if own else metric


def _of_the_post(metric: Metric, post: Post, workspace: Workspace) -> float | None:
    if metric.denominator == "duration":
        return post.duration if post.duration else float("nan")
    if metric.denominator == "followers" and workspace.accounts[post.account].followers:
        return float(workspace.accounts[post.account].followers or 0)
    return None


def common_export(readings: Readings) -> bool:
    """Whether posts of different age are compared."""
    return readings.rule is AgeRule.COMMON_EXPORT
