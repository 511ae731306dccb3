"""What an invented team posts: an honest season, and the numbers that its posts have after a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.simulate import kitchen
from cliptrial.simulate.account import DAY, simulate_account

START = date(2026, 3, 2)
ZONE = "Europe/Berlin"
LIFT = 1.5
"""What comes together with the variant multiplies its views by 1 + this; the variant itself does nothing."""
FILMED = ("lunch-slot", "niche-hashtags", "question-hook", "trending-sound")
TOPICS = tuple(topic for slug in FILMED for topic in kitchen.topics(slug))
TAGS = ("dinner", "quick", "pasta", "veggie", "onepan", "soup", "brunch", "budget", "spicy", "baking", "salad", "kids")


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
        likes: After a week.
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
    likes: int = 0
    duration: float = 0.0

    @property
    def post_id(self) -> str:
        """As TikTok makes it: the second of posting in the upper half, and something of its own below."""
        return str((self.at << 32) + (self.position.position if self.position else 0))

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


def honest(schedule: Schedule, rng: np.random.Generator) -> tuple[Take, ...]:
    """Every position near its slot, now and then late, and ordinary posts at other hours of some days."""
    takes = [_planned_take(position, rng) for position in schedule.positions]
    others = [topic for topic in TOPICS if topic not in {p.topic for p in schedule.positions}]
    days = [START + timedelta(days=day) for day in range(len(schedule.positions))]
    for number, topic in enumerate(rng.permutation(others)[: len(days) // 3]):
        hour = float(rng.choice([8.0, 9.5, 11.0, 12.5, 14.0, 20.0, 21.5])) + rng.uniform(-0.5, 0.5)
        at = _moment(days[int(rng.integers(len(days)))], hour) + number
        takes.append(Take(at, caption(str(topic), rng), "Our usual sound"))
    return tuple(takes)


def _planned_take(position: Position, rng: np.random.Generator) -> Take:
    late = rng.uniform(0.6, 1.5) if rng.random() < 0.04 else rng.normal(0.05, 0.08)
    hour = int(position.slot[:2]) + int(position.slot[3:]) / 60 + late
    return Take(_moment(position.date, hour), caption(position.topic or "", rng), "Our usual sound", position)


def _moment(day: date, hour: float) -> int:
    return int(datetime.combine(day, time(0), ZoneInfo(ZONE)).timestamp() + 3600 * hour)


def caption(topic: str, rng: np.random.Generator, tags: Sequence[str] = ("food", "homecooking")) -> str:
    """The topic, a friendly ending, the usual hashtags and one or two of the post's own."""
    own = [str(tag) for tag in rng.choice(TAGS, size=int(rng.integers(1, 3)), replace=False)]
    return f"{topic}. {rng.choice(kitchen.endings())} {' '.join(f'#{tag}' for tag in (*tags, *own))}"


def with_numbers(takes: Sequence[Take], seed: int) -> list[Take]:
    """The takes with their numbers after a week, in order of time."""
    ordered = sorted(takes, key=lambda take: take.at)
    posts = simulate_account(
        [take.at for take in ordered],
        ["lifted" if take.lifted else "plain" for take in ordered],
        effects={"lifted": {"views": LIFT}},
        timezone=ZONE,
        seed=seed,
    )
    week = posts.counters(posts.posted_at + 7 * DAY)
    return [
        replace(take, views=int(seen), likes=int(liked), duration=round(float(length) * take.longer, 1))
        for take, seen, liked, length in zip(ordered, week.views, week.likes, posts.duration, strict=True)
    ]


def season_of(takes: Sequence[Take], seed: int) -> Season:
    """Everything as it went out, each position with its one post."""
    counted = with_numbers(takes, seed)
    return Season(tuple(counted), {t.position.position: t.link for t in counted if t.position})
