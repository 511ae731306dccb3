"""One row a day: Overview, Viewers and follower history of Studio, and Business Suite's account files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from cliptrial.messages import Message, nothing, says
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.capture import MEND
from cliptrial.posts.sources.cells import (
    Row,
    check_repeated,
    header_key,
    headers_of,
    numbers,
    rows_of,
    unknown_headers,
)
from cliptrial.posts.sources.clock import declared_second, last_on_or_before
from cliptrial.posts.sources.request import Findings, Found, Request
from cliptrial.posts.text.dates import DateError, DateReader, When
from cliptrial.posts.text.file_names import days_in, export_second

NAME = "studio_days"
LABEL = says("TikTok: days of the account")
DELIVERS: frozenset[str] = frozenset()

HEADERS: Mapping[str, str] = {
    "video views": "views",
    "profile views": "profile_views",
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
    "unique viewers": "viewers",
    "total viewers": "viewers",
    "new viewers": "new_viewers",
    "returning viewers": "returning_viewers",
    "followers": "followers",
    "total followers": "followers",
    "difference in followers from previous day": "follower_change",
    "net growth": "follower_change",
    "new followers": "new_followers",
    "lost followers": "lost_followers",
    "reached audience": "reach",
    "engaged audience": "engaged",
    "phone number clicks": "phone_clicks",
    "leads submission": "leads",
}
"""By compared header: the column of the lake."""

_TELLING = {"video views", "total viewers", "difference in followers from previous day", "reached audience"}
_NOT_DAYS = {"hour", "video link", "video id"}

GAP = timedelta(days=3)
"""Studio's days end at most this long before the day of the export."""


def recognises(sheet: Sheet) -> bool:
    """Whether the sheet has a date and one of the telling numbers of an account's day."""
    headers = headers_of(sheet)
    return "date" in headers and bool(headers & _TELLING) and not headers & _NOT_DAYS


def read(sheet: Sheet, request: Request) -> Found:
    """The account's days; a day of which nothing is known is left out."""
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    check_repeated(sheet, ["Date", *sheet.header], findings, HEADERS)
    columns = {HEADERS[header_key(text)]: text for text in sheet.header if header_key(text) in HEADERS}
    days, note = read_days(rows, request, findings)
    values = numbers(rows, columns, findings, request.locale)
    findings.raise_any()
    captured = None if request.captured_at is None else declared_second(request.captured_at, request.zone())
    known = [
        {"account": request.account, "date": day, "captured_at": captured, **row, "source": NAME}
        for day, row in zip(days, values, strict=True)
        if any(value is not None for value in row.values())
    ]
    left = len(rows) - len(known)
    notes = [says("{left} days say nothing but undefined and are left out.", left=left)] if left else []
    return Found(
        rows={"account_days": known},
        notes=(*findings.notes, *note, *notes),
        period=(min(days), max(days)) if days else None,
        unknown_columns=unknown_headers(sheet, ["Date", *columns.values()]),
    )


def read_days(rows: Sequence[Row], request: Request, findings: Findings) -> tuple[list[date], list[Message]]:
    """The days of rows in order of time, and a note on where their year comes from.

    Without a year, the last day is the last one before the export and the others go back from there.
    """
    reader = DateReader((row.text("Date") for row in rows), request.locale, within=days_in(findings.name))
    written: list[When] = []
    for row in rows:
        try:
            written.append(reader.read(row.text("Date")))
        except DateError as error:
            mend = says("Say where the file comes from, for example --locale de.") if error.ambiguous else nothing
            findings.add(
                "ambiguous_date" if error.ambiguous else "bad_date",
                error.told,
                says("a date"),
                mend,
                row=row.number,
                field="Date",
            )
    if findings.problems or not written:
        return [], []
    if all(when.year is not None for when in written):
        return [day for when in written if (day := when.date) is not None], []
    return _back_from_export(written, request, findings)


def _back_from_export(
    written: Sequence[When], request: Request, findings: Findings
) -> tuple[list[date], list[Message]]:
    exported, notes = _exported_on(written[-1], request, findings.name)
    if exported is None:
        findings.add("no_year", says("The dates have no year, and this file has no video ids to tell it"), mend=MEND)
        return [], []
    latest, days = exported, []
    for when in reversed(written):
        latest = last_on_or_before(when, latest)
        days.append(latest)
    if (days[0] - days[-1]).days > 2 * 366:
        findings.add(
            "days_not_in_order",
            says("The days have no year and do not go forward in time"),
            says("one row after the other"),
            says("Use the file as it was exported."),
            field="Date",
        )
    return days[::-1], notes


def _exported_on(last: When, request: Request, name: str) -> tuple[date | None, list[Message]]:
    declared = request.captured_at
    if declared is not None:
        return (declared.date() if isinstance(declared, datetime) else declared), []
    beside = request.exported_on
    if beside is not None and beside - last_on_or_before(last, beside) <= GAP:
        return beside, [says("The year comes from the posts exported beside it on {day}.", day=beside)]
    second = export_second(name)
    made = None if second is None else datetime.fromtimestamp(second, request.zone()).date()
    if made is not None and made - last_on_or_before(last, made) <= GAP:
        return made, [says("The year comes from the name of the file: exported on {day}.", day=made)]
    return None, []
