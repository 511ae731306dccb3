"""A team's own posts for the chance check, from the store or from any table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cliptrial.analysis.history.stored_posts import read_at_age
from cliptrial.analysis.table.asked import repeat_problems
from cliptrial.analysis.table.columns import (
    LEFT_OUT,
    asked_columns,
    columns_of,
    counted_columns,
    metric_columns,
    names_in,
    rows_of,
    seen_name,
    with_seen_names,
    without_impossible,
)
from cliptrial.analysis.table.compare import frame_hash
from cliptrial.analysis.table.times import read_times
from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, did_you_mean, says
from cliptrial.metrics import Metric, metrics_of
from cliptrial.posts.any_table import COLUMNS_TWICE, LINES_ASIDE, read_any_table
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.opened_table import open_table
from cliptrial.posts.records import Post
from cliptrial.posts.sources import holds_posts, label_of
from cliptrial.posts.text.header_words import VIEWS
from cliptrial.posts.text.signs import header_words, holds_counts
from cliptrial.posts.tidy.impossible import choice_problems, impossible_rows
from cliptrial.posts.tidy.post_rows import one_row_a_post
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.inversion import Floats

Ints = NDArray[np.int64]
VIEWS_COLUMN = "views"
"""What is counted where nobody says anything else."""
MEASURE_AT = 7.0
"""Age in days at which posts of the store are read."""


@dataclass(frozen=True)
class Posts:
    """One account's posts with one metric, in order of time.

    Attributes:
        account: Its name.
        numerator: Shape (posts,).
        denominator: Shape (posts,): ones where the metric has none.
        weekday: Shape (posts,): 0 to 6 in the account's time zone; None where times are unknown.
        days: First and last day of posting, ISO text; None where times are unknown.
    """

    account: str
    numerator: Floats
    denominator: Floats
    weekday: Ints | None
    days: tuple[str, str] | None


@dataclass(frozen=True)
class History:
    """Posts of one or several accounts, and what was left out.

    Attributes:
        metric: What is compared.
        accounts: Posts by account.
        left_out: Posts without a usable number.
        data_hash: Of everything that was handed in.
        notes: What was done to a table before it was read.
    """

    metric: Metric
    accounts: tuple[Posts, ...]
    left_out: int
    data_hash: str
    notes: tuple[Message, ...] = ()


def store_histories(workspace: Workspace, metrics: Sequence[str], account: str | None = None) -> list[History]:
    """Posts of the store at equal age, a history for each metric.

    Args:
        workspace: Whose store.
        metrics: Names of metrics.
        account: One account; None for all.

    Raises:
        InputError: Account or metric do not exist; every problem at once.
    """
    known = metrics_of(workspace)
    problems = [_unknown("metric", name, known) for name in metrics if name not in known]
    if account and account not in workspace.accounts:
        problems.append(_unknown("account", account, workspace.accounts))
    if problems:
        raise InputError(problems)
    lake = Lake(workspace.store_dir)
    posts = [p for p in posts_of(lake, [account] if account else tuple(workspace.accounts)) if p.posted_at is not None]
    return [_from_store(workspace, lake, posts, known[name]) for name in metrics]


def file_histories(
    file: Path,
    metrics: Sequence[str],
    *,
    account: str = "",
    posted_at: str = "",
    timezone: str = "UTC",
    locale: str = "",
    leave_out: str = "",
) -> list[History]:
    """Posts of a file, a history for each metric; see :func:`table_histories`.

    Args:
        file: A table with one row a post.
        metrics: Columns, or ``NUMERATOR/DENOMINATOR``.
        account: Column with the account, where it is not called so.
        posted_at: Column with the time of posting, where it is not called so.
        timezone: In which weekdays are read.
        locale: Where the file comes from, e.g. ``de``, where its numbers and dates could be read in two ways.
        leave_out: ``impossible`` leaves out posts whose numbers cannot be true.

    Raises:
        InputError: The file cannot be read, or its columns cannot; every problem at once.
    """
    read = partial(read_any_table, file, times=[posted_at or "posted_at"], locale=locale or None, timezone=timezone)
    frame = read(numbers=[part for name in metrics for part in columns_of(name)])
    notes: list[Message] = []
    if [*metrics] == [VIEWS_COLUMN] and VIEWS_COLUMN not in frame.columns:
        column = _views_of(frame, file, locale)
        metrics, notes = [column], [says('"{column}" is read as the views.', column=column)]
        frame = read(numbers=metrics)
    columns = {"account": account or None, "posted_at": posted_at or None, "leave_out": leave_out or None}
    histories = table_histories(frame, metrics, **columns, timezone=timezone)
    return [replace(history, notes=(*notes, *history.notes)) for history in histories]


def _views_of(frame: pd.DataFrame, file: Path, locale: str) -> str:
    """The column of views, whatever a table calls it.

    Raises:
        InputError: It has none, and is perhaps no table of posts.
    """
    sheet = open_table(file, locale or None)
    kind = None if holds_posts(sheet) else label_of(sheet, {})
    if kind is not None:
        what = says("this file is “{kind}”, which has no views of posts", kind=kind)
        mend = says(
            "Bring the export that has one row a post: Content.csv of TikTok Studio, or the posts of Business Suite."
        )
        raise InputError(Problem("not_posts", what, says("a table with one row a post"), mend, path=file.name))
    named = [str(name) for name in frame.columns if header_words(str(name)) & VIEWS and holds_counts(str(name))]
    if not named:
        raise InputError(_unknown("column", VIEWS_COLUMN, frame.columns))
    return min(named, key=lambda name: len(header_words(name)))


def table_histories(
    frame: pd.DataFrame,
    metrics: Sequence[str],
    *,
    account: str | None = None,
    posted_at: str | None = None,
    timezone: str = "UTC",
    leave_out: str | None = None,
) -> list[History]:
    """Posts of any table, a history for each metric.

    Args:
        frame: One row a post.
        metrics: Columns, or ``NUMERATOR/DENOMINATOR``.
        account: Column with the account; ``account`` where there is one, else all rows are one account.
        posted_at: Column with the time of posting; without it rows count as being in order of time.
        timezone: In which weekdays are read.
        leave_out: ``impossible`` leaves out posts whose numbers cannot be true.

    Raises:
        InputError: Columns do not exist or hold no numbers, or a post stands in several rows of which none is the
            newest; every problem at once.
    """
    frame, metrics = with_seen_names(frame), [seen_name(name) for name in metrics]
    account, posted_at = seen_name(account), seen_name(posted_at)
    account = account or ("account" if "account" in frame.columns else None)
    posted_at = posted_at or ("posted_at" if "posted_at" in frame.columns else None)
    parts = [c for name in metrics for tops, bottom in [asked_columns(name)] for c in (*tops, bottom)]
    asked = [column for column in (account, posted_at, *parts) if column]
    problems = [_unknown("column", c, frame.columns) for c in dict.fromkeys(asked) if c not in frame.columns]
    repeats = (
        None if problems else one_row_a_post(frame, [account] if account else [], [part for part in parts if part])
    )
    problems += [*choice_problems(leave_out), *(repeat_problems(frame, repeats) if repeats else ())]
    if problems or repeats is None:
        raise InputError(problems)
    frame = frame.iloc[[*repeats.places]]
    frame = without_impossible(frame, metrics) if leave_out else frame
    when = read_times(frame, posted_at, timezone) if posted_at else None
    names = [name or "" for name in names_in(frame[account])] if account else [""] * len(frame)
    times = [None] * len(frame) if when is None else when.tolist()
    order = range(len(frame)) if when is None else when.argsort(kind="stable").tolist()
    whole = frame_hash(frame)
    return [
        replace(
            _history(metric, [(names[i], times[i], values.numerator[i], values.denominator[i]) for i in order], whole),
            notes=tuple(_notes(frame, repeats.posts)),
        )
        for metric, values in metric_columns(frame, metrics)
    ]


def _notes(frame: pd.DataFrame, merged: int) -> Iterator[Message]:
    """What was done to a table before it was read, and what in it cannot be true."""
    if aside := frame.attrs.get(LINES_ASIDE):
        yield says("Lines that are no posts are left out: row {rows}.", rows=list(aside))
    if columns := frame.attrs.get(COLUMNS_TWICE):
        yield says(
            "Columns that stand there several times and say the same are taken once: {columns}.", columns=[*columns]
        )
    if merged:
        yield says("{posts} posts stood in several rows; the newest reading counts, once.", posts=merged)
    if left := frame.attrs.get(LEFT_OUT):
        yield says("Numbers that cannot be true are left out: row {rows}.", rows=list(left))
    elif rules := impossible_rows(counted_columns(frame)):
        rows = [rows_of(frame)[place] for place in sorted(rules)]
        yield says(
            "The numbers of row {rows} cannot be true (likes above views, reactions without views, or less than none); "
            "--leave-out impossible leaves them out.",
            rows=rows,
        )


Row = tuple[str, datetime | None, float, float]


def _from_store(workspace: Workspace, lake: Lake, posts: Sequence[Post], metric: Metric) -> History:
    readings = read_at_age(workspace, metric, posts, MEASURE_AT)
    rows: list[Row] = []
    for post in posts:
        zone = ZoneInfo(workspace.accounts[post.account].timezone)
        reading = readings.by_post.get(post.post_id)
        number = (reading.numerator, reading.denominator) if reading else (np.nan, np.nan)
        rows.append((post.account, datetime.fromtimestamp(post.posted_at or 0, zone), *number))
    return _history(
        metric, sorted(rows, key=lambda row: (row[1] is not None and row[1].timestamp(), row[0])), lake.fingerprint()
    )


def _history(metric: Metric, rows: Iterable[Row], data_hash: str) -> History:
    by_account: dict[str, list[Row]] = defaultdict(list)
    left_out = 0
    for row in rows:
        usable = np.isfinite(row[2]) and np.isfinite(row[3]) and row[2] >= 0 and row[3] > 0
        left_out += not usable
        if usable:
            by_account[row[0]].append(row)
    return History(metric, tuple(_posts(name, own) for name, own in by_account.items()), left_out, data_hash)


def _posts(account: str, rows: Sequence[Row]) -> Posts:
    when = [row[1] for row in rows if row[1] is not None]
    known = len(when) == len(rows)
    return Posts(
        account,
        np.array([row[2] for row in rows]),
        np.array([row[3] for row in rows]),
        np.array([day.weekday() for day in when], dtype=np.int64) if known else None,
        (when[0].date().isoformat(), when[-1].date().isoformat()) if known else None,
    )


_KINDS = {"metric": says("metric"), "account": says("account"), "column": says("column")}


def _unknown(kind: str, name: str, known: Iterable[str]) -> Problem:
    names = [str(one) for one in known]
    field = name if kind == "column" else kind
    return Problem(
        f"unknown_{kind}",
        says('there is no {kind} "{name}"', kind=_KINDS[kind], name=name),
        says("one of {names}", names=names) if names else says("a table with columns"),
        did_you_mean(name, names),
        field=field,
    )
