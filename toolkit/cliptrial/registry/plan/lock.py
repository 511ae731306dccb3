"""Locking a plan: what was decided before the first post, provable afterwards.

The record holds the SHA-256 of what the experiment's file says and of its schedule, and the content
that was hashed, so that a change can be named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import Stamp, settled, shown_path, write_atomically
from cliptrial.registry.jsonfile import read_json
from cliptrial.registry.plan.instalments import Instalment, come_in_instalments, instalment_of, with_topics
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.plan.schedule import Crossed, PlannedPeriod, Position, Schedule
from cliptrial.registry.plan.schedule_files import (
    LOCK,
    RULE,
    TABLE,
    PlainRule,
    position_plain,
    rule_of,
    rule_plain,
    topics_missing,
)
from cliptrial.registry.rounds.home import as_asked, plan_folder
from cliptrial.registry.safety.turns import one_at_a_time, workspace_of

FILE = LOCK
_MISSING = object()
_ROW = "\x00"
"""Stands for a position while the rest is written; no file holds that character."""
_TRUST = says(
    "Restore the file as it was written (from a backup or an earlier version). Where that "
    "cannot be done, delete it and lock again; the report then names the new date."
)


class Drawn(TypedDict):
    """A schedule inside a lock: its positions, one list each, and the rule that drew them.

    Of a combined test also the other questions, with their arms on these posts.
    """

    positions: list[list[Any]]
    rule: PlainRule
    crossed: NotRequired[list[PlainCrossed]]


class PlainCrossed(TypedDict):
    """Another question of a combined test inside a lock."""

    slug: str
    control: str
    arms: list[str]


class PlanContent(TypedDict):
    """What a lock covers."""

    experiment: Mapping[str, object]
    schedule: Drawn | None


@dataclass(frozen=True)
class LockRecord:
    """One lock of a plan.

    Attributes:
        on: The day it was locked.
        plan: SHA-256 of the whole plan.
        experiment: SHA-256 of the experiment's part.
        schedule: SHA-256 of the schedule's part.
        content: What was hashed: ``experiment`` and ``schedule``.
        earlier: Locks that this one replaced, the oldest first.
        instalments: Topics that were given since, the first first.
    """

    on: date
    plan: str
    experiment: str
    schedule: str
    content: PlanContent
    earlier: tuple[LockRecord, ...] = field(default=(), repr=False)
    instalments: tuple[Instalment, ...] = field(default=(), repr=False)


def plan_content(loaded: Loaded, schedule: Schedule | None) -> PlanContent:
    """What a lock covers: the file's words without defaults, the positions and the rule.

    A split test run by the platform has no schedule; its part is None.
    """
    drawn: Drawn | None = None
    if schedule is not None:
        positions = [list(position_plain(p).values()) for p in schedule.positions]
        drawn = {"positions": positions, "rule": rule_plain(schedule.rule)}
        if schedule.crossed:
            drawn["crossed"] = [
                {"slug": one.slug, "control": one.control, "arms": list(one.arms)} for one in schedule.crossed
            ]
    return {"experiment": loaded.plain, "schedule": drawn}


def plan_hash(loaded: Loaded, schedule: Schedule | None) -> str:
    """SHA-256 of the plan; layout, comments, links and numbers do not count."""
    return _sha256(plan_content(loaded, schedule))


def lock(loaded: Loaded, schedule: Schedule | None, on: date, *, again: bool = False) -> LockRecord:
    """Lock the plan as it is now and write ``lock.json``; locking the same plan again changes nothing.

    Args:
        loaded: The experiment.
        schedule: Its schedule.
        on: Today.
        again: Record a new lock for a changed plan; the earlier ones stay in the file.

    Raises:
        PlanError: There is no schedule, or the plan changed since it was locked.
    """
    if schedule is None and loaded.experiment.design.unit.value != "viewer":
        what = says("There is no schedule to lock")
        shown = shown_path(plan_folder(loaded.folder), TABLE)
        raise PlanError(
            Problem(
                "no_schedule",
                what,
                mend=says("Draw it first: `cliptrial plan {slug}`.", slug=as_asked(loaded.folder)),
                path=shown,
            )
        )
    with one_at_a_time(workspace_of(loaded.folder)):
        return _added(loaded, schedule, on, again)


def _added(loaded: Loaded, schedule: Schedule | None, on: date, again: bool) -> LockRecord:
    previous = read_lock(loaded.folder)
    if previous is not None and not changed_fields(loaded, schedule, previous):
        return previous
    if previous is not None and not again:
        raise PlanError(_changed(loaded, schedule, previous))
    earlier = (*previous.earlier, replace(previous, earlier=())) if previous is not None else ()
    record = replace(_record(plan_content(loaded, schedule), on), earlier=earlier)
    _write(loaded.folder, record)
    return record


def add_instalment(loaded: Loaded, schedule: Schedule, on: date, blocks: tuple[int, int]) -> None:
    """Add the topics of these blocks to the lock, as the schedule has them.

    Raises:
        PlanError: Nothing was locked, or more has changed than these topics.
    """
    with one_at_a_time(workspace_of(loaded.folder)):
        record = read_lock(loaded.folder)
        assert record is not None
        given = [p.topic or "" for p in schedule.positions if blocks[0] <= p.block <= blocks[1]]
        one = Instalment.after(record.plan, record.instalments, on, blocks, given)
        longer = replace(record, instalments=(*record.instalments, one))
        if changed_fields(loaded, schedule, longer):
            raise PlanError(_changed(loaded, schedule, longer))
        _write(loaded.folder, longer)


def _write(folder: Path, record: LockRecord) -> None:
    locks = (*record.earlier, record)
    plain: dict[str, object] = {"locks": [_plain(one) for one in locks]}
    instalments = [one.plain() for lock in locks for one in lock.instalments]
    write_atomically(folder / FILE, _written(plain | ({"instalments": instalments} if instalments else {})))


def read_lock(folder: Path) -> LockRecord | None:
    """The latest lock in an experiment's folder; None where nothing was locked.

    Raises:
        PlanError: The file was edited: its content does not give its own hashes.
    """
    if not (folder / FILE).exists():
        return None
    stamp = settled(folder / FILE)
    return _read(folder) if stamp is None else _read_once(folder, stamp)


@lru_cache(maxsize=4096)
def _read_once(folder: Path, stamp: Stamp) -> LockRecord:  # noqa: ARG001
    """State, answers and what others learned from them all ask for the same lock."""
    return _read(folder)


def _read(folder: Path) -> LockRecord:
    shown = shown_path(folder, FILE)
    plain = read_json(folder / FILE, shown, "lock_unreadable", _TRUST)
    try:
        locks = [_record(one["content"], date.fromisoformat(one["on"])) for one in plain["locks"]]
        instalments = [instalment_of(one) for one in plain.get("instalments", ())]
        _drawn(locks[-1])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        what = says("The file does not hold what `cliptrial lock` writes")
        raise PlanError(Problem("lock_unreadable", what, says("The file as it was written"), _TRUST, shown)) from None
    for record, written in zip(locks, plain["locks"], strict=True):
        if _plain(record) != written:
            what = says("The lock of {on} was edited: its content does not give its own hash", on=record.on)
            raise PlanError(Problem("lock_edited", what, mend=_TRUST, path=shown))
    locks = _with_instalments(locks, instalments, shown)
    return replace(locks[-1], earlier=tuple(locks[:-1]))


def _with_instalments(locks: list[LockRecord], instalments: list[Instalment], shown: str) -> list[LockRecord]:
    """The locks, each with the instalments that were added to it.

    Raises:
        PlanError: An instalment belongs to none: it, or one before it, was edited or taken out.
    """
    number = 0
    for one in instalments:
        while number < len(locks) and not one.belongs_to(locks[number].plan, locks[number].instalments):
            number += 1
        fits = number < len(locks) and _fits(locks[number], one)
        if not fits:
            what = says("The topics of {on} were edited: they do not give their own hash", on=one.on)
            raise PlanError(Problem("instalment_edited", what, mend=_TRUST, path=shown))
        locks[number] = replace(locks[number], instalments=(*locks[number].instalments, one))
    return locks


def _fits(record: LockRecord, one: Instalment) -> bool:
    schedule = _drawn(record)
    return schedule is not None and len(one.topics) == sum(map(one.covers, schedule.positions))


def locked_schedule(folder: Path) -> Schedule | None:
    """The schedule as it was locked last; None where nothing was locked, or a plan without posts.

    Raises:
        PlanError: The lock was damaged or edited.
    """
    record = read_lock(folder)
    return _drawn(record) if record is not None else None


def _drawn(record: LockRecord) -> Schedule | None:
    """The schedule inside a lock.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: The lock does not hold one.
    """
    drawn = record.content["schedule"]
    if drawn is None:
        return None
    positions = (
        (PlannedPeriod if slot.endswith("d") else Position)(
            number, block, account, date.fromisoformat(day), slot, arm, topic, *region
        )
        for number, block, account, day, slot, arm, topic, *region in drawn["positions"]
    )
    crossed = (Crossed(one["slug"], one["control"], tuple(one["arms"])) for one in drawn.get("crossed", ()))
    return Schedule(with_topics(tuple(positions), record.instalments), rule_of(drawn["rule"]), tuple(crossed))


def without_topics(loaded: Loaded, schedule: Schedule | None) -> Problem | None:
    """What speaks against locking this schedule: posts whose topic nobody has written down yet."""
    missing = topics_missing(schedule.positions) if schedule is not None else 0
    if schedule is None or not missing or come_in_instalments(schedule.positions):
        return None
    return Problem(
        "topics_missing",
        says(
            "{missing} of {count} posts have no topic yet, and whoever picks the idea after seeing "
            "the variant can decide the result without meaning to",
            missing=missing,
            count=len(schedule.positions),
        ),
        says("A topic for every post, assigned by chance"),
        says(
            "Write the topics into a file, one a line, then `cliptrial plan {slug} --topics FILE`. "
            "To lock without them all the same, add --without-topics; the report will say so.",
            slug=as_asked(loaded.folder),
        ),
        shown_path(plan_folder(loaded.folder), TABLE),
    )


def changed_fields(loaded: Loaded, schedule: Schedule | None, record: LockRecord) -> tuple[str, ...]:
    """What differs from the locked plan: dotted keys of the experiment, and names of schedule files."""
    now, then = plan_content(loaded, schedule), record.content
    changed = list(_differences(then["experiment"], now["experiment"], ""))
    before, after, locked = then["schedule"], now["schedule"], _drawn(record)
    if _posts_of(locked) != _posts_of(schedule):
        changed.append(TABLE)
    if (before.get("rule") if before else None) != (after["rule"] if after else None):
        changed.append(RULE)
    return tuple(changed)


def _posts_of(schedule: Schedule | None) -> object:
    """What stands in the table: every post with its arm, and with those of the other questions that it answers."""
    return (schedule.positions, schedule.crossed) if schedule else None


def _differences(before: object, after: object, path: str) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            inner = f"{path}.{key}" if path else key
            yield from _differences(before.get(key, _MISSING), after.get(key, _MISSING), inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for i, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{path}.{i}")
    elif before != after:
        yield path


def plan_changes(loaded: Loaded) -> tuple[Problem, ...]:
    """Each change since the plan in this experiment's folder was locked; empty where nothing was locked.

    Raises:
        InputError: The schedule or the lock has mistakes.
    """
    record = read_lock(loaded.folder)
    return tuple(_changed(loaded, read_plan(loaded.folder), record)) if record is not None else ()


def _changed(loaded: Loaded, schedule: Schedule | None, record: LockRecord) -> list[Problem]:
    mend = says(
        "Take the change back to keep the lock. If it was meant, and no result has been seen "
        "yet, `cliptrial lock {slug} --again` records a new lock; the first one stays visible.",
        slug=as_asked(loaded.folder),
    )
    problems = []
    for name in changed_fields(loaded, schedule, record):
        what = says("{name} has changed since the plan was locked on {on}", name=name, on=record.on)
        if name in (TABLE, RULE):
            shown = shown_path(plan_folder(loaded.folder), name)
            problems.append(Problem("plan_changed", what, says("The locked plan"), mend, path=shown))
        else:
            problems.append(loaded.problem(name, "plan_changed", what, says("The locked plan"), mend))
    return problems


def _record(content: PlanContent, on: date) -> LockRecord:
    return LockRecord(on, _sha256(content), _sha256(content["experiment"]), _sha256(content["schedule"]), content)


def _plain(record: LockRecord) -> dict[str, object]:
    return {
        "on": record.on.isoformat(),
        "plan": record.plan,
        "experiment": record.experiment,
        "schedule": record.schedule,
        "content": record.content,
    }


def _written(plain: Mapping[str, object]) -> str:
    """The file's text: indented, but a position a line, so that people can read it and a change shows as one."""
    rows: list[str] = []

    def marked(value: object, key: str = "") -> object:
        if isinstance(value, Mapping):
            return {name: marked(one, name) for name, one in value.items()}
        if isinstance(value, list) and key == "positions":
            rows.extend(json.dumps(row, ensure_ascii=False) for row in value)
            return [_ROW] * len(value)
        return [marked(one) for one in value] if isinstance(value, list) else value

    text = json.dumps(marked(plain), ensure_ascii=False, indent=1)
    parts = text.split(json.dumps(_ROW))
    return "".join(part + row for part, row in zip(parts, [*rows, "\n"], strict=True))


def _sha256(content: object) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
