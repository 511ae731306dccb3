"""What a team could do next: tests of two ideas each, three months in detail, and old against new at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cliptrial.planning.growth.our_year import OurYear
from cliptrial.planning.growth.ranking import USUAL_PACE, Ranked

IN_DETAIL = 3
"""Months."""
A_TEST = 16
"""Posts of a combined test of two ideas."""
CHECK_POSTS = 28
"""Posts of old against new, both ways together."""
MONTH = 365 / 12 / 7
"""Weeks of a month."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The plan.

    Attributes:
        months: The next three: the tests that begin in each, with the labels of their ideas.
        behind: Ideas that are left after these months.
    """

    months: tuple[tuple[tuple[str, ...], ...], ...]
    behind: int


def plan_ahead(year: OurYear) -> Ahead:
    """The ideas that are open, two by two in their order, as many a month as there are posts for."""
    tests = pairs(year.next)
    posts = year.posts_a_month or USUAL_PACE * MONTH
    months: list[list[tuple[str, ...]]] = [[] for _ in range(IN_DETAIL)]
    for number, test in enumerate(tests):
        month = int(number * A_TEST / posts)
        if month < IN_DETAIL:
            months[month].append(tuple(one.idea.label for one in test))
    shown = tuple(map(tuple, months))
    return Ahead(shown, len(year.next) - sum(len(test) for month in shown for test in month))


def pairs(ideas: Sequence[Ranked]) -> list[tuple[Ranked, ...]]:
    """Ideas that can be drawn together on the same posts, each with the best one that goes with it."""
    left, tests = list(ideas), list[tuple[Ranked, ...]]()
    while left:
        first = left.pop(0)
        fitting = next((one for one in left if _go_together(first, one)), None)
        if fitting is not None:
            left.remove(fitting)
        tests.append((first, fitting) if fitting else (first,))
    return tests


def _go_together(one: Ranked, other: Ranked) -> bool:
    """Two ideas of one team on different things, which nobody keeps apart."""
    apart = other.idea.id in one.idea.not_with or one.idea.id in other.idea.not_with
    return not apart and one.idea.variable != other.idea.variable and one.accounts == other.accounts
