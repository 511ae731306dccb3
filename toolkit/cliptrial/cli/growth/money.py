"""``cliptrial money``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cliptrial.cli.output import JsonOption, WorkspaceOption, open_workspace, print_json, print_table, say, show
from cliptrial.messages import Message, in_turn, says

if TYPE_CHECKING:
    from cliptrial.metrics.money import Ratio
    from cliptrial.posts.outcomes.campaigns import Campaign

Slug = Annotated[str | None, typer.Argument(metavar="[EXPERIMENT]", help="Folder name of an experiment.")]


def run(
    action: Annotated[str | None, typer.Argument(metavar="[add]", help="add writes down what one cost.")] = None,
    slug: Slug = None,
    ads: Annotated[float, typer.Option(help="Money spent on ads.")] = 0.0,
    other: Annotated[float, typer.Option(help="Other money: tools, props, people paid by the piece.")] = 0.0,
    hours_a_post: Annotated[float, typer.Option(help="Hours of work for each post.")] = 0.0,
    rate: Annotated[float, typer.Option(help="What an hour costs.")] = 0.0,
    note: Annotated[str | None, typer.Option(help="Anything else.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Does it pay? What each experiment cost and what people ordered; `money add EXPERIMENT` writes costs down.

    Orders come from exports of a shop (`ingest`). An order belongs to the last post before it whose tracked link or
    code it carries, within the experiment's measuring age.
    """
    opened = open_workspace(workspace)
    if action is not None:
        from cliptrial.registry.beside.costs import FILE, Cost, add_cost

        if action != "add" or slug is None or not (ads or other or hours_a_post):
            raise typer.BadParameter(
                says("`cliptrial money` lists, `cliptrial money add EXPERIMENT --ads 250` writes costs down")
            )
        given = {"experiment": slug, "ads": ads, "other": other, "hours_a_post": hours_a_post, "rate": rate}
        cost = Cost.model_validate({**given, "note": note})
        add_cost(opened, cost)
        print_json({"cost": cost.model_dump()}) if as_json else say(says("Written to {file}.", file=FILE))
        return
    from cliptrial.posts.outcomes.campaigns import campaigns

    every = campaigns(opened)
    if as_json:
        print_json({"campaigns": every})
        return
    if not every:
        show(says("No experiment has posts yet."))
        return
    print_table(_HEADERS, [_row(one) for one in every])
    show()
    show(says("In brackets: what 19 of 20 times holds the number that such posts bring on average."))


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
