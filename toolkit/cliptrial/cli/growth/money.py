"""``cliptrial money``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, print_table, say, show
from cliptrial.messages import Message, in_turn, says

if TYPE_CHECKING:
    from cliptrial.analysis.results import Uplift
    from cliptrial.metrics.money import Facts, Ratio
    from cliptrial.posts.outcomes.campaigns import Campaign
    from cliptrial.registry.workspace import Workspace

Action = Annotated[
    str | None,
    typer.Argument(metavar="[add|EXPERIMENT]", help="add writes down what one cost; an experiment shows its arms."),
]
Slug = Annotated[str | None, typer.Argument(metavar="[EXPERIMENT]", help="Folder name of an experiment.")]
OF_ARMS = ("orders", "revenue")
"""What is compared between arms."""


def run(
    action: Action = None,
    slug: Slug = None,
    ads: Annotated[str | None, typer.Option(help="Money spent on ads.")] = None,
    other: Annotated[str | None, typer.Option(help="Other money: tools, props, people paid by the piece.")] = None,
    hours_a_post: Annotated[str | None, typer.Option(help="Hours of work for each post; with --rate.")] = None,
    rate: Annotated[str | None, typer.Option(help="What an hour costs.")] = None,
    tools_a_month: Annotated[str | None, typer.Option(help="What tools cost a month while it runs.")] = None,
    note: Annotated[str | None, typer.Option(help="Anything else.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Does it pay? What each experiment cost and what people did; `money add EXPERIMENT` writes costs down.

    Orders come from exports of a shop, sessions from analytics, leads from conversations (`ingest`). Each belongs to
    the last post before it whose tracked link or code it carries, within the experiment's measuring age. Costs are in
    the currency of the orders. `money EXPERIMENT` shows what a post of each arm is worth.
    """
    opened = open_workspace(workspace)
    given = {"ads": ads, "other": other, "hours_a_post": hours_a_post, "rate": rate}
    given |= {"tools_a_month": tools_a_month, "note": note}
    written = {key: value for key, value in given.items() if value is not None}
    if action == "add":
        if slug is None or not written.keys() & {"ads", "other", "hours_a_post", "tools_a_month"}:
            raise typer.BadParameter(
                says("`cliptrial money` lists, `cliptrial money add EXPERIMENT --ads 250` writes costs down")
            )
        _add(opened, {"experiment": slug, **written}, as_json)
    elif action is not None and slug is None and not written:
        _arms(opened, action, as_json)
    elif action is not None or written:
        raise typer.BadParameter(
            says("`cliptrial money` lists, `cliptrial money add EXPERIMENT --ads 250` writes costs down")
        )
    else:
        _list(opened, as_json)


def _list(workspace: Workspace, as_json: bool) -> None:
    from cliptrial.analysis.periods.money import MONEY, all_facts
    from cliptrial.metrics.money import period_number
    from cliptrial.posts.outcomes.campaigns import campaigns

    every = campaigns(workspace)
    known = all_facts(workspace)
    numbers = {name: {key: period_number(key, own) for key in MONEY} for name, own in known.items()}
    if as_json:
        each = [{**asdict(one), "pays": one.pays, "pays_without_time": one.pays_without_time} for one in every]
        accounts = {
            name: {"spend": known[name].spend, **{k: asdict(v) for k, v in own.items()}}
            for name, own in numbers.items()
        }
        print_json({"campaigns": each, "accounts": accounts})
        return
    if numbers:
        _of_accounts(known, numbers)
    if not every:
        show(says("No experiment has posts yet."))
        return
    print_table(_DONE, [_done(one) for one in every])
    show()
    print_table(_PAYS, [_paid(one) for one in every])
    show()
    for line in _explained(every):
        show(line)
    for name in ("cpa", "roas"):
        show(explained(name))


def _of_accounts(known: Mapping[str, Facts], numbers: Mapping[str, Mapping[str, Ratio]]) -> None:
    """What was typed of weeks beside orders, leads and views: a column an account."""
    from cliptrial.metrics.period_numbers import PERIOD_NUMBERS

    spent = [says("{end:,.2f}", end=own.spend) if own.spend is not None else _UNKNOWN for own in known.values()]
    each = next(iter(numbers.values()))
    rows = [[PERIOD_NUMBERS[name].label, *(_said(own[name]) for own in numbers.values())] for name in each]
    print_table([says("Accounts, in the weeks with spend"), *numbers], [[says("Spent"), *spent], *rows])
    show()


def explained(name: str) -> Message:
    """A number of a period with its formula and what it tells."""
    from cliptrial.metrics.period_numbers import PERIOD_NUMBERS

    one = PERIOD_NUMBERS[name]
    return says("{label} = {formula}. {definition}.", label=one.label, formula=one.formula, definition=one.definition)


def _add(workspace: Workspace, given: dict[str, str], as_json: bool) -> None:
    from cliptrial.registry.beside.costs import FILE, add_cost

    cost = add_cost(workspace, given)
    if as_json:
        print_json({"cost": cost.model_dump()})
        return
    say(says("Written to {file}.", file=FILE))


def _arms(workspace: Workspace, slug: str, as_json: bool) -> None:
    """What a post of each arm brings, by the engine and the rules of the experiment's own page."""
    from cliptrial.analysis.experiment import analyze_alone

    uplifts = [one for one in analyze_alone(slug, workspace, also=OF_ARMS).uplifts if one.metric in OF_ARMS]
    if as_json:
        print_json({"experiment": slug, "arms": [_of_arm(one) for one in uplifts]})
        return
    if not any(any(one.posts) for one in uplifts):
        show(says("Nothing can be compared yet: the experiment is not ready, or no orders were handed in."))
        return
    print_table(_ARMS, [_arm(one) for one in uplifts])
    show()
    show(_LAST_TOUCH)


def _of_arm(one: Uplift) -> dict[str, object]:
    keys = (
        "metric",
        "control",
        "arm",
        "posts",
        "control_value",
        "arm_value",
        "relative",
        "relative_interval",
        "reason",
    )
    return {key: getattr(one, key) for key in keys}


_LAST_TOUCH = says(
    "Attributed by last touch: an order or a visit belongs to the latest post before it whose tracked link or code it "
    "carries, within the measuring age of the experiment."
)
_ARMS = (
    says("Number"),
    says("Control"),
    says("a post"),
    says("Variant"),
    says("a post"),
    says("Difference"),
)
_NUMBERS = {"orders": says("Orders"), "revenue": says("Revenue")}


def _arm(one: Uplift) -> list[Message | str]:
    low, high = one.relative_interval
    ends = [says("{end:+.0%}", end=end) if end is not None and abs(end) < _ENDLESS else "?" for end in (low, high)]
    known = one.relative is not None
    difference = says("{value:+.0%} ({ends})", value=one.relative, ends=in_turn(ends, " - ")) if known else "-"
    each = ["-" if value is None else says("{end:,.2f}", end=value) for value in (one.control_value, one.arm_value)]
    return [_NUMBERS[one.metric], one.control, each[0], one.arm, each[1], difference]


_ENDLESS = 1e6
_DONE = (
    says("Experiment"),
    says("Client"),
    says("Posts"),
    says("Clicks"),
    says("Sessions"),
    says("Key events"),
    says("Leads"),
    says("Orders"),
    says("Revenue"),
    says("Revenue per post"),
)
_PAYS = (
    says("Experiment"),
    says("Ads"),
    says("Costs"),
    says("of it time"),
    says("Cost per order"),
    says("without time"),
    says("Revenue per cost"),
    says("without time"),
    says("Does it pay?"),
    says("without time"),
)
_UNKNOWN = says("not known")


def _done(one: Campaign) -> list[Message | str]:
    leads = [one.beside[what] for what in ("leads", "dm_leads") if what in one.beside]
    before = [one.beside.get(what) for what in ("short_link_clicks", "sessions", "key_events")]
    counts = [*before, sum(leads) if leads else None, one.orders]
    return [
        _name(one),
        one.client or "-",
        str(one.posts),
        *(_UNKNOWN if count is None else says("{count:,.0f}", count=count) for count in counts),
        _revenue(one),
        _said(one.per_post),
    ]


def _revenue(one: Campaign) -> Message | str:
    """What orders brought; where none were handed in, what analytics say."""
    if len(one.currencies) > 1:
        return says("several currencies")
    if one.revenue is not None:
        return says("{amount:,.2f} {currency}", amount=one.revenue, currency=(*one.currencies, "")[0])
    site = one.beside.get("site_revenue")
    return _UNKNOWN if site is None else says("{amount:,.2f} by analytics", amount=site)


def _paid(one: Campaign) -> list[Message | str]:
    pays = {True: says("yes"), False: says("no"), None: says("open")}
    return [
        _name(one),
        *(says("{end:,.2f}", end=amount) for amount in (one.ads, one.money + one.time, one.time)),
        _said(one.cost_per_order),
        _said(one.cost_per_order_without_time),
        _said(one.return_on_costs),
        _said(one.return_without_time),
        pays[one.pays],
        pays[one.pays_without_time],
    ]


def _name(one: Campaign) -> Message | str:
    return one.slug or says("All of {client}", client=one.title)


def _said(ratio: Ratio) -> Message | str:
    low, high = ratio.interval
    if ratio.value is None:
        return says("at least {low:,.2f}", low=low) if low else "-"
    ends = in_turn([says("{end:,.2f}", end=end) if end is not None else "?" for end in (low, high)], " - ")
    return says("{value:,.2f} ({ends})", value=ratio.value, ends=ends)


_WHY = {
    "unmarked": says("carry neither link nor code"),
    "unknown": says("link or code of no post of it"),
    "before": says("before the post"),
    "late": says("after the window"),
}


def _explained(every: Sequence[Campaign]) -> Iterator[Message]:
    """What the numbers rest on, what belongs to no post, and what is odd, with what to do about it."""
    yield says("In brackets: what 19 of 20 times holds the number that such posts bring on average.")
    yield _LAST_TOUCH
    for one in (one for one in every if one.slug):
        days = says("{days:g} days", days=one.days[0])
        if one.why_lost:
            why = [in_turn([_WHY[reason], f"{count:,}"]) for reason, count in one.why_lost.items()]
            yield says(
                "{slug} ({days} after a post): {count} orders of its time belong to no post: {why}.",
                slug=one.slug,
                days=days,
                count=one.lost,
                why=why,
            )
        visits = one.beside_lost.get("sessions")
        if visits:
            yield says("{slug}: {count:,.0f} sessions of its time belong to no post.", slug=one.slug, count=visits)
        yield from _odd(one)


def _odd(one: Campaign) -> Iterator[Message]:
    if one.money and one.orders == 0:
        yield says(
            "{slug}: {money:,.2f} spent and no order. Check that its posts carry their tracked link or code; what an "
            "order costs is at least what the table says.",
            slug=one.slug,
            money=one.money,
        )
    if one.money and one.orders is None:
        yield says("{slug}: money spent, and no orders handed in yet: hand in what the shop exports.", slug=one.slug)
    if one.twice:
        yield says(
            "{slug}: {count} orders stand in two sources (same amount and currency, at most five minutes apart) and "
            "count once.",
            slug=one.slug,
            count=one.twice,
        )
    if one.alike:
        yield says(
            "{slug}: {count} orders look like one of another source, too few to be sure, so each counts. If one source "
            "takes the money for the other, hand in only one of them.",
            slug=one.slug,
            count=one.alike,
        )
    if one.refunds:
        yield says(
            "{slug}: {count} refunds of orders that nobody handed in. Hand in an export that holds these orders.",
            slug=one.slug,
            count=one.refunds,
        )
    if len(one.currencies) > 1:
        yield says(
            "{slug}: orders in {names}. Amounts are added up in one currency only; orders are counted.",
            slug=one.slug,
            names=one.currencies,
        )
