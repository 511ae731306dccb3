"""TikTok Studio's follower activity: followers online by hour of the last days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import TypeAlias
from zoneinfo import ZoneInfo

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.lake.tables import build
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Row, by_row, check_repeated, headers_of, numbers, rows_of, unknown_headers
from cliptrial.posts.sources.clock import declared_second
from cliptrial.posts.sources.days import read_days
from cliptrial.posts.sources.request import Findings, Request, SheetContents

ORIGIN = Origin("studio_activity", says("TikTok Studio: follower activity"), platform="tiktok")
Hour: TypeAlias = dict[str, object]
"""A row of the follower activity."""


def recognises(sheet: Sheet) -> bool:
    """Whether the sheet has a date, an hour and active followers."""
    return {"date", "hour", "active followers"} <= headers_of(sheet)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Active followers by day and hour, 0 to 23; older exports count 1 to 24.

    Hours that had not happened yet are written as 0 and stand at the end: they are left out.
    """
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    check_repeated(sheet, ["Date", "Hour", "Active followers"], findings)
    days, note = read_days(rows, request, findings)
    columns = {"hour": "Hour", "active": "Active followers"}
    values = by_row(numbers(rows, columns, findings, request.locale), len(rows))
    shift = 1 if any(value["hour"] == 24 for value in values) else 0
    for row, value in zip(rows, values, strict=True):
        hour = value["hour"]
        if any((one.row, one.field) == (row.number, "Hour") for one in findings.problems):
            continue
        if hour is None or hour != int(hour) or not 0 <= hour - shift <= 23:
            findings.add(
                "bad_hour",
                says("{hour!r} is no hour", hour=row.text("Hour")),
                says("0 to 23, or 1 to 24"),
                row=row.number,
                field="Hour",
            )
    findings.raise_any()
    unfinished = len(list(takewhile(lambda value: value["active"] in (0, None), reversed(values))))
    captured = None if request.captured_at is None else declared_second(request.captured_at, request.zone())
    kept: list[Hour] = [
        {
            "account": request.account,
            "date": day,
            "hour": int(value["hour"] or 0) - shift,
            "active": value["active"],
            "captured_at": captured,
            "source": ORIGIN.name,
        }
        for day, value in zip(days, values[: len(values) - unfinished], strict=False)
    ]
    once = _once(rows, kept, request.zone(), findings)
    findings.raise_any()
    again = len(kept) - len(once)
    if again:
        findings.notes.append(says("{count} rows repeat an hour and count once.", count=again))
    notes = (
        [says("The last {unfinished} hours had not happened yet and are left out.", unfinished=unfinished)]
        if unfinished
        else []
    )
    return SheetContents(
        tables={"follower_activity": build("follower_activity", once)},
        notes=(*findings.notes, *note, *notes),
        period=(min(days), max(days)) if days else None,
        unknown_columns=unknown_headers(sheet, ["Date", "Hour", "Active followers"]),
    )


def _once(rows: Sequence[Row], hours: Sequence[Hour], zone: ZoneInfo, findings: Findings) -> list[Hour]:
    """Every hour once; other numbers of one hour are a problem, but for the one that clocks go through twice."""
    once = [*{tuple(hour.values()): hour for hour in hours}.values()]
    first: dict[datetime, Hour] = {}
    for row, hour in zip(rows, hours, strict=False):
        at = datetime.fromisoformat(f"{hour['date']} {hour['hour']:02}:00").replace(tzinfo=zone)
        known = first.setdefault(at, hour)
        if known != hour and at.utcoffset() == at.replace(fold=1).utcoffset():
            day, number = hour["date"], hour["hour"]
            what = says("{day}, {hour}:00 stands there twice, with different numbers", day=day, hour=number)
            mend = says("Use the file as it was exported.")
            findings.add("hour_repeated", what, says("one row an hour"), mend, row=row.number, field="Hour")
    return once
