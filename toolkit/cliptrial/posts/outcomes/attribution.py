"""Last touch: an order belongs to the latest post before it whose tracked link or code it carries, inside a window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cliptrial.posts.equal_age.due import DAY


def link_mark(campaign: str, content: str) -> str:
    """What a tracked link leaves behind: utm_campaign and utm_content."""
    return f"link {campaign} {content}"


def code_mark(code: str) -> str:
    """What a discount code leaves behind, however it was typed."""
    return f"code {code.strip().casefold()}"


def post_mark(post_id: str) -> str:
    """What is said of a post by its own link, such as a comment."""
    return f"post {post_id}"


@dataclass(frozen=True, slots=True)
class Touch:
    """A post that may have led to orders: its id, its UTC epoch second, and the marks of its link and its code."""

    post_id: str
    posted_at: int
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Order:
    """A paid order, or whatever else people do: so many of them at one moment, in UTC epoch seconds.

    ``amount`` is money without what was refunded.
    """

    ordered_at: int
    amount: float
    currency: str | None = None
    marks: frozenset[str] = frozenset()
    count: float = 1


class Lost(StrEnum):
    """Why an order belongs to no post."""

    UNMARKED = "unmarked"
    UNKNOWN = "unknown"
    BEFORE = "before"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Attributed:
    """Orders by the post that led to them.

    Attributes:
        by_post: By post id: its orders.
        lost: How many orders belong to no post, and why.
        sources: Shops and the like that the orders come from.
        until: UTC epoch second up to which every order is known; None where none was handed in.
        gaps: Ids of posts of whose time a part is not known, though later ones are.
        whole: Whether only a whole time was counted, so that nothing can be cut at the age of a post; up to ``until``.
        twice: Orders that two sources tell, counted once.
        alike: Orders that two sources may tell twice; too few for being sure, so each counts.
        refunds: Refunds of orders that nobody handed in.
    """

    by_post: Mapping[str, tuple[Order, ...]]
    lost: Mapping[Lost, float] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    until: int | None = None
    gaps: frozenset[str] = frozenset()
    whole: bool = False
    twice: int = 0
    alike: int = 0
    refunds: int = 0

    @property
    def orders(self) -> float:
        """Orders that belong to a post."""
        return sum(one.count for own in self.by_post.values() for one in own)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Currencies of the orders that belong to a post."""
        return tuple(sorted({one.currency for own in self.by_post.values() for one in own if one.currency}))


def attribute(
    orders: Iterable[Order], touches: Sequence[Touch], days: float, others: Sequence[Touch] = ()
) -> Attributed:
    """The post that led to each order; every order is counted, with its post or among those that are lost.

    Args:
        orders: Paid orders.
        touches: The posts whose orders are asked for.
        days: Length of the window that begins with a post.
        others: Other posts, which may have been the last touch: their orders belong to none of those asked for.
    """
    own = {touch.post_id for touch in touches}
    by_mark: dict[str, list[Touch]] = defaultdict(list)
    for touch in (*touches, *others):
        for mark in touch.marks:
            by_mark[mark].append(touch)
    by_post: dict[str, list[Order]] = defaultdict(list)
    lost: dict[Lost, float] = defaultdict(int)
    for order in orders:
        could = [touch for mark in order.marks for touch in by_mark.get(mark, ())]
        last = _last(order, could, days)
        if isinstance(last, Lost) or last not in own:
            lost[last if isinstance(last, Lost) else Lost.UNKNOWN] += order.count
        else:
            by_post[last].append(order)
    return Attributed({post: tuple(mine) for post, mine in by_post.items()}, dict(lost))


def _last(order: Order, could: Sequence[Touch], days: float) -> str | Lost:
    """The latest post before the order, or why there is none."""
    if not could:
        return Lost.UNKNOWN if order.marks else Lost.UNMARKED
    before = [touch for touch in could if touch.posted_at <= order.ordered_at]
    if not before:
        return Lost.BEFORE
    last = max(before, key=lambda touch: touch.posted_at)
    return last.post_id if order.ordered_at < last.posted_at + days * DAY else Lost.LATE
