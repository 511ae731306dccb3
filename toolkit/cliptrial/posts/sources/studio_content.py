"""TikTok Studio, one row a post: Content.csv, and the older Video Posts.csv and Trending Videos.csv."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import header_key, headers_of, numbers
from cliptrial.posts.sources.clock import DAY
from cliptrial.posts.sources.post_table import Columns, Posts, read_posts, snapshots_of
from cliptrial.posts.sources.request import Findings, Request, SheetContents

MOST = 15
"""Studio writes at most this many posts into a file, the most viewed of the chosen days."""

_COUNTERS = {"likes": "Total likes", "comments": "Total comments", "shares": "Total shares", "views": "Total views"}
ORIGIN = Origin("studio", says("{tool}: posts", tool="TikTok Studio"), frozenset(_COUNTERS), platform="tiktok")

_WITHIN = ("Video Views within 7 days", "video_view_within_days")
_COLUMNS = Columns(
    post_id="Video link",
    counters=_COUNTERS,
    link="Video link",
    posted_at="Post time",
    captured_at="Time",
    texts={"caption": "Video title"},
)


def recognises(sheet: Sheet) -> bool:
    """Whether the headers are those of Studio's table of posts."""
    wanted = {header_key(text) for text in ("Time", "Video link", "Post time", "Total views")}
    return wanted <= headers_of(sheet)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts, snapshots and, from "Trending Videos", the snapshot of a week before."""
    within = next((text for text in _WITHIN if header_key(text) in headers_of(sheet)), None)
    if within is None:
        return read_posts(sheet, request, _COLUMNS, ORIGIN.name, top_list=looks_like_top_list)
    columns = Columns(_COLUMNS.post_id, _COUNTERS, "Video link", "Post time", "Time", None, _COLUMNS.texts)
    trending = read_posts(
        sheet,
        request,
        columns,
        ORIGIN.name,
        top_list=lambda _: True,
        extra=lambda rows, findings: week_earlier(rows, within, findings, request.locale),
    )
    unknown = tuple(text for text in trending.unknown_columns if header_key(text) != header_key(within))
    return replace(trending, top_list=True, unknown_columns=unknown)


def looks_like_top_list(posts: Posts) -> bool:
    """Whether posts are probably missing below these: the file is full, or sorted by views over a long time.

    A short file sorted by views that spans no more than eight days is the weekly export as asked for.
    """
    if len(posts) > MOST:
        return False
    views = np.nan_to_num(posts.counters["views"])
    falling = (views[:-1] >= views[1:]).sum() >= 0.8 * (len(views) - 1)
    days = (posts.posted_at.max() - posts.posted_at.min()) / DAY
    return len(posts) == MOST or bool(len(posts) >= 5 and falling and days > 8)


def week_earlier(posts: Posts, header: str, findings: Findings, locale: str | None) -> pa.Table:
    """Snapshots of seven days before: total views minus those "within 7 days", which are the last seven.

    Younger posts had no views then, and a total below its part is left alone.
    """
    within = numbers(posts.rows, {"recent": header}, findings, locale)["recent"]
    earlier = posts.counters["views"] - within
    moments = posts.captured_at - 7 * DAY
    known = np.flatnonzero((earlier >= 0) & (moments > posts.posted_at))
    return snapshots_of(posts.at(known), moments[known], {"views": earlier[known]})
