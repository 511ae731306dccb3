"""Looking before the end without winning by impatience: Lan-DeMets limits of the O'Brien-Fleming type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.roots import root
from cliptrial.stats.special import ndtr, ndtri

_POINTS = 301


def spent(fraction: float, alpha: float = 0.05) -> float:
    """Two-sided error that may be spent once this share of the information is in.

    References:
        Lan and DeMets (1983), Biometrika 70, with the O'Brien-Fleming type function, half the error a side.
    """
    return min(4 * float(ndtr(ndtri(alpha / 4) / np.sqrt(fraction))), alpha)


def nominal_limits(fractions: Sequence[float], alpha: float = 0.05) -> Floats:
    """The two-sided p-value that each look must not exceed, shape (looks,).

    Args:
        fractions: Share of the information at each look, increasing, the last at most 1.
        alpha: Two-sided error over all looks.

    Raises:
        ValueError: If the fractions do not increase from above 0 to at most 1.
    """
    looks = tuple(float(f) for f in fractions)
    if not looks or any(b <= a for a, b in zip((0.0, *looks), looks, strict=False)) or looks[-1] > 1 + 1e-12:
        raise ValueError(f"fractions {list(looks)} must increase from above 0 to at most 1")
    return 2 * np.asarray(ndtr(-np.asarray(_critical(looks, alpha))), dtype=np.float64)


def crossing_probability(fractions: Sequence[float], critical: Sequence[float]) -> float:
    """Chance that a score without effect exceeds ``critical`` in size at any look."""
    state, total = None, 0.0
    for look, (fraction, limit) in enumerate(zip(fractions, critical, strict=True)):
        before = fractions[look - 1] if look else 0.0
        total += _crossed(state, before, fraction, limit)
        state = _density(state, before, fraction, limit)
    return total


@lru_cache(maxsize=64)
def _critical(fractions: tuple[float, ...], alpha: float) -> tuple[float, ...]:
    """Critical sizes of the score at each look, one after the other."""
    limits: list[float] = []
    state, used = None, 0.0
    for look, fraction in enumerate(fractions):
        before = fractions[look - 1] if look else 0.0
        budget = spent(fraction, alpha) - used

        def excess(
            limit: float,
            state: _State = state,
            before: float = before,
            fraction: float = fraction,
            budget: float = budget,
        ) -> float:
            return _crossed(state, before, fraction, limit) - budget

        if budget <= 1e-14:
            limit = 12.0
        else:  # nothing has crossed before the first look, so that its limit is a quantile
            limit = -float(ndtri(budget / 2)) if state is None else root(excess, 0.5, 12.0, xtol=1e-9)
        limits.append(limit)
        used += _crossed(state, before, fraction, limit)
        state = _density(state, before, fraction, limit)
    return tuple(limits)


_State = tuple[Floats, Floats] | None
"""Grid of the score process (Brownian motion) and weight of each point, given that no look crossed."""


def _crossed(state: _State, before: float, fraction: float, limit: float) -> float:
    edge, step = limit * np.sqrt(fraction), np.sqrt(fraction - before)
    if state is None:
        return float(2 * ndtr(-limit))
    grid, weight = state
    outside = ndtr((grid - edge) / step) + ndtr((-edge - grid) / step)
    return float(weight @ outside)


def _density(state: _State, before: float, fraction: float, limit: float) -> _State:
    """The process at this look, on the stretch that does not stop, by Gauss-Legendre integration."""
    edge, step = limit * np.sqrt(fraction), np.sqrt(fraction - before)
    nodes, sizes = _gauss_legendre()
    grid, sizes = nodes * edge, sizes * edge
    if state is None:
        return grid, sizes * _normal_density(grid / step) / step
    earlier, weight = state
    density = _normal_density((grid[:, None] - earlier[None, :]) / step) @ weight / step
    return grid, sizes * density


def _normal_density(score: Floats) -> Floats:
    return np.asarray(np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi), dtype=np.float64)


@lru_cache(maxsize=1)
def _gauss_legendre() -> tuple[Floats, Floats]:
    nodes, sizes = np.polynomial.legendre.leggauss(_POINTS)
    return nodes, sizes
