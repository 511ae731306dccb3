"""A number as a dot on what is usual for it: the band is always as wide, so that only the dot tells."""

from __future__ import annotations

from dataclasses import dataclass
from math import asinh, log

from cliptrial.analysis.periods.numbers import Number

WIDTH = 200.0
BAND = (60.0, 140.0)
MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Dot:
    """Where the dot is, and whether it lies beyond an end of the picture, in the template's pixels."""

    at: float
    beyond: int


def usual_dot(number: Number) -> Dot | None:
    """Where a number lies; None where it or what is usual is not known."""
    usual, value = number.usual, number.value
    if usual is None or value is None or usual.high <= usual.low:
        return None
    scale = log if usual.low > 0 and value > 0 else asinh
    low, high = scale(usual.low), scale(usual.high)
    at = BAND[0] + (scale(value) - low) / (high - low) * (BAND[1] - BAND[0])
    shown = min(WIDTH - MARGIN, max(MARGIN, at))
    return Dot(round(shown, 1), (at > shown) - (at < shown))
