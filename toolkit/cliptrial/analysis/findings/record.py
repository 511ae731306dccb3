"""What a finding is: a record of typed values with a level; the classes are in the modules beside this one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import ClassVar

Value = str | int | float | bool | None | tuple["Value", ...]


class Level(StrEnum):
    """How serious a finding is; a blocker withholds the verdict, never the numbers."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    BLOCKER = "blocker"


GRAVEST_FIRST = (Level.BLOCKER, Level.WARNING, Level.NOTE, Level.OK)
RECORDS: dict[str, type[Finding]] = {}
"""Every class of a finding, by its code."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fairness check or refusal: how serious it is, and as fields what its sentence needs.

    A field called ``metric`` holds a name of a metric; ``arm`` and ``control`` are ids; a ``p_value`` is unadjusted.

    Attributes:
        code: The class's name in small letters, for JSON.
        level: How serious it is.
    """

    code: ClassVar[str]
    level: Level

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        RECORDS[cls.code] = cls

    @property
    def values(self) -> dict[str, Value]:
        """Every field but the level as JSON has it; one with a default only where it holds something else."""
        held = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "level"}
        usual = {field.name: field.default for field in fields(self)}
        return {name: _plain(value) for name, value in held.items() if value != usual[name]}

    @property
    def about(self) -> str | None:
        """The arm that it speaks of; None where it speaks of all, or of none."""
        return getattr(self, "arm", None)


def _plain(value: date | Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def gravest_first(findings: Iterable[Finding], *, notes_last: bool = False) -> list[Finding]:
    """The most serious first, otherwise in their order.

    Args:
        findings: Any.
        notes_last: Whether what speaks for a result stands before what is merely noted.
    """
    order = [*GRAVEST_FIRST]
    if notes_last:
        order.sort(key=lambda level: level is Level.NOTE)
    return sorted(findings, key=lambda finding: order.index(finding.level))


def codes(*records: type[Finding]) -> frozenset[str]:
    """The codes of these."""
    return frozenset(record.code for record in records)
