"""Where experiments stand, gathered from their files and the store: what ``list``, ``status`` and notebooks show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from cliptrial.errors import InputError, Problem

if TYPE_CHECKING:
    from cliptrial.registry.plan.schedule import Position
    from cliptrial.registry.plan.standing import Standing
    from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True)
class Overview:
    """One experiment, what its files say, and its state; None where a file beside its own has mistakes."""

    standing: Standing
    state: str | None

    @property
    def slug(self) -> str:
        """Its folder."""
        return self.standing.slug

    @property
    def positions(self) -> tuple[Position, ...]:
        """The planned posts, in order."""
        return self.standing.positions or ()

    @property
    def links(self) -> dict[int, str]:
        """By position: the link that was handed in."""
        return self.standing.links or {}

    @property
    def posts_planned(self) -> int:
        """Posts in the schedule, or what the design asks for before there is one."""
        return len(self.positions) or self.standing.wanted


def overviews(workspace: Workspace, slugs: list[str] | None, today: date) -> tuple[list[Overview], list[Problem]]:
    """Every experiment asked for, and the problems of all files; one bad file hides nothing else.

    Raises:
        RegistryError: An experiment that was asked for by name is not there.
    """
    from cliptrial.registry.experiments import experiment_folder, experiment_names
    from cliptrial.registry.plan.standing import standing

    named = [experiment_folder(slug, workspace).name for slug in slugs or ()]
    readable: list[Overview] = []
    problems: list[Problem] = []
    store = _Store(workspace)
    for slug in named or experiment_names(workspace):
        try:
            own, beside = standing(slug, workspace)
        except InputError as error:
            problems.extend(error.problems)
            continue
        problems.extend(beside)
        try:
            readable.append(Overview(own, store.state(own, today)))
        except InputError as error:
            problems.extend(error.problems)
            readable.append(Overview(own.unread(), None))
    return readable, problems


class _Store:
    """What the store tells of all experiments; it is asked once, by the first that runs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _newest(self) -> dict[str, int]:
        from cliptrial.posts.equal_age.due import newest_captures

        return newest_captures(self._workspace.store_dir)

    def state(self, standing: Standing, today: date) -> str | None:
        """Its state by its files, unless exports were made when every post had its age, within its tolerance."""
        from cliptrial.registry.state import State

        where = standing.state(today)
        if where is State.RUNNING and standing.positions and self._has_every_post_old_enough(standing):
            where = State.READY
        return where.value if where else None

    def _has_every_post_old_enough(self, standing: Standing) -> bool:
        from cliptrial.posts.equal_age.due import due_positions, tolerance

        age, positions = standing.measure_at, standing.positions or ()
        zones = {name: account.timezone for name, account in self._workspace.accounts.items()}
        return len(due_positions(positions, self._newest, zones, age - tolerance(age))) == len(positions)
