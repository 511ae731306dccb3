"""An arm without any event: the test is the randomisation test, and the bound errs on the safe side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom

from cliptrial.stats.permutation import assignments
from cliptrial.stats.ratio.no_events import EmptyArm, empty_arm_test


def judged(events: list[float], treated: list[bool], draws: int = 999, seed: int = 0) -> EmptyArm:
    labels = np.array(treated)
    drawn, exact = assignments(labels, np.zeros(len(labels), dtype=np.int64), draws=draws, seed=seed)
    return empty_arm_test(np.array(events, dtype=np.float64), labels, drawn, exact=exact)


def test_no_effect_is_tested_by_the_hypergeometric_chance_of_an_empty_arm() -> None:
    found = judged([3, 1, 1, 2, 0, 0] + [0] * 6, [False] * 6 + [True] * 6)
    assert found.exact
    assert found.p_value() == pytest.approx(2 * hypergeom.pmf(0, 12, 4, 6))


def test_a_kept_share_is_tested_by_what_leaving_whole_posts_out_gives() -> None:
    """Brute force: re-draw the posts, let each post's events stay with probability 0.3, count empty arms."""
    events = np.array([2, 1, 3, 0, 1, 0, 0, 0, 0, 0], dtype=np.float64)
    treated = np.arange(10) >= 5
    rng = np.random.default_rng(1)
    drawn = np.array([rng.permutation(treated) for _ in range(40_000)])
    left = (drawn & (events > 0) & (rng.random(drawn.shape) < 0.3)).sum(axis=1)
    share = float((left == 0).mean())
    assert judged(list(events), list(treated)).p_value(np.log(0.3)) == pytest.approx(min(2 * share, 1), abs=0.02)


@settings(max_examples=60)
@given(st.integers(3, 9), st.integers(0, 10_000), st.sampled_from([0.01, 0.05, 0.1, 0.3]))
def test_interval_leaves_out_zero_exactly_when_p_is_at_most_alpha(half: int, seed: int, alpha: float) -> None:
    rng = np.random.default_rng(seed)
    events = np.concatenate([rng.poisson(0.8, half), np.zeros(half)])
    events[0] += 1
    found = judged(list(events), [False] * half + [True] * half, draws=199, seed=seed)
    low, high = found.interval(alpha)
    assert low == -np.inf
    assert (high < 0) == (found.p_value() <= alpha)
    if high < 0:
        assert found.p_value(high - 0.01) > alpha >= found.p_value(high + 0.01)


def test_an_empty_control_mirrors_an_empty_variant() -> None:
    events, treated = [2, 1, 3, 1, 1, 2] + [0] * 6, [False] * 6 + [True] * 6
    one, other = judged(events, treated), judged(events, [not t for t in treated])
    assert other.p_value() == one.p_value()
    assert other.interval() == (-one.interval()[1], np.inf)
    assert (one.estimate, other.estimate) == (-np.inf, np.inf)


@pytest.mark.parametrize("empty", ["variant", "control"])
def test_an_effect_that_should_have_brought_more_events_is_as_unlikely_as_none(empty: str) -> None:
    """How much an empty arm may exceed the other cannot be told: p stays what it is at no effect."""
    treated = [False] * 6 + [True] * 6
    found = judged([2, 1, 3, 1, 1, 2] + [0] * 6, treated if empty == "variant" else [not t for t in treated])
    away = 1.0 if empty == "variant" else -1.0
    assert found.p_value(away) == found.p_value(5 * away) == found.p_value() == pytest.approx(2 / 924)
    assert found.p_value(-away) > found.p_value()
    assert (found.draws, found.standard_error, found.freedom) == (924, np.inf, np.inf)
    assert found.smallest_p == pytest.approx(2 / 924)


def test_drawn_labels_add_the_observed_ones_and_p_is_never_above_one() -> None:
    """Of 20 posts one had events: half of all labels leave it to the other arm, twice that is certain."""
    events, treated = [5.0] + [0.0] * 19, [False] * 10 + [True] * 10
    found = judged(events, treated, draws=99)
    assert not found.exact
    assert found.p_value() > 0.8
    assert found.p_value(-30.0) == 1.0
    many = judged([1.0] * 10 + [0.0] * 10, treated, draws=99)
    assert (many.p_value(), many.smallest_p) == (2 / 100, 2 / 100)


def test_the_end_is_where_p_crosses_alpha_from_a_share_of_almost_nothing_on() -> None:
    """Six posts with events on one side: (1 - r)^S summed over the hypergeometric S, doubled, equals alpha."""
    found = judged([1.0] * 6 + [0.0] * 6, [False] * 6 + [True] * 6)
    low, high = found.interval(0.1)
    kept = float(np.exp(high))
    chance = sum(hypergeom.pmf(s, 12, 6, 6) * (1 - kept) ** s for s in range(7))
    assert low == -np.inf
    assert 2 * chance == pytest.approx(0.1)


def test_exactly_one_arm_must_be_empty() -> None:
    for events in ([0, 0, 0, 0], [1, 0, 1, 0]):
        with pytest.raises(ValueError, match="exactly one"):
            judged(events, [False, False, True, True])


@pytest.mark.slow
@pytest.mark.parametrize("clusters", [1, 5, 30])
@pytest.mark.parametrize(("posts_with_any", "kept"), [(0.3, 1.0), (0.4, 0.3), (0.6, 0.15)])
def test_the_bound_leaves_out_the_truth_in_at_most_two_and_a_half_percent(
    posts_with_any: float, kept: float, clusters: int
) -> None:
    """Events that come and go in clusters; all experiments count, also those where no arm is empty."""
    runs, missed = 800, 0
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        treated = rng.permutation(np.arange(20) < 10)
        events = clusters * (rng.random(20) < posts_with_any) * np.where(treated, rng.random(20) < kept, 1)
        if events[treated].any() or not events[~treated].any():
            continue
        missed += np.log(kept) > judged(list(events), list(treated), draws=199, seed=seed).interval()[1]
    assert missed <= binom.ppf(1 - 1e-4, runs, 0.025)
