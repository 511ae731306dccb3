"""What a plan of whole weeks can find out, what more it would take, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

from cliptrial.messages import Message, says
from cliptrial.planning.periods import Outlook, Price
from cliptrial.wording.formats import Formats
from cliptrial.wording.languages import wording_for


def sentences(outlook: Outlook, lang: str, currency: str) -> Iterator[Message]:
    """A line each; ``currency`` is that of the workspace."""
    f = wording_for(lang, currency).formats
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
