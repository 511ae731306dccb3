"""Can this be answered? The smallest effect that so many posts can show, at the spread of the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil, expm1, log1p, sqrt

import numpy as np

from cliptrial.analysis.estimate import COUNTED, by_logs
from cliptrial.metrics import Metric
from cliptrial.posts.equal_age.meanings import counted_on
from cliptrial.posts.equal_age.observe import observe
from cliptrial.posts.lake.history import posts_of, promotions, timezones_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.model import Experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.stats import overdispersion
from cliptrial.stats.futility import chance_beforehand
from cliptrial.stats.inversion import Floats
from cliptrial.stats.special import ndtri, stdtrit

POWER = 0.8
ENOUGH_HISTORY = 20
"""Earlier posts from which an account's own spread is believed."""


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
        clear_at_all: Chance that the end is clear, by what such changes usually bring, of a test that may be ended
            early; None of any other.
    """

    metric: str
    posts_per_arm: int
    spread: float
    earlier_posts: int | None
    smallest: float
    power: float
    at_least: float
    posts_needed: int
    clear_at_all: float | None = None


def feasibility(workspace: Workspace, experiment: Experiment, metric: Metric) -> Feasibility | None:
    """Judge a plan before anything is filmed; None where nobody can know the spread beforehand.

    The re-drawn test has the power of the t-test that it studentises, so the noncentral t distribution gives it
    from the spread of the metric; a test holds it against simulation.
    """
    per_arm = experiment.design.posts_per_arm * len(experiment.accounts)
    measured = own_spread(workspace, experiment, metric)
    spread = measured[0] if measured else metric.spread
    if spread is None:
        return None
    alpha = experiment.analysis.alpha / len(experiment.change.variants)
    at_least = experiment.hypothesis.at_least
    return Feasibility(
        metric=metric.name,
        posts_per_arm=per_arm,
        spread=spread,
        earlier_posts=measured[1] if measured else None,
        smallest=expm1(smallest_log_effect(per_arm, spread, alpha)),
        power=power(log1p(at_least), per_arm, spread, alpha),
        at_least=at_least,
        posts_needed=posts_needed(log1p(at_least), spread, alpha),
        clear_at_all=_clear_at_all(experiment, per_arm, spread, alpha) if experiment.analysis.futility else None,
    )


def _clear_at_all(experiment: Experiment, per_arm: int, spread: float, alpha: float) -> float:
    error = spread * sqrt(2 / per_arm)
    chance = chance_beforehand(error, alpha=alpha, freedom=2 * per_arm - 2)
    return min(1.0, len(experiment.change.variants) * chance)


def power(log_effect: float, per_arm: int, spread: float, alpha: float) -> float:
    """Chance that a two-sided test on log values finds ``log_effect``."""
    from scipy.stats import nct  # inside: brings hundreds of distributions along

    freedom = 2 * per_arm - 2
    shift = log_effect / (spread * sqrt(2 / per_arm))
    limit = -float(stdtrit(freedom, alpha / 2))
    # Far in the wrong tail the noncentral t is not computable; there it is zero.
    wrong_side = np.nan_to_num(nct.cdf(-limit, freedom, shift))
    right_side = 1.0 if shift > 30 else nct.sf(limit, freedom, shift)
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
    z = -float(ndtri(alpha / 2)) - float(ndtri(1 - POWER))
    guess = max(2, ceil(2 * (z * spread / log_effect) ** 2))
    while power(log_effect, guess, spread, alpha) < POWER:
        guess += max(1, guess // 200)
    return guess + guess % 2


def own_spread(workspace: Workspace, experiment: Experiment, metric: Metric) -> tuple[float, int] | None:
    """Spread of the metric over the accounts' posts before an experiment; see :func:`spread_of`."""
    design = experiment.design
    return spread_of(workspace, experiment.accounts, metric, before=design.start, age=design.measure_at)


def spread_of(
    workspace: Workspace, accounts: Iterable[str], metric: Metric, *, before: date | None = None, age: float = 7.0
) -> tuple[float, int] | None:
    """Spread of the metric over these accounts' posts, on the log scale, and how many they are.

    None below 20 posts, or where the accounts have not had a single event.

    Args:
        workspace: Whose accounts they are.
        accounts: Their short names.
        metric: What is read.
        before: Only posts before this day; None for all.
        age: In days, at which posts are read.
    """
    lake = Lake(workspace.store_dir)
    by_account = [_earlier(lake, workspace, account, metric, before, age) for account in accounts]
    posts = sum(len(numerator) for numerator, _ in by_account)
    spreads = [spread(metric, *one) for one in by_account if len(one[0]) > 1]
    if posts < ENOUGH_HISTORY or not spreads or any(one is None for one in spreads):
        return None
    sizes = [len(numerator) for numerator, _ in by_account if len(numerator) > 1]
    return float(np.sqrt(np.average([one**2 for one in spreads if one is not None], weights=sizes))), posts


def spread(metric: Metric, numerator: Floats, denominator: Floats) -> float | None:
    """SD that one post contributes to the log of an arm's typical value.

    For counts and means without zeros the SD of log values. For rates, and for counts with zeros, that of the
    weighted ratio: a post adds ``1 / (1 / (V m) + phi)`` to its information (see ``stats.rate_ratio``).

    Args:
        metric: Its kind decides.
        numerator: Shape (posts,).
        denominator: Shape (posts,).
    """
    if by_logs(metric, numerator):
        return float(np.std(np.log(numerator / denominator), ddof=1))
    if numerator.sum() <= 0:
        return None
    if metric.kind not in COUNTED:
        numerator, denominator = numerator / denominator, np.ones_like(denominator)
    expected = denominator * numerator.sum() / denominator.sum()
    return float(np.mean(1 / (1 / expected + overdispersion(numerator, denominator))) ** -0.5)


def _earlier(
    lake: Lake, workspace: Workspace, account: str, metric: Metric, start: date | None, age: float
) -> tuple[Floats, Floats]:
    """Numerators and denominators of the account's posts before a day, at an age in days."""
    posts = posts_of(lake, [account])
    posted_at = {p.post_id: p.posted_at for p in posts if p.posted_at is not None}
    before = {i: at for i, at in posted_at.items() if start is None or at < _midnight(start)}
    asked = observe(
        lake,
        [metric],
        list(before),
        posted_at=before,
        measure_at=age,
        randomised=True,
        timezones=timezones_of(workspace, posts),
        promoted_at=promotions(posts),
        counted=counted_on(workspace, posts),
    )
    readings = [r for r in asked[metric.name].by_post.values() if r.denominator > 0]
    return np.array([r.numerator for r in readings]), np.array([r.denominator for r in readings])


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
