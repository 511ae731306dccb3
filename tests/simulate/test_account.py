"""Invented accounts: the truth that was put in can be found again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cliptrial.simulate.account import (
    DAY,
    RATES,
    Counters,
    Profile,
    SimulatedPosts,
    autocorrelated,
    share_reached,
    simulate_account,
)

START = 1_767_600_000
RUNS = 200


def account(
    seed: int, n: int = 60, effects: dict[str, float] | None = None, profile: Profile | None = None
) -> SimulatedPosts:
    arms = ["control", "variant"] * (n // 2)
    np.random.default_rng(seed).shuffle(arms)
    times = [START + DAY * day for day in range(n)]
    truth = {"variant": effects or {}}
    return simulate_account(times, arms, effects=truth, profile=profile, timezone="Europe/Berlin", seed=seed)


def log_ratio(posts: SimulatedPosts, values: np.ndarray) -> float:
    variant = np.array(posts.arm) == "variant"
    return float(np.log(values[variant]).mean() - np.log(values[~variant]).mean())


@pytest.mark.parametrize("effect", [-0.2, 0.0, 0.3])
def test_mean_log_ratio_of_views_is_the_effect_within_four_simulation_errors(effect: float) -> None:
    runs = [account(s, effects={"views": effect}) for s in range(RUNS)]
    ratios = [log_ratio(p, p.final.views) for p in runs]
    error = np.std(ratios, ddof=1) / np.sqrt(RUNS)
    assert abs(np.mean(ratios) - np.log1p(effect)) < 4 * error


def test_mean_log_ratio_of_watch_time_is_the_effect_and_completion_follows() -> None:
    runs = [account(s, effects={"average_watch_time": 0.18}) for s in range(RUNS)]
    watch = [log_ratio(p, p.watch_time) for p in runs]
    completion = [log_ratio(p, p.completion) for p in runs]
    assert abs(np.mean(watch) - np.log(1.18)) < 4 * np.std(watch) / np.sqrt(RUNS)
    assert 0.06 < np.mean(completion) < 0.12


def test_ratio_of_pooled_rates_is_the_effect() -> None:
    def rate(posts: SimulatedPosts, arm: str) -> float:
        mine = np.array(posts.arm) == arm
        return float((posts.final.shares[mine] / posts.final.views[mine]).mean())

    runs = [account(s, effects={"share_rate": 0.5}) for s in range(RUNS)]
    control = [rate(p, "control") for p in runs]
    variant = [rate(p, "variant") for p in runs]
    error = np.std(np.subtract(variant, np.multiply(1.5, control))) / np.sqrt(RUNS)
    assert abs(np.mean(variant) - 1.5 * np.mean(control)) < 4 * error
    assert np.mean(control) == pytest.approx(RATES["shares"].mean, rel=0.1)


def test_changing_one_metric_leaves_every_other_number_as_it_was() -> None:
    before, after = account(3), account(3, effects={"average_watch_time": 0.5})
    assert np.array_equal(before.final.views, after.final.views)
    assert np.array_equal(before.final.likes, after.final.likes)
    assert not np.array_equal(before.watch_time, after.watch_time)


def test_spreads_within_an_account_are_those_measured_on_real_histories() -> None:
    runs = [account(s, n=240) for s in range(60)]

    def spread_of_logit(name: str) -> float:
        counts = [(getattr(p.final, name), p.final.views) for p in runs]
        return float(np.mean([np.std(np.log((k + 0.5) / (n - k + 0.5)), ddof=1) for k, n in counts]))

    assert np.mean([np.std(np.log(p.final.views), ddof=1) for p in runs]) == pytest.approx(1.05, abs=0.06)
    assert np.mean([np.std(np.log(p.watch_time), ddof=1) for p in runs]) == pytest.approx(0.25, abs=0.01)
    assert spread_of_logit("likes") == pytest.approx(0.5, abs=0.1)
    assert spread_of_logit("comments") == pytest.approx(0.9, abs=0.15)
    assert spread_of_logit("shares") == pytest.approx(1.1, abs=0.15)


@pytest.mark.parametrize("rho", [0.0, 0.1, 0.5])
def test_series_has_the_autocorrelation_and_spread_asked_for(rho: float) -> None:
    series = autocorrelated(100_000, rho, np.random.default_rng(1))
    assert np.corrcoef(series[:-1], series[1:])[0, 1] == pytest.approx(rho, abs=0.015)
    assert series.std() == pytest.approx(1, abs=0.015)


def test_without_any_spread_only_the_trend_remains() -> None:
    flat = replace(Profile(), sigma=0.0, month_drift=0.0, weekday_spread=0.0, slot_spread=0.0)
    still = replace(flat, typical_views=1e6, trend=0.3)
    views = account(0, n=62, profile=still)
    assert np.diff(np.log(views.final.views)) == pytest.approx(0.01, abs=1e-5)


def test_counters_never_fall_with_age_and_never_pass_their_final_value() -> None:
    posts = account(5)
    snapshots = [posts.counters(posts.posted_at + int(DAY * age)) for age in (0, 0.1, 1, 3, 7, 30, 365)]
    for name in Counters.__slots__:
        series = np.array([getattr(snapshot, name) for snapshot in snapshots])
        assert np.all(np.diff(series, axis=0) >= 0)
        assert np.all(series[0] == 0)
        assert np.all(series[-1] <= getattr(posts.final, name))


def test_at_every_age_no_post_has_more_likes_than_views() -> None:
    posts = account(6)
    for age in (0.05, 0.5, 7):
        now = posts.counters(posts.posted_at + int(DAY * age))
        assert np.all(now.likes <= now.views)


def test_a_post_has_no_views_before_it_exists_and_most_of_them_after_a_week() -> None:
    assert share_reached(-3.0) == 0
    assert 0.9 < share_reached(7.0) < 0.97
    assert account(7).counters(START - DAY).views.sum() == 0


def test_same_seed_same_posts_other_seed_other_posts() -> None:
    assert np.array_equal(account(8).final.views, account(8).final.views)
    arms = ["control"] * 10
    times = [START + DAY * day for day in range(10)]
    first, second = (simulate_account(times, arms, seed=seed) for seed in (1, 2))
    assert not np.array_equal(first.final.views, second.final.views)


def test_times_that_do_not_ascend_and_arms_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="ascending"):
        simulate_account([START + DAY, START], ["a", "b"])
    with pytest.raises(ValueError, match="one arm"):
        simulate_account([START], ["a", "b"])
