"""``own_numbers.csv`` in the workspace: numbers that a team types once a week, such as brand searches or reviews.

A row is a fact: a number that was typed wrongly is typed again, and of several rows of one week the last one holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cliptrial.errors import Problem, RegistryError
from cliptrial.messages import Message, did_you_mean, nothing, says
from cliptrial.registry.plan.spreadsheets import Row, Table, read_table, write_table
from cliptrial.registry.safety.turns import one_at_a_time
from cliptrial.registry.workspace import Workspace

FILE = "own_numbers.csv"
COLUMNS = ("week", "number", "account", "value")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_VALUE = re.compile(r"\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{1,3}([.,'\u2019 ]\d{3})+")


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """One number of one week.

    Attributes:
        week: Its Monday.
        name: What was counted.
        account: Whose number it is.
        value: How many.
    """

    week: date
    name: str
    account: str
    value: float


def own_names(root: Path) -> tuple[str, ...]:
    """What a team types numbers of, each once; empty where there is no file, or none that can be read."""
    try:
        rows = read_table(root / FILE, FILE, COLUMNS).rows if (root / FILE).is_file() else ()
    except RegistryError:
        return ()
    return tuple(dict.fromkeys(name for row in rows if _NAME.fullmatch(name := row.cells.get("number", ""))))


def read_own_numbers(workspace: Workspace) -> tuple[OwnNumber, ...]:
    """Every number that holds, by name, account and week.

    Raises:
        RegistryError: Rows that cannot be used; every one is listed.
    """
    path = workspace.root / FILE
    rows = read_table(path, FILE, COLUMNS).rows if path.is_file() else ()
    problems = [problem for row in rows for problem in _misfits(row.cells, workspace.accounts, row.number)]
    if problems:
        raise RegistryError(problems)
    latest = {(one.name, one.account, one.week): one for one in map(_number, rows)}
    return tuple(latest[key] for key in sorted(latest))


def add_own_number(
    workspace: Workspace, given: Mapping[str, str], taken: Collection[str], today: date, *, new: bool = False
) -> OwnNumber:
    """Write one number down, after all that is there.

    Args:
        workspace: Whose number it is.
        given: By column: what was typed.
        taken: Names of numbers that are read from posts or reckoned, which nobody types.
        today: A week that has not begun has no number.
        new: Whether a name that is much like one there is another number all the same.

    Raises:
        RegistryError: Something cannot be used; everything is told, and nothing is written.
    """
    problems = [*_misfits(given, workspace.accounts, None, today), *_name_problems(workspace, given, taken, new=new)]
    if problems:
        raise RegistryError(problems)
    with one_at_a_time(workspace.root):
        path = workspace.root / FILE
        read_own_numbers(workspace)
        table = read_table(path, FILE, COLUMNS) if path.is_file() else Table(COLUMNS, ())
        one = _number(Row(0, given))
        row = {"week": str(one.week), "number": one.name, "account": one.account, "value": f"{one.value:.12g}"}
        write_table(path, table.columns, [*(before.cells for before in table.rows), row])
    return one


def _number(row: Row) -> OwnNumber:
    day = date.fromisoformat(row.cells["week"])
    value = float(row.cells["value"].replace(",", "."))
    return OwnNumber(day - timedelta(days=day.weekday()), row.cells["number"], row.cells["account"], value)


def _misfits(
    cells: Mapping[str, str], accounts: Collection[str], row: int | None, today: date | None = None
) -> Iterator[Problem]:
    """What cannot be used of a row, each with its column."""

    def wrong(column: str, what: Message, expected: Message, mend: Message = nothing) -> Problem:
        return Problem("own_number", what, expected, mend, FILE if row else None, row=row, field=column)

    day, value, account = (cells.get(key, "") for key in ("week", "value", "account"))
    if not _is_day(day):
        yield wrong("week", says('"{day}" is not a day', day=day), says("A day of the week, written as 2026-03-02"))
    elif today is not None and date.fromisoformat(day) > today:
        yield wrong("week", says("The week of {day} has not begun", day=day), says("A day that has come"))
    if not _NAME.fullmatch(cells.get("number", "")):
        what = says('"{name}" cannot be the name of a number', name=cells.get("number", ""))
        yield wrong("number", what, says("Small letters, digits and _, e.g. brand_searches"))
    if account not in accounts:
        what = says('There is no account "{name}"', name=account) if account else says("No account is named")
        yield wrong("account", what, says("One of {names}", names=list(accounts)), did_you_mean(account, accounts))
    if _THOUSANDS.fullmatch(value):
        what = says("{value} can be read as two different numbers", value=value)
        yield wrong("value", what, says("A number from 0 up"), says("Write it without a thousands mark."))
    elif not _VALUE.fullmatch(value):
        yield wrong("value", says('"{value}" is not a number from 0 up', value=value), says("A number from 0 up"))


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _name_problems(
    workspace: Workspace, given: Mapping[str, str], taken: Collection[str], *, new: bool
) -> Iterator[Problem]:
    """A name that is taken, or that looks like a slip for one of those there."""
    name, known = given.get("number", ""), own_names(workspace.root)
    if name in taken:
        what = says('"{name}" is read from posts or reckoned, and nobody types it', name=name)
        yield Problem(
            "own_number", what, mend=says("Give it another name, e.g. own_{name}.", name=name), field="number"
        )
    elif name not in known and not new and (mend := did_you_mean(name, known)):
        what = says('There is no number "{name}" yet', name=name)
        yield Problem("own_number", what, says("One of {names}, or --new", names=list(known)), mend, field="number")
