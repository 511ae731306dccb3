"""What the lake knows of posts and days, and which positions of a plan no export shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import narwhals as nw

from cliptrial.posts.equal_age.due import due_positions
from cliptrial.posts.lake.lake import Frame, Lake, rows_of
from cliptrial.posts.lake.promotion import Word, latest_word
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.records import Post
from cliptrial.posts.text.hashtags import hashtags_in
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.registry.plan.schedule import Position
from cliptrial.registry.workspace import Workspace

_DESCRIBED = ("posted_at", "link", "caption", "sound", "duration")

CUT_OFF = ("…", "...")
"""How exports end a caption that is longer than their column."""

# People's workbooks know a post by its link only, whose id is older than a scheduled posting; YouTube tells the day.
_SURE = {"numbers": 0, "youtube_studio": 1}
_SURER = 2
DAYS_ONLY = frozenset({"youtube_studio"})
"""Sources that tell on which day a post went out, and not at what time."""


def posts_of(lake: Lake, accounts: Collection[str] | None = None) -> list[Post]:
    """Every post of these accounts (None: of all), in order of posting.

    Of each field the latest value that a source gave; a posting time from an export wins over one that
    only a link told, and hashtags over a caption that does not show them. On promotion the latest word counts,
    whichever source gave it.
    """
    return _in_order(map(_merged, _together(_rows(lake, "posts", accounts))))


def _in_order(posts: Iterable[Post]) -> list[Post]:
    return sorted(posts, key=lambda post: (post.account, post.posted_at or 0, post.post_id))


def posts_near(lake: Lake, accounts: Collection[str], start: int, end: int, named: Collection[str] = ()) -> list[Post]:
    """Posts that may have gone out between two UTC epoch seconds, and those that are named by their ids."""
    rows = lake.scan("posts").filter(nw.col("account").is_in(list(accounts)))
    within = nw.col("posted_at").is_between(start, end)
    near = rows.filter(within | nw.col("post_id").is_in(list(named)) if named else within)
    wanted = near.select("post_id").unique()
    return _in_order(map(_merged, _together(rows_of(rows.join(wanted, on="post_id", how="semi")))))


def captions_and_sounds(lake: Lake, account: str) -> list[tuple[str | None, str | None, int]]:
    """Each caption with each sound, and how many posts of an account have them; posts without a time are none of them.

    The engine counts those that every source describes alike; of the others the values are those of :func:`posts_of`.
    """
    rows = lake.scan("posts").filter(nw.col("account") == account)
    ends = {f"{name}_{end}": getattr(nw.col(name), end)() for name in ("caption", "sound") for end in ("min", "max")}
    posts = rows.group_by("post_id").agg(nw.col("posted_at").max(), **ends).filter(~nw.col("posted_at").is_null())
    caption, sound = (
        nw.col(f"{name}_min").is_null() | (nw.col(f"{name}_min") == nw.col(f"{name}_max"))
        for name in ("caption", "sound")
    )
    alike = posts.filter(caption & sound).group_by("caption_min", "sound_min").agg(nw.len().alias("posts"))
    edited = rows.join(posts.filter(~(caption & sound)).select("post_id"), on="post_id", how="semi")
    counted = [(row["caption_min"], row["sound_min"], row["posts"]) for row in rows_of(alike)]
    return counted + [(post.caption, post.sound, 1) for post in map(_merged, _together(rows_of(edited)))]


def promotions(posts: Iterable[Post]) -> dict[str, int]:
    """By post id: since when posts were promoted, in UTC epoch seconds; only those that were."""
    return {post.post_id: post.promoted_at for post in posts if post.promoted_at is not None}


def timezones_of(workspace: Workspace, posts: Iterable[Post]) -> dict[str, str]:
    """By post id: the time zone of its account; posts of accounts that the workspace does not know are left out."""
    zones = {name: account.timezone for name, account in workspace.accounts.items()}
    return {post.post_id: zones[post.account] for post in posts if post.account in zones}


def words_on_promotion(lake: Lake) -> dict[str, Word]:
    """By post id: the word on its promotion that counts; posts of which nobody said anything are not in it."""
    latest = ((rows[0]["post_id"], latest_word(rows)) for rows in _together(_rows(lake, "posts", None)))
    return {post_id: word for post_id, word in latest if word is not None}


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
    positions, ids = list(positions), [post.post_id for post in posts.values()]
    captures = lake.scan("snapshots").filter(nw.col("captured_at") <= as_of) if as_of else lake.scan("snapshots")
    own = captures.filter(nw.col("account").is_in(list({p.account for p in positions})))
    newest = {row["account"]: row["captured_at"] for row in rows_of(_newest(own))}
    seen = captures.join(lake.given(post_id=("VARCHAR", ids)), on="post_id", how="semi") if ids else None
    shown = set() if seen is None else {row["post_id"] for row in rows_of(seen.select("post_id").unique())}
    due = due_positions(positions, newest, timezones, measure_at)
    hidden = [p.position for p in due if p.position not in posts or posts[p.position].post_id not in shown]
    return Coverage(tuple(p.position for p in due), tuple(hidden))


def newest_captures_in(lake: Lake) -> dict[str, int]:
    """By account: its newest capture, in UTC epoch seconds."""
    return {row["account"]: row["captured_at"] for row in rows_of(_newest(lake.scan("snapshots")))}


def days_known_to(workspace: Workspace, *, orders: bool) -> dict[str, date]:
    """By account: the last day that is known as a whole, from exports of its days or, of orders, of its shop."""
    lake = Lake(workspace.store_dir)
    if not orders:
        newest = lake.scan("account_days").group_by("account").agg(nw.col("date").max())
        return {row["account"]: row["date"] for row in rows_of(newest)}
    zones = {name: ZoneInfo(one.timezone) for name, one in workspace.accounts.items()}
    return {
        row["account"]: datetime.fromtimestamp(row["captured_at"], zones[row["account"]]).date() - timedelta(days=1)
        for row in rows_of(_newest(lake.scan("conversions")))
        if row["account"] in zones
    }


def _newest(captures: Frame) -> Frame:
    return captures.group_by("account").agg(nw.col("captured_at").max())


def _rows(lake: Lake, table: str, accounts: Collection[str] | None, *only: nw.Expr) -> list[Row]:
    frame = lake.scan(table)
    if accounts is not None:
        frame = frame.filter(nw.col("account").is_in(list(accounts)))
    return rows_of(frame.filter(*only) if only else frame)


def _together(rows: Iterable[Row]) -> list[list[Row]]:
    """Every row on a post together."""
    by_post: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_post[row["account"], row["post_id"]].append(row)
    return list(by_post.values())


def _merged(rows: Sequence[Row]) -> Post:
    ordered = _oldest_first(rows)
    known: Row = {}
    for row in ordered:
        known.update({name: row[name] for name in _DESCRIBED if row[name] is not None})
    if "/" in (known.get("link") or ""):
        known["link"] = rebuilt_link(known["link"])  # a store may come from anybody
    timed = next((row["source"] for row in reversed(ordered) if row["posted_at"] is not None), None)
    described = min(ordered, key=lambda row: row["described_at"] or 0)
    promoted = latest_word(rows)
    return Post(
        post_id=ordered[0]["post_id"],
        account=ordered[0]["account"],
        posted_at=known.pop("posted_at", None),
        hashtags=_hashtags(ordered),
        promoted_at=promoted.since if promoted else None,
        source=described["source"],
        hours=timed not in DAYS_ONLY,
        **known,
    )


def _oldest_first(rows: Sequence[Row]) -> Sequence[Row]:
    """By when they were told; those that were told at one moment by what they say."""
    if len(rows) == 1:
        return rows
    by_moment = {(_SURE.get(row["source"], _SURER), row["described_at"] or 0): row for row in rows}
    if len(by_moment) == len(rows):
        return [by_moment[moment] for moment in sorted(by_moment)]
    return sorted(
        rows,
        key=lambda row: (
            _SURE.get(row["source"], _SURER),
            row["described_at"] or 0,
            str(sorted(row.items(), key=str)),
        ),
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
