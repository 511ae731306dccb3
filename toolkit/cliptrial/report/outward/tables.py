"""The exported tables, worked out by the engine and by Arrow, however large the store is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cliptrial.posts.equal_age.windows import windows
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.lake.lake import Lake
from cliptrial.report.outward.answers import answers, positions
from cliptrial.report.outward.columns import fitted

if TYPE_CHECKING:
    from cliptrial.registry.workspace import Workspace

Values: TypeAlias = "pa.ChunkedArray[Any]"
_DAY = 86_400
_VAGUE = "numbers"
"""The source whose word on posts counts least, see :mod:`cliptrial.posts.lake.history`."""


def table_of(name: str, workspace: Workspace, *, since: date | None, at_age: float | None, personal: bool) -> pa.Table:
    """One of the exported tables.

    Args:
        name: Its name in :data:`cliptrial.report.outward.columns.TABLES`.
        workspace: Whose numbers.
        since: Only what was captured on this day (UTC) or later; experiments come whole.
        at_age: Numbers of posts at this age in days; None: the newest ones.
        personal: Whether texts, links and names are wanted.
    """
    if name in _OF_EXPERIMENTS:
        return fitted(name, _OF_EXPERIMENTS[name](workspace), personal=personal)
    lake, second = Lake(workspace.store_dir), _second(since)
    for table in ("posts", "snapshots", "account_days", "conversions", "audience"):
        nw.to_native(lake.scan(table, once=True)).create_view(f"all_{table}", replace=True)
    if name == "outcomes":
        return fitted(name, _outcomes(lake, workspace, second), personal=personal)
    if name == "posts":
        return fitted(name, _posts(lake, workspace, second, at_age), personal=personal)
    rows = _in_time(lake.engine.sql(_QUERIES[name].format(since=second)).to_arrow_table())
    if name == "conversions":
        rows = _by_day(rows, workspace)
    return fitted(name, rows, personal=personal)


_OF_EXPERIMENTS: Mapping[str, Callable[[Workspace], pa.Table]] = {"positions": positions, "answers": answers}
_QUERIES: Mapping[str, str] = {
    "snapshots": "SELECT * EXCLUDE (file) FROM all_snapshots WHERE captured_at >= {since} ORDER BY ALL",
    "account_days": (
        "SELECT * FROM all_account_days WHERE coalesce(captured_at, 0) >= {since} "  # not every file says when
        "QUALIFY row_number() OVER (PARTITION BY account, date, source "
        "ORDER BY captured_at DESC, all_account_days) = 1 "
        "ORDER BY account, date, source"
    ),
    "conversions": (
        "SELECT * FROM all_conversions WHERE true "
        "QUALIFY row_number() OVER (PARTITION BY account, key "
        "ORDER BY captured_at DESC, refunded DESC, counts DESC) = 1 "
        "AND max(captured_at) OVER (PARTITION BY account, source, ordered_at // 86400) >= {since} ORDER BY account, key"
    ),
    "audience": (
        "SELECT * FROM all_audience WHERE coalesce(captured_at, 0) >= {since} "
        "ORDER BY account, kind, value, captured_at, source, share"
    ),
}


def _second(day: date | None) -> int:
    return int(datetime.combine(day, datetime.min.time(), UTC).timestamp()) if day else 0


def _posts(lake: Lake, workspace: Workspace, since: int, at_age: float | None) -> pa.Table:
    """One row a post: its description, and of every counter the newest number, or the one nearest to an age."""
    lake.engine.sql(_DESCRIBED).create_view("described", replace=True)
    rows, order = "all_snapshots", "captured_at"
    if at_age is not None:
        _note_windows(lake, workspace, at_age)
        rows = (
            "all_snapshots JOIN at_age USING (account, post_id) "
            "WHERE captured_at BETWEEN early AND late AND captured_at < until"
        )
        # Of two as near the earlier one, as in every report.
        order = f"-abs(captured_at - posted_at - {round(at_age * _DAY)}), -captured_at"
    numbers = ", ".join(_last(name, f"{order}, {name}") for name in COUNTERS)
    query = (
        f"WITH numbers AS (SELECT account, post_id, last(captured_at ORDER BY {order}) AS captured_at, {numbers} "
        f"FROM {rows} GROUP BY account, post_id) "
        "SELECT n.* EXCLUDE (duration), d.* EXCLUDE (account, post_id, duration), "
        "coalesce(d.duration, n.duration) AS duration FROM numbers n LEFT JOIN described d USING (account, post_id) "
        f"WHERE captured_at >= {since} ORDER BY account, posted_at, post_id"
    )
    return _dated(lake.engine.sql(query).to_arrow_table(), workspace)


def _last(name: str, order: str) -> str:
    return f"last({name} ORDER BY {order}) FILTER (WHERE {name} IS NOT NULL) AS {name}"


_WORD = f"source <> '{_VAGUE}', coalesce(described_at, 0)"
_DESCRIBED = (
    "SELECT account, post_id, "
    + ", ".join(_last(name, f"{_WORD}, {name}") for name in ("posted_at", "link", "caption", "sound", "duration"))
    + f", array_to_string(last(hashtags ORDER BY {_WORD}, hashtags) FILTER (WHERE hashtags IS NOT NULL), ' ') "
    "AS hashtags" + ", nullif(last(promoted_at ORDER BY coalesce(described_at, 0), promoted_at = 0, -promoted_at) "
    "FILTER (WHERE promoted_at IS NOT NULL), 0) AS promoted_at FROM all_posts GROUP BY account, post_id"
)
"""Of each field the latest value that a source gave, as :func:`cliptrial.posts.lake.history.posts_of` has it."""


def _note_windows(lake: Lake, workspace: Workspace, at_age: float) -> None:
    """When each post is at its age, in days of its account's calendar."""
    query = "SELECT account, post_id, posted_at, coalesce(promoted_at, 9e15::BIGINT) AS until FROM described"
    posts = lake.engine.sql(f"{query} WHERE posted_at IS NOT NULL").to_arrow_table()
    zones = _zones(workspace)
    own = [zones.get(name) for name in posts["account"].to_pylist()]
    early, late = windows(posts["posted_at"].to_numpy().astype(np.int64), at_age, own)
    lake.engine.register("at_age", posts.append_column("early", pa.array(early)).append_column("late", pa.array(late)))


def _zones(workspace: Workspace) -> Mapping[str, str]:
    return {name: account.timezone for name, account in workspace.accounts.items()}


def _dated(rows: pa.Table, workspace: Workspace) -> pa.Table:
    """With the account's own day, weekday and time of day, the platform, and the age of the numbers."""
    local = _local(rows["account"], rows["posted_at"], _zones(workspace))
    platforms = {name: account.platform for name, account in workspace.accounts.items()}
    seconds = pc.subtract(rows["captured_at"], rows["posted_at"]).cast(pa.float64())
    rows = rows.append_column("posted_on", local.cast(pa.date32()))
    rows = rows.append_column("weekday", pc.day_of_week(local, count_from_zero=False))
    rows = rows.append_column("slot", pc.strftime(local, format="%H:%M"))
    rows = rows.append_column("age", pc.round(pc.divide(seconds, pa.scalar(float(_DAY))), 3))
    own = [platforms.get(name or "") for name in rows["account"].to_pylist()]
    return _in_time(rows.append_column("platform", pa.array(own, pa.string())))


def _local(accounts: Values, seconds: Values, zones: Mapping[str, str]) -> Values:
    """Moments as the account's clock shows them; of accounts that are not in the workspace as UTC has them."""
    moments = seconds.cast(pa.timestamp("s"))
    local: Values = moments
    utc: pa.DataType = pa.timestamp("s", "UTC")
    for name, zone in zones.items():
        there: pa.DataType = pa.timestamp("s", zone)
        own = pc.call_function("local_timestamp", [moments.cast(utc).cast(there)])
        local = pc.call_function("if_else", [pc.call_function("equal", [accounts, pa.scalar(name)]), own, local])
    return local


def _in_time(rows: pa.Table) -> pa.Table:
    """UTC epoch seconds as moments."""
    for name in ("captured_at", "posted_at", "promoted_at"):
        if name in rows.column_names:
            place = rows.column_names.index(name)
            rows = rows.set_column(place, name, rows[name].cast(pa.int64()).cast(pa.timestamp("s")))
    return rows


_STANDING = (
    "SELECT * FROM told WHERE NOT covers AND begins IN (0, ends) QUALIFY row_number() OVER "
    "(PARTITION BY account, what, key ORDER BY captured_at DESC, handed_in DESC, value DESC) = 1 "
    "UNION ALL SELECT * FROM told WHERE NOT covers AND begins NOT IN (0, ends) AND NOT EXISTS ("
    "SELECT 1 FROM told later WHERE later.covers AND later.account = told.account AND later.what = told.what "
    "AND later.key = told.key AND (later.captured_at, later.handed_in) > (told.captured_at, told.handed_in) "
    "AND later.begins <= told.begins AND told.ends <= later.ends)"
)
"""What no later word replaces, as :mod:`cliptrial.posts.outcomes.counted` has it."""


def _outcomes(lake: Lake, workspace: Workspace, since: int) -> pa.Table:
    """What people did, added up by account, kind and days: no event of a single person goes out."""
    nw.to_native(lake.in_order("outcomes")).create_view("told", replace=True)
    # An end is the first second that is not counted any more, but of something that happened in that second.
    seconds = "nullif(begins, 0) AS first_at, ends - (begins NOT IN (0, ends))::BIGINT AS last_at"
    rows = lake.engine.sql(f"SELECT *, {seconds} FROM ({_STANDING}) ORDER BY ALL").to_arrow_table()
    for name in ("first", "last"):
        days = _local(rows["account"], rows[f"{name}_at"], _zones(workspace)).cast(pa.date32())
        rows = rows.append_column(f"{name}_day", days)
    keys = ["account", "what", "first_day", "last_day", "source", "currency"]
    sums = rows.group_by(keys, use_threads=False).aggregate([("value", "sum"), ("captured_at", "max")])
    named = sums.rename_columns([name.removesuffix("_sum").removesuffix("_max") for name in sums.column_names])
    recent = named.filter(pc.greater_equal(named["captured_at"], pa.scalar(since)))
    return _in_time(recent.sort_by([(key, "ascending") for key in keys]))


def _by_day(rows: pa.Table, workspace: Workspace) -> pa.Table:
    """Orders added up by account, day, source and currency."""
    days = _local(rows["account"], rows["ordered_at"], _zones(workspace)).cast(pa.date32())
    paid = rows["counts"]
    kept = pc.subtract(rows["amount"], rows["refunded"])
    rows = rows.append_column("date", days)
    rows = rows.append_column("paid", pc.if_else(paid, 1, 0)).append_column("revenue", pc.if_else(paid, kept, 0.0))
    keys = ["account", "date", "source", "currency"]
    sums = rows.group_by(keys, use_threads=False).aggregate(
        [("key", "count"), ("paid", "sum"), ("revenue", "sum"), ("refunded", "sum"), ("captured_at", "max")]
    )
    names = {"key_count": "orders", "paid_sum": "paid", "revenue_sum": "revenue", "refunded_sum": "refunded"}
    named = sums.rename_columns([{**names, "captured_at_max": "captured_at"}.get(n, n) for n in sums.column_names])
    for name in ("revenue", "refunded"):
        place = named.column_names.index(name)
        named = named.set_column(place, name, pc.round(named[name], 2))
    return named.sort_by([(key, "ascending") for key in keys])
