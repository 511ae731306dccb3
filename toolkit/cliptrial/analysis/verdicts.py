"""The verdict table: from an interval and the smallest effect worth acting on to one code and a size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

from cliptrial.analysis.results import GuardrailVerdict, Size, Verdict, VerdictCode
from cliptrial.stats.inversion import TIE

_ORDER = {
    VerdictCode.BETTER: 0,
    VerdictCode.INCONCLUSIVE: 1,
    VerdictCode.EQUIVALENT: 1,
    VerdictCode.WORSE: 2,
    VerdictCode.UNANSWERABLE: 3,
}


def best_variant(verdicts: Sequence[Verdict], gains: Mapping[str, float]) -> Verdict:
    """The verdict on the best variant: by its code, then by how far it is ahead in the good direction.

    Args:
        verdicts: One a variant.
        gains: By variant: its estimate, turned so that up is good; 0 where there is none.
    """
    return min(verdicts, key=lambda one: (_ORDER[one.code], -gains.get(one.arm or "", 0.0)))


class Test(Protocol):
    """Anything that gives an estimate and, at every error, the interval of the same procedure."""

    @property
    def estimate(self) -> float:
        """Log ratio."""
        ...

    def interval(self, alpha: float) -> tuple[float, float]:
        """Interval of the log ratio at ``1 - alpha``."""
        ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and its size."""

    code: VerdictCode
    size: Size | None


def judge(test: Test, *, alpha: float, at_least: float | None, higher_is_better: bool) -> Judgement:
    """Apply the table of verdicts, first match wins.

    Args:
        test: The test.
        alpha: Two-sided error of this one comparison (already divided by the family's size).
        at_least: Smallest effect worth acting on, a ratio minus one; None where the hypothesis names
            none (secondary metrics), which leaves better, worse and open.
        higher_is_better: Direction of the metric; the interval is turned so that up is good.
    """
    low, high = _oriented(test.interval(alpha), higher_is_better)
    if at_least is None:
        clear = VerdictCode.BETTER if low > 0 else VerdictCode.WORSE if high < 0 else VerdictCode.INCONCLUSIVE
        return Judgement(clear, None)
    reach = log(1 + at_least)
    # Round counts give round ratios: a limit that is the effect asked for, but for its last digit, reaches it.
    just, slack = reach * (1 - TIE), reach * (1 + TIE)
    if low >= just:
        return Judgement(VerdictCode.BETTER, Size.REACHED)
    if low > 0:
        return Judgement(VerdictCode.BETTER, Size.OPEN if high >= just else Size.BELOW)
    if high < 0:
        return Judgement(VerdictCode.WORSE, None)
    inner_low, inner_high = test.interval(2 * alpha)
    if -slack <= inner_low and inner_high <= slack:
        return Judgement(VerdictCode.EQUIVALENT, None)
    return Judgement(VerdictCode.INCONCLUSIVE, Size.NOT_REACHED if high < just else Size.OPEN)


def judge_guardrail(test: Test, *, alpha: float, worst_acceptable: float, higher_is_better: bool) -> GuardrailVerdict:
    """Held if the one-sided bound lies above the limit; broken if it fell, and by more than the limit."""
    limit = log(1 + worst_acceptable)
    if _oriented(test.interval(2 * alpha), higher_is_better)[0] > limit:
        return GuardrailVerdict.HELD
    estimate = test.estimate if higher_is_better else -test.estimate
    if _oriented(test.interval(alpha), higher_is_better)[1] < 0 and estimate < limit:
        return GuardrailVerdict.BROKEN
    return GuardrailVerdict.OPEN


def _oriented(interval: tuple[float, float], higher_is_better: bool) -> tuple[float, float]:
    return interval if higher_is_better else (-interval[1], -interval[0])
