"""The chance to arrive: right where its own model is true, and where a level cannot be told from noise."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scipy import stats
from tests.places import ROOT

from cliptrial.stats.arrival import COUNTS, FEWEST, RATES, Drift, outlook

RNG = np.random.default_rng(7)


def dense(history: np.ndarray, ahead: float, drift: Drift) -> tuple[float, float]:
    """Mean and variance of a later value by one normal distribution of all values, with no filter in it.

    The first value's level is known to the noise only, as if it had been anything before.
    """
    known = np.flatnonzero(np.isfinite(history))
    at = np.append(known - known[0], len(history) - 1 - known[0] + ahead).astype(float)
    wide = 1e7  # of a level about which nothing is known
    joint = wide + drift.lasting * np.minimum.outer(at, at) + drift.passing * np.eye(len(at))
    seen = history[known]
    weights = np.linalg.solve(joint[:-1, :-1], joint[:-1, -1])
    return float(weights @ seen), float(joint[-1, -1] - weights @ joint[:-1, -1])


@pytest.mark.parametrize("drift", [COUNTS, RATES])
@pytest.mark.parametrize("gap", [False, True])
def test_the_level_is_that_of_one_normal_distribution_of_all_values(drift: Drift, gap: bool) -> None:
    history = np.cumsum(RNG.normal(0, 0.2, 9)) + 8
    if gap:
        history[[0, 4]] = np.nan
    ahead = outlook(history, 2.5, drift)
    assert ahead is not None
    mean, variance = dense(history, 2.5, drift)
    assert ahead.level == pytest.approx(mean, abs=1e-4)
    known = np.isfinite(history).sum()
    size = ahead.error**2 / variance
    assert ahead.freedom == known - 1 + 5
    assert size == pytest.approx(_size(history, drift), rel=1e-4)


def _size(history: np.ndarray, drift: Drift) -> float:
    """How large the surprises were, each against the values before it."""
    squares = []
    known = np.flatnonzero(np.isfinite(history))
    for place in known[1:]:
        before = history[:place].copy()
        last = np.flatnonzero(np.isfinite(before))[-1]
        mean, variance = dense(before[: last + 1], float(place - last), drift)
        squares.append((history[place] - mean) ** 2 / variance)
    return (sum(squares) + 5) / (len(squares) + 5)


def test_the_stated_chance_is_the_share_that_arrives_where_the_model_is_true() -> None:
    """4,000 accounts of nine periods and an unknown size of changes, in five groups of stated chances."""
    runs, periods, ahead = 4_000, 9, 4
    size = 1 / RNG.gamma(5 / 2, 2 / 5, runs)  # what the prior of five periods believes of it
    level = np.cumsum(RNG.normal(0, np.sqrt(COUNTS.lasting * size)[:, None], (runs, periods + ahead)), axis=1)
    values = level + RNG.normal(0, np.sqrt(COUNTS.passing * size)[:, None], level.shape)
    target = RNG.normal(0.0, 0.5, runs)
    seen = [outlook(one[:periods], ahead) for one in values]
    stated = np.array([one.chance(goal) for one, goal in zip(seen, target, strict=True) if one is not None])
    arrived = values[:, -1] >= target
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        group = (stated >= low) & (stated < low + 0.2)
        error = 3.5 * np.sqrt(stated[group].mean() * (1 - stated[group].mean()) / group.sum())
        assert abs(arrived[group].mean() - stated[group].mean()) < error, low


def test_nothing_is_said_of_fewer_than_three_periods() -> None:
    assert outlook(np.array([7.0, np.nan, 7.1]), 1) is None
    assert outlook(np.array([7.0, 7.0, 7.1]), 1) is not None
    assert outlook(np.array([]), 1) is None
    assert FEWEST == 3


def test_the_way_up_and_the_way_down_are_one_chance() -> None:
    history = np.array([7.0, 7.3, 6.9, 7.1])
    up, down = outlook(history, 3), outlook(-history, 3)
    assert up is not None
    assert down is not None
    assert up.chance(7.5) == pytest.approx(1 - down.chance(-7.5))
    assert up.chance(up.level) == pytest.approx(0.5)
    assert up.chance(7.5) == pytest.approx(stats.t(up.freedom, up.level, up.error).sf(7.5))


def test_on_real_histories_the_stated_chance_holds_and_a_drawn_on_trend_does_not() -> None:
    """The committed result of ``python -m tests.calibration.arrival``."""
    rows = list(csv.DictReader((ROOT / "docs" / "arrival.csv").open(encoding="utf-8")))
    groups = {(one["metric"], one["way"], one["stated"]): float(one["arrived"]) for one in rows}
    for metric in ("views", "likes", "comments"):
        own = [
            (float(stated), share) for (name, way, stated), share in groups.items() if (name, way) == (metric, "level")
        ]
        assert len(own) == 10
        assert max(abs(share - stated) for stated, share in own) < 0.125, metric
    trend = [
        (float(stated), share) for (name, way, stated), share in groups.items() if (name, way) == ("views", "trend")
    ]
    assert max(abs(share - stated) for stated, share in trend) > 0.25
