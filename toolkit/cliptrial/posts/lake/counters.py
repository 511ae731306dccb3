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

DISCOVERY = ("from_for_you", "from_search", "from_sound", "from_hashtag")
REGULARS = ("from_following", "from_profile")
PLACES: tuple[str, ...] = (*DISCOVERY, *REGULARS, "from_messages")
"""Views by the place that led to them, where a source tells; these and the curve are no columns of a lake without."""
CURVE = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60)
"""Seconds of a video at which it is kept how many are still watching."""


def watching(second: int) -> str:
    """The number of views still watching at a second."""
    return f"held_{second}s"


WATCHED = (*PLACES, *map(watching, CURVE))
"""Where views came from, and how many were still watching."""
