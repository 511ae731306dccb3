"""Decisions: who decided what, when and why. Entries are only ever added."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import says
from cliptrial.registry.model import IsoDate, Record, Share
from cliptrial.registry.yaml.entries import Entries
from cliptrial.registry.yaml.expected import Expected
from cliptrial.registry.yaml.text import yaml_text

FILE = "decision.yaml"
_HEAD = "# What was decided. Add entries with `cliptrial decide`; earlier ones stay as they are.\n"


class Choice(StrEnum):
    """What can be decided."""

    SHIP = "ship"
    DROP = "drop"
    REPEAT = "repeat"
    INCONCLUSIVE = "inconclusive"


class Decision(Record):
    """One decision."""

    who: Annotated[str, Field(min_length=1), Expected(says("A name"))]
    when: Annotated[IsoDate, Expected(says("A day of the calendar, written as 2026-04-12"))]
    what: Annotated[Choice, Expected(says("ship, drop, repeat or inconclusive"))]
    why: Annotated[str, Field(min_length=1), Expected(says("A sentence"))]
    proposal: Annotated[Choice | None, Expected(says("ship, drop, repeat or inconclusive"))] = None
    extra_work: Annotated[Share | None, Field(ge=0, le=1), Expected(says("A share, e.g. 5%"))] = None
    expected: Annotated[Share | None, Expected(says("A share, e.g. 4%"))] = None
    starts: Annotated[
        IsoDate | None, Field(alias="from"), Expected(says("A day of the calendar, written as 2026-04-12"))
    ] = None
    accounts: Annotated[tuple[str, ...], Expected(says("A list of accounts, e.g. [kitchen_demo]"))] = ()

    def as_file(self) -> dict[str, object]:
        """Its keys as the file has them; what was not said is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


_Entry = Annotated[Decision, Expected(says("An entry with who, when, what and why"))]


class _Decisions(RootModel[tuple[_Entry, ...]]):
    pass


_ENTRIES = Entries(FILE, "decisions", _Decisions, _HEAD)


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """All decisions of an experiment, the oldest first; empty where nothing was decided.

    Raises:
        RegistryError: The file has mistakes; every one is listed.
    """
    return _ENTRIES.read(folder)


def add_decision(folder: Path, decision: Decision) -> tuple[Decision, ...]:
    """Add one decision; what the file says already is kept to the letter.

    Returns:
        All decisions, the new one last.

    Raises:
        RegistryError: The folder is not an experiment's, or the file has mistakes.
    """
    if not (folder / "experiment.yaml").is_file():
        what = says('"{name}" is not the folder of an experiment', name=folder.name)
        raise RegistryError(Problem("no_experiment", what, says("A folder with experiment.yaml")))
    entry = (
        f"- who: {yaml_text(decision.who)}\n"
        f"  when: {decision.when.isoformat()}\n"
        f"  what: {decision.what.value}\n"
        f"  why: {yaml_text(decision.why)}\n"
    )
    more = decision.model_dump(by_alias=True, exclude_defaults=True, exclude={"who", "when", "what", "why"})
    entry += "".join(f"  {key}: {_written(value)}\n" for key, value in more.items())
    return _ENTRIES.add(folder, entry)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(yaml_text(str(one)) for one in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.4g}" if isinstance(value, float) else yaml_text(str(value))


def decide(folder: Path, *, who: str, when: date, what: Choice | str, why: str, **more: object) -> tuple[Decision, ...]:
    """Record a decision; see :func:`add_decision`. ``more`` are its optional keys, as the file has them."""
    return add_decision(
        folder, Decision.model_validate({"who": who, "when": when, "what": Choice(what), "why": why, **more})
    )
