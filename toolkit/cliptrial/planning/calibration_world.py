"""The invented posts of one calibration cell: a drawn assignment, and outcomes with a known truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from cliptrial.analysis.checks.weekdays import period_findings, rotation_findings
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.planned import ScheduleNotByRule
from cliptrial.analysis.table.table_findings import turn_findings
from cliptrial.analysis.units import Assignment, Texts, Units, Values
from cliptrial.metrics import Kind
from cliptrial.planning.calibration_cells import Cell, Layout
from cliptrial.planning.usual_methods import Ints
from cliptrial.registry.model import Arm, Change, Design, Experiment, Hypothesis, Metrics, Variable
from cliptrial.registry.plan.schedule import Position, Rule, Schedule
from cliptrial.rotation import broken_rule, draw_schedule, draw_together
from cliptrial.simulate.account import RATES
from cliptrial.simulate.table import Layout as TableLayout
from cliptrial.simulate.table import lay_out, simulate_table
from cliptrial.stats.inversion import Bools, Floats

CONTROL, VARIANT, STRONG = "control", "variant", "strong"
START = dt.date(2026, 3, 2)
"""A Monday; one post a day from here."""
WEEKDAYS, TREND = 0.3, 1.0
"""Largest weekday effect and rise from first to last post, on the log; drawn anew for every outcome."""
EVENTS = 2.0
"""Rare events of a typical post."""
BASKET, BASKET_SPREAD = 25.0, 0.5
"""What an order of a typical post is worth, and its SD on the log between posts."""
TOPICS = 0.5
"""SD of the log between topics, with twins."""
STRONG_EFFECT = 2.0
"""True effect of the other variant in a family, a ratio minus one."""
DRAWS = 999


@dataclass(frozen=True)
class Assigned:
    """Arms on consecutive days, and what the checks say of them before any outcome is known.

    Attributes:
        units: Ready for the engines.
        findings: What weekdays, time and order of the arms say, whatever the outcome.
    """

    units: Units
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Outcome:
    """One invented outcome, without and with the variant's effect."""

    null: Values
    effect: Values


def assign(cell: Cell, seed: int) -> Assigned:
    """Draw the arms of one experiment by the cell's layout."""
    schedule = _schedule(cell, seed) if cell.layout in _PLANNED else None
    rng = np.random.default_rng(seed)
    arm = np.array([p.arm for p in schedule.positions], object) if schedule else _ARMS[cell.layout](cell, rng)
    days = np.arange(len(arm))
    zeros = np.zeros(len(arm), dtype=np.int64)
    planned = Assignment.SCHEDULE if schedule else Assignment.RANDOM
    units = Units(
        arm=arm,
        assignment=planned if cell.layout.randomised else Assignment.NOBODY,
        account=zeros,
        weekday=np.asarray(days % 7, dtype=np.int64),
        stratum=zeros if cell.layout.randomised else _months(len(arm)),
        block=np.array([p.block for p in schedule.positions]) if schedule else zeros,
        when=days.astype(np.float64),
        schedule=schedule,
        draws=DRAWS,
        seed=seed,
    )
    return Assigned(units, tuple(_findings(cell, units)))


def invent(cell: Cell, units: Units, seed: int) -> Outcome:
    """One outcome on these posts: the same luck without and with the variant's effect."""
    return Outcome(invented(cell, units, seed, 0.0), invented(cell, units, seed, cell.effect))


def invented(cell: Cell, units: Units, seed: int, effect: float) -> Values:
    """Numbers of these posts with this effect of the variant, a ratio minus one; the seed alone decides the luck."""
    rng = np.random.default_rng(seed)
    treated = np.asarray(units.arm == VARIANT, dtype=np.int64)
    table = simulate_table(
        len(treated) // 2,
        sigma=cell.sigma,
        autocorrelation=cell.autocorrelation,
        trend=float(rng.uniform(-TREND, TREND)),
        weekday_effects=tuple(rng.uniform(-WEEKDAYS, WEEKDAYS, 7)),
        effect=effect,
        arms=treated,
        rate=RATES["likes"] if cell.kind is Kind.RATE else None,
        seed=rng,
    )
    if cell.spreads is not None:
        return _varied(cell, treated, table.denominator, effect, rng)
    value = table.value * _others(cell, units, rng) * _beside(cell, units)
    if cell.kind in (Kind.RARE, Kind.MONEY):
        value = rng.poisson(EVENTS * value / np.median(table.value)).astype(np.float64)
    if cell.kind is Kind.MONEY:
        value = value * BASKET * np.exp(BASKET_SPREAD * rng.standard_normal(len(value)))
    return Values(_left(cell, value, seed), table.denominator)


def _beside(cell: Cell, units: Units) -> Floats:
    """What the variants of a combined test's other questions multiply a post's number by: each of them works."""
    return np.asarray((1 + cell.effect) ** (units.others > 0).sum(axis=1), dtype=np.float64)


def _left(cell: Cell, value: Floats, seed: int) -> Floats:
    """The numbers that somebody has; which are missing does not depend on any effect."""
    gone = np.random.default_rng([seed, 1]).random(len(value)) < cell.missing
    return np.where(gone, np.nan, value)


def _varied(cell: Cell, treated: Ints, exposure: Floats, effect: float, rng: np.random.Generator) -> Values:
    """Posts whose own spread depends on their arm and whose mean, without an effect, does not."""
    assert cell.spreads is not None
    spread: Floats = np.asarray(cell.spreads, dtype=np.float64)[treated]
    lift = 1 + effect * treated
    if cell.kind is Kind.MONEY:
        own: Floats = np.exp(spread * rng.standard_normal(len(spread)) - spread**2 / 2)
        return Values(np.asarray(BASKET * lift * own, dtype=np.float64), exposure)
    typical = RATES["likes"].mean * exposure if cell.kind is Kind.RATE else EVENTS
    return Values(rng.poisson(typical * lift * spread * rng.gamma(1 / spread)).astype(np.float64), exposure)


def _others(cell: Cell, units: Units, rng: np.random.Generator) -> Floats:
    """What else multiplies a post's number: its topic with twins, another variant's effect in a family."""
    factor = np.ones(len(units.arm))
    if cell.layout is Layout.TWINS:
        factor = np.exp(TOPICS * rng.standard_normal(int(units.block.max()) + 1))[units.block]
    return np.where(units.arm == STRONG, 1 + STRONG_EFFECT, factor)


def _schedule(cell: Cell, seed: int) -> Schedule:
    variants = [VARIANT, STRONG, "third", "fourth"][: cell.layout.variants]
    plan = Experiment(
        title=cell.name,
        accounts=("simulated",),
        hypothesis=Hypothesis(statement="Nothing happens."),
        change=Change(
            variable=Variable.HOOK,
            control=Arm(id=CONTROL, value=CONTROL),
            variants=tuple(Arm(id=one, value=one) for one in variants),
        ),
        metrics=Metrics(primary="views"),
        design=Design(posts_per_arm=cell.posts_per_arm, start=START, seed=seed, twins=cell.layout is Layout.TWINS),
    )
    if cell.layout.questions > 1:
        return draw_together({f"question-{n + 1}": plan for n in range(cell.layout.questions)})["question-1"]
    return draw_schedule(plan)


_BY_NO_RULE = (Layout.ALTERNATION, Layout.FIRST_THEN)
_PLANNED = (
    Layout.ROTATED,
    Layout.TWINS,
    Layout.FAMILY,
    Layout.FAMILY_OF_FOUR,
    Layout.CROSSED,
    Layout.CROSSED_THREE,
)


def _named(variant: Ints | Bools) -> Texts:
    return np.where(np.asarray(variant, dtype=np.bool_), VARIANT, CONTROL).astype(object)


def _shuffled(cell: Cell, rng: np.random.Generator) -> Texts:
    control = cell.posts_per_arm * cell.layout.controls
    return _named(rng.permutation(np.repeat([False, True], [control, cell.posts_per_arm])))


_ARMS: Mapping[Layout, Callable[[Cell, np.random.Generator], Texts]] = {
    Layout.COMPLETE: _shuffled,
    Layout.UNEQUAL: _shuffled,
    Layout.FOURFOLD: _shuffled,
    Layout.WEEKEND_HEAVY: lambda cell, rng: _named(lay_out(cell.posts_per_arm, TableLayout.WEEKEND_HEAVY, rng)),
    Layout.ALTERNATION: lambda cell, rng: _named((np.arange(2 * cell.posts_per_arm) + rng.integers(2)) % 2),
    Layout.FIRST_THEN: lambda cell, rng: _named(lay_out(cell.posts_per_arm, TableLayout.FIRST_THEN, rng)),
}


def _months(posts: int) -> Ints:
    days = [START + dt.timedelta(days=day) for day in range(posts)]
    return np.array([number for number, (_, own) in enumerate(groupby(days, lambda d: d.month)) for _ in own])


def _findings(cell: Cell, units: Units) -> Iterator[Finding]:
    """Every check of arms, weekdays, time and order; what was said to be planned must be what a rule can draw."""
    assert units.weekday is not None
    assert units.when is not None
    variants = [arm for arm in dict.fromkeys(units.arm) if arm != CONTROL]
    everyone = np.ones(len(units.arm), dtype=np.bool_)
    held = cell.kind in (Kind.COUNT, Kind.MEAN)
    yield from rotation_findings(units, everyone, units.weekday, CONTROL, variants)
    yield from period_findings(units, everyone, units.when, CONTROL, variants, slope_held=held)
    if units.schedule is None:
        yield from turn_findings(units, units.when)
    planned = units.schedule or (_as_if_planned(units) if cell.layout in _BY_NO_RULE else None)
    rule = broken_rule(planned) if planned is not None else None
    if rule is not None:
        yield ScheduleNotByRule(Level.BLOCKER, rule=rule)


def _as_if_planned(units: Units) -> Schedule:
    """The same arms as somebody would write them into a plan, whose weekdays no cutoff holds to anything."""
    positions = tuple(
        Position(day + 1, day // 4 + 1, "simulated", START, "18:00", str(arm)) for day, arm in enumerate(units.arm)
    )
    return Schedule(positions, Rule(1, 2, {f"simulated{n}": len(positions) for n in ("", "#2")}, {}, 0))
