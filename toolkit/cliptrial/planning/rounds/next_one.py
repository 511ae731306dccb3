"""The next combined test from the list of ideas: which two, how many posts, from when, and why these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from cliptrial.errors import InputError
from cliptrial.planning.foresight import next_monday
from cliptrial.planning.growth.ranking import Ranked, State
from cliptrial.registry.beside.from_idea import PER_ARM
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import load_all
from cliptrial.registry.model import OF_PERIODS, Variable
from cliptrial.registry.plan.period_files import read_plan, spans
from cliptrial.registry.workspace import Workspace

POSTS = 2 * PER_ARM
"""Two ideas need no more posts than one."""


class Why(StrEnum):
    """Why these two."""

    BEST = "best"
    """No others are likely to bring as much."""
    FIT = "fit"
    """Ideas that stand before them do not go together with the first one, or on other accounts."""


@dataclass(frozen=True, slots=True)
class NextRound:
    """Two ideas that could be tried on the same posts next.

    Attributes:
        first: The one that is likely to bring more.
        second: The other one.
        account: Who would post.
        posts: How many posts both need together.
        start: The first day: a Monday on which nothing else of the account's is planned any more.
        why: Why these.
    """

    first: Ranked
    second: Ranked
    account: str
    posts: int
    start: date
    why: Why


def next_round(ideas: Sequence[Ranked], workspace: Workspace, today: date) -> NextRound | None:
    """The two open ideas that are likely to bring the most together; None where no two fit on the same posts.

    Args:
        ideas: In their order.
        workspace: Whose they are.
        today: The day on which is asked.
    """
    open_ = [one for one in ideas if one.state is State.OPEN]
    busy = _busy_until(workspace)
    rounds = [made for pair in combinations(open_, 2) if (made := _made(*pair, open_, busy, today)) is not None]
    return max(rounds, key=lambda one: one.first.worth + one.second.worth, default=None)


def _made(
    first: Ranked, second: Ranked, open_: Sequence[Ranked], busy: dict[str, date], today: date
) -> NextRound | None:
    shared = [account for account in first.accounts if account in second.accounts]
    if not shared or not _go_together(first, second):
        return None
    account = min(shared, key=lambda name: busy.get(name, date.min))
    start = next_monday(max(today, busy.get(account, today)))
    last = start + timedelta(days=POSTS - 1)
    if any(one.idea.good_until and one.idea.good_until < last for one in (first, second)):
        return None
    why = Why.BEST if [first, second] == list(open_[:2]) else Why.FIT
    return NextRound(first, second, account, POSTS, start, why)


def _go_together(first: Ranked, second: Ranked) -> bool:
    """Whether one post can try both: each changes something else, and nobody said that they do not go together."""
    one, other = first.idea, second.idea
    # A slot test lays out its days by itself, and weeks are no posts.
    slots = not {Variable.SLOT, *OF_PERIODS}.isdisjoint((one.variable, other.variable))
    return (
        one.variable is not other.variable
        and not slots
        and one.id not in other.not_with
        and other.id not in one.not_with
    )


def _busy_until(workspace: Workspace) -> dict[str, date]:
    """By account: the last day on which an experiment that is not decided posts."""
    last: dict[str, date] = {}
    for one in load_all(workspace).loaded:
        try:
            schedule = None if read_decisions(one.folder) else read_plan(one.folder)
        except InputError:
            continue
        for account, _, day in spans(schedule) if schedule else ():
            last[account] = max(last.get(account, day), day)
    return last
