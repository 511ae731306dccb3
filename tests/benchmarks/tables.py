"""Made-up tables of posts of any size, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pandas as pd

METRICS = ("views", "watch_time", "likes/views", "saves", "comments", "shares/views")
"""Two counts, a mean, two rates, and a count with zeros."""


def posts(count: int, arms: dict[str, float], *, accounts: int = 1, days: float = 60.0, seed: int = 1) -> pd.DataFrame:
    """Posts with six metrics, in order of time.

    Args:
        count: Number of posts.
        arms: By arm: its share of the posts; the first is the control.
        accounts: Number of accounts.
        days: From the first post to the last.
        seed: Same seed, same table.
    """
    rng = np.random.default_rng(seed)
    sizes = np.diff(np.round(np.cumsum([0.0, *arms.values()]) * count).astype(int))
    arm = rng.permutation(np.repeat(list(arms), sizes))
    account = rng.integers(0, accounts, count)
    views = np.exp(rng.normal(8, 1, count) + 0.3 * account + 0.4 * (arm == list(arms)[1])).round() + 1
    start = pd.Timestamp("2025-01-06 08:00").timestamp()
    return pd.DataFrame(
        {
            "arm": arm,
            "account": account.astype(str),
            "posted": (start + np.sort(rng.uniform(0, days * 86400, count))).astype(np.int64),
            "block": np.arange(count) // 12,
            "views": views,
            "watch_time": np.exp(rng.normal(2, 0.3, count)),
            "likes": rng.poisson(views * 0.04 * np.exp(rng.normal(0, 0.4, count))),
            "saves": rng.poisson(np.exp(rng.normal(0.5, 1, count))),
            "comments": rng.poisson(3 * np.exp(rng.normal(1, 1, count))) + 1,
            "shares": rng.poisson(views * 0.01 * np.exp(rng.normal(0, 0.6, count))),
        }
    )
