"""An experiment whose viewers a platform split: what it counted is analysed, what it only shows is recorded."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pandas as pd

from cliptrial.analysis.assemble import by_gravity
from cliptrial.analysis.facts import written_facts
from cliptrial.analysis.findings import Level
from cliptrial.analysis.findings.by_platform import CountedOften, OnlyRecorded, PlatformSays
from cliptrial.analysis.results import (
    Analysis,
    ArmSummary,
    Evidence,
    MetricFacts,
    Provenance,
    Verdict,
    VerdictCode,
    package_version,
)
from cliptrial.analysis.table.split import compare_split
from cliptrial.metrics import Kind, Scale
from cliptrial.registry.beside.split_result import SplitResult
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.languages import LANGUAGES
from cliptrial.registry.state import State, state
from cliptrial.registry.workspace import Workspace


def analyze_split(workspace: Workspace, loaded: Loaded, result: SplitResult) -> Analysis:
    """The answer of a split test, and beside it the platform's own claim.

    Args:
        workspace: Where the experiment belongs.
        loaded: The experiment; its unit is the viewer.
        result: What the platform shows.
    """
    plan = loaded.experiment
    analysis = _counted(loaded, result) if result.has_counts else _recorded(loaded, result)
    judged = result.has_counts and result.claim != "nothing"
    claim = PlatformSays(
        Level.NOTE,
        platform=result.platform,
        says=result.claim,
        arm=result.winner,
        confidence=result.confidence,
        agrees=_agrees(analysis, result, plan.change.control.id) if judged else None,
    )
    often = [CountedOften(Level.NOTE)] if result.has_counts and result.of == "impressions" else []
    made = read_decisions(loaded.folder)
    decision = made[-1].model_dump(mode="json", include={"who", "when", "what", "why"}) if made else None
    values = {arm.id: arm.value for arm in plan.change.arms}
    return replace(
        analysis,
        experiment=replace(written_facts(loaded, _state(loaded), workspace), decision=decision),
        variable=plan.change.variable.value,
        arms=tuple(replace(arm, value=values.get(arm.id, arm.value)) for arm in analysis.arms),
        findings=by_gravity([*analysis.findings, *often, claim]),
    )


def _state(loaded: Loaded) -> State:
    """A result that was written down waits for a decision, whatever else there is."""
    there = state(loaded.folder)
    return there if there is State.DECIDED else State.READY


def _agrees(analysis: Analysis, result: SplitResult, control: str) -> bool:
    """Whether our own answer names the same arm; an open one agrees with no winner, and with no equality."""
    verdict = analysis.verdict
    if result.claim == "same":
        return verdict.code is VerdictCode.EQUIVALENT
    if result.winner == control:
        return all(one.code is VerdictCode.WORSE for one in analysis.verdicts)
    return any(one.code is VerdictCode.BETTER and one.arm == result.winner for one in analysis.verdicts)


def _counted(loaded: Loaded, result: SplitResult) -> Analysis:
    plan, control = loaded.experiment, loaded.experiment.change.control.id
    rows = [{"arm": name, result.counted: one.events, result.of: one.viewers} for name, one in result.arms.items()]
    return compare_split(
        pd.DataFrame(rows),
        arm="arm",
        control=control,
        metrics=[f"{result.counted}/{result.of}"],
        alpha=plan.analysis.alpha,
        at_least=plan.hypothesis.at_least or 0.1,
    )


def _recorded(loaded: Loaded, result: SplitResult) -> Analysis:
    """Shares without counts: no interval, no answer of our own."""
    plan, metric = loaded.experiment, "share"
    shares = {name: one.share or 0.0 for name, one in result.arms.items()}
    verdict = Verdict(VerdictCode.UNANSWERABLE, None, plan.change.variants[0].id, metric, OnlyRecorded.code)
    control = plan.change.control.id
    data = sha256(repr(sorted(shares.items())).encode()).hexdigest()
    return Analysis(
        experiment=None,
        variable=None,
        at_least=plan.hypothesis.at_least,
        evidence=Evidence.RANDOMISED,
        arms=tuple(ArmSummary(arm.id, 0, arm.value, arm.id == control) for arm in plan.change.arms),
        metrics=(MetricFacts(metric, Kind.RATE, Scale.SHARE, dict.fromkeys(LANGUAGES, result.counted), True),),
        findings=(
            OnlyRecorded(Level.BLOCKER, platform=result.platform, arms=tuple(shares), shares=tuple(shares.values())),
        ),
        uplifts=(),
        verdict=verdict,
        verdicts=(verdict,),
        provenance=Provenance(package_version(), None, data, None, 0, 0),
    )
