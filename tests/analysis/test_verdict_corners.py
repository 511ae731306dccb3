"""The verdict table at its corners: a limit exactly on a bound, just short of it, just beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log
from typing import Any

import numpy as np
import pytest

from cliptrial.analysis.results import GuardrailVerdict, Role, Size, VerdictCode
from cliptrial.analysis.rows import Question, Rule, decide
from cliptrial.analysis.units import Values
from cliptrial.analysis.verdicts import judge, judge_guardrail
from cliptrial.metrics import Kind, Metric, Scale

NEAR = 1e-6
REACH = log(1.1)
BETTER, WORSE, EQUIVALENT = VerdictCode.BETTER, VerdictCode.WORSE, VerdictCode.EQUIVALENT
OPEN = VerdictCode.INCONCLUSIVE


@dataclass(frozen=True)
class Known:
    """Log intervals by the error that is asked for; any other error is a mistake."""

    intervals: dict[float, tuple[float, float]]
    estimate: float = 0.0

    def interval(self, alpha: float) -> tuple[float, float]:
        return self.intervals[alpha]


def known(low: float, high: float, inner: tuple[float, float] | None = None, *, alpha: float = 0.05) -> Known:
    """The 95 % interval, and the 90 % one where it may be asked for (far too wide where not given)."""
    return Known({alpha: (low, high), 2 * alpha: (-9.0, 9.0) if inner is None else inner})


CORNERS = [
    # low, high, 90 % interval, verdict, size
    (REACH, 1.0, None, BETTER, Size.REACHED),
    (REACH + NEAR, 1.0, None, BETTER, Size.REACHED),
    (REACH * (1 - 0.5e-9), 1.0, None, BETTER, Size.REACHED),  # the last digit does not decide
    (REACH * (1 - 3e-9), 1.0, None, BETTER, Size.OPEN),
    (REACH - NEAR, 1.0, None, BETTER, Size.OPEN),
    (REACH, inf, None, BETTER, Size.REACHED),
    (NEAR, REACH, None, BETTER, Size.OPEN),
    (NEAR, REACH * (1 - 0.5e-9), None, BETTER, Size.OPEN),
    (NEAR, REACH - NEAR, None, BETTER, Size.BELOW),
    (NEAR, REACH + NEAR, None, BETTER, Size.OPEN),
    (NEAR, inf, None, BETTER, Size.OPEN),
    (0.0, 1.0, None, OPEN, Size.OPEN),  # zero is not left out
    (-NEAR, 1.0, None, OPEN, Size.OPEN),
    (-1.0, -NEAR, None, WORSE, None),
    (-inf, -NEAR, None, WORSE, None),
    (-1.0, 0.0, None, OPEN, Size.NOT_REACHED),
    (-1.0, NEAR, None, OPEN, Size.NOT_REACHED),
    (-1.0, REACH - NEAR, None, OPEN, Size.NOT_REACHED),
    (-1.0, REACH * (1 - 0.5e-9), None, OPEN, Size.OPEN),
    (-1.0, REACH, None, OPEN, Size.OPEN),
    (-inf, inf, None, OPEN, Size.OPEN),
    (-0.2, 0.2, (-REACH, REACH), EQUIVALENT, None),
    (-0.2, 0.2, (-REACH * (1 + 0.5e-9), REACH * (1 + 0.5e-9)), EQUIVALENT, None),
    (-0.2, 0.2, (-REACH - NEAR, REACH), OPEN, Size.OPEN),
    (-0.2, 0.2, (-REACH, REACH + NEAR), OPEN, Size.OPEN),
    (-0.2, REACH - NEAR, (-REACH - NEAR, 0.0), OPEN, Size.NOT_REACHED),
    (-0.02, 0.02, (-0.01, 0.01), EQUIVALENT, None),
    (NEAR, 0.02, (NEAR, 0.01), BETTER, Size.BELOW),  # the first match wins
    (-0.02, -NEAR, (-0.01, -NEAR), WORSE, None),
]


@pytest.mark.parametrize(("low", "high", "inner", "code", "size"), CORNERS)
@pytest.mark.parametrize("up", [True, False])
def test_a_limit_decides_on_the_side_of_the_bound_it_stands_on(
    low: float, high: float, inner: tuple[float, float] | None, code: VerdictCode, size: Size | None, up: bool
) -> None:
    """Where a lower value is better everything is mirrored."""
    if not up:
        low, high = -high, -low
        inner = None if inner is None else (-inner[1], -inner[0])
    found = judge(known(low, high, inner), alpha=0.05, at_least=0.1, higher_is_better=up)
    assert (found.code, found.size) == (code, size)


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [
        (NEAR, 9.0, BETTER),
        (0.0, 9.0, OPEN),
        (-NEAR, NEAR, OPEN),
        (-9.0, 0.0, OPEN),
        (-9.0, -NEAR, WORSE),
    ],
)
@pytest.mark.parametrize("up", [True, False])
def test_without_a_smallest_effect_there_is_better_worse_or_open_and_no_size(
    low: float, high: float, code: VerdictCode, up: bool
) -> None:
    interval = (low, high) if up else (-high, -low)
    found = judge(Known({0.05: interval}), alpha=0.05, at_least=None, higher_is_better=up)
    assert (found.code, found.size) == (code, None)


@pytest.mark.parametrize("alpha", [0.05, 0.0125])
def test_equivalence_is_judged_at_twice_the_error_of_the_comparison(alpha: float) -> None:
    test = known(-0.5, 0.5, (-0.05, 0.05), alpha=alpha)
    assert judge(test, alpha=alpha, at_least=0.1, higher_is_better=True).code is EQUIVALENT


def test_equivalence_reaches_as_far_down_as_up_on_the_log_scale() -> None:
    """Section 7: 1/(1+d) .. 1+d."""
    down, up = log(1 / 1.5), log(1.5)
    held = known(-2.0, 2.0, (down, up))
    assert judge(held, alpha=0.05, at_least=0.5, higher_is_better=True).code is EQUIVALENT
    far = known(-2.0, 2.0, (log(0.6), up))
    assert judge(far, alpha=0.05, at_least=0.5, higher_is_better=True).code is OPEN


LIMIT = log(0.9)
GUARDRAILS = [
    # one-sided lower bound, two-sided interval, estimate, verdict
    (LIMIT + NEAR, (-0.5, 0.5), 0.0, GuardrailVerdict.HELD),
    (LIMIT, (-0.5, 0.5), 0.0, GuardrailVerdict.OPEN),  # exactly at the limit is not above it
    (LIMIT - NEAR, (-0.5, 0.5), 0.0, GuardrailVerdict.OPEN),
    (LIMIT + NEAR, (-0.5, -NEAR), LIMIT - NEAR, GuardrailVerdict.HELD),  # first match
    (-1.0, (-1.0, -NEAR), LIMIT - NEAR, GuardrailVerdict.BROKEN),
    (-1.0, (-1.0, -NEAR), LIMIT, GuardrailVerdict.OPEN),  # at the limit, not beyond
    (-1.0, (-1.0, -NEAR), LIMIT + NEAR, GuardrailVerdict.OPEN),
    (-1.0, (-1.0, 0.0), LIMIT - NEAR, GuardrailVerdict.OPEN),  # zero is not left out
    (-1.0, (-1.0, NEAR), LIMIT - NEAR, GuardrailVerdict.OPEN),
    (-inf, (-inf, -0.5), -1.0, GuardrailVerdict.BROKEN),
]


@pytest.mark.parametrize(("bound", "interval", "estimate", "verdict"), GUARDRAILS)
@pytest.mark.parametrize("up", [True, False])
def test_a_guardrail_is_held_broken_or_open_on_the_side_of_its_limit(
    bound: float, interval: tuple[float, float], estimate: float, verdict: GuardrailVerdict, up: bool
) -> None:
    """The one-sided bound is the lower end at twice the error."""
    inner = (bound, 9.0)
    if not up:
        inner, interval, estimate = (-9.0, -bound), (-interval[1], -interval[0]), -estimate
    test = Known({0.1: inner, 0.05: interval}, estimate)
    assert judge_guardrail(test, alpha=0.05, worst_acceptable=-0.1, higher_is_better=up) is verdict


# Which table applies: the role of the metric, and whether this is the end.


def question(role: Role, *, up: bool = True, worst: float | None = None) -> Question:
    metric = Metric("m", Kind.COUNT, ("m",), None, Scale.NUMBER, {}, higher_is_better=up)
    return Question(metric, role, Values(np.array([]), np.array([])), worst_acceptable=worst)


REACHED = known(0.2, 0.5, (0.25, 0.4))
NARROW = known(-0.05, 0.05, (-0.04, 0.04))


@pytest.mark.parametrize(
    ("test", "role", "final", "answer"),
    [
        (REACHED, Role.PRIMARY, True, (BETTER, Size.REACHED)),
        (REACHED, Role.PRIMARY, False, (BETTER, None)),
        (REACHED, Role.SECONDARY, True, (BETTER, None)),
        (NARROW, Role.PRIMARY, True, (EQUIVALENT, None)),
        (NARROW, Role.PRIMARY, False, (OPEN, None)),  # before the end nothing is equivalent
        (NARROW, Role.SECONDARY, True, (OPEN, None)),
    ],
)
def test_size_and_equivalence_are_for_the_primary_metric_at_the_end(
    test: Known, role: Role, final: bool, answer: Any
) -> None:
    assert decide(question(role), test, 0.05, Rule(0.05, 0.1, final)) == answer


@pytest.mark.parametrize("up", [True, False])
def test_a_guardrail_is_judged_by_its_own_limit_whatever_the_smallest_effect(up: bool) -> None:
    test = Known({0.05: (-0.5, -0.3), 0.1: (-0.49, -0.31)}, -0.4)
    verdict = GuardrailVerdict.BROKEN if up else GuardrailVerdict.HELD
    assert decide(question(Role.GUARDRAIL, up=up, worst=-0.1), test, 0.05, Rule(0.05, 0.1)) == (verdict, None)


def test_a_metric_that_should_fall_is_better_when_it_falls() -> None:
    test = known(-0.5, -0.2, (-0.45, -0.25))
    assert decide(question(Role.PRIMARY, up=False), test, 0.05, Rule(0.05, 0.1)) == (BETTER, Size.REACHED)
    assert decide(question(Role.PRIMARY), test, 0.05, Rule(0.05, 0.1)) == (WORSE, None)


def test_the_smallest_effect_is_that_of_the_rule() -> None:
    test = known(log(1.2), log(1.6), (log(1.25), log(1.5)))
    assert decide(question(Role.PRIMARY), test, 0.05, Rule(0.05, 0.2)) == (BETTER, Size.REACHED)
    assert decide(question(Role.PRIMARY), test, 0.05, Rule(0.05, 0.25)) == (BETTER, Size.OPEN)
    assert decide(question(Role.PRIMARY), test, 0.05, Rule(0.05, 0.7)) == (BETTER, Size.BELOW)
