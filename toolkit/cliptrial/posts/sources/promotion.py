"""Since when the posts of a table were promoted with money: a column that few tables have."""

from __future__ import annotations

import time
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from cliptrial.messages import says
from cliptrial.posts.lake.promotion import NEVER, denies, starts_at
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Row, header_key
from cliptrial.posts.sources.clock import at
from cliptrial.posts.sources.request import Findings
from cliptrial.posts.text.dates import When
from cliptrial.posts.text.numbers import is_missing

HEADERS = ("promoted_on", "boosted on", "beworben ab")
"""What the column is called where nobody maps it, as headers are compared."""


def promotion_header(sheet: Sheet) -> str | None:
    """The column of a sheet that tells it, by its usual names."""
    return next((text for text in sheet.header if header_key(text) in HEADERS), None)


def says_a_day(text: str) -> bool:
    """Whether a cell means to name a day; an empty one, a dash and "no" do not."""
    return not is_missing(text) and not denies(text)


def promoted_second(
    row: Row, header: str | None, when: When | None, posted: int, written_in: tzinfo, zone: ZoneInfo, findings: Findings
) -> int | None:
    """UTC epoch second from which a post was promoted; ``NEVER`` where the cell says no, None where it says nothing.

    Args:
        row: The row.
        header: The column; None where the table has none.
        when: What the cell says, where it names a day.
        posted: UTC epoch second of posting.
        written_in: The zone in which the file writes times.
        zone: The account's zone, in which days begin.
        findings: Collects days without a year, before the posting or yet to come.
    """
    if header is None or when is None:
        return NEVER if header is not None and denies(row.text(header)) else None
    day, out = when.date, datetime.fromtimestamp(posted, zone).date()
    if day is None:
        what = says("{cell!r} has no year", cell=row.text(header))
        wanted = says("a day with its year, such as 2026-03-09")
        findings.add("bad_date", what, wanted, row=row.number, field=header)
        return None
    second = at(day, when.time, when.zone or written_in) if when.time else starts_at(day, zone)
    if datetime.fromtimestamp(second, zone).date() < out:
        what = says("The post was promoted from {day} on, but posted on {out}", day=day, out=out)
        wanted = says("{out} or later", out=out)
        findings.add("promoted_before_posted", what, wanted, says("Correct the day."), row=row.number, field=header)
    if second > time.time():
        what = says("The post is promoted from {day} on, which is yet to come", day=day)
        wanted = says("a day until today")
        mend = says("Fill it in once the promotion has begun.")
        findings.add("promoted_in_future", what, wanted, mend, row=row.number, field=header)
    return second
