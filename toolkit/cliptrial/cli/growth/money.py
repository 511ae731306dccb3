"""``cliptrial money``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, print_table, say, show
from cliptrial.messages import Message, in_turn, says

if TYPE_CHECKING:
    from cliptrial.metrics.money import Ratio
    from cliptrial.posts.outcomes.campaigns import Campaign
    from cliptrial.registry.workspace import Workspace

Slug = Annotated[str | None, typer.Argument(metavar="[EXPERIMENT]", help="Folder name of an experiment.")]


def run(
    action: Annotated[str | None, typer.Argument(metavar="[add]", help="add writes down what one cost.")] = None,
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
    """Does it pay? What each experiment cost and what people ordered; `money add EXPERIMENT` writes costs down.

    Orders come from exports of a shop (`ingest`). An order belongs to the last post before it whose tracked link or
    code it carries, within the experiment's measuring age. Costs are in the currency of the orders.
    """
    opened = open_workspace(workspace)
    if action is not None:
        given = {"ads": ads, "other": other, "hours_a_post": hours_a_post, "rate": rate}
        given |= {"tools_a_month": tools_a_month, "note": note}
        written = {key: value for key, value in given.items() if value is not None}
        if action != "add" or slug is None or not written.keys() & {"ads", "other", "hours_a_post", "tools_a_month"}:
            raise typer.BadParameter(
                says("`cliptrial money` lists, `cliptrial money add EXPERIMENT --ads 250` writes costs down")
            )
        _add(opened, {"experiment": slug, **written}, as_json)
        return
    from cliptrial.posts.outcomes.campaigns import campaigns

    every = campaigns(opened)
    if as_json:
        print_json({"campaigns": [{**asdict(one), "pays": one.pays} for one in every]})
        return
    if not every:
        show(says("No experiment has posts yet."))
        return
    print_table(_HEADERS, [_row(one) for one in every])
    show()
    show(says("In brackets: what 19 of 20 times holds the number that such posts bring on average."))
    for name in ("cpa", "roas"):
        show(explained(name))


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


_HEADERS = (
    says("Experiment"),
    says("Posts"),
    says("Orders"),
    says("Revenue"),
    says("Costs"),
    says("of it time"),
    says("Cost per order"),
    says("Revenue per cost"),
    says("Does it pay?"),
)


def _row(one: Campaign) -> list[Message | str]:
    unknown = says("not known")
    currency = one.currencies[0] if len(one.currencies) == 1 else ""
    revenue = (
        unknown if one.revenue is None else says("{amount:,.2f} {currency}", amount=one.revenue, currency=currency)
    )
    return [
        one.slug,
        str(one.posts),
        unknown if one.orders is None else str(one.orders),
        revenue if len(one.currencies) < 2 else says("several currencies"),
        says("{end:,.2f}", end=one.money + one.time),
        says("{end:,.2f}", end=one.time),
        _said(one.cost_per_order),
        _said(one.return_on_costs),
        {True: says("yes"), False: says("no"), None: says("open")}[one.pays],
    ]


def _said(ratio: Ratio) -> Message | str:
    low, high = ratio.interval
    if ratio.value is None:
        return says("at least {low:,.2f}", low=low) if low else "-"
    ends = in_turn([says("{end:,.2f}", end=end) if end is not None else "?" for end in (low, high)], " - ")
    return says("{value:,.2f} ({ends})", value=ratio.value, ends=ends)
