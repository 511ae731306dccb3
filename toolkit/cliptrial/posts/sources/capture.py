"""The moment a file was exported: its own, else the declared one, else the file is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

import numpy as np

from cliptrial.messages import says
from cliptrial.posts.columns.dates import Dates
from cliptrial.posts.columns.zones import Seconds
from cliptrial.posts.sources.clock import at, declared_second, first_on_or_after
from cliptrial.posts.sources.request import Findings, Request
from cliptrial.posts.text.dates import When

MEND = says("Add the day of the export, for example --captured-at 2026-03-25.")


def captured_seconds(
    written: Dates, posted: Seconds, written_in: tzinfo, request: Request, findings: Findings
) -> Seconds:
    """By row: UTC epoch second of the export; arguments as of :func:`captured_second`, 0 beside a problem."""
    first, codes = written.groups()
    newest = np.full(len(first), np.iinfo(np.int64).min)
    np.maximum.at(newest, codes, posted)
    seconds = [
        captured_second(written.at(place), [latest], written_in, request, findings) or 0
        for place, latest in zip(first.tolist(), newest.tolist(), strict=True)
    ]
    return np.array(seconds, np.int64)[codes]


def captured_second(
    written: When | None, posted: Sequence[int], written_in: tzinfo, request: Request, findings: Findings
) -> int | None:
    """UTC epoch second of the export; None, and a problem, where nothing tells it.

    Args:
        written: The export's own time, where the file has one.
        posted: When the posts of the file went out, by their ids, at least one; the newest gives the year.
        written_in: The zone in which the file writes times.
        request: The declared moment and the account's zone.
        findings: Collects what is wrong.
    """
    zone = request.zone()
    if written is None:
        if request.captured_at is None:
            findings.add("no_capture_time", says("Nothing tells when this file was exported"), mend=MEND)
            return None
        exact = isinstance(request.captured_at, datetime)
        return _not_before(declared_second(request.captured_at, zone), posted, findings, exact=exact)
    day = written.date or _with_year(written, posted, request)
    declared = request.captured_at
    said = declared.date() if isinstance(declared, datetime) else declared
    if said is not None and said != day:
        findings.add(
            "capture_time_differs",
            says("The file says {day}, --captured-at says {said}", day=day, said=said),
            says("one day"),
            says("Leave --captured-at out; the file's own day holds."),
        )
        return None
    if isinstance(declared, datetime) and written.time is None:
        return _not_before(declared_second(declared, zone), posted, findings, exact=True)
    second = at(day, written.time, written.zone or written_in)
    return _not_before(second, posted, findings, exact=written.time is not None)


def _with_year(written: When, posted: Sequence[int], request: Request) -> date:
    """The export's day in the declared year, else in the one that its newest post tells."""
    declared = request.captured_at
    if declared is not None:
        day = written.on(declared.year)
        if day is not None:
            return day
    newest = datetime.fromtimestamp(max(posted), request.zone()).date()
    return first_on_or_after(written, newest - timedelta(days=1))


def _not_before(second: int, posted: Sequence[int], findings: Findings, *, exact: bool) -> int | None:
    """A capture cannot lie before a post it shows; where only the day is known, the hour gives way."""
    newest = max(posted)
    if newest - second <= (3600 if exact else 86_400):
        return second if exact else max(second, newest)
    exported = datetime.fromtimestamp(second, UTC)
    findings.add(
        "captured_before_posted",
        says("The file was exported on {exported:%Y-%m-%d %H:%M} UTC, before a post in it", exported=exported),
        says("an export after its newest post"),
        says("Check --captured-at and the time zone of the account."),
    )
    return None
