"""How many are still watching at each second, as two lines of a small picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cliptrial.analysis.periods.audience import Audience

WIDTH, HEIGHT = 320.0, 90.0


@dataclass(frozen=True, slots=True)
class Curves:
    """Two lines as paths of SVG, and where seconds and shares stand, in the template's pixels."""

    now: str
    before: str
    seconds: tuple[tuple[float, int], ...]


def curves(one: Audience) -> Curves | None:
    """The curves of a period and of the one before; None where there are too few points for a line."""
    if len(one.curve) < 3:
        return None
    last = one.curve[-1][0]
    wanted = [second for second, _ in one.curve if second in (1, 5, 10, 20, 30, 60)]
    marks = tuple((_x(second, last), second) for second in wanted)
    return Curves(_path(one.curve, last), _path(one.before, last), marks)


def _x(second: int, last: int) -> float:
    return round(WIDTH * second / last, 1)


def _path(points: Sequence[tuple[int, float]], last: int) -> str:
    """From all of the viewers at the start; nothing for fewer than two points."""
    shown = [(0, 1.0), *(point for point in points if point[0] <= last)]
    if len(shown) < 3:
        return ""
    return "M" + "L".join(f"{_x(second, last)} {round(HEIGHT * (1 - share), 1)}" for second, share in shown)
