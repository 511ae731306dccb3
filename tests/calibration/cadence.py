"""Cadence by whole weeks, how often it is wrong: ``python -m tests.calibration.cadence`` writes docs/cadence.csv.

Weeks of invented accounts: a trend, a season, weeks that hang together, heavy tails, and a true change. Plans are
drawn, re-drawn and compared by the product's own code.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass

import numpy as np
from tests.places import ROOT

from cliptrial.analysis.cadence.answer import units_of
from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.units import Values
from cliptrial.metrics import CATALOGUE
from cliptrial.planning.periods import smallest_found
from cliptrial.registry.model import Experiment
from cliptrial.rotation.periods import draw_periods

FILE = ROOT / "docs" / "cadence.csv"
RUNS, DRAWS, ALPHA = 1500, 499, 0.05


@dataclass(frozen=True)
class Cell:
    """Accounts, pairs on each, SD of a week's log, how weeks hang together, and freedom of the tails."""

    accounts: int
    pairs: int
    spread: float = 0.5
    together: float = 0.3
    tail: float = 5.0

    @property
    def name(self) -> str:
        """As the file has it."""
        return f"{self.accounts} x {self.pairs} pairs, sd {self.spread:g}, r {self.together:g}"


CELLS = (
    Cell(1, 6), Cell(1, 8), Cell(1, 12), Cell(1, 26), Cell(3, 2), Cell(3, 4), Cell(3, 8), Cell(1, 12, spread=0.9),
    Cell(1, 12, together=0.7), Cell(1, 12, tail=3.0),
)  # fmt: skip


def plan(cell: Cell, seed: int) -> Experiment:
    """A plan of so many pairs."""
    arms = {"control": {"id": "usual", "value": "4"}, "variants": [{"id": "twice", "value": "8"}]}
    return Experiment.model_validate(
        {
            "title": "Cadence",
            "accounts": [f"account{number}" for number in range(cell.accounts)],
            "hypothesis": {"statement": "More posts, more views."},
            "change": {"variable": "cadence", **arms},
            "metrics": {"primary": "views"},
            "design": {"unit": "period", "periods_per_arm": str(cell.pairs), "start": "2026-03-02", "seed": str(seed)},
        }
    )


def weeks(cell: Cell, seed: int) -> np.ndarray:
    """Logs of every account's weeks, one after the other, with nothing to find."""
    rng, length = np.random.default_rng(seed), 2 * cell.pairs
    logs = []
    for _ in range(cell.accounts):
        luck = rng.standard_t(cell.tail, length + 10) / np.sqrt(cell.tail / (cell.tail - 2))
        for week in range(1, len(luck)):
            luck[week] = cell.together * luck[week - 1] + np.sqrt(1 - cell.together**2) * luck[week]
        season = 0.3 * np.sin(np.arange(length) / 52 * 2 * np.pi + rng.uniform(0, 6))
        logs.append(10 + rng.normal(0, 1) + 0.02 * np.arange(length) + season + cell.spread * luck[10:])
    return np.concatenate(logs)


def compared(cell: Cell, seed: int, effect: float) -> Comparison:
    """One experiment with a true effect, a log ratio."""
    schedule = draw_periods(plan(cell, seed))
    units = units_of(schedule, DRAWS)
    values = np.round(np.exp(weeks(cell, seed) + effect * (units.arm == "twice")))
    found = compare_pair(units, Values(values, np.ones_like(values)), CATALOGUE["views"], "usual", "twice", blocks=True)
    assert isinstance(found, Comparison)
    return found


def row(cell: Cell, runs: int) -> dict[str, object]:
    """False alarms and coverage without a change; coverage and power with one that four of five should find."""
    size = float(np.log1p(smallest_found(cell.spread, cell.accounts * cell.pairs, ALPHA)))
    null = [compared(cell, seed, 0.0).inversion for seed in range(runs)]
    lifted = [compared(cell, seed, size).inversion for seed in range(runs)]
    return {
        "cell": cell.name + ("" if cell.tail == 5 else f", tails of t({cell.tail:g})"),
        "runs": runs,
        "false_positives": f"{np.mean([one.p_value() <= ALPHA for one in null]):.4f}",
        "covered": f"{np.mean([_holds(one.interval(ALPHA), 0.0) for one in null]):.4f}",
        "effect": f"{np.expm1(size):.2f}",
        "covered_with_effect": f"{np.mean([_holds(one.interval(ALPHA), size) for one in lifted]):.4f}",
        "found": f"{np.mean([one.p_value() <= ALPHA for one in lifted]):.4f}",
    }


def _holds(ends: tuple[float, float], truth: float) -> bool:
    return ends[0] <= truth <= ends[1]


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    rows = [row(cell, runs) for cell in CELLS]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
