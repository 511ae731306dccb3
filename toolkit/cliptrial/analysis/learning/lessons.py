"""What one experiment adds to what a team knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import expm1, isfinite, log1p, sqrt

import numpy as np

from cliptrial.analysis.findings import Level, codes
from cliptrial.analysis.findings.planned import NoSchedule, NotLocked, NotReady, PlannedLook
from cliptrial.analysis.results import Analysis, Evidence, MetricFacts, Role, Uplift, VerdictCode


class LeftOut(StrEnum):
    """Why an experiment is listed but not pooled."""

    NOT_LOCKED = "not_locked"
    NOT_READY = "not_ready"
    OBSERVED = "observed"
    BLOCKED = "blocked"
    NO_NUMBER = "no_number"
    REDEFINED = "redefined"
    """The platform counts something else since, and newer experiments tell of that."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one experiment adds.

    Attributes:
        slug: The experiment.
        title: What was tested.
        variable: The one thing that changed.
        metric: The primary metric.
        accounts: Accounts that ran it.
        start: First planned day.
        variants: Ids of the variants, all of which count.
        effect: Log ratio of the variants, averaged, against the control; None where there is none.
        standard_error: Of ``effect``.
        relative: ``effect`` as a ratio minus one.
        posts: Posts compared, all arms.
        evidence: How far chance assigned the arms.
        verdict: The experiment's own answer.
        decision: What was decided, or None.
        left_out: Why it is not pooled; None where it is.
    """

    slug: str
    title: str
    variable: str
    metric: str
    accounts: tuple[str, ...]
    start: date | None
    variants: tuple[str, ...]
    effect: float | None
    standard_error: float | None
    relative: float | None
    posts: int
    evidence: Evidence
    verdict: VerdictCode
    decision: str | None
    left_out: LeftOut | None


def lesson_of(analysis: Analysis) -> Lesson:
    """What an experiment's analysis adds, or why it adds nothing."""
    facts = analysis.experiment
    if facts is None:
        raise ValueError("only experiments of a workspace teach; a comparison of posts has no plan")
    rows = [row for row in analysis.uplifts if row.role is Role.PRIMARY]
    average = _average(rows)
    left_out = _left_out(analysis) or (LeftOut.NO_NUMBER if average is None else None)
    seen = average if left_out in (None, LeftOut.OBSERVED, LeftOut.NOT_LOCKED) else None
    effect, error = seen or (None, None)
    return Lesson(
        slug=facts.slug,
        title=facts.title,
        variable=facts.variable,
        metric=analysis.verdict.metric,
        accounts=facts.accounts,
        start=facts.start,
        variants=tuple(arm.id for arm in analysis.arms if not arm.control),
        effect=effect,
        standard_error=error,
        relative=None if effect is None else expm1(effect),
        posts=sum(arm.posts for arm in analysis.arms),
        evidence=analysis.evidence,
        verdict=analysis.verdict.code,
        decision=facts.decision["what"] if facts.decision else None,
        left_out=left_out,
    )


def _left_out(analysis: Analysis) -> LeftOut | None:
    """Why an experiment is not pooled; never because of what came out."""
    facts, said = analysis.experiment, {f.code for f in analysis.findings}
    looks = [f for f in analysis.findings if isinstance(f, PlannedLook)]
    # An experiment that was stopped at a look counts: leaving those out would leave out the strong ones.
    going_on = any(one.look != one.looks for one in looks) and not (facts and facts.decision)
    if codes(NotReady, NoSchedule) & said or going_on:
        return LeftOut.NOT_READY
    if NotLocked.code in said:
        return LeftOut.NOT_LOCKED
    if analysis.evidence is Evidence.OBSERVED:
        return LeftOut.OBSERVED
    refused = {row.reason for row in analysis.uplifts if row.relative is None}
    if any(f.level is Level.BLOCKER and f.code not in refused for f in analysis.findings):
        return LeftOut.BLOCKED
    return None


def _average(rows: Sequence[Uplift]) -> tuple[float, float] | None:
    """The variants' mean log ratio and its standard error; the best one alone would be a selection.

    Variants of one experiment share their control, so their errors are correlated: the control's part of a
    variance is its share of 1/n.
    """
    usable = [(log1p(r.relative), r.standard_error, r.posts) for r in rows if _measured(r) and r.relative is not None]
    if not usable or len(usable) < len(rows):
        return None
    effects = np.array([effect for effect, _, _ in usable])
    errors = np.array([error for _, error, _ in usable], dtype=np.float64)
    shared = np.array([variant / (control + variant) for _, _, (control, variant) in usable])
    common = errors * np.sqrt(shared)
    covariance = np.outer(common, common)
    np.fill_diagonal(covariance, errors**2)
    return float(effects.mean()), sqrt(float(covariance.mean()))


def _measured(row: Uplift) -> bool:
    error = row.standard_error
    return row.relative is not None and row.relative > -1 and error is not None and isfinite(error) and error > 0


def metric_facts(analyses: Iterable[Analysis]) -> tuple[MetricFacts, ...]:
    """What a reader must know of the primary metrics."""
    facts = {m.name: m for a in analyses for m in a.metrics if m.name == a.verdict.metric}
    return tuple(facts[name] for name in sorted(facts))
