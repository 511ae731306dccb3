"""What the name of an export says: its days, and the second in which it was made.

TikTok Studio calls a download ``Overview_2026-09-25_1790891174_mara.zip`` after its first day and its second.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_SECOND = re.compile(r"(?<!\d)(1[4-9]\d{8})(?:\d{3})?(?!\d)")


def export_second(name: str) -> int | None:
    """The UTC epoch second in which the export was made; None where its name has none, or several.

    Example:
        >>> export_second("Overview_2026-09-25_1790891174_mara.zip/Overview.csv")
        1790891174
    """
    seconds = {int(second) for second in _SECOND.findall(name)}
    return seconds.pop() if len(seconds) == 1 else None


def days_in(name: str) -> tuple[date, date] | None:
    """First and last day of an export: two days in its name, or one and the second in which it was made."""
    days = [day for parts in _DAY.findall(_SECOND.sub(" ", name)) if (day := _day(*map(int, parts)))]
    second = export_second(name)
    if second is not None:
        days.append(datetime.fromtimestamp(second, UTC).date())
    return (min(days), max(days)) if len({*days}) > 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
