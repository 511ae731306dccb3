"""Before anything is compared: were weekdays shared, what can so many posts show, and how often does chance win?"""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, log1p
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.notebook.given import as_pandas
from cliptrial.notebook.speaking import spoken

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class WeekdayCheck:
    """Whether the arms of a table shared the weekdays.

    Attributes:
        table: Posts by arm from ``mon`` to ``sun``, as posted.
        posts: Posts that were looked at.
        effective_posts: Posts of which as much is left once weekdays are held equal; None where all of them are.
        tv_distance: How far apart the arms' weekdays are, 0 to 1; None where nothing is told.
        tv_by_chance: The same in the middle of labels drawn by chance.
        level: ``ok``, ``note``, ``warning`` or ``blocker``, the gravest of all arms.
        sentence: What that means.
    """

    table: pd.DataFrame
    posts: int
    effective_posts: float | None
    tv_distance: float | None
    tv_by_chance: float | None
    level: str
    sentence: str

    def __repr__(self) -> str:
        return f"{self.sentence}\n{self.table.to_string()}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p><b>{escape(self.sentence)}</b></p>{self.table.to_html()}"


def weekday_check(
    frame: object, *, arm: str, posted_at: str, timezone: str = "UTC", control: str | None = None, seed: int = 0
) -> WeekdayCheck:
    """Were the weekdays shared between the arms of a table? The check that every comparison makes.

    Args:
        frame: A DataFrame of pandas, or one that narwhals knows.
        arm: Column that names each post's arm.
        posted_at: Column with the time of posting.
        timezone: IANA name in which weekdays are read.
        control: Value of ``arm`` to compare with; the first one where none is given.
        seed: Of the labels that chance draws.

    Raises:
        InputError: A column is missing, a time cannot be read, or there is one arm only.
    """
    from cliptrial.analysis.findings import gravest_first
    from cliptrial.analysis.findings.weekdays import WeekdayConfounded
    from cliptrial.notebook.weekdays import Weekdays

    days = Weekdays.of(as_pandas(frame), arm, posted_at, timezone, control, seed)
    findings = gravest_first(days.findings())
    worst = next((f for f in findings if isinstance(f, WeekdayConfounded)), None)
    return WeekdayCheck(
        table=days.table(),
        posts=len(days.units.arm),
        effective_posts=worst.effective_posts if worst else None,
        tv_distance=worst.tv_distance if worst else None,
        tv_by_chance=worst.tv_by_chance if worst else None,
        level=str(findings[0].level),
        sentence=days.sentence(findings[0], spoken()),
    )


@dataclass(frozen=True, slots=True)
class Power:
    """What so many posts can find out.

    Attributes:
        posts_per_arm: Posts of each arm.
        spread: SD of the log metric between posts.
        smallest: The smallest change that is found with 80 % power, a ratio minus one.
        power: Chance to find ``at_least``; None where no size was asked for.
        posts_needed: Posts an arm that find ``at_least`` with 80 % power.
    """

    posts_per_arm: int
    spread: float
    smallest: float
    power: float | None
    posts_needed: int | None


def power(
    frame: object | None = None,
    *,
    metric: str = "",
    posts_per_arm: int,
    at_least: float | None = None,
    spread: float | None = None,
    alpha: float = 0.05,
) -> Power:
    """What so many posts can find out, at the spread of these posts.

    Args:
        frame: Earlier posts, one row a post; not needed with ``spread``.
        metric: A column of counts or means, or ``NUMERATOR/DENOMINATOR`` for a rate.
        posts_per_arm: Posts of each arm.
        at_least: The change to find, a ratio minus one.
        spread: SD of the log metric, instead of ``frame``.
        alpha: Two-sided error.

    Raises:
        InputError: No spread can be known, or a number is out of range.
    """
    from cliptrial.planning.feasibility import posts_needed, smallest_log_effect
    from cliptrial.planning.feasibility import power as of_logs

    if posts_per_arm < 2 or (at_least is not None and at_least <= 0):
        what = says("posts_per_arm is {posts} and at_least {size}", posts=posts_per_arm, size=str(at_least))
        raise InputError(Problem("power", what, says("At least two posts an arm, and a change above zero, e.g. 0.1")))
    sd = spread if spread is not None else _spread(frame, metric)
    sized = at_least is not None
    return Power(
        posts_per_arm=posts_per_arm,
        spread=sd,
        smallest=expm1(smallest_log_effect(posts_per_arm, sd, alpha)),
        power=of_logs(log1p(at_least), posts_per_arm, sd, alpha) if sized else None,  # type: ignore[arg-type]
        posts_needed=posts_needed(log1p(at_least), sd, alpha) if sized else None,  # type: ignore[arg-type]
    )


def _spread(frame: object | None, metric: str) -> float:
    from cliptrial.analysis.table.columns import metric_columns
    from cliptrial.planning.feasibility import spread

    if frame is None or not metric:
        raise InputError(Problem("power", says("Nothing tells the spread"), says("A frame and a metric, or spread=...")))
    given = as_pandas(frame)
    missing = [part for part in metric.split("/") if part not in given.columns]
    if missing:
        what = says('The table has no column "{column}"', column=missing[0])
        raise InputError(Problem("column", what, says("One of {names}", names=[str(name) for name in given.columns])))
    ((known, values),) = metric_columns(given, (metric,))
    kept = np.asarray(values.read & values.possible)
    found = spread(known, values.numerator[kept], values.denominator[kept]) if kept.sum() > 1 else None
    if found is None or not np.isfinite(found) or found <= 0:
        raise InputError(Problem("power", says("These posts do not tell a spread"), says("Two posts or more that differ")))
    return found


def chance_check(
    frame: object | None = None,
    *,
    metrics: str | list[str] = "views",
    workspace: str | Path = ".",
    posts_per_arm: int = 0,
    draws: int = 2000,
    seed: int = 0,
    **columns: str,
) -> Chance:
    """How often do made-up labels win on these posts?

    Args:
        frame: A table of posts; without one, the posts of the workspace's store.
        metrics: Columns or ``NUMERATOR/DENOMINATOR``; from the store, names of metrics.
        workspace: A folder in or under the workspace, without ``frame``.
        posts_per_arm: Posts in each made-up arm; 0 for the usual 14, or half of what there is.
        draws: Made-up comparisons.
        seed: Of the draws.
        columns: ``account``, ``posted_at``, ``timezone`` of a table.

    Raises:
        InputError: Nothing can be compared; every problem at once.
    """
    from cliptrial.planning.chance_check import chance_check as one_check
    from cliptrial.planning.chance_check import posts_for
    from cliptrial.planning.chance_history import frame_histories, store_histories
    from cliptrial.posts.workspaces import find_workspace

    names = [metrics] if isinstance(metrics, str) else list(metrics)
    if frame is None:
        histories = store_histories(find_workspace(workspace), names)
    else:
        histories = frame_histories(as_pandas(frame), names, **columns)
    posts = posts_for(histories, posts_per_arm)
    return Chance(tuple(one_check(one, posts_per_arm=posts, draws=draws, seed=seed) for one in histories))
