"""TikTok Business Suite, one row a post: exact times in UTC, and no word on when it was exported."""

from __future__ import annotations

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import header_key, headers_of
from cliptrial.posts.sources.post_table import Columns, read_posts
from cliptrial.posts.sources.request import Request, SheetContents

_COUNTERS = {
    "views": "Video views",
    "likes": "Likes",
    "comments": "Comments",
    "shares": "Shares",
    "saves": "Add to Favorites",
    "reach": "Reached audience",
    "average_watch_time": "Average watch time",
    "new_followers": "New followers",
}

ORIGIN = Origin(
    "business_suite",
    says("{tool}: posts", tool="TikTok Business Suite"),
    frozenset({"views", "likes", "comments", "shares", "saves"}),
    platform="tiktok",
)
"""Reach, watch time and new followers stand in some exports only: no plan may wait for them."""


def recognises(sheet: Sheet) -> bool:
    """Whether the headers are those of Business Suite's table of posts."""
    wanted = {header_key(text) for text in ("Video link", "Post time", "Video views", "Likes")}
    return wanted <= headers_of(sheet)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts and snapshots; the day of the export must be declared."""
    counters = {key: header for key, header in _COUNTERS.items() if header_key(header) in headers_of(sheet)}
    columns = Columns("Video link", counters, "Video link", "Post time", None, None, {"caption": "Video title"})
    return read_posts(sheet, request, columns, ORIGIN.name)
