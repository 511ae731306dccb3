"""Is there a pattern by hour of posting? Against brute force, a dense Gaussian process, and known truths."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import norm, rankdata

from cliptrial.stats.posting.pattern import (
    better_stretches,
    exchangeable,
    hour_kernel,
    pattern_test,
    smallest_found,
    smallest_p,
)
from cliptrial.stats.posting.shrunken import HOUR_SD, POST_SD, WEEKDAY_SD, slot_effects


def account(posts: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logs that know nothing of the hour, hours, and strata of about 16 posts."""
    rng = np.random.default_rng(seed)
    return rng.normal(8, 1, posts), rng.choice([8, 12, 18, 19, 20], posts) + 0.5, np.arange(posts) // 16


def test_p_is_the_share_of_all_exchanges_with_as_much_pattern() -> None:
    """Every order of six hours, each told by a quadratic form of the kernel over pairs of posts."""
    values, hours = np.array([1.0, 5.0, 2.0, 7.0, 3.0, 9.0]), np.array([8.5, 18.5, 9.5, 19.5, 12.5, 23.5])
    scores = norm.ppf((rankdata(values) - 0.375) / 6.25)

    def amount(order: tuple[int, ...]) -> float:
        own = hours[list(order)]
        centred = scores - scores.mean()
        return float(centred @ hour_kernel(own, own) @ centred)

    every = np.array([amount(order) for order in permutations(range(6))])
    exact = np.mean(every >= amount(tuple(range(6))) * (1 - 1e-9))
    found = pattern_test(values, hours, np.zeros(6, dtype=np.int64), draws=20_000)
    assert found.p_value == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000))
    assert found.smallest_p == pytest.approx(1 / 720)


def test_what_differs_between_strata_is_no_pattern() -> None:
    """A trend of any size changes nothing."""
    values, hours, strata = account(96, 1)
    assert pattern_test(values + 3.0 * strata, hours, strata) == pattern_test(values, hours, strata)


def test_the_clock_is_round() -> None:
    """The day may begin at any hour, and 23:00 is as near to midnight as 1:00."""
    values, hours, strata = account(96, 2)
    assert pattern_test(values, (hours + 7) % 24, strata) == pattern_test(values, hours, strata)
    assert pattern_test(values, hours + 24, strata) == pattern_test(values, hours, strata)
    assert hour_kernel(np.array([0.0]), np.array([23.0, 1.0]))[0] == pytest.approx(
        [hour_kernel(np.zeros(1), np.ones(1))[0, 0]] * 2
    )


def test_where_hours_cannot_be_exchanged_nothing_is_said_and_with_one_more_post_it_is() -> None:
    """Four posts of two hours can be exchanged in six ways; a fifth and sixth make twenty."""
    strata = np.zeros(7, dtype=np.int64)
    hours = np.array([8.0, 8.0, 8.0, 18.0, 18.0, 18.0, 18.0])
    assert pattern_test(np.arange(5.0), hours[:5], strata[:5]).p_value is None
    assert pattern_test(np.arange(7.0), hours, strata).smallest_p == pytest.approx(1 / 35)
    assert pattern_test(np.arange(7.0), hours, strata).p_value is not None
    assert smallest_p(hours[:3], strata[:3]) == 1.0
    assert smallest_found(np.arange(5.0), hours[:5], strata[:5]) is None


def test_posts_of_a_stratum_with_one_hour_tell_nothing() -> None:
    hours, strata = np.array([8.0, 8.4, 8.0, 18.0]), np.array([0, 0, 1, 1])
    assert exchangeable(hours, strata).tolist() == [False, False, True, True]


def test_a_better_stretch_holds_a_third_of_the_posts_over_midnight_too() -> None:
    """From a post's hour on: of twelve at different hours four, of thirteen five; posts of its last hour all belong."""
    rng = np.random.default_rng(5)
    hours = np.array([0.5, 2.5, 3.5, 7.5, 8.5, 9.5, 12.5, 13.5, 18.5, 19.5, 20.5, 23.5])
    rows = better_stretches(hours, 200, rng)
    assert set(rows.sum(axis=1)) == {4}
    circles = {"".join("x" if one else "." for one in row) for row in rows}
    assert circles == {("x" * 4 + "." * 8)[-start:] + ("x" * 4 + "." * 8)[:-start] for start in range(12)}
    assert set(better_stretches(np.append(hours, 21.5), 200, rng).sum(axis=1)) == {5}
    assert set(better_stretches(np.full(12, 9.0), 5, rng).sum(axis=1)) == {12}


def test_more_posts_let_smaller_differences_be_seen() -> None:
    sizes = [smallest_found(*account(posts, 3)) for posts in (64, 256)]
    assert sizes[0] is not None
    assert sizes[1] is not None
    assert 0.3 < sizes[1] < sizes[0]


def test_slots_are_pulled_as_a_gaussian_process_beside_free_levels_says() -> None:
    """By the textbook's dense matrices, with levels of nearly endless spread."""
    rng = np.random.default_rng(4)
    values, hours, days, strata = (
        rng.normal(0, 1, 60),
        rng.uniform(0, 24, 60),
        rng.integers(0, 7, 60),
        np.arange(60) % 4,
    )
    found = slot_effects(values, hours, days, strata)
    slots, grid = np.floor(hours).astype(int) + 24 * days, np.tile(np.arange(24) + 0.5, 7)
    which = np.repeat(np.arange(7), 24)
    prior = HOUR_SD**2 * hour_kernel(grid, grid) + WEEKDAY_SD**2 * (which[:, None] == which)
    level = np.eye(4)[strata]
    rest = values - level @ np.linalg.lstsq(level, values, rcond=None)[0]
    seen = prior[np.ix_(slots, slots)] + (rest @ rest + 6 * POST_SD**2) / 62 * np.eye(60) + 1e6 * level @ level.T
    mean = prior[:, slots] @ np.linalg.solve(seen, values)
    left = prior - prior[:, slots] @ np.linalg.solve(seen, prior[slots])
    centre = np.eye(168) - np.bincount(slots, minlength=168) / 60
    assert found.mean.ravel() == pytest.approx(centre @ mean, abs=1e-6)
    assert found.covariance == pytest.approx(centre @ left @ centre.T, abs=1e-6)


def test_few_posts_leave_every_slot_near_the_typical_post() -> None:
    """Ten times the views of a single evening post move its part of the day by a tenth."""
    values = np.where(np.arange(12) == 5, np.log(10), 0.0)
    hours, weight = np.where(np.arange(12) == 5, 20.5, 12.5), np.zeros((7, 24))
    weight[:, 18:22] = 1
    middle, low, high = slot_effects(values, hours, np.arange(12) % 7, np.zeros(12, dtype=np.int64)).average(weight)
    assert low < 0 < middle < 0.12 < high
