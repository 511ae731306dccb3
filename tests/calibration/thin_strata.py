"""Rates in thin strata, compared weekday by weekday and by linear terms: ``python -m tests.calibration.thin_strata``.

Both see the same posts, most of the variant's on weekends, so that an arm has under two on most weekdays. The shares in
docs/thin_strata.csv are of all tables; coverage and open ends of those that are answered.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from unittest.mock import patch

import numpy as np
from tests.places import ROOT

from cliptrial.analysis import estimate
from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.metrics import Kind
from cliptrial.planning.calibration_cells import METRIC, Cell, Layout
from cliptrial.planning.calibration_world import CONTROL, VARIANT, assign, invented

FILE = ROOT / "docs" / "thin_strata.csv"
SPREAD = {Kind.RATE: 1.0, Kind.RARE: 0.6, Kind.MONEY: 0.6}
CELLS = tuple(Cell(Layout.WEEKEND_HEAVY, kind, posts, SPREAD[kind]) for kind in SPREAD for posts in (8, 14))
RUNS, OUTCOMES = 1000, 20


def counted(cell: Cell, runs: int, effect: float) -> Counter[str]:
    """Answers, clear ones, intervals with the truth, and with an open end."""
    seen: Counter[str] = Counter()
    for number in range(runs // OUTCOMES):
        units = assign(cell, number).units
        for outcome in range(OUTCOMES):
            values = invented(cell, units, 1000 * number + outcome, effect)
            found = compare_pair(units, values, METRIC[cell.kind], CONTROL, VARIANT)
            if isinstance(found, Comparison):
                low, high = found.inversion.interval(0.05)
                seen["answered"] += 1
                seen["clear"] += found.inversion.p_value() <= 0.05
                seen["covered"] += low <= np.log1p(effect) <= high
                seen["open"] += bool(np.isinf(low) or np.isinf(high))
    return seen


def row(cell: Cell, runs: int, strata: bool) -> dict[str, object]:
    """What one engine makes of one cell."""
    with patch.object(estimate, "THIN", 0.0 if strata else estimate.THIN):
        null, lifted = counted(cell, runs, 0.0), counted(cell, runs, cell.effect)
    return {
        "cell": cell.name,
        "terms": "strata" if strata else "linear",
        "runs": runs,
        "answered": null["answered"],
        "false_positives": f"{null['clear'] / runs:.4f}",
        "power": f"{lifted['clear'] / runs:.4f}",
        "coverage": f"{null['covered'] / null['answered']:.4f}",
        "open_ends": f"{null['open'] / null['answered']:.4f}",
    }


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    rows = [row(cell, runs, strata) for cell in CELLS for strata in (True, False)]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
