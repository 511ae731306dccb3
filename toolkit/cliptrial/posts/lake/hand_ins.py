"""Hand-ins: what files brought to the store together, listed, and taken back.

Taking a hand-in back hides what no other one holds and removes nothing: handed in again, it is back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import Message, says
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.ledger import HandedIn, Link, Standing
from cliptrial.posts.lake.tables import LINKS_BEFORE, TABLES
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.plan.links import add_state, put_back, read_links, read_states
from cliptrial.registry.plan.post_states import PostState
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

SHORT = 8
"""So many characters of an id are shown."""
FACTS = tuple(table for table in TABLES if table not in ("placements", LINKS_BEFORE))
"""What files bring; placements are what ingest saw of posts.csv."""


@dataclass(frozen=True, slots=True)
class StoredTable:
    """How much of a table stands, and in how many parts and files."""

    table: str
    rows: int
    parts: int
    files: int


@dataclass(frozen=True, slots=True)
class HandIn:
    """One hand-in, for people.

    Attributes:
        id: Its id.
        at: When it was, in UTC epoch seconds.
        files: The names of its files.
        stands: Whether nobody took it back.
        removed: Whether something of it was purged or forgotten since.
    """

    id: str
    at: int
    files: tuple[str, ...]
    stands: bool
    removed: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of a hand-in that was taken back.

    Attributes:
        hand_in: The one.
        gone: By table: rows that stood and do not any more.
        stay: Parts of it that other hand-ins hold.
        links: Links that went from posts.csv, or became again what they were.
        removed: Whether something of it was purged or forgotten, and does not come back.
    """

    hand_in: HandIn
    gone: Mapping[str, int]
    stay: int
    links: int
    removed: bool


def begin(workspace: Workspace, lake: Lake) -> None:
    """Before the first fact is written: what lies in a store without a ledger is written down as its inheritance."""
    if not lake.ledger.events():
        with one_at_a_time(workspace.root):
            lake.ledger.begin([part for table in FACTS for part in lake.homes(table)])


def stored(lake: Lake) -> tuple[StoredTable, ...]:
    """How much stands, by table."""
    return tuple(
        StoredTable(table, lake.count(homes), len(homes), len(set(homes.values())))
        for table in TABLES
        if (homes := lake.homes(table)) or table != LINKS_BEFORE
    )


def hand_ins(lake: Lake) -> tuple[HandIn, ...]:
    """Every hand-in, the first one first."""
    standing = lake.ledger.standing()
    return tuple(_for_people(id_, event, standing) for id_, event in standing.hand_ins.items())


def undo(workspace: Workspace, wanted: str | None = None) -> Undone:
    """Take back the last hand-in that stands, or one by its id.

    Args:
        workspace: Where the store is.
        wanted: The id, or how it begins.

    Raises:
        SourceError: There is none, it is not known, or it was taken back already.
    """
    with one_at_a_time(workspace.root):
        lake = Lake(workspace.store_dir)
        id_ = _last(lake) if wanted is None else _by_id(lake, wanted)
        event = lake.ledger.standing().hand_ins[id_]
        before = {table: lake.homes(table) for table in FACTS}
        # Links first: killed in between, the hand-in still stands and is taken back again.
        links = _take_links_back(workspace, lake, id_)
        _take_states_back(workspace, lake, id_)
        lake.ledger.withdraw(id_)
        standing = lake.ledger.standing()
        going = event.parts & standing.hidden
        gone = {
            table: lake.count({part: home for part, home in homes.items() if part in going})
            for table, homes in before.items()
            if not going.isdisjoint(homes)
        }
        one = _for_people(id_, event, standing)
        return Undone(one, gone, len(event.parts & standing.held), links, one.removed)


def _for_people(id_: str, event: HandedIn, standing: Standing) -> HandIn:
    removed = any(not event.parts.isdisjoint(one.parts) for one in standing.removed.values())
    return HandIn(id_, event.at, tuple(one.name for one in event.inputs), id_ not in standing.withdrawn, removed)


def _last(lake: Lake) -> str:
    standing = [one for one in hand_ins(lake) if one.stands]
    if not standing:
        mend = says("What was in the store before it had a ledger cannot be taken back.")
        what = says("There is no hand-in that could be taken back")
        raise SourceError(Problem("nothing_to_undo", what, mend=mend))
    return standing[-1].id


def _by_id(lake: Lake, wanted: str) -> str:
    known = hand_ins(lake)
    fitting = [one for one in known if wanted and one.id.startswith(wanted.lower())]
    if len(fitting) != 1:
        what = says("There is no single hand-in {id}", id=wanted)
        raise SourceError(Problem("unknown_hand_in", what, _ids(known), says("`cliptrial status --store` lists them.")))
    if not fitting[0].stands:
        what = says("The hand-in {id} was taken back already", id=fitting[0].id[:SHORT])
        mend = says("Hand its files in again to have them back.")
        raise SourceError(Problem("undone_already", what, _ids(known), mend))
    return fitting[0].id


def _ids(known: Iterable[HandIn]) -> Message:
    standing = [one.id[:SHORT] for one in known if one.stands]
    return says("one of {names}", names=standing) if standing else says("one that stands; there is none")


def _take_links_back(workspace: Workspace, lake: Lake, id_: str) -> int:
    """Links that this hand-in brought, that no other brought, and that nobody changed since."""
    standing = lake.ledger.standing()
    others = [event for other, event in standing.hand_ins.items() if other not in {id_, *standing.withdrawn}]
    brought_elsewhere = {_place(link) for event in others for one in event.inputs for link in one.links}
    taken = 0
    # The ledger of somebody else's store may name any folder.
    known = set(experiment_names(workspace))
    links = [link for one in standing.hand_ins[id_].inputs for link in one.links if link.experiment in known]
    for link in reversed(links):
        folder = workspace.experiments_dir / link.experiment
        if read_links(folder).get(link.position) == link.link and _place(link) not in brought_elsewhere:
            put_back(folder, link.position, link.before)
            taken += 1
    return taken


def _take_states_back(workspace: Workspace, lake: Lake, id_: str) -> None:
    """What this hand-in said of posts, where nobody said anything else since."""
    known = set(experiment_names(workspace))
    for one_state in (one_state for one in lake.ledger.standing().hand_ins[id_].inputs for one_state in one.states):
        folder = workspace.experiments_dir / one_state.experiment
        if one_state.experiment in known and read_states(folder).get(one_state.position) == one_state.state:
            add_state(folder, one_state.position, PostState(one_state.before) if one_state.before else None)


def _place(link: Link) -> tuple[str, int, str]:
    return link.experiment, link.position, link.link
