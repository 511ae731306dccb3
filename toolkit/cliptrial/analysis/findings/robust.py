"""How much does one post decide, and does another reading of the posts agree?"""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsWithoutBest(Finding):
    """A clear answer survives without any one post; the change, a ratio minus one, stays within these ends."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnsWithoutOne(Finding):
    """A clear answer hangs on one post; the change, a ratio minus one, is within these ends without one."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RanksAgree(Finding):
    """Ranks give the same clear answer."""

    metric: str
    arm: str
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RanksDisagree(Finding):
    """Ranks do not give the same clear answer."""

    metric: str
    arm: str
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPlatform(Finding):
    """What the posts of one platform show by themselves, as a ratio minus one with its interval."""

    metric: str
    arm: str
    platform: str
    posts: int
    relative: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialCorrelation(Finding):
    """A post resembles the one before; the correlation is that of the two."""

    metric: str
    correlation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver(Finding):
    """A post depends on the arm of the one before."""

    metric: str
    arm: str
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPostShare(Finding):
    """One post holds much of an arm's total."""

    arm: str
    share: float
