"""The schedule on disk: ``schedule.csv`` for people, ``schedule.json`` for the rule behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NotRequired, TypedDict

from cliptrial.errors import InputError, PlanError, Problem
from cliptrial.messages import Message, nothing, says
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.files import Stamp, settled, shown_path, write_atomically
from cliptrial.registry.jsonfile import read_json
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.schedule import Crossed, PlannedPeriod, Position, Rule, Schedule
from cliptrial.registry.plan.spreadsheets import Row, read_table, table_text
from cliptrial.registry.rounds.home import Home, as_asked, home_of, plan_folder

TABLE = "schedule.csv"
RULE = "schedule.json"
COLUMNS = ("position", "block", "account", "date", "slot", "arm", "topic")
LOCK = "lock.json"
_RULE_KEYS = ("rule", "per_block", "cutoff", "count", "seed")
_ROUND_KEYS = ("rule", "per_block", "limit", "experiments")


def write_schedule(folder: Path, schedule: Schedule) -> None:
    """Write both files of a schedule into an experiment's folder."""
    write_table_and_rule(
        folder, table_text(COLUMNS, map(position_plain, schedule.positions)), rule_plain(schedule.rule)
    )


def write_table_and_rule(folder: Path, table: str, plain: object) -> None:
    """Write both files of a schedule.

    A new rule is written last and the old one goes first, so that a table never stands beside a rule
    that did not draw it; topics, which people fill in, are in the table and never lost.
    """
    rule = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    path = folder / RULE
    same = path.exists() and path.read_bytes() == rule.encode("utf-8")
    if not same:
        path.unlink(missing_ok=True)
    write_atomically(folder / TABLE, table)
    if not same:
        write_atomically(path, rule)


def position_plain(position: Position) -> dict[str, object]:
    """A position as a row of the table; of a period its region only where it has one."""
    region = position.region if isinstance(position, PlannedPeriod) else None
    return {
        "position": position.position,
        "block": position.block,
        "account": position.account,
        "date": position.date.isoformat(),
        "slot": position.slot,
        "arm": position.arm,
        "topic": position.topic,
        **({"region": region} if region else {}),
    }


class PlainRule(TypedDict):
    """A rule as the JSON file has it."""

    rule: int
    per_block: int
    cutoff: dict[str, int]
    count: dict[str, dict[str, int]]
    seed: int
    limit: NotRequired[float]


def rule_plain(rule: Rule) -> PlainRule:
    """A rule as the JSON file has it."""
    plain: PlainRule = {
        "rule": rule.version,
        "per_block": rule.per_block,
        "cutoff": dict(rule.cutoff),
        "count": {account: dict(counts) for account, counts in rule.count.items()},
        "seed": rule.seed,
    }
    # Left out where there is none: rules and locks of experiments with posts of their own stay as they are.
    return plain if rule.limit is None else {**plain, "limit": rule.limit}


class PlainMember(TypedDict):
    """One question of a combined test, as the JSON file has it."""

    control: str
    cutoff: dict[str, int]
    count: dict[str, dict[str, int]]
    seed: int


class PlainRound(TypedDict):
    """The rule of a combined test as the JSON file has it."""

    rule: int
    per_block: int
    limit: float
    experiments: dict[str, PlainMember]


def is_of_periods(folder: Path) -> bool:
    """Whether the table in this folder has a line a period, and none a post."""
    try:
        with (folder / TABLE).open(encoding="utf-8-sig") as file:
            return "first_day" in file.readline()
    except (OSError, UnicodeDecodeError):
        return False


def read_schedule(folder: Path) -> Schedule | None:
    """The posts' schedule of an experiment's folder; None where none was drawn, or one of periods.

    Raises:
        PlanError: One of the two files is missing or has mistakes; every one is listed, with how to mend
            it: from the lock where there is one, else by drawing it again.
        RegistryError: A file is not UTF-8 or lacks columns.
    """
    home = home_of(folder)
    if is_of_periods(home.folder):
        return None
    missing = [name for name in (TABLE, RULE) if not (home.folder / name).exists()]
    if len(missing) == 2 and not home.round and not _lock_holds_a_schedule(folder):
        return None
    if missing:
        raise PlanError(_gone(home, missing))
    return read_schedule_at(home)


def read_schedule_at(home: Home) -> Schedule:
    """The schedule that lies there; see :func:`read_schedule`."""
    table, rule = settled(home.folder / TABLE), settled(home.folder / RULE)
    return _read(home) if table is None or rule is None else _read_once(home, table, rule)


def positions_without_rule(folder: Path) -> tuple[Position, ...]:
    """The rows of a table whose rule is missing or damaged, where nothing was locked.

    Raises:
        PlanError: The table has mistakes.
        RegistryError: It is not UTF-8 or lacks columns.
    """
    if not (folder / TABLE).exists() or (folder / LOCK).exists() or rule_left(folder) is not None:
        return ()
    problems: list[Problem] = []
    positions, _ = _read_positions(home_of(folder), (), problems)
    if problems:
        raise PlanError(problems)
    return tuple(sorted(positions, key=lambda p: p.position))


def is_without_table(folder: Path) -> bool:
    """Whether a schedule was drawn, as its rule or the links of its posts tell, and its table is gone, unlocked."""
    if (folder / TABLE).exists() or (folder / LOCK).exists():
        return False
    return (folder / RULE).exists() or bool(read_links(folder))


def rule_left(folder: Path) -> Rule | None:
    """The rule of a schedule, with or without its table; None where it is missing or damaged."""
    home = home_of(folder)
    return _read_rule(home, [])[0] if (home.folder / RULE).exists() else None


@lru_cache(maxsize=4096)
def _read_once(home: Home, table: Stamp, rule: Stamp) -> Schedule:  # noqa: ARG001
    """State, links, answers and what others learned from them all ask for the same schedule."""
    return _read(home)


def _read(home: Home) -> Schedule:
    problems: list[Problem] = []
    rule, controls = _read_rule(home, problems)
    positions, others = _read_positions(home, tuple(controls), problems)
    if problems or rule is None:
        raise PlanError(problems)
    order = sorted(range(len(positions)), key=lambda row: positions[row].position)
    crossed = tuple(
        Crossed(slug, control, tuple(others[row][slug] for row in order)) for slug, control in controls.items()
    )
    return Schedule(tuple(positions[row] for row in order), rule, crossed)


def _remedy(folder: Path) -> Message:
    """How to get a schedule back that is missing or damaged."""
    slug = as_asked(folder)
    if (folder / LOCK).exists():
        return says("`cliptrial lock {slug} --restore` writes both back as they were locked.", slug=slug)
    return says("Draw it again with `cliptrial plan {slug}`.", slug=slug)


def _remedy_of_rows(folder: Path) -> Message:
    """How to get a damaged table right: where nothing was locked, nobody but its author knows what it said."""
    if (folder / LOCK).exists():
        return _remedy(folder)
    slug = as_asked(folder)
    return says(
        "If it cannot be mended: delete {table} and draw it again with `cliptrial plan {slug}`.", table=TABLE, slug=slug
    )


def _lock_holds_a_schedule(folder: Path) -> bool:
    """Whether a plan with posts was locked here; a split test run by the platform has none."""
    if not (folder / LOCK).exists():
        return False
    try:
        locks = read_json(folder / LOCK, LOCK, "lock_unreadable", nothing)["locks"]
        return locks[-1]["content"]["schedule"] is not None
    except (InputError, KeyError, TypeError, IndexError):
        return False  # whoever reads the lock itself says what is wrong with it


def _gone(home: Home, missing: Sequence[str]) -> Problem:
    if len(missing) == 2 and home.round and not (home.own / LOCK).exists():
        what = says("The combined test {name} has no schedule in rounds/{name}", name=home.round)
    elif len(missing) == 2:
        what = says("The plan is locked, but {first} and {second} are missing", first=missing[0], second=missing[1])
    else:
        what = says("{here} is here, but {gone} is missing", here=RULE if TABLE in missing else TABLE, gone=missing[0])
    shown = shown_path(home.folder, missing[0])
    return Problem("schedule_incomplete", what, says("Both files"), _remedy(home.own), shown)


def _read_rule(home: Home, problems: list[Problem]) -> tuple[Rule | None, Mapping[str, str]]:
    """The rule, and by experiment that shares the posts its control."""
    shown, remedy = shown_path(home.folder, RULE), _remedy(home.own)
    keys = _ROUND_KEYS if home.round else _RULE_KEYS
    try:
        plain = read_json(home.folder / RULE, shown, "schedule_rule", remedy)
        if not home.round:
            return rule_of(plain), {}
        own = plain["experiments"].pop(home.arm)
        own |= {"rule": plain["rule"], "per_block": plain["per_block"], "limit": float(plain["limit"])}
        rule = rule_of(own)
        return rule, {slug: str(one["control"]) for slug, one in plain["experiments"].items()}
    except PlanError as error:
        problems.extend(error.problems)
    except (KeyError, TypeError, ValueError, AttributeError):
        what = says("The file does not hold the rule that drew the schedule")
        problems.append(Problem("schedule_rule", what, says("{keys}", keys=list(keys)), remedy, shown))
    return None, {}


def rule_of(plain: PlainRule) -> Rule:
    """The rule that :func:`rule_plain` wrote.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: It is not one.
    """
    return Rule(
        version=int(plain["rule"]),
        per_block=int(plain["per_block"]),
        cutoff={account: int(value) for account, value in plain["cutoff"].items()},
        count={a: {arm: int(n) for arm, n in counts.items()} for a, counts in plain["count"].items()},
        seed=int(plain["seed"]),
        limit=plain.get("limit"),
    )


def _read_positions(
    home: Home, others: Sequence[str], problems: list[Problem]
) -> tuple[list[Position], list[dict[str, str]]]:
    """The rows in their order, and of each the arms of the experiments that share its post."""
    shown, mend = shown_path(home.folder, TABLE), _remedy_of_rows(home.own)
    columns = [home.arm if name == "arm" else name for name in COLUMNS[:-1]]
    table = read_table(home.folder / TABLE, shown, [*columns, *others], mend)
    seen: dict[int, int] = {}
    moments: dict[tuple[str, date, str], int] = {}
    positions, crossed = [], []
    for row in table.rows:
        reader = _RowReader(row, shown, mend)
        number, block = reader.number("position"), reader.number("block")
        day, slot = reader.day(), reader.slot()
        account, arm = reader.text("account"), reader.text(home.arm)
        beside = {slug: reader.text(slug) for slug in others}
        if number is not None and number in seen:
            reader.note(
                "position",
                says("Position {number} is already in row {row}", number=number, row=seen[number]),
                says("Each position once"),
            )
        if not reader.problems and day is not None:
            first = moments.setdefault((account, day, slot), row.number)
            if first != row.number:
                what = says("{account} posts at this moment in row {row} already", account=account, row=first)
                reader.note("slot", what, says("One post a moment of an account"))
        problems.extend(reader.problems)
        if number is not None:
            seen.setdefault(number, row.number)
        if not reader.problems and number is not None and block is not None and day is not None:
            topic = row.cells.get("topic") or None
            positions.append(Position(number, block, account, day, slot, arm, topic))
            crossed.append(beside)
    if not table.rows:
        problems.append(
            Problem("schedule_row", says("The schedule has no rows"), says("A row a post"), mend, shown, row=2)
        )
    return positions, crossed


class _RowReader:
    """Converts the cells of one row and keeps every problem."""

    def __init__(self, row: Row, shown: str, mend: Message) -> None:
        self.row, self.shown, self.mend = row, shown, mend
        self.problems: list[Problem] = []

    def note(self, column: str, what: Message, expected: Message) -> None:
        row = self.row.number
        self.problems.append(Problem("schedule_row", what, expected, self.mend, self.shown, row=row, field=column))

    def text(self, column: str) -> str:
        value = self.row.cells.get(column, "")
        if not value:
            self.note(column, says("The cell is empty"), says("The {column}", column=column))
        return value

    def number(self, column: str) -> int | None:
        value = self.row.cells.get(column, "")
        if re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII):
            return int(value)
        self.note(column, says('"{cell}" is not a number', cell=value), says("A whole number from 1"))
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
            self.note(
                "date",
                says("{value} is a day that the calendar does not have", value=value),
                says("A day such as 2026-03-02"),
            )
            return None
        self.note("date", says('"{value}" is not a date', value=value), says("A day such as 2026-03-02"))
        return None

    def slot(self) -> str:
        """``18:00``; spreadsheets turn ``09:00`` into ``9:00`` or ``09:00:00``."""
        value = self.row.cells.get("slot", "")
        time = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(:00)?", value, re.ASCII)
        if time is None:
            self.note("slot", says('"{value}" is not a time of day', value=value), says("A time such as 18:00"))
            return value
        return f"{int(time[1]):02d}:{time[2]}"


def schedule_problems(loaded: Loaded, schedule: Schedule) -> list[Problem]:
    """Arms and accounts of the schedule that the experiment's file does not have: one problem for each."""
    experiment = loaded.experiment
    arms = [arm.id for arm in experiment.change.arms]
    return [
        *_strangers(loaded, "arm", [(p.position, p.arm) for p in schedule.positions], arms),
        *_strangers(loaded, "account", [(p.position, p.account) for p in schedule.positions], experiment.accounts),
    ]


def _strangers(
    loaded: Loaded, column: str, written: Sequence[tuple[int, str]], known: Sequence[str]
) -> Iterator[Problem]:
    home = home_of(loaded.folder)
    shown, field = shown_path(home.folder, TABLE), home.arm if column == "arm" else column
    rows = rows_by_position(loaded.folder, shown)
    without_rows = [name for name in known if name not in {name for _, name in written}]
    for stranger in dict.fromkeys(name for _, name in written if name not in known):
        places = [rows.get(position) for position, name in written if name == stranger]
        more = says(" (and in {count} more rows)", count=len(places) - 1) if len(places) > 1 else nothing
        what = says(
            '{column} "{stranger}" is not in experiment.yaml{more}', column=column, stranger=stranger, more=more
        )
        mend = _stranger_mend(loaded, column, stranger, without_rows)
        expected = says("One of {names}", names=list(known))
        yield Problem(f"unknown_{column}", what, expected, mend, shown, row=places[0], field=field)


def _stranger_mend(loaded: Loaded, column: str, stranger: str, without_rows: Sequence[str]) -> Message:
    """A name that left the file together with one that no row has was renamed; else the table was edited."""
    if len(without_rows) == 1:
        kind = says("the id of the arm") if column == "arm" else says("the account")
        return says(
            'If "{renamed}" is its new name: write {kind} as "{stranger}" in experiment.yaml '
            "again; names stay once the plan is drawn.",
            renamed=without_rows[0],
            kind=kind,
            stranger=stranger,
        )
    return says("Correct the cell, or the name in experiment.yaml. {remedy}", remedy=_remedy(loaded.folder))


def rows_by_position(folder: Path, shown: str) -> dict[int, int]:
    """By position: its row in the table; empty where the schedule does not come from a file."""
    folder = plan_folder(folder)
    if not (folder / TABLE).exists():
        return {}
    rows = read_table(folder / TABLE, shown, COLUMNS[:1]).rows
    return {int(row.cells["position"]): row.number for row in rows if row.cells["position"].isdecimal()}


def topics_missing(positions: Iterable[Position]) -> int:
    """How many posts have no topic yet; periods have none."""
    return sum(position.topic is None and not isinstance(position, PlannedPeriod) for position in positions)
