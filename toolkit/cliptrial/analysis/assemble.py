"""The one place that composes: rows, findings and evidence become an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cliptrial.analysis.checks.improbable import improbable_findings
from cliptrial.analysis.checks.influence import best_post_findings, influence_findings, with_missing
from cliptrial.analysis.checks.robustness import platform_findings, rank_findings, time_findings
from cliptrial.analysis.checks.weekdays import adjustment_findings
from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.findings import Finding, Level, gravest_first
from cliptrial.analysis.findings.followed import AsPosted, MissingPostsDecide
from cliptrial.analysis.findings.planned import NotReady, ScheduleNotByRule
from cliptrial.analysis.findings.weekdays import AdjustedBy
from cliptrial.analysis.results import (
    Analysis,
    ArmSummary,
    Evidence,
    ExperimentFacts,
    GuardrailVerdict,
    MetricFacts,
    PostResult,
    Provenance,
    Role,
    Size,
    Uplift,
    Verdict,
    VerdictCode,
)
from cliptrial.analysis.rows import CLEAR, Question, Row, Rule, decide, rows
from cliptrial.analysis.units import Units
from cliptrial.analysis.verdicts import best_variant
from cliptrial.metrics import Metric
from cliptrial.stats.inversion import Bools, Floats


@dataclass(frozen=True)
class Frame:
    """Everything about an analysis that is known before the numbers are compared.

    ``when`` is the time of posting of every unit, in any unit of time, where it is known.
    """

    experiment: ExperimentFacts | None
    variable: str | None
    evidence: Evidence
    arms: tuple[ArmSummary, ...]
    provenance: Provenance
    findings: tuple[Finding, ...] = ()
    posts: tuple[PostResult, ...] = ()
    weekdays: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    when: Floats | None = None


_WITHOUT_NUMBERS = (NotReady, ScheduleNotByRule)
"""Before an experiment is ready nobody shall see an uplift: looking early is how winners are invented. And a
schedule that no rule drew has no reference to hold a number against."""


def assemble(
    frame: Frame,
    units: Units,
    questions: Sequence[Question],
    rule: Rule,
    *,
    as_posted: Units | None = None,
    must_hold: bool = False,
) -> Analysis:
    """Compare, check what the numbers depend on, and decide.

    Args:
        frame: What is known beforehand.
        units: The posts, as planned.
        questions: The metrics in their roles, the one that decides first.
        rule: Errors and the smallest effect worth acting on.
        as_posted: The same posts with their actual weekdays and hours, where posts left the plan.
        must_hold: Whether so many did that a clear answer must hold by those, too: whoever moves posts chooses
            their days.
    """
    control, *variants = [arm.id for arm in frame.arms]
    blocked = {variant: _blocked(frame.findings, variant, variants) for variant in variants}
    withheld = any(isinstance(f, _WITHOUT_NUMBERS) for f in frame.findings)
    every_row = [] if withheld else rows(units, questions, control, variants, rule)
    held = [_held_as_posted(as_posted, row, rule if must_hold else None) for row in every_row]
    checked = [_decided(units, one.row, rule, blocked[one.row.uplift.arm]) for one in held]
    decided = [one.row for one in checked]
    findings = [*frame.findings, *(finding for one in (*held, *checked) for finding in one.findings)]
    verdicts = _verdicts(decided, variants, questions, blocked)
    verdict = best_variant(verdicts, _gains(decided))
    shares = _best_shares(units, questions, [control, *variants]) if every_row else {}
    return Analysis(
        experiment=frame.experiment,
        variable=frame.variable,
        at_least=rule.at_least,
        evidence=frame.evidence,
        arms=frame.arms,
        metrics=tuple(metric_facts(q.metric) for q in questions),
        findings=by_gravity([*findings, *_robustness(frame, units, decided, rule), *best_post_findings(shares)]),
        uplifts=tuple(row.uplift for row in decided),
        verdict=verdict,
        verdicts=tuple(verdicts),
        provenance=frame.provenance,
        posts=frame.posts,
        weekdays=frame.weekdays,
        total_relative=_total_relative(units, questions, control, verdict.arm) if every_row else None,
        total_share_of_best=shares,
    )


def _blocked(findings: Sequence[Finding], variant: str, variants: Sequence[str]) -> str | None:
    """Why there is no verdict on a variant: the first blocker that does not speak of another variant alone."""
    others = set(variants) - {variant}
    return next((f.code for f in findings if f.level is Level.BLOCKER and f.about not in others), None)


@dataclass(frozen=True)
class _Checked:
    """A row, and what was found out about it."""

    row: Row
    findings: tuple[Finding, ...] = ()


def _robustness(frame: Frame, units: Units, decided: Sequence[Row], rule: Rule) -> Iterator[Finding]:
    """Whether other ways to look at the same posts say the same."""
    primary = [row for row in decided if row.uplift.role is Role.PRIMARY]
    by: AdjustedBy = "weekdays" if units.randomised else "calendar"
    yield from platform_findings(units, primary)
    yield from rank_findings(units, primary, rule.alpha)
    yield from time_findings(units, primary, frame.when)
    yield from improbable_findings(units, primary, frame.posts)
    yield from adjustment_findings(decided, by)


def _held_as_posted(units: Units | None, row: Row, rule: Rule | None) -> _Checked:
    """The primary row once more, by the days and hours at which posts really went out, where any left the plan.

    Where a ``rule`` is given, a clear answer that does not hold by those is open.
    """
    uplift, question = row.uplift, row.question
    if units is None or uplift.role is not Role.PRIMARY or row.comparison is None:
        return _Checked(row)
    again = compare_pair(units, question.values, question.metric, uplift.control, uplift.arm, blocks=question.blocks)
    if not isinstance(again, Comparison):
        return _Checked(row)
    stands = (
        rule is None
        or uplift.verdict not in CLEAR
        or decide(question, again.inversion, row.alpha, rule)[0] is uplift.verdict
    )
    low, high = again.inversion.interval(1 - uplift.confidence)
    finding = AsPosted(
        Level.NOTE if stands else Level.WARNING,
        metric=uplift.metric,
        arm=uplift.arm,
        as_planned=uplift.relative,
        as_posted=float(np.expm1(again.inversion.estimate)),
        low=float(np.expm1(low)),
        high=float(np.expm1(high)),
    )
    if rule is not None and not stands:
        size = Size.OPEN if rule.final else None
        row = replace(row, uplift=replace(uplift, verdict=VerdictCode.INCONCLUSIVE, size=size, reason=AsPosted.code))
    return _Checked(row, (finding,))


def _decided(units: Units, row: Row, rule: Rule, blocked: str | None) -> _Checked:
    """The row with what its verdict depends on taken into account."""
    uplift, findings = row.uplift, list(row.findings)
    stands, size = with_missing(units, row, rule)
    if stands is not uplift.verdict:
        missing = int((units.pair(uplift.control, uplift.arm) & ~row.question.values.read).sum())
        findings.append(MissingPostsDecide(Level.WARNING, missing=missing, arm=uplift.arm, metric=uplift.metric))
        uplift = replace(uplift, verdict=stands, size=size, reason=MissingPostsDecide.code)
    else:
        uplift = replace(uplift, size=size)
        if uplift.role is Role.PRIMARY:
            findings.extend(influence_findings(units, row))
    if blocked and uplift.role is Role.GUARDRAIL:
        uplift = replace(uplift, verdict=GuardrailVerdict.OPEN, reason=blocked)
    elif blocked:
        uplift = replace(uplift, verdict=VerdictCode.UNANSWERABLE, size=None, reason=blocked)
    return _Checked(replace(row, uplift=uplift), tuple(findings))


def _verdicts(
    every_row: Sequence[Row], variants: Sequence[str], questions: Sequence[Question], blocked: Mapping[str, str | None]
) -> list[Verdict]:
    metric = questions[0].metric.name
    primary = {row.uplift.arm: row.uplift for row in every_row if row.uplift.role is Role.PRIMARY}
    if not primary:
        return [Verdict(VerdictCode.UNANSWERABLE, None, variant, metric, blocked[variant]) for variant in variants]
    return [_verdict(primary[variant], every_row) for variant in variants]


def _verdict(uplift: Uplift, every_row: Sequence[Row]) -> Verdict:
    broken = tuple(
        row.uplift.metric
        for row in every_row
        if row.uplift.arm == uplift.arm and row.uplift.verdict is GuardrailVerdict.BROKEN
    )
    assert isinstance(uplift.verdict, VerdictCode)
    return Verdict(uplift.verdict, uplift.size, uplift.arm, uplift.metric, uplift.reason, broken)


def _gains(decided: Sequence[Row]) -> dict[str, float]:
    """By variant: its log ratio of the primary metric, up being good; none where nothing could be computed."""
    primary = [row for row in decided if row.uplift.role is Role.PRIMARY]
    estimates = {row.uplift.arm: row.comparison.inversion.estimate for row in primary if row.comparison is not None}
    up = {row.uplift.arm: row.question.metric.higher_is_better for row in primary}
    return {arm: estimate if up[arm] else -estimate for arm, estimate in estimates.items()}


def metric_facts(metric: Metric) -> MetricFacts:
    """What a reader must know of a metric to read its numbers."""
    return MetricFacts(metric.name, metric.kind, metric.scale, metric.labels, metric.higher_is_better)


def by_gravity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The most serious first; the order of the checks within a level; nothing twice."""
    return tuple(gravest_first({(f.code, repr(f.values)): f for f in findings}.values()))


def _seen(units: Units, arm: str | None) -> Bools:
    """An arm's posts that may be seen at this look."""
    own = np.asarray(units.arm == arm, dtype=np.bool_)
    return own if units.included is None else own & units.included


def _best_shares(units: Units, questions: Sequence[Question], arms: Sequence[str]) -> dict[str, float]:
    """By arm: the share of its total of the primary metric's numerator that the best post holds."""
    values = questions[0].values
    shares = {}
    for arm in arms:
        own = values.numerator[_seen(units, arm) & values.read & np.isfinite(values.numerator)]
        if len(own) and own.min() >= 0 and own.sum() > 0:
            shares[arm] = float(own.max() / own.sum())
    return shares


def _total_relative(units: Units, questions: Sequence[Question], control: str, variant: str | None) -> float | None:
    """The ratio of arithmetic means minus one: what happened to the total."""
    each = questions[0].values.each
    means = [
        np.nanmean(each[own]) if (own := _seen(units, arm) & np.isfinite(each)).any() else np.nan
        for arm in (control, variant)
    ]
    ratio = means[1] / means[0] if means[0] > 0 else np.nan
    return float(ratio - 1) if np.isfinite(ratio) else None
