"""A table that a source recognises as its export of posts: the usual names beside the file's own columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import business_suite, studio_content
from cliptrial.posts.sources.request import Request
from cliptrial.registry.timezones import is_zone

_TOLD = ("post_id", "posted_at", "link", "caption")
"""What a source tells of a post beside its numbers; ``posted_at`` in UTC epoch seconds."""
_AFTER_ALL = date(2099, 12, 31)
"""Stands for the day of an export that does not say it: nothing of a single table hangs on it."""


POSTING = "Post time"
"""How both sources call the time of posting; some exports write it without a year, which video ids tell."""


def is_known(sheet: Sheet) -> bool:
    """Whether a source recognises the sheet as its export of posts."""
    return studio_content.recognises(sheet) or business_suite.recognises(sheet)


def usual_columns(sheet: Sheet, timezone: str, locale: str | None) -> dict[str, list[object]]:
    """By usual name: a cell for each row of a sheet that is known, read as ``ingest`` reads it.

    Args:
        sheet: The sheet.
        timezone: In which its times are written, where it does not say; one that does not exist is UTC.
        locale: The declared locale of its numbers and dates.

    Raises:
        SourceError: With every problem of the sheet.
    """
    source, moment = (studio_content, None) if studio_content.recognises(sheet) else (business_suite, _AFTER_ALL)
    zones = {"": timezone if is_zone(timezone) else "UTC"}
    read = source.read(sheet, Request("", zones, captured_at=moment, locale=locale))
    return dict(_columns(read.tables["posts"], read.tables["snapshots"], len(sheet.grid)))


def _columns(posts: pa.Table, snapshots: pa.Table, rows: int) -> Iterator[tuple[str, list[object]]]:
    """Columns that hold anything; snapshots of a week before follow below those of the rows."""
    for table, names in ((posts, _TOLD), (snapshots, COUNTERS)):
        for name in names:
            cells = table[name].slice(0, rows)
            if cells.null_count < len(cells):
                yield name, cells.to_pylist()
