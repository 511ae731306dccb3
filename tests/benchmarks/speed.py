"""One experiment through the engines of the reports, and through scipy with a root finder: time and agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
from tests.benchmarks.peer import Answer, compared
from tests.benchmarks.tables import METRICS, posts

import cliptrial
from cliptrial.analysis.results import Uplift

DRAWS = 4999
ARMS = {"control": 0.25, "one": 0.25, "two": 0.25, "three": 0.25}
TIMES = 5


@dataclass(frozen=True)
class Race:
    """What both routes took, and how far their answers lie apart.

    Attributes:
        comparisons: Pairs of arms and metrics.
        ours: Seconds of ``compare``, checks, verdicts and what each post left out does included; median of five.
        peer: Seconds of the peer for the p-values and intervals alone; once.
        p_apart: Largest difference of p-values, in their Monte-Carlo standard errors.
        ends_apart: Largest difference of interval ends, as a share of the interval's length on the log scale.
    """

    comparisons: int
    ours: float
    peer: float
    p_apart: float
    ends_apart: float


def race() -> Race:
    """60 posts, three variants and a control, six metrics, 4,999 re-draws each."""
    frame = posts(60, ARMS)
    _by_cliptrial(frame, 99)
    compared(frame, METRICS[0], "one", "control", 0.1, 99)
    spent = []
    for _ in range(TIMES):
        began = perf_counter()
        uplifts = _by_cliptrial(frame, DRAWS)
        spent.append(perf_counter() - began)
    began = perf_counter()
    answers = [compared(frame, row.metric, row.arm, row.control, 1 - row.confidence, DRAWS) for row in uplifts]
    return Race(len(uplifts), median(spent), perf_counter() - began, *_apart(uplifts, answers))


def _by_cliptrial(frame: pd.DataFrame, draws: int) -> Sequence[Uplift]:
    return cliptrial.compare(frame, arm="arm", control="control", metrics=METRICS, randomised=True, draws=draws).uplifts


def _apart(uplifts: Sequence[Uplift], answers: Sequence[Answer]) -> tuple[float, float]:
    p_apart, ends_apart = [], []
    for row, answer in zip(uplifts, answers, strict=True):
        assert row.p_value is not None
        error = np.sqrt(2 * row.p_value * (1 - row.p_value) / DRAWS)
        p_apart.append(abs(row.p_value - answer.p_value) / error)
        one, other = np.log1p(np.array(row.relative_interval, float)), np.log1p(answer.interval)
        ends_apart.append(np.abs(one - other).max() / (one[1] - one[0]))
    return float(max(p_apart)), float(max(ends_apart))
