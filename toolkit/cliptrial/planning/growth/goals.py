"""How far a goal is: its typical post of the last four weeks against the line, and the chance to arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from math import log

import numpy as np

from cliptrial.analysis.history.stored_posts import read_at_age
from cliptrial.errors import Problem
from cliptrial.messages import Message, says
from cliptrial.metrics import Kind, Metric, Scale, metric_mend, metrics_of
from cliptrial.posts.lake.history import newest_captures_in, posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.registry.beside.goals import Goal, Line
from cliptrial.registry.beside.own_numbers import OwnNumber, read_own_numbers
from cliptrial.registry.languages import LANGUAGES
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.arrival import COUNTS, FEWEST, RATES, outlook
from cliptrial.stats.inversion import Floats

WEEKS = 4
"""Of one period: a typical post of four weeks is read off."""
MEASURE_AT = 7.0
"""Age in days at which posts are read."""
FEWEST_POSTS = 4
"""Posts of a period without which it has no typical one."""
MOST_PERIODS = 26
LATER = ("goal_over", "goal_no_history")
"""Problems of a goal that are no mistakes of whoever wrote it."""
DAY = 86_400
PERIOD = WEEKS * 7 * DAY


class Stand(StrEnum):
    """Where a goal stands against its line, or what became of it."""

    AHEAD = "ahead"
    BEHIND = "behind"
    REACHED = "reached"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a goal stands.

    Attributes:
        goal: The goal.
        line: Its way.
        metric: What is read off.
        now: A typical post of the last four weeks, or of the four weeks before its day where that is over.
        as_of: The last day of these weeks.
        due: Where the line is on that day.
        stand: Ahead of it or behind; reached or missed where its day is over.
        chance: That a typical post of the four weeks before its day reaches the number; None where that day is over.
        periods: Spans of four weeks that the chance rests on.
        history: Their typical posts, the oldest first; not a number where there are too few posts.
        weekly: Whether it is a number of a week that the team types itself, instead of one of posts.
    """

    goal: Goal
    line: Line
    metric: Metric
    now: float
    as_of: date
    due: float
    stand: Stand
    chance: float | None
    periods: int
    history: tuple[float, ...]
    weekly: bool = False


def progress_of(workspace: Workspace, accounts: Sequence[str] | None = None) -> list[Progress | Problem]:
    """Where every goal with a number stands, in order of rank, or why that cannot be said.

    Args:
        workspace: Whose goals they are.
        accounts: Only those of these accounts; None for all.
    """
    lines = [goal.line for goal in workspace.goals]
    if not any(lines):
        return []
    known, typed = followed(workspace)
    captured = newest_captures_in(Lake(workspace.store_dir))
    every: list[Progress | Problem] = []
    for number, (goal, line) in enumerate(zip(workspace.goals, lines, strict=True)):
        account = goal.account or next(iter(workspace.accounts))
        if line is None or (accounts is not None and account not in accounts):
            continue
        metric = known.get(line.metric)
        unfit = _unfit(workspace, number, line, metric)
        if unfit is not None:
            every.append(unfit)
        elif metric is not None and metric.name in {one.name for one in typed}:
            every.append(_own_progress(workspace, number, line, metric, _of_one(typed, account, metric.name)))
        elif metric is not None:
            every.append(_progress(workspace, number, account, line, metric, captured.get(account)))
    return every


def followed(workspace: Workspace) -> tuple[dict[str, Metric], tuple[OwnNumber, ...]]:
    """Every number that a goal can name, those that the team types itself among them; and what it typed.

    Raises:
        RegistryError: own_numbers.csv has rows that cannot be used.
    """
    typed = read_own_numbers(workspace)
    own = {one.name: _own_metric(one.name) for one in typed}
    return {**own, **metrics_of(workspace)}, typed


def _own_metric(name: str) -> Metric:
    words = name.replace("_", " ")
    labels = dict.fromkeys(LANGUAGES, words[:1].upper() + words[1:])
    return Metric(name, Kind.COUNT, (name,), None, Scale.NUMBER, labels)


def _of_one(typed: Sequence[OwnNumber], account: str, name: str) -> dict[date, float]:
    """By Monday: an account's number."""
    return {one.week: one.value for one in typed if one.account == account and one.name == name}


def goal_notes(workspace: Workspace, today: date) -> Iterator[Problem]:
    """What is worth a second thought about goals: whose day is over, and which number nobody can read off."""
    over = [(number, goal, goal.line.by) for number, goal in enumerate(workspace.goals) if goal.line is not None]
    over = [(number, goal, by) for number, goal, by in over if by < today]
    for number, goal, by in over:
        what = says('Goal "{name}" was due on {day}', name=goal.name, day=by)
        mend = says("Write its next day and number, or take it out; pages say what became of it.")
        yield workspace.problem(f"goals.{number}.by", "goal_over", what, says("A day to come"), mend)
    known = [f"goals.{number}" for number, *_ in over]
    yield from (one for one in progress_of(workspace) if isinstance(one, Problem) and one.field not in known)


def _unfit(workspace: Workspace, number: int, line: Line, metric: Metric | None) -> Problem | None:
    """Why a goal cannot be followed, whatever its posts are."""
    if metric is None:
        known = followed(workspace)[0]
        what = says('"{name}" is not a metric that is known here', name=line.metric)
        expected = says("One of {names}", names=sorted(known))
        mend = metric_mend(line.metric, known)
        return workspace.problem(f"goals.{number}.metric", "unknown_metric", what, expected, mend)
    name = workspace.goals[number].name
    if line.target == line.start or (line.target > line.start) != metric.higher_is_better:
        what = says(
            'Goal "{name}" leads from {start} to {target}',
            name=name,
            start=_plain(line.start),
            target=_plain(line.target),
        )
        expected = says("A higher number") if metric.higher_is_better else says("A lower number")
        mend = says("Exchange `from` and `to`, or correct them.")
        return workspace.problem(f"goals.{number}.to", "goal_downhill", what, expected, mend)
    return None


def _progress(
    workspace: Workspace, number: int, account: str, line: Line, metric: Metric, newest: int | None
) -> Progress | Problem:
    goal, over = workspace.goals[number], _midnight(line.by + timedelta(days=1))
    old_enough = (newest or 0) - round(MEASURE_AT * DAY)
    end = min(over, old_enough)
    history = typical_posts(workspace, account, metric, end) if newest is not None else np.empty(0)
    if not _is_known(history):
        expected = says("Numbers of its posts, from {weeks} weeks at least", weeks=WEEKS * FEWEST)
        return _not_known(workspace, number, expected, _HAND_IN)
    as_of = datetime.fromtimestamp(end - 1, UTC).date()
    return _stands_at(goal, line, metric, history, as_of, (over - end) / PERIOD)


def _own_progress(
    workspace: Workspace, number: int, line: Line, metric: Metric, weeks: Mapping[date, float]
) -> Progress | Problem:
    """The same of a number that is typed once a week: an ordinary week of four takes the place of a typical post."""
    goal, history = workspace.goals[number], ordinary_weeks(weeks, line.by)
    if not _is_known(history):
        expected = says('"{metric}" of {weeks} weeks at least', metric=metric.name, weeks=WEEKS * FEWEST)
        return _not_known(workspace, number, expected, _TYPE_IN)
    as_of = max(week for week in weeks if week <= line.by) + timedelta(days=6)
    ahead = (line.by - as_of) / timedelta(weeks=WEEKS)
    return replace(_stands_at(goal, line, metric, history, as_of, ahead), weekly=True)


def _is_known(history: Floats) -> bool:
    return np.isfinite(history).sum() >= FEWEST and bool(np.isfinite(history[-1]))


def _not_known(workspace: Workspace, number: int, expected: Message, mend: Message) -> Problem:
    what = says('Where goal "{name}" stands cannot be said yet', name=workspace.goals[number].name)
    return workspace.problem(f"goals.{number}", "goal_no_history", what, expected, mend)


def _stands_at(goal: Goal, line: Line, metric: Metric, history: Floats, as_of: date, ahead: float) -> Progress:
    """Where a goal stands on a day, with so many periods ahead."""
    now = float(np.exp(history[-1]))
    return Progress(
        goal=goal,
        line=line,
        metric=metric,
        now=now,
        as_of=min(as_of, line.by),
        due=line.at(as_of),
        stand=_stand(now, line, metric, as_of if ahead > 0 else None),
        chance=_chance(history, line, metric, ahead) if ahead > 0 else None,
        periods=int(np.isfinite(history).sum()),
        history=tuple(float(np.exp(one)) for one in history),
    )


def ordinary_weeks(weeks: Mapping[date, float], until: date) -> Floats:
    """Logs of the mean week of each four up to the newest, the oldest first; not a number where most are missing."""
    known = {week: value for week, value in weeks.items() if week <= until}
    if not known:
        return np.empty(0)
    newest = max(known)
    count = min(MOST_PERIODS, (newest - min(known)).days // 7 // WEEKS + 1)
    logs = np.full(count, np.nan)
    for period in range(count):
        own = [known.get(newest - timedelta(weeks=WEEKS * period + one)) for one in range(WEEKS)]
        values = [value for value in own if value is not None]
        if len(values) >= WEEKS / 2 and sum(values) > 0:
            logs[count - 1 - period] = log(sum(values) / len(values))
    return logs


_TYPE_IN = says("Type it once a week: `cliptrial numbers add`.")
_HAND_IN = says("Hand in exports with `cliptrial ingest`.")


def _stand(now: float, line: Line, metric: Metric, day: date | None) -> Stand:
    """Against the line on a day; against the number that was wanted where no day is left."""
    wanted = line.target if day is None else line.at(day)
    enough = now >= wanted if metric.higher_is_better else now <= wanted
    reached, missed = (Stand.REACHED, Stand.MISSED) if day is None else (Stand.AHEAD, Stand.BEHIND)
    return reached if enough else missed


def _chance(history: Floats, line: Line, metric: Metric, ahead: float) -> float | None:
    """The number is wanted of the four weeks before its day."""
    later = outlook(history, ahead, COUNTS if metric.kind is Kind.COUNT else RATES)
    if later is None:
        return None
    upwards = later.chance(log(line.target))
    return upwards if metric.higher_is_better else 1 - upwards


def typical_posts(workspace: Workspace, account: str, metric: Metric, end: int) -> Floats:
    """Logs of a typical post of each four weeks up to a UTC epoch second, the oldest first.

    Counts and means: the mean of logs; what is often zero, and rates: all events over all they are counted on.
    """
    posts = [
        one
        for one in posts_of(Lake(workspace.store_dir), [account])
        if one.posted_at is not None and one.posted_at < end
    ]
    readings = read_at_age(workspace, metric, posts, MEASURE_AT).by_post if posts else {}
    at = {one.post_id: one.posted_at or 0 for one in posts}
    read = [((end - 1 - at[name]) // PERIOD, one.numerator, one.denominator) for name, one in readings.items()]
    count = min(MOST_PERIODS, max((period for period, *_ in read), default=-1) + 1)
    values = np.full(count, np.nan)
    for period in range(count):
        own = np.array([(top, below) for where, top, below in read if where == period and below > 0])
        if len(own) >= FEWEST_POSTS:
            values[count - 1 - period] = _typical(own, metric)
    return values


def _typical(own: Floats, metric: Metric) -> float:
    """The log of a typical value; not a number where nothing happened at all."""
    if metric.kind in (Kind.COUNT, Kind.MEAN) and (own[:, 0] > 0).all():
        return float(np.log(own[:, 0] / own[:, 1]).mean())
    total, below = own.sum(axis=0)
    return float(log(total / below)) if total > 0 else float("nan")


def _plain(value: float) -> float:
    """A whole number without a point."""
    return int(value) if value == int(value) else value


def _midnight(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
