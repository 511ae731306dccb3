"""One number per post at equal age: the snapshot nearest to the measuring age, one row a post.

A post of 30 days has more views than a post of 7 days, whatever its hook; so posts are compared at the
same age. Where too few have such a snapshot, posts that chance assigned may be read from one common
export instead, because chance balances their age between the arms.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from cliptrial.metrics.catalogue import Metric
from cliptrial.posts.equal_age.common_export import best_export
from cliptrial.posts.equal_age.complete import completed
from cliptrial.posts.equal_age.due import tolerance
from cliptrial.posts.lake.lake import Frame, Lake, rows_of
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.records import AgeRule, Reading, Readings

DAY = 86_400
_FOREVER = 2**62
"""A UTC epoch second that no clock reaches."""
ENOUGH = 0.9
"""Share of the posts old enough that must have a snapshot at the measuring age."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every metric; ages in seconds."""

    posts: Frame
    old_enough: frozenset[str]
    too_young: tuple[str, ...]
    age: int
    slack: int
    as_of: int | None
    randomised: bool


def observe(
    lake: Lake,
    metrics: Sequence[Metric],
    post_ids: Sequence[str],
    *,
    posted_at: Mapping[str, int],
    measure_at: float,
    randomised: bool,
    promoted_at: Mapping[str, int] | None = None,
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
        promoted_at: By post id: UTC epoch seconds from which it was promoted; snapshots since then show bought
            numbers and are not read.
        as_of: Ignore snapshots captured after this UTC epoch second.

    Returns:
        Readings by metric name.
    """
    ids = [post_id for post_id in dict.fromkeys(post_ids) if post_id in posted_at]
    untimed = tuple(post_id for post_id in dict.fromkeys(post_ids) if post_id not in posted_at)
    age, slack = round(measure_at * DAY), round(tolerance(measure_at) * DAY)
    newest = newest_captures(lake, ids, as_of)
    old = frozenset(i for i in ids if i in newest and newest[i] - posted_at[i] >= age - slack)
    wanted = lake.given(
        post_id=("VARCHAR", ids),
        posted_at=("BIGINT", [posted_at[i] for i in ids]),
        until=("BIGINT", [(promoted_at or {}).get(i, _FOREVER) for i in ids]),
    )
    young = tuple(i for i in ids if i not in old)
    question = _Question(wanted, old, young, age, slack, as_of, randomised)
    return {metric.name: _read(lake, metric, question, untimed) for metric in metrics}


def newest_captures(lake: Lake, post_ids: Iterable[str], as_of: int | None = None) -> dict[str, int]:
    """By post id: the newest capture in the lake of the post's account.

    A post that no source has described is taken to belong to the account captured last.
    """
    captures = _until(lake.scan("snapshots"), as_of).group_by("account").agg(nw.col("captured_at").max())
    by_account = {row["account"]: int(row["captured_at"]) for row in rows_of(captures)}
    if not by_account:
        return {}
    wanted = set(post_ids)
    owners: dict[str, str] = {}
    ids = lake.given(post_id=("VARCHAR", list(wanted)))
    for table in ("posts", "snapshots"):
        pairs = lake.scan(table).select("post_id", "account").unique().join(ids, on="post_id", how="semi")
        owners.update({r["post_id"]: r["account"] for r in rows_of(pairs)})
    latest = max(by_account.values())
    return {i: by_account.get(owners.get(i, ""), latest) for i in wanted}


def _until(snapshots: Frame, as_of: int | None) -> Frame:
    return snapshots if as_of is None else snapshots.filter(nw.col("captured_at") <= as_of)


def _aged(lake: Lake, metric: Metric, question: _Question) -> Frame | None:
    """Every snapshot of the wanted posts that has the whole metric, with its age in seconds."""
    snapshots = completed(lake, _until(lake.scan("snapshots"), question.as_of), metric.columns)
    if not set(metric.columns) <= set(snapshots.collect_schema().names()):
        return None
    numerator = functools.reduce(operator.add, [nw.col(name) for name in metric.numerator])
    denominator = nw.col(metric.denominator) if metric.denominator else nw.lit(1.0)
    return (
        snapshots.join(question.posts, on="post_id", how="inner")
        .filter(nw.col("captured_at") < nw.col("until"), *[~nw.col(name).is_null() for name in metric.columns])
        .select(
            "post_id",
            "account",
            "captured_at",
            (nw.col("captured_at") - nw.col("posted_at")).alias("age"),
            numerator.alias("numerator"),
            denominator.alias("denominator"),
        )
    )


def nearest(aged: Frame, age: int, slack: int) -> Frame:
    """One row a post: the snapshot nearest to ``age`` and no further than ``slack`` from it, in seconds.

    Of two as near the earlier one, and of two at the same second the one with the smaller numbers, so
    that every engine picks the same row.
    """
    return (
        aged.with_columns((nw.col("age") - age).abs().alias("gap"))
        .filter(nw.col("gap") <= slack)
        .unique("post_id", keep="first", order_by=["gap", "captured_at", "numerator", "denominator"])
    )


def _read(lake: Lake, metric: Metric, question: _Question, untimed: tuple[str, ...]) -> Readings:
    aged = _aged(lake, metric, question)
    old = question.old_enough
    at_age = [] if aged is None else rows_of(nearest(aged, question.age, question.slack))
    rule, rows, as_of = AgeRule.EQUAL_AGE, [row for row in at_age if row["post_id"] in old], None
    if aged is not None and question.randomised and len(rows) < ENOUGH * len(old):
        mature = rows_of(aged.filter(nw.col("age") >= question.age - question.slack))
        export = best_export([row for row in mature if row["post_id"] in old])
        # An export that shows fewer posts than can be read at equal age would cost posts and fairness.
        if len(export) > len(rows):
            rule, rows, as_of = AgeRule.COMMON_EXPORT, export, max(row["captured_at"] for row in export)
    by_post = {row["post_id"]: _reading(row) for row in sorted(rows, key=lambda row: str(row["post_id"]))}
    return Readings(
        metric=metric,
        rule=rule if by_post else AgeRule.NONE,
        by_post=by_post,
        as_of=as_of,
        too_young=question.too_young,
        left_out=(*sorted(old - by_post.keys()), *untimed),
    )


def _reading(row: Row) -> Reading:
    return Reading(
        post_id=row["post_id"],
        captured_at=row["captured_at"],
        age=row["age"] / DAY,
        numerator=row["numerator"],
        denominator=row["denominator"],
    )
