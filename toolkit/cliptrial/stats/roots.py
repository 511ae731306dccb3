"""The root of a function within an interval."""

from __future__ import annotations

from collections.abc import Callable


def root(function: Callable[[float], float], low: float, high: float, *, xtol: float) -> float:
    """Where a function is zero between two ends at which its signs differ, by Brent's method.

    scipy's optimisers are loaded with the first root that is looked for; most answers need none.

    Example:
        >>> round(root(lambda x: x * x - 2, 0, 2, xtol=1e-9), 6)
        1.414214
    """
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=xtol))
