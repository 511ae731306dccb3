"""The ratio of two rates when each post is left out in turn, for thousands of posts without thousands of sums each.

Without a post, all weights change a little, since pooled rate and overdispersion do: w = 1 / (1 + V c), where c has one
value for each post left out. Sums over posts are smooth in c, so they are worked out at a few nodes and interpolated
between them (Chebyshev points, barycentric formula); the post itself is then taken out of its own stratum. Where that
would leave little but rounding, and for values of c that lie far from all others, the sums are worked out as they are.

References:
    Berrut and Trefethen (2004), Barycentric Lagrange interpolation, SIAM Review 46.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Bools, Floats

Ints = NDArray[np.int64]

NODES = 20
"""Interpolation is then exact to some 13 digits over the widest range that is interpolated at all."""
APART = 2.0
"""Values of c further from their median than by this factor are not interpolated."""
LITTLE, MUCH = 1e-3, 1e5
"""What is left of a sum below the first share, or was the second times as large, may be but rounding."""


@dataclass(frozen=True)
class Sums:
    """Events and exposure of the posts, by stratum and arm, at any c.

    Attributes:
        numerator: Shape (posts,): events.
        denominator: Shape (posts,): exposure.
        treated: Shape (posts,): True for the variant.
        codes: Shape (posts,): strata from 0.
    """

    numerator: Floats
    denominator: Floats
    treated: Bools
    codes: Ints

    @property
    def cells(self) -> Ints:
        """Stratum and arm in one number, shape (posts,)."""
        return np.asarray(self.codes + self.treated * self.strata, dtype=np.int64)

    @property
    def strata(self) -> int:
        """How many there are."""
        return int(self.codes.max(initial=0)) + 1

    def at(self, c: float) -> Floats:
        """Shape (4, strata): events and exposure of the variant, then of the control."""
        weight = 1.0 / (1.0 + self.denominator * c)
        both = [
            np.bincount(self.cells, weight * values, 2 * self.strata) for values in (self.numerator, self.denominator)
        ]
        events, exposure = (one.reshape(2, -1) for one in both)
        return np.stack([events[1], exposure[1], events[0], exposure[0]])


def ratios_without_each(sums: Sums, c: Floats, direct: Callable[[Ints], Floats]) -> Floats:
    """The ratio without each post, shape (posts,).

    Args:
        sums: All posts.
        c: Shape (posts,): pooled rate times overdispersion without each post.
        direct: The same for a few posts by their numbers, each worked out from all others.
    """
    ratios = np.full(len(c), np.nan)
    for group, nodes, shares in _groups(c, float(sums.denominator.max())):
        ratios[group] = _interpolated(sums, c[group], group, nodes, shares)
    left = np.flatnonzero(np.isnan(ratios))
    if len(left):
        ratios[left] = direct(left)
    return ratios


def _groups(c: Floats, largest: float) -> Iterator[tuple[Ints, Floats, Floats]]:
    """Posts whose c can be interpolated: their numbers, nodes of shape (nodes,), and each node's share for each."""
    flat = c * largest <= 1.0
    if flat.any():
        yield np.flatnonzero(flat), *_between(c[flat], lambda x: x)
    if not flat.all():
        median = float(np.median(c[~flat]))
        near = ~flat & (c >= median / APART) & (c <= median * APART)
        yield np.flatnonzero(near), *_between(np.log(c[near]), np.exp)


def _between(x: Floats, back: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
    """Chebyshev nodes over the range of ``x``, as ``back`` gives them, and shares of shape (nodes, len(x))."""
    angles = (2 * np.arange(NODES) + 1) * np.pi / (2 * NODES)
    middle, half = (x.max() + x.min()) / 2, (x.max() - x.min()) / 2
    if half <= 1e-14 * max(abs(middle), 1e-300):
        return back(np.array([middle])), np.ones((1, len(x)))
    places = (x - middle) / half
    gaps = places - np.cos(angles)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = ((-1.0) ** np.arange(NODES) * np.sin(angles))[:, None] / gaps
        shares /= shares.sum(axis=0)
    on_node = (gaps == 0).any(axis=0)
    shares[:, on_node] = gaps[:, on_node] == 0
    return back(middle + half * np.cos(angles)), np.asarray(shares, dtype=np.float64)


def _interpolated(sums: Sums, c: Floats, posts: Ints, nodes: Floats, shares: Floats) -> Floats:
    """The ratio without each of ``posts``; NaN where only rounding would be left."""
    at_nodes = np.stack([sums.at(float(node)) for node in nodes])
    whole = np.stack([np.stack([part.sum() for part in _sides(*values)]) for values in at_nodes])
    strata, treated = sums.codes[posts], sums.treated[posts]
    own = np.stack([(shares * at_nodes[:, part, strata]).sum(axis=0) for part in range(4)])
    without = _without(sums, own, c, posts)
    before, after = np.stack(_sides(*own)), np.stack(_sides(*without))
    total = whole.T @ shares
    top, bottom = left = total - before + after
    exposure, exposure_left = own[1] + own[3], without[1] + without[3]
    events = np.where(treated, own[0], own[2])
    unsure = (left < LITTLE * total).any(axis=0) | (exposure > MUCH * exposure_left)
    unsure |= events > MUCH * np.where(treated, top, bottom)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(unsure, np.nan, top / bottom)


def _without(sums: Sums, own: Floats, c: Floats, posts: Ints) -> Floats:
    """The sums of each post's stratum without it."""
    treated = sums.treated[posts]
    weight = 1.0 / (1.0 + sums.denominator[posts] * c)
    without = own.copy()
    for part, values in enumerate((sums.numerator, sums.denominator, sums.numerator, sums.denominator)):
        of_arm = treated if part < 2 else ~treated
        less = np.maximum(own[part] - weight * values[posts], 0.0)
        without[part] = np.where(of_arm, less, own[part])
    return without


def _sides(events: Floats, exposure: Floats, events_control: Floats, exposure_control: Floats) -> tuple[Floats, Floats]:
    """What a stratum adds to the variant's side and to the control's, as by Mantel and Haenszel."""
    total = exposure + exposure_control
    with np.errstate(divide="ignore", invalid="ignore"):
        variant = np.where(total > 0, exposure / total, 0.0)
        control = np.where(total > 0, exposure_control / total, 0.0)
    return events * control, events_control * variant
