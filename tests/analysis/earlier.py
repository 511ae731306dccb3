"""Earlier posts of two accounts in two zones, with every dimension that a source can show and a rule behind each."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.scaffold import init_workspace
from cliptrial.registry.workspace import Workspace

DAY, POSTS = 86_400, 144
ZONES = {"kitchen": "Europe/Berlin", "bakes": "America/New_York"}
SETS = (("brand", "soup", "quick"), ("brand", "fyp"), ("brand", "bread"), ("brand", "soup", "fyp"))
SOUNDS = ("Rain", "Drums", "Piano", None)
LENGTHS = (9.0, 15.0, 22.0, 30.0, 59.0, 60.0, 200.0)
HOURS = (9, 12, 18, 20)


def earlier(folder: Path) -> Workspace:
    """144 posts on alternating accounts; sound, hashtags and length by chance, the slot round and round.

    Of every 12th post no number was ever read, every 18th was read too young, every 24th was promoted before.
    """
    made = init_workspace(folder, accounts={name: {"timezone": zone} for name, zone in ZONES.items()})
    rng = np.random.default_rng(5)
    posts, snapshots = [], []
    for number in range(POSTS):
        account = ("kitchen", "bakes")[number % 2]
        day = datetime(2026, 1, 5, HOURS[number // 3 % 4], tzinfo=ZoneInfo(ZONES[account])) + timedelta(
            days=number // 2
        )
        at, sound = int(day.timestamp()), SOUNDS[int(rng.choice(4, p=(0.3, 0.3, 0.25, 0.15)))]
        tags, seconds = SETS[int(rng.integers(4))], LENGTHS[int(rng.integers(7))]
        effect = (
            {"Rain": 0.0, "Drums": 0.7, "Piano": -0.3, None: 0.0}[sound]
            + 0.3 * (account == "bakes")
            + 0.5 * ("fyp" in tags)
            + 0.4 * (seconds < 15)
        )
        told = {"post_id": f"{(at << 32) + number}", "account": account, "source": "studio"}
        seen = {"link": f"https://e.com/{number}", "caption": f"Dish {number}", "described_at": at}
        shape = {"hashtags": list(tags), "sound": sound, "duration": seconds}
        paid = {"promoted_at": at + 2 * DAY if number % 24 == 5 else None}
        posts.append({**told, **seen, **shape, **paid, "posted_at": at})
        views = float(round(np.exp(8 + effect + rng.normal(0, 0.5))))
        age = 2 if number % 18 == 7 else 7
        if number % 12 != 3:
            likes = float(rng.binomial(int(views), 0.05))
            snapshots.append({**told, "captured_at": at + age * DAY, "views": views, "likes": likes})
    lake = Lake(made.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
    return made
