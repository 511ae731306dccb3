"""What every language must be able to say on the command line: tables, and what a plan can find out."""

from __future__ import annotations

from typing import Protocol

from cliptrial.wording.declared.words import Words


class Outlook(Words, Protocol):
    """What a plan can find out; ``{...}`` are filled with written numbers, ``{metric}`` with a noun.

    Attributes:
        smallest: The smallest visible effect as a share.
        smallest_times: The same from a doubling on, as a factor.
        chance: How likely the effect that was asked for is found.
        enough: That so many posts do.
        needed: How many it would take.
        measured: The spread comes from earlier posts.
        experience: The spread comes from experience.
        unknown: Nobody can know the spread beforehand.
        early_end: The test may be ended early, once a clear answer has become unlikely.
        early_end_likely: It is unlikely from the start, and what would change that.
    """

    smallest: str
    smallest_times: str
    chance: str
    enough: str
    needed: str
    measured: str
    experience: str
    unknown: str
    early_end: str
    early_end_likely: str


class Terminal(Words, Protocol):
    """Everything that only the command line says.

    Attributes:
        outlook: What a plan can find out.
        topics_next: What to do without topics: posts, experiment.
        lock_next: What to do after drawing: experiment, first day, workbook.
        index: Where the index page is.
    """

    outlook: Outlook

    def topics_next(self, posts: str, slug: str) -> str: ...
    def lock_next(self, slug: str, day: str, workbook: str) -> str: ...
    def index(self, path: str) -> str: ...
