"""Placements: which post a position has by its link, which it had before, and where that was told.

A link that is changed after its first numbers may have been changed because of them. ``posts.csv`` is the view that
people edit and tells only what holds now, so every ingest remembers what it saw; a hand-in that is taken back takes
none of it along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import narwhals as nw

from cliptrial.errors import InputError
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import LINKS_BEFORE, Row, build
from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.files import Stamp, settled
from cliptrial.registry.plan.links import FILE, read_links
from cliptrial.registry.rounds.home import plan_folder
from cliptrial.registry.workspace import Workspace


class State(StrEnum):
    """What is known of a position's post."""

    LINKED = "linked"
    """It has a link."""
    MEASURED = "measured"
    """The post that it links to has numbers."""
    REMOVED = "removed"
    """It had a link, and has none any more."""


@dataclass(frozen=True, slots=True)
class _Placement:
    """What posts.csv says of one position; a short link tells no post."""

    post: str | None
    link: str | None
    state: State

    def says_more_than(self, rows: Collection[Row]) -> bool:
        """Whether none of these rows says the same; rows of earlier versions have no link."""
        return all(
            (row["post"], row["state"]) != (self.post, self.state) or (self.post is None and row["link"] != self.link)
            for row in rows
        )


def linked(workspace: Workspace) -> dict[str, dict[int, str]]:
    """By experiment and position: the id of the post that is linked; files with mistakes of their own say nothing."""
    folders = {slug: plan_folder(workspace.experiments_dir / slug) for slug in experiment_names(workspace)}
    return {
        slug: _linked(folder) if (stamp := settled(folder / FILE)) is None else _linked_once(folder, stamp)
        for slug, folder in folders.items()
    }


def _linked(folder: Path) -> dict[int, str]:
    try:
        links = read_links(folder)
    except InputError:
        return {}
    return {number: post for number, link in links.items() if (post := _post(link))}


@lru_cache(maxsize=16_384)
def _linked_once(folder: Path, stamp: Stamp) -> dict[int, str]:  # noqa: ARG001
    """Every experiment asks what all others are linked to."""
    return _linked(folder)


def linked_before(lake: Lake, experiment: str) -> dict[int, frozenset[str]]:
    """By position: the ids of all posts that it was linked to while their numbers were known."""
    links: dict[int, set[str]] = defaultdict(set)
    for table, post in (("placements", "post"), (LINKS_BEFORE, "post_id")):
        own = lake.scan(table).filter(nw.col("experiment") == experiment) if lake.homes(table) else None
        for row in rows_of(own) if own is not None else ():
            if row.get("state", State.MEASURED) == State.MEASURED:
                links[row["position"]].add(row[post])
    return {position: frozenset(ids) for position, ids in links.items()}


def note_placements(workspace: Workspace, lake: Lake) -> None:
    """Remember what the links of all experiments say that is not remembered yet.

    Called by who has the workspace to himself.
    """
    _move_links(lake)
    remembered = _latest(lake.read("placements").to_pylist())
    links = {slug: own for slug in experiment_names(workspace) if (own := _links(workspace, slug)) is not None}
    first = _first_numbers(lake, {post for own in links.values() for link in own.values() if (post := _post(link))})
    told_at = max(
        [*_newest_capture(lake), *(row["told_at"] or 0 for rows in remembered.values() for row in rows)], default=None
    )
    rows = []
    for slug, own in links.items():
        before = {number for name, number in remembered if name == slug}
        for number in sorted({*own, *before}):
            placement = _placement(own.get(number), first)
            if placement.says_more_than(remembered.get((slug, number), ())):
                since = first.get(placement.post) if placement.post else None
                rows.append(_row(slug, number, placement, since, told_at, FILE))
    lake.append("placements", build("placements", rows))


def _row(
    experiment: str, position: int, placement: _Placement, since: int | None, told_at: int | None, source: str
) -> Row:
    return {
        "experiment": experiment,
        "position": position,
        "post": placement.post,
        "link": placement.link,
        "state": placement.state.value,
        "since": since,
        "told_at": told_at,
        "source": source,
    }


def _placement(link: str | None, first: Mapping[str, int]) -> _Placement:
    if link is None:
        return _Placement(None, None, State.REMOVED)
    post = _post(link)
    return _Placement(post, rebuilt_link(link) or link, State.MEASURED if post in first else State.LINKED)


def _post(link: str) -> str | None:
    return None if is_short_link(link) else id_in_link(link)


def _links(workspace: Workspace, slug: str) -> dict[int, str] | None:
    """None where the file has mistakes of its own."""
    try:
        return read_links(workspace.experiments_dir / slug)
    except InputError:
        return None


def _latest(rows: Iterable[Row]) -> dict[tuple[str, int], list[Row]]:
    """By experiment and position: what was told last, or several things at one moment."""
    latest: dict[tuple[str, int], list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["told_at"] or 0):
        place = row["experiment"], row["position"]
        if place in latest and latest[place][0]["told_at"] == row["told_at"]:
            latest[place].append(row)
        else:
            latest[place] = [row]
    return latest


def _first_numbers(lake: Lake, posts: Collection[str]) -> Mapping[str, int]:
    """By post id: when its first numbers were captured."""
    if not posts:
        return {}
    rows = (
        lake.scan("snapshots", once=True)
        .filter(nw.col("post_id").is_in(list(posts)))
        .group_by("post_id")
        .agg(nw.col("captured_at").min())
    )
    return {row["post_id"]: row["captured_at"] for row in rows_of(rows)}


def _newest_capture(lake: Lake) -> list[int]:
    (row,) = rows_of(lake.scan("snapshots", once=True).select(nw.col("captured_at").max()))
    return [] if row["captured_at"] is None else [row["captured_at"]]


def _move_links(lake: Lake) -> None:
    """Take over what earlier versions remembered; a kill in between leaves both, which say the same."""
    files = lake.plain_files(LINKS_BEFORE)
    if not files:
        return
    rows = [
        _row(
            row["experiment"],
            row["position"],
            _Placement(row["post_id"], None, State.MEASURED),
            row["captured_at"],
            row["captured_at"],
            LINKS_BEFORE,
        )
        for row in lake.read(LINKS_BEFORE).to_pylist()
    ]
    lake.append("placements", build("placements", rows))
    for path in files:
        path.unlink(missing_ok=True)
