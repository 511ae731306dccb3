"""When a post's numbers are due: at the measuring age, as far as its account's captures tell."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from math import ceil, floor
from pathlib import Path
from zoneinfo import ZoneInfo

from cliptrial.registry.plan.reading_days import in_days, tolerance
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.safety.kept import keep, kept

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Window:
    """When a post is at its measuring age: the first and the last second, in UTC epoch seconds."""

    first: int
    last: int


def window(posted_at: float, measure_at: float, timezone: str | None) -> Window:
    """When a snapshot shows a post at its measuring age, within the tolerance.

    Days are those of the account's calendar: a post of Saturday evening is seven days old all Saturday, and a day
    less on Friday morning. An age below four days is counted by the clock.

    Args:
        posted_at: UTC epoch seconds.
        measure_at: The measuring age in days.
        timezone: That of the account; None counts every age by the clock.
    """
    slack = tolerance(measure_at)
    if timezone is None or not in_days(measure_at):
        age, around = round(measure_at * DAY), round(slack * DAY)
        return Window(int(posted_at) + age - around, int(posted_at) + age + around)
    day = datetime.fromtimestamp(posted_at, ZoneInfo(timezone)).date()
    first, after = ceil(measure_at - slack), floor(measure_at + slack) + 1
    return Window(midnight(day + timedelta(first), timezone), midnight(day + timedelta(after), timezone) - 1)


@lru_cache(maxsize=16_384)
def midnight(day: date, timezone: str) -> int:
    """The first second of a day; where clocks jump over midnight, what UTC makes of it."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).astimezone(UTC).timestamp())


def due_positions(
    positions: Iterable[Position], newest: Mapping[str, int], timezones: Mapping[str, str], measure_at: float
) -> list[Position]:
    """Positions whose post, posted as planned, was at its measuring age at its account's newest capture, or older."""
    return [p for p in positions if _due(p, timezones.get(p.account, "UTC"), measure_at) <= newest.get(p.account, 0)]


def _due(position: Position, timezone: str, measure_at: float) -> int:
    return window(planned_second(position, timezone), measure_at, timezone).first


def planned_second(position: Position, timezone: str) -> int:
    """When a post is to go out, in UTC epoch seconds."""
    hour, minute = map(int, position.slot.split(":"))
    return int(datetime.combine(position.date, time(hour, minute), ZoneInfo(timezone)).timestamp())


def newest_captures(store: Path) -> dict[str, int]:
    """By account: its newest capture in a store, in UTC epoch seconds; asked once of a store that does not change.

    Raises:
        SourceError: A file of the store is only half there, or not at all.
    """
    source = sha256(repr(sorted(_files(store))).encode()).hexdigest()
    known = kept("newest", source)
    if known is not None:
        return {str(account): int(at) for account, at in json.loads(known).items()}
    from cliptrial.posts.lake.history import newest_captures_in  # inside: brings the engine along
    from cliptrial.posts.lake.lake import Lake

    newest = newest_captures_in(Lake(store))
    keep("newest", source, json.dumps(newest).encode())
    return newest


def _files(store: Path) -> Iterator[tuple[str, int, int]]:
    """Every file with its size and when it was changed last; parts and events are named after their content."""
    for folder, _, names in os.walk(store):
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118  # a store may have thousands of files
            stat = os.stat(path)  # noqa: PTH116
            yield os.path.relpath(path, store), stat.st_size, stat.st_mtime_ns
