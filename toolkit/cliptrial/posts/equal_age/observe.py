"""One number per post at equal age: the snapshot nearest to the measuring age, one row a post.

A post of 30 days has more views than a post of 7 days, whatever its hook; so posts are compared at the
same age. Where too few have such a snapshot, posts that chance assigned may be read from one common
export instead, because chance balances their age between the arms.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import narwhals as nw
import numpy as np
import pyarrow as pa
from narwhals.typing import LazyFrameT

from cliptrial.metrics.catalogue import Metric
from cliptrial.posts.columns.arrow import Texts, column_of, list_of
from cliptrial.posts.equal_age.by_post import ByPost
from cliptrial.posts.equal_age.common_export import best_export
from cliptrial.posts.equal_age.complete import completed
from cliptrial.posts.equal_age.meanings import Counted, of_one_meaning
from cliptrial.posts.equal_age.windows import windows
from cliptrial.posts.lake.lake import Frame, Lake, arrow, rows_of
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.records import AgeRule, Readings

DAY = 86_400
_READ = {"post_id": "VARCHAR", "captured_at": "BIGINT", "age": "BIGINT", "numerator": "DOUBLE", "denominator": "DOUBLE"}
"""What is read of a post, by the engine's names of types."""
_FOREVER = 2**62
"""A UTC epoch second that no clock reaches."""
ENOUGH = 0.9
"""Share of the posts old enough that must have a snapshot at the measuring age."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every metric; the age in seconds."""

    posts: Frame
    age: int
    as_of: int | None
    randomised: bool


@dataclass(frozen=True, slots=True)
class _Ages:
    """Posts by their age at their account's newest capture, and those whose age nobody knows."""

    timed: tuple[str, ...]
    too_young: tuple[str, ...]
    untimed: tuple[str, ...]

    @property
    def old(self) -> int:
        """How many posts are old enough."""
        return len(self.timed) - len(self.too_young)

    def without(self, post_ids: Sequence[Texts]) -> list[str]:
        """The posts whose age is known, but for these, which are among them; each of several lists has none twice."""
        if any(len(some) == len(self.timed) for some in post_ids):
            return []
        known = {post_id for some in post_ids for post_id in list_of(some)}
        return [post_id for post_id in self.timed if post_id not in known]


def observe(
    lake: Lake,
    metrics: Sequence[Metric],
    post_ids: Sequence[str],
    *,
    posted_at: Mapping[str, int],
    measure_at: float,
    randomised: bool,
    timezones: Mapping[str, str] | None = None,
    promoted_at: Mapping[str, int] | None = None,
    counted: Mapping[str, Counted] | None = None,
    as_of: int | None = None,
) -> dict[str, Readings]:
    """Read every metric on every post, by the fairest age rule that the snapshots allow.

    Posts are old enough when the newest capture of their account shows them at the measuring age or
    within the tolerance below it; today plays no part.

    Args:
        lake: The facts.
        metrics: What to read; a snapshot counts only if it has all columns of the metric.
        post_ids: The posts; ids without a posting time are ``left_out``.
        posted_at: By post id: UTC epoch seconds.
        measure_at: The measuring age in days.
        randomised: Whether chance assigned these posts, so that one common export is fair.
        timezones: By post id: the time zone of its account, in whose days its age is counted; by the clock where there
            is none.
        promoted_at: By post id: UTC epoch seconds from which it was promoted; snapshots since then show bought
            numbers and are not read.
        counted: By post id: those on platforms that ever changed what they count; read on one side of such a day.
        as_of: Ignore snapshots captured after this UTC epoch second.

    Returns:
        Readings by metric name.
    """
    asked = dict.fromkeys(post_ids)
    ids = [post_id for post_id in asked if post_id in posted_at]
    untimed = tuple(post_id for post_id in asked if post_id not in posted_at) if len(ids) < len(asked) else ()
    age, zones = round(measure_at * DAY), timezones or {}
    posted = np.array([posted_at[i] for i in ids], np.int64)
    early, late = windows(posted, measure_at, [zones.get(i) for i in ids] if zones else [None] * len(ids))
    wanted = lake.given(
        post_id=("VARCHAR", ids),
        posted_at=("BIGINT", posted.tolist()),
        early=("BIGINT", early.tolist()),
        late=("BIGINT", late.tolist()),
        until=("BIGINT", [promoted_at.get(i, _FOREVER) for i in ids] if promoted_at else [_FOREVER] * len(ids)),
    )
    question = _Question(wanted, age, as_of, randomised)
    snapshots = {metric.name: _aged(lake, metric, question) for metric in metrics}
    at_age = {name: _table(lake, ()) if one is None else arrow(nearest(one, age)) for name, one in snapshots.items()}
    # A post that was captured at the measuring age is old enough; only the others are asked for.
    ages = _Ages(tuple(ids), (), untimed)
    unread = ages.without([column_of("post_id", [table]) for table in at_age.values()])
    newest = newest_captures(lake, unread, as_of)
    first = dict(zip(ids, early.tolist(), strict=True)) if unread else {}
    young = tuple(i for i in unread if i not in newest or newest[i] < first[i])
    ages = replace(ages, too_young=young)
    read = (_read(lake, one, snapshots[one.name], at_age[one.name], question, ages) for one in metrics)
    return {own.metric.name: of_one_meaning(own, counted or {}) for own in read}


def newest_captures(lake: Lake, post_ids: Sequence[str], as_of: int | None = None) -> dict[str, int]:
    """By post id: the newest capture in the lake of the post's account.

    A post that no source has described is taken to belong to the account captured last.
    """
    if not post_ids:
        return {}
    captures = _until(lake.scan("snapshots"), as_of).group_by("account").agg(nw.col("captured_at").max())
    by_account = {row["account"]: int(row["captured_at"]) for row in rows_of(captures)}
    if not by_account:
        return {}
    wanted = lake.given(post_id=("VARCHAR", post_ids))
    owners: dict[str, str] = {}
    for table in ("posts", "snapshots"):
        pairs = lake.scan(table).select("post_id", "account").unique().join(wanted, on="post_id", how="semi")
        owners.update({row["post_id"]: row["account"] for row in rows_of(pairs)})
    latest = max(by_account.values())
    return {i: by_account.get(owners.get(i, ""), latest) for i in post_ids}


def _until(snapshots: Frame, as_of: int | None) -> Frame:
    return snapshots if as_of is None else snapshots.filter(nw.col("captured_at") <= as_of)


def _aged(lake: Lake, metric: Metric, question: _Question) -> Frame | None:
    """Every snapshot of the wanted posts that has the whole metric; None where no snapshot has its columns."""
    snapshots = completed(lake, _until(lake.scan("snapshots"), question.as_of), metric.columns)
    if not set(metric.columns) <= set(snapshots.collect_schema().names()):
        return None
    return aged(snapshots, question.posts, metric)


def aged(snapshots: LazyFrameT, posts: LazyFrameT, metric: Metric) -> LazyFrameT:
    """Every snapshot of the posts that has the whole metric, with its age in seconds, on any engine.

    Args:
        snapshots: With post_id, account, captured_at and the metric's columns.
        posts: With post_id, posted_at, ``early`` and ``late``, the seconds between which it is at its measuring
            age, and ``until``, the second from which its numbers are not its own.
        metric: What is read.
    """
    numerator = functools.reduce(operator.add, [nw.col(name) for name in metric.numerator])
    denominator = nw.col(metric.denominator) if metric.denominator else nw.lit(1.0)
    return (
        snapshots.join(posts, on="post_id", how="inner")
        .filter(nw.col("captured_at") < nw.col("until"), *[~nw.col(name).is_null() for name in metric.columns])
        .select(
            "post_id",
            "account",
            "captured_at",
            (nw.col("captured_at") - nw.col("posted_at")).alias("age"),
            "early",
            "late",
            numerator.alias("numerator"),
            denominator.alias("denominator"),
        )
    )


def nearest(rows: LazyFrameT, age: int) -> LazyFrameT:
    """One row a post: of the snapshots at the measuring age, the one nearest to ``age`` in seconds.

    Of two as near the earlier one, and of two at the same second the one with the smaller numbers, so
    that every engine picks the same row.
    """
    return (
        rows.filter(nw.col("captured_at") >= nw.col("early"), nw.col("captured_at") <= nw.col("late"))
        .with_columns((nw.col("age") - age).abs().alias("gap"))
        .unique("post_id", keep="first", order_by=["gap", "captured_at", "numerator", "denominator", "account"])
    )


def _table(lake: Lake, rows: Sequence[Row]) -> pa.Table:
    """Rows as :func:`nearest` gives them."""
    columns = {name: (kind, [row[name] for row in rows]) for name, kind in _READ.items()}
    return arrow(lake.given(**columns))


def _read(
    lake: Lake, metric: Metric, snapshots: Frame | None, at_age: pa.Table, question: _Question, ages: _Ages
) -> Readings:
    rule, rows, as_of = AgeRule.EQUAL_AGE, at_age, None
    if snapshots is not None and question.randomised and len(rows) < ENOUGH * ages.old:
        mature = rows_of(snapshots.filter(nw.col("captured_at") >= nw.col("early")))
        young = {*ages.too_young}
        export = best_export([row for row in mature if row["post_id"] not in young])
        # An export that shows fewer posts than can be read at equal age would cost posts and fairness.
        if len(export) > len(rows):
            rule, rows = AgeRule.COMMON_EXPORT, _table(lake, export)
            as_of = max(row["captured_at"] for row in export)
    by_post = ByPost(rows)
    return Readings(
        metric=metric,
        rule=rule if by_post else AgeRule.NONE,
        by_post=by_post,
        as_of=as_of,
        too_young=ages.too_young,
        left_out=(*sorted({*ages.without([by_post.ids])} - {*ages.too_young}), *ages.untimed),
    )
