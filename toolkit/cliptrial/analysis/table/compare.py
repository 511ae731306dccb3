"""Any table of posts: ``compare``, with or without chance having assigned the arms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pandas as pd

from cliptrial.analysis.assemble import Frame, assemble
from cliptrial.analysis.checks.improbable import like_findings
from cliptrial.analysis.checks.weekdays import weekday_table
from cliptrial.analysis.findings import Finding
from cliptrial.analysis.findings.improbable import ImprobableEffect, ImprobablePosts
from cliptrial.analysis.findings.weekdays import ArmsInDifferentPeriods, ArmsTakeTurns, WeekdayTableTest
from cliptrial.analysis.results import Analysis, ArmSummary, Evidence, PostResult, Provenance, Role, package_version
from cliptrial.analysis.rows import Question, Rule
from cliptrial.analysis.table.asked import Asked, as_list, asked_problems
from cliptrial.analysis.table.columns import (
    metric_columns,
    name_of,
    names_in,
    rows_of,
    seen_name,
    with_seen_names,
    without_impossible,
)
from cliptrial.analysis.table.most_used import with_most_used
from cliptrial.analysis.table.table_findings import (
    arm_findings,
    impossible_findings,
    likes_of,
    seconds,
    table_findings,
    weekday_of,
)
from cliptrial.analysis.table.times import read_times
from cliptrial.analysis.units import Assignment, Units
from cliptrial.errors import InputError
from cliptrial.metrics import Metric
from cliptrial.posts.text.privacy import mask
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.posts.tidy.impossible import choice_problems
from cliptrial.posts.tidy.post_rows import POSTS_MERGED, OneRow, one_row_a_post
from cliptrial.registry.platforms import platform_of_link

REFUTED = 0.001
"""Chance of such a table of arms and weekdays below which they were hardly assigned as they are said to have been."""


def compare(
    frame: pd.DataFrame,
    *,
    arm: str,
    control: str,
    metrics: Sequence[str | Metric],
    block: str | None = None,
    posted_at: str | None = None,
    timezone: str = "UTC",
    randomised: bool = False,
    alpha: float = 0.05,
    draws: int = 4999,
    seed: int = 0,
    at_least: float = 0.1,
    variable: str | None = None,
    account: str | None = None,
    leave_out: str | None = None,
) -> Analysis:
    """Compare arms in a table with one row a post.

    Args:
        frame: The posts.
        arm: Column that names each post's arm; rows without one are left out. Without chance it may have any number
            of values: the twenty that most posts have are compared, the control among them.
        control: Value of ``arm`` that everything is compared with.
        metrics: Columns, ``NUMERATOR/DENOMINATOR`` for a rate, or metrics that name their own columns; the
            first one decides.
        block: Column within whose values chance assigned the arms; without chance, posts are compared within them.
        posted_at: Column with the time of posting: datetimes, ISO text or UTC epoch seconds.
        timezone: IANA name in which weekdays are read.
        randomised: Whether chance assigned the arms; otherwise the result is "observed".
        alpha: Two-sided error of the primary family.
        draws: Monte-Carlo draws where there are more than 40,000 assignments.
        seed: Of the draws.
        at_least: Smallest effect worth acting on, a ratio minus one.
        variable: What the arms differ in, for the wording (hook, sound, ...).
        account: Column that names each post's account; arms are compared within accounts, and platforms, by links.
        leave_out: ``impossible`` leaves out rows whose numbers cannot be true, such as likes above views.

    Raises:
        InputError: If columns or values do not exist or are not numbers; every problem at once.

    Examples:
        >>> import pandas as pd
        >>> posts = pd.DataFrame({"sound": ["old", "new"] * 8, "views": range(100, 116), "likes": range(9, 25)})
        >>> answer = compare(posts, arm="sound", control="old", metrics=["views", "likes/views"])
        >>> [row.metric for row in answer.uplifts]
        ['views', 'likes/views']
    """
    frame, metrics = with_seen_names(frame), as_list(metrics)
    arm, (block, posted_at, account) = seen_name(arm), map(seen_name, (block, posted_at, account))
    asked = Asked(arm, control, metrics, block, posted_at, account, timezone, alpha, at_least, draws, seed)
    frame, repeats = one_row_each(frame if randomised else with_most_used(frame, arm, control), asked)
    problems = [*choice_problems(leave_out), *asked_problems(frame, asked, repeats)]
    if not problems and leave_out:
        frame = without_impossible(frame, asked.metrics)
        problems = [*asked_problems(frame, asked, OneRow((), 0))]
    if problems:
        raise InputError(problems)
    return _compared(frame, asked, variable, randomised=randomised)


def one_row_each(frame: pd.DataFrame, asked: Asked) -> tuple[pd.DataFrame, OneRow]:
    """The table with the newest row of every post that names an arm, and of which posts nobody can tell it."""
    readable = isinstance(frame, pd.DataFrame) and isinstance(asked.arm, str) and frame.columns.is_unique
    if not readable or asked.arm not in frame.columns:
        return frame, OneRow((), 0)
    armed = np.flatnonzero(names_in(frame[asked.arm]).notna())
    own = [column for column in (asked.arm, asked.block, asked.account) if isinstance(column, str)]
    parts = [*asked.parts, *([asked.posted_at] if isinstance(asked.posted_at, str) else [])]
    repeats = one_row_a_post(frame.iloc[armed], own, parts)
    dropped = {*armed.tolist()} - {*armed[[*repeats.places]].tolist()}
    places = [place for place in range(len(frame)) if place not in dropped]
    kept = frame.iloc[places] if dropped else frame
    kept.attrs[POSTS_MERGED] = repeats.posts
    at = {int(armed[one.place]): one for one in repeats.unclear}
    unclear = tuple(replace(one, place=places.index(place)) for place, one in at.items())
    return kept, replace(repeats, unclear=unclear)


def _compared(frame: pd.DataFrame, asked: Asked, variable: str | None, *, randomised: bool) -> Analysis:
    """The answer to a question that can be asked of this table."""
    arms, control = names_in(frame[asked.arm]), str(name_of(asked.control))
    given = frame.loc[:, ~frame.columns.duplicated()][arms.notna()]
    kept, names = given.reset_index(drop=True), arms.dropna().reset_index(drop=True)
    order = control_first(control, names)
    when = read_times(kept, asked.posted_at, asked.timezone) if asked.posted_at else None
    units = units_of(kept, names, when, asked, randomised=randomised)
    places = tuple(rows_of(given))
    questions = [
        Question(metric, Role.PRIMARY if number == 0 else Role.SECONDARY, values, places=places)
        for number, (metric, values) in enumerate(metric_columns(kept, asked.metrics))
    ]
    of_table = table_findings(units, kept, when, questions, (control, order[1:]), asked.account or asked.block)
    inputs = frame_hash(kept)
    # A table outside any store has no other salt that stays the same.
    posts = tuple(_posts(kept, names, when, questions, inputs.encode()))
    findings = (
        *arm_findings(arms),
        *of_table,
        *impossible_findings(kept, posts, places),
        *_like_findings(units, kept, posts, places),
    )
    known = Frame(
        experiment=None,
        variable=variable,
        evidence=_evidence(randomised, findings),
        arms=tuple(ArmSummary(n, int((names == n).sum()), value=n, control=n == control) for n in order),
        provenance=Provenance(package_version(), None, inputs, None, asked.seed, asked.draws),
        findings=findings,
        posts=posts,
        when=seconds(when) if when is not None else None,
        weekdays=weekday_table(order, units.arm, weekday_of(when)) if when is not None else {},
    )
    analysis = assemble(known, units, questions, Rule(asked.alpha, asked.at_least))
    return replace(analysis, evidence=_evidence(randomised, analysis.findings))


def control_first(control: str, names: pd.Series[str]) -> list[str]:
    """The control, then the variants as they come."""
    return [control, *(name for name in dict.fromkeys(names) if name != control)]


def _like_findings(
    units: Units, kept: pd.DataFrame, posts: Sequence[PostResult], places: Sequence[int]
) -> Iterator[Finding]:
    """What likes tell of views, in a table that holds both."""
    likes = likes_of(kept)
    if likes is not None:
        yield from like_findings(units, likes, posts, places)


def frame_hash(frame: pd.DataFrame) -> str:
    """SHA-256 of a table's values, independent of the order of its columns."""
    order = sorted(range(len(frame.columns)), key=lambda place: str(frame.columns[place]))
    return sha256(frame.iloc[:, order].to_csv(index=False).encode()).hexdigest()


def _evidence(randomised: bool, findings: Sequence[Finding]) -> Evidence:
    """What chance is said to have done, unless the table speaks against it."""
    if not randomised:
        return Evidence.OBSERVED
    order = any(isinstance(f, ArmsInDifferentPeriods | ArmsTakeTurns) for f in findings)
    improbable = any(isinstance(f, ImprobablePosts | ImprobableEffect) for f in findings)
    doubtful = any(isinstance(f, WeekdayTableTest) and f.p_value < REFUTED for f in findings)
    return Evidence.DEVIATIONS if order or doubtful or improbable else Evidence.RANDOMISED


def _platforms(kept: pd.DataFrame) -> pd.Series[str] | None:
    """The platform of every row by its links, where a table holds several: they differ as accounts do."""
    for column in (kept.iloc[:, place] for place in range(kept.shape[1])):
        if pd.api.types.is_numeric_dtype(column):
            continue
        of = [platform_of_link(cell) if isinstance(cell, str) and "/" in cell else None for cell in column]
        if len({*of} - {None}) > 1 and 2 * of.count(None) < len(of):
            return pd.Series([one or "" for one in of], index=kept.index)
    return None


def units_of(
    kept: pd.DataFrame, names: pd.Series[str], when: pd.Series[pd.Timestamp] | None, asked: Asked, *, randomised: bool
) -> Units:
    """The rows as posts with their arms, and what chance could have done instead.

    Args:
        kept: Rows that name an arm.
        names: Their arms.
        when: Their times of posting; None where they are not known.
        asked: What is asked of them.
        randomised: Whether chance assigned the arms.
    """
    block, none = asked.block, np.zeros(len(kept), dtype=np.int64)
    # Without chance a block is only something that posts have in common, as an account is.
    groups = [names_in(kept[column]) for column in (asked.account, None if randomised else block) if column]
    groups += [] if (platforms := _platforms(kept)) is None else [platforms]
    accounts = np.asarray(kept.groupby(groups).ngroup(), dtype=np.int64) if groups else none
    if randomised:
        within = pd.factorize(names_in(kept[block]))[0].astype(np.int64) if block else none
        stratum = within + accounts * (int(within.max(initial=0)) + 1)
    else:
        months = when.dt.year * 12 + when.dt.month if when is not None else pd.Series(none)
        stratum = (pd.factorize(months)[0] + accounts * (months.nunique() + 1)).astype(np.int64)
    return Units(
        arm=names.to_numpy(dtype=object),
        assignment=Assignment.RANDOM if randomised else Assignment.NOBODY,
        account=accounts,
        weekday=weekday_of(when) if when is not None else None,
        stratum=stratum,
        block=none,
        when=seconds(when) if when is not None else None,
        draws=asked.draws,
        seed=asked.seed,
    )


def _posts(
    kept: pd.DataFrame,
    names: pd.Series[str],
    when: pd.Series[pd.Timestamp] | None,
    questions: Sequence[Question],
    salt: bytes,
) -> Iterator[PostResult]:
    each = {q.metric.name: [float(v) if np.isfinite(v) else None for v in q.values.each] for q in questions}
    ids, videos, links, captions = (_texts(kept, name) for name in ("post_id", "video_id", "link", "caption"))
    times: list[pd.Timestamp | None] = [None] * len(kept) if when is None else list(when)
    for row, (name, posted) in enumerate(zip(names, times, strict=True)):
        yield PostResult(
            position=None,
            post_id=ids[row] or videos[row],
            account=None,
            arm=name,
            planned=None,
            posted_on=posted.date() if posted is not None else None,
            weekday=int(posted.weekday()) if posted is not None else None,
            slot=posted.strftime("%H:%M") if posted is not None else None,
            topic=None,
            link=rebuilt_link(link) if (link := links[row]) else None,
            caption=mask(caption, salt=salt) if (caption := captions[row]) else None,
            late=None,
            metrics={metric: values[row] for metric, values in each.items()},
        )


def _texts(kept: pd.DataFrame, column: str) -> list[str | None]:
    """A column's cells as texts, None where they are missing or there is no such column."""
    if column not in kept.columns:
        return [None] * len(kept)
    return [None if value is None or pd.isna(value) else str(value) for value in kept[column].tolist()]
