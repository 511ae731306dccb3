"""Last touch: an order belongs to the latest post before it whose tracked link or code it carries, inside a window."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Touch:
    """A post that may have led to orders.

    Attributes:
        campaign: What its tracked link says: the name of its experiment, or of its combined test.
        position: That position.
        post_id: The post.
        posted_at: UTC epoch seconds.
        code: The discount code that it names, in small letters; None where it names none.
    """

    campaign: str
    position: int
    post_id: str
    posted_at: int
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A paid order: ``amount`` without what was refunded, ``ordered_at`` in UTC epoch seconds."""

    ordered_at: int
    amount: float
    currency: str | None = None
    code: str | None = None
    campaign: str | None = None
    content: str | None = None
    source: str = ""


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
    """

    by_post: Mapping[str, tuple[Order, ...]]
    lost: Mapping[Lost, int] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    until: int | None = None

    @property
    def orders(self) -> int:
        """Orders that belong to a post."""
        return sum(map(len, self.by_post.values()))

    @property
    def currencies(self) -> tuple[str, ...]:
        """Currencies of the orders that belong to a post."""
        return tuple(sorted({one.currency for own in self.by_post.values() for one in own if one.currency}))


def attribute(orders: Iterable[Order], touches: Sequence[Touch], days: float) -> Attributed:
    """The post that led to each order.

    Args:
        orders: Paid orders.
        touches: Posts of every experiment; of two with one code the latest before the order counts.
        days: Length of the window that begins with a post.
    """
    by_link = {(touch.campaign, str(touch.position)): touch for touch in touches}
    by_code: dict[str, list[Touch]] = defaultdict(list)
    for touch in touches:
        if touch.code:
            by_code[touch.code.casefold()].append(touch)
    by_post: dict[str, list[Order]] = defaultdict(list)
    lost: Counter[Lost] = Counter()
    for order in orders:
        linked = by_link.get((order.campaign or "", order.content or ""))
        could = [*([linked] if linked else []), *by_code.get((order.code or "").casefold(), [])]
        post = _last(order, could, days)
        if isinstance(post, Lost):
            lost[post] += 1
        else:
            by_post[post].append(order)
    return Attributed({post: tuple(own) for post, own in by_post.items()}, dict(lost))


def _last(order: Order, could: Sequence[Touch], days: float) -> str | Lost:
    """The latest post before the order, or why there is none."""
    if not could:
        return Lost.UNKNOWN if order.code or order.campaign or order.content else Lost.UNMARKED
    before = [touch for touch in could if touch.posted_at <= order.ordered_at]
    if not before:
        return Lost.BEFORE
    last = max(before, key=lambda touch: touch.posted_at)
    return last.post_id if order.ordered_at < last.posted_at + days * DAY else Lost.LATE
