"""A season: one experiment planned, locked, posted and measured through real files, with faults put in on purpose.

The plan is drawn by ``plan`` and locked by ``lock``; what happened is a table of posts that ``ingest`` reads. Faults
change that table, the links or the plan's files, as people and platforms would.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from cliptrial.cli.entry import run
from cliptrial.registry.decisions import decide
from cliptrial.registry.plan.links import add_state
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.platforms import INSTAGRAM_BEGAN, address_of

SLUG, OTHER, TOGETHER = "trial", "while", "both"
"""The experiment, what the names of others on its posts begin with, and the name of the combined test."""
ZONE = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
DAY = 86_400
BESIDE = 0.6
"""Log ratio of the views of each other experiment's variant."""
COLUMNS = (
    "post_id", "link", "account", "posted_at", "captured_at", "caption", "hashtags", "sound", "promoted_on",
    "views", "likes", "comments", "shares", "average_watch_time", "duration",
)  # fmt: skip
"""Columns of the table of posts that is handed in, under these very names."""
ARMS: Mapping[str, tuple[str, ...]] = {
    "hook": ("Statement", "Question", "Silence"),
    "sound": ("Calm piano", "Loud drums", "Rain"),
    "hashtags": ("food dinner", "food quick", "food slow"),
    "slot": ("18:00", "12:00", "08:00"),
    "bundle": ("Statement + #food #dinner", "hook-a@2026-02-01 tags-a@2026-02-01"),
}
"""By variable: what the arms ``a``, ``b`` and ``c`` are."""


@dataclass(frozen=True)
class Plan:
    """What experiment.yaml says; the control is ``a``, the variants are ``b`` and, with three arms, ``c``.

    ``beside`` are the variables of other experiments, drawn together with this one on the same posts. ``elsewhere``:
    the second account is on Instagram, where a tenth as much is viewed.
    """

    variable: str = "hook"
    posts_per_arm: int = 14
    arms: int = 2
    accounts: tuple[str, ...] = ("kitchen",)
    primary: str = "views"
    secondary: tuple[str, ...] = ()
    guardrails: tuple[str, ...] = ()
    hold: tuple[str, ...] = ("slot", "sound", "hashtags", "duration")
    at_least: str = "10%"
    looks: int = 1
    futility: bool = False
    slots: tuple[str, ...] = ("18:00",)
    pauses: tuple[str, ...] = ()
    twins: bool = False
    measure_at: str = "7d"
    topics: bool = True
    seed: int = 1
    locked: bool = True
    drawn: bool = True
    expect: str = "increase"
    because: str | None = None
    follow_up_of: str | None = None
    beside: tuple[str, ...] = ()
    start: date = MONDAY
    elsewhere: bool = False

    @property
    def others(self) -> dict[str, Plan]:
        """By slug: the plans of the other experiments; their seeds do not count."""
        return {f"{OTHER}-{one}": replace(self, variable=one, beside=(), seed=0) for one in self.beside}

    @property
    def moved(self) -> tuple[str, ...]:
        """What the variable moves by itself."""
        return ("hashtags",) if self.variable == "bundle" else (self.variable,)

    @property
    def text(self) -> str:
        """The file."""
        values = [v.split() if self.variable == "hashtags" else v for v in ARMS[self.variable][: self.arms]]
        values[1:] = [v.split() if self.variable == "bundle" and isinstance(v, str) else v for v in values[1:]]
        arms = [{"id": name, "value": value} for name, value in zip("abc", values, strict=False)]
        plan = {
            "title": "A trial",
            "accounts": list(self.accounts),
            "hypothesis": {
                "statement": "The variant reaches more people.",
                "expect": self.expect,
                "at_least": self.at_least,
                **({"because": self.because} if self.because else {}),
            },
            "change": {"variable": self.variable, "control": arms[0], "variants": arms[1:]},
            "hold_constant": [one for one in self.hold if one not in self.moved],
            "metrics": {
                "primary": self.primary,
                "secondary": list(self.secondary),
                "guardrails": [{"metric": one, "worst_acceptable": "-25%"} for one in self.guardrails],
            },
            "design": {
                "posts_per_arm": self.posts_per_arm,
                "start": self.start.isoformat(),
                "slots": list(self.slots) if self.variable != "slot" else [],
                "pauses": list(self.pauses),
                "twins": self.twins,
                "seed": self.seed,
                "measure_at": self.measure_at,
            },
            "analysis": {"looks": self.looks} | ({"futility": True} if self.futility else {}),
        }
        if self.follow_up_of:
            plan["follow_up_of"] = self.follow_up_of
        if self.variable == "slot":
            del plan["design"]["slots"]
        if not self.pauses:
            del plan["design"]["pauses"]
        return "\n".join(f"{key}: {json.dumps(value)}" for key, value in plan.items()) + "\n"


WORKSPACE = """
language: en
accounts:
  kitchen: {handle: kitchen, timezone: Europe/Berlin, followers: 9000, sources: [studio, numbers, shopify, ga4]}
  bakes: {handle: bakes, timezone: America/New_York, followers: 4000, sources: [studio, numbers]}
  clips: {handle: clips, platform: youtube, timezone: Europe/Berlin, sources: [spreadsheet]}
metrics:
  unseen: {numerator: [likes], kind: count, better: lower}
  seen_through: {numerator: [average_watch_time], denominator: duration, kind: mean}
  reached: {numerator: [views], denominator: followers, kind: mean}
"""


class Workshop:
    """Makes planned workspaces once and hands out copies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[Plan, Path] = {}
        self._copies = 0

    def planned(self, plan: Plan) -> Path:
        """A workspace of its own in which the experiment is planned, and locked the day before its first post."""
        if plan not in self._made:
            self._made[plan] = self._make(plan, self._folder / f"plan{len(self._made)}")
        self._copies += 1
        return Path(shutil.copytree(self._made[plan], self._folder / f"copy{self._copies}"))

    def _make(self, plan: Plan, folder: Path) -> Path:
        folder.mkdir(parents=True)
        there = "{platform: instagram, handle: bakes" if plan.elsewhere else "{handle: bakes"
        (folder / "workspace.yaml").write_text(WORKSPACE.replace("{handle: bakes", there), encoding="utf-8")
        for slug, one in {SLUG: plan, **plan.others}.items():
            own = folder / "experiments" / slug
            own.mkdir(parents=True)
            (own / "experiment.yaml").write_text(one.text, encoding="utf-8")
        for slug, variable in ADOPTED.items() if plan.variable == "bundle" else ():
            adopted_before(folder, slug, variable)
        slugs = [SLUG, *plan.others, *(("--together",) if plan.beside else ())]
        posts = plan.posts_per_arm * plan.arms * len(plan.accounts) // (plan.arms if plan.twins else 1)
        topics = folder / "topics.txt"
        topics.write_text("\n".join(f"Dish {number}" for number in range(posts)), encoding="utf-8")
        if plan.drawn:
            named = [*(["--topics", str(topics)] if plan.topics else []), *(["--as", TOGETHER] if plan.beside else [])]
            assert run(["plan", *slugs, *named, "--workspace", str(folder)]) == 0
        if plan.drawn and plan.locked:
            assert run(["lock", *slugs, "--without-topics", "--workspace", str(folder)]) == 0
            lock_on(folder, -1)
        return folder


ADOPTED = {"hook-a": "hook", "tags-a": "hashtags", "cover-a": "cover"}
"""What was tested before an old-against-new check; all but the cover was adopted."""


def adopted_before(folder: Path, slug: str, variable: str) -> None:
    """An experiment that was decided a month before the check."""
    old, new = ("Drawn", "Filmed") if variable == "cover" else ARMS[variable][:2]
    own = folder / "experiments" / slug
    own.mkdir()
    named = [value.split() if variable == "hashtags" else value for value in (old, new)]
    arms = [{"id": name, "value": value} for name, value in zip("ab", named, strict=True)]
    plan = {
        "title": slug,
        "accounts": ["kitchen"],
        "hypothesis": {"statement": "More views.", "expect": "increase"},
        "change": {"variable": variable, "control": arms[0], "variants": arms[1:]},
        "metrics": {"primary": "views"},
        "design": {"posts_per_arm": 8, "start": "2026-01-01"},
    }
    text = "\n".join(f"{key}: {json.dumps(value)}" for key, value in plan.items()) + "\n"
    (own / "experiment.yaml").write_text(text, encoding="utf-8")
    if variable != "cover":
        decide(own, who="Ana", when=date(2026, 2, 1), what="ship", why="ahead")


def lock_on(folder: Path, days: int) -> None:
    """Date the last lock so many days after the first planned post."""
    path = folder / "experiments" / SLUG / "lock.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["locks"][-1]["on"] = (MONDAY + timedelta(days=days)).isoformat()
    path.write_text(json.dumps(plain), encoding="utf-8")


def drawn_in(folder: Path, plan: Plan) -> Path:
    """Where the schedule lies."""
    return folder / "rounds" / TOGETHER if plan.beside else folder / "experiments" / SLUG


@dataclass
class Season:
    """A planned workspace and what happened in it.

    Attributes:
        folder: The workspace.
        plan: Its plan.
        posts: One row a position: ``position``, ``arm``, ``day``, and the columns that are handed in; faults
            change it before it is handed in.
        more: Further readings or posts of the same columns, handed in as well.
        unlinked: Positions whose link nobody wrote down.
        states: By position: what people said became of its post.
        until: Only what was captured up to so many days after the first post is handed in.
    """

    folder: Path
    plan: Plan
    posts: pd.DataFrame
    more: list[dict[str, Any]] = field(default_factory=list)
    unlinked: set[int] = field(default_factory=set)
    states: dict[int, str] = field(default_factory=dict)
    until: float | None = None

    @property
    def own(self) -> Path:
        """The folder of the schedule and its links: the experiment's, or that of the combined test."""
        return drawn_in(self.folder, self.plan)

    def of(self, arm: str, posts: int) -> pd.Index:
        """Rows of the arm's first posts; ``any`` is every arm."""
        own = (self.posts["arm"] == arm) | (arm == "any")
        return self.posts.index[own][:posts]

    def move(self, rows: pd.Index, seconds: int, *, read: bool = True) -> None:
        """Post these later (or earlier), with ids of their new moment; they are read as much later, too."""
        self.posts.loc[rows, "posted_at"] += seconds
        if read:
            self.posts.loc[rows, "captured_at"] += seconds
        self.name(rows)

    def name(self, rows: pd.Index) -> None:
        """Give posts the ids and links that belong to their moment."""
        for row in rows:
            if self.posts.loc[row, "account"] == "clips":
                code = f"https://www.youtube.com/watch?v=Clip-{self.posts.loc[row, 'position']:06d}"
                self.posts.loc[row, ["post_id", "link"]] = code
                continue
            made = int(self.posts.loc[row, "posted_at"])
            account, position = self.posts.loc[row, "account"], int(self.posts.loc[row, "position"])
            there = self.plan.elsewhere and account == "bakes"
            number = ((made * 1000 - INSTAGRAM_BEGAN) << 23) + position if there else (made << 32) + position
            self.posts.loc[row, "post_id"] = str(number)
            self.posts.loc[row, "link"] = address_of(str(number), account) if there else link(account, str(number))

    def handed_in(self) -> Path:
        """Write links and table, and let ``ingest`` read them; the workspace."""
        last = np.inf if self.until is None else moment(MONDAY, "18:00") + self.until * DAY
        posted = self.posts[(self.posts["posted_at"] <= last) & self.posts["link"].notna()]
        links = [(p.position, p.link) for p in posted.itertuples() if p.position not in self.unlinked]
        with (self.own / "posts.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("position", "link"), *links])
        for position, state in self.states.items():
            add_state(self.own, position, PostState(state))
        rows = pd.concat([self.posts, pd.DataFrame(self.more, columns=list(COLUMNS))], ignore_index=True)
        rows = rows[(rows["captured_at"] <= last) & rows["views"].notna()]
        shown = pd.DataFrame({name: rows[name] for name in COLUMNS})
        for column in ("posted_at", "captured_at"):
            shown[column] = [pd.Timestamp(int(second), unit="s").isoformat() + "Z" for second in shown[column]]
        table = self.folder / "posts.csv"
        shown.to_csv(table, index=False)
        told = [f"--map={name}={name}" for name in COLUMNS]
        assert run(["ingest", str(table), *told, "--workspace", str(self.folder)]) == 0
        return self.folder


def season(workshop: Workshop, plan: Plan, effect: float, spread: float = 0.4, seed: int = 1) -> Season:
    """Everything as planned: each post on its day at its slot, read after a week.

    Args:
        workshop: Makes the plan.
        plan: The plan.
        effect: Log ratio of the variants' views.
        spread: SD of the log of a post's views.
        seed: Of the views.
    """
    folder = workshop.planned(plan)
    schedule = pd.read_csv(drawn_in(folder, plan) / "schedule.csv", dtype={"slot": str})
    schedule = schedule.rename(columns={SLUG: "arm"})
    others = {one.variable: schedule[slug] for slug, one in plan.others.items()}
    rng = np.random.default_rng(seed)
    posts = pd.DataFrame({"position": schedule["position"], "arm": schedule["arm"], "account": schedule["account"]})
    posts["day"] = [date.fromisoformat(day) for day in schedule["date"]]
    zones = {"kitchen": ZONE, "clips": ZONE, "bakes": ZoneInfo("America/New_York")}
    posts["posted_at"] = [
        moment(day, slot, zones[account])
        for day, slot, account in zip(posts["day"], schedule["slot"], posts["account"], strict=True)
    ]
    age = float(plan.measure_at.rstrip("dh")) / (24 if plan.measure_at.endswith("h") else 1)
    posts["captured_at"] = posts["posted_at"] + round(age * DAY)
    value = dict(zip("abc", ARMS[plan.variable], strict=False))
    posts["sound"] = [value[arm] if plan.variable == "sound" else "Original sound" for arm in posts["arm"]]
    if "sound" in others:
        posts["sound"] = [dict(zip("abc", ARMS["sound"], strict=True))[arm] for arm in others["sound"]]
    tags = {"hashtags": value, "bundle": dict(zip("ab", ARMS["hashtags"], strict=False))}.get(plan.variable, {})
    posts["hashtags"] = [tags.get(arm, "food dinner") for arm in posts["arm"]]
    posts["caption"] = [f"A dish for today, number {number:02d}" for number in posts["position"]]
    posts["duration"] = 20.0
    posts["promoted_on"] = None
    lift = effect * (posts["arm"] != "a") + BESIDE * sum(
        ((arms != "a") for arms in others.values()), posts["day"].isna()
    )
    tenth = np.log(10) * (posts["account"] == "bakes") if plan.elsewhere else 0
    posts["views"] = np.exp(9 + lift - tenth + spread * rng.standard_normal(len(posts))).round()
    posts["average_watch_time"] = np.exp(2 + 0.5 * lift + 0.2 * rng.standard_normal(len(posts))).round(2)
    for name, rate in (("likes", 0.05), ("comments", 0.004), ("shares", 0.003)):
        posts[name] = rng.poisson(posts["views"] * rate * np.exp(0.3 * rng.standard_normal(len(posts)))).astype(float)
    posts[["post_id", "link"]] = None
    made = Season(folder, plan, posts)
    made.name(posts.index)
    return made


def moment(day: date, slot: str, zone: ZoneInfo = ZONE) -> int:
    """UTC epoch seconds of a time of day."""
    return int(pd.Timestamp(f"{day} {slot}").tz_localize(zone).timestamp())


def link(handle: str, post_id: str) -> str:
    """The link of a video."""
    return f"https://www.tiktok.com/@{handle}/video/{post_id}"
