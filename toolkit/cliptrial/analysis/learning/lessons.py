"""What one experiment adds to what a team knows, and what several add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp, expm1, isfinite, log1p, sqrt

import numpy as np

from cliptrial.analysis.findings import Level, codes
from cliptrial.analysis.findings.planned import NoSchedule, NotLocked, NotReady, PlannedLook
from cliptrial.analysis.results import Analysis, Evidence, MetricFacts, Role, Uplift, VerdictCode
from cliptrial.metrics import CATALOGUE
from cliptrial.registry.model import Variable
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior, learned_prior
from cliptrial.stats.pooled.random_effects import Pooled, pool

ENOUGH_FOR_A_HEADLINE = 3
"""Experiments from which something is said about a variable in general; two may agree by chance."""


class LeftOut(StrEnum):
    """Why an experiment is listed but not pooled."""

    NOT_LOCKED = "not_locked"
    NOT_READY = "not_ready"
    OBSERVED = "observed"
    BLOCKED = "blocked"
    NO_NUMBER = "no_number"


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


@dataclass(frozen=True, slots=True)
class Learned:
    """What all experiments with one variable and one primary metric say together.

    Attributes:
        variable: What was changed.
        metric: What was measured.
        experiments: Slugs of the pooled experiments, the oldest first.
        code: ``too_few``, ``higher``, ``lower`` or ``open``: where the interval of the mean lies.
        relative: The mean effect, a ratio minus one; None below three experiments.
        relative_interval: Its 95 % interval (Knapp-Hartung).
        next_interval: Where the true effect of the next such change may lie; None below five experiments.
        p_value: Two-sided, of no effect on average; None below three experiments.
        tau: SD of true effects between experiments, on the log scale.
        prior: What the next experiment of this variable reckons with.
    """

    variable: str
    metric: str
    experiments: tuple[str, ...]
    code: str
    relative: float | None
    relative_interval: tuple[float | None, float | None]
    next_interval: tuple[float | None, float | None]
    p_value: float | None
    tau: float | None
    prior: Prior


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


def learned(lessons: Iterable[Lesson]) -> tuple[Learned, ...]:
    """Pool the lessons that count, by variable and primary metric; most experiments first.

    What the new way of one client brings tells nothing of another's: checks are averaged instead.
    """
    groups: dict[tuple[str, str], list[Lesson]] = {}
    for lesson in lessons:
        if lesson.left_out is None and lesson.variable != Variable.BUNDLE:
            groups.setdefault((lesson.variable, lesson.metric), []).append(lesson)
    pooled = [_pooled(variable, metric, group) for (variable, metric), group in groups.items()]
    return tuple(sorted(pooled, key=lambda one: (-len(one.experiments), one.variable, one.metric)))


def _pooled(variable: str, metric: str, group: Sequence[Lesson]) -> Learned:
    group = sorted(group, key=lambda one: (one.start or date.min, one.slug))
    together = _pool(group) if len(group) >= ENOUGH_FOR_A_HEADLINE else None
    low, high = together.interval if together else (0.0, 0.0)
    return Learned(
        variable=variable,
        metric=metric,
        experiments=tuple(one.slug for one in group),
        code="too_few" if together is None else "higher" if low > 0 else "lower" if high < 0 else "open",
        relative=expm1(together.estimate) if together else None,
        relative_interval=_ratios(together.interval) if together else (None, None),
        next_interval=_ratios(together.prediction) if together else (None, None),
        p_value=together.p_value if together else None,
        tau=together.tau if together else None,
        prior=prior_of(group),
    )


def prior_of(lessons: Sequence[Lesson]) -> Prior:
    """What the next expected effect is drawn towards; the stated prior below five, and of noisy metrics."""
    counted = [one for one in lessons if one.left_out is None]
    if not counted or too_noisy(counted[0].metric):
        return EXPERIENCE
    return learned_prior(*_numbers(counted))


def too_noisy(metric: str) -> bool:
    """Whether experiments on this metric cannot tell how large effects are, as with views."""
    return metric in CATALOGUE and CATALOGUE[metric].noisy


def _pool(lessons: Sequence[Lesson]) -> Pooled:
    return pool(*_numbers(lessons))


def _numbers(lessons: Sequence[Lesson]) -> tuple[np.ndarray, np.ndarray]:
    effects = [one.effect for one in lessons]
    errors = [one.standard_error for one in lessons]
    return np.array(effects, dtype=np.float64), np.array(errors, dtype=np.float64)


def _ratios(ends: tuple[float, float]) -> tuple[float | None, float | None]:
    """Log ratios as ratios minus one; None where there is none."""
    low, high = (exp(min(end, 700.0)) - 1 if isfinite(end) else None for end in ends)
    return low, high


def metric_facts(analyses: Iterable[Analysis]) -> tuple[MetricFacts, ...]:
    """What a reader must know of the primary metrics."""
    facts = {m.name: m for a in analyses for m in a.metrics if m.name == a.verdict.metric}
    return tuple(facts[name] for name in sorted(facts))
