"""Workspaces with several finished experiments and a known truth, made from real files."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.workspace import Workspace
from cliptrial.rotation import draw_schedule

ZONE = ZoneInfo("Europe/Berlin")
FIRST = date(2025, 1, 6)
WEEK = timedelta(days=7)


def fresh(folder: Path) -> Workspace:
    """A workspace with one account."""
    return init_workspace(folder, accounts={"kitchen": {"timezone": "Europe/Berlin", "sources": ["studio"]}})


def finished(
    ws: Workspace,
    slug: str,
    effect: float,
    number: int,
    *,
    locked: bool = True,
    measured: bool = True,
    arms: int = 2,
    primary: str = "views",
    own: bool = False,
    account: str = "kitchen",
    topic: str = "Dish",
    per_arm: int = 14,
    **more: object,
) -> None:
    """An experiment on the hook: planned, locked, posted and measured; ``effect`` is the variants' log ratio.

    All try the same, or each its ``own`` hook. ``more`` are other fields of the draft.

    Views scatter by .6 on logs, average watch time by .25.
    """
    rng = np.random.default_rng(number)
    new_experiment(
        ws,
        slug,
        Draft(
            title=f"Hook {number}",
            variable="hook",
            control="Statement",
            variants=[f"{name} {number}" if own else name for name in ("Question", "Number", "Silence")][: arms - 1],
            statement="Another hook reaches more people.",
            expect="increase",
            primary=primary,
            secondary=[],
            hold_constant=["slot"],
            posts_per_arm=per_arm,
            start=FIRST + 8 * number * WEEK,
            slots=["18:00"],
            accounts=[account],
        ).but(**more),
    )
    loaded = load_experiment(slug, ws)
    schedule = draw_schedule(loaded.experiment, topics=[f"{topic} {number}-{i}" for i in range(per_arm * arms)])
    write_schedule(loaded.folder, schedule)
    if locked:
        lock(loaded, schedule, loaded.experiment.design.start - timedelta(days=1))
    posts, snapshots, links = [], [], {}
    for place in schedule.positions:
        at = int(datetime.combine(place.date, datetime.min.time().replace(hour=18), ZONE).timestamp())
        post_id = str((at << 32) + number * 1000 + place.position)
        link = f"https://www.tiktok.com/@{account}/video/{post_id}"
        links[place.position] = link
        told = {"post_id": post_id, "account": account, "source": "studio_content"}
        posts.append({**told, "posted_at": at, "link": link, "hashtags": ["food"], "described_at": at})
        level, scatter = (8, 0.6) if primary == "views" else (5, 0.25)
        value = np.exp(level + effect * (place.arm != "statement") + rng.normal(0, scatter))
        snapshots.append({**told, "captured_at": at + 7 * 86400, primary: float(round(value)), "top_list": False})
    write_links(loaded.folder, links)
    lake = Lake(ws.store_dir)
    lake.append("posts", build("posts", posts))
    if measured:
        lake.append("snapshots", build("snapshots", snapshots))


def filled(ws: Workspace, frame: pd.DataFrame) -> None:
    """Earlier posts in the store: columns ``at`` (epoch seconds), ``sound`` and ``views``, read after a week."""
    posts, snapshots = [], []
    for number, row in enumerate(frame.itertuples()):
        told = {"post_id": str((int(row.at) << 32) + number), "account": "kitchen", "source": "studio_content"}
        described = {"described_at": int(row.at), "sound": row.sound, "hashtags": ["food"]}
        posts.append({**told, "posted_at": int(row.at), **described})
        snapshots.append({**told, "captured_at": int(row.at) + 7 * 86400, "views": row.views, "top_list": False})
    lake = Lake(ws.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
