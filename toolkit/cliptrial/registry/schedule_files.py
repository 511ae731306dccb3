"""The schedule on disk: ``schedule.csv`` for people, ``schedule.json`` for the rule behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cliptrial.errors import PlanError, Problem
from cliptrial.registry.files import read_text, shown_path, write_atomically
from cliptrial.registry.schedule import Position, Rule, Schedule
from cliptrial.registry.tables import Row, read_table, table_text

TABLE = "schedule.csv"
RULE = "schedule.json"
COLUMNS = ("position", "block", "account", "date", "slot", "arm", "topic")
_AGAIN = "Draw it again with `cliptrial plan`."


def write_schedule(folder: Path, schedule: Schedule) -> None:
    """Write both files of a schedule into an experiment's folder.

    A new rule is written last and the old one goes first, so that a table never stands beside a rule
    that did not draw it; topics, which people fill in, are in the table and never lost.
    """
    rule = json.dumps(rule_plain(schedule.rule), ensure_ascii=False, indent=2) + "\n"
    path = folder / RULE
    same = path.exists() and path.read_bytes() == rule.encode("utf-8")
    if not same:
        path.unlink(missing_ok=True)
    write_atomically(folder / TABLE, table_text(COLUMNS, map(position_plain, schedule.positions)))
    if not same:
        write_atomically(path, rule)


def position_plain(position: Position) -> dict[str, Any]:
    """A position as a row of the table."""
    return {
        "position": position.position,
        "block": position.block,
        "account": position.account,
        "date": position.date.isoformat(),
        "slot": position.slot,
        "arm": position.arm,
        "topic": position.topic,
    }


def rule_plain(rule: Rule) -> dict[str, Any]:
    """A rule as the JSON file has it."""
    return {
        "rule": rule.version,
        "per_block": rule.per_block,
        "cutoff": dict(rule.cutoff),
        "count": {account: dict(counts) for account, counts in rule.count.items()},
        "seed": rule.seed,
    }


def read_schedule(folder: Path) -> Schedule | None:
    """The schedule of an experiment's folder; None where none was drawn.

    Raises:
        PlanError: One of the two files is missing or has mistakes; every one is listed.
        RegistryError: A file is not UTF-8 or lacks columns.
    """
    present = [name for name in (TABLE, RULE) if (folder / name).exists()]
    if not present:
        return None
    if len(present) == 1:
        gone = RULE if present == [TABLE] else TABLE
        told = f"{present[0]} is here, but {gone} is missing"
        raise PlanError(Problem("schedule_incomplete", told, "Both files", _AGAIN, shown_path(folder, gone)))
    problems: list[Problem] = []
    rule = _read_rule(folder, problems)
    positions = _read_positions(folder, problems)
    if problems or rule is None:
        raise PlanError(problems)
    return Schedule(tuple(sorted(positions, key=lambda p: p.position)), rule)


def _read_rule(folder: Path, problems: list[Problem]) -> Rule | None:
    shown = shown_path(folder, RULE)
    try:
        plain = json.loads(read_text(folder / RULE, shown))
        return _rule(plain)
    except json.JSONDecodeError as error:
        told = f"The file is not JSON: {error.msg}"
        problems.append(Problem("schedule_rule", told, "", _AGAIN, shown, error.lineno, error.colno))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        told = f"The rule cannot be read ({error})"
        expected = "rule, per_block, cutoff, count and seed"
        problems.append(Problem("schedule_rule", told, expected, _AGAIN, shown))
    return None


def _rule(plain: Mapping[str, Any]) -> Rule:
    missing = [key for key in ("rule", "per_block", "cutoff", "count", "seed") if key not in plain]
    if missing:
        raise ValueError(f"{', '.join(missing)} is missing")
    return Rule(
        version=int(plain["rule"]),
        per_block=int(plain["per_block"]),
        cutoff={account: int(value) for account, value in plain["cutoff"].items()},
        count={a: {arm: int(n) for arm, n in counts.items()} for a, counts in plain["count"].items()},
        seed=int(plain["seed"]),
    )


def _read_positions(folder: Path, problems: list[Problem]) -> list[Position]:
    shown = shown_path(folder, TABLE)
    table = read_table(folder / TABLE, shown, COLUMNS[:-1])
    seen: dict[int, int] = {}
    positions = []
    for row in table.rows:
        found = _RowReader(row, shown)
        number, block = found.number("position"), found.number("block")
        day, slot = found.day(), found.slot()
        account, arm = found.text("account"), found.text("arm")
        if number is not None and number in seen:
            found.note("position", f"Position {number} is already in row {seen[number]}", "Each position once")
        problems.extend(found.problems)
        if number is not None:
            seen.setdefault(number, row.number)
        if not found.problems and number is not None and block is not None and day is not None:
            topic = row.cells.get("topic") or None
            positions.append(Position(number, block, account, day, slot, arm, topic))
    if not table.rows:
        problems.append(Problem("schedule_row", "The schedule has no rows", "A row a post", _AGAIN, shown, row=2))
    return positions


class _RowReader:
    """Converts the cells of one row and keeps every problem."""

    def __init__(self, row: Row, shown: str) -> None:
        self.row, self.shown = row, shown
        self.problems: list[Problem] = []

    def note(self, column: str, what: str, expected: str) -> None:
        self.problems.append(
            Problem("schedule_row", what, expected, _AGAIN, self.shown, row=self.row.number, field=column)
        )

    def text(self, column: str) -> str:
        value = self.row.cells.get(column, "")
        if not value:
            self.note(column, "The cell is empty", f"The {column}")
        return value

    def number(self, column: str) -> int | None:
        value = self.row.cells.get(column, "")
        if re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII):
            return int(value)
        self.note(column, f'"{value}" is not a number', "A whole number from 1")
        return None

    def day(self) -> date | None:
        """``2026-03-02``, or ``02.03.2026`` as German spreadsheets save it; slashes could be either way."""
        value = self.row.cells.get("date", "")
        try:
            dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", value, re.ASCII)
            if dotted:
                return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            self.note("date", f"{value} is a day that the calendar does not have", "A day such as 2026-03-02")
            return None
        self.note("date", f'"{value}" is not a date', "A day such as 2026-03-02")
        return None

    def slot(self) -> str:
        """``18:00``; spreadsheets turn ``09:00`` into ``9:00`` or ``09:00:00``."""
        value = self.row.cells.get("slot", "")
        time = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(:00)?", value, re.ASCII)
        if time is None:
            self.note("slot", f'"{value}" is not a time of day', "A time such as 18:00")
            return value
        return f"{int(time[1]):02d}:{time[2]}"


def topics_missing(positions: Iterable[Position]) -> int:
    """How many positions have no topic yet."""
    return sum(position.topic is None for position in positions)
