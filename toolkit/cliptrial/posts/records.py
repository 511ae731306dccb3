"""What happened, as records: posts, readings at the measuring age, and how they met the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cliptrial.metrics.catalogue import Metric


@dataclass(frozen=True, slots=True)
class Post:
    """One video as the sources describe it; None where no source shows it.

    Attributes:
        post_id: The platform's 19-digit id, always a string.
        account: The workspace's account name.
        posted_at: UTC epoch seconds.
        link: The video link.
        caption: Caption as exported.
        hashtags: Without ``#``, lower case, in order of appearance; None where no caption is known.
        sound: Sound id or title.
        duration: Seconds.
        promoted_at: UTC epoch seconds from which the post was promoted; None if never.
        source: Name of the source that described it first.
        hours: Whether ``posted_at`` tells more than the day.
    """

    post_id: str
    account: str
    posted_at: int | None
    link: str | None = None
    caption: str | None = None
    hashtags: tuple[str, ...] | None = None
    sound: str | None = None
    duration: float | None = None
    promoted_at: int | None = None
    source: str | None = None
    hours: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """Posts that may belong to a position; ``fits`` is best first. Chosen by people, never silently."""

    position: int
    fits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """How posts met the plan.

    Attributes:
        posts: By position number: the post that was found for it.
        how: By position number: ``link`` or ``found`` (by account, time, sound, hashtags).
        proposals: Positions where more than one post, or one not quite fitting, could be meant.
        empty: Positions without a post.
        unmatched: Ids of posts of these accounts in the period that belong to no position.
        unknown_links: By position number: links in posts.csv or the workbook that no source knows.
    """

    posts: Mapping[int, Post]
    how: Mapping[int, str]
    proposals: tuple[Proposal, ...] = ()
    empty: tuple[int, ...] = ()
    unmatched: tuple[str, ...] = ()
    unknown_links: Mapping[int, str] = field(default_factory=dict)


class AgeRule(StrEnum):
    """How posts were made comparable in age."""

    EQUAL_AGE = "equal_age"
    COMMON_EXPORT = "common_export"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """One post's numbers for one metric. ``age`` is in days; ``denominator`` is 1 where there is none."""

    post_id: str
    captured_at: int
    age: float
    numerator: float
    denominator: float


@dataclass(frozen=True, slots=True)
class Across:
    """Posts whose number means something else than that of those beside them.

    Attributes:
        days: On which the platform changed what it counts.
        posts: Ids of the posts that are left out for it.
    """

    days: tuple[date, ...]
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """One metric read on many posts by one age rule.

    Attributes:
        metric: The metric.
        rule: How the posts were made comparable in age.
        as_of: UTC epoch seconds of the common export, with ``COMMON_EXPORT``.
        by_post: By post id.
        too_young: Ids of posts that have not reached the age.
        left_out: Ids of posts old enough but without a matching snapshot.
        across: Posts on the other side of a change of what is counted; None where there are none.
    """

    metric: Metric
    rule: AgeRule
    by_post: Mapping[str, Reading]
    as_of: int | None = None
    too_young: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    across: Across | None = None
