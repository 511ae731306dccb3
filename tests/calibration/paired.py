"""The cells whose arms vary on their own, with and without studentising: ``python -m tests.calibration.paired 400``.

Both engines see the same experiments; docs/unequal_spread_cells.csv holds what ``make calibrate`` would print of each.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from tests.places import ROOT

from cliptrial.analysis import estimate
from cliptrial.metrics import Kind
from cliptrial.planning.calibration import calibrate
from cliptrial.planning.calibration_cells import CELLS, Cell, Layout
from cliptrial.planning.calibration_table import row
from cliptrial.stats import rate_ratio_test

FILE = ROOT / "docs" / "unequal_spread_cells.csv"
FEW = tuple(
    Cell(Layout.COMPLETE, Kind.MONEY, posts, 1.0, spreads=one)
    for posts in (8, 10, 12, 14, 20)
    for one in ((0.5, 1.5), (1.0, 1.0))
)
"""Amounts of few posts, which the full run has no room for."""
COLUMNS = ("cell", "runs", "refused", "contradictions", "false_positives", "coverage", "power")


@contextmanager
def plain() -> Iterator[None]:
    """The engine as it was: nothing studentised, no amount withheld."""
    with (
        patch.object(estimate, "rate_ratio_studentised_test", rate_ratio_test),
        patch.object(estimate, "unequal_spread", lambda *_: None),
    ):
        yield


@contextmanager
def as_it_is() -> Iterator[None]:
    """The engine of today."""
    yield


if __name__ == "__main__":
    cells = [*(cell for cell in CELLS if cell.spreads is not None), *FEW]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["studentised", *COLUMNS])
        for cell in cells:
            for studentised, engine in (("no", plain), ("yes", as_it_is)):
                with engine():
                    (found,) = calibrate([cell], runs=int(sys.argv[1]))
                told = row(found)
                values = [told[name] for name in COLUMNS]
                writer.writerow([studentised, *(f"{v:.4f}" if isinstance(v, float) else v for v in values)])
                file.flush()
