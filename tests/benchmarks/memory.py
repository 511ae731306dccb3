"""How much memory a comparison of 10,000 posts takes beyond the start, each in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.benchmarks.tables import METRICS, posts

import cliptrial

BOUND = 300
"""MB beyond the start-up level."""
POSTS = 10_000
ARMS = {"control": 0.5, "one": 0.3, "other": 0.2}
"""Unequal, so that the engine that needs most memory has its turn."""
TABLES: dict[str, dict[str, object]] = {
    "randomised, several accounts": {"randomised": True, "posted_at": "posted", "account": "account"},
    "observed, accounts and months": {"randomised": False, "posted_at": "posted", "account": "account"},
    "randomised within blocks of 12": {"randomised": True, "block": "block"},
}


def compare_posts(
    count: int, kind: str, *, metrics: tuple[str, ...] = METRICS, draws: int = 4999
) -> cliptrial.Analysis:
    """One of the comparisons, on a table of any size."""
    frame = posts(count, ARMS, accounts=6, days=400)
    return cliptrial.compare(frame, arm="arm", control="control", metrics=metrics, draws=draws, **TABLES[kind])


def measured(kind: str) -> tuple[float, float]:
    """MB beyond the start-up level and seconds, of a new process."""
    command = [sys.executable, "-m", "tests.benchmarks.memory", kind]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    peak, seconds = map(float, told.split())
    return peak, seconds


def highest() -> float:
    """The most memory that this process ever held, in MB; a child's ``ru_maxrss`` would begin at its parent's."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    for each in TABLES:
        compare_posts(300, each, draws=99)
    start, began = highest(), perf_counter()
    compare_posts(POSTS, sys.argv[1])
    print(highest() - start, perf_counter() - began)
