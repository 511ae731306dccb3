"""Tables of posts that the tests of notebooks hand in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

ASK: dict[str, Any] = {"arm": "hook", "control": "old", "metrics": ["views", "likes/views"], "randomised": True}
TIMED = ASK | {"posted_at": "at", "timezone": "Europe/Berlin"}


def posts(arms: tuple[str, ...] = ("old", "new"), each: int = 14, seed: int = 3) -> pd.DataFrame:
    """Posts whose second arm has half as many views again; arms in a drawn order, a post a day."""
    rng = np.random.default_rng(seed)
    hook = rng.permutation(np.repeat(arms, each))
    views = np.round(rng.lognormal(8, 0.3, len(hook)) * np.where(hook == arms[0], 1, 1.5))
    days = pd.date_range("2026-03-02 18:00", periods=len(hook), freq="D", tz="Europe/Berlin")
    return pd.DataFrame({"hook": hook, "views": views, "likes": rng.binomial(views.astype(int), 0.05), "at": days})
