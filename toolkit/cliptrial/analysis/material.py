"""Everything about one experiment that its files and the lake hold, gathered once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cliptrial.analysis.own_posts import OwnPosts
from cliptrial.analysis.units import Values, values_from
from cliptrial.errors import InputError
from cliptrial.metrics import CATALOGUE, Metric, check_metrics, metrics_of
from cliptrial.posts.copies import Extra, Habits, extra_posts
from cliptrial.posts.equal_age.meanings import counted_on
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.lake.history import Coverage, due_without_snapshot, promotions, timezones_of, top_list_files
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.matching import match
from cliptrial.posts.outcomes.attribution import Attributed
from cliptrial.posts.outcomes.readings import complete_positions, outcome_readings
from cliptrial.posts.outcomes.stored import outcomes as outcomes_of
from cliptrial.posts.placements import linked, linked_before
from cliptrial.posts.records import AgeRule, Matching, Post, Readings
from cliptrial.posts.text.privacy import masker_of
from cliptrial.registry.beside.adopted import is_check
from cliptrial.registry.beside.bundle import Frozen, frozen
from cliptrial.registry.decisions import Decision, read_decisions
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.links import read_links, read_states
from cliptrial.registry.plan.lock import LockRecord, changed_fields, read_lock
from cliptrial.registry.plan.post_states import PostState, skipped_in
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import schedule_problems
from cliptrial.registry.rounds.combined import Question, questions_of
from cliptrial.registry.workspace import Workspace

LIKES = replace(CATALOGUE["like_rate"], name="likes by views")
"""Likes over views, whatever a workspace's own metrics are called: no metric's name has blanks."""


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
        """Hours after the planned moment; negative when early; None when nothing was posted, or nobody knows when."""
        known = self.posted if self.post is not None and self.post.hours else None
        return (known - self.planned).total_seconds() / 3600 if known else None


@dataclass(frozen=True)
class Material:
    """One experiment's plan, posts and readings.

    Attributes:
        outcomes: One for each position of the schedule, in order.
        readings: By metric name.
        coverage: Which positions are due, and which of them no capture shows.
        extras: Posts that could have taken a position, beside the one that counts.
        first_takes: The primary metric as the first of all posts that could have taken each position would have
            it; None where there are no others.
        shared: By other experiment: the ids of the posts that it is linked to as well.
        states: By position: what people said became of its post.
        crossed: In a combined test: the other questions that its posts answer.
        frozen: The list of an old-against-new check against the decisions; None of any other experiment.
        likes: Likes over views of every position, whatever is measured; NaN where no source shows them.
        after: By column of a metric: what people did in its time, by the post that led to it; those asked for.
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
    extras: tuple[Extra, ...] = ()
    first_takes: Values | None = None
    shared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    likes: Values | None = None
    states: Mapping[int, PostState] = field(default_factory=dict)
    crossed: Sequence[Question] = ()
    after: Mapping[str, Attributed] = field(default_factory=dict)
    frozen: Frozen | None = None

    @property
    def experiment(self) -> Experiment:
        """The experiment as written."""
        return self.loaded.experiment

    def metric(self, name: str) -> Metric:
        """A metric by name."""
        return metrics_of(self.workspace)[name]

    def values(self, name: str) -> Values:
        """A metric on every position; NaN where it was not read."""
        return _values(self.metric(name), [o.post for o in self.outcomes], self.readings[name], self.workspace)


def _values(metric: Metric, posts: Sequence[Post | None], readings: Readings, workspace: Workspace) -> Values:
    rows = {}
    for row, post in enumerate(posts):
        reading = readings.by_post.get(post.post_id) if post else None
        if reading is not None and post is not None:
            own = _of_the_post(metric, post, workspace)
            rows[row] = (reading.numerator, reading.denominator if own is None else own)
    return values_from(rows, len(posts))


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
    links, before = (
        read_links(loaded.folder, {p.position for p in schedule.positions}),
        linked_before(lake, loaded.slug),
    )
    states, asked = read_states(loaded.folder), questions_of(workspace, loaded, schedule)
    own = OwnPosts.of(lake, experiment.accounts, schedule, links, before)
    posts = own.near()
    matching = match(
        schedule,
        links,
        posts,
        zones,
        asked=asked,
        mask=masker_of(workspace, makes_salt=False).sound,
        skipped=skipped_in(states),
    )
    outcomes = tuple(_outcome(p, matching.posts.get(p.position), zones) for p in schedule.positions)
    lock = read_lock(loaded.folder)
    age, together = experiment.design.measure_at, schedule.experiments(loaded.slug)
    elsewhere = {slug: set(ids.values()) for slug, ids in linked(workspace).items() if slug not in together}
    posts = own.around(matching.posts.values()) or posts
    extras = _extras(schedule, matching, posts, elsewhere.values(), before, zones, own)
    after = _after(lake, workspace, loaded, matching)
    readings = _readings(lake, workspace, experiment, outcomes, after)
    likes = _values(LIKES, [o.post for o in outcomes], readings.pop(LIKES.name), workspace)
    return Material(
        workspace=workspace,
        loaded=loaded,
        schedule=schedule,
        lock=lock,
        changed=changed_fields(loaded, schedule, lock) if lock else (),
        decisions=read_decisions(loaded.folder),
        outcomes=outcomes,
        matching=matching,
        readings=readings,
        coverage=_coverage(lake, schedule, matching, zones, age, _decides(workspace, experiment, after)),
        top_lists=top_list_files(lake, experiment.accounts),
        extras=extras,
        first_takes=_first_takes(lake, workspace, experiment, outcomes, extras),
        shared=_shared(matching, elsewhere),
        likes=likes,
        states=states,
        crossed=asked[1:],
        after=after,
        frozen=_frozen(workspace, loaded, schedule),
    )


def _frozen(workspace: Workspace, loaded: Loaded, schedule: Schedule) -> Frozen | None:
    if not is_check(loaded):
        return None
    days = [position.date for position in schedule.positions]
    return frozen(workspace, loaded, min(days), max(days))


def _decides(workspace: Workspace, experiment: Experiment, after: Mapping[str, Attributed]) -> Attributed | None:
    """What the primary metric counts, where that is something that people did."""
    primary = metrics_of(workspace)[experiment.metrics.primary]
    return after[primary.numerator[0]] if primary.outcome else None


def _coverage(
    lake: Lake,
    schedule: Schedule,
    matching: Matching,
    zones: Mapping[str, str],
    age: float,
    orders: Attributed | None,
) -> Coverage:
    """Which positions are due: by the captures, or by what people did where that decides."""
    coverage = due_without_snapshot(lake, schedule.positions, matching.posts, zones, age)
    if orders is None:
        return coverage
    due = complete_positions(schedule.positions, matching.posts, zones, orders, age)
    return Coverage(due, tuple(p for p in coverage.without_snapshot if p in due))


def _after(lake: Lake, workspace: Workspace, loaded: Loaded, matching: Matching) -> Mapping[str, Attributed]:
    """What people did in the experiment's time, where one of its metrics counts it."""
    experiment, known = loaded.experiment, metrics_of(workspace)
    metrics = [known[name] for name in named(experiment) if known[name].outcome]
    columns = {*(one for metric in metrics for one in metric.numerator), *(m.denominator for m in metrics)}
    asked = {one for one in columns if one is not None and _is_after(one)} | {c for m in metrics for c in m.numerator}
    age = experiment.design.measure_at
    return outcomes_of(lake, workspace, loaded.slug, matching.posts, experiment.accounts, age, asked)


def _is_after(column: str) -> bool:
    """Whether no snapshot holds what a metric of what people did is divided by."""
    return column not in COUNTERS


def _extras(
    schedule: Schedule,
    matching: Matching,
    posts: Sequence[Post],
    elsewhere: Iterable[set[str]],
    before: Mapping[int, frozenset[str]],
    zones: Mapping[str, str],
    own: OwnPosts,
) -> tuple[Extra, ...]:
    """Posts of no experiment that could have taken a position, or had one until their numbers were known."""
    placed = {post.post_id for post in matching.posts.values()}
    taken = placed.union(*elsewhere)
    free = {post.post_id: post for post in posts if post.post_id not in taken}
    relinked = tuple(
        Extra(position, free.pop(post_id), "relinked")
        for position, ids in sorted(before.items())
        for post_id in sorted(ids & free.keys())
    )
    others = list(free.values())
    left_out = (taken - placed) | {extra.post.post_id for extra in relinked}

    def habits(account: str) -> Habits:
        return own.habits(account, left_out)

    return (*relinked, *extra_posts(matching.posts, schedule.positions, others, zones, habits))


def _first_takes(
    lake: Lake, workspace: Workspace, experiment: Experiment, outcomes: Sequence[Outcome], extras: Sequence[Extra]
) -> Values | None:
    """The primary metric, had each position the first of the posts that could have taken it."""
    primary = metrics_of(workspace)[experiment.metrics.primary]
    if not extras or primary.outcome:
        return None
    takes = {o.position.position: [o.post] if o.post else [] for o in outcomes}
    for extra in extras:
        takes.setdefault(extra.position, []).append(extra.post)
    first = [
        min(own, key=lambda post: post.posted_at or 0) if (own := takes[o.position.position]) else None
        for o in outcomes
    ]
    asked = [_as_snapshot(primary, workspace, experiment)]
    readings = _read(lake, workspace, asked, experiment, [p for p in first if p])
    return _values(primary, first, readings[primary.name], workspace)


def _shared(matching: Matching, elsewhere: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    own = {post.post_id for post in matching.posts.values()}
    return {slug: frozenset(own & ids) for slug, ids in elsewhere.items() if own & ids}


def named(experiment: Experiment) -> tuple[str, ...]:
    """Every metric that the experiment names, once, the primary one first."""
    metrics = experiment.metrics
    return tuple(dict.fromkeys([metrics.primary, *metrics.secondary, *(g.metric for g in metrics.guardrails)]))


def _outcome(position: Position, post: Post | None, zones: Mapping[str, str]) -> Outcome:
    if post is None or post.posted_at is None:
        return Outcome(position, post, None)
    return Outcome(position, post, datetime.fromtimestamp(post.posted_at, ZoneInfo(zones[position.account])))


def _readings(
    lake: Lake,
    workspace: Workspace,
    experiment: Experiment,
    outcomes: Sequence[Outcome],
    done: Mapping[str, Attributed],
) -> dict[str, Readings]:
    """By name of the metrics that the experiment names, and of :data:`LIKES`."""
    known = metrics_of(workspace)
    every = [_as_snapshot(known[name], workspace, experiment) for name in named(experiment)]
    after = [metric for metric in every if metric.outcome]
    beside = {m.name: _below(m, m.denominator) for m in after if m.denominator not in {None, *done}}
    posts = [o.post for o in outcomes if o.post is not None]
    asked = [*(metric for metric in every if not metric.outcome), *beside.values(), LIKES]
    read = _read(lake, workspace, asked, experiment, posts)
    for metric in after:
        read[metric.name] = outcome_readings(
            metric,
            done,
            {post.post_id: post.posted_at for post in posts if post.posted_at is not None},
            measure_at=experiment.design.measure_at,
            promoted_at=promotions(posts),
            beside=read.pop(beside[metric.name].name) if metric.name in beside else None,
        )
    return read


def _below(metric: Metric, column: str | None) -> Metric:
    """What a metric is divided by, read by itself: no metric's name has blanks."""
    assert column is not None
    return replace(metric, name=f"{metric.name} below", numerator=(column,), denominator=None, outcome=False)


def _read(
    lake: Lake, workspace: Workspace, asked: Sequence[Metric], experiment: Experiment, posts: Sequence[Post]
) -> dict[str, Readings]:
    return observe(
        lake,
        asked,
        [post.post_id for post in posts],
        posted_at={post.post_id: post.posted_at for post in posts if post.posted_at is not None},
        measure_at=experiment.design.measure_at,
        randomised=True,
        timezones=timezones_of(workspace, posts),
        promoted_at=promotions(posts),
        counted=counted_on(workspace, posts),
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
