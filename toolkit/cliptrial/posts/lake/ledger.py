"""The ledger: which facts of the store stand, as a folder of small files that are only ever added to.

Every event is one file, named after its content and there whole or not at all. A part of the store, that is the rows
of one table that were handed in together, stands while any hand-in holds it that was not withdrawn. A part that no
event names stands, too: it is from before there was a ledger, or its event is still on its way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import time as now
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from cliptrial.errors import Problem, SourceError
from cliptrial.messages import says
from cliptrial.posts.workbook.drafts import sweep
from cliptrial.registry.files import write_atomically
from cliptrial.registry.safety.copies import EVENT, half_problem, placeholder, placeholder_problem

FOLDER = "ledger"
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Part = Annotated[str, StringConstraints(pattern=r"^[a-z_]+/[0-9a-f]{64}$")]
"""A table, and the hash of the rows."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Link(_Record):
    """A link that a workbook brought to posts.csv, and the one that stood there before."""

    experiment: str
    position: int
    link: str
    before: str | None = None


class Told(_Record):
    """What a workbook said became of a post, and what posts.csv said before."""

    experiment: str
    position: int
    state: str
    before: str | None = None


class Input(_Record):
    """A file that was handed in.

    Attributes:
        name: How ingest called it.
        sha256: The hash of its bytes.
        parts: What was kept of it.
        links: The links that it brought.
        states: What it said of posts.
    """

    name: str
    sha256: Hash
    parts: tuple[Part, ...]
    links: tuple[Link, ...] = ()
    states: tuple[Told, ...] = Field(default=(), exclude_if=lambda states: not states)

    @property
    def content(self) -> tuple[str, frozenset[str]]:
        """What makes it the same file handed in again."""
        return self.sha256, frozenset(self.parts)


class _Event(_Record):
    """``number`` is one more than any that was known, so events of several computers have an order; ``at`` is UTC."""

    number: int
    at: int


class HandedIn(_Event):
    """Files that were handed in together."""

    event: Literal["handed_in"] = "handed_in"
    inputs: tuple[Input, ...]

    @property
    def parts(self) -> frozenset[str]:
        """What it holds."""
        return frozenset(part for one in self.inputs for part in one.parts)


class Withdrawn(_Event):
    """A hand-in, by its id, that was taken back."""

    event: Literal["withdrawn"] = "withdrawn"
    of: Hash


class Replaced(_Event):
    """Parts that can be read together from one compact file, as soon as that is there.

    ``after`` is how many removals the file has been through: one that has been through more is read.
    """

    event: Literal["replaced"] = "replaced"
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    by: Hash
    after: int = Field(default=0, exclude_if=lambda removals: not removals)


class Place(_Record):
    """A position of an experiment."""

    experiment: str
    position: int


class Removed(_Event):
    """Facts that may not be kept: from now on they are taken out of every file, and never read in again.

    Nobody's name stands here: only what an account or a person is recognised by within this store.

    Attributes:
        before: All from before this day (UTC).
        accounts: All of these accounts: salted hashes of their names and handles.
        marks: All of these people: what stands in the store for a handle, an address or a number.
        places: Positions whose posts were of these accounts.
        parts: Parts that held some of it.
    """

    event: Literal["removed"] = "removed"
    before: Annotated[date | None, Field(strict=False)] = None
    accounts: tuple[str, ...] = ()
    marks: tuple[Annotated[str, StringConstraints(pattern=r"^([uep]_[0-9a-f]{10}|[0-9a-f]{20})$")], ...] = ()
    places: tuple[Place, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def wants(self) -> tuple[object, ...]:
        """What makes it the same removal."""
        return self.before, self.accounts, self.marks, self.places


class Inherited(_Event):
    """What lay in the store when its ledger began; nobody can take that back."""

    event: Literal["inherited"] = "inherited"
    parts: tuple[Part, ...]


Event: TypeAlias = HandedIn | Withdrawn | Replaced | Removed | Inherited
_EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="event")])


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events say together.

    Attributes:
        hand_ins: By id, in their order.
        withdrawn: Ids of those that were taken back.
        held: Parts that something holds.
        hidden: Parts of which every hand-in was withdrawn.
        files: Of each file that stands: its hash and its parts.
        replaced: The compactions, those first that more was removed from, and of these those of most parts.
        removed: The removals, by id.
    """

    hand_ins: Mapping[str, HandedIn]
    withdrawn: frozenset[str]
    held: frozenset[str]
    hidden: frozenset[str]
    files: frozenset[tuple[str, frozenset[str]]]
    replaced: tuple[Replaced, ...]
    removed: Mapping[str, Removed]

    @property
    def removals(self) -> list[str]:
        """What was removed, in words that are the same on every computer."""
        return sorted(repr(event.wants) for event in self.removed.values())


class Ledger:
    """The events of one store.

    Args:
        store: The store's folder.
    """

    def __init__(self, store: Path) -> None:
        self.folder = store / FOLDER

    def events(self) -> Mapping[str, Event]:
        """By id, in their order.

        Raises:
            SourceError: An event is not here, only in part, or of a kind that is not known; every one is named.
        """
        names = sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else []
        return _events(self.folder, tuple(names))

    def standing(self) -> Standing:
        """What the events say together.

        Raises:
            SourceError: As :meth:`events`.
        """
        return _standing(self.folder, tuple(self.events()))

    def hand_in(self, inputs: Sequence[Input]) -> None:
        """Note what was handed in; nothing where all of it stands already."""
        known = self.standing().files
        if not all(one.content in known for one in inputs):
            self._write(HandedIn(number=self._next(), at=int(now()), inputs=tuple(inputs)))

    def withdraw(self, hand_in: str) -> None:
        """Take a hand-in back."""
        self._write(Withdrawn(number=self._next(), at=int(now()), of=hand_in))

    def replace(self, parts: Sequence[str], by: str) -> None:
        """Say from which compact file these parts can be read once it is there; saying so again changes nothing."""
        standing = self.standing()
        known = {(event.by, event.parts) for event in standing.replaced}
        if (by, tuple(parts)) not in known:
            number, after = self._next(), len(standing.removed)
            self._write(Replaced(number=number, at=int(now()), parts=tuple(parts), by=by, after=after))

    def remove(self, wanted: Removed) -> None:
        """Say what may not be kept any more; saying so again changes nothing."""
        if wanted.wants not in {event.wants for event in self.standing().removed.values()}:
            self._write(wanted.model_copy(update={"number": self._next(), "at": int(now())}))

    def rewrite(self, id_: str, inputs: Sequence[Input]) -> None:
        """Let a hand-in say less than it did; wherever this ends, its facts stand as they did before."""
        events = self.events()
        event = events[id_]
        assert isinstance(event, HandedIn)
        changed = event.model_copy(update={"inputs": tuple(inputs)})
        withdrawals = [(name, one) for name, one in events.items() if isinstance(one, Withdrawn) and one.of == id_]
        # A withdrawal of what is not there yet means nothing, and afterwards it holds at once.
        for _, withdrawn in withdrawals:
            self._write(withdrawn.model_copy(update={"of": _id(changed)}))
        self._write(changed)
        for name in (id_, *(name for name, _ in withdrawals)):
            (self.folder / f"{name}.json").unlink(missing_ok=True)

    def begin(self, parts: Sequence[str]) -> None:
        """Start with what lies in the store; nothing where there is a ledger."""
        if not self.events():
            self._write(Inherited(number=self._next(), at=int(now()), parts=tuple(parts)))

    def _next(self) -> int:
        return max((event.number for event in self.events().values()), default=0) + 1

    def _write(self, event: Event) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        sweep(self.folder)
        write_atomically(self.folder / f"{_id(event)}.json", _text(event))


def _text(event: Event) -> str:
    return event.model_dump_json() + "\n"


def _id(event: Event) -> str:
    return sha256(_text(event).encode()).hexdigest()


@lru_cache(maxsize=8)
def _events(folder: Path, names: tuple[str, ...]) -> Mapping[str, Event]:
    events: dict[str, Event] = {}
    problems: list[Problem] = []
    for name in names:
        waiting = placeholder(name)
        if waiting is not None and EVENT.fullmatch(waiting):
            problems.append(placeholder_problem(waiting, _shown(folder / waiting)))
        if EVENT.fullmatch(name):
            try:
                events[name.removesuffix(".json")] = _read(folder / name)
            except SourceError as error:
                problems += error.problems
    if problems:
        raise SourceError(problems)
    return dict(sorted(events.items(), key=lambda item: (item[1].number, item[1].at, item[0])))


@lru_cache(maxsize=100_000)
def _read(path: Path) -> Event:
    """An event; its name vouches for its content, so it is read once.

    Raises:
        SourceError: It is only half here, or of a later version.
    """
    data = path.read_bytes()
    if sha256(data).hexdigest() != path.stem:
        raise SourceError(half_problem(path))
    try:
        return _EVENTS.validate_json(data)
    except ValidationError:
        what = says("{name} tells of the store what this version of ClipTrial does not know", name=path.name)
        mend = says("Install the version that your colleagues have.")
        raise SourceError(Problem("unknown_event", what, mend=mend, path=_shown(path))) from None


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])


@lru_cache(maxsize=8)
def _standing(folder: Path, ids: tuple[str, ...]) -> Standing:
    events = {id_: _read(folder / f"{id_}.json") for id_ in ids}
    hand_ins = {id_: event for id_, event in events.items() if isinstance(event, HandedIn)}
    withdrawn = frozenset(event.of for event in events.values() if isinstance(event, Withdrawn)) & hand_ins.keys()
    holders: dict[str, set[str]] = defaultdict(set)
    for id_, event in events.items():
        for part in event.parts if isinstance(event, HandedIn | Inherited) else ():
            holders[part].add(id_)
    held = frozenset(part for part, ids_ in holders.items() if ids_ - withdrawn)
    standing = [event for id_, event in hand_ins.items() if id_ not in withdrawn]
    replaced = [event for event in events.values() if isinstance(event, Replaced)]
    return Standing(
        hand_ins=hand_ins,
        withdrawn=withdrawn,
        held=held,
        hidden=frozenset(holders) - held,
        files=frozenset(one.content for event in standing for one in event.inputs),
        replaced=tuple(sorted(replaced, key=lambda event: (-event.after, -len(event.parts), event.by))),
        removed={id_: event for id_, event in events.items() if isinstance(event, Removed)},
    )
