"""The groups within which a schedule is drawn and re-drawn: an account, in stretches of about 14 blocks.

From rule version 2 on, the posts of an account at one time of day: with several posts a day every arm then goes out
equally often at each of them. Whole weeks are drawn for each region by itself, where regions count.

A stretch keeps the weekdays shared within about two months, so that a long plan is balanced all along,
and keeps the number of difference vectors that must be told apart small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from cliptrial.registry.plan.schedule import PlannedPeriod, Position, Schedule
from cliptrial.rotation.crossed import other_labels, within
from cliptrial.rotation.labellings import DAYS, Block, Labellings, labellings, unrestricted_count

STRETCH = 14
"""Blocks in a stretch, about: an account is cut into as many equal stretches as come nearest (rule version 1)."""
BY_SLOT = 2
"""The version of the rule that draws each time of day by itself."""

ALTERNATES = 12
"""Posts of an account from which a strict alternation is taken for what it looks like."""


@dataclass(frozen=True, slots=True)
class Group:
    """Positions that are drawn together.

    ``name`` is the account, with ``@18:00`` where each time of day is drawn by itself, and ``#2`` for a second stretch.
    """

    name: str
    positions: tuple[Position, ...]


def groups(positions: Sequence[Position], version: int = 1) -> tuple[Group, ...]:
    """The groups of a schedule drawn by this version: by account in order of appearance, (time of day,) stretch."""
    several = []
    ordered = sorted(positions, key=lambda p: p.position)
    for account, slot in dict.fromkeys((p.account, _drawn_at(p, version)) for p in positions):
        own = [p for p in ordered if (p.account, _drawn_at(p, version)) == (account, slot)]
        blocks = sorted({p.block for p in own})
        numbers = {block: number for number, block in enumerate(blocks)}
        stretches = max(1, round(len(blocks) / STRETCH))
        for stretch, members in groupby(own, key=lambda p: numbers[p.block] * stretches // len(blocks)):
            name = f"{account}@{slot}" if slot else account
            several.append(Group(name if stretch == 0 else f"{name}#{stretch + 1}", tuple(members)))
    return tuple(several)


def _drawn_at(position: Position, version: int) -> str:
    """What a group's positions share beside the account: the time of day, or of weeks the region."""
    if isinstance(position, PlannedPeriod):
        return position.region or ""
    return position.slot if version >= BY_SLOT else ""


def pair_positions(group: Group, control: str, variant: str) -> tuple[Position, ...]:
    """The group's positions that carry either arm, in order of time."""
    return tuple(p for p in group.positions if p.arm in (control, variant))


def pair_labellings(group: Group, control: str, variant: str, cutoff: int) -> Labellings:
    """All re-labellings of two arms that keep the whole group within ``cutoff``, other arms fixed."""
    counts = {arm: _by_weekday(group, arm) for arm in {p.arm for p in group.positions}}
    shared = [counts[control][day] + counts[variant][day] for day in range(DAYS)]
    low, high = [-cutoff] * DAYS, [cutoff] * DAYS
    for arm in counts.keys() - {control, variant}:
        for day in range(DAYS):
            least, most = 2 * (counts[arm][day] - cutoff) - shared[day], 2 * (counts[arm][day] + cutoff) - shared[day]
            low[day] = max(low[day], least, -most)
            high[day] = min(high[day], most, -least)
    return labellings(_blocks(group, control, variant), low, high)


def count_labellings(group: Group, control: str, variant: str) -> int:
    """How many re-labellings of two arms there are when weekdays are ignored."""
    return unrestricted_count(_blocks(group, control, variant))


def broken_rule(schedule: Schedule) -> str | None:
    """Why a stored schedule is none that its rule can draw; None where it is one.

    ``missing``: the rule lacks a group's cutoff. ``blocks``: a block does not hold each arm equally often.
    ``weekdays``: a difference exceeds the cutoff. ``alternation``: the arms follow each other strictly.
    ``limit``: in a combined test, the arms correlate with those of another question beyond the limit.
    """
    if alternates(schedule.positions):
        return "alternation"
    for group in groups(schedule.positions, schedule.rule.version):
        cutoff = schedule.rule.cutoff.get(group.name)
        blocks = [tuple(p.arm for p in members) for _, members in groupby(group.positions, key=lambda p: p.block)]
        arms = {p.arm for p in group.positions}
        if cutoff is None:
            return "missing"
        if any(len({block.count(arm) for arm in arms}) != 1 for block in blocks):
            return "blocks"
        if imbalance(group) > cutoff:
            return "weekdays"
    return _broken_limit(schedule)


def _broken_limit(schedule: Schedule) -> str | None:
    """In a combined test: whether the limit is missing, or some other question's arms lie beyond it."""
    limit, positions = schedule.rule.limit, sorted(schedule.positions, key=lambda p: p.position)
    if limit is None:
        return "missing" if schedule.crossed else None
    own = np.array([[p.arm == positions[0].arm for p in positions]])
    others = other_labels(schedule, [p.position for p in positions])
    return None if within(own, others, limit).all() else "limit"


def alternates(positions: Sequence[Position]) -> bool:
    """Whether some account's arms follow each other strictly (a b a b ...), which no draw of ours leaves standing."""
    for account in dict.fromkeys(p.account for p in positions):
        arms = [p.arm for p in sorted(positions, key=lambda p: p.position) if p.account == account]
        turn = len(set(arms))
        if len(arms) >= ALTERNATES and turn > 1 and all(a == b for a, b in zip(arms, arms[turn:], strict=False)):
            return True
    return False


def imbalance(group: Group) -> int:
    """The largest difference of weekday counts between any two arms."""
    tables = [_by_weekday(group, arm) for arm in {p.arm for p in group.positions}]
    columns: Iterable[tuple[int, ...]] = zip(*tables, strict=True)
    return max(max(day) - min(day) for day in columns)


def _by_weekday(group: Group, arm: str) -> list[int]:
    counts = Counter(p.date.weekday() for p in group.positions if p.arm == arm)
    return [counts[day] for day in range(DAYS)]


def _blocks(group: Group, control: str, variant: str) -> list[Block]:
    pair = pair_positions(group, control, variant)
    return [
        Block(tuple(p.date.weekday() for p in members), sum(p.arm == variant for p in members))
        for members in (tuple(block) for _, block in groupby(pair, key=lambda p: p.block))
    ]
