"""The tables of the lake, declared once: their columns, units and what makes two rows the same fact.

Times are UTC epoch seconds, because every engine agrees on integers; days are calendar days in the
account's time zone. Every counter is a nullable float: a missing number stays missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from cliptrial.posts.lake.counters import COUNTERS

Row: TypeAlias = dict[str, Any]
"""A row of the lake, by column; :data:`TABLES` says what stands in each."""
Arrow: TypeAlias = "pa.Scalar[pa.DataType]"
"""A value of any type."""

DAY_COUNTERS: tuple[str, ...] = (
    "views", "reach", "engaged", "profile_views", "likes", "comments", "shares", "viewers", "new_viewers",
    "returning_viewers", "followers", "follower_change", "new_followers", "lost_followers",
    "phone_clicks", "leads",
)  # fmt: skip
"""Numbers of an account's day; ``followers`` is the number at its end, the rest happened on that day."""


def _schema(columns: Mapping[str, pa.DataType]) -> pa.Schema:
    return pa.schema(columns)


SNAPSHOTS = _schema(
    {
        "post_id": pa.string(),
        "account": pa.string(),
        "captured_at": pa.int64(),
        **dict.fromkeys(COUNTERS, pa.float64()),
        "source": pa.string(),
        "top_list": pa.bool_(),
        "file": pa.string(),
    }
)

POSTS = _schema(
    {
        "post_id": pa.string(),
        "account": pa.string(),
        "posted_at": pa.int64(),
        "link": pa.string(),
        "caption": pa.string(),
        "hashtags": pa.list_(pa.string()),
        "sound": pa.string(),
        "duration": pa.float64(),
        "promoted_at": pa.int64(),
        "described_at": pa.int64(),
        "source": pa.string(),
    }
)
"""What sources say on a post; ``promoted_at`` 0 takes an earlier word on its promotion back, null says nothing."""

ACCOUNT_DAYS = _schema(
    {
        "account": pa.string(),
        "date": pa.date32(),
        "captured_at": pa.int64(),
        **dict.fromkeys(DAY_COUNTERS, pa.float64()),
        "source": pa.string(),
    }
)

FOLLOWER_ACTIVITY = _schema(
    {
        "account": pa.string(),
        "date": pa.date32(),
        "hour": pa.int64(),
        "active": pa.float64(),
        "captured_at": pa.int64(),
        "source": pa.string(),
    }
)

AUDIENCE = _schema(
    {
        "account": pa.string(),
        "kind": pa.string(),
        "value": pa.string(),
        "share": pa.float64(),
        "captured_at": pa.int64(),
        "source": pa.string(),
    }
)
"""Shares of an account's followers, on YouTube of its views, 0 to 1, with ``value`` as exported.

``kind`` is ``territory``, ``gender``, ``age`` or, of views, ``traffic``.
"""

LINKS = _schema(
    {
        "experiment": pa.string(),
        "position": pa.int64(),
        "account": pa.string(),
        "post_id": pa.string(),
        "captured_at": pa.int64(),
    }
)
"""Placements as earlier versions kept them: of posts with numbers only, captured at the first."""

PLACEMENTS = _schema(
    {
        "experiment": pa.string(),
        "position": pa.int64(),
        "post": pa.string(),
        "link": pa.string(),
        "state": pa.string(),
        "since": pa.int64(),
        "told_at": pa.int64(),
        "source": pa.string(),
    }
)
"""Which post, or none, a position had, by its link; ``state`` is one of :class:`cliptrial.posts.placements.State`.

``since``: first capture of its numbers, else None. ``told_at``: the newest capture known when ``source`` said so.
"""

CONVERSIONS = _schema(
    {
        "key": pa.string(),
        "account": pa.string(),
        "ordered_at": pa.int64(),
        "counts": pa.bool_(),
        "amount": pa.float64(),
        "refunded": pa.float64(),
        "currency": pa.string(),
        "region": pa.string(),
        "marks": pa.string(),
        "captured_at": pa.int64(),
        "source": pa.string(),
    }
)
"""Orders as one export shows them; of the same ``key`` the latest capture holds, so that refunds are later facts.

``key`` is a salted hash of the shop's own number; ``counts``: it is paid, and for money. ``marks`` are what leads to a
post, its discount codes and the tracked link, as salted hashes with blanks between them. ``region`` is the country to
which an order went, with the state behind a hyphen where the shop tells one (``US-CA``); nothing closer is kept.
"""

OUTCOMES = _schema(
    {
        "key": pa.string(),
        "account": pa.string(),
        "what": pa.string(),
        "begins": pa.int64(),
        "ends": pa.int64(),
        "value": pa.float64(),
        "currency": pa.string(),
        "marks": pa.string(),
        "covers": pa.bool_(),
        "captured_at": pa.int64(),
        "source": pa.string(),
    }
)
"""What else people did after posts: ``what`` is the column of a metric, such as sessions of a website.

A row is an event with a salted ``key`` of its own, at a moment (``begins`` is ``ends``) or up to when it was captured
(``begins`` is 0), or a count over a time, a day for example. Of counts one row with ``covers`` says of which time an
export speaks, and with ``value`` how many days each count is long; over this time it replaces earlier exports of the
same ``key``. ``marks`` as in the orders; of a row with ``covers`` the one link that it speaks of, null for all.
"""

TABLES: Mapping[str, pa.Schema] = {
    "posts": POSTS,
    "snapshots": SNAPSHOTS,
    "account_days": ACCOUNT_DAYS,
    "follower_activity": FOLLOWER_ACTIVITY,
    "audience": AUDIENCE,
    "placements": PLACEMENTS,
    "conversions": CONVERSIONS,
    "outcomes": OUTCOMES,
    "links": LINKS,
}
LINKS_BEFORE = "links"
"""The table of earlier versions, which the first write moves to the placements."""

NOT_FACTS = frozenset({"file"})
"""Columns that say where a row came from and do not make it another fact."""


def build(table: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Rows as an Arrow table; columns that a row leaves out are null.

    A workspace may measure what nobody foresaw: further keys of snapshots are kept as numbers.
    """
    records = list(rows)
    schema = TABLES[table]
    if table == "snapshots":
        extra = sorted({key for record in records for key in record} - set(schema.names))
        schema = pa.schema([*schema, *[pa.field(name, pa.float64()) for name in extra]])
    return pa.Table.from_pylist(records, schema=schema)


def conform(table: str, data: pa.Table) -> pa.Table:
    """``data`` with the columns of ``table`` in order and type, NaN as null; further numbers follow by name.

    Raises:
        ValueError: A column cannot be cast, or does not belong to the table.
    """
    schema = TABLES[table]
    extra = sorted(set(data.column_names) - set(schema.names))
    if extra and table != "snapshots":
        raise ValueError(f"the table {table} has no columns {', '.join(extra)}")
    fields = [*schema, *[pa.field(name, pa.float64()) for name in extra]]
    return pa.table([_column(data, field) for field in fields], schema=pa.schema(fields))


def _column(data: pa.Table, field: pa.Field[pa.DataType]) -> pa.ChunkedArray[Arrow] | pa.Array[Arrow]:
    if field.name not in data.column_names:
        return pa.nulls(len(data)).cast(field.type)
    column: pa.ChunkedArray[Arrow] = data[field.name].cast(field.type)
    if not pa.types.is_floating(field.type):
        return column
    # NaN is no number: a null says so to every engine alike.
    finite = pc.is_finite(column)
    if pc.all(finite).as_py() is not False:
        return column
    known: pa.ChunkedArray[Arrow] = pc.if_else(finite, column, pa.scalar(None, field.type))
    return known
