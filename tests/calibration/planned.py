"""Planned experiments with a known truth: drawn schedules, invented posts, and the rows ``analyze`` makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cliptrial.analysis.results import Role
from cliptrial.analysis.rows import Question, Row, Rule, rows
from cliptrial.analysis.units import Units, Values
from cliptrial.metrics import CATALOGUE, Kind, Metric
from cliptrial.planning.calibration_cells import Cell, Layout
from cliptrial.planning.calibration_world import CONTROL, VARIANT, assign
from cliptrial.simulate.account import RATES
from cliptrial.simulate.table import simulate_table

RULE = Rule(alpha=0.05, at_least=0.1)
SPREAD = {Kind.COUNT: 1.0, Kind.MEAN: 0.25, Kind.RATE: 1.0, Kind.RARE: 0.6}
"""SD of the log of a post's number; of a rate's views."""
RATE = {"like_rate": RATES["likes"], "share_rate": RATES["shares"]}
OUTCOMES = 20
"""Outcomes on one drawn schedule: drawing costs more than comparing."""


def planned(
    metric: str, posts: int, *, runs: int, effect: float = 0.0, first: int = 0
) -> Iterator[tuple[Units, Values]]:
    """Experiments with ``posts`` posts an arm, from a numbered schedule on; the variant's ratio is ``1 + effect``."""
    kind = CATALOGUE[metric].kind
    for number in range(first, first + runs // OUTCOMES):
        units = replace(assign(Cell(Layout.ROTATED, kind, posts, SPREAD[kind]), number).units, draws=499)
        rng = np.random.default_rng([number, posts])
        for _ in range(OUTCOMES):
            yield units, _outcome(metric, units, effect, rng)


def _outcome(metric: str, units: Units, effect: float, rng: np.random.Generator) -> Values:
    """Posts with weekdays, a trend and autocorrelation of their own."""
    kind = CATALOGUE[metric].kind
    table = simulate_table(
        len(units.arm) // 2,
        sigma=SPREAD[kind],
        effect=effect,
        autocorrelation=0.1,
        trend=float(rng.uniform(-1, 1)),
        weekday_effects=tuple(rng.uniform(-0.3, 0.3, 7)),
        arms=np.asarray(units.arm == VARIANT, dtype=np.int64),
        rate=RATE.get(metric),
        seed=rng,
    )
    value = rng.poisson(table.value / 4000).astype(float) if kind is Kind.RARE else table.value
    return Values(value, table.denominator)


def row(units: Units, values: Values, metric: Metric, *, worst_acceptable: float | None = None) -> Row:
    """The one row of this metric; a guardrail's where a limit is given."""
    role = Role.PRIMARY if worst_acceptable is None else Role.GUARDRAIL
    question = Question(metric, role, values, worst_acceptable=worst_acceptable)
    (found,) = rows(units, [question], CONTROL, [VARIANT], RULE)
    return found
