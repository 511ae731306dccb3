"""A removal: what goes and what stays, told before; then carried out, so that a kill at any moment leaves nothing half.

The ledger's event comes first, the files beside the store next, the facts last: as long as any of them is there, doing
it again knows what else has to go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from cliptrial.messages import Message, says
from cliptrial.posts.lake.hand_ins import begin
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.ledger import Input, Removed
from cliptrial.posts.lake.removal import Rules, counted, left_behind, parts_with, remove_facts
from cliptrial.posts.removal.traces import Traces
from cliptrial.posts.workspaces import apart_as_it_is, not_watched
from cliptrial.registry.plan.links import put_back
from cliptrial.registry.safety import kept
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

UNNAMED = "-"
"""Stands in the ledger for the name of a file that named somebody who was forgotten."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What is to be removed.

    Attributes:
        event: What the ledger will say.
        rows: By table: rows that go, or texts that lose a name.
        hand_ins: Hand-ins that brought them.
        links: Positions whose links go from posts.csv, by experiment.
        files: Files and folders in the workspace that go whole, as they are shown.
        naming: Files that go on naming somebody, because people wrote or brought them.
        stays: What else stays, in sentences.
        traces: What somebody is found by in files.
        handle_of: The account whose handle goes from workspace.yaml.
        apart: What goes from the store of watched accounts.
        watched: The watched account whose key goes from workspace.yaml.
    """

    event: Removed
    rows: Mapping[str, int]
    hand_ins: int = 0
    links: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    stays: tuple[Message, ...] = ()
    traces: Traces = field(default_factory=Traces)
    handle_of: str | None = None
    apart: Removal | None = None
    watched: str | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing of it is here."""
        return not (self.every_row or self.links or self.files or self.handle_of or self.watched)

    @property
    def every_row(self) -> int:
        """How many rows go, or lose a name, in both stores."""
        return sum(self.rows.values()) + (self.apart.every_row if self.apart else 0)


def facts_of(lake: Lake, wanted: Removed) -> tuple[Removed, Mapping[str, int], int]:
    """The event with the parts that hold some of it, its rows by table, and the hand-ins that brought them."""
    rules = Rules.of(wanted)
    parts = parts_with(lake, rules)
    touched = [one for one in lake.ledger.standing().hand_ins.values() if not one.parts.isdisjoint(parts)]
    return wanted.model_copy(update={"parts": parts}), counted(lake, rules), len(touched)


def is_under_way(workspace: Workspace, removal: Removal) -> bool:
    """Whether the ledger says so already: then a kill may have left some of it."""
    known = Lake(workspace.store_dir).ledger.standing().removed.values()
    return removal.event.wants in {event.wants for event in known}


def carry_out(workspace: Workspace, removal: Removal) -> int:
    """Remove it; doing it again finishes what a kill left.

    Returns:
        Files of the store that could not be deleted, because a program has them open.

    Raises:
        InputError: The store, or a file of an experiment, has mistakes.
    """
    lake = Lake(workspace.store_dir)
    begin(workspace, lake)
    with one_at_a_time(workspace.root):
        lake.ledger.remove(removal.event)
        for slug, positions in removal.links.items():
            for position in positions:
                put_back(workspace.experiments_dir / slug, position, None)
        for shown in removal.files:
            _delete(workspace.root / shown)
        # What a killed writer left of a file that names somebody; whoever writes has the workspace to himself.
        for draft in filter(removal.traces.in_file, workspace.root.rglob(".*.tmp")):
            draft.unlink(missing_ok=True)
        _unname(lake, removal)
        remove_facts(lake)
        kept.forget()
        if removal.handle_of is not None:
            _without_handle(workspace, removal.handle_of)
        left, there = left_behind(lake), apart_as_it_is(workspace)
        if removal.apart is not None and there is not None:
            left += carry_out(there, removal.apart)
        if removal.watched is not None:
            not_watched(workspace, removal.watched)
        return left


def _delete(path: Path) -> None:
    """Never through a link: what it leads to is not the workspace's."""
    if path.is_dir() and not path.is_symlink():
        rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _unname(lake: Lake, removal: Removal) -> None:
    """Hand-ins keep their parts, and lose the links and names of who is forgotten."""
    places = {(place.experiment, place.position) for place in removal.event.places}
    for id_, event in lake.ledger.standing().hand_ins.items():
        inputs = tuple(_less(one, places, removal.traces) for one in event.inputs)
        if inputs != event.inputs:
            lake.ledger.rewrite(id_, inputs)


def _less(one: Input, places: Collection[tuple[str, int]], traces: Traces) -> Input:
    return one.model_copy(
        update={
            "name": UNNAMED if traces.in_text(one.name) else one.name,
            "links": tuple(link for link in one.links if (link.experiment, link.position) not in places),
            "states": tuple(word for word in one.states if (word.experiment, word.position) not in places),
        }
    )


def _without_handle(workspace: Workspace, account: str) -> None:
    from cliptrial.registry.setup import Change, put_changes

    put_changes(workspace.root, [Change("accounts", account, {"handle": ""})], None, language=workspace.language)


def old_stays() -> Iterator[Message]:
    """What stays although it is older."""
    yield says("Plans, links, workbooks, decisions and finished pages stay as they are.")
    yield says("Exports that lie elsewhere are not touched; handed in again, what is older in them is left out.")
