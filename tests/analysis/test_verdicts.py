"""The verdict table, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import pytest

from cliptrial.analysis.results import GuardrailVerdict, Size, VerdictCode
from cliptrial.analysis.verdicts import judge, judge_guardrail


@dataclass(frozen=True)
class Known:
    """A test whose 95 % and 90 % intervals are given as ratios."""

    wide: tuple[float, float]
    narrow: tuple[float, float]
    estimate: float = 0.0

    def interval(self, alpha: float) -> tuple[float, float]:
        low, high = self.narrow if alpha > 0.075 else self.wide
        return log(low), log(high)


@pytest.mark.parametrize(
    ("wide", "narrow", "code", "size"),
    [
        ((1.12, 1.5), (1.15, 1.4), VerdictCode.BETTER, Size.REACHED),
        ((1.02, 1.5), (1.05, 1.4), VerdictCode.BETTER, Size.OPEN),
        ((1.01, 1.08), (1.02, 1.07), VerdictCode.BETTER, Size.BELOW),
        ((0.7, 0.95), (0.75, 0.9), VerdictCode.WORSE, None),
        ((0.9, 1.11), (0.92, 1.09), VerdictCode.EQUIVALENT, None),
        ((0.8, 1.08), (0.85, 1.05), VerdictCode.INCONCLUSIVE, Size.NOT_REACHED),
        ((0.8, 1.5), (0.85, 1.4), VerdictCode.INCONCLUSIVE, Size.OPEN),
    ],
)
def test_each_rule_of_the_table(
    wide: tuple[float, float], narrow: tuple[float, float], code: VerdictCode, size: Size | None
) -> None:
    found = judge(Known(wide, narrow), alpha=0.05, at_least=0.1, higher_is_better=True)
    assert (found.code, found.size) == (code, size)


def test_a_metric_that_should_fall_is_read_the_other_way_round() -> None:
    found = judge(Known((0.6, 0.8), (0.62, 0.78)), alpha=0.05, at_least=0.1, higher_is_better=False)
    assert found.code is VerdictCode.BETTER


@pytest.mark.parametrize(
    ("wide", "narrow", "estimate", "verdict"),
    [
        ((0.93, 1.2), (0.95, 1.1), 1.0, GuardrailVerdict.HELD),
        ((0.6, 0.95), (0.65, 0.9), 0.8, GuardrailVerdict.BROKEN),
        ((0.92, 0.99), (0.93, 0.98), 0.95, GuardrailVerdict.HELD),
        ((0.7, 1.2), (0.75, 1.1), 0.95, GuardrailVerdict.OPEN),
    ],
)
def test_each_rule_of_a_guardrail(
    wide: tuple[float, float], narrow: tuple[float, float], estimate: float, verdict: GuardrailVerdict
) -> None:
    test = Known(wide, narrow, log(estimate))
    assert judge_guardrail(test, alpha=0.05, worst_acceptable=-0.1, higher_is_better=True) is verdict
