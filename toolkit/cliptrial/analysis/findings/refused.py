"""Why could something not be computed, or not fully?"""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewPosts(Finding):
    """An arm has too few posts: ``posts`` of those needed."""

    metric: str
    arm: str
    posts: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewAssignments(Finding):
    """Not even the clearest result could be told from chance.

    Attributes:
        arm: The variant, where the terms alone do not explain it.
        smallest_p: The smallest p that there can be.
        alpha: The error that it would have to fall below.
    """

    metric: str
    arm: str | None = None
    smallest_p: float
    alpha: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewViews(Finding):
    """An arm has too few views for a rate: ``views`` of those needed."""

    metric: str
    arm: str
    views: float
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnequalSpread(Finding):
    """Amounts of one arm vary so much more than those of the other that their averages cannot be compared.

    Attributes:
        arm: The variant.
        control: The control.
        spread_arm: Mean distance of the variant's amounts from their median, on the log; posts without any left out.
        spread_control: The same of the control.
        p_value: How often labels by chance leave them as far apart.
    """

    metric: str
    arm: str
    control: str
    spread_arm: float
    spread_control: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoVariation(Finding):
    """Posts of the same arm do not differ at all."""

    metric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEvents(Finding):
    """An arm, or every arm, has no event at all.

    Attributes:
        arm: The arm without any; None where neither has one.
        other: The arm that has some.
        limit: A bound of the change, a ratio minus one, where there is one.
    """

    metric: str
    arm: str | None
    other: str | None
    limit: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleValues(Finding):
    """So many posts have values that are negative, infinite or over zero, in these rows of a table that has any."""

    metric: str
    posts: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalUnbounded(Finding):
    """The data set no limit on one side."""

    metric: str
    arm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmWithoutPosts(Finding):
    """None of an arm's posts has a value."""

    metric: str
    arm: str
