"""Large comparisons: how long they take beside their own re-draws, and how much memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np
from tests.benchmarks.memory import highest
from tests.benchmarks.tables import posts

import cliptrial
from cliptrial.stats import permutation

METRIC = "likes/views"


@dataclass(frozen=True)
class Large:
    """Processor seconds of a comparison and of the permutations in it, and its peak in MB."""

    posts: int
    values: int
    seconds: float
    redraws: float
    memory: float


def measured(count: int, values: int) -> Large:
    """In a process of its own: posts that nobody assigned, some values used far more than others."""
    command = [sys.executable, "-m", "tests.benchmarks.large", str(count), str(values)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Large(count, values, *json.loads(told))


def _compared(count: int, values: int) -> tuple[float, float, float]:
    shares = 1 / np.arange(1, values + 1) ** 0.7
    arms = dict(zip((f"s{i}" for i in range(values)), shares / shares.sum(), strict=True))
    frame = posts(count, arms, accounts=6, days=400)
    drawn = [0.0]
    usual = permutation.permuted

    def timed(*args: Any, **more: Any) -> Iterator[Any]:
        made = usual(*args, **more)
        while True:
            began = process_time()
            some = next(made, None)
            drawn[0] += process_time() - began
            if some is None:
                return
            yield some

    permutation.permuted = timed  # type: ignore[assignment]
    cliptrial.analysis.estimate.permuted = timed  # type: ignore[attr-defined]
    compare = cliptrial.compare  # what it needs is imported by now
    began = process_time()
    compare(frame, arm="arm", control="s0", metrics=[METRIC], posted_at="posted", account="account")
    return process_time() - began, drawn[0], highest()


if __name__ == "__main__":
    import cliptrial.analysis.estimate

    print(json.dumps(_compared(int(sys.argv[1]), int(sys.argv[2]))))
