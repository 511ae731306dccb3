"""When many posts are at their measuring age: by column, for history holds hundreds of thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import ceil, floor
from zoneinfo import ZoneInfo

import numpy as np

from cliptrial.posts.columns.zones import DAY, EPOCH, Seconds, local_days
from cliptrial.posts.equal_age.due import midnight, window
from cliptrial.posts.lake.lake import FEW
from cliptrial.registry.plan.reading_days import in_days, tolerance


def windows(posted_at: Seconds, measure_at: float, timezones: Sequence[str | None]) -> tuple[Seconds, Seconds]:
    """The first and the last second that ``due.window`` gives of each post; every zone is asked once a day.

    Few posts are asked one by one, without Arrow: it brings pandas along.
    """
    if len(posted_at) <= FEW:
        each = [window(one, measure_at, zone) for one, zone in zip(posted_at.tolist(), timezones, strict=True)]
        return np.array([one.first for one in each], np.int64), np.array([one.last for one in each], np.int64)
    slack = tolerance(measure_at)
    age, around = round(measure_at * DAY), round(slack * DAY)
    first, last = posted_at + (age - around), posted_at + (age + around)
    zones = np.array(timezones, dtype=object)
    for timezone in {one for one in timezones if one is not None} if in_days(measure_at) else ():
        own = np.flatnonzero(zones == timezone)
        days, places = np.unique(local_days(posted_at[own], ZoneInfo(timezone)), return_inverse=True)
        begin, after = ceil(measure_at - slack), floor(measure_at + slack) + 1
        first[own] = _midnights(days + begin, timezone)[places]
        last[own] = _midnights(days + after, timezone)[places] - 1
    return first, last


def _midnights(days: Seconds, timezone: str) -> Seconds:
    return np.array([midnight(EPOCH + timedelta(day), timezone) for day in days.tolist()], np.int64)
