"""What a table of posts tells of fairness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import normalize

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cliptrial.analysis.checks.weekdays import period_findings, rotation_findings
from cliptrial.analysis.estimate import by_logs
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.measured import (
    ArmsAlike,
    ColumnsTwice,
    ComparedByAverage,
    ImpossibleLeftOut,
    ImpossibleNumbers,
    LinesAside,
    MissingValues,
    PostsMerged,
    RowsWithoutArm,
    ValuesLeftOut,
)
from cliptrial.analysis.findings.one_variable import AttributeDiffers
from cliptrial.analysis.findings.planned import NotRandomised
from cliptrial.analysis.findings.weekdays import ArmsTakeTurns, TimesUnknown
from cliptrial.analysis.results import PostResult
from cliptrial.analysis.rows import Question
from cliptrial.analysis.table.asked import MOST_ARMS
from cliptrial.analysis.table.columns import LEFT_OUT, counted_columns, names_in, read_numbers
from cliptrial.analysis.table.most_used import POSTS_LEFT, VALUES_LEFT
from cliptrial.analysis.units import Units, Values
from cliptrial.metrics import Kind
from cliptrial.posts.any_table import COLUMNS_TWICE, LINES_ASIDE
from cliptrial.posts.tidy.impossible import impossible_rows
from cliptrial.posts.tidy.post_rows import POSTS_MERGED
from cliptrial.registry.alike import alike
from cliptrial.rotation.groups import ALTERNATES
from cliptrial.stats.inversion import Floats
from cliptrial.stats.weekdays import independence, total_variation

OWNERS = ("account", "author", "username", "user", "handle", "profile", "creator", "channel")
"""Names of columns that say whose post it is."""
MOSTLY, UNLIKELY = 0.25, 0.001
"""Share of an arm's posts that another account's would have to make up for, and the chance of such a table by luck."""


def arm_findings(names: pd.Series[str]) -> Iterator[Finding]:
    """Rows that name no arm, and arms that were most likely meant to be one.

    Args:
        names: Each row's arm, None where there is none.
    """
    without = int(names.isna().sum())
    if without:
        yield RowsWithoutArm(Level.NOTE, rows=without)
    meant: dict[str, list[str]] = {}
    for name in names.dropna().unique():
        meant.setdefault(" ".join(alike(normalize("NFKC", name)).split()), []).append(name)
    for arms in meant.values():
        if len(arms) > 1:
            yield ArmsAlike(Level.WARNING, arms=tuple(arms))


def table_findings(
    units: Units,
    kept: pd.DataFrame,
    when: pd.Series[pd.Timestamp] | None,
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
        yield NotRandomised(Level.NOTE)
        yield from _owner_findings(units, kept, control, variants, within)
    if when is not None:
        everyone = np.ones(len(units.arm), dtype=np.bool_)
        yield from rotation_findings(units, everyone, weekday_of(when), control, variants)
        first = questions[0]
        held = by_logs(first.metric, first.values.numerator[first.values.read])
        yield from period_findings(units, everyone, seconds(when), control, variants, slope_held=held)
        yield from turn_findings(units, seconds(when))
    else:
        yield TimesUnknown(Level.WARNING)
    yield from _reading_findings(kept)
    for question in questions:
        values = question.values
        empty = int((values.numerator[values.read] == 0).sum())
        if question.metric.kind in (Kind.COUNT, Kind.MEAN) and 0 < empty < values.read.sum():
            yield ComparedByAverage(Level.NOTE, metric=question.metric.name, posts=empty)
        missing = int((~values.read).sum())
        if missing:
            yield MissingValues(Level.NOTE, metric=question.metric.name, posts=missing)


def turn_findings(units: Units, when: Floats) -> Iterator[Finding]:
    """Arms that chance is said to have assigned, but that strictly take turns within an account."""
    if not units.randomised or np.ptp(units.stratum):
        return
    for account in np.unique(units.account):
        own = units.account == account
        arms = units.arm[own][np.argsort(when[own], kind="stable")]
        turn = len(set(arms))
        if turn > 1 and len(arms) >= ALTERNATES and (arms[turn:] == arms[:-turn]).all():
            yield ArmsTakeTurns(Level.BLOCKER)
            return


def likes_of(kept: pd.DataFrame) -> Values | None:
    """Likes over views, wherever a table holds both."""
    named = {str(column).strip().casefold(): place for place, column in enumerate(kept.columns)}
    if not {"likes", "views"} <= set(named):
        return None
    return Values(*(read_numbers(kept.iloc[:, named[name]], kept)[0] for name in ("likes", "views")))


def _reading_findings(kept: pd.DataFrame) -> Iterator[Finding]:
    """What was done to the table before it could be compared."""
    columns = tuple(dict.fromkeys(kept.attrs.get(COLUMNS_TWICE, ())))
    if columns:
        yield ColumnsTwice(Level.NOTE, columns=columns)
    if kept.attrs.get(POSTS_MERGED):
        yield PostsMerged(Level.NOTE, posts=kept.attrs[POSTS_MERGED])
    if VALUES_LEFT in kept.attrs:
        left, posts = kept.attrs[VALUES_LEFT], kept.attrs[POSTS_LEFT]
        yield ValuesLeftOut(Level.NOTE, values_left=left, posts=posts, most=MOST_ARMS)
    if kept.attrs.get(LINES_ASIDE):
        yield LinesAside(Level.NOTE, rows=tuple(kept.attrs[LINES_ASIDE]))


def impossible_findings(kept: pd.DataFrame, posts: Sequence[PostResult], places: Sequence[int]) -> Iterator[Finding]:
    """Rows whose numbers cannot be true, and those that were left out for it.

    Args:
        kept: The table.
        posts: Its posts, row by row.
        places: Their rows in the table that was handed in.
    """
    rules = impossible_rows(counted_columns(kept))
    if rules:
        wrong = sorted(rules)
        yield ImpossibleNumbers(
            Level.WARNING,
            posts=len(wrong),
            rules=tuple(sorted({name for own in rules.values() for name in own})),
            links=tuple(link for row in wrong if (link := posts[row].link)),
            rows=tuple(places[row] for row in wrong),
        )
    if (left := kept.attrs.get(LEFT_OUT)) is not None:
        yield ImpossibleLeftOut(Level.NOTE, posts=len(left), rows=tuple(left))


def _owner_findings(
    units: Units, kept: pd.DataFrame, control: str, variants: Sequence[str], within: str | None
) -> Iterator[Finding]:
    """Arms that belong to different accounts, or mostly so: nobody can tell the arm from the account."""
    owners = [c for c in kept.columns if str(c).lower() in OWNERS or c == within]
    for column in owners:
        owner = names_in(kept[column]).dropna()
        arm_of = units.arm[owner.index]
        own = owner[arm_of == control]
        for variant in variants:
            theirs = owner[arm_of == variant]
            if not len(own) or not len(theirs):
                continue
            table = pd.crosstab(owner, arm_of)[[variant, control]].to_numpy(dtype=np.int64).T
            apart = not (table.min(axis=0) > 0).any()
            mostly = total_variation(table) > MOSTLY and independence(table, seed=units.seed).p_value < UNLIKELY
            if apart or (column != within and mostly):
                # Of arms that share no owner these are all posts of the variant.
                posts = int(np.maximum(table[0] - table[1], 0).sum())
                yield AttributeDiffers(Level.BLOCKER, attribute=str(column), arm=variant, posts=posts, of=len(theirs))
                break


def weekday_of(when: pd.Series[pd.Timestamp] | None) -> NDArray[np.int64]:
    """0 (Monday) to 6, shape (posts,)."""
    assert when is not None
    return np.asarray(when.dt.day_of_week, dtype=np.int64)


def seconds(when: pd.Series[pd.Timestamp]) -> Floats:
    """UTC epoch seconds, shape (posts,)."""
    return np.asarray(when.astype("int64"), dtype=np.float64) / 1e9
