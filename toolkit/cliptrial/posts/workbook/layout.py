"""What numbers.xlsx consists of: its columns, declared once for writing, for reading and for what they deliver."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from cliptrial.errors import Problem
from cliptrial.messages import Message, says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.workbook.typed_cells import (
    COUNT,
    DAY,
    LASTING,
    LINK,
    PROMOTION,
    SECONDS,
    SHARE,
    STATE,
    Kind,
)
from cliptrial.registry.languages import LANGUAGES, SOURCE, translated
from cliptrial.registry.plan.post_states import PostState

NAME = "numbers"
LABEL = says("Numbers filled in by hand")


@dataclass(frozen=True, slots=True)
class Filled:
    """What people wrote for one position; None where they left the cell empty.

    Attributes:
        link: The video link.
        views: Views on the day they were read.
        average_watch_time: Seconds.
        watched_full: Share of views that reached the end, 0 to 1.
        saves: How often it was saved.
        new_followers: Followers won through this post.
        read_on: The day, or the moment, the numbers were read.
        promoted_on: The day, or the moment, its promotion with money began; True where nobody knows it, which is
            since posting; False where somebody wrote that it never was, which takes an earlier day back.
        state: What became of the post, where it did not go as planned.
        likes: How often it was liked.
        comments: Comments below it.
        shares: How often it was shared.
        followers: Followers of the account at that moment.
        reach: People who saw it.
        total_watch_time: Seconds that all views lasted together.
        held_2s: Share of views still watching at 2 s, 0 to 1; so held_3s and held_6s.
        held_3s: At 3 s.
        held_6s: At 6 s.
        profile_views: Visits to the profile from the post.
        link_clicks: Clicks on the link.
        duration: Length of the video in seconds.
    """

    link: str | None = None
    views: float | None = None
    average_watch_time: float | None = None
    watched_full: float | None = None
    saves: float | None = None
    new_followers: float | None = None
    read_on: date | datetime | None = None
    promoted_on: date | datetime | bool | None = None
    state: PostState | None = None
    likes: float | None = None
    comments: float | None = None
    shares: float | None = None
    followers: float | None = None
    reach: float | None = None
    total_watch_time: float | None = None
    held_2s: float | None = None
    held_3s: float | None = None
    held_6s: float | None = None
    profile_views: float | None = None
    link_clicks: float | None = None
    duration: float | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether anything that needs a date was written."""
        return any(getattr(self, key) is not None for key in NUMBERS)

    @property
    def delivered(self) -> dict[str, float | None]:
        """By column of the lake: its number; a share of the views as the number of views that it is."""
        return {column.delivers: self._number(column) for column in INPUTS if column.delivers}

    def _number(self, column: Input) -> float | None:
        value: float | None = getattr(self, column.key)
        if column.kind is not SHARE or value is None:
            return value
        return None if self.views is None else value * self.views

    @property
    def above_views(self) -> tuple[str, ...]:
        """Counts of viewers that are higher than the views, which cannot be."""
        views = self.views
        return tuple(key for key in ONCE_A_VIEWER if views is not None and (getattr(self, key) or 0) > views)

    @property
    def is_filled(self) -> bool:
        """Whether anything was written at all."""
        return self != Filled()


ONCE_A_VIEWER = ("likes", "saves", "new_followers")
"""Counts of which every viewer adds at most one."""


def above_views(said: Filled, key: str) -> Problem:
    """A count that is higher than the views: most likely two numbers changed places."""
    what = says("{count:,.0f} cannot be more than the {views:,.0f} views", count=getattr(said, key), views=said.views)
    mend = says("Look whether two numbers changed places.")
    return Problem("more_than_views", what, says("the number beside its name"), mend)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: Its name here; for inputs, the field of :class:`Filled`.
        width: In characters.
        header: What stands above it, in English.
        in_exports: Whether exports hold it, so that only teams without them fill it in.
        if_any: Whether it is there only where some position has something in it, or, of inputs, a plan's metrics do.
    """

    key: str
    width: float
    header: Message
    in_exports: bool = field(default=False, kw_only=True)
    if_any: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Input(Column):
    """One column that people fill in.

    Attributes:
        hint: What is told when a cell is chosen.
        kind: What its cells hold.
        delivers: The column of the lake that its number becomes.
        former: Headers that earlier workbooks have.
    """

    hint: Message
    kind: Kind
    delivers: str | None = None
    former: tuple[str, ...] = ()


PLAN: tuple[Column, ...] = (
    Column("position", 5, says("No.")),
    Column("date", 11, says("Date")),
    Column("weekday", 6, says("Day")),
    Column("slot", 7, says("Time")),
    Column("account", 15, says("Account")),
    Column("arm", 24, says("Variant")),
    Column("topic", 28, says("Topic")),
    Column("tracked_link", 34, says("Tracked link"), if_any=True),
    Column("code", 14, says("Discount code"), if_any=True),
    Column("due", 12, says("Read from")),
)
"""What the plan says; grey, not to be changed."""

INPUTS: tuple[Input, ...] = (
    Input(
        "link", 34, says("Video link"),
        says("Share > Copy link. One link a row."),
        LINK,
    ),
    Input(
        "views", 11, says("Views"),
        says("A whole number, for example 12345."),
        COUNT, delivers="views",
    ),
    Input(
        "average_watch_time", 17, says("Average watch time (s)"),
        says("Seconds, for example 7.9."),
        SECONDS, delivers="average_watch_time", former=("Ø Wiedergabezeit (s)",),
    ),
    Input(
        "watched_full", 15, says("Watched full video (%)"),
        says("41 or 41 % means 41 percent. A number above 1 is read as percent, 0.41 as a share."),
        SHARE, delivers="completions", former=("Vollständig angesehen (%)",),
    ),
    Input(
        "reach", 11, says("Reach"),
        says("People who saw it: a whole number."),
        COUNT, delivers="reach", if_any=True,
    ),
    Input(
        "total_watch_time", 15, says("Total watch time"),
        says("As the app shows it, such as 1:32:05 or 1h 32m 5s; a bare number is seconds."),
        LASTING, delivers="total_watch_time", if_any=True,
    ),
    *(
        Input(
            key, 14, header,
            says("62 or 62 % means 62 percent; on Instagram 100 less the skip rate."),
            SHARE, delivers=key, if_any=True,
        )
        for key, header in (
            ("held_2s", says("Still watching at 2 s (%)")),
            ("held_3s", says("Still watching at 3 s (%)")),
            ("held_6s", says("Still watching at 6 s (%)")),
        )
    ),
    Input(
        "duration", 12, says("Length of the video (s)"),
        says("Seconds, for example 15 or 0:15."),
        SECONDS, delivers="duration", if_any=True,
    ),
    Input(
        "likes", 11, says("Likes"),
        says("A whole number; 0 if nobody liked it."),
        COUNT, delivers="likes", in_exports=True,
    ),
    Input(
        "comments", 12, says("Comments"),
        says("A whole number; 0 if there are none."),
        COUNT, delivers="comments", in_exports=True,
    ),
    Input(
        "shares", 11, says("Shares"),
        says("A whole number; 0 if nobody shared it."),
        COUNT, delivers="shares", in_exports=True,
    ),
    Input(
        "saves", 13, says("Saves"),
        says("A whole number; 0 if nobody saved it."),
        COUNT, delivers="saves",
    ),
    Input(
        "new_followers", 11, says("New followers"),
        says("A whole number; 0 if there were none."),
        COUNT, delivers="new_followers",
    ),
    Input(
        "profile_views", 13, says("Profile visits"),
        says("A whole number; 0 if nobody went there."),
        COUNT, delivers="profile_views", if_any=True,
    ),
    Input(
        "link_clicks", 11, says("Link clicks"),
        says("A whole number; 0 if nobody clicked."),
        COUNT, delivers="link_clicks", if_any=True,
    ),
    Input(
        "followers", 13, says("Followers of the account"),
        says("How many the account has on the day of reading: a whole number."),
        COUNT, delivers="followers", former=("Followers", "Follower"), in_exports=True,
    ),
    Input(
        "read_on", 17, says("Read on (needed with numbers)"),
        says("The day you read these numbers. Needed as soon as there is a number in the row."),
        DAY, former=("Read on", "Abgelesen am"),
    ),
    Input(
        "promoted_on", 17, says("Boosted on"),
        says("The day you started to promote it with money, or yes; empty if you did not."),
        PROMOTION,
    ),
    Input(
        "state", 20, says("State"),
        says("Only where it did not go as planned: choose what became of the post."),
        STATE, former=("Status",),
    ),
)  # fmt: skip
"""What people fill in; coloured."""

NUMBERS: Mapping[str, str] = {column.key: column.delivers for column in INPUTS if column.delivers}
"""By key of the columns that need the day on which they were read: the column of the lake."""

ORIGIN = Origin(
    NAME, LABEL, frozenset(column.delivers for column in INPUTS if column.delivers and not column.in_exports)
)
DELIVERS_ALONE = frozenset(NUMBERS.values())
"""What it delivers where it is an account's only source."""


def is_alone(sources: Iterable[str]) -> bool:
    """Whether an account's numbers come from the app only, so that people copy all of them."""
    return {*sources} == {NAME}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one workbook, from left to right.

    Attributes:
        plan: What the plan says.
        inputs: What people fill in.
    """

    plan: tuple[Column, ...]
    inputs: tuple[Input, ...]

    @classmethod
    def of(
        cls,
        *,
        alone: bool,
        beside: Iterable[Mapping[str, str]] = (),
        filled: Iterable[Filled] = (),
        needs: Collection[str] | None = None,
    ) -> Layout:
        """The columns that a plan needs.

        Args:
            alone: Whether the workbook is the only source of an account, which then keeps what exports hold otherwise.
            needs: Columns of the lake that the plan's metrics are computed from; None where no plan says it.
            beside: What else each position has, by key of the column.
            filled: What is filled in already; none of it loses its column.
        """
        there = {key for one in beside for key in one}
        rows = [*filled]
        return cls(
            tuple(column for column in PLAN if not column.if_any or column.key in there),
            tuple(
                column
                for column in INPUTS
                if _belongs(column, alone=alone, needs=needs)
                or any(getattr(row, column.key) is not None for row in rows)
            ),
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """All of them."""
        return (*self.plan, *self.inputs)

    def index(self, key: str) -> int:
        """The place of a column, from 0."""
        return [column.key for column in self.columns].index(key)


def _belongs(column: Input, *, alone: bool, needs: Collection[str] | None) -> bool:
    """Views are always there: shares of them are counted with, and they tell a row that is filled in."""
    if column.delivers is None or column.key == "views":
        return True
    if column.in_exports:
        return alone
    return not column.if_any if needs is None else column.delivers in needs


SHEET = says("Numbers")
INSTRUCTIONS = (
    says(
        "Fill in the yellow cells: the link after posting, the numbers from the day in “Read from” on "
        "(in the app: video > More insights)."
    ),
    says(
        "Every row with a number needs the day in “Read on”; “Boosted on” is only for posts you promoted with money. "
        "Leave unknown cells empty; never change the grey ones."
    ),
)
"""Two lines above the headers."""


def language_of(code: str) -> str:
    """The language that a workbook is written in: ``de`` for German of any country, English where there is none."""
    language = code.lower().replace("-", "_")
    return next((one for one in (language, language.split("_")[0]) if one in LANGUAGES), SOURCE)


@cache
def keys_by_header() -> Mapping[str, str]:
    """By header in any language, of today and of earlier workbooks, lower case: the column's key."""
    today = {translated(column.header, one).lower(): column.key for column in (*PLAN, *INPUTS) for one in LANGUAGES}
    return today | {text.lower(): column.key for column in INPUTS for text in column.former}
