"""Where the views of a period came from, how many were still watching at each second, and who follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import narwhals as nw

from cliptrial.analysis.periods.daily import AccountDays
from cliptrial.analysis.periods.span import Span
from cliptrial.metrics import Kind, Metric, Scale
from cliptrial.posts.lake.counters import CURVE, DISCOVERY, PLACES, REGULARS, WATCHED, watching
from cliptrial.posts.lake.lake import Lake, rows_of
from cliptrial.posts.sources.youtube import audience as of_youtube
from cliptrial.registry.workspace import Workspace

KINDS = ("traffic", "territory", "age", "gender")
"""What exports share an account's views or followers out by."""
MOST = 6
"""So many values of a kind are named."""
ENOUGH = 0.5
"""Share of the posts that must last as long: a later point of a curve would be about others."""


def _share(name: str, *columns: str) -> Metric:
    return Metric(name, Kind.RATE, columns, "views", Scale.SHARE, {})


_OTHERS = frozenset({"other", "others", "andere", "sonstige"})
"""Values that hold the rest: they come last."""
BY_PLACE = {"discovery": _share("discovery", *DISCOVERY), "regulars": _share("regulars", *REGULARS)}
"""Views of people who came across a post, and of those who looked for the account."""
OF_POSTS = {name: _share(name, name) for name in WATCHED}
"""By column of the lake: the share of a period's views."""


@dataclass(frozen=True, slots=True)
class Shares:
    """One export of an account's audience.

    Attributes:
        kind: One of :data:`KINDS`.
        of_views: Whether views are shared out; else followers.
        on: Its day; None where nobody said which.
        shares: By value as exported, the largest first and the rest last.
    """

    kind: str
    of_views: bool
    on: date | None
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who watched, as far as anybody tells.

    Attributes:
        places: Where views came from, the most first; empty where no export of posts tells.
        curve: By second: the share of the views that is still watching.
        before: The same of the period before.
        exports: The newest of each kind.
    """

    places: tuple[tuple[str, float], ...]
    curve: tuple[tuple[int, float], ...]
    before: tuple[tuple[int, float], ...]
    exports: tuple[Shares, ...]

    def of(self, kind: str) -> Shares | None:
        """The export of a kind; None where none was handed in."""
        return next((one for one in self.exports if one.kind == kind), None)


def audience(known: AccountDays, workspace: Workspace, span: Span) -> Audience:
    """Of the posts that turn seven days old in a period, and of the exports that were made by then.

    Args:
        known: What is known of the account, with :data:`OF_POSTS`.
        workspace: Whose store.
        span: The period.
    """
    places = [(name, value) for name in PLACES if (value := _value(known, name, span)) is not None]
    return Audience(
        places=tuple(sorted(places, key=lambda one: -one[1])),
        curve=_curve(known, span),
        before=_curve(known, span.later(-1)),
        exports=tuple(
            shares for kind in KINDS if (shares := _export(workspace, known.account, kind, span)) is not None
        ),
    )


def _value(known: AccountDays, name: str, span: Span) -> float | None:
    daily = known.daily.get(name)
    return None if daily is None else daily.value(_days(span))


def _days(span: Span) -> list[date]:
    return [span.first + timedelta(days=number) for number in range(span.days)]


def _curve(known: AccountDays, span: Span) -> tuple[tuple[int, float], ...]:
    posts = {second: _posts(known, watching(second), span) for second in CURVE}
    most = max(posts.values(), default=0)
    seconds = [second for second, count in posts.items() if count and count >= ENOUGH * most]
    values = [(second, _value(known, watching(second), span)) for second in seconds]
    return tuple((second, value) for second, value in values if value is not None)


def _posts(known: AccountDays, name: str, span: Span) -> int:
    daily = known.daily.get(name)
    return 0 if daily is None else sum(len(daily.by_day.get(day, ())) for day in _days(span))


def _export(workspace: Workspace, account: str, kind: str, span: Span) -> Shares | None:
    """The newest one that was captured before the next period was over, else the first one after it."""
    zone = ZoneInfo(workspace.accounts[account].timezone)
    rows = rows_of(
        Lake(workspace.store_dir).scan("audience").filter(nw.col("account") == account, nw.col("kind") == kind)
    )
    by_time: dict[int, dict[str, float]] = {}
    for row in rows:
        by_time.setdefault(row["captured_at"] or 0, {})[row["value"]] = row["share"]
    if not by_time:
        return None
    days = {at: datetime.fromtimestamp(at, zone).date() for at in by_time}
    at = max((one for one in by_time if days[one] <= span.later(1).last), default=min(by_time))
    shares: Mapping[str, float] = by_time[at]
    of_views = any(row["source"] == of_youtube.ORIGIN.name for row in rows)
    largest = sorted(shares.items(), key=lambda one: (one[0].casefold() in _OTHERS, -one[1], one[0]))
    return Shares(kind, of_views, days[at] if at else None, tuple(largest))
