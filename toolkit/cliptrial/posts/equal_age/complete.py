"""Numbers that a snapshot lacks because they are told elsewhere: followers by the account, length by the post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import narwhals as nw

from cliptrial.posts.lake.lake import Frame, Lake, rows_of

DAY = 86_400
CARRIED = 7
"""Days for which an account's last known number of followers is taken to hold."""


def completed(lake: Lake, snapshots: Frame, columns: Collection[str]) -> Frame:
    """``snapshots`` with followers and duration filled in, where ``columns`` ask for them.

    A snapshot's own number wins. Followers are those at the end of the day before the capture or up to
    a week earlier; the duration is the longest that a source gave for the post.
    """
    if "followers" in columns:
        snapshots = _with_followers(lake, snapshots)
    if "duration" in columns:
        known = lake.scan("posts").group_by("post_id").agg(nw.col("duration").max().alias("post_duration"))
        snapshots = _filled(snapshots.join(known, on="post_id", how="left"), "duration", "post_duration")
    return snapshots


def _filled(frame: Frame, name: str, other: str) -> Frame:
    return frame.with_columns(nw.coalesce(name, other).alias(name)).drop(other)


def _with_followers(lake: Lake, snapshots: Frame) -> Frame:
    days = lake.scan("account_days").filter(~nw.col("followers").is_null())
    rows = rows_of(days.select("account", "date", "captured_at", "followers"))
    known: dict[tuple[str, int], float] = {}
    for row in sorted(rows, key=lambda row: (row["account"], row["date"], row["captured_at"] or 0, row["followers"])):
        # Each day is written forward; a later day then overwrites what was carried into it.
        for ahead in range(1, CARRIED + 1):
            known[row["account"], _day_number(row["date"] + timedelta(days=ahead))] = row["followers"]
    table = lake.given(
        account=("VARCHAR", [account for account, _ in known]),
        day=("BIGINT", [day for _, day in known]),
        account_followers=("DOUBLE", list(known.values())),
    )
    dated = snapshots.with_columns((nw.col("captured_at") // DAY).alias("day"))
    joined = dated.join(table, on=["account", "day"], how="left").drop("day")
    return _filled(joined, "followers", "account_followers")


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days
