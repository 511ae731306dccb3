"""Bitly: clicks on short links, day by day, of the post whose tracked address a link leads to."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from cliptrial.messages import says
from cliptrial.posts.columns.arrow import list_of
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.lake.tables import Row, build
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.after.facts import EVER, Counts, link_marks
from cliptrial.posts.sources.cells import Rows, check_repeated, headers_of, numbers, refuse_date, rows_of
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.text.dates import DateError, DateReader

ORIGIN = Origin(
    "bitly", says("{tool}: clicks on short links", tool="Bitly"), frozenset({"short_link_clicks"}), is_after=True
)
MOST_ROWS = 200
"""Rows after which its CSV ends without a word."""
_LONG = ("long_url", "long url", "destination url", "destination")
_CLICKS = ("clicks", "link clicks", "engagements", "total clicks", "total engagements")
_SHORT = ("link", "bitlink", "short link", "short url")
_DATE = ("date", "day", "click date")
_UNIT = "unit: "
_NOT_PEOPLE = says("Clicks on short links are not people: bots and previews of messengers are among them.")


def recognises(sheet: Sheet) -> bool:
    """Clicks by day as the API gives them, or its CSV with long addresses and clicks."""
    there = headers_of(sheet)
    by_day = there == {"date", "clicks"} and any(line.startswith(_UNIT) for line in sheet.preamble)
    return by_day or (_one_of(_LONG, there) is not None and _one_of(_CLICKS, there) is not None)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Clicks by tracked link and day; without days, up to the day of the export."""
    findings, there = Findings(sheet), headers_of(sheet)
    said = dict(line.split(": ", 1) for line in sheet.preamble if ": " in line)
    long, clicks, day = _one_of(_LONG, there), _one_of(_CLICKS, there) or "clicks", _one_of(_DATE, there)
    if said.get("unit", "day") != "day":
        what = says('The clicks are counted by "{unit}"', unit=said["unit"])
        findings.add("clicks_not_by_day", what, says("clicks by day"), says('Ask Bitly for "unit=day".'))
    if long is None and "long_url" not in said:
        what = says("Nothing says which address the clicks lead to")
        mend = says('Add "long_url" to the file, as Bitly tells it of the link.')
        findings.add("clicks_without_link", what, says("the tracked address of a post"), mend)
    findings.raise_any()
    check_repeated(sheet, [one for one in (long, clicks, day) if one], findings)
    rows = rows_of(sheet, findings)
    values = numbers(rows, {"clicks": clicks}, findings, request.locale)["clicks"].tolist()
    days = _days(rows, day, request, findings)
    if day is None and request.captured_at is None:
        what = says("The clicks have no days, and nothing says when they were counted")
        mend = says("Add the day of the export, for example --captured-at 2026-03-25.")
        findings.add("no_capture_time", what, says("the day of the export"), mend)
    findings.raise_any()
    links = list_of(rows.texts(long)) if long is not None else [said["long_url"]] * len(rows)
    short = _one_of(_SHORT, there)
    names = list_of(rows.texts(short)) if short is not None else [said.get("link", link) for link in links]
    tables: list[Row] = []
    for name in dict.fromkeys(names):
        own = [place for place, one in enumerate(names) if one == name]
        mark, last = link_marks(links[own[0]]), max(days[place] for place in own)
        each: dict[tuple[date, date, str | None], float] = defaultdict(float)
        for place in own:
            begin = days[place] if day is not None else EVER
            each[begin, days[place], mark] += 0.0 if values[place] != values[place] else values[place]
        first = min(begin for begin, _, _ in each)
        counts = Counts("short_link_clicks", (first, last), each, daily=day is not None, link=mark)
        tables += counts.rows(request, ORIGIN.name, request.hashed(f"{ORIGIN.name} {name}"))
    notes = [*findings.notes, _NOT_PEOPLE]
    if len(rows) == MOST_ROWS and sheet.header and long is not None:
        notes.append(
            says(
                "The table ends after {count} rows, where Bitly cuts its CSV off: there may be more links. "
                "Export shorter times, or take the clicks of each link from the API.",
                count=MOST_ROWS,
            )
        )
    return SheetContents(
        tables={"outcomes": build("outcomes", tables)},
        notes=tuple(notes),
        period=(min(days), max(days)) if day is not None and days else None,
    )


def _one_of(names: tuple[str, ...], there: set[str]) -> str | None:
    return next((one for one in names if one in there), None)


def _days(rows: Rows, column: str | None, request: Request, findings: Findings) -> list[date]:
    if column is None:
        captured = request.captured_at or EVER
        return [date(captured.year, captured.month, captured.day)] * len(rows)
    texts = [text.partition("T")[0] for text in list_of(rows.texts(column))]
    reader, days = DateReader(texts, request.locale), []
    for row, text in zip(rows, texts, strict=True):
        try:
            day = reader.read(text).date
        except DateError as error:
            refuse_date(row, column, error, findings)
            day = EVER
        if day is None:
            findings.add("bad_date", says("The day has no year"), says("a date"), row=row.number, field=column)
        days.append(day or EVER)
    return days
