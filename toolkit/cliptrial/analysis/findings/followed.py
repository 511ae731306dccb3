"""Did it happen as planned?"""

from __future__ import annotations

from dataclasses import dataclass

from cliptrial.analysis.findings.record import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFollowed(Finding):
    """Every post went out as planned.

    Attributes:
        posts: Posts that went out.
    """

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleDeviations(Finding):
    """Some posts did not go out as planned.

    Attributes:
        posts: Posts that went out.
        late: More than an hour off their slot.
        moved: On another day.
        swapped: With another arm's value.
    """

    posts: int
    late: int
    moved: int
    swapped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AsPosted(Finding):
    """The estimate by the days on which posts really went out; changes are ratios minus one.

    Attributes:
        as_planned: The change by the plan.
        as_posted: The change by the real days.
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
    """More than a tenth of the posts carry another arm's value.

    Attributes:
        posts: Posts that went out.
        swapped: Those with another arm's value.
    """

    posts: int
    swapped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPosts(Finding):
    """Posts that are due were not found.

    Attributes:
        missing: How many.
        positions: Which.
        posts: Posts planned.
    """

    missing: int
    positions: tuple[int, ...]
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPostsDecide(Finding):
    """A verdict does not survive the posts that are missing.

    Attributes:
        missing: How many.
    """

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
class UnmatchedPosts(Finding):
    """Posts of these accounts in the period belong to no position.

    Attributes:
        posts: How many.
    """

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownLinks(Finding):
    """Links were filled in that no export knows.

    Attributes:
        positions: Where.
        links: Which.
    """

    positions: tuple[int, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedPosts(Finding):
    """Posts were promoted with money.

    Attributes:
        posts: How many.
    """

    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopListExport(Finding):
    """Posts lack numbers, and an export looks like a list of the most viewed ones.

    Attributes:
        without_snapshot: Share of the posts due that have no snapshot.
        files: Names of such exports.
    """

    without_snapshot: float
    files: tuple[str, ...]
