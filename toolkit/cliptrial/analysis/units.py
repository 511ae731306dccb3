"""Posts as columns: which arm each carries, and what chance could have done instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation import redraw
from cliptrial.stats.draws import Labels
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.permutation import relabelled

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]


class Assignment(StrEnum):
    """Who decided which post got which arm."""

    SCHEDULE = "schedule"
    RANDOM = "random"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Units:
    """The posts of an experiment or a table, one row each.

    Attributes:
        arm: Shape (posts,): arm ids.
        assignment: Who assigned them.
        account: Shape (posts,): number of the account.
        weekday: Shape (posts,): 0 (Monday) to 6, as planned where a plan exists; None if unknown.
        stratum: Shape (posts,): within which labels are exchanged: blocks where chance assigned within
            blocks, account and month where nobody assigned; zeros otherwise.
        block: Shape (posts,): number of the rotation block; zeros where there is none.
        when: Shape (posts,): time of posting, in any unit; None if unknown. Without chance a trend is held equal.
        beside: Shape (posts,): one more number that is held equal, finite everywhere; None for none.
        included: Shape (posts,): the posts that may be seen at this look; None for all.
        schedule: The stored schedule, with ``SCHEDULE``; units are then its positions, in order.
        draws: Number of Monte-Carlo draws.
        seed: Of the draws.
    """

    arm: Texts
    assignment: Assignment
    account: Ints
    weekday: Ints | None
    stratum: Ints
    block: Ints
    when: Floats | None = None
    beside: Floats | None = None
    included: Bools | None = None
    schedule: Schedule | None = None
    draws: int = 4999
    seed: int = 0
    _cache: dict[tuple[str, str], Labels] = field(default_factory=dict, repr=False, compare=False)

    @property
    def randomised(self) -> bool:
        """Whether chance assigned the arms."""
        return self.assignment is not Assignment.NOBODY

    @property
    def others(self) -> Floats:
        """Planned arms of the other questions of a combined test, -1 the control and 1 the variant.

        Shape (posts, questions); without columns where these posts answer one question alone.
        """
        crossed = self.schedule.crossed if self.schedule is not None else ()
        columns = [np.where(np.array(one.arms, dtype=object) == one.control, -1.0, 1.0) for one in crossed]
        return np.column_stack(columns) if columns else np.empty((len(self.arm), 0))

    def pair(self, control: str, variant: str) -> Bools:
        """Which units carry either arm and may be seen."""
        either = np.asarray((self.arm == control) | (self.arm == variant), dtype=np.bool_)
        return either if self.included is None else either & self.included

    def strata(self, control: str, variant: str) -> Ints:
        """Within what the pair's labels are exchanged, shape (posts,).

        Where nobody assigned the arms and they never ran in one month, months cannot be held equal; then
        accounts alone are, and the checks say that the arms ran in different periods.
        """
        return self.stratum if self.randomised or self.met(control, variant) else self.account

    def met(self, control: str, variant: str) -> bool:
        """Whether both arms ran in one stratum at all."""
        shared = np.intersect1d(self.stratum[self.arm == control], self.stratum[self.arm == variant])
        return bool(len(shared))

    def redrawn(self, control: str, variant: str) -> Labels:
        """One set of re-drawn labels for the units of this pair; it serves every metric, p and interval."""
        key = (control, variant)
        if key not in self._cache:
            self._cache[key] = self._redraw(control, variant)
        return self._cache[key]

    def _redraw(self, control: str, variant: str) -> Labels:
        pair = self.pair(control, variant)
        if self.schedule is not None:
            again = redraw(self.schedule, control, variant, draws=self.draws, seed=self.seed)
            columns = np.searchsorted([p.position for p in self.schedule.positions], again.positions)
            return Labels.packed([again.labels], exact=again.exact).placed(columns, len(pair))
        treated = np.asarray(self.arm[pair] == variant, dtype=np.bool_)
        labels = relabelled(treated, self.strata(control, variant)[pair], draws=self.draws, seed=self.seed)
        return labels.placed(np.flatnonzero(pair), len(pair))


@dataclass(frozen=True)
class Values:
    """One metric on every unit; NaN where it was not read.

    Attributes:
        numerator: Shape (posts,).
        denominator: Shape (posts,): ones where the metric has none.
    """

    numerator: Floats
    denominator: Floats

    @property
    def read(self) -> Bools:
        """Units whose numbers are known; none of nothing, as on a post without views, is no number."""
        known = ~(np.isnan(self.numerator) | np.isnan(self.denominator))
        return np.asarray(known & ~((self.numerator == 0) & (self.denominator == 0)), dtype=np.bool_)

    @property
    def possible(self) -> Bools:
        """Units whose numbers can be: neither below zero nor infinite, and something to divide by."""
        top, bottom = self.numerator, self.denominator
        return np.asarray((top >= 0) & (bottom > 0) & np.isfinite(top) & np.isfinite(bottom), dtype=np.bool_)

    @property
    def each(self) -> Floats:
        """Numerator over denominator, shape (posts,)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.numerator / self.denominator, dtype=np.float64)


def on_one_level(values: Values, group: Ints) -> Values:
    """The same numbers as if each group of units had the level of all: what its arms differ by stays as it is.

    So an effect is pooled over platforms as a ratio, and none of them counts more because more is shown there.

    Args:
        values: A metric.
        group: Shape (posts,): number of the group.
    """
    usable = values.read & values.possible
    factor = np.ones(len(group))
    for one in np.unique(group):
        level = _level(values, usable & (group == one))
        factor[group == one] = _level(values, usable) / level if level > 0 else 1.0
    return Values(values.numerator * factor, values.denominator)


def _level(values: Values, own: Bools) -> float:
    """The typical value of some units: of logs where there are any, else of the sums; 0 where nothing was read."""
    each = values.each[own]
    if len(each) and (each > 0).all():
        return float(np.exp(np.log(each).mean()))
    return float(values.numerator[own].sum() / values.denominator[own].sum()) if own.any() else 0.0


def values_from(rows: Mapping[int, tuple[float, float]], length: int) -> Values:
    """Values from (numerator, denominator) by row number."""
    numerator, denominator = np.full(length, np.nan), np.full(length, np.nan)
    for row, (top, bottom) in rows.items():
        numerator[row], denominator[row] = top, bottom
    return Values(numerator, denominator)
