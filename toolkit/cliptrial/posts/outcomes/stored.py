"""Orders of the store: the latest word on each, and the posts that they may belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import narwhals as nw

from cliptrial.errors import InputError
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.outcomes.attribution import DAY, Attributed, Order, Touch, attribute
from cliptrial.posts.placements import linked
from cliptrial.posts.records import Post
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.codes import read_codes
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace


def attributed(
    lake: Lake, workspace: Workspace, slug: str, posts: Mapping[int, Post], accounts: Collection[str], days: float
) -> Attributed:
    """The orders of an experiment's time, by the post that led to each.

    Args:
        lake: The facts.
        workspace: Where it belongs.
        slug: The experiment.
        posts: By position: its posts; those without a time lead to nothing.
        accounts: Its accounts; orders of their clients count.
        days: Length of the window that begins with a post.
    """
    rows = _newest(lake, _of_clients(workspace, accounts))
    campaign, codes = _campaign(workspace, slug)
    own = _touches(campaign, posts, codes)
    touches = [*own, *_elsewhere(lake, workspace, slug, {row["code"] for row in rows if row["code"]})]
    begin = min((touch.posted_at for touch in own), default=0)
    end = max((touch.posted_at for touch in own), default=0) + days * DAY
    paid = [_order(row) for row in rows if row["counts"] and begin <= row["ordered_at"] < end]
    until = [max(row["captured_at"] for row in rows if row["source"] == one) for one in _sources(rows)]
    result = replace(attribute(paid, touches, days), sources=_sources(rows), until=min(until, default=None))
    mine = {touch.post_id for touch in own}
    return replace(result, by_post={post: orders for post, orders in result.by_post.items() if post in mine})


def _newest(lake: Lake, accounts: Collection[str]) -> list[Row]:
    """Of each order the row of the latest capture; of two the one with more refunded."""
    frame = lake.scan("conversions").filter(nw.col("account").is_in([*accounts]))
    rows = sorted(rows_of(frame), key=lambda row: (row["key"], row["captured_at"], row["refunded"]))
    return sorted({row["key"]: row for row in rows}.values(), key=lambda row: (row["ordered_at"], row["key"]))


def _of_clients(workspace: Workspace, accounts: Collection[str]) -> list[str]:
    """All accounts of the clients of these: a shop is a client's, not an account's."""
    clients = {workspace.accounts[name].client for name in accounts}
    return [name for name, account in workspace.accounts.items() if account.client in clients]


def _sources(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(sorted({row["source"] for row in rows}))


def _order(row: Row) -> Order:
    return Order(
        ordered_at=row["ordered_at"],
        amount=row["amount"] - (row["refunded"] or 0.0),
        currency=row["currency"],
        code=row["code"],
        campaign=row["campaign"],
        content=row["content"],
        source=row["source"],
    )


def _touches(campaign: str, posts: Mapping[int, Post], codes: Mapping[int, str]) -> list[Touch]:
    return [
        Touch(campaign, position, post.post_id, post.posted_at, codes.get(position))
        for position, post in posts.items()
        if post.posted_at is not None
    ]


def _campaign(workspace: Workspace, slug: str) -> tuple[str, dict[int, str]]:
    """What tracked links call an experiment, and its codes; mistakes of its files are told where they are read."""
    try:
        loaded = load_experiment(slug, workspace)
        schedule = read_schedule(loaded.folder)
        codes = read_codes(loaded.folder, {p.position for p in schedule.positions}) if schedule else {}
        return loaded.experiment.design.round or slug, codes
    except InputError:
        return slug, {}


def _elsewhere(lake: Lake, workspace: Workspace, slug: str, codes: Collection[str]) -> list[Touch]:
    """Posts of other experiments that name a code which an order carries."""
    named = {
        (other, position): (post, code)
        for other, posts in linked(workspace).items()
        if other != slug and codes
        for position, code in _campaign(workspace, other)[1].items()
        if code.casefold() in codes and (post := posts.get(position))
    }
    if not named:
        return []
    ids = sorted({post for post, _ in named.values()})
    frame = lake.scan("posts").filter(nw.col("post_id").is_in(ids)).select("post_id", "posted_at")
    at = {row["post_id"]: row["posted_at"] for row in rows_of(frame) if row["posted_at"] is not None}
    return [
        Touch(other, position, post, at[post], code) for (other, position), (post, code) in named.items() if post in at
    ]
