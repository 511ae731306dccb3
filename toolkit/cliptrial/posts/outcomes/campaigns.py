"""Experiments as campaigns: what went out, what it cost, what people ordered, and whether it pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cliptrial.metrics.money import Ratio, cost_per, per_order, roas
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.outcomes.stored import attributed
from cliptrial.posts.placements import linked
from cliptrial.posts.records import Post
from cliptrial.registry.beside.costs import Cost, read_costs
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Campaign:
    """One experiment in money.

    Attributes:
        slug: The experiment.
        title: What was tested.
        posts: Posts that are linked and known.
        orders: Orders that belong to them; None where no order was ever handed in.
        lost: Orders of its time that belong to no post.
        currencies: Of these orders; amounts in several are not added up.
        revenue: What they brought; None where nobody knows, or currencies differ.
        ads: Money spent on ads.
        other: Other money, tools among it.
        time: What people's time cost.
        per_order: Revenue of an order.
        cost_per_order: Costs over orders, people's time included.
        cost_per_order_without_time: The same without it.
        return_on_costs: Revenue over costs, people's time included.
        return_without_time: The same without it.
    """

    slug: str
    title: str
    posts: int
    orders: int | None
    lost: int
    currencies: tuple[str, ...]
    revenue: float | None
    ads: float
    other: float
    time: float
    per_order: Ratio
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
        low, high = self.return_on_costs.interval
        if low is not None and low > 1:
            return True
        return False if high is not None and high < 1 else None


def campaigns(workspace: Workspace) -> tuple[Campaign, ...]:
    """Every experiment with posts, in the order of their names.

    Orders count within the experiment's measuring age of the post whose tracked link or code they carry.

    Raises:
        InputError: costs.yaml has mistakes.
    """
    costs, lake, links = read_costs(workspace), Lake(workspace.store_dir), linked(workspace)
    return tuple(
        _campaign(workspace, lake, loaded, links[loaded.slug], [one for one in costs if one.experiment == loaded.slug])
        for loaded in load_all(workspace).loaded
        if links.get(loaded.slug)
    )


def _days(posts: Iterable[Post], measure_at: float) -> float:
    """Days from the first post until the last one was read; tools are paid for these."""
    times = [one.posted_at for one in posts if one.posted_at is not None]
    return (max(times) - min(times)) / 86_400 + measure_at if times else 0.0


def _campaign(
    workspace: Workspace, lake: Lake, loaded: Loaded, links: dict[int, str], costs: Sequence[Cost]
) -> Campaign:
    plan = loaded.experiment
    known = {post.post_id: post for post in posts_of(lake, plan.accounts)}
    posts = {position: known[post] for position, post in links.items() if post in known}
    orders = attributed(lake, workspace, loaded.slug, posts, plan.accounts, plan.design.measure_at)
    amounts = [one.amount for own in orders.by_post.values() for one in own]
    handed_in = orders.until is not None
    added_up = handed_in and len(orders.currencies) < 2
    days = _days(posts.values(), plan.design.measure_at)
    ads, other = sum(one.ads for one in costs), sum(one.other + one.tools(days) for one in costs)
    money, time = ads + other, sum(one.time(len(posts)) for one in costs)
    unknown = Ratio(None)
    return Campaign(
        slug=loaded.slug,
        title=plan.title,
        posts=len(posts),
        orders=len(amounts) if handed_in else None,
        lost=sum(orders.lost.values()),
        currencies=orders.currencies,
        revenue=sum(amounts) if added_up else None,
        ads=ads,
        other=other,
        time=time,
        per_order=per_order(amounts) if added_up else unknown,
        cost_per_order=cost_per(money + time, len(amounts)) if handed_in else unknown,
        cost_per_order_without_time=cost_per(money, len(amounts)) if handed_in else unknown,
        return_on_costs=roas(amounts, money + time) if added_up else unknown,
        return_without_time=roas(amounts, money) if added_up else unknown,
    )
