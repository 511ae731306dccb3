"""The small pictures in a table mirror effects that are mirrored."""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1
from types import SimpleNamespace
from typing import Any

import pytest

from cliptrial.plots.spark import sparks


@dataclass(frozen=True)
class Turned:
    """One row of intervals on the log scale."""

    low: float
    high: float
    dot: float

    def row(self, sign: int) -> Any:
        low, high = sorted((sign * self.low, sign * self.high))
        return SimpleNamespace(relative_interval=(expm1(low), expm1(high)), relative=expm1(sign * self.dot))


@pytest.mark.parametrize("turned", [Turned(0.1, 0.9, 0.5), Turned(-0.2, 0.6, 0.2), Turned(0.5, 9.0, 8.0)])
def test_a_small_picture_of_a_mirrored_effect_is_mirrored(turned: Turned) -> None:
    """The widest end, up or down, sets the reach."""
    (one,), (other,) = sparks([turned.row(1)]), sparks([turned.row(-1)])
    assert one is not None
    assert other is not None
    assert one.zero == other.zero
    assert (one.start + other.stop, one.stop + other.start) == pytest.approx((2 * one.zero, 2 * one.zero), abs=0.2)
    assert (one.open_left, one.open_right) == (other.open_right, other.open_left)
    assert (one.dot is None) is (other.dot is None)
    if one.dot is not None and other.dot is not None:
        assert one.dot - one.zero == pytest.approx(other.zero - other.dot, abs=0.2)
