"""Would normal scores be the better headline statistic? ``python -m tests.calibration.normal_scores`` counts.

Least squares on logs against least squares on the normal scores of the same logs, on the same tables and re-drawn
labels; docs/normal_scores.csv holds false positives and power in eight cells.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from scipy.stats import norm, rankdata
from tests.places import ROOT

from cliptrial.stats.weekdays import indicators

FILE = ROOT / "docs" / "normal_scores.csv"
RUNS, DRAWS, SHIFT = 2000, 199, 0.6


@dataclass(frozen=True)
class Cell:
    """Tables of one kind: a shift on the log is the effect."""

    name: str
    control: int
    variant: int
    tail: float = np.inf
    weekdays: float = 0.0
    spreads: tuple[float, float] = (1.0, 1.0)
    typical: float = 9.0


CELLS = (
    Cell("log-normal, 14 an arm", 14, 14),
    Cell("log-normal, 28 an arm", 28, 28),
    Cell("heavy tails, 14 an arm", 14, 14, tail=3),
    Cell("heavy tails, 28 an arm", 28, 28, tail=3),
    Cell("weekdays, 28 an arm", 28, 28, weekdays=0.8),
    Cell("unequal arms, 36 to 12", 36, 12),
    Cell("unequal arms that vary differently, 36 to 12", 36, 12, spreads=(0.6, 1.5)),
    Cell("ties: three views a post, 28 an arm", 28, 28, typical=1.1),
)


def logs(cell: Cell, shift: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logs, labels and weekdays of one table."""
    rng = np.random.default_rng(seed)
    posts = cell.control + cell.variant
    treated = rng.permutation(np.arange(posts) >= cell.control)
    noise = rng.standard_t(cell.tail, posts) if np.isfinite(cell.tail) else rng.standard_normal(posts)
    day = np.arange(posts) % 7
    value = np.asarray(cell.spreads)[treated.astype(int)] * noise + shift * treated
    value += cell.typical + cell.weekdays * rng.uniform(-1, 1, 7)[day]
    return np.log(np.exp(value).round() + 1), treated, day


def p_value(outcome: np.ndarray, labels: np.ndarray, day: np.ndarray) -> float:
    """Of the t of the first row of labels beside weekdays, against the other rows."""
    basis = np.linalg.qr(np.column_stack([np.ones(len(day)), indicators(day)]))[0]
    y, z = (rows - (rows @ basis) @ basis.T for rows in (outcome, labels))
    size = np.abs(z @ y) / np.sqrt((z**2).sum(axis=1))
    return float((size >= size[0] * (1 - 1e-9)).mean())


def counted(cell: Cell, runs: int) -> dict[str, object]:
    """One row: shares of tables in which either statistic finds a winner, without and with the shift."""
    shares: dict[str, object] = {}
    for told, shift in (("false_positives", 0.0), ("power", SHIFT)):
        wins = np.zeros(2)
        for number in range(runs):
            seed = crc32(f"{cell.name}{number}".encode())
            values, treated, day = logs(cell, shift, seed)
            shuffled = np.random.default_rng(seed + 1).permuted(np.tile(treated, (DRAWS, 1)), axis=1)
            labels = np.concatenate([treated[None], shuffled]).astype(float)
            scores = norm.ppf((rankdata(values) - 0.375) / (len(values) + 0.25))
            wins += [p_value(one, labels, day) <= 0.05 for one in (values, scores)]
        shares |= {f"logs_{told}": f"{wins[0] / runs:.4f}", f"scores_{told}": f"{wins[1] / runs:.4f}"}
    return {"cell": cell.name, "runs": runs, "shift": SHIFT, **shares}


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    rows = [counted(cell, runs) for cell in CELLS]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[-1]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
