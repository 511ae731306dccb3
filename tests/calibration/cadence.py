"""Whole weeks, how often they are wrong: ``python -m tests.calibration.cadence`` writes docs/cadence.csv.

Weeks of invented accounts: a trend, a season, weeks that hang together, heavy tails, and a true change; orders of a
shop by week or by region, of which some weeks have none. Plans are drawn, re-drawn and compared by the product's own
code. ``python -m tests.calibration.cadence 1500 orders`` counts only the cells whose names have that word, and keeps
the others.
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
    """Accounts, or regions of one, pairs on each, SD of a week's log, how weeks hang together, freedom of the tails.

    ``orders`` is how many a usual week of the smallest region has; 0 where views are counted.
    """

    accounts: int
    pairs: int
    spread: float = 0.5
    together: float = 0.3
    tail: float = 5.0
    orders: float = 0.0
    regions: bool = False

    @property
    def name(self) -> str:
        """As the file has it."""
        what = f"{self.orders:g} orders a week, " * (self.orders > 0)
        where = "regions, " * self.regions
        return f"{self.accounts} x {self.pairs} pairs, {where}{what}sd {self.spread:g}, r {self.together:g}"


CELLS = (
    Cell(1, 6), Cell(1, 8), Cell(1, 12), Cell(1, 26), Cell(3, 2), Cell(3, 4), Cell(3, 8), Cell(1, 12, spread=0.9),
    Cell(1, 12, together=0.7), Cell(1, 12, tail=3.0),
    Cell(1, 8, orders=8), Cell(1, 12, orders=3), Cell(3, 4, orders=8, regions=True),
    Cell(4, 6, 0.3, orders=2, regions=True),
)  # fmt: skip


def plan(cell: Cell, seed: int) -> Experiment:
    """A plan of so many pairs."""
    arms = {"control": {"id": "usual", "value": "4"}, "variants": [{"id": "twice", "value": "8"}]}
    places = [f"account{number}" for number in range(cell.accounts)]
    regions = [f"US-{number}" for number in range(cell.accounts)] if cell.regions else []
    return Experiment.model_validate(
        {
            "title": "Cadence",
            "accounts": places[:1] if cell.regions else places,
            "hypothesis": {"statement": "More posts, more views."},
            "change": {"variable": "with_without" if cell.regions else "cadence", **arms},
            "metrics": {"primary": "orders" if cell.orders else "views"},
            "design": {
                "unit": "period",
                "periods_per_arm": str(cell.pairs),
                "start": "2026-03-02",
                "seed": str(seed),
                "regions": regions,
            },
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
    logs, metric = weeks(cell, seed) + effect * (units.arm == "twice"), CATALOGUE["orders" if cell.orders else "views"]
    values = np.round(np.exp(logs))
    if cell.orders:
        # The smallest place has so many; the others up to eight times as many.
        usual = np.repeat(cell.orders * 2.0 ** np.arange(cell.accounts), 2 * cell.pairs)
        values = np.random.default_rng([seed, 1]).poisson(usual * np.exp(logs - logs.mean())).astype(float)
    found = compare_pair(units, Values(values, np.ones_like(values)), metric, "usual", "twice", blocks=True)
    assert isinstance(found, Comparison)
    return found


def named(cell: Cell) -> str:
    """As the file has it, with its tails where they are others than usual."""
    return cell.name + ("" if cell.tail == 5 else f", tails of t({cell.tail:g})")


def row(cell: Cell, runs: int) -> dict[str, object]:
    """False alarms and coverage without a change; coverage and power with one that four of five should find."""
    # What chance alone adds to so few orders counts, too.
    spread = float(np.hypot(cell.spread, 1 / np.sqrt(cell.orders))) if cell.orders else cell.spread
    size = float(np.log1p(smallest_found(spread, cell.accounts * cell.pairs, ALPHA)))
    null = [compared(cell, seed, 0.0).inversion for seed in range(runs)]
    lifted = [compared(cell, seed, size).inversion for seed in range(runs)]
    return {
        "cell": named(cell),
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
    runs, word = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS, "".join(sys.argv[2:])
    kept = {one["cell"]: one for one in csv.DictReader(FILE.open(encoding="utf-8"))} if word else {}
    rows = [kept[named(cell)] if word not in named(cell) else row(cell, runs) for cell in CELLS]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
