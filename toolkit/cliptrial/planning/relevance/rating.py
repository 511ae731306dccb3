"""A rating of a platform, A to E, by a rule that is printed beside it, and what else it could be by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cliptrial.metrics import Metric
from cliptrial.metrics.bands import placed
from cliptrial.stats.inversion import Floats

LETTERS = "EDCBA"
CUTS = (0.5, 1.5, 2.5, 3.5)
"""Means of points from which the next better letter is given."""
CONVERSION = (0.5, 0.9, 1.1, 1.5)
"""Times what the year before had, from which the next point is given."""
TARGET = (0.2, 0.4, 0.6, 0.8)
DRAWS, SEED = 999, 4
FEWEST_PARTS = 2
FEWEST_POSTS = 6
"""Posts without which nothing is rated."""
WITHIN = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that are rated: its value, and 0 to 4 points."""

    name: str
    value: float
    points: int


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating of a platform.

    Attributes:
        letter: A to E; None where too little is known.
        best, worst: What 8 of 10 quarters of such posts would be rated; None where there is no letter.
        parts: What is known of engagement, conversion and target group.
        posts: How many it rests on.
    """

    letter: str | None
    best: str | None
    worst: str | None
    parts: tuple[Part, ...]
    posts: int


@dataclass(frozen=True, slots=True)
class Rated:
    """What is rated, post by post.

    Attributes:
        engagement: Shape (posts, 2): events and views of each post.
        conversion: Shape (posts, 2): the same of conversions; None where nobody counts any.
        before: Conversions per view in the year before; None where nobody knows.
        target: Share of the target group with its least and its most; None where nobody knows.
    """

    engagement: Floats
    conversion: Floats | None = None
    before: float | None = None
    target: tuple[float, float, float] | None = None


def rating(given: Rated, metric: Metric, followers: int | None) -> Rating:
    """A platform's rating, and what it could be by chance: posts are drawn again, and the target share within its span.

    Args:
        given: The posts of a quarter.
        metric: Engagement, with its bands.
        followers: Of the account; bands depend on its size.
    """
    posts = len(given.engagement)
    parts = _parts(given, metric, followers, np.arange(posts), None)
    if len(parts) < FEWEST_PARTS or posts < FEWEST_POSTS:
        return Rating(None, None, None, parts, posts)
    rng = np.random.default_rng(SEED)
    means = np.sort(
        [
            _mean(_parts(given, metric, followers, rng.integers(0, posts, posts), float(rng.uniform())))
            for _ in range(DRAWS)
        ]
    )
    worst, best = (letter_of(float(np.quantile(means, share, method="nearest"))) for share in WITHIN)
    letter = letter_of(_mean(parts))
    return Rating(letter, min(best, letter), max(worst, letter), parts, posts)


def letter_of(mean: float) -> str:
    """The letter of a mean of points.

    Examples:
        >>> letter_of(4.0), letter_of(2.5), letter_of(0.4)
        ('A', 'B', 'E')
    """
    return LETTERS[sum(mean >= cut for cut in CUTS)]


def _parts(
    given: Rated,
    metric: Metric,
    followers: int | None,
    drawn: np.ndarray[tuple[int], np.dtype[np.int64]],
    at: float | None,
) -> tuple[Part, ...]:
    engagement = _rate(given.engagement[drawn])
    cuts = _engagement_cuts(metric, followers)
    parts = [("engagement", engagement, cuts)] if engagement is not None and cuts else []
    if given.conversion is not None and given.before:
        rate = _rate(given.conversion[drawn])
        parts += [("conversion", rate / given.before, CONVERSION)] if rate is not None else []
    if given.target is not None:
        share, least, most = given.target
        parts.append(("target", share if at is None else least + at * (most - least), TARGET))
    return tuple(Part(name, value, sum(round(value, 9) >= cut for cut in limits)) for name, value, limits in parts)


def _engagement_cuts(metric: Metric, followers: int | None) -> Sequence[float]:
    """Half of good, good, its middle, very good; empty where nobody says what is good."""
    stands = placed(metric, 0.0, followers)
    if stands is None or stands.good[1] is None:
        return ()
    low, high = stands.good[0], stands.good[1]
    return (low / 2, low, (low + high) / 2, high)


def _rate(pairs: Floats) -> float | None:
    events, views = pairs.sum(axis=0)
    return float(events / views) if views > 0 else None


def _mean(parts: Sequence[Part]) -> float:
    return sum(one.points for one in parts) / len(parts) if parts else 0.0


def as_pairs(readings: Mapping[str, tuple[float, float]], posts: Sequence[str]) -> Floats:
    """Shape (posts, 2): numerators and denominators of posts; of one that was not read, nothing of nothing."""
    return np.array([readings.get(post, (0.0, 0.0)) for post in posts], dtype=np.float64).reshape(-1, 2)
