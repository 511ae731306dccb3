"""When a post's numbers are due: at the measuring age, as far as its account's captures tell."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.safety.kept import keep, kept


def tolerance(measure_at: float) -> float:
    """How far from the measuring age a snapshot may lie, in days: 1, or a quarter of an age below 4."""
    return 1.0 if measure_at >= 4 else measure_at / 4


def due_positions(
    positions: Iterable[Position], newest: Mapping[str, int], timezones: Mapping[str, str], measure_at: float
) -> list[Position]:
    """Positions whose post, posted as planned, had reached this age in days at its account's newest capture."""
    return [p for p in positions if _due(p, timezones, measure_at) <= newest.get(p.account, 0)]


def _due(position: Position, timezones: Mapping[str, str], measure_at: float) -> float:
    hour, minute = map(int, position.slot.split(":"))
    zone = ZoneInfo(timezones.get(position.account, "UTC"))
    planned = datetime.combine(position.date, datetime.min.time().replace(hour=hour, minute=minute), zone)
    return (planned + timedelta(days=measure_at)).timestamp()


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
