"""One number a post of what people did after it: in the time from posting to the measuring age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cliptrial.metrics.catalogue import Metric
from cliptrial.posts.equal_age.due import DAY, planned_second
from cliptrial.posts.outcomes.attribution import Attributed, Order
from cliptrial.posts.records import AgeRule, Post, Reading, Readings
from cliptrial.registry.plan.schedule import Position


def outcome_readings(
    metric: Metric,
    after: Mapping[str, Attributed],
    posted_at: Mapping[str, int],
    *,
    measure_at: float,
    promoted_at: Mapping[str, int],
    beside: Readings | None = None,
) -> Readings:
    """A metric of what people did, on every post; nothing in its time is a zero, not a missing number.

    Args:
        metric: The metric.
        after: By column: what people did, by post.
        posted_at: By post id: UTC epoch seconds.
        measure_at: The window, in days.
        promoted_at: By post id: the second from which it was promoted; bought orders are not its own.
        beside: Of what the metric is divided by, where snapshots hold it; None where nothing or something in ``after``.
    """
    asked = [after[column] for column in metric.columns if column in after]
    untils, window = [one.until for one in asked], round(measure_at * DAY)
    until = min((one for one in untils if one is not None), default=None) if None not in untils else None
    young = {post for post, at in posted_at.items() if until is None or at + window > until}
    bought = {post for post, at in promoted_at.items() if post in posted_at and at < posted_at[post] + window}
    whole = any(one.whole for one in asked)
    # What counts a whole time cannot be held against views of one age.
    unclear = _in_several_currencies(metric, after) or (whole and beside is not None)
    by_post: dict[str, Reading] = {}
    for post in sorted(posted_at.keys() - young - bought - frozenset[str]().union(*(one.gaps for one in asked))):
        below = beside.by_post.get(post) if beside is not None else None
        if unclear or (beside is not None and below is None):
            continue
        value = sum(_value(column, after[column].by_post.get(post, ())) for column in metric.numerator)
        at, age = (below.captured_at, below.age) if below else (posted_at[post] + window, measure_at)
        if whole and until is not None:
            at, age = until, (until - posted_at[post]) / DAY
        by_post[post] = Reading(post, at, age, value, below.numerator if below else _below(metric, after, post))
    if beside is not None:
        young |= {*beside.too_young}
    across = {*beside.across.posts} if beside is not None and beside.across is not None else set()
    rule = beside.rule if beside is not None else AgeRule.COMMON_EXPORT if whole else AgeRule.EQUAL_AGE
    return Readings(
        metric=metric,
        rule=rule if by_post else AgeRule.NONE,
        by_post=by_post,
        as_of=until if whole else beside.as_of if beside is not None else None,
        too_young=tuple(sorted(young)),
        left_out=tuple(sorted(posted_at.keys() - young - by_post.keys() - across)),
        across=beside.across if beside is not None else None,
    )


def _in_several_currencies(metric: Metric, after: Mapping[str, Attributed]) -> bool:
    return "revenue" in metric.numerator and len(after["revenue"].currencies) > 1


def _below(metric: Metric, after: Mapping[str, Attributed], post: str) -> float:
    """What a metric is divided by, where people did that, too."""
    column = metric.denominator
    if column is None or column not in after:
        return 1.0
    return _value(column, after[column].by_post.get(post, ()))


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


def _value(column: str, orders: Sequence[Order]) -> float:
    return float(sum(order.amount if column == "revenue" else order.count for order in orders))
