"""Dates as exports and people write them, read by what the whole file proves.

``03/04/2026`` is March or April depending on the country: it is read only when a locale was declared or
another date of the same file settles the order. A date without a year stays without one; the year comes
from video ids or from ``--captured-at``, never from today.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from types import MappingProxyType

from babel import Locale

from cliptrial.messages import says
from cliptrial.posts.text.months import is_month, months_of, phrase
from cliptrial.posts.text.plain_dates import undressed

_HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
_HOURS = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?{_HALF}"
_CLOCK = rf"(?:(?:,?\s+|T){_HOURS})?"
_OFFSET = r"\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = re.compile(
    rf"^(?P<y>\d{{4}})(?P<mark>[-/.])\s?(?P<m>\d{{1,2}})(?P=mark)\s?(?P<d>\d{{1,2}})\.?{_CLOCK}{_OFFSET}$"
)
_SHORT = re.compile(
    rf"^(?P<a>\d{{1,2}})(?P<mark>[-/.])\s?(?P<b>\d{{1,2}})(?P=mark)\s?(?P<y>\d{{4}}|\d{{2}})\.?{_CLOCK}{_OFFSET}$"
)
_COMPACT = re.compile(rf"^(?P<y>20\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_CLOCK}{_OFFSET}$")
_COMPACT_CLOCK = re.compile(r"^(20\d{6})T?(\d{2})(\d{2})(\d{2})(Z?)$")
_EPOCH = re.compile(r"^1\d{9}(?:\.\d+)?$|^1\d{12}(?:\.0+)?$|^1\d{15}$")
_SERIAL = re.compile(r"^[4-7]\d{4}(?:[.,]\d+)?$")
"""Days since 30 December 1899, as spreadsheets count them; what stands behind the mark is the time of day."""
_TRAILING_CLOCK = re.compile(rf"^(?P<day>.*?)[,\s]+{_HOURS}{_OFFSET}$")
_EITHER = re.compile(r"^\d\d/\d\d/\d{4} \| \d\d/\d\d/\d{4}$")
AS_EXPORTED = says(
    "A spreadsheet program of another country may have swapped day and month: hand in the file as it was exported, or "
    "write the year first."
)
"""What to do about days of which nobody can tell whether a program swapped them; see :func:`either_day`."""
FIRST, LAST = 1900, 2200
"""Years of which anybody speaks."""
_ORDERS = {"dmy": "abc", "mdy": "bac", "ymd": "cba"}
"""By order: which of three numbers are day, month and year."""
_YEARS = range(2010, 2040)
"""Years that two digits may stand for: posts of short videos are no older."""
_NEAR = 1.5
"""Days within which a post goes out after its video was made, in most cases."""


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

    def near(self, known: date) -> date:
        """The day, in its own year or else in the one that brings it nearest to a known day."""
        days = [day for year in range(known.year - 1, known.year + 2) if (day := self.on(self.year or year))]
        # 29 February may not exist in any of the three years; the day before it always does.
        return min(days or [date(known.year, self.month, 28)], key=lambda day: abs(day - known))

    @property
    def date(self) -> date | None:
        """The day, where a year was written."""
        return None if self.year is None else self.on(self.year)


class DateError(ValueError):
    """A text is no date, or could be two.

    Attributes:
        text: As it is written.
        ambiguous: True where it could be two.
        message: Which of both it is, in words.
    """

    def __init__(self, text: str, *, ambiguous: bool) -> None:
        self.text, self.ambiguous = text, ambiguous
        self.message = (
            says("{text!r} could be two dates", text=text) if ambiguous else says("{text!r} is not a date", text=text)
        )
        super().__init__(self.message)


class DateReader:
    """Reads the dates of one file.

    Args:
        texts: All date cells of the file; together they prove language and order.
        locale: The declared locale, e.g. ``de``.
        made: By text: the UTC seconds in which the videos of its rows were made, as their ids tell.
        within: First and last day of all dates, where the name of the file tells them.
    """

    def __init__(
        self,
        texts: Iterable[str],
        locale: str | None = None,
        made: Mapping[str, Collection[int]] = MappingProxyType({}),
        within: tuple[date, date] | None = None,
    ) -> None:
        self._plain = {text: _plain(text) for text in {*texts}}
        self._within = within
        seconds = {self._plain[text][0]: made[text] for text in made if text in self._plain}
        orders = {plain: by_order for plain, days in self._plain.values() if (by_order := self._orders(plain, days))}
        self._order = {mark: self._settled(mark, orders, seconds, locale) for mark in "-/."}
        in_words = {
            words
            for plain, _ in self._plain.values()
            if not _is_numeric(plain)
            for words, _, _ in phrase(_without_clock(plain)[0])
        }
        self._months: Mapping[str, int | None] = months_of(in_words, locale) if in_words else {}

    def read(self, text: str) -> When:
        """The date that ``text`` says.

        Raises:
            DateError: It is none, or could be two and nothing in the file settles it.
        """
        if is_either_day(text):
            raise DateError(text, ambiguous=True)
        plain, weekdays = self._plain.get(text) or _plain(text)
        when = self._numeric(text, plain, weekdays) if _is_numeric(plain) else self._in_words(text, plain)
        if when.year is not None and not FIRST <= when.year <= LAST:
            raise DateError(text, ambiguous=False)
        if when.on(when.year or 2024) is None or (when.date and weekdays and when.date.weekday() not in weekdays):
            raise DateError(text, ambiguous=False)
        return when

    def _numeric(self, text: str, plain: str, weekdays: frozenset[int]) -> When:
        if _EPOCH.match(plain):
            seconds = float(plain)
            moment = datetime.fromtimestamp(
                int(seconds / (1e6 if seconds > 1e14 else 1e3 if seconds > 1e11 else 1)), UTC
            )
            return When(moment.month, moment.day, moment.year, moment.time(), UTC)
        if _SERIAL.match(plain):
            return _from_serial(float(plain.replace(",", ".")))
        if parts := _YEAR_FIRST.match(plain) or _COMPACT.match(plain):
            return _dated(text, parts, (int(parts["y"]), int(parts["m"]), int(parts["d"])))
        parts = _SHORT.match(plain)
        assert parts is not None
        orders = self._orders(plain, weekdays)
        agreed = {order: day for order, day in orders.items() if order == self._order[parts["mark"]]} or orders
        if len({*agreed.values()}) != 1:
            raise DateError(text, ambiguous=bool(orders))
        day = next(iter(agreed.values()))
        return _dated(text, parts, (day.year, day.month, day.day))

    def _orders(self, plain: str, weekdays: frozenset[int]) -> dict[str, date]:
        """By order in which a date of three short numbers makes sense: the day."""
        parts = _SHORT.match(plain)
        days = {order: day for order, keys in _ORDERS.items() if parts and (day := _in_order(parts, keys))}
        if weekdays:
            days = {order: day for order, day in days.items() if day.weekday() in weekdays}
        if self._within:
            first, last = self._within
            days = {order: day for order, day in days.items() if first <= day <= last} or days
        # Nobody writes the year first where day and month with a year behind them make sense too.
        return {order: day for order, day in days.items() if order != "ymd"} or days

    def _settled(
        self,
        mark: str,
        orders: Mapping[str, Mapping[str, date]],
        made: Mapping[str, Collection[int]],
        locale: str | None,
    ) -> str | None:
        """The order of all dates with one mark: what they prove together, what ids tell, else what the locale says."""
        own = {plain: days for plain, days in orders.items() if f"{mark}" in plain[:5]}
        alone = {order for days in own.values() if len(days) == 1 for order in days}
        if mark == "." and all("dmy" in days for days in own.values()):
            return "dmy"
        if len(alone) == 1:
            return alone.pop()
        near = {order for plain, days in own.items() for order in _near(days, made.get(plain, ()))}
        if len(near) == 1 and not alone:
            return near.pop()
        return year_first_order(locale) if locale is not None else None

    def _in_words(self, text: str, plain: str) -> When:
        words, clock, zone = _without_clock(plain)
        known = [(self._months[w], day, year) for w, day, year in phrase(words) if w in self._months]
        readings = [(month, day, year) for month, day, year in known if month is not None]
        if len(readings) != 1:
            raise DateError(text, ambiguous=bool(known))
        month, day, year = readings[0]
        return replace(When(month, day, year), time=clock, zone=zone)


def either_day(day: date) -> str:
    """A real date of a workbook whose day and month may be swapped, as both days that it may be."""
    return f"{day:%d/%m/%Y} | {day:%m/%d/%Y}"


def is_either_day(text: str) -> bool:
    """Whether a text is what :func:`either_day` writes."""
    return bool(_EITHER.match(text))


def _plain(text: str) -> tuple[str, frozenset[int]]:
    """A date as few forms know it, and its weekdays."""
    if compact := _COMPACT_CLOCK.match(text.strip()):
        return f"{compact[1]} {compact[2]}:{compact[3]}:{compact[4]}{compact[5]}", frozenset()
    forms = undressed(text)
    return next((form for form in forms if _is_day(form[0])), (text.strip(), frozenset()))


def _is_day(plain: str) -> bool:
    return _is_numeric(plain) or any(is_month(words) for words, _, _ in phrase(_without_clock(plain)[0]))


def _in_order(parts: re.Match[str], keys: str) -> date | None:
    """The day that three numbers are in one order; two digits of a year stand for one in which there were posts."""
    numbers = {"a": parts["a"], "b": parts["b"], "c": parts["y"]}
    day, month, year = (numbers[key] for key in keys)
    if len(day) > 2 or (len(year) == 1) or (len(year) == 2 and int(year) + 2000 not in _YEARS):
        return None
    try:
        return date(int(year) + 2000 * (len(year) == 2), int(month), int(day))
    except ValueError:
        return None


def _near(days: Mapping[str, date], made: Collection[int]) -> set[str]:
    """The orders whose day lies close to when the videos were made, where others do not."""
    close = {
        order
        for order, day in days.items()
        if made and all(abs((datetime.fromtimestamp(s, UTC).date() - day).days) <= _NEAR for s in made)
    }
    return close if len(close) < len(days) and len({days[order] for order in close}) == 1 else set()


def _from_serial(serial: float) -> When:
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(serial * 86_400))
    return When(moment.month, moment.day, moment.year, moment.time() if serial % 1 else None)


def year_first_order(locale: str) -> str:
    """Whether a locale writes the day or the month first in short dates: ``dmy`` or ``mdy``.

    Raises:
        ValueError: No such locale is known.
    """
    pattern = str(Locale.parse(locale.replace("-", "_")).date_formats["short"].pattern)
    return "mdy" if pattern.index("M") < pattern.index("d") else "dmy"


def _is_numeric(text: str) -> bool:
    return any(form.match(text) for form in (_EPOCH, _SERIAL, _YEAR_FIRST, _COMPACT, _SHORT))


def _dated(text: str, parts: re.Match[str], day: tuple[int, int, int]) -> When:
    try:
        year, month, number = day
        return When(month, number, year, _clock(parts), _zone(parts["offset"]))
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
    if offset in ("Z", "UTC", "GMT"):
        return UTC
    digits = offset[1:].replace(":", "")
    gap = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-gap if offset[0] == "-" else gap)


def _without_clock(text: str) -> tuple[str, time | None, tzinfo | None]:
    parts = _TRAILING_CLOCK.match(text)
    if not parts:
        return text, None, None
    try:
        return parts["day"], _clock(parts), _zone(parts["offset"])
    except ValueError:
        return text, None, None
