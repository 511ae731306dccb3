"""The numbers of a post at a moment, as the lake names them."""

from __future__ import annotations

COUNTERS: tuple[str, ...] = (
    "views", "reach", "impressions", "likes", "comments", "shares", "saves", "new_followers",
    "average_watch_time", "total_watch_time", "completions", "followers", "profile_views",
    "link_clicks", "leads", "duration",
    "held_2s", "held_3s", "held_6s", "engaged_views", "plays",
)  # fmt: skip
"""Numbers of a snapshot; average_watch_time, total_watch_time and duration in seconds, the rest are counts.

``completions`` is the share that watched to the end times the views; ``followers`` is the account's
number at that moment; ``duration`` is the video's length, repeated so that a share of it is one row.
``held_2s``, ``held_3s`` and ``held_6s`` are the share still watching at that second times the views; ``engaged_views``
is YouTube's measure of views before it counted every start; ``plays`` is Instagram's hidden count, on which its
average watch time is taken.
"""
