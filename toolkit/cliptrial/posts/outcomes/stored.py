"""Orders of the store: the latest word on each, and the posts that they may belong to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import narwhals as nw

from cliptrial.errors import InputError
from cliptrial.posts.equal_age.due import DAY
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.outcomes.attribution import Attributed, Order, Touch, attribute, code_mark, link_mark, post_mark
from cliptrial.posts.outcomes.counted import Asked, counted
from cliptrial.posts.outcomes.twice import PENNY, once
from cliptrial.posts.placements import linked
from cliptrial.posts.records import Post
from cliptrial.posts.text.privacy import masker_of
from cliptrial.registry.experiments import load_experiment
from cliptrial.registry.plan.codes import read_codes
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace

ORDERS = frozenset({"orders", "revenue"})
"""Columns of metrics that orders fill."""


def outcomes(
    lake: Lake,
    workspace: Workspace,
    slug: str,
    posts: Mapping[int, Post],
    accounts: Collection[str],
    days: float,
    columns: Collection[str],
) -> dict[str, Attributed]:
    """By column of a metric: what people did in an experiment's time; arguments as of :func:`attributed`."""
    after: dict[str, Attributed] = {}
    if ORDERS & {*columns}:
        orders = attributed(lake, workspace, slug, posts, accounts, days)
        after |= dict.fromkeys(ORDERS & {*columns}, orders)
    others = sorted({*columns} - ORDERS)
    if others:
        hashed = masker_of(workspace, makes_salt=False).hashed
        asked = Asked(
            touches=_touches(workspace, slug, posts, hashed),
            others=_elsewhere(lake, workspace, slug, hashed),
            zones={post.post_id: workspace.accounts[post.account].timezone for post in posts.values()},
            accounts=_of_clients(workspace, accounts),
            days=days,
        )
        after |= {column: counted(lake, column, asked) for column in others}
    return after


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
    rows, hashed = newest(lake, _of_clients(workspace, accounts)), masker_of(workspace, makes_salt=False).hashed
    own = _touches(workspace, slug, posts, hashed)
    begin = min((touch.posted_at for touch in own), default=0)
    end = max((touch.posted_at for touch in own), default=0) + days * DAY
    told_once = once([row for row in rows if row["counts"]])
    paid = [_order(row) for row in told_once.rows if begin <= row["ordered_at"] < end]
    sources = tuple(sorted({row["source"] for row in rows}))
    until = [max(row["captured_at"] for row in rows if row["source"] == one) for one in sources]
    others = _elsewhere(lake, workspace, slug, hashed) if any(order.marks for order in paid) else []
    refunds = sum(row["amount"] is None and row["refunded"] > 0 for row in rows)
    return replace(
        attribute(paid, own, days, others),
        sources=sources,
        until=min(until, default=None),
        twice=sum(begin <= at < end for at in told_once.twice),
        alike=sum(begin <= at < end for at in told_once.alike),
        refunds=refunds,
    )


def newest(lake: Lake, accounts: Collection[str]) -> list[Row]:
    """Of each order the row of the latest capture; of two of the same moment the one that has come further.

    A refund whose order stands in another file is taken off that order; one whose order nobody handed in has no amount.
    """
    frame = lake.scan("conversions").filter(nw.col("account").is_in([*accounts]))
    rows = sorted(
        rows_of(frame),
        key=lambda row: (row["key"], row["captured_at"], row["refunded"], row["counts"], row["region"] or ""),
    )
    orders = {row["key"]: row for row in rows if row["amount"] is not None}
    for refund in (row for row in rows if row["amount"] is None):
        order = orders.get(refund["key"])
        if order is None or order["amount"] is None:
            orders[refund["key"]] = refund
        else:
            refunded = min(max(order["refunded"], refund["refunded"]), order["amount"])
            counts = order["counts"] and order["amount"] - refunded >= PENNY
            orders[refund["key"]] = {**order, "refunded": refunded, "counts": counts}
    return sorted(orders.values(), key=lambda row: (row["ordered_at"], row["key"]))


def _of_clients(workspace: Workspace, accounts: Collection[str]) -> list[str]:
    """All accounts of the clients of these: a shop is a client's, not an account's."""
    clients = {workspace.accounts[name].client for name in accounts}
    return [name for name, account in workspace.accounts.items() if account.client in clients]


def _order(row: Row) -> Order:
    marks = frozenset((row["marks"] or "").split())
    return Order(row["ordered_at"], row["amount"] - row["refunded"], row["currency"], marks)


def _touches(workspace: Workspace, slug: str, posts: Mapping[int, Post], hashed: Callable[[str], str]) -> list[Touch]:
    """The posts of an experiment by what its links and codes leave behind; mistakes of its files are told elsewhere."""
    campaign, codes = slug, dict[int, str]()
    try:
        loaded = load_experiment(slug, workspace)
        campaign = loaded.experiment.design.round or slug
        schedule = read_schedule(loaded.folder)
        codes = read_codes(loaded.folder, {p.position for p in schedule.positions}) if schedule else {}
    except InputError:
        pass
    touches = []
    for position, post in posts.items():
        if post.posted_at is not None:
            marks = [link_mark(campaign, str(position)), post_mark(post.post_id)]
            marks += [code_mark(codes[position])] if position in codes else []
            touches.append(Touch(post.post_id, post.posted_at, frozenset(map(hashed, marks))))
    return touches


def _elsewhere(lake: Lake, workspace: Workspace, slug: str, hashed: Callable[[str], str]) -> list[Touch]:
    """The posts of all other experiments; those of a combined test are the same posts, and stay its own."""
    links = {other: posts for other, posts in linked(workspace).items() if other != slug and posts}
    known = {post.post_id: post for post in posts_of(lake, workspace.accounts)} if links else {}
    return [
        touch
        for other, posts in links.items()
        for touch in _touches(workspace, other, {n: known[i] for n, i in posts.items() if i in known}, hashed)
    ]
