"""Whether the arms of a table shared the weekdays: the check that every comparison makes, by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cliptrial.analysis.checks.weekdays import confounded, rotation_findings, weekday_table
from cliptrial.analysis.findings import Finding
from cliptrial.analysis.findings.weekdays import WeekdayConfounded
from cliptrial.analysis.table.asked import Asked, asked_problems
from cliptrial.analysis.table.columns import name_of, names_in, seen_name, with_seen_names
from cliptrial.analysis.table.compare import control_first, one_row_each, units_of
from cliptrial.analysis.table.most_used import with_most_used
from cliptrial.analysis.table.table_findings import weekday_of
from cliptrial.analysis.table.times import read_times
from cliptrial.errors import InputError


@dataclass(frozen=True, slots=True)
class SharedWeekdays:
    """Weekdays of the arms of a table.

    Attributes:
        control: The arm that the others are held against.
        table: By arm, the control first: posts from Monday to Sunday.
        pairs: Every variant beside the control, whether they shared the weekdays or not.
        findings: What a comparison of these posts says of weekdays.
    """

    control: str
    table: Mapping[str, tuple[int, ...]]
    pairs: tuple[WeekdayConfounded, ...]
    findings: tuple[Finding, ...]


def shared_weekdays(
    frame: pd.DataFrame,
    *,
    arm: str,
    posted_at: str,
    timezone: str = "UTC",
    control: str | None = None,
    account: str | None = None,
    randomised: bool = False,
    draws: int = 4999,
    seed: int = 0,
) -> SharedWeekdays:
    """Look at arms and weekdays as :func:`~cliptrial.analysis.table.compare.compare` does.

    Args:
        frame: The posts.
        arm: Column that names each post's arm.
        posted_at: Column with the time of posting.
        timezone: IANA name in which weekdays are read.
        control: Value of ``arm``; the most used one where none is named.
        account: Column that names each post's account.
        randomised: Whether chance assigned the arms.
        draws: Monte-Carlo draws.
        seed: Of the draws.

    Raises:
        InputError: Columns or values do not exist, or times cannot be read; every problem at once.
    """
    frame, account = with_seen_names(frame), seen_name(account)
    arm, posted_at = map(seen_name, (arm, posted_at))
    named = control if control is not None else _most_used(frame, arm)
    asked = Asked(arm, named, [], None, posted_at, account, timezone, draws=draws, seed=seed)
    frame, repeats = one_row_each(frame if randomised else with_most_used(frame, arm, named), asked)
    problems = [one for one in asked_problems(frame, asked, repeats) if one.code != "no_metric"]
    if problems:
        raise InputError(problems)
    arms = names_in(frame[arm])
    kept = frame.loc[:, ~frame.columns.duplicated()][arms.notna()].reset_index(drop=True)
    names, when = arms.dropna().reset_index(drop=True), read_times(kept, posted_at, timezone)
    first, *variants = control_first(str(name_of(named)), names)
    units, days = units_of(kept, names, when, asked, randomised=randomised), weekday_of(when)
    everyone, table = np.ones(len(names), dtype=np.bool_), weekday_table([first, *variants], units.arm, days)
    pairs = (confounded(units, everyone, days, first, one, table, always=True) for one in variants)
    findings = rotation_findings(units, everyone, days, first, variants)
    return SharedWeekdays(first, table, tuple(one for one in pairs if one is not None), tuple(findings))


def _most_used(frame: pd.DataFrame, arm: str) -> str:
    """The value that most rows have, the first of several; a wrong column is told by whoever reads it."""
    readable = isinstance(frame, pd.DataFrame) and [*frame.columns].count(arm) == 1
    names = names_in(frame[arm]).dropna().tolist() if readable else []
    return max(names, key=names.count, default="")
