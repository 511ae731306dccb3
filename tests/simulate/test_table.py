"""Small tables with a known truth, for calibration."""

from __future__ import annotations

import numpy as np
import pytest

from cliptrial.simulate.account import BetaRate
from cliptrial.simulate.table import Layout, lay_out, simulate_rotation, simulate_table


def test_mean_log_ratio_is_the_effect_within_four_simulation_errors() -> None:
    rng = np.random.default_rng(0)
    ratios = []
    for _ in range(2000):
        table = simulate_table(14, sigma=1.0, effect=0.5, autocorrelation=0.3, seed=rng)
        log = np.log(table.value)
        ratios.append(log[table.arm == 1].mean() - log[table.arm == 0].mean())
    assert abs(np.mean(ratios) - np.log(1.5)) < 4 * np.std(ratios) / np.sqrt(len(ratios))


def test_effect_on_a_rate_changes_the_rate_and_not_the_views() -> None:
    rng = np.random.default_rng(1)
    rate = BetaRate(0.04, 0.008)
    tables = [simulate_table(50, effect=0.5, rate=rate, seed=rng) for _ in range(400)]
    own = np.array([[(t.value / t.denominator)[t.arm == a].mean() for a in (0, 1)] for t in tables])
    logs = [(np.log(t.denominator), t.arm == 1) for t in tables]
    views = np.array([log[variant].mean() - log[~variant].mean() for log, variant in logs])
    assert own.mean(axis=0) == pytest.approx([0.04, 0.06], rel=0.02)
    assert abs(views.mean()) < 4 * views.std() / 20


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("n_per_arm", [7, 14])
def test_every_layout_gives_each_arm_its_posts(layout: Layout, n_per_arm: int) -> None:
    arm = lay_out(n_per_arm, layout, np.random.default_rng(2))
    assert sorted(arm) == [0] * n_per_arm + [1] * n_per_arm


def test_rotated_blocks_of_four_hold_each_arm_twice() -> None:
    arm = lay_out(28, Layout.ROTATED, np.random.default_rng(3))
    assert np.all(arm.reshape(-1, 4).sum(axis=1) == 2)


def test_weekend_heavy_puts_most_variant_posts_from_friday_to_sunday() -> None:
    rng = np.random.default_rng(4)
    tables = [simulate_table(28, design=Layout.WEEKEND_HEAVY, seed=rng) for _ in range(50)]
    weekend = [np.mean(t.weekday[t.arm == arm] >= 4) for t in tables for arm in (0, 1)]
    assert np.mean(weekend[1::2]) > 0.6 > 0.3 > np.mean(weekend[::2])


def test_arms_of_a_schedule_drawn_elsewhere_are_kept() -> None:
    arms = [1, 0, 0, 1]
    assert simulate_table(2, arms=arms, seed=5).arm.tolist() == arms


def test_weekday_effects_and_trend_are_on_the_log() -> None:
    table = simulate_table(14, sigma=0.0, trend=1.0, weekday_effects=(0, 0, 0, 0, 0.3, 0, 0), seed=6)
    log = np.log(table.value)
    assert log[-1] - log[0] == pytest.approx(1.0)
    assert log[11] - log[10] == pytest.approx(0.3 + 1 / 27)


def test_a_simulated_account_rotates_control_and_variant() -> None:
    posts = simulate_rotation(10, {"views": 0.5}, seed=7)
    assert sorted(posts.arm) == ["control"] * 10 + ["variant"] * 10
    assert np.all(np.diff(posts.posted_at) == 86_400)
