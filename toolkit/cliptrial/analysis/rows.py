"""From comparisons to rows of a result: families, intervals, verdicts, and what to reckon with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite

import numpy as np

from cliptrial.analysis.estimate import Comparison, Refusal, compare_pair
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.refused import (
    ArmWithoutPosts,
    ImpossibleValues,
    IntervalUnbounded,
    NoEvents,
    TooFewAssignments,
)
from cliptrial.analysis.results import GuardrailVerdict, Role, Size, Uplift, VerdictCode
from cliptrial.analysis.units import Units, Values
from cliptrial.analysis.verdicts import Test, judge, judge_guardrail
from cliptrial.metrics import Metric
from cliptrial.stats.families import family_adjusted
from cliptrial.stats.inversion import Bools, Inversion
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior
from cliptrial.stats.pooled.shrinkage import Shrunken, shrink
from cliptrial.stats.ratio.no_events import EmptyArm

CLEAR = (VerdictCode.BETTER, VerdictCode.WORSE)
"""Verdicts of an interval that leaves out "no change"."""


@dataclass(frozen=True)
class Question:
    """One metric in its role; ``worst_acceptable`` for guardrails; ``blocks`` for posts of different age.

    ``places`` holds the row of each post in the table that was handed in; empty where there is none. ``platforms``
    says where each post was shown, if on several; the values are on one level then, and none of them is a number that
    anybody saw.
    """

    metric: Metric
    role: Role
    values: Values
    worst_acceptable: float | None = None
    blocks: bool = False
    places: tuple[int, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How sure we want to be: error of a family, and the smallest effect worth acting on.

    ``final`` is False at a look before the end, where nothing is equivalent or settled yet. ``prior`` is
    what is known of such changes on the primary metric.
    """

    alpha: float
    at_least: float
    final: bool = True
    prior: Prior = EXPERIENCE


@dataclass(frozen=True)
class Row:
    """An uplift, with the comparison behind it; None where it was refused. ``alpha`` is its share of the error."""

    uplift: Uplift
    comparison: Comparison | None
    question: Question
    alpha: float
    findings: tuple[Finding, ...] = ()


def rows(units: Units, questions: Sequence[Question], control: str, variants: Sequence[str], rule: Rule) -> list[Row]:
    """Compare every variant with the control on every metric."""
    answered = [
        row
        for role in Role
        for row in _family([q for q in questions if q.role is role], units, control, variants, rule)
    ]
    primary = {arm for row in answered if row.uplift.role is Role.PRIMARY for arm in _empty(row)}
    return [
        replace(row, findings=()) if row.uplift.role is not Role.PRIMARY and _said(row, primary) else row
        for row in answered
    ]


def _empty(row: Row) -> list[str]:
    """The arm that no value was read of, where that is why the row was refused."""
    return [f.arm for f in row.findings if isinstance(f, ArmWithoutPosts)]


def _said(row: Row, empty: set[str]) -> bool:
    """Whether other findings tell already of the values that a row lacks: of the arm, or of the whole metric."""
    return any(arm in empty or not row.question.values.read.any() for arm in _empty(row))


def _family(
    questions: Sequence[Question], units: Units, control: str, variants: Sequence[str], rule: Rule
) -> Iterator[Row]:
    """A family's rows: all variants of the primary metric, or variants x secondary metrics."""
    guardrail = bool(questions) and questions[0].role is Role.GUARDRAIL
    size = 1 if guardrail else len(questions) * len(variants)
    for question in questions:
        for variant in variants:
            outcome = compare_pair(units, question.values, question.metric, control, variant, blocks=question.blocks)
            if isinstance(outcome, Comparison) and outcome.inversion.smallest_p > rule.alpha / size:
                few = TooFewAssignments(
                    Level.BLOCKER,
                    metric=question.metric.name,
                    arm=variant,
                    smallest_p=outcome.inversion.smallest_p,
                    alpha=rule.alpha / size,
                )
                outcome = Refusal(outcome.posts, few)
            if isinstance(outcome, Refusal):
                placed = _placed(outcome, question, units.pair(control, variant))
                yield _refused(question, control, variant, placed, rule, size)
            else:
                yield _row(question, control, variant, outcome, rule, size)


def _placed(why: Refusal, question: Question, pair: Bools) -> Refusal:
    """With the rows of a table whose values cannot be."""
    if not isinstance(why.finding, ImpossibleValues) or not question.places:
        return why
    bad = pair & question.values.read & ~question.values.possible
    places = tuple(place for place, wrong in zip(question.places, bad, strict=True) if wrong)
    return replace(why, finding=replace(why.finding, rows=places))


def _row(question: Question, control: str, variant: str, comparison: Comparison, rule: Rule, size: int) -> Row:
    alpha, inversion = rule.alpha / size, comparison.inversion
    metric, interval = question.metric, relative_interval(inversion, alpha)
    up = metric.higher_is_better
    verdict, answer_size = decide(question, inversion, alpha, rule)
    prior = rule.prior if question.role is Role.PRIMARY else EXPERIENCE
    guess = _guess(comparison, prior, decided=verdict in CLEAR) if isfinite(inversion.estimate) else None
    levels = None if question.platforms else (comparison.control_value, comparison.variant_value)
    uplift = Uplift(
        metric=metric.name,
        role=question.role,
        arm=variant,
        control=control,
        posts=comparison.posts,
        estimand=comparison.estimand,
        control_value=levels[0] if levels else None,
        arm_value=levels[1] if levels else None,
        relative=_relative(inversion.estimate),
        relative_interval=interval,
        absolute=levels[1] - levels[0] if levels else None,
        absolute_interval=_absolute_interval(levels[0], interval) if levels else (None, None),
        p_value=inversion.p_value(),
        p_adjusted=None if question.role is Role.GUARDRAIL else family_adjusted(inversion.p_value(), size),
        confidence=1 - alpha,
        method=comparison.method,
        draws=inversion.draws,
        unadjusted_relative=_relative(comparison.unadjusted),
        leave_one_out=_range(comparison),
        reckon_with=guess.reckon_with if guess else None,
        lean=(guess.lean if up else 1 - guess.lean) if guess else None,
        verdict=verdict,
        size=answer_size,
        standard_error=inversion.standard_error if isfinite(inversion.standard_error) else None,
    )
    return Row(uplift, comparison, question, alpha, tuple(_remarks(uplift, comparison)))


def _guess(comparison: Comparison, prior: Prior, *, decided: bool) -> Shrunken:
    """The expected effect; a learned prior that would turn the sign of a decided result gives way to the stated one."""
    guess = _shrunken(comparison, prior)
    turned = decided and guess.reckon_with * comparison.inversion.estimate < 0
    return _shrunken(comparison, EXPERIENCE) if turned else guess


def _shrunken(comparison: Comparison, prior: Prior) -> Shrunken:
    return shrink(
        comparison.inversion.estimate,
        comparison.inversion.standard_error,
        freedom=comparison.inversion.freedom,
        typical_error=comparison.typical_error,
        prior_mean=prior.mean,
        prior_sd=prior.sd,
    )


def decide(
    question: Question, test: Test, alpha: float, rule: Rule
) -> tuple[VerdictCode | GuardrailVerdict, Size | None]:
    """The verdict on one comparison, by the role of its metric.

    Args:
        question: The metric in its role.
        test: The test.
        alpha: Error of this one comparison.
        rule: Of the experiment.
    """
    up = question.metric.higher_is_better
    if question.worst_acceptable is not None:
        return judge_guardrail(test, alpha=alpha, worst_acceptable=question.worst_acceptable, higher_is_better=up), None
    at_least = rule.at_least if question.role is Role.PRIMARY and rule.final else None
    judgement = judge(test, alpha=alpha, at_least=at_least, higher_is_better=up)
    return judgement.code, judgement.size


def _relative(log_ratio: float) -> float:
    """A log ratio as a ratio minus one; infinite where it is too large to be written."""
    with np.errstate(over="ignore"):
        return float(np.expm1(log_ratio))


def relative_interval(test: Inversion | EmptyArm, alpha: float) -> tuple[float, float]:
    """Limits as ratios minus one; an unbounded one stays infinite, but an empty variant may well have lost all."""
    low, high = test.interval(alpha)
    return (-1.0 if test.estimate == -inf else _ratio_end(low)), _ratio_end(high)


def _absolute_interval(control: float, relative: tuple[float, float]) -> tuple[float | None, float | None]:
    """The same in the metric's unit; unknown where the control has nothing to multiply."""
    return (control * relative[0], control * relative[1]) if control > 0 else (None, None)


def _ratio_end(log_end: float) -> float:
    """A limit as a ratio minus one; an unbounded one stays infinite."""
    return _relative(log_end) if isfinite(log_end) else log_end


def _range(comparison: Comparison) -> tuple[float | None, float | None]:
    """Smallest and largest estimate without one post; -1 and infinity where that post had all events of its arm."""
    known = comparison.without_each[~np.isnan(comparison.without_each)]
    return (_relative(float(known.min())), _relative(float(known.max()))) if len(known) else (None, None)


def _remarks(uplift: Uplift, comparison: Comparison) -> Iterator[Finding]:
    if isinstance(comparison.inversion, EmptyArm):
        yield _no_events(uplift, comparison.inversion)
    elif not all(end is not None and isfinite(end) for end in uplift.relative_interval):
        yield IntervalUnbounded(Level.NOTE, metric=uplift.metric, arm=uplift.arm)


def _no_events(uplift: Uplift, test: EmptyArm) -> Finding:
    arm, other = (uplift.arm, uplift.control) if test.variant else (uplift.control, uplift.arm)
    limit = uplift.relative_interval[1 if test.variant else 0]
    known = limit if limit is not None and isfinite(limit) else None
    return NoEvents(Level.NOTE, metric=uplift.metric, arm=arm, other=other, limit=known)


def _refused(question: Question, control: str, variant: str, why: Refusal, rule: Rule, size: int) -> Row:
    guardrail = question.role is Role.GUARDRAIL
    uplift = Uplift(
        metric=question.metric.name,
        role=question.role,
        arm=variant,
        control=control,
        posts=why.posts,
        estimand="none",
        control_value=None,
        arm_value=None,
        relative=None,
        relative_interval=(None, None),
        absolute=None,
        absolute_interval=(None, None),
        p_value=None,
        p_adjusted=None,
        confidence=1 - rule.alpha / size,
        method="none",
        draws=0,
        unadjusted_relative=None,
        leave_one_out=(None, None),
        reckon_with=None,
        lean=None,
        verdict=GuardrailVerdict.OPEN if guardrail else VerdictCode.UNANSWERABLE,
        reason=why.finding.code,
    )
    level = Level.BLOCKER if question.role is Role.PRIMARY else Level.NOTE
    return Row(uplift, None, question, rule.alpha / size, (replace(why.finding, level=level),))
