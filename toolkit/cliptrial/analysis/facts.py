"""What stands beside an experiment's comparison: its plan, arms and posts, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np

from cliptrial.analysis.findings import Finding
from cliptrial.analysis.findings.planned import NotReady
from cliptrial.analysis.material import Material, named
from cliptrial.analysis.results import ArmSummary, ExperimentFacts, OtherTexts, PostResult, Provenance, package_version
from cliptrial.analysis.units import Units
from cliptrial.errors import InputError
from cliptrial.registry.beside.texts import read_texts
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.lock import plan_hash
from cliptrial.registry.state import State, state
from cliptrial.registry.workspace import Workspace


def arms_of(experiment: Experiment, posted: Sequence[str]) -> tuple[ArmSummary, ...]:
    """Every arm, with how many of these posts carried it; ``posted`` names the arm of each."""
    control = experiment.change.control.id
    return tuple(
        ArmSummary(arm.id, posted.count(arm.id), arm.value, arm.id == control) for arm in experiment.change.arms
    )


def facts_of(material: Material, findings: Sequence[Finding]) -> ExperimentFacts:
    """The plan and what became of it so far."""
    ready = not any(isinstance(f, NotReady) for f in findings)
    days = [o.posted.date() for o in material.outcomes if o.posted]
    planned = [p.date for p in material.schedule.positions]
    decision = material.decisions[-1] if material.decisions else None
    return replace(
        written_facts(material.loaded, state(material.loaded.folder, ready=ready), material.workspace),
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


def written_facts(loaded: Loaded, where: State, workspace: Workspace) -> ExperimentFacts:
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
        follow_up_of=_followed(loaded, workspace),
        texts={
            lang: OtherTexts(said.title, said.hypothesis, dict(said.arms), dict(said.short))
            for lang, said in read_texts(loaded).items()
        },
    )


def _followed(loaded: Loaded, workspace: Workspace) -> str | None:
    """The experiment that this one refines; one of another client is not named."""
    plan = loaded.experiment
    if plan.follow_up_of is None:
        return None
    try:
        earlier = load_experiment(plan.follow_up_of, workspace).experiment
    except InputError:  # nobody can say whose it is
        return None
    return plan.follow_up_of if workspace.client_of(earlier.accounts) == workspace.client_of(plan.accounts) else None


def provenance_of(material: Material, draws: int) -> Provenance:
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


def post_results(material: Material, units: Units) -> Iterator[PostResult]:
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
