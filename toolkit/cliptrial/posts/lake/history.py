"""What the lake knows of posts and days, and which positions of a plan no export shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import narwhals as nw

from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.promotion import Word, latest_word
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.records import Post
from cliptrial.posts.text.hashtags import hashtags_in
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.registry.plan.schedule import Position

_DESCRIBED = ("posted_at", "link", "caption", "sound", "duration")

CUT_OFF = ("…", "...")
"""How exports end a caption that is longer than their column."""

# People's workbooks know a post by its link only, whose id is older than a scheduled posting.
_VAGUE = frozenset({"numbers"})


def posts_of(lake: Lake, accounts: Collection[str] | None = None) -> list[Post]:
    """Every post of these accounts (None: of all), in order of posting.

    Of each field the latest value that a source gave; a posting time from an export wins over one that
    only a link told, and hashtags over a caption that does not show them. On promotion the latest word counts,
    whichever source gave it.
    """
    posts = [_merged(stored) for stored in _by_post(lake, accounts)]
    return sorted(posts, key=lambda post: (post.account, post.posted_at or 0, post.post_id))


def promotions(posts: Iterable[Post]) -> dict[str, int]:
    """By post id: since when posts were promoted, in UTC epoch seconds; only those that were."""
    return {post.post_id: post.promoted_at for post in posts if post.promoted_at is not None}


def words_on_promotion(lake: Lake) -> dict[str, Word]:
    """By post id: the word on its promotion that counts; posts of which nobody said anything are not in it."""
    latest = {rows[0]["post_id"]: latest_word(rows) for rows in _by_post(lake, None)}
    return {post_id: word for post_id, word in latest.items() if word is not None}


def top_list_files(lake: Lake, accounts: Collection[str] | None = None) -> tuple[str, ...]:
    """Names of the files that look like the most viewed posts only."""
    rows = _rows(lake, "snapshots", accounts, nw.col("top_list"))
    return tuple(sorted({row["file"] for row in rows if row["file"]}))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Positions due, and those among them that no capture shows.

    Attributes:
        due: Positions whose post has reached the measuring age at the account's newest capture.
        without_snapshot: Those without a post, or whose post has no snapshot at all.
    """

    due: tuple[int, ...]
    without_snapshot: tuple[int, ...]

    @property
    def share(self) -> float:
        """Share of the due positions without a snapshot; 0 where nothing is due."""
        return len(self.without_snapshot) / len(self.due) if self.due else 0.0


def due_without_snapshot(
    lake: Lake,
    positions: Iterable[Position],
    posts: Mapping[int, Post],
    timezones: Mapping[str, str],
    measure_at: float,
    as_of: int | None = None,
) -> Coverage:
    """Which due positions the exports hide; a list of the most viewed hides those that did badly.

    Args:
        lake: The facts.
        positions: The plan.
        posts: By position number: the post that was found for it.
        timezones: By account: its time zone.
        measure_at: The measuring age in days.
        as_of: Ignore what was captured after this UTC epoch second.
    """
    captures = lake.scan("snapshots").filter(nw.col("captured_at") <= as_of) if as_of else lake.scan("snapshots")
    rows = rows_of(captures.group_by("account", "post_id").agg(nw.col("captured_at").max()))
    newest: dict[str, int] = defaultdict(int)
    shown = set()
    for row in rows:
        newest[row["account"]] = max(newest[row["account"]], row["captured_at"])
        shown.add(row["post_id"])
    due = due_positions(positions, newest, timezones, measure_at)
    hidden = [p.position for p in due if p.position not in posts or posts[p.position].post_id not in shown]
    return Coverage(tuple(p.position for p in due), tuple(hidden))


def due_positions(
    positions: Iterable[Position], newest: Mapping[str, int], timezones: Mapping[str, str], measure_at: float
) -> list[Position]:
    """Positions whose post, posted as planned, had reached this age in days at its account's newest capture."""
    return [p for p in positions if _due(p, timezones, measure_at) <= newest.get(p.account, 0)]


def newest_captures(lake: Lake) -> dict[str, int]:
    """By account: its newest capture, in UTC epoch seconds."""
    captures = lake.scan("snapshots").group_by("account").agg(nw.col("captured_at").max())
    return {row["account"]: row["captured_at"] for row in rows_of(captures)}


def _due(position: Position, timezones: Mapping[str, str], measure_at: float) -> float:
    hour, minute = map(int, position.slot.split(":"))
    zone = ZoneInfo(timezones.get(position.account, "UTC"))
    planned = datetime.combine(position.date, datetime.min.time().replace(hour=hour, minute=minute), zone)
    return (planned + timedelta(days=measure_at)).timestamp()


def _rows(lake: Lake, table: str, accounts: Collection[str] | None, *only: nw.Expr) -> list[Row]:
    frame = lake.scan(table)
    if accounts is not None:
        frame = frame.filter(nw.col("account").is_in(list(accounts)))
    return rows_of(frame.filter(*only) if only else frame)


def _by_post(lake: Lake, accounts: Collection[str] | None) -> list[list[Row]]:
    """Every row on a post together."""
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _rows(lake, "posts", accounts):
        rows[row["account"], row["post_id"]].append(row)
    return list(rows.values())


def _merged(rows: Sequence[Row]) -> Post:
    ordered = (
        rows
        if len(rows) == 1
        else sorted(
            rows,
            key=lambda row: (
                row["source"] not in _VAGUE,
                row["described_at"] or 0,
                str(sorted(row.items(), key=str)),
            ),
        )
    )
    known: Row = {}
    for row in ordered:
        known.update({name: row[name] for name in _DESCRIBED if row[name] is not None})
    if "/" in (known.get("link") or ""):
        known["link"] = rebuilt_link(known["link"])  # a store may come from anybody
    described = min(ordered, key=lambda row: row["described_at"] or 0)
    promoted = latest_word(rows)
    return Post(
        post_id=ordered[0]["post_id"],
        account=ordered[0]["account"],
        posted_at=known.pop("posted_at", None),
        hashtags=_hashtags(ordered),
        promoted_at=promoted.since if promoted else None,
        source=described["source"],
        **known,
    )


def _hashtags(ordered: Sequence[Row]) -> tuple[str, ...] | None:
    """The latest; but a caption without hashtags, or cut off, takes none away that a list or another source gave."""
    kept: Row | None = None
    for row in ordered:
        if row["hashtags"] is None:
            continue
        edited = kept is not None and kept["source"] == row["source"] and _of_caption(kept)
        if kept is None or not kept["hashtags"] or edited or not _says_little(row):
            kept = row
    return None if kept is None else tuple(kept["hashtags"])


def _says_little(row: Row) -> bool:
    return _of_caption(row) and (not row["hashtags"] or row["caption"].rstrip().endswith(CUT_OFF))


def _of_caption(row: Row) -> bool:
    """Whether the hashtags are those of the caption, and not a list beside it."""
    return row["caption"] is not None and hashtags_in(row["caption"]) == tuple(row["hashtags"])
