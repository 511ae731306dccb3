"""Deciding by expectation, against the published cells, numerical integration and simulation."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from cliptrial.stats.growth import Ideas, worth


@pytest.mark.parametrize(
    ("sigma", "mean", "posts", "cost", "percent"),
    [(1.05, 0, 4, 0, 1.514), (1.05, 0, 4, 0.02, 0.719), (1.05, -0.05, 14, 0.02, 0.511), (0.25, 0, 4, 0.02, 3.769)],
)
def test_the_published_gains(sigma: float, mean: float, posts: int, cost: float, percent: float) -> None:
    assert 100 * Ideas(sigma, mean=mean).gain(posts, cost) == pytest.approx(percent, abs=6e-4)


@pytest.mark.parametrize(("posts", "cost", "mean"), [(4, 0.0, 0.0), (8, 0.03, -0.04), (14, 0.02, 0.05)])
def test_a_gain_is_what_adopting_by_expectation_brings_on_average(posts: int, cost: float, mean: float) -> None:
    """By integration over what the posts may show: what is adopted is worth its expected effect less its cost."""
    ideas = Ideas(1.05, mean=mean)
    seen = sqrt(ideas.tau**2 + 2 * ideas.sigma**2 / posts)

    def adopted(difference: float) -> float:
        gain = max(0.0, ideas.expected(difference, posts) - cost)
        return gain * float(norm.pdf(difference, mean, seen))

    edge = mean + (cost - mean) / ideas.weight(posts)
    brings = quad(adopted, edge, edge + 12 * seen)[0]
    assert ideas.gain(posts, cost) == pytest.approx(brings, rel=1e-6)
    assert ideas.information(posts, cost) == pytest.approx(brings - max(0.0, mean - cost), rel=1e-5)


def test_what_is_expected_is_the_mean_of_the_truths_behind_such_differences() -> None:
    rng = np.random.default_rng(3)
    ideas = Ideas(1.05, mean=-0.05)
    truth = rng.normal(ideas.mean, ideas.tau, 400_000)
    seen = truth + ideas.sigma * sqrt(2 / 8) * rng.standard_normal(truth.size)
    near = np.abs(seen - 0.4) < 0.05
    assert ideas.expected(0.4, 8) == pytest.approx(truth[near].mean(), abs=4 * truth[near].std() / sqrt(near.sum()))


def test_a_quieter_metric_tells_more_from_the_stated_correlation_on() -> None:
    """.37, .48 and .83 at 7 posts an arm, where effects on watch time are as large, or smaller."""
    views = Ideas(1.05)
    for tau, stated in ((0.17, 0.37), (0.10, 0.48), (0.05, 0.83)):
        for relation, better in ((stated + 0.01, True), (stated - 0.01, False)):
            tested = Ideas(0.25, tau, relation=relation, goal_tau=0.17)
            assert (tested.gain(7) > views.gain(7)) is better


def test_ideas_are_worth_less_with_cost_and_few_posts_left() -> None:
    ideas = Ideas(1.05)
    first = worth(ideas, 8, later=200)
    assert first == pytest.approx(ideas.gain(8) * 200 / 16)
    assert worth(ideas, 8, later=100) == pytest.approx(first / 2)
    assert worth(ideas, 8, later=200, cost=0.02) < first
    assert worth(ideas, 8, later=200, once=16) == pytest.approx(first / 2)
    assert Ideas(1.05, 0.0001, mean=0.05).information(8) == pytest.approx(0, abs=1e-9), "nothing is left to learn"
    assert Ideas(0.25, 0.17, relation=0.0).gain(8) == 0, "a metric that says nothing of the goal"
