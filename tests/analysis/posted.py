"""Planned experiments of any design in a real workspace, posted and measured: every kind of metric on each post."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.registry.workspace import Workspace, load_workspace
from cliptrial.rotation import draw_schedule

ZONE = ZoneInfo("Europe/Berlin")
START = date(2026, 3, 2)
ACCOUNTS = ("kitchen", "garden")
DAY = 86_400


@dataclass(frozen=True)
class Posted:
    """An experiment in a workspace; ``numbers`` by position number, for the posts that went out."""

    workspace: Workspace
    slug: str
    schedule: Schedule
    numbers: dict[int, dict[str, float]]


def workspace_of_two_accounts(folder: Path) -> Workspace:
    """With revenue as a metric of its own."""
    told: dict[str, Any] = {"timezone": "Europe/Berlin", "sources": ["studio"]}
    init_workspace(folder, accounts=dict.fromkeys(ACCOUNTS, told))
    with (folder / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("\nmetrics:\n  revenue: {numerator: [revenue], kind: money}\n")
    return load_workspace(folder)


def posted(
    ws: Workspace,
    slug: str,
    *,
    effect: float = 0.3,
    arms: int = 2,
    missing: Collection[tuple[str, int]] = (),
    until: int | None = None,
    together: bool = False,
    looks: int = 1,
    primary: str = "views",
    secondary: Collection[str] = ("average_watch_time", "like_rate", "link_clicks", "revenue"),
    guardrails: dict[str, float] | None = None,
    seed: int = 1,
    **design: Any,
) -> Posted:
    """Plan, lock, post and measure one experiment.

    Args:
        ws: From :func:`workspace_of_two_accounts`.
        slug: Its name.
        effect: Log ratio of every variant to the control.
        arms: With the control.
        missing: (arm, how many): the first posts of an arm that never went out.
        until: The last position that was posted and measured; None for all.
        looks: How often results are looked at, the end included.
        together: One export of all posts at the end instead of one each at equal age.
        primary: The metric that decides.
        secondary: The others.
        guardrails: By metric.
        seed: Of the numbers.
        **design: Passed on to ``new_experiment``.
    """
    new_experiment(
        ws,
        slug,
        Draft(
            title=slug,
            variable="hook",
            control="Plain",
            variants=["Question", "Number", "Silence"][: arms - 1],
            statement="Another hook reaches more people.",
            primary=primary,
            secondary=list(secondary),
            guardrails=guardrails,
            hold_constant=["slot"],
            start=START,
            slots=["18:00"],
            **design,
        ),
    )
    file = ws.root / "experiments" / slug / "experiment.yaml"
    text = file.read_text(encoding="utf-8")
    assert "looks: 1" in text
    file.write_text(text.replace("looks: 1", f"looks: {looks}"), encoding="utf-8")
    loaded = load_experiment(slug, ws)
    experiment = loaded.experiment
    blank = draw_schedule(experiment)
    blocks = len({(p.account, p.block) for p in blank.positions})
    needed = blocks if experiment.design.twins else len(blank.positions)
    schedule = draw_schedule(experiment, topics=[f"Dish {slug} {i}" for i in range(needed)])
    write_schedule(loaded.folder, schedule)
    lock(loaded, schedule, date(2026, 3, 1))
    gone = {p.position for arm, count in missing for p in [p for p in schedule.positions if p.arm == arm][:count]}
    gone |= {p.position for p in schedule.positions if until is not None and p.position > until}
    numbers = _numbers(schedule, effect, experiment.change.control.id, seed)
    _measured(ws, slug, loaded.folder, schedule, {k: v for k, v in numbers.items() if k not in gone}, together)
    return Posted(ws, slug, schedule, {k: v for k, v in numbers.items() if k not in gone})


def _numbers(schedule: Schedule, effect: float, control: str, seed: int) -> dict[int, dict[str, float]]:
    rng = np.random.default_rng(seed)
    found = {}
    for p in schedule.positions:
        ratio = np.exp(effect * (p.arm != control) + 0.2 * (p.date.weekday() >= 5))
        views = float(np.round(np.exp(rng.normal(8, 0.7)) * ratio)) + 500
        found[p.position] = {
            "views": views,
            "average_watch_time": float(np.exp(rng.normal(2, 0.25)) * ratio),
            "likes": float(rng.binomial(int(views), min(0.04 * np.exp(rng.normal(0, 0.4)) * ratio, 0.9))),
            "link_clicks": float(rng.poisson(1.5 * ratio * np.exp(rng.normal(0, 0.6)))),
            "revenue": float(np.round((rng.random() < 0.6) * rng.lognormal(3, 1) * ratio, 2)),
        }
    return found


def _measured(
    ws: Workspace,
    slug: str,
    folder: Path,
    schedule: Schedule,
    numbers: dict[int, dict[str, float]],
    together: bool,
) -> None:
    posts, snapshots, links = [], [], {}
    last = max(p.date for p in schedule.positions)
    end = int(datetime.combine(last, time(18), ZONE).timestamp()) + 9 * DAY
    salt = crc32(slug.encode()) % 1_000_000 * 1000
    for p in schedule.positions:
        if p.position not in numbers:
            continue
        at = int(datetime.combine(p.date, time(18), ZONE).timestamp())
        post_id = str((at << 32) + salt + p.position)
        links[p.position] = f"https://www.tiktok.com/@{p.account}/video/{post_id}"
        told = {"post_id": post_id, "account": p.account, "source": "studio_content"}
        posts.append({**told, "posted_at": at, "link": links[p.position], "described_at": at})
        taken = end if together else at + 7 * DAY
        snapshots.append({**told, "captured_at": taken, "top_list": False, **numbers[p.position]})
    write_links(folder, links)
    lake = Lake(ws.store_dir)
    lake.append("posts", build("posts", posts))
    lake.append("snapshots", build("snapshots", snapshots))
