"""Calibration: the engines of the reports on posts with a known truth, beside what people usually do.

An error rate that is only claimed is worth nothing, so it is counted: how often is there a winner where
nothing was to win, how often does the interval hold the truth, how often is a true effect found?
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Protocol, TypeVar
from zlib import crc32

import numpy as np
from scipy.stats import binom

from cliptrial.analysis.assemble import Frame, assemble
from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.results import ArmSummary, Evidence, Provenance, Role
from cliptrial.analysis.rows import Question, Rule
from cliptrial.analysis.units import Units, Values
from cliptrial.planning.calibration_cells import METRIC, Bounds, Cell, Layout
from cliptrial.planning.calibration_world import CONTROL, VARIANT, Assigned, assign, invent
from cliptrial.planning.usual_methods import METHODS, Labelled
from cliptrial.stats.inversion import Inversion
from cliptrial.stats.ratio.no_events import EmptyArm

ALPHA, AT_LEAST = 0.05, 0.1
OUTCOMES = 40
"""Outcomes that are invented on one drawn assignment: drawing costs more than comparing."""
ASSIGNMENTS = 2
"""Assignments in one piece of work for a process."""
FAMILY_WISE = 0.01
"""Chance that any cell of a sound engine is called off, over all cells of a run."""


@dataclass(frozen=True)
class Tally:
    """Counts over simulated experiments; tallies add up.

    Attributes:
        runs: Experiments, each analysed without and with the true effect.
        refused: Experiments without numbers.
        withheld: Experiments in which nothing was to win, and of which a check forbids the verdict.
        warned: Experiments in which nothing was to win, and of which a check warns.
        wins: Winners declared where nothing was to win.
        held: Intervals that hold the true effect.
        detected: Winners declared with the true effect.
        contradictions: Intervals that contradict their own decision.
        usual_wins: By usual method: winners where nothing was to win; missing where it does not apply.
        usual_detected: By usual method: winners with the true effect.
    """

    runs: int = 0
    refused: int = 0
    withheld: int = 0
    warned: int = 0
    wins: int = 0
    held: int = 0
    detected: int = 0
    contradictions: int = 0
    usual_wins: Mapping[str, int] = field(default_factory=dict)
    usual_detected: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Counts of both."""
        return Tally(
            self.runs + other.runs,
            self.refused + other.refused,
            self.withheld + other.withheld,
            self.warned + other.warned,
            self.wins + other.wins,
            self.held + other.held,
            self.detected + other.detected,
            self.contradictions + other.contradictions,
            _added(self.usual_wins, other.usual_wins),
            _added(self.usual_detected, other.usual_detected),
        )


@dataclass(frozen=True)
class CellResult:
    """What a cell's simulated experiments gave."""

    cell: Cell
    tally: Tally

    @property
    def false_positives(self) -> float:
        """Share of experiments with a winner where nothing was to win; one that is refused has none."""
        return self.tally.wins / max(self.tally.runs, 1)

    @property
    def coverage(self) -> float:
        """Share of intervals that hold the true effect."""
        return self.tally.held / max(self.answered, 1)

    @property
    def power(self) -> float:
        """Share of experiments in which the true effect was found; in one that is refused it is not."""
        return self.tally.detected / max(self.tally.runs, 1)

    @property
    def withheld(self) -> float:
        """Share of experiments without an effect of which a check forbids the verdict."""
        return self.tally.withheld / self.tally.runs

    @property
    def warned(self) -> float:
        """Share of experiments without an effect of which a check warns."""
        return self.tally.warned / self.tally.runs

    @property
    def answered(self) -> int:
        """Experiments that gave numbers."""
        return self.tally.runs - self.tally.refused

    def usual(self, method: str) -> tuple[float, float] | None:
        """A usual method's (false positives, power) as shares; None where it does not apply."""
        if method not in self.tally.usual_wins:
            return None
        return self.tally.usual_wins[method] / self.tally.runs, self.tally.usual_detected[method] / self.tally.runs

    def is_off(self, cells: int) -> bool:
        """Whether false positives or coverage lie outside what is allowed by more than luck.

        Args:
            cells: Cells of the whole run, over which the chance of a false alarm is 0.01.
        """
        alpha = FAMILY_WISE / (2 * cells)
        return outside(self.tally.wins, self.tally.runs, self.cell.false_positives, alpha) or outside(
            self.tally.held, self.answered, self.cell.coverage, alpha
        )


def outside(count: int, runs: int, allowed: Bounds | None, alpha: float) -> bool:
    """Whether a count of ``runs`` speaks at ``alpha`` against every share within ``allowed``."""
    if allowed is None:
        return False
    below, above = binom.cdf(count, runs, allowed[0]), binom.sf(count - 1, runs, allowed[1])
    return bool(min(below, above) < alpha / 2)


def calibrate(
    cells: Sequence[Cell],
    *,
    runs: int = 4000,
    processes: int = 1,
    progress: Callable[[CellResult], None] = lambda _: None,
) -> list[CellResult]:
    """Run simulated experiments through the engines.

    Args:
        cells: What to simulate.
        runs: Experiments a cell, rounded up to whole assignments of 40.
        processes: How many work at once; the result does not depend on it.
        progress: Called with each cell's result as soon as it stands.
    """
    results = []
    with mapper(processes) as each:
        pieces = {cell: each(_piece, [(cell, *part) for part in _parts(runs)]) for cell in cells}
        for cell, tallies in pieces.items():
            results.append(CellResult(cell, sum(tallies, Tally())))
            progress(results[-1])
    return results


def _parts(runs: int) -> list[tuple[int, int]]:
    """Numbers of assignments, from and up to, of each piece of work."""
    total = -(-runs // OUTCOMES)
    return [(start, min(start + ASSIGNMENTS, total)) for start in range(0, total, ASSIGNMENTS)]


Work = TypeVar("Work")
Result = TypeVar("Result")


class Mapper(Protocol):
    """Does one thing with each piece of work."""

    def __call__(self, function: Callable[[Work], Result], work: Iterable[Work], /) -> Iterator[Result]:
        """What came of each, in the order of the work."""


@contextmanager
def mapper(processes: int) -> Iterator[Mapper]:
    """``map``, or that of so many processes, in the same order."""
    if processes <= 1:
        yield map
        return
    # Small matrices: threads inside each process would only wait for one another.
    with _for_workers(), ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield pool.map


@contextmanager
def _for_workers() -> Iterator[None]:
    """One thread each, and nothing imported from the current folder."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONSAFEPATH")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _piece(work: tuple[Cell, int, int]) -> Tally:
    cell, start, stop = work
    return sum((_assignment(cell, number) for number in range(start, stop)), Tally())


def _assignment(cell: Cell, number: int) -> Tally:
    """One drawn assignment with its outcomes; seeded by the cell's name and the number alone."""
    seeds = np.random.SeedSequence([crc32(cell.name.encode()), number]).generate_state(OUTCOMES + 1)
    drawn = assign(cell, int(seeds[0]))
    outcomes = [invent(cell, drawn.units, int(seed)) for seed in seeds[1:]]
    judged = sum((_judged(cell, drawn, o.null, o.effect) for o in outcomes), Tally())
    return judged + Tally(
        usual_wins=_usual(cell, drawn.units, [o.null for o in outcomes]),
        usual_detected=_usual(cell, drawn.units, [o.effect for o in outcomes]),
    )


def _judged(cell: Cell, drawn: Assigned, null: Values, effect: Values) -> Tally:
    # What is checked of an experiment does not know of other questions, and is counted where there are none.
    checked = _checked(cell, drawn, null) if cell.layout.questions == 1 else ()
    levels = {finding.level for finding in checked}
    ours = Tally(runs=1, withheld=int(Level.BLOCKER in levels), warned=int(Level.WARNING in levels))
    without = _compared(cell, drawn.units, null)
    if without is None:
        return ours + Tally(refused=1)
    truth = float(np.log1p(cell.effect))
    if without.estimand == "ratio_of_geometric_means":
        # Logs only shift, and the test with them: no effect on these posts is minus the effect on the others.
        return ours + _decided(cell, without.inversion, 0.0, -truth)
    with_effect = _compared(cell, drawn.units, effect)
    if with_effect is None:
        return ours + Tally(refused=1)
    null_only = _decided(cell, without.inversion, 0.0, 0.0)
    effect_only = _decided(cell, with_effect.inversion, truth, 0.0)
    contradictions = null_only.contradictions + effect_only.contradictions
    return ours + Tally(
        wins=null_only.wins, held=effect_only.held, detected=effect_only.detected, contradictions=contradictions
    )


def _checked(cell: Cell, drawn: Assigned, values: Values) -> tuple[Finding, ...]:
    """Every finding that a report of this experiment would have, of the assignment and of the numbers."""
    arms = [CONTROL, *(arm for arm in dict.fromkeys(drawn.units.arm) if arm != CONTROL)]
    frame = Frame(
        experiment=None,
        variable=None,
        evidence=Evidence.RANDOMISED,
        arms=tuple(ArmSummary(arm, int((drawn.units.arm == arm).sum()), arm, arm == CONTROL) for arm in arms),
        provenance=Provenance("", None, "", None, drawn.units.seed, drawn.units.draws),
        findings=drawn.findings,
        when=drawn.units.when,
    )
    question = Question(METRIC[cell.kind], Role.PRIMARY, values, blocks=cell.layout is Layout.TWINS)
    return assemble(frame, drawn.units, [question], Rule(ALPHA, AT_LEAST)).findings


def _compared(cell: Cell, units: Units, values: Values) -> Comparison | None:
    comparison = compare_pair(units, values, METRIC[cell.kind], CONTROL, VARIANT, blocks=cell.layout is Layout.TWINS)
    return comparison if isinstance(comparison, Comparison) else None


def _decided(cell: Cell, inversion: Inversion | EmptyArm, truth: float, nothing: float) -> Tally:
    """One analysis: does it win at 0, hold the truth, and find that ``nothing`` is not so?"""
    low, high = inversion.interval(ALPHA / cell.comparisons)
    won = cell.comparisons * inversion.p_value() <= ALPHA
    return Tally(
        wins=int(won),
        held=int(low <= truth <= high),
        detected=int(cell.comparisons * inversion.p_value(nothing) <= ALPHA),
        contradictions=int(won != (low > 0 or high < 0)),
    )


def _usual(cell: Cell, units: Units, values: Sequence[Values]) -> dict[str, int]:
    if cell.layout.questions > 1:
        return {}  # None of them knows of other questions, nor of posts without numbers.
    assert units.weekday is not None
    pair = units.pair(CONTROL, VARIANT)
    rows = (len(values), int(pair.sum()))
    case = Labelled(
        cell.kind,
        np.array([v.numerator[pair] for v in values]),
        np.array([v.denominator[pair] for v in values]),
        np.broadcast_to(np.asarray(units.arm[pair] == VARIANT, dtype=np.bool_), rows),
        np.broadcast_to(units.weekday[pair], rows),
    )
    p_values = {name: method(case) for name, method in METHODS.items()}
    return {name: int((p <= ALPHA).sum()) for name, p in p_values.items() if not np.isnan(p).all()}


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in dict.fromkeys((*one, *other))}
