"""What every language must be able to say on the command line: tables, and what a plan can find out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Headers of the table of uplifts."""

    metric: str
    role: str
    arm: str
    uplift: str
    interval: str
    p: str
    result: str


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Headers of the schedule."""

    position: str
    date: str
    day: str
    slot: str
    account: str
    arm: str
    topic: str


@dataclass(frozen=True, slots=True)
class Outlook:
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
    """

    smallest: str
    smallest_times: str
    chance: str
    enough: str
    needed: str
    measured: str
    experience: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """Everything that only the command line says.

    Attributes:
        answer: Headers of ``analyze`` and ``compare``.
        plan: Headers of ``plan``.
        outlook: What a plan can find out.
        topics_next: What to do without topics: posts, experiment.
        lock_next: What to do after drawing: experiment, first day, workbook.
        index: Where the index page is.
    """

    answer: AnswerTable
    plan: PlanTable
    outlook: Outlook
    topics_next: Callable[[str, str], str]
    lock_next: Callable[[str, str, str], str]
    index: Callable[[str], str]
