"""The schedule of periods on disk: one line a week or fortnight in ``schedule.csv``, the rule in ``schedule.json``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cliptrial.errors import PlanError, Problem
from cliptrial.messages import says
from cliptrial.registry.files import shown_path
from cliptrial.registry.plan.schedule import PlannedPeriod, Schedule
from cliptrial.registry.plan.schedule_files import (
    RULE,
    TABLE,
    is_of_periods,
    read_schedule,
    rule_left,
    rule_plain,
    write_table_and_rule,
)
from cliptrial.registry.plan.spreadsheets import Row, read_table, table_text

COLUMNS = ("period", "block", "account", "first_day", "last_day", "arm", "posts")
REGION = "region"
"""A column more where regions count by themselves."""


def write_periods(folder: Path, schedule: Schedule) -> None:
    """Write both files; of each period its first and last day, its arm and the posts to make."""
    columns = (*COLUMNS, *([REGION] if any(one.region for one in schedule.periods) else ()))
    write_table_and_rule(folder, table_text(columns, map(_plain, schedule.periods)), rule_plain(schedule.rule))


def _plain(one: PlannedPeriod) -> dict[str, object]:
    values = (one.position, one.block, one.account, one.date.isoformat(), one.last.isoformat(), one.arm, one.topic)
    return {**dict(zip(COLUMNS, values, strict=True)), REGION: one.region}


def read_plan(folder: Path) -> Schedule | None:
    """The schedule of an experiment, of posts or of periods; None where none was drawn.

    Raises:
        PlanError: A file is missing or has mistakes.
        RegistryError: A file is not UTF-8 or lacks columns.
    """
    return read_periods(folder) if is_of_periods(folder) else read_schedule(folder)


def read_periods(folder: Path) -> Schedule:
    """The schedule of periods in this folder.

    Raises:
        PlanError: The table or the rule has mistakes.
        RegistryError: The table lacks columns.
    """
    shown = shown_path(folder, TABLE)
    mend = says("Draw it again with `cliptrial plan {slug}`.", slug=folder.resolve().name)
    rule, problems = rule_left(folder), []
    positions: list[PlannedPeriod] = []
    for row in read_table(folder / TABLE, shown, COLUMNS, mend).rows:
        try:
            positions.append(_period(row))
        except ValueError:
            what = says("This is no period")
            expected = says("numbers, and days such as 2026-03-02, the last after the first")
            problems.append(Problem("schedule_row", what, expected, mend, shown, row=row.number))
    if rule is None:
        what = says("The file does not hold the rule that drew the schedule")
        problems.append(Problem("schedule_rule", what, says("{keys}", keys=[RULE]), mend, shown_path(folder, RULE)))
    if problems or rule is None:
        raise PlanError(problems)
    return Schedule(tuple(sorted(positions, key=lambda one: one.position)), rule)


def _period(row: Row) -> PlannedPeriod:
    cells = row.cells
    first, last = date.fromisoformat(cells["first_day"]), date.fromisoformat(cells["last_day"])
    days = (last - first).days + 1
    if days < 1:
        raise ValueError(days)
    number, block = int(cells["period"]), int(cells["block"])
    posts, region = cells["posts"] or None, cells.get(REGION) or None
    return PlannedPeriod(number, block, cells["account"], first, f"{days}d", cells["arm"], posts, region)


def spans(schedule: Schedule) -> Iterator[tuple[str, date, date]]:
    """By account: the first and the last day that a schedule takes."""
    for account in dict.fromkeys(p.account for p in schedule.positions):
        own = [p for p in schedule.positions if p.account == account]
        yield account, min(p.date for p in own), max(p.last if isinstance(p, PlannedPeriod) else p.date for p in own)
