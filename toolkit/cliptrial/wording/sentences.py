"""Sentences that are looked up by the record that they tell of, so that the type check knows its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from cliptrial.analysis.findings import Finding
from cliptrial.wording.phrases import Phrases

F = TypeVar("F", bound=Finding)


class Sentences:
    """What one language says of records: ``said[LockedLate] = lambda f, s: f"Locked on {s.date(f.locked_on)}."``.

    Args:
        other: What is said of every record without a sentence, and where there is no record.
    """

    def __init__(self, other: str | None = None) -> None:
        self.by_record: dict[type[Finding], Callable[[Any, Phrases], str] | str] = {}
        self._other = other

    def __setitem__(self, record: type[F], sentence: Callable[[F, Phrases], str] | str) -> None:
        self.by_record[record] = sentence

    def __contains__(self, finding: object) -> bool:
        return type(finding) in self.by_record

    def of(self, finding: Finding | None, phrases: Phrases) -> str:
        """The sentence of a finding.

        Raises:
            LookupError: If there is none, and nothing to say instead.
        """
        sentence = self._other if finding is None else self.by_record.get(type(finding), self._other)
        if sentence is None:
            raise LookupError(finding)
        return sentence if isinstance(sentence, str) else sentence(finding, phrases)


def joined(parts: Iterable[Sentences]) -> Sentences:
    """The sentences of several files as those of one language."""
    whole = Sentences()
    for part in parts:
        whole.by_record |= part.by_record
    return whole
