"""What the figures draw: every post's value by arm, and the effects beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cliptrial.analysis.results import ArmSummary, Uplift
from cliptrial.wording.formats import known
from cliptrial.wording.speaker import Speaker

LOG_KINDS = {"count", "mean"}
MOST_POINTS = 500


@dataclass(frozen=True, slots=True)
class ArmPoints:
    """One arm's posts.

    Attributes:
        arm: Its id.
        index: 0 for the control, then 1, 2, ...
        label: Its short label.
        posts: How many posts it has, in words.
        worth: Its typical or average value, in words; empty where it has none.
        values: The posts' values that can be drawn.
        days: The day each of them went out; None where unknown.
        row: The variant's uplift; None for the control.
    """

    arm: str
    index: int
    label: str
    posts: str
    worth: str
    middle: float | None
    values: tuple[float, ...]
    days: tuple[dt.date | None, ...]
    row: Uplift | None

    @property
    def typical(self) -> str:
        """Its posts, and what they are worth."""
        return " · ".join(part for part in (self.posts, self.worth) if part)


@dataclass(frozen=True, slots=True)
class Points:
    """All arms of one metric, control first.

    Attributes:
        metric: Name of the metric.
        log: Whether the axis is logarithmic, as typical posts are compared; not where there are zeros.
        arms: Control first.
        dense: Whether there are too many posts to draw each.
    """

    metric: str
    log: bool
    arms: tuple[ArmPoints, ...]
    dense: bool

    @property
    def values(self) -> list[float]:
        """Every value that is drawn."""
        return [value for arm in self.arms for value in arm.values]


def points(s: Speaker) -> Points | None:
    """The primary metric's posts by arm; None where no post has a value."""
    analysis, metric = s.analysis, s.analysis.verdict.metric
    kind = next((m.kind for m in analysis.metrics if m.name == metric), "mean")
    ordered = sorted(analysis.arms, key=lambda arm: not arm.control)
    rows = {row.arm: row for row in analysis.uplifts if row.metric == metric and row.role == "primary"}
    read = {arm.id: _pairs(s, arm.id, metric) for arm in ordered}
    log = kind in LOG_KINDS and all(value > 0 for pairs in read.values() for value, _ in pairs)
    most = max(map(len, read.values()), default=0)
    if not most:
        return None
    arms = [_arm(s, arm, i, read[arm.id], metric, log, rows) for i, arm in enumerate(ordered)]
    return Points(metric, log, tuple(arms), most > MOST_POINTS)


def _pairs(s: Speaker, arm: str, metric: str) -> list[tuple[float, dt.date | None]]:
    """An arm's known values with their days, in order of the values."""
    pairs = []
    for post in s.analysis.posts:
        value = post.metrics.get(metric)
        if post.arm == arm and known(value):
            pairs.append((float(value), post.posted_on))
    return sorted(pairs, key=lambda pair: (pair[0], str(pair[1])))


def _arm(
    s: Speaker,
    summary: ArmSummary,
    index: int,
    pairs: Sequence[tuple[float, dt.date | None]],
    metric: str,
    log: bool,
    rows: dict[str, Uplift],
) -> ArmPoints:
    arm = summary.id
    row = rows.get(arm)
    some = row or next(iter(rows.values()), None)
    middle = (row.arm_value if row else some.control_value) if some else None
    is_shown = known(middle) and not s.not_ready
    value = s.value(metric, middle) if is_shown else ""
    return ArmPoints(
        arm=arm,
        index=index,
        label=s.names.arm(arm),
        posts=s.counted(summary.posts),
        worth=s.w.page.figures.typical(value) if value and log else value,
        middle=middle if is_shown else None,
        values=tuple(value for value, _ in pairs),
        days=tuple(day for _, day in pairs),
        row=row,
    )


def more_about(s: Speaker, p: Points) -> str:
    """What a caption must add: that the posts are too many for points."""
    return f" {s.w.page.figures.density}" if p.dense else ""
