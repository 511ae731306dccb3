"""How often posting windows see a pattern: ``python -m tests.calibration.windows`` writes docs/posting_windows.csv.

Hours are shuffled, and then a third of the day is given more views: of invented accounts with a trend, months, weekdays
and heavy tails, and of every real account of shared/data with enough
posts. ``planted`` is the smallest size that is seen in four of five of the
first histories, or what :func:`smallest_found` states for each real account; ``found_in_planted`` is of all histories.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tests.places import ROOT, SHARED

from cliptrial.stats.posting.pattern import (
    FOUND,
    LEVEL,
    SIZES,
    better_stretches,
    exchangeable,
    pattern_test,
    smallest_found,
)

FILE = ROOT / "docs" / "posting_windows.csv"
REAL = SHARED / "data" / "vn-posts" / "posts.csv.gz"
POSTS = (40, 60, 120, 240, 480)
RUNS, DRAWS, FIRST = 600, 199, 150
SHUFFLED = 8 * RUNS
"""Histories with shuffled hours: of so many .3 of a hundred are chance, of 600 still .9."""
FEWEST = 100
"""Posts of a real account from which it is looked at."""


@dataclass(frozen=True)
class History:
    """Posts of one account."""

    values: NDArray[np.float64]
    hours: NDArray[np.float64]
    strata: NDArray[np.int64]


def strata_of(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Four weeks, working days and weekends apart; day 0 is a Monday."""
    return np.asarray(days // 28 * 2 + (days % 7 > 4), dtype=np.int64)


def invented(posts: int, seed: int) -> History:
    """An account whose views know nothing of the hour: as accounts of public histories, with four posts a week."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.integers(0, round(posts / 4.2 * 7), posts))
    hours = rng.choice([7, 8, 12, 13, 17, 18, 19, 20, 21], posts) + rng.uniform(0, 1, posts)
    level = 0.02 * days / 30 + rng.normal(0, 0.32, days.max() // 30 + 1)[days // 30] + rng.normal(0, 0.05, 7)[days % 7]
    luck = rng.standard_t(5, posts) * 0.97 / np.sqrt(5 / 3)
    return History(level + luck, hours, strata_of(days))


@lru_cache(maxsize=1)
def real() -> dict[str, History]:
    """Every account with enough posts whose hours can be exchanged."""
    frame = pd.read_csv(REAL).query("plays > 0").drop_duplicates(["account", "create_time"])
    found = {}
    for account, own in frame.sort_values("create_time").groupby("account"):
        at = pd.to_datetime(own["create_time"], unit="s", utc=True).dt.tz_convert("Asia/Ho_Chi_Minh")
        days = (at.dt.tz_localize(None) - pd.Timestamp("2020-01-06")).dt.days.to_numpy()
        hours = (at.dt.hour + at.dt.minute / 60).to_numpy()
        one = History(np.log(own["plays"].to_numpy(dtype=float)), hours, strata_of(days))
        if exchangeable(one.hours, one.strata).sum() >= FEWEST:
            found[str(account)] = one
    return found


def shuffled(one: History, seed: int, everywhere: bool) -> History:
    """With the hours exchanged: within the strata, or over the whole account."""
    rng, hours = np.random.default_rng(seed), one.hours.copy()
    for stratum in [0] if everywhere else np.unique(one.strata):
        own = np.full(len(hours), True) if everywhere else one.strata == stratum
        hours[own] = rng.permutation(hours[own])
    return History(one.values, hours, one.strata)


def seen(one: History, size: float, seed: int) -> bool:
    """Whether a pattern is found once a third of the day has so many more views."""
    (better,) = better_stretches(one.hours, 1, np.random.default_rng(seed + 1))
    values = one.values + np.log1p(size) * better
    p = pattern_test(values, one.hours, one.strata, draws=DRAWS, seed=seed).p_value
    return p is not None and p <= LEVEL


def histories(cell: str, runs: int) -> list[History]:
    """The posts of each run: invented ones, or the real accounts in turn."""
    if cell.startswith("invented"):
        return [invented(int(cell.split()[1]), seed) for seed in range(runs)]
    every = list(real().values())
    return [shuffled(every[number % len(every)], number, "whole" in cell) for number in range(runs)]


def row(cell: str, runs: int) -> dict[str, object]:
    """One line of the file: shuffled hours, and the stated size planted."""
    every, more = histories(cell, runs), histories(cell, runs * SHUFFLED // RUNS)
    size = _seen_often(every[:FIRST]) if cell.startswith("invented") else None
    by_run = [size] * runs if size else _own_sizes(every)
    planted = [seen(one, by, n) for n, (one, by) in enumerate(zip(every, by_run, strict=True)) if by is not None]
    return {
        "cell": cell,
        "runs": runs,
        "shuffled": len(more),
        "found_in_shuffled": f"{np.mean([seen(one, 0.0, n) for n, one in enumerate(more)]):.4f}",
        "planted": f"{size:.2f}" if size else "each its own",
        "found_in_planted": f"{np.mean(planted):.4f}" if planted else "",
    }


def _seen_often(every: list[History]) -> float:
    """The smallest size that is seen in four of five of these."""
    return next(size for size in SIZES if np.mean([seen(one, size, n) for n, one in enumerate(every)]) >= FOUND)


def _own_sizes(every: list[History]) -> list[float | None]:
    """The stated size of each real account, worked out once."""
    own = [smallest_found(one.values, one.hours, one.strata) for one in every[: len(real())]]
    return [own[number % len(own)] for number in range(len(every))]


CELLS = (*(f"invented {posts} posts" for posts in POSTS), "real, shuffled in strata", "real, shuffled as a whole")

if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    rows = [row(cell, runs) for cell in CELLS]
    with Path(FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
