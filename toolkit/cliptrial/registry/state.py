"""Where an experiment stands, read from its files; nothing is stored twice."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.period_files import read_plan


class State(StrEnum):
    """The life of an experiment, in order."""

    DRAFT = "draft"
    PLANNED = "planned"
    LOCKED = "locked"
    RUNNING = "running"
    READY = "ready"
    DECIDED = "decided"


def state(folder: Path, *, today: date | None = None, ready: bool = False) -> State:
    """Where the experiment in this folder stands.

    Args:
        folder: The experiment's folder.
        today: With it, an experiment runs from its first planned day on; without, from its first link.
        ready: Whether enough posts have reached their age; the analysis knows.

    Raises:
        InputError: One of the files has mistakes.
    """
    if read_decisions(folder):
        return State.DECIDED
    if ready:
        return State.READY
    schedule = read_plan(folder)
    first = min((p.date for p in schedule.positions), default=None) if schedule else None
    if read_links(folder) or (today is not None and first is not None and first <= today):
        return State.RUNNING
    return undecided(locked=read_lock(folder) is not None, planned=schedule is not None)


def undecided(*, locked: bool, planned: bool) -> State:
    """Where an experiment stands of which nothing went out yet."""
    if locked:
        return State.LOCKED
    return State.PLANNED if planned else State.DRAFT
