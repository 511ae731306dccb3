"""What a table of posts must hold to be compared, and what it tells of fairness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cliptrial.analysis.checks.rotation import period_findings, rotation_findings
from cliptrial.analysis.codes import Code
from cliptrial.analysis.columns import asked_columns
from cliptrial.analysis.results import Finding, Level, Value
from cliptrial.analysis.rows import Question
from cliptrial.analysis.units import Units
from cliptrial.errors import Problem
from cliptrial.metrics import Metric
from cliptrial.stats.inversion import Floats

MOST_ARMS = 20
"""Arms in one comparison; more are no comparison but a catalogue."""
SHOWN = 12
IDS = ("post_id", "video_id", "link", "video link", "Video link")
"""Names of columns that say which post it is."""
OWNERS = ("account", "author", "username", "user", "handle", "profile", "creator", "channel")
"""Names of columns that say whose post it is."""


def asked_problems(
    frame: pd.DataFrame,
    arm: str,
    control: str,
    metrics: Sequence[str | Metric],
    block: str | None,
    posted_at: str | None,
    account: str | None,
    alpha: float,
    at_least: float,
) -> Iterator[Problem]:
    """Columns and values that were asked for and are not there."""
    known = ", ".join(map(str, frame.columns))
    parts = [column for m in metrics for tops, bottom in [asked_columns(m)] for column in (*tops, bottom)]
    asked = [column for column in (arm, block, posted_at, account, *parts) if column]
    for column in dict.fromkeys(asked):
        if column not in frame.columns:
            yield Problem("unknown_column", f'there is no column "{column}"', f"one of {known}", field=column)
    if not metrics:
        yield Problem("no_metric", "no metric was named", "the column that decides", "Name it, e.g. metrics=['views'].")
    if arm in frame.columns:
        yield from _arm_problems(frame[arm], arm, str(control))
    yield from _row_problems(frame, [column for column in (block, account) if column])
    if not at_least > 0:
        yield Problem("at_least", f"at_least is {at_least}", "a ratio minus one above 0, such as 0.1", field="at_least")
    if not 0 < alpha < 0.5:
        yield Problem("alpha", f"alpha is {alpha}", "a number between 0 and 0.5, usually 0.05", field="alpha")


def _row_problems(frame: pd.DataFrame, within: Sequence[str]) -> Iterator[Problem]:
    """Blank groups, and posts that stand in several rows."""
    for column in within:
        blank = np.flatnonzero(frame[column].isna()) if column in frame.columns else np.empty(0, dtype=np.int64)
        if len(blank):
            what = f"{len(blank)} rows have no value, the first is row {blank[0] + 2}"
            yield Problem(
                "blank_group", what, "a value in every row", "Fill them in, or leave these rows out.", field=column
            )
    for column in IDS:
        ids = frame[column].dropna() if column in frame.columns else pd.Series(dtype=object)
        again = ids[ids.duplicated()]
        if len(again):
            yield Problem(
                "posts_repeated",
                f'{len(again)} rows repeat a post, such as "{again.iloc[0]}"',
                "one row a post",
                "Keep one reading of each post, all at the same age; several rows a post would count it several times.",
                row=int(again.index[0]) + 2,
                field=column,
            )


def _arm_problems(column: pd.Series[Any], arm: str, control: str) -> Iterator[Problem]:
    values = column.dropna().astype(str).value_counts()
    if control not in values.index:
        more = f" and {len(values) - SHOWN} more" if len(values) > SHOWN else ""
        near = get_close_matches(control, list(values.index), n=1)
        mend = f'Did you mean "{near[0]}"?' if near else ""
        shown = ", ".join(values.index[:SHOWN])
        yield Problem("unknown_control", f'no row has "{control}" in "{arm}"', f"one of {shown}{more}", mend, field=arm)
    if len(values) > MOST_ARMS:
        yield Problem(
            "too_many_arms",
            f'"{arm}" has {len(values)} different values',
            f"at most {MOST_ARMS} arms in one comparison",
            "Name the ones to compare, e.g. --variant VALUE, or keep only their rows.",
            field=arm,
        )


def table_findings(
    units: Units,
    kept: pd.DataFrame,
    when: pd.Series[Any] | None,
    questions: Sequence[Question],
    arms: tuple[str, Sequence[str]],
    within: str | None,
) -> Iterator[Finding]:
    """Fairness checks of a table.

    Args:
        units: Its posts.
        kept: Its rows.
        when: Times of posting, in the time zone of the weekdays.
        questions: The metrics.
        arms: Control and variants.
        within: Column of the accounts, or of what posts are compared within.
    """
    control, variants = arms
    if not units.randomised:
        yield Finding(Code.NOT_RANDOMISED, Level.NOTE)
        yield from _owner_findings(units, kept, control, variants, within)
    if not variants:
        yield Finding(Code.ARM_WITHOUT_POSTS, Level.BLOCKER, {"arm": "variant"})
    if when is not None:
        everyone = np.ones(len(units.arm), dtype=np.bool_)
        yield from rotation_findings(units, everyone, weekday_of(when), control, variants)
        yield from period_findings(units, everyone, seconds(when), control, variants)
    for question in questions:
        missing = int((~question.values.read).sum())
        if missing:
            yield Finding(Code.MISSING_VALUES, Level.NOTE, {"metric": question.metric.name, "posts": missing})


def _owner_findings(
    units: Units, kept: pd.DataFrame, control: str, variants: Sequence[str], within: str | None
) -> Iterator[Finding]:
    """Arms that belong to different accounts: nobody can tell the arm from the account."""
    owners = [c for c in kept.columns if str(c).lower() in OWNERS or c == within]
    for column in owners:
        own = set(kept.loc[units.arm == control, column].dropna())
        for variant in variants:
            theirs = set(kept.loc[units.arm == variant, column].dropna())
            if own and theirs and not own & theirs:
                count = int((units.arm == variant).sum())
                values: dict[str, Value] = {"attribute": str(column), "arm": variant, "posts": count, "of": count}
                yield Finding(Code.ATTRIBUTE_DIFFERS, Level.BLOCKER, values)
                break


def weekday_of(when: pd.Series[Any] | None) -> NDArray[np.int64]:
    """0 (Monday) to 6, shape (posts,)."""
    assert when is not None
    return np.asarray(when.dt.day_of_week, dtype=np.int64)


def seconds(when: pd.Series[Any]) -> Floats:
    """UTC epoch seconds, shape (posts,)."""
    return np.asarray(when.astype("int64"), dtype=np.float64) / 1e9
