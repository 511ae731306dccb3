"""The named cells of the calibration: what is simulated, and what must come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale

Bounds = tuple[float, float]

SIZES = (8, 14, 28, 56)
AUTOCORRELATION = 0.3
MISSING = 0.1
"""Share of posts without numbers in cells that have some."""


class Layout(StrEnum):
    """How the arms come to their days."""

    ROTATED = "rotated"
    TWINS = "twins"
    FAMILY = "family"
    FAMILY_OF_FOUR = "family_of_four"
    COMPLETE = "complete"
    UNEQUAL = "unequal"
    FOURFOLD = "fourfold"
    WEEKEND_HEAVY = "weekend_heavy"
    ALTERNATION = "alternation"
    FIRST_THEN = "first_then"
    CROSSED = "crossed"
    CROSSED_THREE = "crossed_three"

    @property
    def randomised(self) -> bool:
        """Whether chance assigned the arms."""
        return self not in (Layout.WEEKEND_HEAVY, Layout.ALTERNATION, Layout.FIRST_THEN)

    @property
    def controls(self) -> int:
        """Posts of the control for each of the variant, where chance assigned whole tables."""
        return {Layout.UNEQUAL: 3, Layout.FOURFOLD: 4}.get(self, 1)

    @property
    def questions(self) -> int:
        """How many questions the same posts answer; in all but the first the variant truly works."""
        return {Layout.CROSSED: 2, Layout.CROSSED_THREE: 3}.get(self, 1)

    @property
    def variants(self) -> int:
        """How many variants are compared with the control; of several, one is truly strong."""
        return {Layout.FAMILY: 2, Layout.FAMILY_OF_FOUR: 4}.get(self, 1)


METRIC: Mapping[Kind, Metric] = {
    Kind.COUNT: CATALOGUE["views"],
    Kind.MEAN: CATALOGUE["average_watch_time"],
    Kind.RATE: CATALOGUE["like_rate"],
    Kind.RARE: CATALOGUE["link_clicks"],
    Kind.MONEY: Metric("revenue", Kind.MONEY, ("revenue",), None, Scale.MONEY, {"en": "Revenue", "de": "Umsatz"}),
}
EFFECT: Mapping[Kind, float] = {Kind.COUNT: 0.5, Kind.MEAN: 0.2, Kind.RATE: 0.2, Kind.RARE: 1.0, Kind.MONEY: 1.0}
"""True effects for power and coverage, ratios minus one: what teams hope for in each kind of metric."""

_WITH_ZEROS = (Kind.RARE, Kind.MONEY)


@dataclass(frozen=True, slots=True)
class Cell:
    """One simulated situation.

    Attributes:
        layout: How the arms come to their days.
        kind: Kind of the metric.
        posts_per_arm: Of the variant; the control has three times as many with ``UNEQUAL``, four with ``FOURFOLD``.
        sigma: SD of the log of a post's number (of a rate's views, of a rare event's intensity).
        autocorrelation: Between the logs of one post and the next.
        spreads: How much posts of control and variant vary beyond that; None where both do alike. Of a rate or of
            events: phi, the squared coefficient of variation between posts. Of money: the SD of the log.
        missing: Share of the posts that nobody has numbers of, whatever their arm.
    """

    layout: Layout
    kind: Kind
    posts_per_arm: int
    sigma: float
    autocorrelation: float = AUTOCORRELATION
    spreads: Bounds | None = None
    missing: float = 0.0

    @property
    def name(self) -> str:
        """For the command line and the table: ``rotated-count-14-s1-r0.3``."""
        name = f"{self.layout}-{self.kind}-{self.posts_per_arm}-s{self.sigma:g}-r{self.autocorrelation:g}"
        name = f"{name}-m{self.missing:g}" if self.missing else name
        return name if self.spreads is None else f"{name}-v{self.spreads[0]:g}:{self.spreads[1]:g}"

    @property
    def effect(self) -> float:
        """The true effect behind power and coverage, a ratio minus one."""
        return EFFECT[self.kind]

    @property
    def comparisons(self) -> int:
        """Variants that are compared at once, for which p-values and intervals are adjusted."""
        return self.layout.variants

    @property
    def unequal_spread(self) -> bool:
        """Whether posts of one arm vary more than those of the other."""
        return self.spreads is not None and self.spreads[0] != self.spreads[1]

    @property
    def false_positives(self) -> Bounds | None:
        """Between what the share of false positives must lie; None where no verdict is ever given."""
        if self.layout in (Layout.ALTERNATION, Layout.FIRST_THEN):
            return None
        if self.comparisons > 1:
            return 0.0, 0.05
        if self.layout.questions > 1:
            return 0.035, 0.06
        if self.unequal_spread:
            return 0.0, 0.08 if self.kind is Kind.MONEY else 0.065
        return (0.02, 0.06) if self.kind in _WITH_ZEROS else (0.04, 0.06)

    @property
    def coverage(self) -> Bounds | None:
        """Between what the coverage of 95 % intervals must lie; families get wider intervals."""
        if self.false_positives is None:
            return None
        if self.layout.questions > 1:
            return 0.935, 0.965
        if self.unequal_spread:
            # Amounts are answered where their spread did not show, which says nothing of their interval.
            return None if self.kind is Kind.MONEY else (0.935, 1.0)
        return (0.94, 1.0) if self.comparisons > 1 or self.kind in _WITH_ZEROS else (0.94, 0.96)


def _views() -> tuple[Cell, ...]:
    noise = ((0.6, 0.3), (1.0, 0.0), (1.0, 0.3), (1.0, 0.5), (1.5, 0.3))
    return tuple(Cell(Layout.ROTATED, Kind.COUNT, n, sigma, rho) for sigma, rho in noise for n in SIZES)


def _each(layout: Layout, kind: Kind, sigma: float, sizes: tuple[int, ...] = SIZES) -> tuple[Cell, ...]:
    return tuple(Cell(layout, kind, n, sigma) for n in sizes)


def _spread(layout: Layout, kind: Kind, posts: int, *spreads: Bounds) -> tuple[Cell, ...]:
    return tuple(Cell(layout, kind, posts, 1.0, AUTOCORRELATION, one) for one in spreads)


CELLS: tuple[Cell, ...] = (
    *_views(),
    *_each(Layout.ROTATED, Kind.MEAN, 0.25),
    *_each(Layout.ROTATED, Kind.RATE, 1.0),
    *_each(Layout.ROTATED, Kind.RARE, 0.6),
    *_each(Layout.ROTATED, Kind.MONEY, 0.6, (14, 28)),
    *_each(Layout.TWINS, Kind.COUNT, 1.0, (14, 28)),
    *_each(Layout.FAMILY, Kind.COUNT, 1.0, (14, 28)),
    *_each(Layout.FAMILY_OF_FOUR, Kind.COUNT, 1.0, (14, 28)),
    *_each(Layout.COMPLETE, Kind.COUNT, 1.0),
    *_each(Layout.COMPLETE, Kind.RATE, 1.0, (14, 28)),
    *_each(Layout.COMPLETE, Kind.RARE, 0.6, (14, 28)),
    *_each(Layout.UNEQUAL, Kind.COUNT, 1.0, (10, 20)),
    *_each(Layout.WEEKEND_HEAVY, Kind.COUNT, 1.0),
    *_each(Layout.WEEKEND_HEAVY, Kind.RATE, 1.0, (14, 28)),
    *_each(Layout.ALTERNATION, Kind.COUNT, 1.0, (14, 28)),
    *_each(Layout.FIRST_THEN, Kind.COUNT, 1.0, (14, 28)),
    *_spread(Layout.COMPLETE, Kind.RATE, 28, (0.1, 0.4)),
    *_spread(Layout.UNEQUAL, Kind.RATE, 20, (0.1, 0.4), (0.25, 0.25)),
    *_spread(Layout.FOURFOLD, Kind.RATE, 12, (0.1, 0.4)),
    *_spread(Layout.UNEQUAL, Kind.RARE, 20, (0.1, 0.4)),
    *_spread(Layout.COMPLETE, Kind.MONEY, 28, (0.5, 1.5), (1.0, 1.0)),
    *_spread(Layout.UNEQUAL, Kind.MONEY, 20, (0.5, 1.5), (1.0, 1.0)),
    *_spread(Layout.FOURFOLD, Kind.MONEY, 12, (0.5, 1.5)),
)
"""Every cell of the full run, at most 70."""


def _crossed() -> Iterator[Cell]:
    """Posts of a combined test and how many questions they answer: all there, and with one post in ten missing."""
    for posts, layout in (
        (12, Layout.CROSSED),
        (16, Layout.CROSSED),
        (16, Layout.CROSSED_THREE),
        (24, Layout.CROSSED),
        (24, Layout.CROSSED_THREE),
        (28, Layout.CROSSED),
    ):
        for kind, missing in product((Kind.COUNT, Kind.RATE), (0.0, MISSING)):
            yield Cell(layout, kind, posts // 2, 1.0, missing=missing)


CROSSED_CELLS: tuple[Cell, ...] = tuple(_crossed())
"""Every cell of combined tests; beside the effects of the other questions, weekdays and a trend are at work in each."""
