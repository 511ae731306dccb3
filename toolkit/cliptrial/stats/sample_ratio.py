"""Did the arms get the share they were meant to get? The sample-ratio test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cliptrial.stats.special import chdtrc

MISMATCH = 0.001
"""Below this p-value a split test's counts are not the split that was meant."""


def sample_ratio_test(counts: Sequence[int], planned: Sequence[float] | None = None) -> float:
    """p-value of Pearson's chi-squared test of counts against planned shares (equal ones by default).

    Raises:
        ValueError: If there are fewer than two arms, or planned shares do not fit the counts.
    """
    if len(counts) < 2 or (planned is not None and len(planned) != len(counts)):
        raise ValueError(f"counts {list(counts)} need two or more arms and as many planned shares")
    total = sum(counts)
    shares = [1 / len(counts)] * len(counts) if planned is None else [p / sum(planned) for p in planned]
    expected = total * np.array(shares)
    return float(chdtrc(len(counts) - 1, ((np.array(counts) - expected) ** 2 / expected).sum()))
