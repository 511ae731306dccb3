"""Experiments as a team runs them, from the plan to the numbers, in a workspace of their own."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.draft import Draft
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.model import Arm
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.plan.schedule_files import write_schedule
from cliptrial.registry.scaffold import init_workspace, new_experiment
from cliptrial.rotation import draw_schedule

ACCOUNT = "kitchen_demo"
ZONE = ZoneInfo("Europe/Berlin")
START = date(2026, 3, 2)
BRAND = "Kitchen Demo & <Co>"
MIDDLE = {"average_watch_time": 7.9, "views": 8420.0, "completion_rate": 0.41, "share_rate": 0.0031}
SPREAD = {"average_watch_time": 0.25, "views": 1.0, "completion_rate": 0.15, "share_rate": 0.3}
Diary = Callable[[Schedule], Mapping[int, tuple[date, str]]]
"""What was done instead of the plan: by position, the day and time of day."""


@dataclass(frozen=True)
class Season:
    """One experiment.

    Attributes:
        plan: What ``new_experiment`` is told beside what :data:`PLAN` says.
        truth: By arm and metric: how many times as much as with the control.
        seed: Of everything that luck decides.
        spread: By metric: SD of the log, where it is not the usual one.
        stage: ``draft``, ``drawn``, ``locked`` or ``posted``.
        topics: Whether posts have topics before chance gives them an arm; ``{}`` is the position's number.
        posted: Posts that went out; None for all.
        measured: Posts that were read at their age; None for all.
        diary: How posting went against the plan.
        late: By position: hours that a post was late.
        links: By position: the link that was handed in instead of the post's own.
        redrawn: What somebody made of the schedule by hand.
        seen: By arm: what its posts show, where the plan's arms are visible on posts.
        described: Caption and link of a post as the source tells them; the usual ones where not given.
    """

    plan: Mapping[str, object] = field(default_factory=dict)
    truth: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    seed: int = 1
    spread: Mapping[str, float] = field(default_factory=dict)
    stage: str = "posted"
    topics: str | None = "Dish {}"
    posted: int | None = None
    measured: int | None = None
    diary: Diary | None = None
    late: Mapping[int, float] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    redrawn: Callable[[Schedule], Schedule] | None = None
    seen: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    described: Mapping[str, Sequence[str]] = field(default_factory=dict)


PLAN: Mapping[str, object] = {
    "title": "Question hook against statement hook",
    "statement": "Opening with a question keeps people watching longer.",
    "because": "Viewers who expect an answer stay for it.",
    "variable": "hook",
    "control": Arm(id="statement", value="Statement in the first 3 s"),
    "variants": [Arm(id="question", value="Question in the first 3 s")],
    "expect": "increase",
    "at_least": "10%",
    "primary": "average_watch_time",
    "secondary": ["views", "completion_rate"],
    "guardrails": {"share_rate": "-10%"},
    "hold_constant": ["slot", "sound", "hashtags", "duration"],
    "posts_per_arm": 28,
    "start": START,
    "slots": ["18:00"],
}
STAGES = ("draft", "drawn", "locked", "posted")


def run(season: Season, slug: str, folder: Path) -> Path:
    """Let it happen, from the first file to the last number; answers the workspace's folder."""
    account = {"timezone": ZONE.key, "sources": ["studio", "numbers"]}
    ws = init_workspace(folder, accounts={ACCOUNT: account}, brand_name=BRAND, brand_colour="#0b6e6e")
    new_experiment(ws, slug, Draft(**{**PLAN, **season.plan}))
    loaded = load_experiment(slug, ws)
    if season.stage == "draft":
        return folder
    design = loaded.experiment.design
    places = design.posts_per_arm * len(loaded.experiment.change.arms)
    topics = [season.topics.replace("{}", str(n + 1)) for n in range(places)] if season.topics else []
    schedule = draw_schedule(loaded.experiment, topics=topics)
    schedule = season.redrawn(schedule) if season.redrawn else schedule
    write_schedule(loaded.folder, schedule)
    if season.stage != "drawn":
        lock(loaded, schedule, design.start - timedelta(days=1))  # type: ignore[operator]
    if season.stage == "posted":
        posts, snapshots, links = _happened(season, schedule)
        write_links(loaded.folder, {**links, **season.links})
        lake = Lake(ws.store_dir)
        lake.append("posts", build("posts", posts))
        lake.append("snapshots", build("snapshots", snapshots))
    return folder


Rows = list[dict[str, object]]


def _happened(season: Season, schedule: Schedule) -> tuple[Rows, Rows, dict[int, str]]:
    """What the sources tell of the posts, and the links that were handed in."""
    rng = np.random.default_rng(season.seed)
    moved = season.diary(schedule) if season.diary else {}
    posts: Rows = []
    snapshots: Rows = []
    links = {}
    for place in schedule.positions:
        numbers = _numbers(season, place, rng)
        if season.posted is not None and place.position > season.posted:
            continue
        day, slot = moved.get(place.position, (place.date, place.slot))
        late = season.late.get(place.position, 0.1)
        at = int(datetime.combine(day, time.fromisoformat(slot), ZONE).timestamp() + 3600 * late)
        post_id = str((at << 32) + place.position)
        links[place.position] = f"https://www.tiktok.com/@{ACCOUNT}/video/{post_id}"
        told = {"post_id": post_id, "account": ACCOUNT, "source": "studio_content"}
        posts.append({**told, **_described(season, place, at), "posted_at": at, "described_at": at})
        if season.measured is None or place.position <= season.measured:
            snapshots.append({**told, **numbers, "captured_at": at + 7 * 86400, "top_list": False})
    return posts, snapshots, {position: link for position, link in links.items() if position not in season.links}


def _described(season: Season, place: Position, at: int) -> dict[str, object]:
    link = f"https://www.tiktok.com/@{ACCOUNT}/video/{(at << 32) + place.position}"
    captions, written = (season.described.get(key) or (usual,) for key, usual in (("captions", ""), ("links", link)))
    row = {"hashtags": ["kitchendemo", "food"], "sound": "original sound", "duration": 21.0 + place.position % 5}
    shown = {"caption": captions[place.position % len(captions)] or f"Dinner {place.position} #kitchendemo #food"}
    return {**row, **shown, "link": written[place.position % len(written)], **season.seen.get(place.arm, {})}


def _numbers(season: Season, place: Position, rng: np.random.Generator) -> dict[str, float]:
    """A post's counters after a week."""
    drawn = {}
    for name, middle in MIDDLE.items():
        lift = season.truth.get(place.arm, {}).get(name, 1.0)
        drawn[name] = middle * lift * math.exp(rng.normal(0, season.spread.get(name, SPREAD[name])))
    views = round(drawn["views"]) + 1
    return {
        "views": float(views),
        "average_watch_time": round(drawn["average_watch_time"], 1),
        "completions": views * round(min(drawn["completion_rate"], 0.98), 3),
        "shares": float(rng.poisson(views * drawn["share_rate"])),
    }
