"""``analyze``: an experiment's files and the lake become an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np

from cliptrial.analysis.assemble import Frame, assemble, by_gravity, metric_facts
from cliptrial.analysis.cadence.answer import analyze_periods
from cliptrial.analysis.checks.early_end import claims_nothing, ended_early, only_complete
from cliptrial.analysis.checks.experiment_checks import experiment_findings
from cliptrial.analysis.checks.plan import MANY
from cliptrial.analysis.checks.together import other_ideas, with_effects
from cliptrial.analysis.checks.weekdays import weekday_table
from cliptrial.analysis.evidence import evidence
from cliptrial.analysis.facts import arms_of, facts_of, post_results, provenance_of, written_facts
from cliptrial.analysis.findings import Level
from cliptrial.analysis.findings.planned import NoSchedule
from cliptrial.analysis.history.months import views_by_month
from cliptrial.analysis.interim import after_each_block, current_look
from cliptrial.analysis.learning.priors import prior_for
from cliptrial.analysis.learning.series import series_findings
from cliptrial.analysis.learning.taught import Teacher
from cliptrial.analysis.material import gather, named
from cliptrial.analysis.old_new import outcome_of
from cliptrial.analysis.planned_posts import hours_late, planned_units, posted_weekdays, posting_times, questions_of
from cliptrial.analysis.results import Analysis, Evidence, Provenance, Verdict, VerdictCode, package_version
from cliptrial.analysis.rows import Rule
from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.metrics import metrics_of
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.beside.adopted import is_check, together
from cliptrial.registry.beside.bundle import frozen
from cliptrial.registry.beside.split_result import read_split
from cliptrial.registry.experiments import Loaded, experiment_names, load_experiment
from cliptrial.registry.model import Unit
from cliptrial.registry.plan.period_files import read_periods
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import is_of_periods, read_schedule
from cliptrial.registry.state import state
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior

DRAWS = 4999
"""Monte-Carlo re-draws where a schedule has more than 40,000 labellings."""
EARLIER_DRAWS = 999
"""The same for the earlier experiments that a prior is learned from."""
HALF_A_YEAR = timedelta(days=183)
"""Whose actual views stand beside a check."""


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

    Examples:
        >>> analyze("question-hook", "kitchen").verdict.code.value
        'better'
    """
    ws = workspace if isinstance(workspace, Workspace) else find_workspace(Path(workspace))
    if (split := _split(slug, ws)) is not None:
        return split
    loaded = _of_posts(slug, ws)
    if is_of_periods(loaded.folder):
        return analyze_periods(ws, loaded, read_periods(loaded.folder), draws)
    schedule = read_schedule(loaded.folder)
    if schedule is None:
        return _unplanned(loaded, ws)
    teach = Teacher(ws, lambda earlier: analyze_alone(earlier, ws), EARLIER_DRAWS)
    known = prior if prior is not None else prior_for(loaded, ws, teach)
    analysis = _checked(ws, loaded, schedule, _analysed(ws, loaded, schedule, draws, known, looks_back=True))
    repeated = series_findings(loaded, ws, analysis, teach)
    return replace(analysis, findings=by_gravity([*analysis.findings, *repeated]))


def _checked(ws: Workspace, loaded: Loaded, schedule: Schedule, analysis: Analysis) -> Analysis:
    """With what becomes of the new way, where this is an old-against-new check."""
    if not is_check(loaded) or analysis.experiment is None:
        return analysis
    days, earlier = [position.date for position in schedule.positions], loaded.experiment.follow_up_of
    changes = frozen(ws, loaded, min(days), max(days)).changes
    first = analyze_alone(earlier, ws) if earlier in experiment_names(ws) else None
    outcome = outcome_of(analysis, together([one.extra_work for one in changes]), changes, first)
    if outcome is None:
        return analysis
    months = views_by_month(ws, loaded.experiment.accounts, max(days) - HALF_A_YEAR, max(days))
    outcome = replace(outcome, months=tuple((one.first, one.views) for one in months if one.views is not None))
    return replace(analysis, experiment=replace(analysis.experiment, old_new=outcome))


def _analysed(
    ws: Workspace, loaded: Loaded, schedule: Schedule, draws: int, known: Prior, *, looks_back: bool = False
) -> Analysis:
    """An experiment by itself, whatever else was tried; with how its effect grew, where anybody looks back."""
    material = gather(ws, loaded, schedule)
    look = current_look(material)
    look = ended_early(material, look) or look
    material = only_complete(material, look)
    units = planned_units(material, draws, look)
    posts = tuple(post_results(material, units))
    findings = tuple(experiment_findings(material, units, look, posts))
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    posted, weekday = posted_weekdays(material)
    frame = Frame(
        experiment=facts_of(material, findings),
        variable=material.experiment.change.variable.value,
        evidence=evidence(findings),
        arms=arms_of(material.experiment, [o.position.arm for o in material.outcomes if o.post]),
        provenance=replace(provenance_of(material, draws), prior=known),
        findings=findings,
        posts=posts,
        when=posting_times(material),
        weekdays=weekday_table([control, *variants], units.arm, np.where(posted, weekday, -1)),
    )
    plan = material.experiment
    late = hours_late(material)
    off = (late != 0) | (weekday != units.weekday)
    as_posted = replace(units, weekday=weekday, beside=late) if off.any() else None
    final = look is None or look.final
    rule = Rule(look.alpha if look else plan.analysis.alpha, plan.hypothesis.at_least, final, known)
    primary, *others = questions_of(material)
    analysis = assemble(
        frame, units, [primary, *others], rule, as_posted=as_posted, must_hold=off.sum() > MANY * posted.sum()
    )
    answer = analysis.headline if looks_back and final else None
    grown = sorted(after_each_block(units, primary, answer), key=lambda one: one.block) if answer else ()
    beside = other_ideas(ws, schedule)
    if beside and answer and answer.relative is not None:
        beside = tuple(with_effects(beside, units, primary, answer.control, answer.arm))
    answered = replace(analysis, evidence=evidence(analysis.findings), by_block=tuple(grown), together=beside)
    return claims_nothing(answered, look)


def analyze_alone(slug: str, workspace: Workspace, *, draws: int = EARLIER_DRAWS, also: Sequence[str] = ()) -> Analysis:
    """Analyse one experiment whatever others were made: by the stated prior, and not counted as one of a series.

    Args:
        slug: Name of the experiment's folder.
        workspace: Where it belongs.
        draws: Monte-Carlo re-draws; an estimate does not depend on them.
        also: Metrics that are looked at beside those of the plan.
    """
    loaded = _of_posts(slug, workspace)
    if is_of_periods(loaded.folder):
        return analyze_periods(workspace, loaded, read_periods(loaded.folder), draws)
    if also:
        metrics = loaded.experiment.metrics
        more = tuple(one for one in also if one not in named(loaded.experiment))
        metrics = metrics.model_copy(update={"secondary": (*metrics.secondary, *more)})
        loaded = replace(loaded, experiment=loaded.experiment.model_copy(update={"metrics": metrics}))
    schedule = read_schedule(loaded.folder)
    if schedule is None:
        return _unplanned(loaded, workspace)
    return _analysed(workspace, loaded, schedule, draws, EXPERIENCE)


def _split(slug: str, ws: Workspace) -> Analysis | None:
    """The answer of a split test whose result somebody wrote down; None for anything else."""
    loaded = load_experiment(slug, ws)
    result = read_split(loaded) if loaded.experiment.design.unit is Unit.VIEWER else None
    if result is None:
        return None
    from cliptrial.analysis.table.split_result import analyze_split  # inside: tables bring pandas along

    return analyze_split(ws, loaded, result)


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
        says(
            "Write what the platform shows down with `cliptrial split {slug}`, or hand its table to "
            "`cliptrial compare FILE --unit viewer --metric EVENTS/VIEWERS`.",
            slug=loaded.slug,
        ),
    )


def _unplanned(loaded: Loaded, workspace: Workspace) -> Analysis:
    """A draft has no schedule, so there is nothing to analyse yet; that is an answer, too."""
    plan = loaded.experiment
    known = metrics_of(workspace)
    metric = known.get(plan.metrics.primary)
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, plan.change.variants[0].id, plan.metrics.primary, NoSchedule.code)
    return Analysis(
        experiment=written_facts(loaded, state(loaded.folder), workspace),
        variable=plan.change.variable.value,
        at_least=plan.hypothesis.at_least,
        evidence=Evidence.OBSERVED,
        arms=arms_of(plan, []),
        metrics=(metric_facts(metric),) if metric else (),
        findings=(NoSchedule(Level.BLOCKER),),
        uplifts=(),
        verdict=verdict,
        verdicts=(verdict,),
        provenance=Provenance(package_version(), None, sha256(b"").hexdigest(), None, plan.design.seed, 0),
    )
