"""``analyze`` of a cadence: periods are the units, and the same re-draws, intervals and verdicts as for posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import numpy as np

from cliptrial.analysis.assemble import Frame, assemble
from cliptrial.analysis.cadence.outcomes import Period, periods_of, values_of
from cliptrial.analysis.evidence import evidence
from cliptrial.analysis.facts import arms_of, written_facts
from cliptrial.analysis.findings import Finding, Level, refused
from cliptrial.analysis.findings.followed import MissingPostsDecide
from cliptrial.analysis.findings.periods import CadenceKept, CadenceNotKept, PeriodsRunning, PeriodsUnknown, RunUnseen
from cliptrial.analysis.findings.planned import Locked, LockedLate, NotLocked, PlanChanged
from cliptrial.analysis.results import Analysis, ExperimentFacts, PeriodResult, Provenance, Role, package_version
from cliptrial.analysis.rows import Question, Rule
from cliptrial.analysis.units import Assignment, Units
from cliptrial.metrics import metrics_of
from cliptrial.posts.equal_age.due import midnight
from cliptrial.posts.lake.history import days_known_to
from cliptrial.posts.outcomes.stored import ORDERS
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.plan.lock import LockRecord, changed_fields, plan_hash, read_lock
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.state import State, state
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE

MANY = 0.10
"""Share of periods off the plan, or without numbers, from which the evidence suffers."""
_OF_PERIODS = (PeriodsRunning, PeriodsUnknown, CadenceKept, CadenceNotKept, RunUnseen, MissingPostsDecide)


def analyze_periods(ws: Workspace, loaded: Loaded, schedule: Schedule, draws: int) -> Analysis:
    """Analyse one experiment on cadence; nothing is written anywhere.

    Args:
        ws: Where it lives.
        loaded: The experiment.
        schedule: Its periods.
        draws: Monte-Carlo re-draws where there are too many splits to list.
    """
    plan, lock = loaded.experiment, read_lock(loaded.folder)
    asked = [metrics_of(ws, weeks=True)[name] for name in dict.fromkeys(name for name, _, _ in _named(loaded))]
    periods = periods_of(ws, schedule, plan.design.washout_days, asked)
    questions = _questions(ws, loaded, periods)
    begun = [one.position.date for one in periods if one.due]
    findings = (*_lock_findings(loaded, schedule, lock), *_findings(periods, questions[0]))
    known = days_known_to(ws, orders={*asked[0].columns} <= ORDERS)
    known_to = min((known[name] for name in plan.accounts if name in known), default=None)
    zone = ws.accounts[plan.accounts[0]].timezone
    # No post is linked: weeks have begun as far as their days are known.
    where = state(loaded.folder, today=known_to, ready=all(one.due for one in periods))
    values = questions[0].values
    frame = Frame(
        experiment=replace(_facts(ws, loaded, schedule, lock, begun), state=where.value),
        variable=plan.change.variable.value,
        evidence=evidence(findings),
        arms=arms_of(plan, [one.position.arm for one, known in zip(periods, values.read, strict=True) if known]),
        provenance=Provenance(
            version=package_version(),
            plan_hash=lock.plan if lock else plan_hash(loaded, schedule),
            data_hash=sha256(repr([(one.position, sorted(one.sums.items())) for one in periods]).encode()).hexdigest(),
            data_as_of=midnight(known_to + timedelta(days=1), zone) if known_to else None,
            seed=schedule.rule.seed,
            draws=draws,
            prior=EXPERIENCE,
        ),
        findings=findings,
    )
    rule = Rule(plan.analysis.alpha, plan.hypothesis.at_least, True, EXPERIENCE)
    analysis = assemble(frame, units_of(schedule, draws), questions, rule)
    # Checks of single posts have nothing to say of weeks.
    kept = [f for f in analysis.findings if f in findings or isinstance(f, _OF_PERIODS) or _refuses(f)]
    ready = all(one.due for one in periods)  # before, nobody should see which of both is ahead
    values_shown = [
        float(each) if ready and known else None for each, known in zip(values.each, values.read, strict=True)
    ]
    shown = tuple(_shown(*pair, plan.design.washout_days) for pair in zip(periods, values_shown, strict=True))
    return replace(analysis, findings=tuple(kept), periods=shown)


def _shown(one: Period, value: float | None, washout: int) -> PeriodResult:
    p = one.position
    return PeriodResult(
        number=p.position,
        place=p.place,
        first=p.date,
        counted_from=p.date + timedelta(days=washout),
        last=p.last,
        arm=p.arm,
        over=one.due,
        value=value,
        posts=one.posted if one.due else None,
    )


def _refuses(finding: Finding) -> bool:
    return type(finding).__module__ == refused.__name__


def units_of(schedule: Schedule, draws: int) -> Units:
    """Every period as planned, in order."""
    positions = schedule.periods
    places = list(dict.fromkeys(p.place for p in positions))
    return Units(
        arm=np.array([p.arm for p in positions], dtype=object),
        assignment=Assignment.SCHEDULE,
        account=np.array([places.index(p.place) for p in positions], dtype=np.int64),
        weekday=None,
        stratum=np.zeros(len(positions), dtype=np.int64),
        block=np.array([p.block for p in positions], dtype=np.int64),
        schedule=schedule,
        draws=draws,
        seed=schedule.rule.seed,
    )


def _questions(ws: Workspace, loaded: Loaded, periods: Sequence[Period]) -> list[Question]:
    """The plan's metrics in their roles, each period held against its neighbour."""
    known = metrics_of(ws, weeks=True)
    return [
        Question(known[name], role, values_of(periods, known[name]), worst, blocks=True)
        for name, role, worst in _named(loaded)
    ]


def _named(loaded: Loaded) -> list[tuple[str, Role, float | None]]:
    metrics = loaded.experiment.metrics
    return [
        (metrics.primary, Role.PRIMARY, None),
        *((name, Role.SECONDARY, None) for name in metrics.secondary),
        *((one.metric, Role.GUARDRAIL, one.worst_acceptable) for one in metrics.guardrails),
    ]


def _findings(periods: Sequence[Period], primary: Question) -> Iterator[Finding]:
    """What is not over, not known, or not as planned."""
    due = [one for one in periods if one.due]
    measured = int(primary.values.read.sum())
    if len(due) < len(periods):
        ends = max(one.position.last for one in periods)
        yield PeriodsRunning(
            Level.BLOCKER, measured=measured, needed=len(periods), due=len(due), posts=len(periods), ends=ends
        )
    missing = [one for one, known in zip(periods, primary.values.read, strict=True) if one.due and not known]
    if missing:
        level = Level.WARNING if len(missing) > MANY * len(periods) else Level.NOTE
        numbers = tuple(one.position.position for one in missing)
        yield PeriodsUnknown(level, periods=numbers, of=len(periods), days=sum(len(one.unknown) for one in missing))
    if due and not any(one.position.topic for one in periods):
        yield RunUnseen(Level.NOTE, periods=len(due))
    said = [one for one in due if one.position.topic is not None and one.posted is not None]
    other = tuple(one.position.position for one in said if one.posted != int(one.position.topic or 0))
    if other:
        level = Level.WARNING if len(other) > MANY * len(said) else Level.NOTE
        yield CadenceNotKept(level, periods=other, of=len(said))
    elif said:
        yield CadenceKept(Level.OK, periods=len(said))


def _lock_findings(loaded: Loaded, schedule: Schedule, lock: LockRecord | None) -> Iterator[Finding]:
    """Whether the plan was locked before its first day and is what it was."""
    if lock is None:
        yield NotLocked(Level.NOTE)
        return
    first, fields = min(p.date for p in schedule.positions), changed_fields(loaded, schedule, lock)
    if fields or lock.earlier:
        yield PlanChanged(Level.WARNING, fields=tuple(fields) or ("lock.json",))
    if lock.on > first:
        yield LockedLate(Level.WARNING, locked_on=lock.on, first_post=first)
    elif not fields and not lock.earlier:
        yield Locked(Level.OK, locked_on=lock.on, first_post=first)


def _facts(
    ws: Workspace, loaded: Loaded, schedule: Schedule, lock: LockRecord | None, begun: Sequence[date]
) -> ExperimentFacts:
    changed = changed_fields(loaded, schedule, lock) if lock else ()
    return replace(
        written_facts(loaded, State.PLANNED, ws),
        start=min(p.date for p in schedule.positions),
        first_post=min(begun, default=None),
        last_post=max((p.last for p in schedule.periods if p.date in begun), default=None),
        locked_on=lock.on if lock else None,
        plan_hash=lock.plan if lock else plan_hash(loaded, schedule),
        plan_unchanged=not changed and not lock.earlier if lock else None,
        posts_planned=len(schedule.positions),
        posts_matched=len(begun),
    )
