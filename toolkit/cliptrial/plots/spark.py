"""Intervals as small as a word, for a table; all rows of a table share one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cliptrial.wording.formats import known

WIDTH, HEIGHT, MARGIN = 180, 18, 8
FARTHEST = math.log(4)


class Change(Protocol):
    """A change with its interval, as ratios minus one."""

    @property
    def relative(self) -> float | None:
        """The estimate."""

    @property
    def relative_interval(self) -> tuple[float | None, float | None]:
        """Its ends."""


@dataclass(frozen=True, slots=True)
class Spark:
    """Where to draw, in pixels: the zero line, the bar, the dot (None: not known), and arrow tips."""

    zero: float
    start: float
    stop: float
    dot: float | None
    open_left: bool
    open_right: bool


def sparks(rows: Sequence[Change], farthest: float = FARTHEST) -> list[Spark | None]:
    """One small picture a row; None where a row has no interval.

    Args:
        rows: The rows of one table.
        farthest: Changes beyond this one, as a log, end in arrows.
    """
    ends = [_log(end) for row in rows for end in (*row.relative_interval, row.relative) if known(end)]
    reach = max([0.1, *(min(farthest, abs(end)) for end in ends)])
    return [_spark(row, reach) for row in rows]


def _log(relative: float) -> float:
    return math.log1p(relative) if relative > -1 else -math.inf


def _spark(row: Change, reach: float) -> Spark | None:
    low, high = row.relative_interval
    if not known(low) and not known(high):
        return None
    left = _log(low) if known(low) else -math.inf
    right = _log(high) if known(high) else math.inf
    dot = _log(row.relative) if known(row.relative) else math.inf
    return Spark(
        zero=_place(0.0, reach),
        start=_place(left, reach),
        stop=_place(right, reach),
        dot=_place(dot, reach) if abs(dot) <= reach else None,
        open_left=left < -reach,
        open_right=right > reach,
    )


def _place(value: float, reach: float) -> float:
    share = (max(-reach, min(reach, value)) + reach) / (2 * reach)
    return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)
