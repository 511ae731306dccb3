"""The verdict table: from an interval and the smallest effect worth acting on to one code and a size."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from cliptrial.analysis.results import GuardrailVerdict, Size, VerdictCode
from cliptrial.stats.inversion import Inversion


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and its size."""

    code: VerdictCode
    size: Size | None


def judge(inversion: Inversion, *, alpha: float, at_least: float, higher_is_better: bool) -> Judgement:
    """Apply the table of verdicts, first match wins.

    Args:
        inversion: The test.
        alpha: Two-sided error of this one comparison (already divided by the family's size).
        at_least: Smallest effect worth acting on, a ratio minus one.
        higher_is_better: Direction of the metric; the interval is turned so that up is good.
    """
    low, high = _oriented(inversion.interval(alpha), higher_is_better)
    reach = log(1 + at_least)
    if low >= reach:
        return Judgement(VerdictCode.BETTER, Size.REACHED)
    if low > 0:
        return Judgement(VerdictCode.BETTER, Size.OPEN if high >= reach else Size.BELOW)
    if high < 0:
        return Judgement(VerdictCode.WORSE, None)
    inner_low, inner_high = inversion.interval(2 * alpha)
    if -reach <= inner_low and inner_high <= reach:
        return Judgement(VerdictCode.EQUIVALENT, None)
    return Judgement(VerdictCode.INCONCLUSIVE, Size.NOT_REACHED if high < reach else Size.OPEN)


def judge_guardrail(
    inversion: Inversion, *, alpha: float, worst_acceptable: float, higher_is_better: bool
) -> GuardrailVerdict:
    """Held if the one-sided bound lies above the limit; broken if it fell, and by more than the limit."""
    limit = log(1 + worst_acceptable)
    if _oriented(inversion.interval(2 * alpha), higher_is_better)[0] > limit:
        return GuardrailVerdict.HELD
    estimate = inversion.estimate if higher_is_better else -inversion.estimate
    if _oriented(inversion.interval(alpha), higher_is_better)[1] < 0 and estimate < limit:
        return GuardrailVerdict.BROKEN
    return GuardrailVerdict.OPEN


def _oriented(interval: tuple[float, float], higher_is_better: bool) -> tuple[float, float]:
    return interval if higher_is_better else (-interval[1], -interval[0])
