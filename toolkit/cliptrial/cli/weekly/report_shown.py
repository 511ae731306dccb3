"""How a run over many pages is told: a line a page with the time left, and at the end what became of all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cliptrial.cli.output import print_table, say
from cliptrial.messages import Message, in_turn, nothing, says

if TYPE_CHECKING:
    from cliptrial.report.running.pages import Outcome

SOON = 10
"""Seconds below which nobody asks how long it takes."""


class Progress:
    """A line a page on stderr.

    Args:
        pages: How many there will be.
    """

    def __init__(self, pages: int) -> None:
        self._pages, self._told = pages, 0
        self._written: list[float] = []

    def tell(self, outcome: Outcome, now: float) -> None:
        """One page more, at so many seconds of any clock."""
        self._told += 1
        if outcome.fate == "rendered":
            self._written.append(now)
        left = time_left(self._written, self._pages - self._told)
        name = f"{outcome.page.name}.html"
        page = in_turn([f"{self._told}/{self._pages}", says("{name}: failed", name=name) if outcome.error else name])
        say(in_turn([page, left], ", ") if left else page)


def time_left(written: Sequence[float], pages: int) -> Message:
    """How long so many more pages take, judged by when those before were written; nothing where that says nothing."""
    if len(written) < 2:
        return nothing
    seconds = (written[-1] - written[0]) / (len(written) - 1) * pages
    if seconds < SOON:
        return nothing
    if seconds < 90:
        return says("about {seconds} s left", seconds=10 * round(seconds / 10))
    return says("about {minutes} min left", minutes=round(seconds / 60))


def tell_all(outcomes: Iterable[Outcome]) -> None:
    """On stderr: how many pages were written and kept, and why any failed."""
    rows = list(_rows(list(outcomes)))
    print_table([says("pages"), says("what became of them"), says("why")], rows, stream=sys.stderr)


def _rows(outcomes: Sequence[Outcome]) -> Iterator[tuple[object, object, object]]:
    written = sum(one.fate == "rendered" for one in outcomes)
    kept = sum(one.fate == "kept" for one in outcomes)
    if written:
        yield written, says("written"), None
    if kept:
        yield kept, says("kept"), says("nothing changed that they are made from")
    for one in outcomes:
        if one.error:
            yield one.page.name, says("failed"), in_turn([problem.message for problem in one.problems])
