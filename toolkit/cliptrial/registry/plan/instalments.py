"""Topics that came after the lock: whole blocks at a time, added to ``lock.json`` and never changed.

The lock covers the rule, the arms and the dates. Each instalment carries the SHA-256 of its content together with that
of the lock it belongs to and of the instalment before it, so that none can be changed or taken out unnoticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from cliptrial.registry.plan.schedule import PlannedPeriod, Position


class PlainInstalment(TypedDict):
    """An instalment as ``lock.json`` has it."""

    on: str
    block_from: int
    block_to: int
    topics: list[str]
    sha256: str


@dataclass(frozen=True, slots=True)
class Instalment:
    """Topics for some whole blocks.

    Attributes:
        on: The day they were given.
        block_from: The first block.
        block_to: The last block; all accounts have theirs.
        topics: One for each position of these blocks, in order of position.
        sha256: Of all this, the lock and the instalment before.
    """

    on: date
    block_from: int
    block_to: int
    topics: tuple[str, ...]
    sha256: str

    @classmethod
    def after(
        cls, plan: str, before: Sequence[Instalment], on: date, blocks: tuple[int, int], topics: Iterable[str]
    ) -> Instalment:
        """The next instalment of the plan with this hash."""
        one = cls(on, *blocks, tuple(topics), "")
        return replace(one, sha256=_sha256(one, plan, before[-1].sha256 if before else ""))

    def belongs_to(self, plan: str, before: Sequence[Instalment]) -> bool:
        """Whether it was added to the plan with this hash, after these."""
        return self.sha256 == _sha256(self, plan, before[-1].sha256 if before else "")

    def covers(self, position: Position) -> bool:
        """Whether the position's block is one of its blocks."""
        return self.block_from <= position.block <= self.block_to

    def plain(self) -> PlainInstalment:
        """As ``lock.json`` has it."""
        return {
            "on": self.on.isoformat(),
            "block_from": self.block_from,
            "block_to": self.block_to,
            "topics": list(self.topics),
            "sha256": self.sha256,
        }


def instalment_of(plain: PlainInstalment) -> Instalment:
    """What :meth:`Instalment.plain` wrote.

    Raises:
        KeyError, TypeError, ValueError: It is not one.
    """
    blocks, topics = (plain["block_from"], plain["block_to"]), plain["topics"]
    if not all(type(block) is int for block in blocks) or not all(isinstance(topic, str) for topic in topics):
        raise TypeError
    return Instalment(date.fromisoformat(plain["on"]), *blocks, tuple(topics), plain["sha256"])


def with_topics(positions: Sequence[Position], instalments: Iterable[Instalment]) -> tuple[Position, ...]:
    """The positions with the topics of these instalments.

    Raises:
        ValueError: An instalment has another number of topics than its blocks have positions.
    """
    topics: dict[int, str] = {}
    for one in instalments:
        covered = sorted(p.position for p in positions if one.covers(p))
        topics |= zip(covered, one.topics, strict=True)
    return tuple(replace(p, topic=topics.get(p.position, p.topic)) for p in positions)


def blocks_without_topics(positions: Iterable[Position]) -> Mapping[int, int]:
    """By block: how many positions it has, for the blocks at the end none of whose positions has a topic."""
    sizes: dict[int, int] = {}
    for p in sorted(positions, key=lambda p: -p.block):
        if p.topic is not None:
            return {block: size for block, size in sizes.items() if block > p.block}
        sizes[p.block] = sizes.get(p.block, 0) + 1
    return sizes


def come_in_instalments(positions: Sequence[Position]) -> bool:
    """Whether the first blocks have their topics, all of them, and the others wait for theirs."""
    if any(isinstance(p, PlannedPeriod) for p in positions):
        return False
    waiting = blocks_without_topics(positions)
    without = sum(p.topic is None for p in positions)
    return 0 < without < len(positions) and without == sum(waiting.values())


def _sha256(one: Instalment, plan: str, before: str) -> str:
    content = {**one.plain(), "plan": plan, "before": before}
    del content["sha256"]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
