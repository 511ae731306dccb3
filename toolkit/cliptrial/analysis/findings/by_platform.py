"""What a platform says of a split test that it ran, beside our own answer."""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSays(Finding):
    """The platform's own claim.

    Attributes:
        platform: Which one.
        says: winner, preferred, same or nothing.
        arm: The arm that it names; None for none.
        confidence: How sure it says it is, as a share; None where it does not.
        agrees: Whether our own answer is the same; None where there is none.
    """

    platform: str
    says: str
    arm: str | None
    confidence: float | None
    agrees: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyRecorded(Finding):
    """The platform shows shares and counts nobody, so that nothing can be reckoned again."""

    platform: str
    arms: tuple[str, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedOften(Finding):
    """What was split are impressions, of which one viewer can have several: the interval is too narrow."""
