"""Experiments as campaigns: what went out, what it cost, what people did, and whether it pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cliptrial.metrics.money import Ratio, cost_per, per_order, per_post, roas
from cliptrial.posts.equal_age.due import DAY
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.attribution import Attributed, Lost
from cliptrial.posts.outcomes.stored import outcomes
from cliptrial.posts.placements import linked
from cliptrial.posts.records import Post
from cliptrial.registry.beside.costs import Cost, read_costs
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.workspace import Workspace

BESIDE = ("short_link_clicks", "sessions", "key_events", "dm_leads", "leads", "site_revenue")
"""What else a campaign counts, in the order in which it leads to an order; the last is money as analytics tell it."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One experiment in money, or all of a client together.

    Attributes:
        slug: The experiment; empty for all of a client.
        title: What was tested; of a client its name.
        client: Whose it is; None for accounts without one.
        posts: Posts that are linked and known.
        orders: Orders that belong to them; None where no order was ever handed in.
        lost: Orders of its time that belong to no post.
        why_lost: The same by reason.
        currencies: Of these orders; amounts in several are not added up.
        revenue: What they brought; None where nobody knows, or currencies differ.
        ads: Money spent on ads.
        other: Other money, tools among it.
        time: What people's time cost.
        beside: By column: what else people did; those of which something was handed in.
        beside_lost: The same that belongs to no post.
        days: Days after a post in which an order counts for it; several where experiments differ.
        sources: Who told the orders.
        twice: Orders that two sources told, counted once.
        alike: Orders that two sources may have told.
        refunds: Refunds of orders that nobody handed in.
        per_order: Revenue of an order.
        per_post: Revenue of a post.
        cost_per_order: Costs over orders, people's time included.
        cost_per_order_without_time: The same without it.
        return_on_costs: Revenue over costs, people's time included.
        return_without_time: The same without it.
    """

    slug: str
    title: str
    client: str | None
    posts: int
    orders: int | None
    lost: int
    why_lost: dict[str, int]
    currencies: tuple[str, ...]
    revenue: float | None
    ads: float
    other: float
    time: float
    beside: dict[str, float]
    beside_lost: dict[str, float]
    days: tuple[float, ...]
    sources: tuple[str, ...]
    twice: int
    alike: int
    refunds: int
    per_order: Ratio
    per_post: Ratio
    cost_per_order: Ratio
    cost_per_order_without_time: Ratio
    return_on_costs: Ratio
    return_without_time: Ratio

    @property
    def money(self) -> float:
        """Costs without people's time."""
        return self.ads + self.other

    @property
    def pays(self) -> bool | None:
        """Whether its orders brought more than it cost, time included; None where their interval holds both."""
        return _pays(self.return_on_costs)

    @property
    def pays_without_time(self) -> bool | None:
        """The same of money alone."""
        return _pays(self.return_without_time)


def _pays(ratio: Ratio) -> bool | None:
    low, high = ratio.interval
    if low is not None and low > 1:
        return True
    return False if high is not None and high < 1 else None


@dataclass(frozen=True, slots=True)
class Parts:
    """What a campaign is computed from, by post: a combined test has several experiments on the same posts."""

    client: str | None
    posts: frozenset[str] = frozenset()
    orders: Attributed | None = None
    amounts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    beside: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    beside_lost: dict[str, float] = field(default_factory=dict)
    days: frozenset[float] = frozenset()
    currencies: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    ads: float = 0.0
    other: float = 0.0
    time: float = 0.0


def campaigns(workspace: Workspace) -> tuple[Campaign, ...]:
    """Every experiment with posts, in the order of their names, then every client with several, as a whole.

    Orders count within the experiment's measuring age of the post whose tracked link or code they carry.

    Raises:
        InputError: costs.yaml has mistakes.
    """
    costs, lake, links = read_costs(workspace), Lake(workspace.store_dir), linked(workspace)
    each: list[tuple[Loaded, Parts]] = [
        (loaded, _parts(workspace, lake, loaded, links[loaded.slug], [c for c in costs if c.experiment == loaded.slug]))
        for loaded in load_all(workspace).loaded
        if links.get(loaded.slug)
    ]
    every = [_campaign(loaded.slug, loaded.experiment.title, parts) for loaded, parts in each]
    of_client: dict[str, list[Parts]] = defaultdict(list)
    for _, parts in each:
        if parts.client is not None:
            of_client[parts.client].append(parts)
    whole = [
        _campaign("", workspace.clients[client].name, _together(several))
        for client, several in sorted(of_client.items())
        if len(several) > 1
    ]
    return (*every, *whole)


def _parts(workspace: Workspace, lake: Lake, loaded: Loaded, links: dict[int, str], costs: Sequence[Cost]) -> Parts:
    plan = loaded.experiment
    known = {post.post_id: post for post in posts_of(lake, plan.accounts)}
    posts = {position: known[post] for position, post in links.items() if post in known}
    days = plan.design.measure_at
    running = _running(posts.values(), days)
    after = outcomes(lake, workspace, loaded.slug, posts, plan.accounts, days, ("orders", *BESIDE))
    orders = after.pop("orders")
    beside = {what: one for what, one in after.items() if one.until is not None}
    return Parts(
        client=workspace.client_of(plan.accounts),
        posts=frozenset(post.post_id for post in posts.values()),
        orders=orders,
        amounts={post: tuple(one.amount for one in own) for post, own in orders.by_post.items()},
        lost={why.value: int(count) for why, count in orders.lost.items()},
        beside={what: _by_post(one) for what, one in beside.items()},
        beside_lost={what: sum(one.lost.values()) for what, one in beside.items()},
        days=frozenset({days}),
        currencies=frozenset(orders.currencies),
        sources=frozenset(orders.sources),
        ads=sum(one.ads for one in costs),
        other=sum(one.other + one.tools(running) for one in costs),
        time=sum(one.time(len(posts)) for one in costs),
    )


def _running(posts: Iterable[Post], measure_at: float) -> float:
    """Days from the first post until the last one was read; tools are paid for these."""
    times = [one.posted_at for one in posts if one.posted_at is not None]
    return (max(times) - min(times)) / DAY + measure_at if times else 0.0


def _together(several: Sequence[Parts]) -> Parts:
    """All of a client: what belongs to no post is the same for each of its experiments, so it is not added up."""
    handed_in = [one.orders for one in several if one.orders is not None and one.orders.until is not None]
    return Parts(
        client=several[0].client,
        posts=frozenset[str]().union(*(one.posts for one in several)),
        orders=handed_in[0]
        if len(handed_in) == len(several)
        else replace(handed_in[0], until=None)
        if handed_in
        else None,
        amounts={post: own for one in several for post, own in one.amounts.items()},
        beside={
            what: {post: count for one in several for post, count in one.beside.get(what, {}).items()}
            for what in BESIDE
            if any(what in one.beside for one in several)
        },
        days=frozenset[float]().union(*(one.days for one in several)),
        currencies=frozenset[str]().union(*(one.currencies for one in several)),
        sources=frozenset[str]().union(*(one.sources for one in several)),
        ads=sum(one.ads for one in several),
        other=sum(one.other for one in several),
        time=sum(one.time for one in several),
    )


def _by_post(one: Attributed) -> dict[str, float]:
    return {post: sum(order.count for order in own) for post, own in one.by_post.items()}


def _campaign(slug: str, title: str, parts: Parts) -> Campaign:
    orders, unknown = parts.orders, Ratio(None)
    amounts = [amount for own in parts.amounts.values() for amount in own]
    handed_in = orders is not None and orders.until is not None
    added_up = handed_in and len(parts.currencies) < 2
    money, time, alone = parts.ads + parts.other, parts.time, bool(slug) and orders is not None
    return Campaign(
        slug=slug,
        title=title,
        client=parts.client,
        posts=len(parts.posts),
        orders=len(amounts) if handed_in else None,
        lost=sum(parts.lost.values()),
        why_lost={why.value: parts.lost[why.value] for why in Lost if parts.lost.get(why.value)},
        currencies=tuple(sorted(parts.currencies)),
        revenue=sum(amounts) if added_up else None,
        ads=parts.ads,
        other=parts.other,
        time=time,
        beside={what: sum(own.values()) for what, own in parts.beside.items()},
        beside_lost=parts.beside_lost,
        days=tuple(sorted(parts.days)),
        sources=tuple(sorted(parts.sources)),
        twice=orders.twice if orders is not None and alone else 0,
        alike=orders.alike if orders is not None and alone else 0,
        refunds=orders.refunds if orders is not None and alone else 0,
        per_order=per_order(amounts) if added_up else unknown,
        per_post=per_post(amounts, len(parts.posts)) if added_up else unknown,
        cost_per_order=cost_per(money + time, len(amounts)) if handed_in else unknown,
        cost_per_order_without_time=cost_per(money, len(amounts)) if handed_in else unknown,
        return_on_costs=roas(amounts, money + time) if added_up else unknown,
        return_without_time=roas(amounts, money) if added_up else unknown,
    )
