"""Earlier posts of a workspace or a table, each with its value, and what to test next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from cliptrial.analysis.history.labels import DIMENSIONS, as_arm, own_values, posted_locally
from cliptrial.analysis.history.many_arms import Labelled, ManyArms, guess
from cliptrial.analysis.history.stored_posts import asked_metric, day_of, posts_between, read_at_age
from cliptrial.analysis.table.columns import asked_columns, metric_columns
from cliptrial.analysis.table.times import read_times
from cliptrial.errors import InputError, Problem
from cliptrial.messages import says
from cliptrial.posts.records import Post
from cliptrial.posts.workspaces import find_workspace
from cliptrial.registry.model import Variable
from cliptrial.registry.naming import slugify
from cliptrial.registry.workspace import Workspace


def many_arms(
    source: pd.DataFrame | Path | str | Workspace = ".",
    dimension: str = "sound",
    metric: str = "views",
    *,
    account: str | None = None,
    start: date | str | None = None,
    end: date | str | None = None,
    measure_at: float = 7.0,
    posted_at: str | None = None,
    timezone: str = "UTC",
    false_discovery_rate: float = 0.05,
    draws: int = 999,
    seed: int = 0,
) -> ManyArms:
    """Which sounds, hashtag sets, slots or lengths of earlier posts look promising, and what to test next.

    Nobody assigned these values by chance, so the answer is a guess worth testing, never a result.

    Args:
        source: A workspace, a folder in or under one, or a table with one row a post.
        dimension: ``sound``, ``hashtags``, ``slot`` or ``duration``; in a table the column that holds the values.
        metric: A metric that the workspace knows; in a table a column, or ``NUM/DEN``.
        account: In a workspace one account (None: all, compared within each); in a table the column of accounts.
        start: First day of posting; in a workspace only.
        end: Last day of posting; in a workspace only.
        measure_at: Age in days at which posts are read; in a workspace only.
        posted_at: In a table: the column with the time of posting.
        timezone: In a table: IANA name in which weekdays and months are read.
        false_discovery_rate: Share of false finds among the values found.
        draws: Re-labellings behind the p-values.
        seed: Of the draws.

    Raises:
        InputError: There is nothing to compare, or names do not exist; every problem at once.

    Examples:
        >>> many_arms("kitchen", "slot", draws=99).dimension
        'slot'
    """
    if isinstance(source, pd.DataFrame):
        _refuse_columns(source, dimension, metric, account, posted_at)
        ((known, values),) = metric_columns(source, [metric])
        posts = _from_table(source, dimension, account, posted_at, timezone)
        across = None
        posts = replace(posts, numerator=values.numerator, denominator=values.denominator)
        used = _with_values(posts)
    else:
        ws = source if isinstance(source, Workspace) else find_workspace(Path(source))
        known = asked_metric(ws, account, dimension, metric)
        stored = posts_between(ws, account, (day_of(start, "start"), day_of(end, "end")))
        labels = own_values(dimension, stored, ws)
        readings = read_at_age(ws, known, [post for post in stored if post.post_id in labels], measure_at)
        across = readings.across
        rows = {i: (r.numerator, r.denominator) for i, r in readings.by_post.items()}
        used = _from_posts([p for p in stored if p.post_id in rows], labels, rows, ws, len(stored))
    result = guess(used, known, dimension, false_discovery_rate=false_discovery_rate, draws=draws, seed=seed)
    days = across.days if across is not None else ()
    return replace(result, redefined=days, draft=_draft(result, used, isinstance(source, pd.DataFrame)))


def _refuse_columns(
    frame: pd.DataFrame, dimension: str, metric: str, account: str | None, posted_at: str | None
) -> None:
    tops, bottom = asked_columns(metric)
    known = ", ".join(map(str, frame.columns))
    asked = [column for column in (dimension, account, posted_at, *tops, bottom) if column]
    problems = [
        Problem(
            "unknown_column",
            says('there is no column "{column}"', column=column),
            says("one of {names}", names=known),
            field=column,
        )
        for column in dict.fromkeys(asked)
        if column not in frame.columns
    ]
    if problems:
        raise InputError(problems)


def _from_table(
    frame: pd.DataFrame, dimension: str, account: str | None, posted_at: str | None, timezone: str
) -> Labelled:
    when = read_times(frame, posted_at, timezone) if posted_at else None
    zeros = np.zeros(len(frame), dtype=np.int64)
    codes, names = pd.factorize(frame[account].astype(str)) if account else (zeros, ["all"])
    values = frame[dimension].astype(object).where(frame[dimension].notna(), "")
    return Labelled(
        value=np.array([str(value).strip() for value in values], dtype=object),
        account=np.asarray(codes, dtype=np.int64),
        month=np.asarray(when.dt.year * 12 + when.dt.month, dtype=np.int64) if when is not None else zeros,
        weekday=np.asarray(when.dt.day_of_week, dtype=np.int64) if when is not None else None,
        numerator=np.empty(0),
        denominator=np.empty(0),
        left_out=0,
        account_names=tuple(map(str, names)),
    )


def _with_values(posts: Labelled) -> Labelled:
    """Without the posts that carry no value."""
    kept = posts.value != ""
    return Labelled(
        posts.value[kept],
        posts.account[kept],
        posts.month[kept],
        posts.weekday[kept] if posts.weekday is not None else None,
        posts.numerator[kept],
        posts.denominator[kept],
        int((~kept).sum()),
        posts.account_names,
    )


def _from_posts(
    posts: Sequence[Post], labels: Mapping[str, str], rows: Mapping[str, tuple[float, float]], ws: Workspace, of: int
) -> Labelled:
    names = tuple(ws.accounts)
    local = [posted_locally(ws, post) for post in posts]
    numbers = np.array([rows[p.post_id] for p in posts], dtype=np.float64).reshape(-1, 2)
    return Labelled(
        value=np.array([labels[p.post_id] for p in posts], dtype=object),
        account=np.array([names.index(p.account) for p in posts], dtype=np.int64),
        month=np.array([d.year * 12 + d.month for d in local], dtype=np.int64),
        weekday=np.array([d.weekday() for d in local], dtype=np.int64),
        numerator=numbers[:, 0],
        denominator=numbers[:, 1],
        left_out=of - len(posts),
        account_names=names,
    )


def _draft(result: ManyArms, posts: Labelled, table: bool) -> dict[str, object] | None:
    """The best guess against the usual value, as an experiment with one variable."""
    if result.best is None or result.dimension not in DIMENSIONS:
        return None
    used = Counter(posts.account_names[code] for code in posts.account[posts.value == result.usual])
    draft: dict[str, object] = {
        "slug": slugify(f"{result.dimension} {result.best}")[:60].strip("-"),
        "variable": Variable(result.dimension),
        "control": as_arm(result.dimension, result.usual),
        "variants": [as_arm(result.dimension, result.best)],
        "expect": "increase" if result.metric.higher_is_better else "decrease",
        "primary": result.metric.name,
    }
    return draft if table else {**draft, "accounts": [name for name, _ in used.most_common(1)]}
