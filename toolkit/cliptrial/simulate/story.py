"""What an invented experiment consists of: the plan, the truth, and how posting really went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from cliptrial.registry.decisions import Decision
from cliptrial.registry.model import Experiment
from cliptrial.registry.plan.schedule import Position, Schedule
from cliptrial.simulate.account import Profile


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the brand, as invented.

    Attributes:
        name: Its name in the workspace.
        handle: On the platform, without ``@``.
        language: Of Studio's user interface.
        timezone: IANA name.
        profile: How it behaves.
        seed: Seed of everything that luck decides.
        exports: Whether anybody exports from Studio; otherwise all numbers are read off in the app.
    """

    name: str
    handle: str
    language: str
    timezone: str
    profile: Profile
    seed: int
    exports: bool = True


Diary = Callable[[Schedule], Mapping[int, tuple[date, str]]]
"""What was done instead of the plan: by position, the day and time of day."""


@dataclass(frozen=True, slots=True)
class DemoExperiment:
    """An experiment, and what nobody at the brand can know.

    Attributes:
        slug: Its folder.
        experiment: The plan.
        topics: One idea a position.
        endings: How captions end, in turn.
        tags: By arm: the hashtags its captions carry.
        truth: By arm, by metric: the true effect, as a ratio minus one.
        diary: How posting went against the plan; None where nothing was moved.
        late: By position: minutes that a post was late.
        saves_forgotten: Positions whose saves nobody wrote down.
        decision: What was decided, if anything.
        texts: Its words in the other language, as ``texts.yaml`` has them.
    """

    slug: str
    experiment: Experiment
    topics: tuple[str, ...]
    endings: tuple[str, ...]
    tags: Mapping[str, tuple[str, ...]]
    truth: Mapping[str, Mapping[str, float]]
    diary: Diary | None = None
    late: Mapping[int, int] = field(default_factory=dict)
    saves_forgotten: frozenset[int] = frozenset()
    decision: Decision | None = None
    texts: str = ""

    def posted_at(self, schedule: Schedule, timezone: str) -> dict[int, int]:
        """By position: UTC epoch seconds at which the post really went out."""
        moved = self.diary(schedule) if self.diary else {}
        zone = ZoneInfo(timezone)
        times = {}
        for p in schedule.positions:
            day, slot = moved.get(p.position, (p.date, p.slot))
            planned = datetime.combine(day, time.fromisoformat(slot), zone)
            # Nobody posts on the second; the small delays follow no random stream, so that ids stay.
            delay = 60 * self.late.get(p.position, 0) + (p.position * 7919) % 240
            times[p.position] = int(planned.timestamp()) + delay
        return times


def trending_at_weekends(schedule: Schedule) -> Mapping[int, tuple[date, str]]:
    """The trap: the variant was kept for the weekend, whatever the plan said.

    Each week's variant posts go to Saturday, Sunday and Friday (a fourth to Saturday noon); its control
    posts from Monday on, except that every second week one slips to Friday noon.
    """
    start = schedule.positions[0].date
    moved: dict[int, tuple[date, str]] = {}
    for number, week in groupby(schedule.positions, key=lambda p: (p.date - start).days // 7):
        monday = start + timedelta(days=7 * number)
        positions = list(week)
        control = [(0, "18:00"), (1, "18:00"), (2, "18:00"), (4, "12:00") if number % 2 else (3, "18:00")]
        weekend = [(5, "18:00"), (6, "18:00"), (4, "18:00"), (5, "12:00")]
        for arm_days, is_variant in ((control, False), (weekend, True)):
            mine = [p for p in positions if (p.arm == "trending") is is_variant]
            for p, (offset, slot) in zip(mine, arm_days, strict=False):
                moved[p.position] = (monday + timedelta(days=offset), slot)
    return moved


def caption(position: Position, demo: DemoExperiment) -> str:
    """The caption of a post: its topic, a friendly ending and the hashtags; the arm shows in tags only."""
    ending = demo.endings[position.position % len(demo.endings)]
    return f"{position.topic}. {ending} {' '.join(f'#{tag}' for tag in demo.tags[position.arm])}"
