"""Where experiments stand, gathered from their files for ``list`` and ``status``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.decisions import Decision
    from cliptrial.registry.experiments import Loaded
    from cliptrial.registry.plan.schedule import Position, Schedule
    from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True)
class Overview:
    """One experiment and what its files say. ``state`` is None where a file beside it has mistakes."""

    loaded: Loaded
    state: str | None
    schedule: Schedule | None
    links: dict[int, str]
    locked_on: date | None
    decision: Decision | None

    @property
    def positions(self) -> tuple[Position, ...]:
        """The planned posts, in order."""
        return self.schedule.positions if self.schedule else ()

    @property
    def posts_planned(self) -> int:
        """Posts in the schedule, or what the design asks for before there is one."""
        experiment = self.loaded.experiment
        wanted = experiment.design.posts_per_arm * len(experiment.change.arms) * len(experiment.accounts)
        return len(self.positions) or wanted

    @property
    def first(self) -> date | None:
        """The first planned day."""
        return min((p.date for p in self.positions), default=self.loaded.experiment.design.start)

    @property
    def last(self) -> date | None:
        """The last planned day."""
        return max((p.date for p in self.positions), default=None)

    @property
    def measured_by(self) -> date | None:
        """The day on which the last post reaches its measuring age."""
        age = timedelta(days=-(-self.loaded.experiment.design.measure_at // 1))
        return self.last + age if self.last else None


STATES = {
    "draft": says("draft"),
    "planned": says("planned"),
    "locked": says("locked"),
    "running": says("running"),
    "ready": says("ready"),
    "decided": says("decided"),
}
DECISIONS = {
    "ship": says("ship"),
    "drop": says("drop"),
    "repeat": says("repeat"),
    "inconclusive": says("inconclusive"),
}
"""What people read for a state and a decision; files, options and JSON keep the names."""


def overviews(workspace: Workspace, slugs: list[str] | None, today: date) -> tuple[list[Overview], list[Problem]]:
    """Every experiment asked for, and the problems of all files; one bad file hides nothing else.

    Raises:
        RegistryError: An experiment that was asked for by name is not there.
    """
    from cliptrial.registry.experiments import experiment_folder, experiment_names, load_experiment

    for slug in slugs or ():
        experiment_folder(slug, workspace)
    readable: list[Overview] = []
    problems: list[Problem] = []
    store = _Store(workspace)
    for slug in slugs or experiment_names(workspace):
        try:
            loaded = load_experiment(slug, workspace)
        except InputError as error:
            problems.extend(error.problems)
            continue
        try:
            readable.append(_overview(loaded, store, today))
        except InputError as error:
            problems.extend(error.problems)
            readable.append(Overview(loaded, None, None, {}, None, None))
    return readable, problems


class _Store:
    """What the store tells of all experiments; it is asked once, by the first that runs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _newest(self) -> dict[str, int]:
        from cliptrial.posts.lake.history import newest_captures
        from cliptrial.posts.lake.lake import Lake

        return newest_captures(Lake(self._workspace.store_dir))

    def has_every_post_old_enough(self, loaded: Loaded, schedule: Schedule) -> bool:
        """Whether exports were made when every post had its measuring age, within its tolerance."""
        from cliptrial.posts.equal_age.observe import tolerance
        from cliptrial.posts.lake.history import due_positions

        age = loaded.experiment.design.measure_at
        zones = {name: account.timezone for name, account in self._workspace.accounts.items()}
        due = due_positions(schedule.positions, self._newest, zones, age - tolerance(age))
        return len(due) == len(schedule.positions)


def _overview(loaded: Loaded, store: _Store, today: date) -> Overview:
    from cliptrial.registry.decisions import read_decisions
    from cliptrial.registry.plan.links import read_links
    from cliptrial.registry.plan.lock import read_lock
    from cliptrial.registry.plan.schedule_files import read_schedule
    from cliptrial.registry.state import State, state

    decisions, record = read_decisions(loaded.folder), read_lock(loaded.folder)
    schedule, where = read_schedule(loaded.folder), state(loaded.folder, today=today)
    if where is State.RUNNING and schedule is not None and store.has_every_post_old_enough(loaded, schedule):
        where = State.READY
    return Overview(
        loaded,
        where.value,
        schedule,
        read_links(loaded.folder),
        record.on if record else None,
        decisions[-1] if decisions else None,
    )
