"""Which source delivers which numbers per post, so that a plan never waits for numbers that cannot come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cliptrial.metrics.catalogue import Metric

_EVERYTHING = frozenset(
    [
        "views",
        "reach",
        "likes",
        "comments",
        "shares",
        "saves",
        "new_followers",
        "average_watch_time",
        "completions",
        "link_clicks",
        "duration",
    ]
)

DELIVERS: Mapping[str, frozenset[str]] = {
    "studio": frozenset({"views", "likes", "comments", "shares"}),
    "business_suite": frozenset({"views", "likes", "comments", "shares", "saves"}),
    "numbers": frozenset({"views", "average_watch_time", "completions", "saves", "new_followers"}),
    "spreadsheet": _EVERYTHING,
    "api": _EVERYTHING,
}
"""By source as declared in workspace.yaml. ``followers`` comes with the account, not with the post."""


def missing_columns(metric: Metric, sources: Iterable[str], *, followers_known: bool) -> frozenset[str]:
    """The columns of ``metric`` that no single declared source delivers together.

    Numerator and denominator must come from one reading, so the source that lacks fewest is judged.
    """
    needed = frozenset(metric.columns) - (frozenset({"followers"}) if followers_known else frozenset())
    gaps = [needed - DELIVERS.get(source, frozenset()) for source in sources]
    return min(gaps, key=len, default=needed)


def sources_of(metric: Metric) -> tuple[str, ...]:
    """The sources that deliver every column of the metric, simplest first."""
    order = ("studio", "business_suite", "numbers", "api", "spreadsheet")
    needed = frozenset(metric.columns) - {"followers"}
    return tuple(source for source in order if needed <= DELIVERS[source])
