"""A split test that the platform ran: viewers were assigned, so viewers are the units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, log

import pandas as pd

from cliptrial.analysis.codes import Code
from cliptrial.analysis.columns import metric_columns
from cliptrial.analysis.results import (
    Analysis,
    ArmSummary,
    Evidence,
    Finding,
    Level,
    MetricFacts,
    Provenance,
    Role,
    Uplift,
    Value,
    Verdict,
    VerdictCode,
)
from cliptrial.analysis.table import frame_hash, package_version
from cliptrial.analysis.verdicts import judge
from cliptrial.errors import InputError, Problem
from cliptrial.metrics import Metric
from cliptrial.stats.families import family_adjusted
from cliptrial.stats.sample_ratio import MISMATCH, sample_ratio_test
from cliptrial.stats.shrinkage import shrink
from cliptrial.stats.split_test import SplitTest, halved, split_test

Counts = tuple[int, int]
"""Events and viewers of one arm."""


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
    """
    problems = list(_problems(frame, arm, control, metrics))
    if problems:
        raise InputError(problems)
    kept = frame[frame[arm].notna()].reset_index(drop=True)
    names = kept[arm].astype(str)
    arms = [str(control), *[name for name in dict.fromkeys(names) if name != str(control)]]
    counted = [
        (metric, _counts(names, values.numerator, values.denominator, arms, metric))
        for metric, values in metric_columns(kept, metrics)
    ]
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
        findings=tuple(findings),
        uplifts=tuple(uplifts),
        verdict=_best(verdicts, uplifts),
        verdicts=tuple(verdicts),
        provenance=Provenance(package_version(), None, frame_hash(kept), None, 0, 0),
    )


def _best(verdicts: Sequence[Verdict], uplifts: Sequence[Uplift]) -> Verdict:
    order = [VerdictCode.BETTER, VerdictCode.INCONCLUSIVE, VerdictCode.EQUIVALENT, VerdictCode.WORSE]
    effect = {u.arm: u.relative or 0.0 for u in uplifts if u.role is Role.PRIMARY}
    return min(verdicts, key=lambda v: (order.index(v.code) if v.code in order else 9, -effect[v.arm or ""]))


def _split_findings(viewers: Sequence[int]) -> Iterator[Finding]:
    p = sample_ratio_test(viewers)
    if p < MISMATCH:
        even = sum(viewers) / len(viewers)
        values: dict[str, Value] = {"p_value": p, "counts": tuple(viewers), "expected": (even,) * len(viewers)}
        yield Finding(Code.SPLIT_COUNTS_OFF, Level.BLOCKER, values)
    else:
        yield Finding(Code.SPLIT_COUNTS_OK, Level.OK, {"p_value": p})


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
    found, rate = split.test(alpha), split.control[0] / split.control[1]
    relative = found.ratio - 1 if isfinite(found.ratio) else None
    low, high = found.interval[0] - 1, found.interval[1] - 1
    judged = judge(split, alpha=alpha, at_least=at_least if primary else None, higher_is_better=metric.higher_is_better)
    guess = shrink(split.estimate, found.standard_error)
    return Uplift(
        metric=metric.name,
        role=Role.PRIMARY if primary else Role.SECONDARY,
        arm=arms[1],
        control=arms[0],
        posts=(split.control[1], split.variant[1]),
        estimand="ratio_of_proportions",
        control_value=rate,
        arm_value=rate * (1 + relative) if relative is not None else None,
        relative=relative,
        relative_interval=(low, high),
        absolute=found.difference,
        absolute_interval=found.difference_interval,
        p_value=found.p_value,
        p_adjusted=family_adjusted(found.p_value, size),
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


def _counts(
    names: pd.Series, events: object, viewers: object, arms: Sequence[str], metric: Metric
) -> dict[str, Counts]:
    table = pd.DataFrame({"events": events, "viewers": viewers}).groupby(names.to_numpy()).sum()
    counts = {name: (int(table.loc[name, "events"]), int(table.loc[name, "viewers"])) for name in arms}
    problems = [
        Problem(
            "impossible_counts",
            f"{name}: {e} events among {v} viewers",
            "0 <= events <= viewers, viewers > 0",
            field=metric.name,
        )
        for name, (e, v) in counts.items()
        if not 0 <= e <= v or v == 0
    ]
    if problems:
        raise InputError(problems)
    return counts


def _problems(frame: pd.DataFrame, arm: str, control: str, metrics: Sequence[str]) -> Iterator[Problem]:
    known = ", ".join(map(str, frame.columns))
    for column in dict.fromkeys([arm, *(part for m in metrics for part in m.split("/"))]):
        if column not in frame.columns:
            yield Problem("unknown_column", f'there is no column "{column}"', f"one of {known}", field=column)
    for metric in metrics:
        if "/" not in metric:
            yield Problem("not_a_rate", f'"{metric}" is not EVENTS/VIEWERS', "such as clicks/impressions", field=metric)
    if not metrics:
        yield Problem("no_metric", "no metric was named", "EVENTS/VIEWERS, such as clicks/impressions")
    if arm in frame.columns:
        values = sorted(set(frame[arm].dropna().astype(str)))
        if str(control) not in values:
            yield Problem(
                "unknown_control", f'no row has "{control}" in "{arm}"', "one of " + ", ".join(values[:12]), field=arm
            )
        elif len(values) < 2:
            yield Problem("one_arm", f'"{arm}" has only "{control}"', "two or more arms", field=arm)
