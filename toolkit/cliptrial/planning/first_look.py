"""What a team's own posts of last year tell before anything is planned.

How often made-up labels win on them, what so many weeks can find out at the account's pace and spread, and which
experiments of the playbook it could answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import expm1, log1p
from pathlib import Path

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.metrics import CATALOGUE, Metric
from cliptrial.planning.chance_check import FEWEST, ChanceCheck, chance_check, posts_for
from cliptrial.planning.chance_history import History, Posts, table_histories
from cliptrial.planning.feasibility import power, smallest_log_effect, spread
from cliptrial.posts.any_table import read_any_table
from cliptrial.posts.declared import missing_columns
from cliptrial.posts.mapping import guessed
from cliptrial.posts.opened_table import open_table
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
        columns: By usual name: the table's column; empty where the export is known.
        chance: What made-up labels did on the views.
        a_week: Posts a week.
        within: For each number of weeks.
        plays: The most answerable of the playbook, at most three.
    """

    columns: Mapping[str, str]
    chance: ChanceCheck
    a_week: float
    within: Sequence[Within]
    plays: Sequence[Answerable]


def columns_in(file: Path, declared: Mapping[str, str], locale: str | None = None) -> dict[str, str]:
    """By usual name: the columns of a table of another tool, as declared or as their names suggest.

    Returns:
        An empty mapping where the export is known.

    Raises:
        InputError: The file cannot be read, or none of its columns is likely to hold views or times of posting.
    """
    sheet = open_table(file, locale)
    if holds_posts(sheet) and not declared:
        return {}
    columns = guessed(sheet.header) | dict(declared)
    problems = [
        Problem(
            "unknown_column", says('there is no column "{column}"', column=column), names, path=file.name, field=key
        )
        for names in [says("one of {names}", names=list(sheet.header))]
        for key, column in declared.items()
        if column not in sheet.header
    ]
    problems += [
        Problem("no_such_column", what, says("{header}", header=list(sheet.header)), mend, path=file.name, field=key)
        for key, what, mend in _NEEDED
        if key not in columns
    ]
    if problems:
        raise InputError(problems)
    return columns


_NEEDED = (
    ("views", says("Nothing tells which column has the views"), says("Say it: --map views=COLUMN.")),
    ("posted_at", says("Nothing tells which column has the day of posting"), says("Say it: --map posted_at=COLUMN.")),
)


def handle_of(file: Path, locale: str | None = None) -> str | None:
    """The handle in the links of a table; None where there is none, or several."""
    sheet = open_table(file, locale)
    cells = (str(cell) for _, row in sheet.rows for cell in row)
    handles = {handle for cell in cells if "/@" in cell and (handle := handle_in_link(cell))}
    return next(iter(handles)) if len(handles) == 1 else None


def first_look(
    file: Path,
    account: Account,
    *,
    columns: Mapping[str, str],
    locale: str | None = None,
    seed: int = 0,
) -> FirstLook:
    """Look at the posts of a table or export.

    Args:
        file: One row a post.
        account: Whose they are; its sources tell which numbers it can have.
        columns: By usual name: the table's column, see :func:`columns_in`.
        locale: Where the file comes from, e.g. ``de``.
        seed: Same seed, same made-up labels.

    Raises:
        InputError: The table cannot be read, or has too few posts; every problem at once.
    """
    histories = _histories(file, columns, account.timezone, locale)
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
    return FirstLook(columns, check, pace, within, plays)


def _histories(file: Path, columns: Mapping[str, str], timezone: str, locale: str | None) -> dict[str, History]:
    """By metric of the playbook that the table has the columns of: its posts."""
    numbers = sorted({column for name in _asked().values() for column in name.split("/")})
    own = [columns.get(name, name) for name in numbers]
    posted = columns.get("posted_at", "posted_at")
    frame = read_any_table(file, numbers=own, times=[posted], locale=locale, timezone=timezone)
    named = {column: name for name, column in columns.items() if column in frame.columns}
    frame = frame.drop(columns=[name for name in named.values() if name in frame.columns and name not in named])
    frame = frame.rename(columns=named)
    there = {name: asked for name, asked in _asked().items() if {*asked.split("/")} <= {*frame.columns}}
    read = table_histories(frame, list(there.values()), timezone=timezone)
    return dict(zip(there, read, strict=True))


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
