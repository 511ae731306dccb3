"""A split test that the platform ran: viewers were assigned, so viewers are the units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, isfinite, log

import pandas as pd

from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.refused import NoEvents
from cliptrial.analysis.findings.weekdays import SplitCountsOff, SplitCountsOk
from cliptrial.analysis.results import (
    Analysis,
    ArmSummary,
    Evidence,
    MetricFacts,
    Provenance,
    Role,
    Uplift,
    Verdict,
    VerdictCode,
    package_version,
)
from cliptrial.analysis.table.asked import Asked, as_list
from cliptrial.analysis.table.columns import metric_columns, name_of, names_in, seen_name, with_seen_names
from cliptrial.analysis.table.compare import frame_hash
from cliptrial.analysis.table.split_counts import Counts, count_problems, split_problems
from cliptrial.analysis.verdicts import best_variant, judge
from cliptrial.errors import InputError
from cliptrial.metrics import Metric
from cliptrial.stats.families import family_adjusted
from cliptrial.stats.pooled.shrinkage import shrink
from cliptrial.stats.sample_ratio import MISMATCH, sample_ratio_test
from cliptrial.stats.split_test import SplitTest, halved, split_test


@dataclass(frozen=True, slots=True)
class _Split:
    """A split test as something that can be judged: log ratio, and its interval at every error."""

    control: Counts
    variant: Counts

    def test(self, alpha: float) -> SplitTest:
        return split_test(*self.control, *self.variant, alpha=alpha)

    @property
    def estimate(self) -> float:
        """Log ratio of proportions; one half is added where an arm has no event, or nothing else."""
        x0, n0, x1, n1 = halved((*self.control, *self.variant))
        return log((x1 / n1) / (x0 / n0))

    def interval(self, alpha: float) -> tuple[float, float]:
        """Interval of the log ratio."""
        low, high = self.test(alpha).interval
        return (log(low) if low > 0 else -float("inf")), (log(high) if isfinite(high) else high)


def compare_split(
    frame: pd.DataFrame, *, arm: str, control: str, metrics: Sequence[str], alpha: float = 0.05, at_least: float = 0.1
) -> Analysis:
    """Compare arms of a split test whose viewers the platform assigned at random, evenly.

    Args:
        frame: One or more rows an arm; events and viewers are added up.
        arm: Column that names the arm.
        control: Value of ``arm`` that everything is compared with.
        metrics: ``EVENTS/VIEWERS``; the first one decides, and its viewers must be split evenly.
        alpha: Two-sided error of the primary family.
        at_least: Smallest effect worth acting on, a ratio minus one.

    Raises:
        InputError: If a column is missing, the control has no rows, or counts are impossible.

    Examples:
        >>> import pandas as pd
        >>> test = pd.DataFrame({"cover": ["old", "new"], "viewers": [5000, 5000], "clicks": [200, 260]})
        >>> compare_split(test, arm="cover", control="old", metrics=["clicks/viewers"]).verdict.code.value
        'better'
    """
    frame, arm, metrics = with_seen_names(frame), seen_name(arm), as_list(metrics)
    problems = list(split_problems(frame, Asked(arm, control, metrics, alpha=alpha, at_least=at_least)))
    if problems:
        raise InputError(problems)
    kept = frame.loc[:, ~frame.columns.duplicated()][names_in(frame[arm]).notna()].reset_index(drop=True)
    names, control = names_in(kept[arm]), str(name_of(control))
    arms = [control, *[name for name in dict.fromkeys(names) if name != control]]
    counted = [
        (metric, _counts(names, values.numerator, values.denominator, arms))
        for metric, values in metric_columns(kept, metrics)
    ]
    impossible = [problem for metric, counts in counted for problem in count_problems(metric, counts)]
    if impossible:
        raise InputError(impossible)
    viewers = [counted[0][1][name][1] for name in arms]
    findings = list(_split_findings(viewers))
    blocked = next((f.code for f in findings if f.level is Level.BLOCKER), None)
    uplifts = [
        row
        for number, one in enumerate(counted)
        for row in _rows(one, arms, number, len(counted), alpha, at_least, blocked)
    ]
    verdicts = [
        Verdict(VerdictCode(u.verdict), u.size, u.arm, u.metric, u.reason) for u in uplifts if u.role is Role.PRIMARY
    ]
    return Analysis(
        experiment=None,
        variable=None,
        at_least=at_least,
        evidence=Evidence.RANDOMISED,
        arms=tuple(ArmSummary(n, v, value=n, control=n == arms[0]) for n, v in zip(arms, viewers, strict=True)),
        metrics=tuple(MetricFacts(m.name, m.kind, m.scale, m.labels, m.higher_is_better) for m, _ in counted),
        findings=(*findings, *_empty_findings(uplifts)),
        uplifts=tuple(uplifts),
        verdict=best_variant(verdicts, _gains(uplifts, counted[0][0])),
        verdicts=tuple(verdicts),
        provenance=Provenance(package_version(), None, frame_hash(kept), None, 0, 0),
    )


def _gains(uplifts: Sequence[Uplift], primary: Metric) -> dict[str, float]:
    """By variant: its difference in the metric that decides, turned so that up is good."""
    sign = 1 if primary.higher_is_better else -1
    return {row.arm: sign * (row.relative or 0.0) for row in uplifts if row.role is Role.PRIMARY}


def _split_findings(viewers: Sequence[int]) -> Iterator[Finding]:
    p = sample_ratio_test(viewers)
    if p < MISMATCH:
        even = sum(viewers) / len(viewers)
        yield SplitCountsOff(Level.BLOCKER, p_value=p, counts=tuple(viewers), expected=(even,) * len(viewers))
    else:
        yield SplitCountsOk(Level.OK, p_value=p)


def _empty_findings(uplifts: Sequence[Uplift]) -> Iterator[Finding]:
    """Arms without any event, where there is no ratio to compute."""
    for row in uplifts:
        low, high = row.relative_interval
        if row.control_value and row.arm_value:
            continue
        arm, other, limit = None, None, None
        if row.arm_value:
            arm, other, limit = row.control, row.arm, low if low is not None and low > 0 else None
        elif row.control_value:
            arm, other, limit = row.arm, row.control, high if high is not None and high < 0 else None
        yield NoEvents(Level.NOTE, metric=row.metric, arm=arm, other=other, limit=limit)


def _rows(
    one: tuple[Metric, dict[str, Counts]],
    arms: Sequence[str],
    number: int,
    metrics: int,
    alpha: float,
    at_least: float,
    blocked: str | None,
) -> Iterator[Uplift]:
    metric, counts = one
    control, *variants = arms
    primary = number == 0
    size = len(variants) * (1 if primary else metrics - 1)
    for variant in variants:
        yield _row(
            metric,
            _Split(counts[control], counts[variant]),
            (control, variant),
            primary,
            alpha / size,
            size,
            at_least,
            blocked,
        )


def _row(
    metric: Metric,
    split: _Split,
    arms: tuple[str, str],
    primary: bool,
    alpha: float,
    size: int,
    at_least: float,
    blocked: str | None,
) -> Uplift:
    interval = split.test(alpha)
    rate, own = (events / viewers for events, viewers in (split.control, split.variant))
    relative = interval.ratio - 1 if rate else inf if own else None
    low, high = interval.interval[0] - 1, interval.interval[1] - 1
    judged = judge(split, alpha=alpha, at_least=at_least if primary else None, higher_is_better=metric.higher_is_better)
    guess = shrink(split.estimate, interval.standard_error)
    return Uplift(
        metric=metric.name,
        role=Role.PRIMARY if primary else Role.SECONDARY,
        arm=arms[1],
        control=arms[0],
        posts=(split.control[1], split.variant[1]),
        estimand="ratio_of_proportions",
        control_value=rate,
        arm_value=own,
        relative=relative,
        relative_interval=(low, high),
        absolute=interval.difference,
        absolute_interval=interval.difference_interval,
        p_value=interval.p_value,
        p_adjusted=family_adjusted(interval.p_value, size),
        confidence=1 - alpha,
        method="split_test_score",
        draws=0,
        unadjusted_relative=relative,
        leave_one_out=(None, None),
        reckon_with=guess.reckon_with,
        lean=guess.lean if metric.higher_is_better else 1 - guess.lean,
        verdict=VerdictCode.UNANSWERABLE if blocked else judged.code,
        size=None if blocked else judged.size,
        reason=blocked,
    )


def _counts(names: pd.Series, events: object, viewers: object, arms: Sequence[str]) -> dict[str, Counts]:
    table = pd.DataFrame({"events": events, "viewers": viewers}).groupby(names.to_numpy()).sum()
    return {name: (int(table["events"][name]), int(table["viewers"][name])) for name in arms}
