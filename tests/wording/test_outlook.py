"""The rule of thumb for posts still needed agrees with textbook power for a two-sample comparison."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from statsmodels.stats.power import NormalIndPower
from tests.report.examples import ALL

from cliptrial.analysis.results import Uplift
from cliptrial.wording.experiment.outlook import posts_needed, smallest_visible


def row(interval: tuple[float | None, float], each: int = 28) -> Uplift:
    """A row of a real result with another interval, as from ``each`` posts an arm."""
    return replace(ALL["still_open"]().uplifts[0], relative_interval=interval, posts=(each, each))


def _interval(sigma: float, each: int) -> tuple[float, float]:
    half = 1.959963984540054 * sigma * math.sqrt(2 / each)
    return math.expm1(-half), math.expm1(half)


@pytest.mark.parametrize("sigma", [0.25, 1.0])
@pytest.mark.parametrize("effect", [0.2, 0.5])
def test_posts_needed(sigma: float, effect: float) -> None:
    made = row(_interval(sigma, 28))
    wanted = NormalIndPower().solve_power(math.log1p(effect) / sigma, power=0.8, alpha=0.05)
    assert posts_needed(made, effect) == math.ceil(wanted)


def test_as_many_posts_as_needed_show_the_effect() -> None:
    made = row(_interval(0.5, 40), 40)
    visible = smallest_visible(made)
    assert visible is not None
    assert posts_needed(made, visible) == 40


def test_without_both_ends_there_is_no_rule_of_thumb() -> None:
    assert posts_needed(row((-0.2, math.inf)), 0.1) is None
    assert smallest_visible(row((None, 0.2))) is None
