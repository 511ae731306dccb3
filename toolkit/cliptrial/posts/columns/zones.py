"""Local times of whole columns: the same answers as Python's zones give one by one, which are asked once a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np

from cliptrial.posts.columns.arrow import Whole, codes_of, first_rows

Seconds = Whole
DAY = 86_400
EPOCH = date(1970, 1, 1)
_BEGIN = datetime(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - EPOCH.toordinal()


def local_days(seconds: Seconds, zone: tzinfo) -> Seconds:
    """Of UTC epoch seconds: the local day, as days since 1 January 1970."""
    return (seconds + _ahead(seconds, zone, local=False)) // DAY


def utc_seconds(written: Seconds, zone: tzinfo) -> Seconds:
    """UTC epoch seconds of local times, given as seconds since 1 January 1970 on the local clock.

    Of an hour that stands on the clock twice the first one is meant.
    """
    return written - _ahead(written, zone, local=True)


def _ahead(seconds: Seconds, zone: tzinfo, *, local: bool) -> Seconds:
    """How many seconds the zone is ahead of UTC at each moment."""
    codes, count = codes_of(seconds // DAY)
    days = (seconds[first_rows(codes, count)] // DAY).tolist()
    begins = np.array([_ahead_at(day * DAY, zone, local=local) for day in days], np.int64)
    ends = np.array([_ahead_at((day + 1) * DAY, zone, local=local) for day in days], np.int64)
    ahead = begins[codes]
    # On days on which the clock is put forward or back each moment is asked for.
    turns = np.flatnonzero((begins != ends)[codes])
    ahead[turns] = [_ahead_at(moment, zone, local=local) for moment in seconds[turns].tolist()]
    return ahead


@lru_cache(maxsize=1 << 15)
def _ahead_at(second: int, zone: tzinfo, *, local: bool) -> int:
    moment = _BEGIN + timedelta(seconds=second)
    there = moment.replace(tzinfo=zone) if local else moment.replace(tzinfo=UTC).astimezone(zone)
    offset = there.utcoffset()
    return 0 if offset is None else round(offset.total_seconds())
