"""``analyze``: an experiment's files and the lake become an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np

from cliptrial.analysis.assemble import Frame, assemble, by_gravity
from cliptrial.analysis.checks.attributes import attribute_findings
from cliptrial.analysis.checks.extra_posts import extra_findings
from cliptrial.analysis.checks.improbable import like_findings
from cliptrial.analysis.checks.measurement import measurement_findings
from cliptrial.analysis.checks.plan import (
    MANY,
    deviation_findings,
    is_late,
    lock_findings,
    ready_findings,
    rule_findings,
    uneven_findings,
)
from cliptrial.analysis.checks.shown import hours_off
from cliptrial.analysis.checks.variable import variable_findings
from cliptrial.analysis.checks.weekdays import period_findings, rotation_findings, weekday_table
from cliptrial.analysis.evidence import evidence
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.planned import NoSchedule, NotReady
from cliptrial.analysis.interim import CurrentLook, current_look
from cliptrial.analysis.learning.priors import prior_for
from cliptrial.analysis.learning.series import series_findings
from cliptrial.analysis.material import Material, common_export, gather, named
from cliptrial.analysis.results import (
    Analysis,
    ArmSummary,
    Evidence,
    ExperimentFacts,
    MetricFacts,
    PostResult,
    Provenance,
    Role,
    Verdict,
    VerdictCode,
)
from cliptrial.analysis.rows import Question, Rule
from cliptrial.analysis.table.compare import package_version
from cliptrial.analysis.units import Assignment, Units
from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.metrics import metrics_of
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import Experiment, Unit
from cliptrial.registry.plan.lock import plan_hash
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.state import State, state
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior

DRAWS = 4999
"""Monte-Carlo re-draws where a schedule has more than 40,000 labellings."""
EARLIER_DRAWS = 999
"""The same for the earlier experiments that a prior is learned from."""


def analyze(
    slug: str, workspace: Path | str | Workspace = ".", *, draws: int = DRAWS, prior: Prior | None = None
) -> Analysis:
    """Analyse one experiment of a workspace; nothing is written anywhere.

    Args:
        slug: Name of the experiment's folder.
        workspace: A folder in or under a workspace, or the workspace itself.
        draws: Monte-Carlo re-draws where the schedule has too many labellings to list.
        prior: What the expected effect is drawn towards; where not given, the stated prior, or on a quiet metric
            what five or more earlier experiments on the same variable taught.

    Raises:
        InputError: If a file of the experiment has mistakes; every one is listed.
    """
    ws = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    loaded = _of_posts(slug, ws)
    schedule = read_schedule(loaded.folder)
    if schedule is None:
        return _unplanned(loaded, ws)
    known = prior if prior is not None else prior_for(loaded, ws, _plainly(ws))
    analysis = _analysed(ws, loaded, schedule, draws, known)
    repeated = series_findings(loaded, ws, analysis, _plainly(ws))
    return replace(analysis, findings=by_gravity([*analysis.findings, *repeated]))


def _analysed(ws: Workspace, loaded: Loaded, schedule: Schedule, draws: int, known: Prior) -> Analysis:
    """An experiment by itself, whatever else was tried."""
    material = gather(ws, loaded, schedule)
    look = current_look(material)
    units = _units(material, draws, look)
    posts = tuple(_posts(material, units))
    findings = (*_findings(material, units, look), *_unliked(material, units, posts))
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    posted, weekday = _posted(material)
    frame = Frame(
        experiment=_facts(material, findings),
        variable=material.experiment.change.variable.value,
        evidence=evidence(findings),
        arms=_arms(material.experiment, [o.position.arm for o in material.outcomes if o.post]),
        provenance=replace(_provenance(material, draws), prior=known),
        findings=findings,
        posts=posts,
        when=_when(material),
        weekdays=weekday_table([control, *variants], units.arm, np.where(posted, weekday, -1)),
    )
    plan = material.experiment
    late = _hours_late(material)
    off = (late != 0) | (weekday != units.weekday)
    as_posted = replace(units, weekday=weekday, beside=late) if off.any() else None
    final = look is None or look.final
    rule = Rule(look.alpha if look else plan.analysis.alpha, plan.hypothesis.at_least, final, known)
    analysis = assemble(
        frame, units, _questions(material), rule, as_posted=as_posted, must_hold=off.sum() > MANY * posted.sum()
    )
    return replace(analysis, evidence=evidence(analysis.findings))


def analyze_alone(slug: str, workspace: Workspace, *, draws: int = EARLIER_DRAWS) -> Analysis:
    """Analyse one experiment whatever others were made: by the stated prior, and not counted as one of a series.

    Args:
        slug: Name of the experiment's folder.
        workspace: Where it belongs.
        draws: Monte-Carlo re-draws; an estimate does not depend on them.
    """
    loaded = _of_posts(slug, workspace)
    schedule = read_schedule(loaded.folder)
    if schedule is None:
        return _unplanned(loaded, workspace)
    return _analysed(workspace, loaded, schedule, draws, EXPERIENCE)


def _plainly(ws: Workspace) -> Callable[[str], Analysis]:
    return lambda slug: analyze_alone(slug, ws)


def _of_posts(slug: str, ws: Workspace) -> Loaded:
    loaded = load_experiment(slug, ws)
    if loaded.experiment.design.unit is Unit.VIEWER:
        raise InputError(_viewers(loaded))
    return loaded


def _viewers(loaded: Loaded) -> Problem:
    return loaded.problem(
        "design.unit",
        "viewer_split",
        says("a split test that the platform ran has no posts to compare"),
        says("a table with one row an arm: its viewers and its events"),
        says("Hand that table to `cliptrial compare FILE --unit viewer --metric EVENTS/VIEWERS`."),
    )


def _units(material: Material, draws: int, look: CurrentLook | None) -> Units:
    positions = material.schedule.positions
    accounts = list(dict.fromkeys(p.account for p in positions))
    zeros = np.zeros(len(positions), dtype=np.int64)
    return Units(
        arm=np.array([p.arm for p in positions], dtype=object),
        assignment=Assignment.SCHEDULE,
        account=np.array([accounts.index(p.account) for p in positions], dtype=np.int64),
        weekday=np.array([p.date.weekday() for p in positions], dtype=np.int64),
        stratum=zeros,
        block=np.array([p.block for p in positions], dtype=np.int64),
        included=look.included if look and not look.final else None,
        schedule=material.schedule,
        draws=draws,
        seed=material.schedule.rule.seed,
    )


def _posted(material: Material) -> tuple[np.ndarray, np.ndarray]:
    """Which positions were posted, and on which weekday (the planned one where nothing was)."""
    posted = np.array([o.posted is not None for o in material.outcomes], dtype=np.bool_)
    days = [(o.posted or o.position.date).weekday() for o in material.outcomes]
    return posted, np.array(days, dtype=np.int64)


def _hours_late(material: Material) -> Floats:
    """Hours off the slot of posts that missed it; 0 of all others."""
    return np.array([hours_off(o) or 0.0 if o.posted and is_late(o) else 0.0 for o in material.outcomes])


def _when(material: Material) -> Floats:
    """Time of posting of every position, UTC epoch seconds; 0 where nothing was posted."""
    return np.array([o.posted.timestamp() if o.posted else 0.0 for o in material.outcomes])


def _findings(material: Material, units: Units, look: CurrentLook | None) -> Iterator[Finding]:
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    posted, weekday = _posted(material)
    yield from ready_findings(material, look)
    broken = tuple(rule_findings(material))
    yield from broken
    yield from lock_findings(material, _first_post(material))
    yield from deviation_findings(material)
    if posted.any() and not broken:
        yield from uneven_findings(material, units)
        yield from rotation_findings(units, posted, weekday, control, variants)
        yield from period_findings(units, posted, _when(material), control, variants, slope_held=True)
        yield from extra_findings(material, units, with_numbers=look is not None)
        yield from variable_findings(material)
        yield from attribute_findings(material, units, with_numbers=look is not None)
        yield from measurement_findings(material)


def _unliked(material: Material, units: Units, posts: Sequence[PostResult]) -> Iterator[Finding]:
    if material.likes is not None:
        yield from like_findings(units, material.likes, posts)


def _first_post(material: Material) -> date | None:
    return min((o.posted.date() for o in material.outcomes if o.posted), default=None)


def _questions(material: Material) -> list[Question]:
    metrics = material.experiment.metrics
    roles = [(metrics.primary, Role.PRIMARY, None)]
    roles += [(name, Role.SECONDARY, None) for name in metrics.secondary]
    questions = [_question(material, name, role) for name, role, _ in roles]
    guardrails = [
        replace(_question(material, g.metric, Role.GUARDRAIL), worst_acceptable=g.worst_acceptable)
        for g in metrics.guardrails
    ]
    return [*questions, *guardrails]


def _question(material: Material, name: str, role: Role) -> Question:
    blocks = material.experiment.design.twins or common_export(material.readings[name])
    return Question(material.metric(name), role, material.values(name), blocks=blocks)


def _arms(experiment: Experiment, posted: Sequence[str]) -> tuple[ArmSummary, ...]:
    control = experiment.change.control.id
    return tuple(
        ArmSummary(arm.id, posted.count(arm.id), arm.value, arm.id == control) for arm in experiment.change.arms
    )


def _facts(material: Material, findings: Sequence[Finding]) -> ExperimentFacts:
    ready = not any(isinstance(f, NotReady) for f in findings)
    days = [o.posted.date() for o in material.outcomes if o.posted]
    planned = [p.date for p in material.schedule.positions]
    decision = material.decisions[-1] if material.decisions else None
    return replace(
        _written(material.loaded, state(material.loaded.folder, ready=ready)),
        start=min(planned),
        first_post=min(days, default=None),
        last_post=max(days, default=None),
        locked_on=material.lock.on if material.lock else None,
        plan_hash=material.lock.plan if material.lock else plan_hash(material.loaded, material.schedule),
        plan_unchanged=not material.changed and not material.lock.earlier if material.lock else None,
        posts_planned=len(planned),
        posts_matched=len(material.matching.posts),
        decision={
            "who": decision.who,
            "when": decision.when.isoformat(),
            "what": decision.what.value,
            "why": decision.why,
        }
        if decision
        else None,
    )


def _written(loaded: Loaded, where: State) -> ExperimentFacts:
    """What the file alone says."""
    plan = loaded.experiment
    return ExperimentFacts(
        slug=loaded.slug,
        title=plan.title,
        statement=plan.hypothesis.statement,
        because=plan.hypothesis.because,
        variable=plan.change.variable.value,
        hold_constant=plan.hold_constant,
        accounts=plan.accounts,
        at_least=plan.hypothesis.at_least,
        expect=plan.hypothesis.expect.value,
        alpha=plan.analysis.alpha,
        measure_at=plan.design.measure_at,
        state=where.value,
        start=plan.design.start,
        first_post=None,
        last_post=None,
        locked_on=None,
        plan_hash=None,
        plan_unchanged=None,
        posts_planned=0,
        posts_matched=0,
        follow_up_of=plan.follow_up_of,
    )


def _provenance(material: Material, draws: int) -> Provenance:
    """The data's hash covers the readings that were used, so other accounts' exports do not change it."""
    readings = [reading for r in material.readings.values() for reading in r.by_post.values()]
    used = sorted({(r.post_id, r.captured_at, r.numerator, r.denominator) for r in readings})
    return Provenance(
        version=package_version(),
        plan_hash=material.lock.plan if material.lock else plan_hash(material.loaded, material.schedule),
        data_hash=sha256(repr(used).encode()).hexdigest(),
        data_as_of=max((r.captured_at for r in readings), default=None),
        seed=material.schedule.rule.seed,
        draws=draws,
    )


def _posts(material: Material, units: Units) -> Iterator[PostResult]:
    """Every position; values beyond the current look are not shown, for they would tell the end."""
    seen = np.ones(len(units.arm), dtype=np.bool_) if units.included is None else units.included
    each = {name: np.where(seen, material.values(name).each, np.nan) for name in named(material.experiment)}
    for row, outcome in enumerate(material.outcomes):
        position, post, posted = outcome.position, outcome.post, outcome.posted
        yield PostResult(
            position=position.position,
            post_id=post.post_id if post else None,
            account=position.account,
            arm=position.arm,
            planned=position.date,
            posted_on=posted.date() if posted else None,
            weekday=posted.weekday() if posted else None,
            slot=posted.strftime("%H:%M") if posted else None,
            topic=position.topic,
            link=post.link if post else None,
            caption=post.caption if post else None,
            late=outcome.late,
            metrics={name: float(v[row]) if np.isfinite(v[row]) else None for name, v in each.items()},
        )


def _unplanned(loaded: Loaded, workspace: Workspace) -> Analysis:
    """A draft has no schedule, so there is nothing to analyse yet; that is an answer, too."""
    plan = loaded.experiment
    known = metrics_of(workspace)
    metric = known.get(plan.metrics.primary)
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, plan.change.variants[0].id, plan.metrics.primary, NoSchedule.code)
    return Analysis(
        experiment=_written(loaded, state(loaded.folder)),
        variable=plan.change.variable.value,
        at_least=plan.hypothesis.at_least,
        evidence=Evidence.OBSERVED,
        arms=_arms(plan, []),
        metrics=(MetricFacts(metric.name, metric.kind, metric.scale, metric.labels, metric.higher_is_better),)
        if metric
        else (),
        findings=(NoSchedule(Level.BLOCKER),),
        uplifts=(),
        verdict=verdict,
        verdicts=(verdict,),
        provenance=Provenance(package_version(), None, sha256(b"").hexdigest(), None, plan.design.seed, 0),
    )
