"""Public numbers of accounts that are watched: for ideas, only observed, and never with those of one's own posts.

They lie in a store of their own, which no analysis, history or learning opens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from cliptrial.errors import InputError, Problem
from cliptrial.messages import did_you_mean, says
from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import IngestReport
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.records import Post
from cliptrial.posts.workspaces import apart
from cliptrial.registry.beside.watched import FOLDER
from cliptrial.registry.workspace import Workspace

RECENT = 8 * 7 * 86_400
"""Seconds before the newest post: so far back is looked."""
TAGS = 3


@dataclass(frozen=True, slots=True)
class Observed:
    """What is seen of a watched account's latest eight weeks.

    Attributes:
        name: What it is called here.
        posts: Posts that are known; all other values are None or empty where there are none.
        newest: The day of the newest one.
        a_week: Posts a week.
        views: Of the middle post, whenever it was read.
        engagement: Likes, comments and shares over views, where posts have them.
        hashtags: The most frequent ones.
        best: Link and views of the post with the most views.
    """

    name: str
    posts: int
    newest: date | None = None
    a_week: float | None = None
    views: float | None = None
    engagement: float | None = None
    hashtags: tuple[str, ...] = ()
    best: tuple[str | None, float] | None = None


def hand_in(
    workspace: Workspace,
    name: str,
    paths: Iterable[Path],
    *,
    captured_at: date | datetime | None = None,
    locale: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> IngestReport:
    """Read a table or JSON of a watched account's posts, by the ways that own ones are read.

    Args:
        workspace: Which says whom it watches.
        name: A name under ``watched``, or the handle there, with or without ``@``.
        paths: Files.
        captured_at: When they were read off, where they do not say it.
        locale: Locale of their numbers and dates.
        mapping: By field: the column of a table.

    Raises:
        InputError: Nobody of this name is watched.
    """
    known = {one.handle.casefold(): short for short, one in workspace.watched.items() if one.handle}
    plain = name.removeprefix("@")
    short = plain if plain in workspace.watched else known.get(plain.casefold())
    if short is None:
        what = says('"{name}" is not watched', name=plain)
        mend = says("Write it into workspace.yaml: `watched: {name: {handle: the handle}}`.")
        raise InputError(
            Problem("not_watched", what, mend=did_you_mean(plain, workspace.watched, mend), field="account")
        )
    # Alone: where another one names it, it is somebody who is masked, and may be forgotten.
    there = apart(workspace)
    alone = there.model_copy(update={"accounts": {short: there.accounts[short]}})
    return ingest(alone, paths, account=short, captured_at=captured_at, locale=locale, mapping=mapping)


def observed(workspace: Workspace) -> tuple[Observed, ...]:
    """What is seen of every watched account."""
    if not (workspace.watched and (workspace.root / FOLDER).is_dir()):
        return tuple(Observed(name, 0) for name in workspace.watched)
    lake = Lake(apart(workspace).store_dir)
    newest: dict[str, dict[str, float]] = {}
    for row in sorted(rows_of(lake.scan("snapshots")), key=lambda row: row["captured_at"] or 0):
        numbers = {key: row[key] for key in ("views", "likes", "comments", "shares") if row[key] is not None}
        newest.setdefault(row["post_id"], {}).update(numbers)
    return tuple(_seen(name, posts_of(lake, [name]), newest) for name in workspace.watched)


def _seen(name: str, posts: Sequence[Post], numbers: Mapping[str, Mapping[str, float]]) -> Observed:
    timed = [post for post in posts if post.posted_at]
    last = max((post.posted_at or 0 for post in timed), default=0)
    recent = [post for post in timed if (post.posted_at or 0) > last - RECENT]
    read = [(post, numbers[post.post_id]) for post in recent if "views" in numbers.get(post.post_id, {})]
    if not read:
        return Observed(name, len(recent))
    first = min(post.posted_at or 0 for post in recent)
    tags = Counter(tag for post in recent for tag in post.hashtags or ())
    full = [own for _, own in read if len(own) == 4]
    views = sum(own["views"] for own in full)
    best, own = max(read, key=lambda one: (one[1]["views"], one[0].post_id))
    return Observed(
        name=name,
        posts=len(recent),
        newest=datetime.fromtimestamp(last, UTC).date(),
        a_week=len(recent) / max(1.0, (last - first) / (7 * 86_400)),
        views=median(one["views"] for _, one in read),
        engagement=sum(one["likes"] + one["comments"] + one["shares"] for one in full) / views if views else None,
        hashtags=tuple(tag for tag, _ in sorted(tags.items(), key=lambda one: (-one[1], one[0]))[:TAGS]),
        best=(best.link, own["views"]),
    )
