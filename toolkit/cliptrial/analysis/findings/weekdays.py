"""Did the arms share the weekdays and the time?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cliptrial.analysis.findings.record import Finding

AdjustedBy = Literal["weekdays", "calendar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationBalanced(Finding):
    """Arms share the weekdays: on none do they differ by more posts than this."""

    largest_difference: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayConfounded(Finding):
    """An arm and the control ran on different weekdays.

    Attributes:
        posts: Posts of both.
        effective_posts: How many posts, evenly spread, would tell as much.
        effective_share: That, as a share of ``posts``.
        absent_days: Weekdays (Monday is 0) on which only one of them ran.
        tv_distance: Total variation distance between their weekdays.
        tv_by_chance: What a draw leaves of it.
        weekend_arm: Posts from Friday to Sunday.
        weekend_control: The same of the control.
    """

    arm: str
    control: str
    posts: int
    posts_arm: int
    posts_control: int
    effective_posts: float
    effective_share: float
    absent_days: tuple[int, ...]
    tv_distance: float
    tv_by_chance: float
    weekend_arm: int
    weekend_control: int

    @property
    def weekend(self) -> bool:
        """Whether they differ by a quarter of their posts in how often they ran from Friday to Sunday."""
        return abs(self.weekend_arm / self.posts_arm - self.weekend_control / self.posts_control) >= 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayTableTest(Finding):
    """Whether arms and weekdays go together more than chance has it; ``cramers_v`` is from 0 to 1.

    ``p_error`` is the standard error of ``p_value`` from the luck of drawn tables; 0 where it is exact.
    """

    p_value: float
    cramers_v: float
    p_error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentMoves(Finding):
    """Terms move an estimate by more than its standard error; changes are ratios minus one.

    Attributes:
        unadjusted: The change as the numbers stand.
        adjusted: The change with the terms.
        by: What the terms are: weekdays, or account, month and weekday.
    """

    metric: str
    arm: str
    unadjusted: float | None
    adjusted: float | None
    by: AdjustedBy
    sign_changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsInDifferentPeriods(Finding):
    """An arm ran earlier than the control, or in long stretches; the correlation is that of arm and time."""

    arm: str
    control: str
    correlation: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCountsOff(Finding):
    """The groups of a split test, in viewers, are not of the size expected."""

    p_value: float
    counts: tuple[int, ...]
    expected: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCountsOk(Finding):
    """The groups of a split test are of the planned size."""

    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesUnknown(Finding):
    """Nobody can see whether the arms shared weekdays and time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsTakeTurns(Finding):
    """Arms that chance is said to have assigned follow one another strictly."""
