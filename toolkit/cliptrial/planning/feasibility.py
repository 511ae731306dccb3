"""Can this be answered? The smallest effect that so many posts can show, at the spread of the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil, expm1, log1p, sqrt

import numpy as np
from scipy import stats

from cliptrial.metrics import CATALOGUE, Kind, Metric
from cliptrial.posts.history import posts_of
from cliptrial.posts.lake import Lake
from cliptrial.posts.observe import observe
from cliptrial.registry.model import Experiment
from cliptrial.registry.workspace import Workspace

POWER = 0.8
ENOUGH_HISTORY = 20
"""Earlier posts from which an account's own spread is believed."""

EXPERIENCE = {"views": 1.05, "reach": 1.05, "likes": 1.2, "average_watch_time": 0.25, "watch_share": 0.25}
"""SD of log values between posts of one account, measured on public histories."""
EXPERIENCE_BY_KIND = {Kind.COUNT: 1.05, Kind.MEAN: 0.3, Kind.RATE: 0.5, Kind.RARE: 1.2, Kind.MONEY: 1.2}


@dataclass(frozen=True, slots=True)
class Feasibility:
    """What a plan can find out.

    Attributes:
        metric: Name of the primary metric.
        posts_per_arm: In all accounts together.
        spread: SD of the log metric between posts.
        earlier_posts: Posts behind ``spread``; None where it is an experience value.
        smallest: Smallest effect found with 80 % power, a ratio minus one.
        power: Chance to find the effect the hypothesis asks for.
        at_least: That effect.
        posts_needed: Posts an arm that would find it with 80 % power.
    """

    metric: str
    posts_per_arm: int
    spread: float
    earlier_posts: int | None
    smallest: float
    power: float
    at_least: float
    posts_needed: int


def feasibility(workspace: Workspace, experiment: Experiment, metric: Metric) -> Feasibility:
    """Judge a plan before anything is filmed.

    The re-drawn test has the power of the t-test on log values that it studentises, so the noncentral t
    distribution gives it; section "power" of the calibration compares the two.
    """
    per_arm = experiment.design.posts_per_arm * len(experiment.accounts)
    found = own_spread(workspace, experiment, metric)
    spread = found[0] if found else EXPERIENCE.get(metric.name, EXPERIENCE_BY_KIND[metric.kind])
    alpha = experiment.analysis.alpha / len(experiment.change.variants)
    at_least = experiment.hypothesis.at_least
    return Feasibility(
        metric=metric.name,
        posts_per_arm=per_arm,
        spread=spread,
        earlier_posts=found[1] if found else None,
        smallest=expm1(smallest_log_effect(per_arm, spread, alpha)),
        power=power(log1p(at_least), per_arm, spread, alpha),
        at_least=at_least,
        posts_needed=posts_needed(log1p(at_least), spread, alpha),
    )


def power(log_effect: float, per_arm: int, spread: float, alpha: float) -> float:
    """Chance that a two-sided test on log values finds ``log_effect``."""
    freedom = 2 * per_arm - 2
    shift = log_effect / (spread * sqrt(2 / per_arm))
    limit = stats.t.isf(alpha / 2, freedom)
    # Far in the wrong tail the noncentral t is not computable; there it is zero.
    wrong_side = np.nan_to_num(stats.nct.cdf(-limit, freedom, shift))
    right_side = 1.0 if shift > 30 else stats.nct.sf(limit, freedom, shift)
    return float(min(right_side + wrong_side, 1.0))


def smallest_log_effect(per_arm: int, spread: float, alpha: float) -> float:
    """Log effect that is found with 80 % power."""
    low, high = 0.0, 20.0 * spread
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle, per_arm, spread, alpha) >= POWER else (middle, high)
    return high


def posts_needed(log_effect: float, spread: float, alpha: float) -> int:
    """Posts an arm that find ``log_effect`` with 80 % power; even, because blocks hold each arm twice."""
    z = stats.norm.isf(alpha / 2) + stats.norm.isf(1 - POWER)
    guess = max(2, ceil(2 * (z * spread / log_effect) ** 2))
    while power(log_effect, guess, spread, alpha) < POWER:
        guess += max(1, guess // 200)
    return guess + guess % 2


def own_spread(workspace: Workspace, experiment: Experiment, metric: Metric) -> tuple[float, int] | None:
    """SD of the log metric over the accounts' earlier posts, and how many they are; None below 20."""
    if metric.name not in CATALOGUE and metric.kind not in (Kind.COUNT, Kind.MEAN, Kind.RATE):
        return None
    start = experiment.design.start
    lake = Lake(workspace.store_dir)
    logs: list[float] = []
    for account in experiment.accounts:
        posted_at = {p.post_id: p.posted_at for p in posts_of(lake, [account]) if p.posted_at is not None}
        before = {i: at for i, at in posted_at.items() if start is None or at < _midnight(start)}
        readings = observe(
            lake,
            [metric],
            list(before),
            posted_at=before,
            measure_at=experiment.design.measure_at,
            randomised=True,
        )[metric.name]
        values = [r.numerator / r.denominator for r in readings.by_post.values() if r.numerator > 0 < r.denominator]
        own = np.log(values) if values else np.empty(0)
        logs += list(own - own.mean() if len(own) else own)
    if len(logs) < ENOUGH_HISTORY:
        return None
    return float(np.std(logs, ddof=len(experiment.accounts))), len(logs)


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
