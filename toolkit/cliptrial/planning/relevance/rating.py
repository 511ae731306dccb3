"""A rating of a platform, A to E, by a rule that is printed beside it, and what else it could be by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cliptrial.metrics import Metric, Whose, placed
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
    """What is rated, piece by piece.

    Attributes:
        engagement: Shape (posts, 2): events and views of each post.
        conversion: Shape (pieces, 2): conversions and views of posts or weeks; None where nobody counts any.
        before: Shape (pieces, 2): the same of the year before; None where nobody knows.
        target: Share of the target group with its least and its most; None where nobody knows.
    """

    engagement: Floats
    conversion: Floats | None = None
    before: Floats | None = None
    target: tuple[float, float, float] | None = None


def rating(given: Rated, metric: Metric, whose: Whose) -> Rating:
    """A platform's rating, and what it could be by chance: pieces are drawn again, and the target within its span.

    Args:
        given: The posts of a quarter.
        metric: Engagement, with its bands.
        whose: The account, as bands ask for it.
    """
    posts = len(given.engagement)
    parts = _parts(given, metric, whose, None)
    if len(parts) < FEWEST_PARTS or posts < FEWEST_POSTS:
        return Rating(None, None, None, parts, posts)
    means = np.sort([_mean(_parts(given, metric, whose, number)) for number in range(DRAWS)])
    worst, best = (letter_of(float(np.quantile(means, share))) for share in WITHIN)
    letter = letter_of(_mean(parts))
    return Rating(letter, min(best, letter), max(worst, letter), parts, posts)


def letter_of(mean: float) -> str:
    """The letter of a mean of points.

    Examples:
        >>> letter_of(4.0), letter_of(2.5), letter_of(0.4)
        ('A', 'B', 'E')
    """
    return LETTERS[sum(mean >= cut for cut in CUTS)]


def _parts(given: Rated, metric: Metric, whose: Whose, draw: int | None) -> tuple[Part, ...]:
    """What is known, of all pieces or of a numbered draw of them."""
    engagement = _rate(_drawn(given.engagement, draw, 0))
    cuts = _engagement_cuts(metric, whose)
    parts = [("engagement", engagement, cuts)] if engagement is not None and cuts else []
    if given.conversion is not None and given.before is not None:
        now, then = _rate(_drawn(given.conversion, draw, 0)), _rate(_drawn(given.before, draw, 1))
        parts += [("conversion", now / then, CONVERSION)] if now is not None and then else []
    if given.target is not None:
        share, least, most = given.target
        at = None if draw is None else np.random.default_rng([SEED, draw, 2]).uniform()
        parts.append(("target", share if at is None else least + at * (most - least), TARGET))
    return tuple(Part(name, value, sum(round(value, 9) >= cut for cut in limits)) for name, value, limits in parts)


def _drawn(pieces: Floats, draw: int | None, stream: int) -> Floats:
    """Pieces drawn again; of two numbers of the same posts the same ones."""
    if draw is None:
        return pieces
    return pieces[np.random.default_rng([SEED, draw, stream]).integers(0, len(pieces), len(pieces))]


def _engagement_cuts(metric: Metric, whose: Whose) -> Sequence[float]:
    """Half of good, good, its middle, very good; empty where nobody says what is good."""
    stands = placed(metric, 0.0, whose)
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
