"""The links of all experiments: which posts others hold, and which ones a position held once numbers were known.

A link that is changed after its first numbers may have been changed because of them. ``posts.csv`` tells only what
holds now, so every ingest remembers, once and for all, the links whose posts have numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import narwhals as nw

from cliptrial.errors import InputError
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import build
from cliptrial.posts.text.ids import id_in_link, is_short_link
from cliptrial.registry.experiments import experiment_names
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.workspace import Workspace


def linked(workspace: Workspace) -> dict[str, dict[int, str]]:
    """By experiment and position: the id of the post that is linked; files with mistakes of their own say nothing."""
    return {slug: _ids(workspace, slug) for slug in experiment_names(workspace)}


def _ids(workspace: Workspace, slug: str) -> dict[int, str]:
    try:
        links = read_links(workspace.experiments_dir / slug)
    except InputError:
        return {}
    ids = {position: id_in_link(link) for position, link in links.items() if not is_short_link(link)}
    return {position: post_id for position, post_id in ids.items() if post_id is not None}


def remember_links(workspace: Workspace, lake: Lake) -> None:
    """Keep every link whose post has numbers, unless it is kept already."""
    held = [(slug, position, post_id) for slug, ids in linked(workspace).items() for position, post_id in ids.items()]
    known = {(row["experiment"], row["position"], row["post_id"]) for row in lake.read("links").to_pylist()}
    fresh = [one for one in held if one not in known]
    first = _first_numbers(lake, {post_id for _, _, post_id in fresh})
    rows = [
        {"experiment": slug, "position": position, "post_id": post_id, **first[post_id]}
        for slug, position, post_id in fresh
        if post_id in first
    ]
    lake.append("links", build("links", rows))


def _first_numbers(lake: Lake, post_ids: Collection[str]) -> Mapping[str, Mapping[str, str | int]]:
    """By post id: its account, and when its first numbers were captured."""
    if not post_ids:
        return {}
    rows = (
        lake.scan("snapshots")
        .filter(nw.col("post_id").is_in(list(post_ids)))
        .group_by("post_id", "account")
        .agg(nw.col("captured_at").min())
    )
    return {row.pop("post_id"): row for row in rows_of(rows)}


def linked_before(lake: Lake, experiment: str) -> dict[int, frozenset[str]]:
    """By position: the ids of all posts that it was linked to while their numbers were known."""
    links: dict[int, set[str]] = defaultdict(set)
    for row in rows_of(lake.scan("links").filter(nw.col("experiment") == experiment)):
        links[row["position"]].add(row["post_id"])
    return {position: frozenset(ids) for position, ids in links.items()}
