"""What the sides of re-drawn assignments hold when the treated posts' events are divided by a ratio.

With y = 1 / ratio every post's events are linear in y, and so are a side's events; their squares are quadratic.
A side is therefore a few coefficients a draw, however many posts and strata there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cliptrial.stats.draws import Draws, over_draws
from cliptrial.stats.groups import summing_all
from cliptrial.stats.inversion import Floats
from cliptrial.stats.ratio.rate_ratio import RateFit, shares


@dataclass(frozen=True)
class Side:
    """One side of many draws, as coefficients of y, lowest power first.

    Posts count with the share of their stratum's exposure that the other side has, as by Mantel and Haenszel.

    Attributes:
        posts: Shape (draws,).
        events: Shape (2, draws).
        expected: Shape (2, draws): events that the strata's rates, arms aside, lead to expect.
        squares: Shape (3, draws): of each post's events.
        products: Shape (3, draws): of each post's events with those expected of it.
        squares_expected: Shape (3, draws): of each post's expected events.
    """

    posts: Floats
    events: Floats
    expected: Floats
    squares: Floats
    products: Floats
    squares_expected: Floats

    def at(self, y: Floats | float) -> tuple[Floats, Floats]:
        """Events of each draw, and the variance of their log around one multiple of the strata's rates."""
        events, expected = _at(self.events, y), _at(self.expected, y)
        with np.errstate(divide="ignore", invalid="ignore"):
            multiple = events / expected
            left = _at(self.squares, y) - 2 * multiple * _at(self.products, y)
            left = np.maximum(left + multiple**2 * _at(self.squares_expected, y), 0.0)
            return events, left / events**2 * self.posts / np.maximum(self.posts - 1.0, 1.0)


def _at(coefficients: Floats, y: Floats | float) -> Floats:
    value: Floats = coefficients[-1]
    for lower in coefficients[-2::-1]:
        value = value * y + lower
    return value


def sides(fit: RateFit, draws: Draws) -> tuple[Side, Side]:
    """The treated and the control side of every draw.

    Args:
        fit: The observed posts.
        draws: Shape (draws, posts): re-drawn labels.
    """
    sums = _Sums.of(fit)

    def both(some: Floats) -> tuple[Floats, ...]:
        chosen = np.ascontiguousarray(some.T)
        rest = 1.0 - chosen
        treated, control = sums.within(chosen), sums.within(rest)
        in_treated, in_control = shares(treated[0], control[0])
        return *sums.side(chosen, treated, in_control), *sums.side(rest, control, in_treated)

    parts = [np.ascontiguousarray(sums.T) for sums in over_draws(draws, both)]
    half = len(parts) // 2
    return Side(*parts[:half]), Side(*parts[half:])


@dataclass(frozen=True)
class _Sums:
    """What sums within strata, and each stratum's rate as coefficients of y.

    Attributes:
        rate: Shape (2, strata, 1).
        within: Of columns of posts the sums of their exposure and its square, and of their events, the squares of
            these and their products with the exposure, the control's and the treated posts', shape (strata, columns).
    """

    rate: Floats
    within: Callable[[Floats], Sequence[Floats]]

    @classmethod
    def of(cls, fit: RateFit) -> _Sums:
        events, exposure = fit.weight * fit.numerator, fit.weight * fit.denominator
        halves = events * ~fit.treated, events * fit.treated
        rate = np.array([np.bincount(fit.codes, half) for half in halves]) / np.bincount(fit.codes, exposure)
        values = [exposure, exposure**2, *halves, *(half**2 for half in halves), *(half * exposure for half in halves)]
        return cls(rate[:, :, None], summing_all(values, fit.codes))

    def side(self, chosen: Floats, sums: Sequence[Floats], share: Floats) -> tuple[Floats, ...]:
        """The attributes of a :class:`Side` whose posts are ``chosen``, shape (posts, draws), by what they sum to."""
        constant, slope = self.rate
        squared = share**2
        exposure, squared_exposure = share * sums[0], squared * sums[1]
        squares, products = [squared * half for half in sums[4:6]], [squared * half for half in sums[6:8]]
        return (
            chosen.sum(axis=0),
            _added(*(share * half for half in sums[2:4])),
            _added(constant * exposure, slope * exposure),
            _added(squares[0], np.zeros_like(squares[0]), squares[1]),
            _added(constant * products[0], slope * products[0] + constant * products[1], slope * products[1]),
            _added(*(power * squared_exposure for power in (constant**2, 2 * constant * slope, slope**2))),
        )


def _added(*coefficients: Floats) -> Floats:
    """Sums over strata, shape (draws, coefficients)."""
    return np.column_stack([values.sum(axis=0) for values in coefficients])
