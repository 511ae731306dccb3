"""What is proposed after a result: the expected effect against the extra work, one case a reason."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.report.examples import analysed

import cliptrial
from cliptrial.analysis.proposal import Why, propose
from cliptrial.analysis.results import Analysis, GuardrailVerdict, Role, VerdictCode
from cliptrial.registry.decisions import Choice


@cache
def compared(*, randomised: bool = True, metric: str = "views") -> Analysis:
    """Two arms of eight posts: the variant's are a little larger."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"arm": ["new", "old"] * 8, metric: np.exp(rng.normal(8, 1, 16))})
    return cliptrial.compare(frame, arm="arm", control="old", metrics=[metric], randomised=randomised, draws=199)


def changed(analysis: Analysis, **values: Any) -> Analysis:
    """The same with other numbers in the variant's row."""
    (row,) = analysis.uplifts
    return replace(analysis, uplifts=(replace(row, **values),))


@pytest.mark.parametrize(
    ("reckon_with", "extra_work", "what", "why"),
    [
        (0.04, 0.0, Choice.SHIP, Why.AHEAD),
        (0.001, 0.0, Choice.SHIP, Why.AHEAD),
        (0.0, 0.0, Choice.DROP, Why.NOT_AHEAD),
        (-0.001, 0.0, Choice.DROP, Why.NOT_AHEAD),
        (0.021, 0.02, Choice.SHIP, Why.AHEAD),
        (0.02, 0.02, Choice.DROP, Why.TOO_MUCH_WORK),
        (0.09, 0.1, Choice.DROP, Why.TOO_MUCH_WORK),
        (0.101, 0.1, Choice.SHIP, Why.AHEAD),
    ],
)
def test_a_change_is_adopted_where_more_is_expected_than_it_costs(
    reckon_with: float, extra_work: float, what: Choice, why: Why
) -> None:
    found = propose(changed(compared(), reckon_with=reckon_with, lean=0.7), extra_work)
    assert (found.what, found.why, found.expected, found.extra_work) == (what, why, reckon_with, extra_work)
    assert found.risk == pytest.approx(0.3 if what is Choice.SHIP else 0.7)
    assert (found.arm, found.posts) == ("new", 16)


def test_the_size_of_an_effect_and_its_proof_are_no_part_of_it() -> None:
    """An open verdict is adopted, and what is asked for at least changes nothing."""
    open_one = changed(compared(), reckon_with=0.03, lean=0.6, verdict=VerdictCode.INCONCLUSIVE)
    assert propose(open_one).what is propose(replace(open_one, at_least=2.0)).what is Choice.SHIP


def test_where_less_is_better_a_fall_is_ahead() -> None:
    base = compared()
    falling = replace(base, metrics=tuple(replace(metric, higher_is_better=False) for metric in base.metrics))
    assert propose(changed(falling, reckon_with=-0.05, lean=0.7)).why is Why.AHEAD
    assert propose(changed(falling, reckon_with=0.05, lean=0.3)).why is Why.NOT_AHEAD


@pytest.mark.parametrize(
    ("verdict", "what", "why"),
    [
        (GuardrailVerdict.BROKEN, Choice.DROP, Why.GUARDRAIL),
        (GuardrailVerdict.OPEN, Choice.SHIP, Why.AHEAD),
        (GuardrailVerdict.HELD, Choice.SHIP, Why.AHEAD),
    ],
)
def test_a_broken_guardrail_keeps_the_old_way(verdict: GuardrailVerdict, what: Choice, why: Why) -> None:
    ahead = changed(compared(), reckon_with=0.2, lean=0.9)
    guarded = replace(ahead.uplifts[0], role=Role.GUARDRAIL, metric="share_rate", verdict=verdict)
    both = replace(ahead, uplifts=(*ahead.uplifts, guarded))
    assert (propose(both).what, propose(both).why) == (what, why)
    elsewhere = replace(both, uplifts=(ahead.uplifts[0], replace(guarded, arm="another")))
    assert propose(elsewhere).why is Why.AHEAD


def test_of_several_variants_the_one_that_is_expected_to_bring_most() -> None:
    ahead = changed(compared(), reckon_with=0.05, lean=0.6)
    more = replace(ahead.uplifts[0], arm="newest", reckon_with=0.08, lean=0.65)
    found = propose(replace(ahead, uplifts=(*ahead.uplifts, more)))
    assert (found.arm, found.expected, found.risk) == ("newest", 0.08, pytest.approx(0.35))


def test_posts_that_nobody_drew_by_lot_ask_for_a_test() -> None:
    found = propose(compared(randomised=False))
    assert (found.what, found.why, found.expected, found.risk) == (Choice.REPEAT, Why.OBSERVED, None, None)


@pytest.mark.parametrize(
    ("name", "what", "why"),
    [
        ("planned", Choice.INCONCLUSIVE, Why.UNDERWAY),
        ("not_ready", Choice.INCONCLUSIVE, Why.UNDERWAY),
        ("confounded", Choice.REPEAT, Why.UNANSWERABLE),
        ("draft", Choice.INCONCLUSIVE, Why.UNDERWAY),
        ("guardrail_broken", Choice.DROP, Why.GUARDRAIL),
        ("better", Choice.SHIP, Why.AHEAD),
        ("worse", Choice.DROP, Why.NOT_AHEAD),
    ],
)
def test_real_experiments(name: str, what: Choice, why: Why) -> None:
    found = propose(analysed(name))
    assert (found.what, found.why) == (what, why)
