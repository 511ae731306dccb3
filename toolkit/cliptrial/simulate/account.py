"""An invented account: posts whose views, watch time and reactions follow a known truth.

The defaults are what real post histories show within an account: natural-log views with an SD of 1.05
in all, of which calendar months make 0.32, slots 0.14 and weekdays 0.05; a lag-1 autocorrelation of
0.1; rates that vary between posts far more than independent viewers would. A post's number is

    typical value x month x weekday x slot x trend x (1 + effect of its arm) x its own luck,

so the ratio of the arms' geometric means is 1 + effect, whatever else happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Effects = Mapping[str, Mapping[str, float]]

DAY = 86_400


@dataclass(frozen=True, slots=True)
class BetaRate:
    """A rate per view: every post has its own, drawn from a beta distribution.

    Attributes:
        mean: The rate over many posts.
        rho: Intra-class correlation, 1 / (a + b + 1) of the beta distribution; 0 would be a fixed rate.
    """

    mean: float
    rho: float

    def draw(self, mean: Floats, rng: np.random.Generator) -> Floats:
        """One rate a post, with each post's own ``mean`` and this ``rho``."""
        size = 1 / self.rho - 1
        return np.asarray(rng.beta(mean * size, (1 - mean) * size), dtype=np.float64)


# rho reproduces the measured SD of the logit between posts: likes .5, comments .9, shares 1.1.
RATES: Mapping[str, BetaRate] = {
    "likes": BetaRate(0.042, 0.008),
    "comments": BetaRate(0.006, 0.0036),
    "shares": BetaRate(0.005, 0.0040),
    "saves": BetaRate(0.009, 0.0048),
    "new_followers": BetaRate(0.0012, 0.0008),
}
RATE_METRICS: Mapping[str, str] = {
    "likes": "like_rate",
    "comments": "comment_rate",
    "shares": "share_rate",
    "saves": "save_rate",
    "new_followers": "follower_conversion",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How an account behaves; spreads are SDs of natural logs.

    Attributes:
        typical_views: Geometric mean of a post's final views.
        sigma: Spread of single posts around the calendar's level.
        autocorrelation: Of that spread, between one post and the next.
        month_drift: Spread of calendar months.
        weekday_spread: Spread of the seven weekdays.
        slot_spread: Spread of the hours of the day.
        trend: Growth of the level in 30 days, on the log.
        watch_time: Typical average watch time, seconds.
        watch_sigma: Spread of average watch time between posts.
        completion: Typical share of plays that reach the end.
        duration: Typical length of a video, seconds.
        followers: Followers at the first post.
        rates: Reactions per view.
    """

    typical_views: float = 8_000.0
    sigma: float = 0.985
    autocorrelation: float = 0.1
    month_drift: float = 0.32
    weekday_spread: float = 0.05
    slot_spread: float = 0.14
    trend: float = 0.0
    watch_time: float = 8.0
    watch_sigma: float = 0.25
    completion: float = 0.41
    duration: float = 21.0
    followers: int = 14_000
    rates: Mapping[str, BetaRate] = field(default_factory=lambda: dict(RATES))


@dataclass(frozen=True, slots=True)
class Counters:
    """What a platform would show for each post at one age; counts never fall as age grows."""

    views: Integers
    likes: Integers
    comments: Integers
    shares: Integers
    saves: Integers
    new_followers: Integers


@dataclass(frozen=True, slots=True)
class SimulatedPosts:
    """Posts in order of time, one row each.

    Attributes:
        posted_at: UTC epoch seconds.
        arm: Arm of each post.
        final: Counters once nobody watches any more.
        pace: Days until about 63 % of the final views have come.
        watch_time: Average watch time, seconds.
        completion: Share of plays that reach the end.
        duration: Length, seconds.
    """

    posted_at: Integers
    arm: tuple[str, ...]
    final: Counters
    pace: Floats
    watch_time: Floats
    completion: Floats
    duration: Floats

    def counters(self, at: int | Integers) -> Counters:
        """The counters at ``at`` (UTC epoch seconds, one for all posts or one each)."""
        share = share_reached((np.asarray(at) - self.posted_at) / DAY, self.pace)

        def grown(final: Integers) -> Integers:
            return np.floor(final * share).astype(np.int64)

        return Counters(*(grown(getattr(self.final, name)) for name in Counters.__slots__))


def share_reached(age: Floats | float, pace: Floats | float = 1.5) -> Floats:
    """Share of a post's final views that have come at ``age`` days: ``1 - exp(-(age / pace)^0.7)``."""
    grown = np.maximum(np.asarray(age, dtype=np.float64), 0.0) / pace
    return np.asarray(-np.expm1(-(grown**0.7)), dtype=np.float64)


def autocorrelated(n: int, rho: float, rng: np.random.Generator) -> Floats:
    """A stationary AR(1) series of ``n`` values with SD 1 and lag-1 autocorrelation ``rho``."""
    steps = rng.standard_normal(n)
    steps[1:] *= np.sqrt(1 - rho**2)
    for i in range(1, n):
        steps[i] += rho * steps[i - 1]
    return steps


def simulate_account(
    posted_at: Sequence[int],
    arms: Sequence[str],
    *,
    effects: Effects | None = None,
    profile: Profile | None = None,
    timezone: str = "UTC",
    seed: int = 0,
) -> SimulatedPosts:
    """Invent what happens to posts of one account.

    Args:
        posted_at: Posting times, UTC epoch seconds, ascending.
        arms: The arm of each post; any label.
        effects: By arm, by metric (``views``, ``average_watch_time``, ``completion_rate``, ``like_rate``,
            ...): the true effect as a ratio minus one. Arms and metrics not named have none. A change
            of watch time also moves completion, by about half as much; ``completion_rate`` comes on top.
        profile: How the account behaves.
        timezone: Where its weekdays, months and hours are taken.
        seed: Same seed, same posts.

    Raises:
        ValueError: Posting times do not ascend, or there are not as many arms as times.
    """
    times = np.asarray(posted_at, dtype=np.int64)
    if len(arms) != len(times) or np.any(np.diff(times) < 0):
        raise ValueError("simulate_account needs ascending posting times and one arm for each")
    profile = profile or Profile()
    effect = _ArmEffects(arms, effects or {})
    # One stream an ingredient: changing one metric's effect leaves every other number as it was.
    calendar, views, watch, reactions, speed = np.random.default_rng(seed).spawn(5)
    level = _calendar_level(times, timezone, profile, calendar) + effect.log("views")
    luck = profile.sigma * autocorrelated(len(times), profile.autocorrelation, views)
    final_views = np.maximum(np.rint(profile.typical_views * np.exp(level + luck)), 1).astype(np.int64)
    watch_log = effect.log("average_watch_time") + profile.watch_sigma * watch.standard_normal(len(times))
    return SimulatedPosts(
        posted_at=times,
        arm=tuple(arms),
        final=_reactions(final_views, effect, profile, reactions),
        pace=1.5 * np.exp(0.25 * speed.standard_normal(len(times))),
        watch_time=profile.watch_time * np.exp(watch_log),
        completion=_completion(watch_log, effect, profile, watch),
        duration=np.rint(profile.duration * np.exp(0.1 * speed.standard_normal(len(times)))),
    )


@dataclass(frozen=True, slots=True)
class _ArmEffects:
    arms: Sequence[str]
    effects: Effects

    def log(self, metric: str) -> Floats:
        return np.log1p([self.effects.get(arm, {}).get(metric, 0.0) for arm in self.arms])


def _calendar_level(times: Integers, timezone: str, profile: Profile, rng: np.random.Generator) -> Floats:
    """Log level of each post's month, weekday, hour and place in the trend."""
    zone = ZoneInfo(timezone)
    local = [datetime.fromtimestamp(int(t), zone) for t in times]
    weekdays = profile.weekday_spread * rng.standard_normal(7)
    hours = profile.slot_spread * rng.standard_normal(24)
    _, month = np.unique([12 * t.year + t.month for t in local], return_inverse=True)
    months = profile.month_drift * rng.standard_normal(int(month.max()) + 1 if len(times) else 0)
    days = (times - times[:1]) / DAY
    seasonal = weekdays[[t.weekday() for t in local]] + hours[[t.hour for t in local]] + months[month]
    return np.asarray(seasonal + profile.trend * days / 30, dtype=np.float64)


def _completion(watch_log: Floats, effect: _ArmEffects, profile: Profile, rng: np.random.Generator) -> Floats:
    """Completion moves with watch time on the logit scale, and has some luck of its own."""
    logit = np.log(profile.completion / (1 - profile.completion)) + watch_log
    logit += 0.15 * rng.standard_normal(len(watch_log))
    reached = np.exp(effect.log("completion_rate")) / (1 + np.exp(-logit))
    return np.asarray(np.minimum(reached, 0.97), dtype=np.float64)


def _reactions(views: Integers, effect: _ArmEffects, profile: Profile, rng: np.random.Generator) -> Counters:
    counts = {}
    for name, rate in profile.rates.items():
        mean = np.clip(rate.mean * np.exp(effect.log(RATE_METRICS[name])), 1e-9, 0.95)
        counts[name] = rng.binomial(views, rate.draw(mean, rng)).astype(np.int64)
    return Counters(views=views, **counts)
