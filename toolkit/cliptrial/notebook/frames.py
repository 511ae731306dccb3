"""What a workspace holds as tables of pandas: columns and types stay where there is no row, times have a zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from cliptrial.notebook.compared import folder_of
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.model import WEEKDAYS
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.workspace import Workspace

Kinds = Mapping[str, str]
DAYS: tuple[str, ...] = WEEKDAYS
POSITIONS: Kinds = {
    "position": "int64",
    "block": "int64",
    "account": "str",
    "planned": "",
    "weekday": "Int64",
    "slot": "str",
    "arm": "str",
    "topic": "str",
}

PLACED: Kinds = {
    "position": "int64",
    "post_id": "str",
    "account": "str",
    "arm": "str",
    "topic": "str",
    "planned": "",
    "posted": "",
    "weekday": "Int64",
    "slot": "str",
    "late": "float64",
    "age": "float64",
}
"""A position and what became of it."""


def made(rows: Iterable[Mapping[str, object]], kinds: Kinds, zone: str = "UTC") -> pd.DataFrame:
    """Rows as a table of these columns and types; one without a type is a time in ``zone``."""
    frame = pd.DataFrame([*rows], columns=[*kinds])
    for name, kind in kinds.items():
        if kind:
            frame[name] = frame[name].astype(pd.api.types.pandas_dtype(kind))
        else:
            frame[name] = pd.to_datetime(frame[name], utc=True).astype("datetime64[us, UTC]").dt.tz_convert(zone)
    return frame


def zone_of(zones: Iterable[str]) -> str:
    """The zone in which a table's times are: that of all its accounts, else UTC."""
    different = {*zones}
    return different.pop() if len(different) == 1 else "UTC"


def at(day: dt.date | None, time: str | None, zone: str) -> pd.Timestamp | None:
    """A day and a time of day in a zone."""
    if day is None:
        return None
    moment = pd.Timestamp(f"{day.isoformat()} {time or '00:00'}")
    return moment.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")


def position_frame(positions: Sequence[Position], zones: Mapping[str, str]) -> pd.DataFrame:
    """Positions of a schedule as a table, a row each."""
    rows = (
        {name: getattr(p, name, None) for name in POSITIONS}
        | {"planned": at(p.date, p.slot, zones[p.account]), "weekday": p.date.weekday()}
        for p in positions
    )
    return made(rows, POSITIONS, zone_of(zones[p.account] for p in positions))


def opened(workspace: Path | str | Workspace) -> Workspace:
    """The workspace, or the one that a folder belongs to."""
    return find_workspace(folder_of(workspace))
