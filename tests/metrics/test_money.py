"""Money in numbers: the textbook's own examples, and what few orders can and cannot tell."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from scipy import stats

from cliptrial.metrics import CATALOGUE
from cliptrial.metrics.money import Facts, cost_per, cpm, ltv_to_cac, per_order, period_number, roas
from cliptrial.metrics.period_numbers import PERIOD_NUMBERS
from cliptrial.stats.poisson import count_interval, sum_interval


def test_the_examples_that_the_formulas_come_with() -> None:
    """15,000 followers, 3,000 views, 300 engagements; 5,000 spent, 200 purchases, 15,000 revenue."""
    by_followers, by_views = CATALOGUE["engagement_by_followers"], CATALOGUE["engagement_by_views"]
    post = {"likes": 250.0, "comments": 30.0, "shares": 20.0, "followers": 15_000.0, "views": 3_000.0}
    for metric, expected in ((by_followers, 0.02), (by_views, 0.10)):
        assert sum(post[name] for name in metric.numerator) / post[str(metric.denominator)] == pytest.approx(expected)
    assert cost_per(5_000, 200).value == 25
    assert roas([75.0] * 200, 5_000).value == 3.0
    assert per_order([75.0] * 200).value == 75
    assert cpm(5_000, 1_000_000).value == 5
    assert ltv_to_cac(75, 25).value == 3.0


def test_every_number_of_a_period_is_reckoned_by_its_formula_from_the_seeds_own_numbers() -> None:
    """5,000 spent, 200 purchases, 15,000 revenue; 100 new, worth 150 each in all; 1,000,000 views, 400 leads."""
    facts = Facts(5_000, 1_000_000, [75.0] * 200, 100, 400, 150, (15_000, 15_600))
    values = {name: period_number(name, facts).value for name in PERIOD_NUMBERS}
    of_others = [values.pop(name) for name in ("discovery", "regulars", "conversations")]
    assert of_others == [None] * 3, "posts and messages tell these"
    assert values == {
        "cpm": 5.0,
        "cpa": 25.0,
        "cac": 50.0,
        "cpl": 12.5,
        "roas": 3.0,
        "ltv_to_cac": 3.0,
        "revenue_per_order": 75.0,
        "growth": 600.0,
    }
    assert all(one.label and one.formula and one.definition for one in PERIOD_NUMBERS.values())


@pytest.mark.parametrize("name", [*PERIOD_NUMBERS])
def test_a_number_of_which_a_part_is_not_known_is_not_known(name: str) -> None:
    """And one that nothing was spent on, or that nothing came of, is no infinity."""
    assert period_number(name, Facts()).value is None
    none = period_number(name, Facts(5_000, 0, [], 0, 0, 150.0, (10, 10))).value
    assert none in ({"roas": 0.0, "growth": 0.0}.get(name), None)


def test_a_ratio_to_a_cost_turns_its_interval_over() -> None:
    """Of four new customers nobody knows well what one costs, nor how often it pays back."""
    low, high = period_number("cac", Facts(spend=400, new_customers=4)).interval
    assert low is not None
    assert high is not None
    one = period_number("ltv_to_cac", Facts(spend=400, new_customers=4, lifetime_value=300.0))
    assert one.value == 3.0
    assert one.interval == (pytest.approx(300 / high), pytest.approx(300 / low))


@pytest.mark.parametrize("events", [1, 3, 10, 200])
def test_a_count_has_garwoods_interval(events: int) -> None:
    low, high = count_interval(events)
    assert low == pytest.approx(stats.chi2.ppf(0.025, 2 * events) / 2)
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * events + 2) / 2)


def test_a_cost_per_order_is_bounded_by_the_orders_that_there_could_be() -> None:
    low, high = cost_per(100, 4).interval
    assert (low, high) == (pytest.approx(100 / 10.242, rel=1e-3), pytest.approx(100 / 1.0899, rel=1e-3))


def test_without_an_order_there_is_no_ratio_but_a_bound() -> None:
    nothing = cost_per(100, 0)
    assert nothing.value is None
    assert nothing.interval == (pytest.approx(100 / 3.689, rel=1e-3), None)
    assert roas([], 100).interval == (0.0, None)
    assert roas([10.0], 0).value is None
    assert cost_per(0, 5).value is None
    assert ltv_to_cac(90, 0).value is None
    assert per_order([]).value is None
    assert cpm(100, 0).value is None
    assert sum_interval(np.array([])) == (0.0, inf)


def test_revenue_of_few_orders_is_inside_its_interval_in_about_19_of_20_quarters() -> None:
    """Five orders on average, of very different size; the true mean is known."""
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(1_000):
        amounts = rng.gamma(2.0, 20.0, rng.poisson(5.0))
        low, high = sum_interval(amounts)
        inside += low <= 5 * 40 <= high
    assert 940 <= inside <= 999
