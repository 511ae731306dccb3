"""Ending dead tests early, counted: false positives, answers that are lost, and posts that are saved.

``python -m tests.calibration.early_end`` counts 1,000 experiments a row and writes docs/early_end.csv. Everybody ends a
test as soon as it may be ended, which nobody has to.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict, dataclass, fields, replace
from math import ceil, expm1

import numpy as np
from tests.calibration.planned import OUTCOMES, planned, row
from tests.places import ROOT

from cliptrial.analysis.checks.early_end import DRAWS, unlikely
from cliptrial.analysis.results import Role
from cliptrial.analysis.rows import CLEAR, Question
from cliptrial.analysis.units import Units, Values
from cliptrial.metrics import CATALOGUE, Metric
from cliptrial.planning.calibration_world import CONTROL, VARIANT
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

LAST = ROOT / "docs" / "early_end.csv"
CELLS = (
    *((metric, posts) for metric in ("views", "average_watch_time") for posts in (8, 14, 28)),
    *(("like_rate", posts) for posts in (8, 14)),
)
TRUTHS = ("nothing", "usual ideas", "+50 %")


@dataclass(frozen=True)
class Counted:
    """One row: of so many experiments, shares that end clearly, are ended early, and use of their posts.

    Attributes:
        clear: Clear answers where nobody ends anything early.
        clear_with: Where everybody does.
        ended: Tests ended early.
        used: Share of the planned posts that were needed.
    """

    metric: str
    posts_per_arm: int
    truth: str
    runs: int
    clear: float
    clear_with: float
    ended: float
    used: float


def counted(metric: str, posts: int, truth: str, runs: int) -> Counted:
    """A row, by the functions of the reports."""
    rng = np.random.default_rng([posts, TRUTHS.index(truth)])
    found = []
    for first, effect in enumerate(_effects(truth, runs // OUTCOMES, rng)):
        for units, values in planned(metric, posts, runs=OUTCOMES, effect=effect, first=first):
            found.append(_lived(units, values, CATALOGUE[metric]))
    clear, ended, used = np.array(found, dtype=float).T
    went_on = float((clear * (1 - ended)).mean())
    return Counted(
        metric, posts, truth, len(found), float(clear.mean()), went_on, float(ended.mean()), float(used.mean())
    )


def _effects(truth: str, schedules: int, rng: np.random.Generator) -> list[float]:
    """True ratios minus one, one a schedule."""
    if truth == "usual ideas":
        return [expm1(float(effect)) for effect in rng.normal(0, PRIOR_SD, schedules)]
    return [{"nothing": 0.0, "+50 %": 0.5}[truth]] * schedules


def _lived(units: Units, values: Values, metric: Metric) -> tuple[bool, bool, float]:
    """Whether its planned end is clear, whether it is ended before, and the share of its posts that is used."""
    clear = row(units, values, metric).uplift.verdict in CLEAR
    blocks, question = int(units.block.max()), Question(metric, Role.PRIMARY, values)
    for block in range(max(2, ceil(blocks / 2)), blocks):
        seen = replace(units, included=units.block <= block, draws=DRAWS)
        if unlikely(seen, question, CONTROL, [VARIANT], 0.05):
            return clear, True, float((units.block <= block).mean())
    return clear, False, 1.0


def main(runs: int = 1000) -> None:
    """Count every row."""
    with LAST.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [one.name for one in fields(Counted)], lineterminator="\n")
        table.writeheader()
        for metric, posts in CELLS:
            for truth in TRUTHS:
                told = asdict(counted(metric, posts, truth, runs))
                table.writerow({k: f"{v:.4f}" if isinstance(v, float) else v for k, v in told.items()})
                file.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
