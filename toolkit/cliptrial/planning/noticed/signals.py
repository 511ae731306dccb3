"""What is worth a look in a week, by rules that keep still in ordinary weeks.

A band counts in the week in which it is crossed for the first time in half a year; every other sign only where a number
lies outside the range of this account's own weeks. A sign is no proof: it proposes what to test. ``docs/signals.csv``
has how many of ordinary weeks each of them fires in, on real and on simulated accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cliptrial.metrics import CATALOGUE, Metric, Whose, placed
from cliptrial.stats.inversion import Floats
from cliptrial.stats.periods.usual import FAMILY, SHARE, usual_range

MEMORY = 26
"""Weeks after which a band that is crossed again is news again."""
UP = 1.5
"""So much of the week before is more comments "by half"."""
FEW_POSTS = 4
"""Posts of a week below which no sign is more than a faint one."""
RARE, TALKED = FAMILY / 3, 0.08
"""In so many of ordinary weeks a number lies as far outside; of comments, which swing more, less is asked."""
SHORT, LONG = "completion_of_short", "completion_of_long"
"""Completion rate of videos up to this account's usual length, and of longer ones."""
SENTIMENT = "positive_comments"
ANY = Whose()
Weeks = Mapping[str, Floats]
"""By number: one a week, the oldest first, the week that is asked about last; not a number where none is known."""


class Sign(StrEnum):
    """What may be worth a look."""

    LOW_COMPLETION = "low_completion"
    SLOW = "slow"
    TOO_LONG = "too_long"
    BEYOND = "beyond"
    UNSEEN = "unseen"
    COMMENTS = "comments"
    SENTIMENT = "sentiment"


@dataclass(frozen=True, slots=True)
class Signal:
    """A number that is worth a look.

    Attributes:
        sign: What it is.
        metric: The number that shows it.
        value: That number in this week.
        limit: The end of the band that it crossed, or of this account's usual range.
        by_band: Whether ``limit`` is that of a band, a rule of thumb.
        posts: Posts of the week.
        firm: Whether it lies far outside what is usual here, on more than a few posts; else it is a faint sign.
    """

    sign: Sign
    metric: str
    value: float
    limit: float
    by_band: bool
    posts: int
    firm: bool

    @property
    def ordinary(self) -> float:
        """In how many of ordinary weeks this sign is seen, as measured."""
        return ORDINARY[self.sign]


ORDINARY: Mapping[Sign, float] = {
    Sign.LOW_COMPLETION: 0.003,
    Sign.SLOW: 0.013,
    Sign.TOO_LONG: 0.004,
    Sign.BEYOND: 0.007,
    Sign.UNSEEN: 0.021,
    Sign.COMMENTS: 0.029,
    Sign.SENTIMENT: 0.017,
}
"""Share of ordinary weeks in which each fires, the larger one of real and simulated accounts (``docs/signals.csv``)."""


def signals(
    weeks: Weeks, posts: int, whose: Whose = ANY, known: Mapping[str, Metric] = CATALOGUE, accounts: int = 1
) -> tuple[Signal, ...]:
    """What is worth a look in the last of these weeks.

    Args:
        weeks: The account's numbers; what is not known, or not known for this week, gives no sign.
        posts: Posts of the week.
        whose: The account, as bands ask for it.
        known: The metrics, with the bands of the workspace.
        accounts: Of the client: the more are looked at together, the farther outside a number must lie.

    Examples:
        >>> steady = [0.55, 0.6, 0.58, 0.62, 0.57, 0.59, 0.61, 0.56, 0.6, 0.58, 0.57, 0.6]
        >>> [one.sign.value for one in signals({"completion_rate": np.array([*steady, 0.4])}, posts=5)]
        ['low_completion']
        >>> signals({"completion_rate": np.array([*steady, 0.4, 0.41])}, posts=5)
        ()
    """
    look = _Look(weeks, posts, whose, known, accounts)
    return tuple(signal for rule in _RULES if (signal := rule(look)) is not None)


@dataclass(frozen=True)
class _Look:
    weeks: Weeks
    posts: int
    whose: Whose
    known: Mapping[str, Metric]
    accounts: int

    def now(self, name: str) -> float | None:
        """A number of the week; None where it is not known."""
        past = self.weeks.get(name)
        return None if past is None or not len(past) or not np.isfinite(past[-1]) else float(past[-1])

    def outside(self, name: str, side: int, rare: float = 1 - SHARE) -> float | None:
        """The end of the usual range below which (-1) or above which (1) the week lies, by so much that it is rare.

        Args:
            name: Of a number.
            side: Which end.
            rare: Share of ordinary weeks in which a number of any of the client's accounts lies as far outside.
        """
        value = self.now(name)
        usual = None if value is None else usual_range(self.weeks[name][:-1], rare / self.accounts)
        if value is None or usual is None or usual.side(value) != side or not usual.is_far(value):
            return None
        return usual.low if side < 0 else usual.high

    def band(self, metric: str) -> tuple[float, float | None] | None:
        """From where to where a metric is good for such an account."""
        stands = placed(self.known[metric], 0.0, self.whose)
        return stands.good if stands else None

    def signal(self, sign: Sign, name: str, limit: float, side: int, *, by_band: bool = False) -> Signal:
        far = self.outside(name, side, RARE) is not None
        return Signal(
            sign, name, float(self.weeks[name][-1]), limit, by_band, self.posts, far and self.posts >= FEW_POSTS
        )


def newly(beyond: Floats) -> bool:
    """Whether the last week is the first one in half a year that lies beyond a limit.

    Args:
        beyond: Shape (weeks,): 1 where a week lies beyond it, 0 where it does not, not a number where nobody knows.
    """
    before = beyond[-1 - MEMORY : -1]
    return bool(len(beyond) and beyond[-1] == 1 and not (before == 1).any())


def _beyond(numbers: Floats, limit: float, side: int) -> Floats:
    """Shape (weeks,): 1 below a limit (-1) or above it (1), 0 elsewhere, not a number where none is known."""
    return np.where(np.isfinite(numbers), np.where(side * (numbers - limit) > 0, 1.0, 0.0), np.nan)


def _low_completion(look: _Look) -> Signal | None:
    """Completion below its band."""
    name, band = "completion_rate", look.band("completion_rate")
    if look.now(name) is None or band is None:
        return None
    if not newly(_beyond(look.weeks[name], band[0], -1)):
        return None
    return look.signal(Sign.LOW_COMPLETION, name, band[0], -1, by_band=True)


def _slow(look: _Look) -> Signal | None:
    """Watch time high, but completion of long videos falling."""
    low = look.outside(LONG, -1)
    if low is None or look.outside("average_watch_time", 1) is None:
        return None
    return look.signal(Sign.SLOW, LONG, low, -1)


def _too_long(look: _Look) -> Signal | None:
    """Short videos are watched to their end, long ones are not."""
    band = look.band("completion_rate")
    if look.now(SHORT) is None or look.now(LONG) is None or band is None:
        return None
    short, long = look.weeks[SHORT], look.weeks[LONG]
    both = np.where(np.isfinite(short) & np.isfinite(long), (short >= band[0]) & (long < band[0]), np.nan)
    return look.signal(Sign.TOO_LONG, LONG, band[0], -1, by_band=True) if newly(both) else None


def _beyond_audience(look: _Look) -> Signal | None:
    """More views than followers could bring."""
    name, band = "view_to_follower", look.band("view_to_follower")
    if look.now(name) is None or band is None or band[1] is None:
        return None
    if not newly(_beyond(look.weeks[name], band[1], 1)):
        return None
    return look.signal(Sign.BEYOND, name, band[1], 1, by_band=True)


def _unseen(look: _Look) -> Signal | None:
    """Those who see it like it, and few see it."""
    high = look.outside("engagement_by_views", 1)
    if high is None or look.outside("views", -1) is None:
        return None
    return look.signal(Sign.UNSEEN, "engagement_by_views", high, 1)


def _comments(look: _Look) -> Signal | None:
    """Comments on a post up by half, and more than is usual here."""
    value = look.now("comments")
    if value is None or len(look.weeks["comments"]) < 2 or not value >= UP * look.weeks["comments"][-2]:
        return None
    high = look.outside("comments", 1, TALKED)
    return None if high is None else look.signal(Sign.COMMENTS, "comments", high, 1)


def _sentiment(look: _Look) -> Signal | None:
    """Fewer friendly comments than is usual here."""
    low = look.outside(SENTIMENT, -1, RARE)
    return None if low is None else look.signal(Sign.SENTIMENT, SENTIMENT, low, -1)


_RULES = (_low_completion, _slow, _too_long, _beyond_audience, _unseen, _comments, _sentiment)
