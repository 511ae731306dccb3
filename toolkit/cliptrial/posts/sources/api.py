"""TikTok's interfaces for programs, as files: answers of the Business API v1.3 and of the Display API v2.

The Business API alone tells who was still watching at a second; all its rates are shares of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cliptrial.messages import says
from cliptrial.posts.lake.counters import CURVE, PLACES, watching
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Rows, header_key, headers_of
from cliptrial.posts.sources.post_table import Columns, Counted, read_posts
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.sources.units import check_seconds, check_share

_ALWAYS = {"views", "likes", "comments", "shares", "saves", "reach", "new_followers", "duration"}
_WATCHED = {"average_watch_time", "total_watch_time", "completions", "held_2s", "held_3s", "held_6s"}
ORIGIN = Origin(
    "api", says("TikTok: interface for programs"), frozenset(_ALWAYS | _WATCHED), platform="tiktok", needs_program=True
)
"""What it tells of every post of the last days; visits to the profile and clicks only of registered businesses."""

_BUSINESS = {
    "views": "video_views",
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
    "saves": "favorites",
    "reach": "reach",
    "average_watch_time": "average_time_watched",
    "total_watch_time": "total_time_watched",
    "new_followers": "new_followers",
    "profile_views": "profile_views",
    "link_clicks": "website_clicks",
    "leads": "lead_submissions",
    "duration": "video_duration",
}
_DISPLAY = {
    "views": "view_count",
    "likes": "like_count",
    "comments": "comment_count",
    "shares": "share_count",
    "duration": "duration",
}
_SOURCES = dict(
    zip(PLACES, ("for you", "search", "sound", "hashtag", "follow", "personal profile", "direct message"), strict=True)
)
_SHARES = {
    "completions": "full_video_watched_rate",
    **{watching(second): f"video_view_retention.{second}" for second in CURVE},
    **{name: f"impression_sources.{place}" for name, place in _SOURCES.items()},
}
"""Shares of the views, by what they are kept as: the share times the views."""
_KEPT = "video_view_retention"
"""Of a curve some seconds are kept, which is not worth telling."""
_READ_ON = "captured_at"
"""A field that no answer has: whoever saves answers may write into it when each was given."""


def recognises(sheet: Sheet) -> bool:
    """By the words of either interface for an id, the time of posting and the views."""
    headers = headers_of(sheet)
    return {"item_id", "video_views"} <= headers or {"id", "create_time", "view_count", "share_url"} <= headers


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts and snapshots; when the answer was given must be declared, or stand in it."""
    headers = headers_of(sheet)
    business = "item_id" in headers
    wanted = _BUSINESS | _SHARES if business else _DISPLAY
    counters = {name: field for name, field in wanted.items() if field in headers}
    caption = "caption" if business else "video_description"
    columns = Columns(
        "item_id" if business else "id",
        counters,
        link="share_url" if "share_url" in headers else "item_id",
        posted_at="create_time" if "create_time" in headers else None,
        captured_at=_READ_ON if _READ_ON in headers else None,
        texts={"caption": caption} if caption in headers else {},
        derived=partial(_derived, counters),
    )
    contents = read_posts(sheet, request, columns, ORIGIN.name)
    return replace(contents, unknown_columns=_together(contents.unknown_columns))


def _derived(
    fields: Mapping[str, str], _rows: Rows, counted: Counted, findings: Findings
) -> dict[str, NDArray[np.float64]]:
    """The numbers of the lake: of shares the viewers that they are, once all of them are shares."""
    values = dict(counted)
    views = values.get("views")
    for name in _SHARES.keys() & values.keys():
        check_share(values[name], fields[name], findings)
        values[name] = values[name] * (np.nan if views is None else views)
    places = [values[name] for name in _SOURCES.keys() & values.keys()]
    if places:
        # A place that does not stand among those of a post led nobody to it.
        other = np.where(np.isnan(places).all(axis=0), np.nan, 0.0)
        values |= {name: np.where(np.isnan(own := values.get(name, other)), other, own) for name in _SOURCES}
    check_seconds(values, fields.__getitem__, findings)
    return values


def _together(unknown: tuple[str, ...]) -> tuple[str, ...]:
    """Names of fields, each once: a curve of sixty seconds is one of them."""
    names = dict.fromkeys(header_key(text).split(".", maxsplit=1)[0] for text in unknown)
    return tuple(name for name in names if name != _KEPT)
