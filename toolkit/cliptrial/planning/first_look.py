"""What a team's own posts of last year tell before anything is planned.

How often made-up labels win on them, what so many weeks can find out at the account's pace and spread, and which
experiments of the playbook it could answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import expm1, log1p
from pathlib import Path

import pandas as pd

from cliptrial.analysis.table.times import read_times
from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, says
from cliptrial.metrics import CATALOGUE, Metric
from cliptrial.planning.chance_check import FEWEST, ChanceCheck, chance_check, posts_for
from cliptrial.planning.chance_history import History, Posts, table_histories
from cliptrial.planning.feasibility import power, smallest_log_effect, spread
from cliptrial.posts.any_table import read_any_table
from cliptrial.posts.declared import missing_columns
from cliptrial.posts.mapping import guessed
from cliptrial.posts.opened_table import open_table
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import holds_posts
from cliptrial.posts.text.ids import handle_in_link
from cliptrial.registry.accounts import Account
from cliptrial.registry.playbook import Play, playbook

WEEKS = (4, 6, 8)
ALPHA = 0.05
SHOWN = 3
"""Experiments of the playbook that are named."""
DRAWS = 400
"""Made-up comparisons: enough to tell 5 in a hundred from 30."""


@dataclass(frozen=True, slots=True)
class Within:
    """What a number of weeks can find out.

    Attributes:
        weeks: So many.
        posts: Posts in them at the account's pace.
        smallest: The smallest effect on views that is found with 80 % power; None where the posts are too few.
    """

    weeks: int
    posts: int
    smallest: float | None


@dataclass(frozen=True, slots=True)
class Answerable:
    """An experiment of the playbook at this account.

    Attributes:
        play: Which one.
        metric: What decides.
        smallest: The smallest effect that eight weeks find with 80 % power.
        chance: To find the effect that it asks for.
        wanted: That effect.
        own: Whether the spread is the account's own, not an experience value.
    """

    play: Play
    metric: Metric
    smallest: float
    chance: float
    wanted: float
    own: bool

    @property
    def variable(self) -> str:
        """The one thing that changes; of several experiments on it, only one is named."""
        return str(self.play.draft("en").variable)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """All of it.

    Attributes:
        tables: What was looked at.
        chance: What made-up labels did on the views.
        a_week: Posts a week.
        within: For each number of weeks.
        plays: The most answerable of the playbook, at most three.
        notes: What was done to the tables before they were read.
    """

    tables: Sequence[Table]
    chance: ChanceCheck
    a_week: float
    within: Sequence[Within]
    plays: Sequence[Answerable]
    notes: Sequence[Message] = ()

    @property
    def columns(self) -> dict[str, str]:
        """By usual name: the tables' column; empty where the exports are known."""
        return {name: column for table in self.tables for name, column in table.columns.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of earlier posts.

    Attributes:
        file: One row a post.
        columns: By usual name: its column; empty where the export is known.
    """

    file: Path
    columns: Mapping[str, str]


def tables_in(files: Sequence[Path], declared: Mapping[str, str], locale: str | None = None) -> tuple[Table, ...]:
    """Tables of earlier posts: their columns as declared, or as their names suggest.

    Args:
        files: Exports, or tables of other tools.
        declared: By usual name: a column, of every file that has it.
        locale: Where the files come from, e.g. ``de``.

    Raises:
        InputError: A file cannot be read, none of its columns is likely to hold views or times of posting, or no file
            has a declared column; everything at once.
    """
    sheets: dict[Path, Sheet] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            sheets[file] = open_table(file, locale)
        except InputError as error:
            problems += error.problems
    columns = {file: _columns(sheet, declared) for file, sheet in sheets.items()}
    headers = {name for sheet in sheets.values() for name in sheet.header}
    for file, sheet in sheets.items():
        names = says("one of {names}", names=list(sheet.header))
        problems += [
            Problem(
                "unknown_column", says('there is no column "{column}"', column=one), names, path=file.name, field=key
            )
            for key, one in declared.items()
            if one not in headers
        ]
        problems += [
            Problem(
                "no_such_column", what, says("{header}", header=list(sheet.header)), mend, path=file.name, field=key
            )
            for key, what, mend in _NEEDED
            if (columns[file] or not holds_posts(sheet)) and key not in {*columns[file], *declared}
        ]
    if problems:
        raise InputError(problems)
    return tuple(Table(file, columns[file]) for file in sheets)


def _columns(sheet: Sheet, declared: Mapping[str, str]) -> dict[str, str]:
    likely = guessed(sheet.header)
    here = {key: column for key, column in declared.items() if column in sheet.header}
    return {} if holds_posts(sheet) and here.items() <= likely.items() else likely | here


_NEEDED = (
    ("views", says("Nothing tells which column has the views"), says("Say it: --map views=COLUMN.")),
    ("posted_at", says("Nothing tells which column has the day of posting"), says("Say it: --map posted_at=COLUMN.")),
)


def handle_of(files: Sequence[Path], locale: str | None = None) -> str | None:
    """The handle in the links of tables; None where there is none, or several."""
    rows = (row for file in files for _, row in open_table(file, locale).rows)
    cells = (str(cell) for row in rows for cell in row)
    handles = {handle for cell in cells if "/@" in cell and (handle := handle_in_link(cell))}
    return next(iter(handles)) if len(handles) == 1 else None


def first_look(tables: Sequence[Table], account: Account, *, locale: str | None = None, seed: int = 0) -> FirstLook:
    """Look at the posts of tables and exports; a post that stands in several of them counts once.

    Args:
        tables: One row a post, see :func:`tables_in`.
        account: Whose they are; its sources tell which numbers it can have.
        locale: Where the files come from, e.g. ``de``.
        seed: Same seed, same made-up labels.

    Raises:
        InputError: A table cannot be read, or there are too few posts; every problem at once.
    """
    histories = _histories(tables, account.timezone, locale)
    views = histories["views"]
    check = chance_check(views, posts_per_arm=posts_for([views], None), draws=DRAWS, seed=seed)
    longest = max(views.accounts, key=lambda one: len(one.numerator))
    pace = _pace(longest)
    noise = spread(CATALOGUE["views"], longest.numerator, longest.denominator)
    within = [_within(weeks, pace, noise) for weeks in WEEKS]
    known = account.followers is not None
    metrics = {
        name: metric
        for name, metric in CATALOGUE.items()
        if not missing_columns(metric, account.sources, followers_known=known)
    }
    per_arm = int(pace * WEEKS[-1]) // 2
    able = [_answerable(play, metrics, histories, per_arm) for play in playbook().values()] if per_arm >= FEWEST else []
    best = sorted((one for one in able if one is not None), key=lambda one: one.chance)
    plays = sorted({one.variable: one for one in best}.values(), key=lambda one: -one.chance)[:SHOWN]
    return FirstLook(tables, check, pace, within, plays, views.notes)


def _histories(tables: Sequence[Table], timezone: str, locale: str | None) -> dict[str, History]:
    """By metric of the playbook that the tables have the columns of: their posts."""
    frames: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for table in tables:
        try:
            frames.append(_frame(table, timezone, locale))
        except InputError as error:
            problems += [replace(one, path=one.path or table.file.name) for one in error.problems]
    if problems:
        raise InputError(problems)
    frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    there = {name: asked for name, asked in _asked().items() if {*asked.split("/")} <= {*frame.columns}}
    read = table_histories(frame, list(there.values()), timezone=timezone)
    return dict(zip(there, read, strict=True))


def _frame(table: Table, timezone: str, locale: str | None) -> pd.DataFrame:
    """The rows of a table under the usual names, its times read."""
    numbers = sorted({column for name in _asked().values() for column in name.split("/")})
    own = [table.columns.get(name, name) for name in numbers]
    posted = table.columns.get("posted_at", "posted_at")
    frame = read_any_table(table.file, numbers=own, times=[posted], locale=locale, timezone=timezone)
    named = {column: name for name, column in table.columns.items() if column in frame.columns}
    frame = frame.drop(columns=[name for name in named.values() if name in frame.columns and name not in named])
    frame = frame.rename(columns=named)
    return frame.assign(posted_at=read_times(frame, "posted_at", timezone)) if "posted_at" in frame else frame


def _asked() -> dict[str, str]:
    """By metric of the playbook, views first: as a table is asked for it."""
    names = dict.fromkeys(["views", *(str(one.draft("en").primary) for one in playbook().values())])
    metrics = [CATALOGUE[name] for name in names]
    return {one.name: "/".join([one.numerator[0], *([one.denominator] if one.denominator else [])]) for one in metrics}


def _pace(posts: Posts) -> float:
    """Posts a week."""
    assert posts.days is not None  # a row without its day was refused
    first, last = map(date.fromisoformat, posts.days)
    return len(posts.numerator) * 7 / ((last - first).days + 1)


def _within(weeks: int, pace: float, noise: float | None) -> Within:
    posts = int(pace * weeks)
    enough = noise is not None and posts // 2 >= FEWEST
    effect = expm1(smallest_log_effect(posts // 2, noise, ALPHA)) if enough and noise is not None else None
    return Within(weeks, posts, effect)


def _answerable(
    play: Play, metrics: Mapping[str, Metric], histories: Mapping[str, History], per_arm: int
) -> Answerable | None:
    """What an experiment of the playbook finds out; None where the account has no such numbers."""
    draft = play.draft("en")
    metric = metrics.get(str(draft.primary))
    if metric is None:
        return None
    own = histories.get(metric.name)
    longest = max(own.accounts, key=lambda one: len(one.numerator), default=None) if own is not None else None
    measured = (
        None
        if longest is None or len(longest.numerator) < 2
        else spread(metric, longest.numerator, longest.denominator)
    )
    noise = measured or metric.spread
    if not noise:
        return None
    wanted = float(str(draft.at_least).rstrip("%")) / 100
    smallest = expm1(smallest_log_effect(per_arm, noise, ALPHA))
    return Answerable(play, metric, smallest, power(log1p(wanted), per_arm, noise, ALPHA), wanted, measured is not None)
