"""One row a day: Overview, Viewers and follower history of Studio, and Business Suite's account files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import list_of
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.lake.tables import build
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.capture import MEND
from cliptrial.posts.sources.cells import (
    Row,
    Rows,
    by_row,
    check_repeated,
    day_texts,
    header_key,
    headers_of,
    numbers,
    refuse_date,
    rows_of,
    unknown_headers,
)
from cliptrial.posts.sources.clock import declared_second, last_on_or_before
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.text.dates import DateError, DateReader, When
from cliptrial.posts.text.file_names import days_in, export_second

ORIGIN = Origin("studio_days", says("TikTok: days of the account"), platform="tiktok")

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


TURN = 92
"""Days that may lie between two rows at the turn of the year."""
_LEAP_YEAR = 366
"""Days within which every day of the year comes again, but for the one that only leap years have."""


def recognises(sheet: Sheet) -> bool:
    """Whether the sheet has a date and one of the telling numbers of an account's day."""
    headers = headers_of(sheet)
    return "date" in headers and bool(headers & _TELLING) and not headers & _NOT_DAYS


def read(sheet: Sheet, request: Request) -> SheetContents:
    """The account's days; a day of which nothing is known is left out."""
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    check_repeated(sheet, ["Date", *sheet.header], findings, HEADERS)
    columns = {HEADERS[header_key(text)]: text for text in sheet.header if header_key(text) in HEADERS}
    days, note = read_days(rows, request, findings)
    values = by_row(numbers(rows, columns, findings, request.locale), len(rows))
    again = _again(rows, days, values, findings)
    findings.raise_any()
    captured = None if request.captured_at is None else declared_second(request.captured_at, request.zone())
    known = [
        {"account": request.account, "date": day, "captured_at": captured, **row, "source": ORIGIN.name}
        for place, (day, row) in enumerate(zip(days, values, strict=True))
        if place not in again and any(value is not None for value in row.values())
    ]
    left = len(rows) - len(again) - len(known)
    notes = [says("{left} days say nothing but undefined and are left out.", left=left)] if left else []
    return SheetContents(
        tables={"account_days": build("account_days", known)},
        notes=(*findings.notes, *note, *notes),
        period=(min(days), max(days)) if days else None,
        unknown_columns=unknown_headers(sheet, ["Date", *columns.values()]),
    )


def _again(
    rows: Sequence[Row], days: Sequence[date], values: Sequence[Mapping[str, float | None]], findings: Findings
) -> set[int]:
    """Rows that repeat a day with the same numbers; other numbers of one day are a problem."""
    first: dict[date, Mapping[str, float | None]] = {}
    again = set()
    for place, (day, own) in enumerate(zip(days, values, strict=False)):
        if day in first and first[day] == own:
            again.add(place)
        elif day in first:
            what = says("{day} stands there twice, with different numbers", day=day)
            mend = says("Use the file as it was exported.")
            findings.add("day_repeated", what, says("one row a day"), mend, row=rows[place].number, field="Date")
        first.setdefault(day, own)
    if again:
        findings.notes.append(says("{count} rows repeat a day and count once.", count=len(again)))
    return again


def read_days(rows: Rows, request: Request, findings: Findings) -> tuple[list[date], list[Message]]:
    """The days of rows in order of time, and a note on where their year comes from.

    Without a year, the last day is the last one before the export and the others go back from there.
    """
    texts = list_of(day_texts(rows, ["Date"])["Date"])
    reader = DateReader(texts, request.locale, within=days_in(findings.name))
    written: list[When] = []
    for row, text in zip(rows, texts, strict=True):
        try:
            written.append(reader.read(text))
        except DateError as error:
            refuse_date(row, "Date", error, findings)
    if findings.problems or not written:
        return [], []
    if all(when.year is not None for when in written):
        return [day for when in written if (day := when.date) is not None], []
    return _back_from_export(written, request, findings)


def _back_from_export(
    written: Sequence[When], request: Request, findings: Findings
) -> tuple[list[date], list[Message]]:
    span = days_in(findings.name)
    if span is not None and request.captured_at is None:
        named = [_within(when, span) for when in written]
        if all(named):
            return [day for day in named if day], [
                says("The years come from the name of the file: {first} to {last}.", first=span[0], last=span[1])
            ]
    exported, notes = _exported_on(written[-1], request, findings.name)
    if exported is None:
        findings.add("no_year", says("The dates have no year, and this file has no video ids to tell it"), mend=MEND)
        return [], []
    # Studio exports a year at most: beside posts that tell the day, each day is the last one before it.
    beside = request.captured_at is None and len({(when.month, when.day) for when in written}) == len(written)
    if not _in_order(written) and beside:
        return [last_on_or_before(when, exported) for when in written], notes
    if not _in_order(written):
        findings.add(
            "days_not_in_order",
            says("The days have no year and do not go forward in time"),
            says("one row after the other"),
            says("Use the file as it was exported."),
            field="Date",
        )
        return [], []
    latest, days = exported, []
    for when in reversed(written):
        day = last_on_or_before(when, latest)
        if (latest - day).days > _LEAP_YEAR:
            what = says("There is no {day} in the year that this export is from", day=f"{when.month:02}-{when.day:02}")
            findings.add("no_such_day", what, says("a day of that year"), MEND, field="Date")
            return [], []
        latest = day
        days.append(latest)
    return days[::-1], notes


def _within(when: When, span: tuple[date, date]) -> date | None:
    """The day without a year inside a span of days; None where it has none, or several."""
    days = [day for year in range(span[0].year, span[1].year + 1) if (day := when.on(year))]
    inside = [day for day in days if span[0] <= day <= span[1]]
    return inside[0] if len(inside) == 1 else None


def _in_order(written: Sequence[When]) -> bool:
    """Whether days without years go forward in time, with one turn of the year at most."""
    turns = [(a, b) for a, b in pairwise(written) if (b.month, b.day) < (a.month, a.day)]
    return len(turns) < 2 and all(_days_of_year(b) + 366 - _days_of_year(a) <= TURN for a, b in turns)


def _days_of_year(when: When) -> int:
    # In a leap year, which has every day there is.
    return (date(2020, when.month, when.day) - date(2020, 1, 1)).days


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
