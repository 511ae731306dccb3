"""Calibration of the expected effect: is ``reckon_with`` right on average where a result was decided?

First winners exaggerate: of the true effects that small experiments on views decide, the estimates are several times
too large. The expected effect must not be. So many experiments are simulated whose truths are drawn as the stated
prior says (and with heavier tails), and of those decided the mean of the expected effects is held against the mean
of the truths, both on the log scale and turned so that the estimate is positive.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from math import log1p, sqrt
from zlib import crc32

import numpy as np

from cliptrial.analysis.assemble import Frame, assemble
from cliptrial.analysis.results import ArmSummary, Evidence, Provenance, Role, Uplift
from cliptrial.analysis.rows import CLEAR, Question, Rule
from cliptrial.metrics import CATALOGUE, Kind
from cliptrial.planning.calibration_cells import Cell, Layout
from cliptrial.planning.calibration_world import CONTROL, VARIANT, assign, invented
from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.shrinkage import PRIOR_SD, shrink
from cliptrial.stats.special import stdtrit

VIEWS = CATALOGUE["views"]
SIGMA = 1.05
"""SD of log views between posts of one account in public histories."""
SIZES = (8, 14, 28)
ALPHA, AT_LEAST = 0.05, 0.1
OUTCOMES = 20
"""Experiments on one drawn assignment: drawing costs more than comparing."""


class Truths(StrEnum):
    """How true effects are spread, with the stated prior's SD."""

    NORMAL = "normal"
    T3 = "t3"


class Route(StrEnum):
    """Whether estimates are drawn directly, or come from posts through the engine of the reports."""

    NUMBERS = "numbers"
    ENGINE = "engine"


ALLOWED = {Truths.NORMAL: 0.2, Truths.T3: 0.3}
"""How far the mean expected effect may lie from the mean truth, as a share of it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What decided results of one situation say on average, as log ratios in the direction of the estimate.

    Attributes:
        route: How they were simulated.
        truths: How true effects are spread.
        posts_per_arm: Posts in each arm.
        runs: Experiments.
        decided: Of these, results that are better or worse.
        truth: Mean true effect of those decided.
        estimate: Mean estimate of those decided.
        reckon_with: Mean expected effect of those decided.
        error: Standard error of ``truth``, which is what limits the comparison.
        outside: Share of those decided whose expected effect lies outside the interval.
        turned: Results decided whose expected effect has the opposite sign.
    """

    route: Route
    truths: Truths
    posts_per_arm: int
    runs: int
    decided: int
    truth: float
    estimate: float
    reckon_with: float
    error: float
    outside: float
    turned: int

    @property
    def ratio(self) -> float:
        """Mean expected effect over mean truth; 1 is right."""
        return self.reckon_with / self.truth

    @property
    def is_off(self) -> bool:
        """Whether it is further from the truth than allowed, by more than luck."""
        return abs(self.reckon_with - self.truth) > ALLOWED[self.truths] * self.truth + 2 * self.error


@dataclass(frozen=True, slots=True)
class _Decided:
    """One decided result: log ratios, and the ends of its interval."""

    truth: float
    estimate: float
    reckon_with: float
    low: float
    high: float


def expectations(
    runs: int = 40_000, *, engine_runs: int = 4_000, progress: Callable[[Expectation], None] = lambda _: None
) -> list[Expectation]:
    """Every situation: both spreads of truths at 8, 14 and 28 posts an arm, and through the whole engine.

    Args:
        runs: Experiments a situation, on the level of estimate and standard error.
        engine_runs: Experiments a situation through the whole engine, where truths are normal.
        progress: Called with each situation as soon as it stands.
    """
    situations = []
    for one in _situations(runs, engine_runs):
        progress(one)
        situations.append(one)
    return situations


def _situations(runs: int, engine_runs: int) -> Iterator[Expectation]:
    for truths in Truths:
        for posts in SIZES:
            yield _expectation(Route.NUMBERS, truths, posts, runs, _by_numbers(truths, posts, runs))
    for posts in SIZES:
        yield _expectation(Route.ENGINE, Truths.NORMAL, posts, engine_runs, _by_engine(posts, engine_runs))


def _expectation(route: Route, truths: Truths, posts: int, runs: int, results: Iterable[_Decided]) -> Expectation:
    table = np.array([(r.truth, r.estimate, r.reckon_with, r.low, r.high) for r in results]).reshape(-1, 5)
    truth, estimate, expected, low, high = table.T
    sign, decided = np.sign(estimate), len(table)
    return Expectation(
        route,
        truths,
        posts,
        runs,
        decided,
        float(np.mean(sign * truth)),
        float(np.mean(sign * estimate)),
        float(np.mean(sign * expected)),
        float(np.std(sign * truth) / sqrt(max(decided, 1))),
        float(np.mean((expected < low) | (expected > high))),
        int(np.sum(sign * expected < 0)),
    )


def _drawn(truths: Truths, count: int, rng: np.random.Generator) -> Floats:
    if truths is Truths.T3:
        return np.asarray(PRIOR_SD / sqrt(3) * rng.standard_t(3, count), dtype=np.float64)
    return np.asarray(PRIOR_SD * rng.standard_normal(count), dtype=np.float64)


def _seeded(*parts: object) -> np.random.Generator:
    return np.random.default_rng(crc32("-".join(map(str, parts)).encode()))


def _by_numbers(truths: Truths, posts: int, runs: int) -> Iterator[_Decided]:
    """Estimates around the truth with a spread that is itself estimated, as with the terms of the rule."""
    rng = _seeded(truths, posts)
    freedom = 2 * posts - 2 - (1 if 2 * posts < 28 else 6)
    error = SIGMA * sqrt(2 / posts)
    truth = _drawn(truths, runs, rng)
    estimate = truth + error * rng.standard_normal(runs)
    seen = error * np.sqrt(rng.chisquare(freedom, runs) / freedom)
    reach = float(-stdtrit(freedom, ALPHA / 2)) * seen
    for row in np.flatnonzero(np.abs(estimate) > reach):
        one, spread = float(estimate[row]), float(seen[row])
        guess = shrink(one, spread, freedom=freedom, typical_error=error)
        low, high = one - float(reach[row]), one + float(reach[row])
        yield _Decided(float(truth[row]), one, log1p(guess.reckon_with), low, high)


def _by_engine(posts: int, runs: int) -> Iterator[_Decided]:
    """Posts with weekdays and a trend on drawn schedules, analysed and judged as a report would."""
    cell = Cell(Layout.ROTATED, Kind.COUNT, posts, SIGMA, 0.1)
    rng = _seeded("engine", posts)
    for number in range(-(-runs // OUTCOMES)):
        units = assign(cell, number).units
        frame = Frame(
            experiment=None,
            variable=None,
            evidence=Evidence.RANDOMISED,
            arms=tuple(ArmSummary(arm, posts, arm, arm == CONTROL) for arm in (CONTROL, VARIANT)),
            provenance=Provenance("", None, "", None, units.seed, units.draws),
        )
        for truth in _drawn(Truths.NORMAL, min(OUTCOMES, runs - number * OUTCOMES), rng):
            values = invented(cell, units, int(rng.integers(2**32)), float(np.expm1(truth)))
            (row,) = assemble(frame, units, [Question(VIEWS, Role.PRIMARY, values)], Rule(ALPHA, AT_LEAST)).uplifts
            if row.verdict in CLEAR:
                yield _of(float(truth), row)


def _of(truth: float, row: Uplift) -> _Decided:
    assert row.relative is not None
    assert row.reckon_with is not None
    low, high = (float(np.log1p(end)) for end in row.relative_interval if end is not None)
    return _Decided(truth, log1p(row.relative), log1p(row.reckon_with), low, high)


def to_csv(situations: Iterable[Expectation]) -> str:
    """The situations as a table."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, [*(f.name for f in fields(Expectation)), "ratio"], lineterminator="\n")
    writer.writeheader()
    for one in situations:
        row = {**asdict(one), "ratio": one.ratio}
        writer.writerow({name: f"{value:.4f}" if isinstance(value, float) else value for name, value in row.items()})
    return stream.getvalue()


def from_csv(text: str) -> list[Expectation]:
    """The situations behind a table written by :func:`to_csv`."""
    return [
        Expectation(
            route=Route(line["route"]),
            truths=Truths(line["truths"]),
            posts_per_arm=int(line["posts_per_arm"]),
            runs=int(line["runs"]),
            decided=int(line["decided"]),
            truth=float(line["truth"]),
            estimate=float(line["estimate"]),
            reckon_with=float(line["reckon_with"]),
            error=float(line["error"]),
            outside=float(line["outside"]),
            turned=int(line["turned"]),
        )
        for line in csv.DictReader(io.StringIO(text))
    ]
