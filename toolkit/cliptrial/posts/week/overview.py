"""Where experiments stand, gathered from their files and the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says

if TYPE_CHECKING:
    from cliptrial.registry.plan.schedule import Position
    from cliptrial.registry.plan.standing import Standing
    from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True)
class Overview:
    """One experiment, what its files say, and its state; None where a file beside its own has mistakes."""

    standing: Standing
    state: str | None
    captured: Mapping[str, date] = field(default_factory=dict)
    """By account, while posts go out: the day, there, of its newest numbers; of weeks the last day that is known."""
    settled: frozenset[int] = frozenset()
    """Positions that need no link: their post was found without one, or there will be none."""

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
    def is_over(self) -> bool:
        """Whether it was decided."""
        return self.state == "decided"

    def approval(self, workspace: Workspace) -> str | None:
        """What the client said of the plan; None where no client is asked, or there is no plan."""
        said = self.standing.approval
        asked = said and (said != "waiting" or workspace.client_of(self.standing.accounts))
        return said.value if asked and said else None

    @property
    def posts_planned(self) -> int:
        """Posts or periods in the schedule, or what the design asks for before there is one."""
        return len(self.standing.planned or ()) or self.standing.wanted

    @property
    def periods_over(self) -> int:
        """Periods whose last day is known."""
        return sum(p.last <= self.captured.get(p.account, date.min) for p in self.standing.periods or ())


STATES = {
    "draft": says("draft"),
    "planned": says("planned"),
    "locked": says("locked"),
    "running": says("running"),
    "ready": says("ready"),
    "decided": says("decided"),
}
APPROVALS = {
    "waiting": says("waiting for the client's approval"),
    "changed": says("changed on request"),
    "approved": says("approved"),
}
ORDERS = ("orders", "revenue")
"""Metrics whose days a shop tells."""
DECISIONS = {"ship": says("ship"), "drop": says("drop"), "repeat": says("repeat"), "inconclusive": says("inconclusive")}
"""What people read for a state, what the client said and a decision; files, options and JSON keep the names."""


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
            readable.append(store.overview(own, today))
        except InputError as error:
            problems.extend(error.problems)
            readable.append(Overview(own.unread(), None))
    return readable, problems


class _Store:
    """What the store tells of all experiments; it is asked once, by the first that runs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known_to: dict[bool, Mapping[str, date]] = {}

    @cached_property
    def _newest(self) -> dict[str, int]:
        from cliptrial.posts.equal_age.due import newest_captures

        return newest_captures(self._workspace.store_dir)

    def overview(self, standing: Standing, today: date) -> Overview:
        """Its state by its files, unless exports were made when every post had its age, within its tolerance."""
        from cliptrial.registry.state import State

        where = standing.state(today)
        if where is State.RUNNING and standing.periods:
            one = Overview(standing, where.value, self._days_of(standing.primary in ORDERS))
            return replace(one, state=State.READY.value) if one.periods_over == one.posts_planned else one
        if where is not State.RUNNING or not standing.positions:
            return Overview(standing, where.value if where else None)
        if self._has_every_post_old_enough(standing):
            where = State.READY
        return Overview(standing, where.value, self._captured(standing.accounts))

    def _days_of(self, orders: bool) -> Mapping[str, date]:
        from cliptrial.posts.lake.history import days_known_to

        if orders not in self._known_to:
            self._known_to[orders] = days_known_to(self._workspace, orders=orders)
        return self._known_to[orders]

    def _captured(self, accounts: Iterable[str]) -> dict[str, date]:
        zones = {name: ZoneInfo(account.timezone) for name, account in self._workspace.accounts.items()}
        known = [name for name in accounts if name in self._newest and name in zones]
        return {name: datetime.fromtimestamp(self._newest[name], zones[name]).date() for name in known}

    def _has_every_post_old_enough(self, standing: Standing) -> bool:
        from cliptrial.posts.equal_age.due import due_positions

        age, positions = standing.measure_at, standing.positions or ()
        zones = {name: account.timezone for name, account in self._workspace.accounts.items()}
        return len(due_positions(positions, self._newest, zones, age)) == len(positions)
