"""What ingest has to tell: for every file what it is, what came of it, or why it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cliptrial.errors import Problem
from cliptrial.messages import Message

Kind = tuple[str | None, str | None]
"""What files are, and the account they were kept for."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        path: The file, relative to the workspace where possible; a packed file has its archive before it.
        recognised: What it is; None where it was refused before that was known.
        account: The account that its rows were kept for; of a table of several accounts all of them, with commas.
        rows: Rows in the file.
        posts: Posts described.
        snapshots: Snapshots of posts.
        period: First and last day that the rows speak of.
        known: True when the lake had all of it already; None where nothing was kept.
        top_list: Whether it looks like the most viewed posts only.
        problems: Why it was refused, or rows of it were; empty when all of it was read.
        partly: Whether its other rows were read in spite of the problems.
        notes: What a reader should know.
    """

    path: str
    recognised: Message | None = None
    account: str | None = None
    rows: int = 0
    posts: int = 0
    snapshots: int = 0
    period: tuple[date, date] | None = None
    known: bool | None = None
    top_list: bool = False
    problems: tuple[Problem, ...] = ()
    partly: bool = False
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every file.

    Attributes:
        files: In the order in which they were named.
        distinct_posts: By kind and account: how many posts its files describe together, each counted once.
    """

    files: tuple[FileReport, ...] = ()
    distinct_posts: Mapping[Kind, int] = field(default_factory=dict)

    @property
    def refused(self) -> tuple[FileReport, ...]:
        """Files of which nothing was read."""
        return tuple(file for file in self.files if file.problems and not file.partly)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of every file."""
        return tuple(problem for file in self.files for problem in file.problems)
