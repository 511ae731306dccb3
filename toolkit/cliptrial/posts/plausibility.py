"""Numbers that cannot be true, and posts that are there twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import narwhals as nw

from cliptrial.posts.lake.lake import Frame, Lake, rows_of
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.records import Post
from cliptrial.posts.text.ids import posted_second

DAY = 86_400

LIKES_ABOVE_VIEWS = "likes_above_views"
FALLING_COUNTER = "falling_counter"
ID_TIME_MISMATCH = "id_time_mismatch"

NEVER_FALL = ("views", "reach")
"""Counters that a platform only takes back where its numbers were wrong."""

SLACK = 0.01
"""Share by which a counter may fall: platforms correct views by a little all the time."""


def impossible(lake: Lake, posts: Sequence[Post]) -> list[tuple[str, str]]:
    """Posts whose numbers cannot be true, as (post id, rule), sorted.

    Rules: more likes than views; views or reach that fall by more than 1 % from one capture to a later
    one; an id made more than a day before or after the time of posting (a scheduled post, or a wrong time).
    """
    ids = {post.post_id for post in posts}
    marked = {(post_id, LIKES_ABOVE_VIEWS) for post_id in _likes_above_views(lake, ids)}
    marked |= {(post_id, FALLING_COUNTER) for post_id in _falling(lake, ids)}
    marked |= {(post.post_id, ID_TIME_MISMATCH) for post in posts if _id_disagrees(post)}
    return sorted(marked)


def duplicates(posts: Iterable[Post]) -> list[tuple[str, str]]:
    """Pairs of posts that look like the same video, posted within seven days, here or on another account.

    The same means: the same caption that is more than hashtags, and no known difference in sound or length.
    """
    by_caption: dict[str, list[Post]] = {}
    for post in posts:
        text = " ".join(word for word in (post.caption or "").split() if not word.startswith("#")).casefold()
        if text and post.posted_at is not None:
            by_caption.setdefault(text, []).append(post)
    pairs = []
    for same in by_caption.values():
        ordered = sorted(same, key=lambda post: (post.posted_at or 0, post.post_id))
        pairs += [(a.post_id, b.post_id) for a, b in pairwise(ordered) if _same_video(a, b)]
    return sorted(pairs)


def _same_video(first: Post, second: Post) -> bool:
    if (second.posted_at or 0) - (first.posted_at or 0) > 7 * DAY:
        return False
    sounds, lengths = {first.sound, second.sound} - {None}, {first.duration, second.duration} - {None}
    return len(sounds) < 2 and len(lengths) < 2


def _of(lake: Lake, ids: Collection[str]) -> Frame:
    """The snapshots of these posts."""
    return lake.scan("snapshots").join(lake.given(post_id=("VARCHAR", list(ids))), on="post_id", how="semi")


def _likes_above_views(lake: Lake, ids: Collection[str]) -> set[str]:
    frame = _of(lake, ids).filter(nw.col("likes") > nw.col("views")).select("post_id").unique()
    return {row["post_id"] for row in rows_of(frame)}


def _falling(lake: Lake, ids: Collection[str]) -> set[str]:
    """Posts of which a later capture of the same source shows clearly less."""
    columns = ["post_id", "source", "captured_at", *NEVER_FALL]
    captures: dict[tuple[str, str | None], list[Row]] = {}
    for row in rows_of(_of(lake, ids).select(columns)):
        captures.setdefault((row["post_id"], row["source"]), []).append(row)
    return {key[0] for key, rows in captures.items() if any(_falls(rows, name) for name in NEVER_FALL)}


def _falls(rows: Iterable[Row], name: str) -> bool:
    known = sorted((row["captured_at"], row[name]) for row in rows if row[name] is not None)
    return any(later < earlier * (1 - SLACK) for (t, earlier), (u, later) in pairwise(known) if u > t)


def _id_disagrees(post: Post) -> bool:
    made = posted_second(post.post_id)
    return post.posted_at is not None and made is not None and abs(made - post.posted_at) > DAY
