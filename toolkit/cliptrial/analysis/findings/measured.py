"""Were the posts measured alike, and can the numbers be true?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualAge(Finding):
    """So many posts were measured at the same age, in days."""

    posts: int
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonExport(Finding):
    """All posts were read from the export of one day, at these ages in days."""

    metric: str
    as_of: date
    youngest: float
    oldest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Finding):
    """So many posts have no snapshot near the measuring age."""

    metric: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionChanged(Finding):
    """So many posts are left out, as the platform changed on these days what it counts under this name."""

    metric: str
    posts: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMeasured(Finding):
    """No source delivered a metric."""

    metric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersAttributed(Finding):
    """How many orders of the experiment's time belong to its posts, and why the others do not.

    Attributes:
        orders: Orders that belong to a post of it.
        unmarked: Orders without a tracked link or a code.
        unknown: Orders whose link or code is that of no post.
        before: Orders from before the post whose link or code they carry.
        late: Orders from after the window.
        days: Length of the window that begins with a post.
        sources: Where the orders come from.
        twice: Orders that two sources tell, counted once.
        alike: Orders that look as if two sources told them, too few of all to be sure: each counts.
    """

    orders: int
    unmarked: float
    unknown: float
    before: float
    late: float
    days: float
    sources: tuple[str, ...]
    twice: int = 0
    alike: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesAttributed(Finding):
    """How much of something that people did in the experiment's time belongs to its posts; the rest as of orders.

    Attributes:
        what: What they did: the column of a metric, such as sessions.
        count: How often, of the posts of the experiment.
        unmarked: Without a tracked link or a code.
        unknown: With the link or code of no post.
        before: From before the post.
        late: From after the window.
        days: Length of the window that begins with a post.
        whole: Whether it could not be cut at that age, so that the whole time up to the export counts.
        sources: Who told it.
    """

    what: str
    count: float
    unmarked: float
    unknown: float
    before: float
    late: float
    days: float
    whole: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralCurrencies(Finding):
    """Orders of the posts are in these currencies, which cannot be added up."""

    metric: str
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleNumbers(Finding):
    """So many posts have numbers that cannot be true by these rules.

    Attributes:
        positions: Theirs in the plan; none in a table.
        links: To them, where known.
        rows: Theirs in a table that was handed in.
    """

    posts: int
    rules: tuple[str, ...]
    positions: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleLeftOut(Finding):
    """So many posts of a table are left out by choice, as their numbers cannot be true; none where there is none."""

    posts: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsWithoutArm(Finding):
    """So many rows of a table name no arm."""

    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsTwice(Finding):
    """These columns of a table stand there more than once, and were taken once as they say the same."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsMerged(Finding):
    """So many posts of a table stood in several rows; the newest one is read."""

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesLeftOut(Finding):
    """So many values of the column of arms, on so many posts, are used less than the ``most`` that are compared."""

    values_left: int
    posts: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesAside(Finding):
    """These rows of a file are no posts, such as totals and notes."""

    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmsAlike(Finding):
    """These names of arms differ in capital letters or spaces only."""

    arms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatePosts(Finding):
    """So many posts stand in the data more than once."""

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedByAverage(Finding):
    """So many posts have none at all, and averages are compared for their sake."""

    metric: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingValues(Finding):
    """So many posts of a table have no value."""

    metric: str
    posts: int
