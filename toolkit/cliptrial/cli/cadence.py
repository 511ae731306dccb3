"""``cliptrial plan`` of a cadence: which week has how many posts, and how many weeks an answer takes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cliptrial.cli.output import print_json, print_table, say, show
from cliptrial.messages import says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cliptrial.messages import Message
    from cliptrial.planning.periods import Outlook, Price
    from cliptrial.registry.workspace import Workspace
    from cliptrial.wording.formats import Formats


def plan_cadence(workspace: Workspace, slug: str, lang: str, as_json: bool) -> None:
    """Draw the periods and say what they can find out."""
    from cliptrial.planning.periods import plan_periods
    from cliptrial.registry.experiments import load_experiment
    from cliptrial.registry.safety.turns import one_at_a_time
    from cliptrial.wording.languages import wording_for

    with one_at_a_time(workspace.root):
        loaded = load_experiment(slug, workspace)
        plan = plan_periods(workspace, loaded)
    f, positions = wording_for(lang).formats, plan.schedule.periods
    lines = [*sentences(plan.outlook, lang, workspace.currency)]
    if as_json:
        print_json({"experiment": slug, "unchanged": plan.unchanged, "periods": list(positions),
                    "rule": plan.schedule.rule, "outlook": plan.outlook, "sentences": lines,
                    "files": ["schedule.csv", "schedule.json"]})  # fmt: skip
        return
    headers = [says("Period"), says("First day"), says("Last day"), says("Account"), says("Arm"), says("Posts")]
    labels = {arm.id: arm.label for arm in loaded.experiment.change.arms}
    print_table(headers, ([p.position, p.date, p.last, p.place, labels[p.arm], p.topic or ""] for p in positions))
    show()
    for line in lines:
        show(line)
    first = min(p.date for p in positions)
    if first < date.today():
        say(says("note: {told}", told=says("The first period began on {day}.", day=f.date(first))))
    say(says("Next: `cliptrial lock {slug}` before {day}.", slug=slug, day=f.date(first)))


def sentences(outlook: Outlook, lang: str, currency: str) -> Iterator[Message]:
    """What so many periods can find out, what more it would take, and what it costs."""
    from dataclasses import replace

    from cliptrial.wording.languages import wording_for

    f = replace(wording_for(lang).formats, currency=currency)
    yield says(
        "{weeks} weeks on each account make {pairs} pairs. Four of five such experiments find a change of {smallest}.",
        weeks=outlook.weeks, pairs=outlook.pairs, smallest=f.signed(outlook.smallest),
    )  # fmt: skip
    wanted = f.signed(outlook.at_least)
    if outlook.pairs_needed is None:
        yield says("To find {wanted} reliably would take more than 400 pairs.", wanted=wanted)
    else:
        yield says("To find {wanted} reliably takes {pairs} pairs: {weeks} weeks like this.",
                   wanted=wanted, pairs=outlook.pairs_needed, weeks=outlook.weeks_needed)  # fmt: skip
        if outlook.weeks_of_all is not None:
            yield says("With all accounts of the client at once it takes {weeks} weeks.", weeks=outlook.weeks_of_all)
    yield says("The smallest p that so many pairs allow is {p}.", p=f.p_value(outlook.smallest_p))
    yield (
        says("Worked out from {pairs} pairs of neighbouring periods of the past.", pairs=outlook.known)
        if outlook.known
        else says("Worked out from experience: hand in the days of the account, so that its own weeks count.")
    )
    yield from _price(outlook.price, f)


def _price(price: Price, f: Formats) -> Iterator[Message]:
    """What half of the weeks cost more than usual, whether it helps or not."""
    if price.posts is not None:
        posts = f.number(abs(price.posts))
        more = says("{posts} posts more than usual", posts=posts)
        fewer = says("{posts} posts fewer than usual", posts=posts)
        yield says("What it costs, whether it helps or not: {posts}.", posts=more if price.posts >= 0 else fewer)
    else:
        yield says("What it costs: half of the weeks have it and half do not, whether it helps or not.")
    if price.hours is not None and price.time is not None:
        yield says("That is {hours} hours of work, {money}.", hours=f.number(price.hours, 1),
                   money=f.value(price.time, "money"))  # fmt: skip
    elif price.posts:
        yield says("What a post takes is not written down yet: `cliptrial money add`.")
    if price.money:
        yield says("Ads and other costs of its own: {money}.", money=f.value(price.money, "money"))
