"""What was asked of a table: columns, arms and settings, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from numbers import Integral, Real
from typing import Any, TypeGuard

import numpy as np
import pandas as pd

from cliptrial.analysis.table.columns import columns_of, name_of, names_in, number_problems, row_of, shown
from cliptrial.analysis.table.times import time_problems, zone_problems
from cliptrial.errors import Problem
from cliptrial.messages import Message, did_you_mean, says
from cliptrial.metrics import Metric
from cliptrial.posts.any_table import Column
from cliptrial.posts.tidy.post_rows import OneRow
from cliptrial.registry.alike import one_name

MOST_ARMS = 20
"""Arms in one comparison; more are no comparison but a catalogue."""
SHOWN = 12
"""Names that a message lists."""
LARGEST_EFFECT = 10.0
"""A smallest effect worth acting on is at most +1000 %."""


@dataclass(frozen=True)
class Asked:
    """Arguments of a comparison, as they were given; see :func:`~cliptrial.analysis.table.compare`."""

    arm: str
    control: str
    metrics: Sequence[str | Metric]
    block: str | None = None
    posted_at: str | None = None
    account: str | None = None
    timezone: str = "UTC"
    alpha: float = 0.05
    at_least: float = 0.1
    draws: int = 4999
    seed: int = 0

    @property
    def named(self) -> list[str | Metric]:
        """The metrics that are metrics at all."""
        given = self.metrics if isinstance(self.metrics, list) else []
        return [one for one in given if not list(_metric_problems([one]))]

    @property
    def parts(self) -> list[str]:
        """Their columns."""
        return [column for one in self.named for column in columns_of(one)]


def asked_problems(frame: pd.DataFrame, asked: Asked, repeats: OneRow) -> Iterator[Problem]:
    """Everything that is wrong with a question about posts, and with the cells it needs, all at once."""
    yield from question_problems(frame, asked)
    yield from _draw_problems(asked)
    yield from zone_problems(asked.timezone)
    if not isinstance(frame, pd.DataFrame):
        return
    within = [column for column in (asked.block, asked.account) if column]
    yield from _twice_problems(asked, within)
    if is_there(frame, asked.arm):
        yield from _few_draws(frame[asked.arm], asked)
        frame = frame[names_in(frame[asked.arm]).notna()]
    yield from _row_problems(frame, [column for column in within if is_there(frame, column)])
    yield from repeat_problems(frame, repeats)
    if asked.posted_at and is_there(frame, asked.posted_at) and asked.posted_at != asked.arm:
        yield from time_problems(frame, asked.posted_at)


def question_problems(frame: pd.DataFrame, asked: Asked) -> Iterator[Problem]:
    """What is wrong with the arms, the metrics, their cells, and the settings of a decision."""
    yield from _metric_problems(asked.metrics)
    yield from setting_problems(asked.alpha, asked.at_least)
    yield from table_problems(frame)
    if not isinstance(frame, pd.DataFrame):
        return
    optional = [column for column in (asked.block, asked.account, asked.posted_at) if column]
    yield from column_problems(frame, [asked.arm, *optional, *asked.parts])
    if is_there(frame, asked.arm) and len(frame):
        yield from arm_problems(frame[asked.arm], asked.arm, asked.control)
        frame = frame[names_in(frame[asked.arm]).notna()]
    yield from number_problems(frame, [c for c in asked.parts if is_there(frame, c) and c != asked.arm])


def as_list(metrics: object) -> Any:
    """Anything that lists metrics as a list; a lone text or number stays, and is told."""
    if isinstance(metrics, str) or not isinstance(metrics, Iterable):
        return metrics
    return [one_name(metric) if isinstance(metric, str) else metric for metric in metrics]


def table_problems(frame: object) -> Iterator[Problem]:
    """Something that is no table, or has no row."""
    if not isinstance(frame, pd.DataFrame):
        what = says("the posts are a {name}, not a table", name=type(frame).__name__)
        yield Problem("not_a_table", what, says("a pandas DataFrame with one row a post"))
    elif not len(frame):
        yield Problem(
            "no_rows",
            says("the table has no rows"),
            says("one row a post"),
            says("Hand in a table with posts below its header."),
        )


def column_problems(frame: pd.DataFrame, columns: Iterable[object]) -> Iterator[Problem]:
    """Columns that are not there, or there more than once."""
    known = [str(column) for column in frame.columns]
    for column in dict.fromkeys(map(_hashable, columns)):
        count = sum(1 for one in frame.columns if isinstance(one, type(column)) and one == column)
        if not count:
            what = says('there is no column "{column}"', column=shown(column))
            expected = says("one of {names}", names=listed(known)) if known else says("a table with columns")
            yield Problem(
                "unknown_column", what, expected, did_you_mean(shown(column), map(shown, known)), field=shown(column)
            )
        elif count > 1:
            what = says('{count} columns are called "{column}"', count=count, column=shown(column))
            yield Problem(
                "repeated_column", what, says("one"), says("Rename or remove the others."), field=shown(column)
            )


def setting_problems(alpha: object, at_least: object) -> Iterator[Problem]:
    """An error or a smallest effect that no decision can be made with."""
    if not (_is_number(at_least) and 0 < at_least <= LARGEST_EFFECT):
        expected = says("a ratio minus one above 0 and up to {most:.0f}, such as 0.1 for +10 %", most=LARGEST_EFFECT)
        yield Problem("at_least", says("at_least is {at_least}", at_least=shown(at_least)), expected, field="at_least")
    if not (_is_number(alpha) and 0 < alpha < 0.5):
        what, expected = says("alpha is {alpha}", alpha=shown(alpha)), says("a number between 0 and 0.5, usually 0.05")
        yield Problem("alpha", what, expected, field="alpha")


def arm_problems(column: Column, arm: str, control: object) -> Iterator[Problem]:
    """A control that no row has, nothing to compare it with, or too many arms."""
    values = names_in(column).value_counts()
    wanted = name_of(control)
    if not len(values):
        what = says('no row has a value in "{arm}"', arm=shown(arm))
        yield Problem(
            "no_arms", what, says("the arm of each post"), says("Fill in which variant each post is."), field=arm
        )
        return
    if wanted not in values.index:
        names = [str(name) for name in values.index]
        what = (
            says('no row has "{wanted}" in "{arm}"', wanted=shown(wanted), arm=shown(arm))
            if wanted
            else says("no control was named")
        )
        mend = did_you_mean(shown(wanted or ""), map(shown, names))
        yield Problem("unknown_control", what, says("one of {names}", names=listed(names)), mend, field=arm)
    elif len(values) == 1:
        what = says('every row has "{wanted}" in "{arm}"', wanted=shown(wanted), arm=shown(arm))
        mend = says("Add the posts of the variant, or name the column in which the arms differ.")
        yield Problem("one_arm", what, says("two or more arms"), mend, field=arm)
    if len(values) > MOST_ARMS:
        what = says('"{arm}" has {count} different values', arm=shown(arm), count=len(values))
        expected = says("at most {most} arms", most=MOST_ARMS)
        mend = says("Name the ones to compare, e.g. --variant VALUE, or keep only their rows.")
        yield Problem("too_many_arms", what, expected, mend, field=arm)


def listed(names: Sequence[str]) -> Message:
    """The first names, and how many more there are."""
    first, more = [shown(name) for name in names[:SHOWN]], len(names) - SHOWN
    return says("{first} and {more} more", first=first, more=more) if more > 0 else says("{first}", first=first)


def _metric_problems(metrics: object) -> Iterator[Problem]:
    expected = says("a column, or NUMERATOR/DENOMINATOR for a rate")
    if not isinstance(metrics, list):
        what = says('the metrics are "{metrics}", not a list', metrics=shown(metrics))
        mend = says("Write a list of names, e.g. metrics=['views'].")
        yield Problem("not_a_metric", what, says("a list of metrics"), mend, field="metrics")
        return
    if not metrics:
        yield Problem(
            "no_metric",
            says("no metric was named"),
            says("the column that decides"),
            says("Name it, e.g. metrics=['views']."),
        )
    for one in metrics:
        if isinstance(one, Metric) and one.numerator:
            continue
        if not isinstance(one, str) or not all(part.strip() for part in one.split("/")) or one.count("/") > 1:
            yield Problem("not_a_metric", says('"{one}" is no metric', one=shown(one)), expected, field="metrics")
    names = [one.name if isinstance(one, Metric) else one for one in metrics if isinstance(one, str | Metric)]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Problem(
            "repeated_metric",
            says('"{name}" is named {times} times', name=shown(name), times=names.count(name)),
            says("once"),
            field="metrics",
        )


def _draw_problems(asked: Asked) -> Iterator[Problem]:
    if not _is_whole(asked.seed) or asked.seed < 0:
        yield Problem(
            "seed", says("seed is {seed}", seed=shown(asked.seed)), says("a whole number from 0 up"), field="seed"
        )
    if not _is_whole(asked.draws) or asked.draws < 1:
        what = says("draws is {draws}", draws=shown(asked.draws))
        yield Problem("draws", what, says("a whole number from 1 up, usually 4999"), field="draws")


def _few_draws(arms: Column, asked: Asked) -> Iterator[Problem]:
    """So few draws that even the clearest result would look like chance."""
    fine = not [*_draw_problems(asked), *setting_problems(asked.alpha, asked.at_least)]
    variants = names_in(arms).nunique() - 1
    if fine and 0 < variants < MOST_ARMS and asked.draws + 1 < variants / asked.alpha:
        what = says("{draws} re-draws cannot show a p of {alpha:.2g}", draws=asked.draws, alpha=asked.alpha / variants)
        needed = ceil(variants / asked.alpha) - 1
        yield Problem(
            "draws",
            what,
            says("at least {needed}", needed=needed),
            says("Ask for more draws, or a larger alpha."),
            field="draws",
        )


def _twice_problems(asked: Asked, within: Sequence[str]) -> Iterator[Problem]:
    """One column in two parts that exclude each other."""
    roles: list[tuple[Message, object]] = [(says("block"), asked.block), (says("account"), asked.account)]
    roles += [(says("time of posting"), asked.posted_at), *((says("metric"), part) for part in asked.parts)]
    for role, column in dict.fromkeys((role, _hashable(column)) for role, column in roles):
        if column and column == asked.arm:
            what = says('"{column}" is both the arm and the {role}', column=shown(column), role=role)
            mend = says("Name the column that holds the {role}.", role=role)
            yield Problem("same_column", what, says("two different columns"), mend, field=shown(column))
    for part in dict.fromkeys(asked.parts):
        if part == asked.posted_at or part in within:
            what = says('"{part}" is a metric and also the time, block or account of the posts', part=shown(part))
            yield Problem(
                "same_column", what, says("two different columns"), says("Name another metric."), field=shown(part)
            )


def _row_problems(frame: pd.DataFrame, within: Sequence[str]) -> Iterator[Problem]:
    """Blank groups."""
    for column in within:
        blank = np.flatnonzero(names_in(frame[column]).isna())
        if len(blank):
            rows = says("1 row has") if len(blank) == 1 else says("{count} rows have", count=len(blank))
            what = says("{rows} no value, the first is row {row}", rows=rows, row=row_of(frame, int(blank[0])))
            yield Problem(
                "blank_group",
                what,
                says("a value in every row"),
                says("Fill them in, or leave these rows out."),
                field=column,
            )


def repeat_problems(frame: pd.DataFrame, repeats: OneRow) -> Iterator[Problem]:
    """Posts that stand in several rows of which none can be told to be the newest."""
    if repeats.unclear:
        first, count = repeats.unclear[0], len(repeats.unclear)
        posts = says("1 post stands") if count == 1 else says("{count} posts stand", count=count)
        why = (
            says('with different values of "{column}"', column=shown(first.differ))
            if first.differ
            else says("and no row of it is clearly the newest")
        )
        yield Problem(
            "posts_repeated",
            says('{posts} in several rows, such as "{post}", {why}', posts=posts, post=shown(first.post), why=why),
            says("one row a post"),
            says(
                "Keep one reading of each post, all at the same age; several rows a post would count it several times."
            ),
            row=row_of(frame, first.place),
            field=first.column,
        )


def is_there(frame: pd.DataFrame, column: object) -> bool:
    """Whether exactly one column has this name."""
    return not list(column_problems(frame, [column]))


def _hashable(column: object) -> object:
    return column if isinstance(column, str | int | float | None) else str(column)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, Integral) and not isinstance(value, bool)
