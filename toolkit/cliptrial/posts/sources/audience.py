"""TikTok Studio's audience tables: followers by country, gender or age, as they are on the day of the export."""

from __future__ import annotations

from cliptrial.messages import says
from cliptrial.posts.lake.tables import build
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import by_row, headers_of, numbers, rows_of
from cliptrial.posts.sources.clock import declared_second
from cliptrial.posts.sources.request import Findings, Request, SheetContents

NAME = "studio_audience"
LABEL = says("TikTok Studio: audience")
DELIVERS: frozenset[str] = frozenset()
_KINDS = {"territory": "Top territories", "gender": "Gender", "age": "Age"}


def recognises(sheet: Sheet) -> bool:
    """Whether the sheet shares followers out by country, gender or age."""
    headers = headers_of(sheet)
    return "distribution" in headers and any(header.lower() in headers for header in _KINDS.values())


def read(sheet: Sheet, request: Request) -> SheetContents:
    """The share of each country, gender or age; rows without a number are left out."""
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    values = by_row(numbers(rows, {"share": "Distribution"}, findings, request.locale), len(rows))
    kind, header = next((k, h) for k, h in _KINDS.items() if h.lower() in headers_of(sheet))
    findings.raise_any()
    # What lies beside it in one folder may prove the day.
    day = request.captured_at or request.exported_on
    captured = None if day is None else declared_second(day, request.zone())
    shares = [
        {
            "account": request.account,
            "kind": kind,
            "value": row.text(header).strip(),
            "share": value["share"],
            "captured_at": captured,
            "source": NAME,
        }
        for row, value in zip(rows, values, strict=True)
        if value["share"] is not None and row.text(header).strip()
    ]
    return SheetContents(tables={"audience": build("audience", shares)}, notes=tuple(findings.notes))
