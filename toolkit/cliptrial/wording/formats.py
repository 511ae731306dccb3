"""Numbers, shares, dates and money as a reader of one language writes them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from babel.dates import format_date, get_day_names
from babel.numbers import format_currency, format_decimal

NBSP = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language writes values.

    Every method takes None (or NaN) and answers ``unknown`` for it, so that a sentence never breaks.

    Attributes:
        lang: Code of the language.
        locale: Babel's name of the locale.
        day_month_pattern: Day and month as Babel writes patterns; the year follows.
        leading_zero: Whether p-values start with a zero.
        unknown: What stands where a value is missing.
        range_word: Between the ends of a range: "to", "bis".
        and_word: Before the last item of a list.
        odds_word: Between the two sides of odds: "to", "zu".
        upwards: What follows the lower end of an interval without an upper one.
        currency: ISO code for money, where the workspace names one.
    """

    lang: str
    locale: str
    day_month_pattern: str
    leading_zero: bool
    unknown: str
    range_word: str
    and_word: str
    odds_word: str
    upwards: str
    currency: str | None = None

    def number(self, value: float | None, decimals: int = 0) -> str:
        """``8,420`` or ``8.420``; at most ``decimals`` digits after the point, without idle zeros."""
        if not known(value):
            return self.unknown
        return self._decimal(value, "#,##0." + "#" * decimals if decimals else "#,##0")

    def fixed(self, value: float | None, decimals: int) -> str:
        """Like :meth:`number`, but with exactly ``decimals`` digits after the point."""
        if not known(value):
            return self.unknown
        return self._decimal(value, "#,##0." + "0" * decimals if decimals else "#,##0")

    def _decimal(self, value: float, pattern: str) -> str:
        text = format_decimal(value, format=pattern, locale=self.locale)
        return text.replace("-", "") if not any(c in "123456789" for c in text) else text.replace("-", MINUS)

    def percent(self, share: float | None, apart_from: Iterable[float] = (), unit: bool = True) -> str:
        """A share as ``17 %``, with as many digits as it takes not to look like one of ``apart_from``."""
        if not known(share):
            return self.unknown
        text = self.number(share * 100, _decimals(share, apart_from))
        return f"{text}{NBSP}%" if unit else text

    def confidence(self, share: float | None) -> str:
        """A level of confidence: ``95 %``, ``98.3 %``."""
        return self.unknown if not known(share) else f"{self.number(share * 100, 1)}{NBSP}%"

    def signed(self, share: float | None, apart_from: Iterable[float] = (), unit: bool = True) -> str:
        """A change as ``+17 %`` or ``−3 %``; nothing before zero."""
        text = self.percent(share, apart_from, unit)
        positive = known(share) and share > 0 and any(c in "123456789" for c in text)
        return f"+{text}" if positive else text

    def interval(self, ends: Sequence[float | None], apart_from: Iterable[float] = ()) -> str:
        """``+5 to +30 %``; an unbounded end is said in words."""
        low, high = _at_least_nothing(ends)
        if not known(low) or not known(high):
            return self.span(ends, apart_from)
        return f"{self.signed(low, apart_from, unit=False)} {self.range_word} {self.signed(high, apart_from)}"

    def span(self, ends: Sequence[float | None], apart_from: Iterable[float] = ()) -> str:
        """``+5 % to +30 %``: the interval within a sentence, every number with its sign and unit."""
        low, high = _at_least_nothing(ends)
        if high is not None and math.isinf(high):
            return f"{self.signed(low, apart_from)} {self.upwards}"
        return f"{self.signed(low, apart_from)} {self.range_word} {self.signed(high, apart_from)}"

    def times(self, relative: float) -> str:
        """``2.4`` for +140 %: how many times as much."""
        ratio = 1 + relative
        return self.number(ratio, 1 if ratio < 10 else 0)

    def p_value(self, p: float | None) -> str:
        """``.003`` in English, ``0,003`` in German; very small ones as a limit."""
        if not known(p):
            return ""
        if p < 0.001:
            return f"<{NBSP}{self._p(0.001)}"
        return self._p(round(p, 3 if p < 0.1 else 2))

    def _p(self, p: float) -> str:
        text = self.number(p, 3)
        return text if self.leading_zero else text.removeprefix("0")

    def odds(self, chance: float) -> str:
        """``71 to 29`` for a chance of 0.71; never 100 to 0."""
        side = min(99, max(1, round(chance * 100)))
        return f"{side} {self.odds_word} {100 - side}"

    def value(self, value: float | None, scale: str) -> str:
        """A metric's value in its unit: seconds, share, events per thousand, ratio, money or number."""
        if not known(value):
            return self.unknown
        if scale == "seconds":
            return f"{self.fixed(value, 1 if value < 100 else 0)}{NBSP}s"
        if scale == "share":
            return f"{self.fixed(value * 100, 1 if abs(value) >= 0.1 else 2)}{NBSP}%"
        if scale == "money" and self.currency:
            return format_currency(value, self.currency, locale=self.locale).replace("-", MINUS)
        if scale == "per_thousand":
            return self.number(value * 1_000, 0 if value >= 0.1 else 2)
        if scale in {"ratio", "money"}:
            return self.fixed(value, 2)
        return self.number(value, 0 if abs(value) >= 20 else 1)

    def tick(self, value: float, scale: str) -> str:
        """A round value on an axis, without idle zeros."""
        if scale == "share":
            return f"{self.number(value * 100, 3)}{NBSP}%"
        value *= 1_000 if scale == "per_thousand" else 1
        text = self.number(value, 0 if abs(value) >= 100 else 3)
        return f"{text}{NBSP}s" if scale == "seconds" else text

    def date(self, day: dt.date | None) -> str:
        """``7 April 2026`` or ``7. April 2026``."""
        if day is None:
            return self.unknown
        return str(format_date(day, self.day_month_pattern + " y", locale=self.locale))

    def day_month(self, day: dt.date | None) -> str:
        """``7 April`` or ``7. April``, where the year is clear."""
        return self.unknown if day is None else str(format_date(day, self.day_month_pattern, locale=self.locale))

    def month(self, day: dt.date) -> str:
        """A month with its year: ``March 2026``."""
        return str(format_date(day, "MMMM y", locale=self.locale))

    def short_date(self, day: dt.date) -> str:
        """``2 Mar`` or ``2. März``, for axes and tables."""
        pattern = self.day_month_pattern.replace("MMMM", "MMM")
        return str(format_date(day, pattern, locale=self.locale))

    def period(self, first: dt.date | None, last: dt.date | None) -> str:
        """``2 to 29 March 2026``, saying month and year once where they are the same."""
        if first is None or last is None or first == last:
            return self.date(first or last)
        if first.year != last.year:
            return f"{self.date(first)} {self.range_word} {self.date(last)}"
        same_month = first.month == last.month
        day = self.day_month_pattern.partition(" ")[0]
        start = str(format_date(first, day, locale=self.locale)) if same_month else self.day_month(first)
        return f"{start} {self.range_word} {self.date(last)}"

    def weekdays(self) -> tuple[str, ...]:
        """Monday to Sunday, short."""
        # Names that stand alone are never asked for: Babel mixes those of languages up once several were.
        names = get_day_names("abbreviated", locale=self.locale)
        return tuple(names[day].rstrip(".") for day in range(7))

    def weekday(self, day: int) -> str:
        """The full name of a weekday, 0 being Monday."""
        return str(get_day_names("wide", locale=self.locale)[day])

    def listing(self, items: Iterable[str]) -> str:
        """``a, b and c``."""
        *head, last = [*items] or [self.unknown]
        return f"{', '.join(head)} {self.and_word} {last}" if head else last


def known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number that can be written."""
    return value is not None and math.isfinite(value)


def _at_least_nothing(ends: Sequence[float | None]) -> tuple[float | None, float | None]:
    """An interval whose lower end is at least -100 %, as nothing can lose more."""
    low, high = ends
    return (-1.0 if low is not None and math.isinf(low) else low), high


def _decimals(share: float, apart_from: Iterable[float]) -> int:
    """Digits after the point: more for small shares, and until it looks unlike every other limit."""
    size = abs(share) * 100
    least = 0 if size >= 1 or size == 0 else 1 if size >= 0.1 else 2
    for decimals in range(least, 4):
        if all(round(share * 100, decimals) != round(o * 100, decimals) or share == o for o in apart_from):
            return decimals
    return 3
