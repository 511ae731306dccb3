"""A period's numbers beside the one before, the year before, and what is usual: plain records that others read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from cliptrial.analysis.periods.daily import AccountDays, Basis, Daily
from cliptrial.analysis.periods.money import MONEY
from cliptrial.analysis.periods.span import Span
from cliptrial.posts.records import Post
from cliptrial.stats.periods.usual import FAMILY, Usual, usual_range

ENOUGH = 0.9
"""Share of its days that must be known of a past period; a week needs all seven."""


class Missing(StrEnum):
    """Why a number does not stand where it would."""

    NO_SOURCE = "no_source"
    """No export of the account has it."""
    NO_SPEND = "no_spend"
    """A number of money of which a part is not known."""
    NO_DAYS = "no_days"
    """None of the period's days is known."""
    OF_NOTHING = "of_nothing"
    """The days are known, and there was nothing to take a share of: no views, no orders."""
    NO_POSTS = "no_posts"
    """No post turned seven days old."""
    CHANGED = "changed"
    """Within the period the platform began to count something else under the same name."""
    NOT_READ = "not_read"
    """Posts turned seven days old, and no capture shows them at that age."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a period.

    Attributes:
        metric: Its name.
        basis: Where it comes from; None where no source has it.
        value: The number; None where it is missing.
        missing: Why; None where it is there.
        days: Days of the period that are known, of how many.
        known_to: The last known day, where the rest of the period is not known; None where all of it is.
        before: The same days of the period before.
        a_year_ago: The same days of the year before.
        usual: What is usual on such days; None where too few periods are known.
        periods: Past periods that are known.
        above, below: How many of these it lies above and below.
        net: Whether followers that left are taken off.
        since: The day from which on the platform counts what it counts now, where it changed that before.
    """

    metric: str
    basis: Basis | None
    value: float | None
    missing: Missing | None
    days: tuple[int, int]
    known_to: date | None = None
    before: float | None = None
    a_year_ago: float | None = None
    usual: Usual | None = None
    periods: int = 0
    above: int = 0
    below: int = 0
    net: bool = False
    since: date | None = None

    @property
    def side(self) -> int | None:
        """-1 below what is usual, 1 above it, 0 within; None where nobody knows."""
        return None if self.value is None or self.usual is None else self.usual.side(self.value)

    @property
    def is_far(self) -> bool:
        """Whether it is out of the ordinary."""
        return self.value is not None and self.usual is not None and self.usual.is_far(self.value)


def number_of(known: AccountDays, metric: str, span: Span, together: int = 3) -> Number:
    """One number of a period; of one that is not over, or that has gaps, past ones are read on the same days.

    Args:
        known: All that is known of the account.
        metric: Its name.
        span: The period.
        together: Numbers that one looks at together: of more of them each must lie farther out to be told.
    """
    daily = known.daily.get(metric)
    if daily is None:
        why = Missing.NO_SPEND if metric in MONEY else Missing.NO_SOURCE
        return Number(metric, None, None, why, (0, span.days))
    days = {place: day for place in range(span.days) if (day := span.first + timedelta(days=place)) in daily.known}
    changed = max((day for day in daily.changes if day <= span.last), default=date.min)
    value = daily.value([*days.values()]) if changed <= span.first else None
    missing = None if value is not None else _missing(daily, days, known, span)
    missing = Missing.CHANGED if changed > span.first and days else missing
    if missing is not None:
        return Number(metric, daily.basis, None, missing, (len(days), span.days))
    past = list(span.before(max(changed, min(daily.known) - timedelta(days=span.days))))
    values = [_past(daily, days, one) for one in past]
    # Nothing at all before anything happened is no week of the account: exports begin before the account did.
    read = np.trim_zeros(np.array([one for one in reversed(values) if one is not None]), "f")
    year = span.a_year_ago()
    last = max(days.values())
    return Number(
        metric=metric,
        basis=daily.basis,
        value=value,
        missing=None,
        days=(len(days), span.days),
        known_to=last if last < span.last else None,
        before=_past(daily, days, span.later(-1)) if span.later(-1).first >= changed else None,
        a_year_ago=_past(daily, days, year) if year.first >= changed else None,
        usual=usual_range(read, FAMILY / together),
        periods=len(read),
        above=int((read < value).sum()),
        below=int((read > value).sum()),
        net=daily.net,
        since=changed if changed > date.min else None,
    )


def _past(daily: Daily, places: Collection[int], one: Span) -> float | None:
    """A past period on the same days; a sum is made as large as if all of them were known."""
    days = [day for place in places if (day := one.first + timedelta(days=place)) in daily.known and one.holds(day)]
    if len(days) < ENOUGH * len(places):
        return None
    value = daily.value(days)
    return value * len(places) / len(days) if value is not None and daily.adds_up else value


def _missing(daily: Daily, days: Collection[int], known: AccountDays, span: Span) -> Missing:
    if daily.basis is Basis.DAYS or not days:
        return Missing.OF_NOTHING if days else Missing.NO_DAYS
    return Missing.NOT_READ if posts_read(known, span) else Missing.NO_POSTS


def posts_read(known: AccountDays, span: Span) -> list[Post]:
    """The posts that turn seven days old in a period, those with the most views first, those without a number last."""
    own = [one for one in known.posts if span.holds(known.read_on[one.post_id])]
    return sorted(own, key=lambda one: (-known.views.get(one.post_id, -1.0), one.post_id))
