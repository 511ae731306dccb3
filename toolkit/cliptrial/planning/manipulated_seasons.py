"""Invented seasons in which nothing was to win, honest ones and manipulated ones, brought in through real files.

Each season is a workspace of its own: planned, locked, posted, exported, linked and ingested as a team would. What
people do to make a variant win is a function that changes the posts or their links.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.planning.plan import plan_experiment
from cliptrial.posts.ingest import ingest
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.files import read_schedule
from cliptrial.registry.plan.links import write_links
from cliptrial.registry.plan.lock import lock
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.simulate import kitchen
from cliptrial.simulate.account import DAY, simulate_account

SLUG, OTHER = "trial", "other"
START = date(2026, 3, 2)
ZONE = "Europe/Berlin"
LIFT = 1.5
"""What comes together with the variant multiplies its views by 1 + this; the variant itself does nothing."""
TOPICS = (*kitchen.SLOT_TOPICS, *kitchen.HASHTAG_TOPICS, *kitchen.HOOK_TOPICS, *kitchen.SOUND_TOPICS)
TAGS = ("dinner", "quick", "pasta", "veggie", "onepan", "soup", "brunch", "budget", "spicy", "baking", "salad", "kids")
COLUMNS = ("post_id", "link", "account", "posted_at", "captured_at", "caption", "sound", "duration", "views")
"""Columns of the table that is handed in, under these very names."""


class Way(StrEnum):
    """What a team did."""

    HONEST = "honest"
    SECOND_TAKE = "second_take"
    REPOST = "repost"
    RELINKED = "relinked"
    LATE_SLOT = "late_slot"
    OTHER_HASHTAGS = "other_hashtags"
    LONGER = "longer"
    OTHER_SOUND = "other_sound"
    SAME_SOUND = "same_sound"
    GOOD_DAYS = "good_days"
    SHARED = "shared"

    @property
    def variable(self) -> str:
        """What the experiment says it changes."""
        return "sound" if self is Way.SAME_SOUND else "hook"


@dataclass(frozen=True)
class Take:
    """One post that goes out.

    Attributes:
        at: UTC epoch seconds.
        position: The position that it was made for; None for an ordinary post.
        lifted: Whether something else than the variant multiplies its views.
        longer: How many times as long as usual the video is.
        again: Whether it was posted before.
        views: After a week.
        duration: Seconds.
    """

    at: int
    caption: str
    sound: str
    position: Position | None = None
    lifted: bool = False
    longer: float = 1.0
    again: bool = False
    views: int = 0
    duration: float = 0.0

    @property
    def post_id(self) -> str:
        """As TikTok makes it: the second of posting in the upper half."""
        return str((self.at << 32) + 7)

    @property
    def link(self) -> str:
        """Of the video."""
        return f"https://www.tiktok.com/@team/video/{self.post_id}"


@dataclass(frozen=True)
class Season:
    """What went out, and which links were written down, at first and in the end."""

    takes: tuple[Take, ...]
    links: Mapping[int, str]
    first_links: Mapping[int, str] = field(default_factory=dict)


def planned(folder: Path, way: Way, posts_per_arm: int, seed: int) -> Workspace:
    """A workspace with one experiment, planned with topics and locked before its first post."""
    own = folder / "experiments" / SLUG
    own.mkdir(parents=True)
    (folder / "workspace.yaml").write_text(
        f"language: en\naccounts:\n  team: {{handle: team, timezone: {ZONE}, followers: 9000, sources: [studio]}}\n",
        encoding="utf-8",
    )
    arms = ("Our usual sound", "Loud drums") if way.variable == "sound" else ("Statement", "Question")
    held = [name for name in ("slot", "sound", "hashtags", "duration") if name != way.variable]
    (own / "experiment.yaml").write_text(
        f"title: A trial\naccounts: [team]\nhypothesis: {{statement: It reaches more people., expect: increase}}\n"
        f"change:\n  variable: {way.variable}\n  control: {{id: control, value: {arms[0]}}}\n"
        f"  variants: [{{id: variant, value: {arms[1]}}}]\nhold_constant: [{', '.join(held)}]\n"
        f"metrics: {{primary: views}}\n"
        f"design: {{posts_per_arm: {posts_per_arm}, start: {START}, seed: {seed}}}\n",
        encoding="utf-8",
    )
    workspace = find_workspace(folder)
    loaded = load_experiment(SLUG, workspace)
    topics = np.random.default_rng(seed).permutation(TOPICS)[: 2 * posts_per_arm]
    plan_experiment(workspace, loaded, topics=[str(topic) for topic in topics])
    lock(loaded, read_schedule(own), START - timedelta(days=1))
    return workspace


def live(workspace: Workspace, way: Way, seed: int) -> None:
    """Let a season happen in a planned workspace, and hand everything in."""
    own = workspace.experiments_dir / SLUG
    schedule = read_schedule(own)
    assert schedule is not None
    rng = np.random.default_rng([seed, 1])
    season = _WAYS[way](_honest(schedule, rng), schedule, rng, seed)
    if season.first_links:
        write_links(own, season.first_links)
        _hand_in(workspace, season)
    write_links(own, season.links)
    if way is Way.SHARED:
        shutil.copytree(own, workspace.experiments_dir / OTHER)
    _hand_in(workspace, season)


def _hand_in(workspace: Workspace, season: Season) -> None:
    table = workspace.root / "posts.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for take in season.takes:
            read = _utc(take.at + 7 * DAY)
            described = (take.caption, take.sound, take.duration, take.views)
            writer.writerow((take.post_id, take.link, "team", _utc(take.at), read, *described))
    report = ingest(workspace, [table], mapping={name: name for name in COLUMNS})
    assert not any(file.problems for file in report.files), report


def _utc(second: int) -> str:
    return datetime.fromtimestamp(second, ZoneInfo("UTC")).isoformat()


# What an honest team posts


def _honest(schedule: Schedule, rng: np.random.Generator) -> tuple[Take, ...]:
    """Every position near its slot, now and then late, and ordinary posts at other hours of some days."""
    takes = [_planned_take(position, rng) for position in schedule.positions]
    others = [topic for topic in TOPICS if topic not in {p.topic for p in schedule.positions}]
    days = [START + timedelta(days=day) for day in range(len(schedule.positions))]
    for number, topic in enumerate(rng.permutation(others)[: len(days) // 3]):
        hour = float(rng.choice([8.0, 9.5, 11.0, 12.5, 14.0, 20.0, 21.5])) + rng.uniform(-0.5, 0.5)
        at = _moment(days[int(rng.integers(len(days)))], hour) + number
        takes.append(Take(at, _caption(str(topic), rng), "Our usual sound"))
    return tuple(takes)


def _planned_take(position: Position, rng: np.random.Generator) -> Take:
    late = rng.uniform(0.6, 1.5) if rng.random() < 0.04 else rng.normal(0.05, 0.08)
    hour = int(position.slot[:2]) + int(position.slot[3:]) / 60 + late
    return Take(_moment(position.date, hour), _caption(position.topic or "", rng), "Our usual sound", position)


def _moment(day: date, hour: float) -> int:
    return int(datetime.combine(day, time(0), ZoneInfo(ZONE)).timestamp() + 3600 * hour)


def _caption(topic: str, rng: np.random.Generator, tags: Sequence[str] = ("food", "homecooking")) -> str:
    own = [str(tag) for tag in rng.choice(TAGS, size=int(rng.integers(1, 3)), replace=False)]
    return f"{topic}. {rng.choice(kitchen.ENDINGS)} {' '.join(f'#{tag}' for tag in (*tags, *own))}"


def _counted(takes: Sequence[Take], seed: int) -> list[Take]:
    """The takes with their numbers after a week, in order of time."""
    ordered = sorted(takes, key=lambda take: take.at)
    posts = simulate_account(
        [take.at for take in ordered],
        ["lifted" if take.lifted else "plain" for take in ordered],
        effects={"lifted": {"views": LIFT}},
        timezone=ZONE,
        seed=seed,
    )
    views = posts.counters(posts.posted_at + 7 * DAY).views
    return [
        replace(take, views=int(seen), duration=round(float(length) * take.longer, 1))
        for take, seen, length in zip(ordered, views, posts.duration, strict=True)
    ]


def _season(takes: Sequence[Take], seed: int) -> Season:
    """Everything as it went out, each position with its one post."""
    counted = _counted(takes, seed)
    return Season(tuple(counted), {t.position.position: t.link for t in counted if t.position})


# What people do


def _is_variant(take: Take) -> bool:
    return take.position is not None and take.position.arm == "variant"


def _each_variant(change: Callable[[Take, np.random.Generator], Take]) -> Make:
    def make(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
        return _season([replace(change(t, rng), lifted=True) if _is_variant(t) else t for t in takes], seed)

    return make


def _better_of_two(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
    """Half of the variant's ideas are filmed twice, and the better take counts."""
    again = [
        replace(t, at=t.at + int(rng.uniform(2, 26) * 3600), caption=_caption(t.position.topic or "", rng))
        for t in takes
        if t.position and _is_variant(t) and rng.random() < 0.5
    ]
    counted = _counted([*takes, *again], seed)
    return Season(tuple(counted), _links(counted, max))


def _links(counted: Sequence[Take], choose: Callable[..., Take]) -> dict[int, str]:
    by_position: dict[int, list[Take]] = {}
    for take in counted:
        if take.position:
            by_position.setdefault(take.position.position, []).append(take)
    return {number: choose(own, key=lambda take: take.views).link for number, own in by_position.items()}


def _flops_again(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
    """The variant's posts below the middle are posted again three to five days later, and the better one counts."""
    again = [replace(t, at=t.at + int(rng.uniform(3, 5) * DAY), again=True) for t in takes if _is_variant(t)]
    counted = _counted([*takes, *again], seed)
    middle = np.median([t.views for t in counted if not t.again])
    flops = {t.position for t in counted if not t.again and t.views < middle}
    kept = [t for t in counted if not t.again or t.position in flops]
    return Season(tuple(kept), _links(kept, max))


def _links_changed(takes: Sequence[Take], _: Schedule, __: np.random.Generator, seed: int) -> Season:
    """After the first numbers, the variant's worst fifth get the link of an ordinary post nearby that did better."""
    counted = _counted(takes, seed)
    links = {t.position.position: t.link for t in counted if t.position}
    free = [take for take in counted if take.position is None]
    variants = sorted((t for t in counted if _is_variant(t)), key=lambda take: take.views)
    changed = dict(links)
    for flop in variants[: max(2, len(variants) // 5)]:
        better = [t for t in free if t.views > flop.views]
        if better and flop.position:
            nearest = min(better, key=lambda take: abs(take.at - flop.at))
            free.remove(nearest)
            changed[flop.position.position] = nearest.link
    return Season(tuple(counted), changed, first_links=links)


def _moved_to_good_days(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
    """The variant waits up to three days for a day that is good, and the others go out as planned."""
    good = {START + timedelta(days=int(day)) for day in rng.choice(150, size=45, replace=False)}

    def moved(take: Take) -> Take:
        day = take.position.date if take.position else START
        wait = next((n for n in range(4) if day + timedelta(days=n) in good), 0)
        return replace(take, at=take.at + wait * DAY + 60 * wait, lifted=day + timedelta(days=wait) in good)

    return _season([moved(t) if _is_variant(t) else replace(t, lifted=_day(t) in good) for t in takes], seed)


def _day(take: Take) -> date:
    return datetime.fromtimestamp(take.at, ZoneInfo(ZONE)).date()


Make = Callable[[Sequence[Take], Schedule, np.random.Generator, int], Season]

_WAYS: Mapping[Way, Make] = {
    Way.HONEST: lambda takes, _, __, seed: _season(takes, seed),
    Way.SECOND_TAKE: _better_of_two,
    Way.REPOST: _flops_again,
    Way.RELINKED: _links_changed,
    Way.LATE_SLOT: _each_variant(lambda take, _: replace(take, at=take.at + 7200)),
    Way.OTHER_HASHTAGS: _each_variant(
        lambda take, rng: replace(
            take, caption=_caption((take.position and take.position.topic) or "", rng, ("viral",))
        )
    ),
    Way.LONGER: _each_variant(lambda take, _: replace(take, longer=3.0)),
    Way.OTHER_SOUND: _each_variant(lambda take, _: replace(take, sound="Loud drums")),
    Way.SAME_SOUND: _each_variant(lambda take, _: replace(take, sound="Our usual sound")),
    Way.GOOD_DAYS: _moved_to_good_days,
    Way.SHARED: _each_variant(lambda take, _: take),
}
