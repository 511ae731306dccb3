"""What people do to make a variant win, each as a function from an honest season's posts to what went out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.planning.manipulated.takes import START, ZONE, Season, Take, caption, season_of, with_numbers
from cliptrial.registry.plan.schedule import Schedule
from cliptrial.simulate.account import DAY

BOOST = 10
"""Views of a post after money pushed it, as a multiple."""
BOUGHT_LIKES = 1 + (BOOST - 1) / 10
"""Likes, likewise."""


class Way(StrEnum):
    """What a team did."""

    HONEST = "honest"
    SECOND_TAKE = "second_take"
    REPOST = "repost"
    RELINKED = "relinked"
    LATE_SLOT = "late_slot"
    OTHER_HASHTAGS = "other_hashtags"
    LONGER = "longer"
    OTHER_SOUND = "other_sound"
    SAME_SOUND = "same_sound"
    GOOD_DAYS = "good_days"
    SHARED = "shared"
    BOOSTED = "boosted"

    @property
    def variable(self) -> str:
        """What the experiment says it changes."""
        return "sound" if self is Way.SAME_SOUND else "hook"


def _is_variant(take: Take) -> bool:
    return take.position is not None and take.position.arm == "variant"


def _each_variant(change: Callable[[Take, np.random.Generator], Take]) -> Make:
    def make(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
        return season_of([replace(change(t, rng), lifted=True) if _is_variant(t) else t for t in takes], seed)

    return make


def _better_of_two(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
    """Half of the variant's ideas are filmed twice, and the better take counts."""
    again = [
        replace(t, at=t.at + int(rng.uniform(2, 26) * 3600), caption=caption(t.position.topic or "", rng))
        for t in takes
        if t.position and _is_variant(t) and rng.random() < 0.5
    ]
    counted = with_numbers([*takes, *again], seed)
    return Season(tuple(counted), _links(counted, max))


def _links(counted: Sequence[Take], choose: Callable[..., Take]) -> dict[int, str]:
    by_position: dict[int, list[Take]] = {}
    for take in counted:
        if take.position:
            by_position.setdefault(take.position.position, []).append(take)
    return {number: choose(own, key=lambda take: take.views).link for number, own in by_position.items()}


def _flops_again(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
    """The variant's posts below the middle are posted again three to five days later, and the better one counts."""
    again = [replace(t, at=t.at + int(rng.uniform(3, 5) * DAY), again=True) for t in takes if _is_variant(t)]
    counted = with_numbers([*takes, *again], seed)
    middle = np.median([t.views for t in counted if not t.again])
    flops = {t.position for t in counted if not t.again and t.views < middle}
    kept = [t for t in counted if not t.again or t.position in flops]
    return Season(tuple(kept), _links(kept, max))


def _links_changed(takes: Sequence[Take], _: Schedule, __: np.random.Generator, seed: int) -> Season:
    """After the first numbers, the variant's worst fifth get the link of an ordinary post nearby that did better."""
    counted = with_numbers(takes, seed)
    links = {t.position.position: t.link for t in counted if t.position}
    free = [take for take in counted if take.position is None]
    variants = sorted((t for t in counted if _is_variant(t)), key=lambda take: take.views)
    changed = dict(links)
    for flop in variants[: max(2, len(variants) // 5)]:
        better = [t for t in free if t.views > flop.views]
        if better and flop.position:
            nearest = min(better, key=lambda take: abs(take.at - flop.at))
            free.remove(nearest)
            changed[flop.position.position] = nearest.link
    return Season(tuple(counted), changed, first_links=links)


def _moved_to_good_days(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
    """The variant waits up to three days for a day that is good, and the others go out as planned."""
    good = {START + timedelta(days=int(day)) for day in rng.choice(150, size=45, replace=False)}

    def moved(take: Take) -> Take:
        day = take.position.date if take.position else START
        wait = next((n for n in range(4) if day + timedelta(days=n) in good), 0)
        return replace(take, at=take.at + wait * DAY + 60 * wait, lifted=day + timedelta(days=wait) in good)

    return season_of([moved(t) if _is_variant(t) else replace(t, lifted=_day(t) in good) for t in takes], seed)


def _boosted(takes: Sequence[Take], _: Schedule, rng: np.random.Generator, seed: int) -> Season:
    """Money brings every sixth of the variant's posts ten times as many views, a tenth as likely to be liked."""
    whole = season_of(takes, seed)
    own = [row for row, take in enumerate(whole.takes) if _is_variant(take)]
    pushed = {int(row) for row in rng.choice(own, size=len(own) // 6, replace=False)}
    after = [
        replace(take, views=BOOST * take.views, likes=round(BOUGHT_LIKES * take.likes)) if row in pushed else take
        for row, take in enumerate(whole.takes)
    ]
    return replace(whole, takes=tuple(after))


def _day(take: Take) -> date:
    return datetime.fromtimestamp(take.at, ZoneInfo(ZONE)).date()


Make = Callable[[Sequence[Take], Schedule, np.random.Generator, int], Season]

WAYS: Mapping[Way, Make] = {
    Way.HONEST: lambda takes, _, __, seed: season_of(takes, seed),
    Way.SECOND_TAKE: _better_of_two,
    Way.REPOST: _flops_again,
    Way.RELINKED: _links_changed,
    Way.LATE_SLOT: _each_variant(lambda take, _: replace(take, at=take.at + 7200)),
    Way.OTHER_HASHTAGS: _each_variant(
        lambda take, rng: replace(take, caption=caption((take.position and take.position.topic) or "", rng, ("viral",)))
    ),
    Way.LONGER: _each_variant(lambda take, _: replace(take, longer=3.0)),
    Way.OTHER_SOUND: _each_variant(lambda take, _: replace(take, sound="Loud drums")),
    Way.SAME_SOUND: _each_variant(lambda take, _: replace(take, sound="Our usual sound")),
    Way.GOOD_DAYS: _moved_to_good_days,
    Way.SHARED: _each_variant(lambda take, _: take),
    Way.BOOSTED: _boosted,
}
