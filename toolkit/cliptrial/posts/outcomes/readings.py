"""One number a post of what people did after it: in the time from posting to the measuring age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cliptrial.metrics.catalogue import Metric
from cliptrial.posts.equal_age.due import DAY, planned_second
from cliptrial.posts.outcomes.attribution import Attributed, Order
from cliptrial.posts.records import AgeRule, Post, Reading, Readings
from cliptrial.registry.plan.schedule import Position


def outcome_readings(
    metric: Metric,
    attributed: Attributed,
    posted_at: Mapping[str, int],
    *,
    measure_at: float,
    promoted_at: Mapping[str, int],
    beside: Readings | None = None,
) -> Readings:
    """A metric of what people did, on every post; no order in its time is a zero, not a missing number.

    Args:
        metric: The metric.
        attributed: The orders by post.
        posted_at: By post id: UTC epoch seconds.
        measure_at: The window, in days.
        promoted_at: By post id: the second from which it was promoted; bought orders are not its own.
        beside: Of what the metric is divided by; None where it is divided by nothing.
    """
    window = round(measure_at * DAY)
    until = attributed.until
    young = {post for post, at in posted_at.items() if until is None or at + window > until}
    bought = {post for post, at in promoted_at.items() if post in posted_at and at < posted_at[post] + window}
    unclear = metric.numerator == ("revenue",) and len(attributed.currencies) > 1
    by_post: dict[str, Reading] = {}
    for post in sorted(posted_at.keys() - young - bought):
        below = beside.by_post.get(post) if beside is not None else None
        if unclear or (beside is not None and below is None):
            continue
        value = _value(metric, attributed.by_post.get(post, ()))
        at, age = (below.captured_at, below.age) if below else (posted_at[post] + window, measure_at)
        by_post[post] = Reading(post, at, age, value, below.numerator if below else 1.0)
    if beside is not None:
        young |= {*beside.too_young}
    across = {*beside.across.posts} if beside is not None and beside.across is not None else set()
    return Readings(
        metric=metric,
        rule=(beside.rule if beside is not None else AgeRule.EQUAL_AGE) if by_post else AgeRule.NONE,
        by_post=by_post,
        as_of=beside.as_of if beside is not None else None,
        too_young=tuple(sorted(young)),
        left_out=tuple(sorted(posted_at.keys() - young - by_post.keys() - across)),
        across=beside.across if beside is not None else None,
    )


def complete_positions(
    positions: Iterable[Position],
    posts: Mapping[int, Post],
    timezones: Mapping[str, str],
    attributed: Attributed,
    measure_at: float,
) -> tuple[int, ...]:
    """Positions for whose whole time every order is known: of a post that did not go out, for the time planned."""
    window, until = round(measure_at * DAY), attributed.until
    if until is None:
        return ()

    def begins(position: Position) -> int:
        post = posts.get(position.position)
        known = post.posted_at if post is not None else None
        return known if known is not None else planned_second(position, timezones.get(position.account, "UTC"))

    return tuple(p.position for p in positions if begins(p) + window <= until)


def _value(metric: Metric, orders: tuple[Order, ...]) -> float:
    return sum(order.amount for order in orders) if metric.numerator == ("revenue",) else float(len(orders))
