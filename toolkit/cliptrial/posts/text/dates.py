"""Dates as exports and people write them, read by what the whole file proves.

``03/04/2026`` is March or April depending on the country: it is read only when a locale was declared or
another date of the same file settles the order. A date without a year stays without one; the year comes
from video ids or from ``--captured-at``, never from today.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from babel import Locale

from cliptrial.messages import says
from cliptrial.posts.text.months import months_of, phrase

_HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
_HOURS = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:\.\d+)?)?{_HALF}"
_CLOCK = rf"(?:(?:,?\s+|T){_HOURS})?"
_OFFSET = r"\s*(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = re.compile(rf"^(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_CLOCK}{_OFFSET}$")
_DAY_FIRST = re.compile(rf"^(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<y>\d{{4}}){_CLOCK}{_OFFSET}$")
_COMPACT = re.compile(rf"^(?P<y>20\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_CLOCK}{_OFFSET}$")
_EPOCH = re.compile(r"^1\d{9}(?:\.0+)?$|^1\d{12}(?:\.0+)?$")
_TRAILING_CLOCK = re.compile(rf"^(?P<day>.*?)[,\s]+{_HOURS}$")


@dataclass(frozen=True, slots=True)
class When:
    """A date as written: without a year, a time or an offset where none was written."""

    month: int
    day: int
    year: int | None = None
    time: time | None = None
    zone: tzinfo | None = None

    def on(self, year: int) -> date | None:
        """The day in that year; None where that year has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    @property
    def date(self) -> date | None:
        """The day, where a year was written."""
        return None if self.year is None else self.on(self.year)


class DateError(ValueError):
    """A text is no date, or could be two.

    Attributes:
        ambiguous: True where it could be two.
        message: Which of both it is, in words.
    """

    def __init__(self, text: str, *, ambiguous: bool) -> None:
        self.ambiguous = ambiguous
        self.message = (
            says("{text!r} could be two dates", text=text) if ambiguous else says("{text!r} is not a date", text=text)
        )
        super().__init__(self.message)


class DateReader:
    """Reads the dates of one file.

    Args:
        texts: All date cells of the file; together they prove language and order.
        locale: The declared locale, e.g. ``de``.
    """

    def __init__(self, texts: Iterable[str], locale: str | None = None) -> None:
        distinct = {text.strip() for text in texts}
        self._order = _order(distinct, locale)
        in_words = {
            words for text in distinct if not _is_numeric(text) for words, _, _ in phrase(_without_clock(text)[0])
        }
        self._months: Mapping[str, int | None] = months_of(in_words, locale) if in_words else {}

    def read(self, text: str) -> When:
        """The date that ``text`` says.

        Raises:
            DateError: It is none, or could be two and nothing in the file settles it.
        """
        plain = text.strip()
        when = self._numeric(plain) if _is_numeric(plain) else self._in_words(plain)
        if when.on(when.year or 2024) is None:
            raise DateError(text, ambiguous=False)
        return when

    def _numeric(self, text: str) -> When:
        if _EPOCH.match(text):
            seconds = float(text) / (1000 if float(text) > 1e11 else 1)
            moment = datetime.fromtimestamp(int(seconds), UTC)
            return When(moment.month, moment.day, moment.year, moment.time(), UTC)
        if parts := _YEAR_FIRST.match(text) or _COMPACT.match(text):
            return _dated(text, parts, int(parts["m"]), int(parts["d"]))
        parts = _DAY_FIRST.match(text)
        assert parts is not None
        first, second = int(parts["a"]), int(parts["b"])
        order = _order_of(parts) or self._order
        if order is None and first != second:
            raise DateError(text, ambiguous=True)
        return _dated(text, parts, first if order == "mdy" else second, second if order == "mdy" else first)

    def _in_words(self, text: str) -> When:
        words, clock = _without_clock(text)
        known = [(self._months[w], day, year) for w, day, year in phrase(words) if w in self._months]
        readings = [(month, day, year) for month, day, year in known if month is not None]
        if len(readings) != 1:
            raise DateError(text, ambiguous=bool(known))
        month, day, year = readings[0]
        return replace(When(month, day, year), time=clock)


def year_first_order(locale: str) -> str:
    """Whether a locale writes the day or the month first in short dates: ``dmy`` or ``mdy``.

    Raises:
        ValueError: No such locale is known.
    """
    pattern = str(Locale.parse(locale.replace("-", "_")).date_formats["short"].pattern)
    return "mdy" if pattern.index("M") < pattern.index("d") else "dmy"


def _is_numeric(text: str) -> bool:
    return any(form.match(text) for form in (_EPOCH, _YEAR_FIRST, _COMPACT, _DAY_FIRST))


def _order(texts: Iterable[str], locale: str | None) -> str | None:
    """What the dates with slashes or hyphens of the file prove, else what the locale says; None where nothing does."""
    dates = (_DAY_FIRST.match(text) for text in texts)
    orders = {order for match in dates if match and match["mark"] != "." and (order := _order_of(match))}
    if len(orders) == 1:
        return orders.pop()
    return year_first_order(locale) if locale is not None else None


def _order_of(parts: re.Match[str]) -> str | None:
    """A date with dots has the day first everywhere; one above 12 must be the day."""
    if parts["mark"] == "." or int(parts["a"]) > 12:
        return "dmy"
    return "mdy" if int(parts["b"]) > 12 else None


def _dated(text: str, parts: re.Match[str], month: int, day: int) -> When:
    try:
        clock = _clock(parts)
        return When(month, day, int(parts["y"]), clock, _zone(parts["offset"]))
    except ValueError as error:
        raise DateError(text, ambiguous=False) from error


def _clock(parts: re.Match[str]) -> time | None:
    if parts["hour"] is None:
        return None
    hour = int(parts["hour"])
    if parts["half"] is not None:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} is no hour of half a day")
        hour = hour % 12 + (12 if parts["half"] in "pP" else 0)
    return time(hour, int(parts["minute"]), int(parts["second"] or 0))


def _zone(offset: str | None) -> tzinfo | None:
    if offset is None:
        return None
    if offset in ("Z", "UTC"):
        return UTC
    digits = offset[1:].replace(":", "")
    gap = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-gap if offset[0] == "-" else gap)


def _without_clock(text: str) -> tuple[str, time | None]:
    parts = _TRAILING_CLOCK.match(text)
    if not parts:
        return text, None
    try:
        return parts["day"], _clock(parts)
    except ValueError:
        return text, None
