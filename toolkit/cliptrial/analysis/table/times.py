"""Times of posting in a table: read in one time zone, with every bad cell named."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from cliptrial.analysis.table.columns import MANY_BAD, is_missing, row_of, shown
from cliptrial.errors import InputError, Problem
from cliptrial.messages import Message, nothing, says
from cliptrial.posts.any_table import Column
from cliptrial.posts.text.dates import AS_EXPORTED, is_either_day
from cliptrial.posts.text.time_columns import made_by_row, written_times
from cliptrial.registry.timezones import is_zone, zone_near

FIRST, LAST = 2005, 2099
"""Years in which posts can have gone out; a number read as seconds lies outside when it counts something else."""
_EARLIEST, _LATEST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (FIRST, LAST + 1))

_YEAR_FIRST = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|(19|20)\d{6}(?!\d)")
_NAMED_MONTH = re.compile(r"(?=.*[A-Za-z]{3})(?=.*\b\d{4}\b)")
_SECONDS = re.compile(r"\d{9,11}(\.\d+)?|1\d{12}")
_MILLISECONDS = 1e12
"""A number from here up counts milliseconds: as seconds it would lie thirty thousand years away."""
_TWO_WAYS = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2,4}(?!\d)")


def read_times(frame: pd.DataFrame, column: str, timezone: str) -> pd.Series[pd.Timestamp]:
    """Times of posting in ``timezone``: from datetimes, ISO text (local unless it says otherwise) or epoch seconds.

    Raises:
        InputError: If the time zone is unknown or a cell is no time.
    """
    problems = list(zone_problems(timezone))
    times = _times(_written(frame, column), ZoneInfo("UTC" if problems else timezone))
    problems += _bad_cells(frame, column, times)
    if problems:
        raise InputError(problems)
    return pd.Series(times, index=frame.index, dtype="object").astype(pd.DatetimeTZDtype("ns", timezone))


def zone_problems(timezone: object) -> Iterator[Problem]:
    """A time zone that does not exist, with the one that was most likely meant."""
    if isinstance(timezone, str) and timezone and is_zone(timezone):
        return
    near = zone_near(timezone) if isinstance(timezone, str) else None
    mend = says('Did you mean "{near}"?', near=near) if near else nothing
    what = says('"{timezone}" is not a time zone', timezone=shown(timezone))
    yield Problem("timezone", what, says("an IANA name such as Europe/Berlin"), mend, field="timezone")


def time_problems(frame: pd.DataFrame, column: str) -> Iterator[Problem]:
    """Cells that are no time of posting, or could be read as two different ones."""
    yield from _bad_cells(frame, column, _times(_written(frame, column), ZoneInfo("UTC")))


def _bad_cells(frame: pd.DataFrame, column: str, times: Sequence[pd.Timestamp | None]) -> Iterator[Problem]:
    bad = [place for place, time in enumerate(times) if time is None]
    for place in bad[:MANY_BAD]:
        what, mend = _wrong(frame[column].iloc[place])
        expected = says("a time such as 2026-03-02 18:00, or UTC epoch seconds")
        yield Problem("not_a_time", what, expected, mend, row=row_of(frame, place), field=column)
    if len(bad) > MANY_BAD:
        yield Problem("not_a_time", says("and {count} more cells like these", count=len(bad) - MANY_BAD), field=column)


def _written(frame: pd.DataFrame, column: str) -> Column:
    """The column with texts as a file's are read: by what all of them and the ids beside them say together."""
    cells = frame[column].tolist()
    if not any(isinstance(cell, str) for cell in cells):
        return frame[column]
    others = (
        frame.iloc[:, place] for place, kind in enumerate(frame.dtypes) if not pd.api.types.is_numeric_dtype(kind)
    )
    made = partial(made_by_row, (other.tolist() for other in others), len(frame))
    return pd.Series(written_times(cells, None, made), index=frame.index, dtype=object)


def _wrong(cell: object) -> tuple[Message, Message]:
    """What is wrong with a cell that is no time, and how to mend it."""
    if pd.api.types.is_scalar(cell) and (is_missing(cell) or not str(cell).strip()):
        return says("the time of posting is missing"), says("Fill it in, or leave the row out.")
    if isinstance(cell, str) and _TWO_WAYS.match(cell.strip()):
        what = says('"{cell}" can be read as two different days', cell=shown(cell))
        if is_either_day(cell):
            return what, AS_EXPORTED
        return what, says(
            "Write the year first, then month and day; of a file say where it comes from, such as --locale de."
        )
    what = says('"{cell}" is not a time between {first} and {last}', cell=shown(cell), first=FIRST, last=LAST)
    return what, says("Mend the cell, or leave the row out.")


def _times(column: Column, zone: ZoneInfo) -> list[pd.Timestamp | None]:
    """Each cell's time in ``zone``; None where it is none."""
    if pd.api.types.is_any_real_numeric_dtype(column):
        return [_from_seconds(second, zone) for second in column.to_numpy(dtype=np.float64, na_value=np.nan)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas warns of formats that it then reads; what it cannot read is told
        return [_time(cell, zone) for cell in column]


def _from_seconds(second: float, zone: ZoneInfo) -> pd.Timestamp | None:
    second = second / 1000 if second >= _MILLISECONDS else second
    known = _EARLIEST <= second < _LATEST
    return pd.Timestamp(second, unit="s", tz="UTC").tz_convert(zone) if known else None


def _time(cell: object, zone: ZoneInfo) -> pd.Timestamp | None:
    if not pd.api.types.is_scalar(cell) or is_missing(cell):
        return None
    if isinstance(cell, int | float | np.number):
        return _from_seconds(float(cell), zone)
    if isinstance(cell, str):
        cell = cell.strip()
        if _SECONDS.fullmatch(cell):
            return _from_seconds(float(cell), zone)
        if not (_YEAR_FIRST.match(cell) or (_NAMED_MONTH.match(cell) and not _TWO_WAYS.match(cell))):
            return None
    if isinstance(cell, pd.Period):
        cell = cell.start_time
    try:
        stamp = pd.Timestamp(cast("datetime", cell))  # what it cannot read it refuses
        if pd.isna(stamp) or not FIRST <= stamp.year <= LAST:
            return None
        if stamp.tz is not None:
            return stamp.tz_convert(zone)
        return stamp.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    except (ValueError, TypeError, OverflowError):
        return None
