"""Did it happen as planned?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cliptrial.analysis.findings.record import Finding
from cliptrial.registry.plan.post_states import PostState


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFollowed(Finding):
    """All posts that went out did so as planned."""

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDeviations(Finding):
    """Some posts did not go out as planned.

    Attributes:
        posts: Posts that went out.
        late: More than half an hour off their slot.
        moved: On another day.
        swapped: Without their arm's value of the variable.
        wrong: The positions of these.
    """

    posts: int
    late: int
    moved: int
    swapped: int
    wrong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsPosted(Finding):
    """The estimate by the days and hours at which posts really went out; changes are ratios minus one.

    A warning where a clear answer does not hold so.

    Attributes:
        as_planned: The change by the plan.
        as_posted: The change by the real days, with hours off the slot held equal.
        low: Lower end of its interval.
        high: Upper end of its interval.
    """

    metric: str
    arm: str
    as_planned: float | None
    as_posted: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongArm(Finding):
    """Of the posts that went out, more than a tenth do not carry their arm's value: ``swapped``, at these positions."""

    posts: int
    swapped: int
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPosts(Finding):
    """Of the posts planned, so many are due and were not found, at these positions."""

    missing: int
    positions: tuple[int, ...]
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPostsDecide(Finding):
    """A verdict does not survive the posts that are missing."""

    missing: int
    arm: str
    metric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPostsUneven(Finding):
    """One arm lacks numbers more often than chance has it.

    Attributes:
        missing: Posts of the arm without a number.
        posts: Posts of the arm that are due.
        missing_control: The same of the control.
        posts_control: The same of the control.
        p_value: How often the plan's own re-draws leave such a gap.
    """

    arm: str
    control: str
    missing: int
    posts: int
    missing_control: int
    posts_control: int
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsPlanned(Finding):
    """What people said became of posts, by positions: nothing was posted, it was taken down, and so on."""

    skipped: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    later: tuple[int, ...] = ()
    other: tuple[int, ...] = ()
    collab: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()

    STATES: ClassVar[tuple[PostState, ...]] = (
        *(PostState.SKIPPED, PostState.DELETED, PostState.LATER),
        *(PostState.OTHER, PostState.COLLAB, PostState.WAITING),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedPosts(Finding):
    """So many posts of these accounts in the period belong to no position."""

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownLinks(Finding):
    """At these positions stand links that no export knows."""

    positions: tuple[int, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedPosts(Finding):
    """So many posts were promoted with money."""

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopListExport(Finding):
    """This share of the posts due has no snapshot, and these exports look like a list of the most viewed posts."""

    without_snapshot: float
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraPosts(Finding):
    """So many posts could have taken a position, too: a second take, the same topic, another post in its slot.

    Attributes:
        positions: The positions.
        of: Posts planned.
        relinked: How many of them had their position until their numbers were known.
    """

    posts: int
    positions: tuple[int, ...]
    of: int
    relinked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTakes(Finding):
    """The estimate by the first of all posts that could have taken each position; changes are ratios minus one.

    Attributes:
        as_planned: The change by the posts that were chosen.
        first_takes: The change by the first ones.
        low: Lower end of its interval.
        high: Upper end of its interval.
    """

    metric: str
    arm: str
    as_planned: float | None
    first_takes: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPosts(Finding):
    """So many posts belong to these other experiments, too, with which they were not drawn together."""

    posts: int
    experiments: tuple[str, ...]
