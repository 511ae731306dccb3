"""A store with posts of an account in whole weeks, whose last week tests change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import numpy as np

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.workspace import Workspace

MONDAY = date(2025, 9, 1)
WEEKS = 20
DAYS = (0, 1, 3, 5, 6)
LAST = MONDAY + timedelta(weeks=WEEKS)
"""Monday of the week in which the last posts turn seven days old."""


def filled(
    workspace: Workspace, account: str, changed: Mapping[str, float], *, weeks: int = WEEKS, last: int = 7
) -> None:
    """Five posts a week, read at seven days; in the last week numbers are so many times as large as ever.

    Every second post is long (60 s), the others 20 s; ``changed`` may name ``completions_long``, too. Of the
    last week only its first days are there, so many as ``last``.
    """
    rng, posts, snapshots = np.random.default_rng(5), [], []
    for number, (week, day) in enumerate((week, day) for week in range(weeks) for day in DAYS):
        if week == weeks - 1 and day >= last:
            continue
        at = int(datetime.combine(MONDAY + timedelta(weeks=week, days=day), datetime.min.time()).timestamp()) + 43_200
        told = {"post_id": str((at << 32) + number), "account": account, "source": "studio_content"}
        long = number % 2 == 1
        times = changed if week == weeks - 1 else {}
        views = np.exp(rng.normal(8, 0.3)) * times.get("views", 1)
        done = rng.normal(0.60, 0.01) * times.get("completions", 1) * (times.get("completions_long", 1) if long else 1)
        numbers = {
            "views": views,
            "likes": views * rng.normal(0.07, 0.003) * times.get("likes", 1),
            "comments": rng.normal(40, 4) * times.get("comments", 1),
            "shares": views * 0.001,
            "completions": views * done,
            "average_watch_time": rng.normal(10, 0.3) * times.get("average_watch_time", 1),
            "followers": 3000.0,
            "duration": 60.0 if long else 20.0,
        }
        posts.append({**told, "posted_at": at, "described_at": at, "duration": numbers["duration"]})
        snapshots.append({**told, "captured_at": at + 7 * 86400, **numbers, "top_list": False})
    snapshots.append({**snapshots[-1], "captured_at": snapshots[-1]["captured_at"] + (2 if last == 7 else 0) * 86400})
    lake = Lake(workspace.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
