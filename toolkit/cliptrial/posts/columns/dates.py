"""A column of dates: those with the year first are read together, every other distinct text by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta, timezone
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cliptrial.posts.columns.arrow import (
    Mask,
    Places,
    Texts,
    Whole,
    bytes_in,
    codes_of,
    distinct_texts,
    first_rows,
    kept,
    match,
    taken,
    together,
)
from cliptrial.posts.columns.zones import DAY, day_number
from cliptrial.posts.text.dates import FIRST, LAST, DateError, DateReader, When

NONE = np.int64(-(2**31))
"""Stands where a date has no year, no time of day or no offset."""
_LENGTHS = (10, 16, 19)
_YEAR_FIRST = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?$"


@dataclass(frozen=True)
class Dates:
    """Dates as written, by row.

    Attributes:
        year: Or ``NONE``.
        month: 1 to 12; 0 where no date stands there.
        day: 1 to 31.
        second: Of the day, or ``NONE``.
        offset: Seconds ahead of UTC, or ``NONE``.
    """

    year: Whole
    month: Whole
    day: Whole
    second: Whole
    offset: Whole

    @classmethod
    def of(cls, dates: Sequence[When | None]) -> Dates:
        """Dates one by one."""
        return cls(*np.ascontiguousarray(_stacked(dates).T))

    def __len__(self) -> int:
        return len(self.month)

    @property
    def known(self) -> Mask:
        """By row: whether a date stands there."""
        return self.month > 0

    @cached_property
    def days(self) -> Whole:
        """Days since 1 January 1970; ``NONE`` without a year, or where that year has no such day."""
        whole = np.full(len(self), NONE)
        dated = np.flatnonzero(self.known & (self.year != NONE))
        packed = (self.year[dated] * 16 + self.month[dated]) * 32 + self.day[dated]
        distinct, places = np.unique(packed, return_inverse=True)
        days = [When(one // 32 % 16, one % 32, one // 512).date for one in distinct.tolist()]
        whole[dated] = np.array([NONE if day is None else day_number(day) for day in days], np.int64)[places]
        return whole

    def at(self, place: int) -> When | None:
        """The date of one row; None where there is none."""
        if not self.month[place]:
            return None
        year, second, offset = int(self.year[place]), int(self.second[place]), int(self.offset[place])
        return When(
            int(self.month[place]),
            int(self.day[place]),
            None if year == NONE else year,
            None if second == NONE else time(second // 3600, second // 60 % 60, second % 60),
            None if offset == NONE else timezone(timedelta(seconds=offset)),
        )

    def take(self, places: Places) -> Dates:
        """Some of the rows."""
        parts = (self.year, self.month, self.day, self.second, self.offset)
        return Dates(*(part[places] for part in parts))

    def groups(self) -> tuple[Places, Places]:
        """Of each distinct date the first row, in the order of rows; and by row, which of them it is."""
        parts = (self.year, self.month, self.day, self.second, self.offset)
        codes, count = together([codes_of(part) for part in parts])
        return first_rows(codes, count), codes.astype(np.intp)


class DateColumn:
    """A column of dates that is read together with the others of its file.

    Args:
        texts: Its cells.
        wanted: By row: whether the cell means to be a date.
    """

    def __init__(self, texts: Texts, wanted: Mask | None = None) -> None:
        self._texts = texts
        self._wanted = np.ones(len(texts), np.bool_) if wanted is None else wanted
        self._moments, self._plain = _year_first(texts)
        self._places = np.flatnonzero(~self._plain)
        self._distinct, self._codes = distinct_texts(taken(texts, self._places))

    @property
    def texts(self) -> Sequence[str]:
        """The distinct texts that other dates may settle."""
        return self._distinct

    def made(self, seconds: Whole, known: Mask) -> Mapping[str, Collection[int]]:
        """By such a text: the first and the last UTC second in which videos of its rows were made.

        Args:
            seconds: By row: the second.
            known: By row: whether it is known.
        """
        rows = np.flatnonzero(known[self._places])
        first = np.full(len(self._distinct), np.iinfo(np.int64).max)
        last = np.full(len(self._distinct), np.iinfo(np.int64).min)
        np.minimum.at(first, self._codes[rows], seconds[self._places[rows]])
        np.maximum.at(last, self._codes[rows], seconds[self._places[rows]])
        return {
            text: (one, other)
            for text, one, other in zip(self._distinct, first.tolist(), last.tolist(), strict=True)
            if one <= other
        }

    def read(self, reader: DateReader, refuse: Callable[[int, DateError], None]) -> Dates:
        """The dates.

        Args:
            reader: Knows the texts of all columns of the file.
            refuse: Is told each row whose cell is no date, or could be two.
        """
        rows = [_read(text, reader) for text in self._distinct]
        errors = np.array([isinstance(one, DateError) for one in rows], np.bool_)
        wrong = errors[self._codes] & self._wanted[self._places] if rows else np.zeros(0, np.bool_)
        for place, code in zip(self._places[wrong].tolist(), self._codes[wrong].tolist(), strict=True):
            error = rows[code]
            assert isinstance(error, DateError)
            refuse(place, error)
        whole = self._of_plain()
        whole[self._places] = _stacked([None if isinstance(one, DateError) else one for one in rows])[self._codes]
        whole[~self._wanted] = _parts(None)
        return Dates(*np.ascontiguousarray(whole.T))

    def _of_plain(self) -> Whole:
        moments = self._moments
        days, months = moments.astype("datetime64[D]"), moments.astype("datetime64[M]")
        with_time = self._plain & (bytes_in(self._texts) > _LENGTHS[0])
        return np.column_stack(
            [
                months.astype("datetime64[Y]").astype(np.int64) + 1970,
                months.astype(np.int64) % 12 + 1,
                (days - months.astype("datetime64[D]")).astype(np.int64) + 1,
                np.where(with_time, moments.astype(np.int64) % DAY, NONE),
                np.full(len(moments), NONE),
            ]
        )


def _year_first(texts: Texts) -> tuple[NDArray[np.datetime64], Mask]:
    """By row: the moment, and whether the text says one with its year first and nothing else."""
    plain = np.zeros(len(texts), np.bool_)
    moments = np.zeros(len(texts), "datetime64[s]")
    likely = np.isin(bytes_in(texts), _LENGTHS)
    likely[likely] = match(kept(texts, likely), _YEAR_FIRST)
    try:
        read = kept(texts, likely).cast(pa.timestamp("s")).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return moments, plain
    years = read.astype("datetime64[Y]").astype(np.int64) + 1970
    within = (years >= FIRST) & (years <= LAST)
    places = np.flatnonzero(likely)[within]
    plain[places], moments[places] = True, read[within]
    return moments, plain


def _read(text: str, reader: DateReader) -> When | DateError:
    try:
        return reader.read(text)
    except DateError as error:
        return error


def _stacked(dates: Sequence[When | None]) -> Whole:
    return np.array([_parts(one) for one in dates], np.int64).reshape(-1, 5)


def _parts(when: When | None) -> tuple[int, int, int, int, int]:
    none = int(NONE)
    if when is None:
        return none, 0, 0, none, none
    clock, offset = when.time, None if when.zone is None else when.zone.utcoffset(None)
    return (
        none if when.year is None else when.year,
        when.month,
        when.day,
        none if clock is None else clock.hour * 3600 + clock.minute * 60 + clock.second,
        none if offset is None else round(offset.total_seconds()),
    )
