"""One row a post, read into posts and snapshots; shared by Studio, Business Suite and spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from cliptrial.posts.columns.arrow import same_text
from cliptrial.posts.lake.tables import build, conform
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import check_repeated, rows_of, unknown_headers
from cliptrial.posts.sources.post_table.columns import Columns, Counted
from cliptrial.posts.sources.post_table.counted_once import newest, possible
from cliptrial.posts.sources.post_table.posts import Posts
from cliptrial.posts.sources.post_table.stored import posts_of, snapshots_of
from cliptrial.posts.sources.post_table.understood import understand
from cliptrial.posts.sources.request import Findings, Request, SheetContents

__all__ = ["Columns", "Counted", "Posts", "read_posts", "snapshots_of"]

Extra = Callable[[Posts, Findings], pa.Table]


def read_posts(
    sheet: Sheet,
    request: Request,
    columns: Columns,
    source: str,
    *,
    top_list: Callable[[Posts], bool] = lambda _: False,
    extra: Extra | None = None,
) -> SheetContents:
    """Posts and snapshots of a sheet.

    Args:
        sheet: The sheet.
        request: What is known beside it.
        columns: Where its columns are.
        source: Name kept with every row.
        top_list: Whether the rows look like the most viewed only.
        extra: More snapshots that the rows hold.

    Raises:
        SourceError: With every problem of the sheet.
    """
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    check_repeated(sheet, columns.all, findings)
    read, notes = understand(rows, columns, request, findings)
    if read is not None:
        read = possible(newest(read, findings), request, findings)
    more = [extra(read, findings)] if extra and read is not None and not findings.problems else []
    findings.raise_any()
    if read is None:
        return SheetContents(
            tables={"posts": build("posts", ()), "snapshots": build("snapshots", ())},
            notes=(*findings.notes, *notes),
            unknown_columns=unknown_headers(sheet, columns.all),
        )
    looks_top = len(read) > 0 and top_list(read)
    file = request.mask(sheet.name.rsplit("/", 1)[-1])
    snapshots = snapshots_of(read, read.captured_at, read.counters)
    every = pa.concat_tables([snapshots, *more], promote_options="default")
    return SheetContents(
        tables={
            "posts": posts_of(read, source, request),
            "snapshots": _marked(every, source, file, top_list=looks_top),
        },
        notes=(*findings.notes, *notes),
        top_list=looks_top,
        exported_on=_exported_on(read, request) if columns.captured_at else None,
        period=_period(read, request),
        unknown_columns=unknown_headers(sheet, columns.all),
    )


def _marked(snapshots: pa.Table, source: str, file: str, *, top_list: bool) -> pa.Table:
    count = len(snapshots)
    for name, text in (("source", source), ("file", file)):
        snapshots = snapshots.append_column(name, pa.chunked_array([same_text(text, count)]))
    top_lists = pa.array(np.full(count, top_list))
    return conform("snapshots", snapshots.append_column("top_list", pa.chunked_array([top_lists])))


def _exported_on(posts: Posts, request: Request) -> date | None:
    days = np.unique(posts.local_days(posts.captured_at, request))
    return _day(days[0]) if len(days) == 1 else None


def _period(posts: Posts, request: Request) -> tuple[date, date] | None:
    days = posts.local_days(posts.posted_at, request)[posts.posted_at > 0]
    return (_day(days.min()), _day(days.max())) if len(days) else None


def _day(number: np.int64) -> date:
    return date(1970, 1, 1) + timedelta(days=int(number))
