"""Days on which a platform began to count something else under the same name: nothing is compared across them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from cliptrial.metrics.catalogue import Metric


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what a number means.

    Attributes:
        platform: As workspace.yaml names it.
        column: The snapshot column.
        day: The first day on which it means something else, in the days of whoever posts.
        longest: Seconds up to which a video is concerned; None for every video.
    """

    platform: str
    column: str
    day: date
    longest: float | None = None


CHANGES = (
    Change("youtube", "views", date(2025, 3, 31), longest=180.0),
    Change("youtube", "views", date(2026, 8, 24)),
)
"""YouTube counts every start since, replays and those by themselves, too: first of Shorts, then of all videos.

``engaged_views`` is what ``views`` were before, on either side of both days.
"""


def counted_columns(metric: Metric) -> tuple[str, ...]:
    """The columns of a metric whose meaning counts: a share of the views that was delivered as a share needs none."""
    shares = metric.denominator == "views" and all(name.startswith("held_") for name in metric.numerator)
    return () if shares else metric.columns


def changes_of(columns: Collection[str], platform: str, length: float | None = None) -> Iterator[Change]:
    """The changes of what a metric of these columns means, the earliest first.

    Args:
        columns: Those of the metric.
        platform: Where the posts are.
        length: Seconds of a video; one of which nobody knows the length may be as short as any.
    """
    for change in CHANGES:
        long = change.longest is not None and length is not None and length > change.longest
        if change.platform == platform and change.column in columns and not long:
            yield change


def meaning(columns: Collection[str], platform: str, day: date, length: float | None = None) -> date | None:
    """Since when a metric means what it meant on a day; None where it never meant anything else before.

    Example:
        >>> [meaning(["views"], "youtube", date(2026, 8, day)) for day in (23, 24)]
        [datetime.date(2025, 3, 31), datetime.date(2026, 8, 24)]
    """
    days = [change.day for change in changes_of(columns, platform, length) if change.day <= day]
    return max(days, default=None)
