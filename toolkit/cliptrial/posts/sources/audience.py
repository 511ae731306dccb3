"""TikTok Studio's audience tables: countries, gender and age of followers, as shares of all of them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.lake.tables import build
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import by_row, headers_of, numbers, rows_of, unknown_headers
from cliptrial.posts.sources.clock import declared_second
from cliptrial.posts.sources.request import Findings, Request, SheetContents

ORIGIN = Origin("studio_audience", says("TikTok Studio: audience"), platform="tiktok")
KINDS = {"top territories": "territory", "gender": "gender", "age": "age"}
"""By compared header: what the followers are shared out by."""
_LONGEST = 60
"""Signs of a value; what is longer is no country, gender or age."""


def recognises(sheet: Sheet) -> bool:
    """Whether the sheet shares followers out by country, gender or age."""
    headers = headers_of(sheet)
    return "distribution" in headers and bool(headers & set(KINDS))


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Shares of the followers of that day; without a day where nobody says which."""
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    header, kind = next((key, kind) for key, kind in KINDS.items() if key in headers_of(sheet))
    values = by_row(numbers(rows, {"share": "Distribution"}, findings, request.locale), len(rows))
    # Cells with the sign are shares by now; without it, 38.1 is one, too.
    whole = 100 if any((one["share"] or 0) > 1 for one in values) else 1
    for row, value in zip(rows, values, strict=True):
        if value["share"] is not None and not 0 <= value["share"] <= whole:
            what = says("{share} is no share", share=row.text("Distribution"))
            findings.add("bad_share", what, says("0 to 1, or 0 % to 100 %"), row=row.number, field="Distribution")
    findings.raise_any()
    shares = {
        row.text(header): value["share"] / whole
        for row, value in zip(rows, values, strict=True)
        if value["share"] is not None
    }
    unknown = unknown_headers(sheet, [header, "Distribution"])
    return SheetContents(tables={"audience": kept(shares, kind, request, ORIGIN.name)}, unknown_columns=unknown)


def kept(shares: Mapping[str, float], kind: str, request: Request, source: str) -> pa.Table:
    """Shares of an account by value, as the lake keeps them."""
    day = request.captured_at or request.exported_on
    captured = None if day is None else declared_second(day, request.zone())
    rows = [
        {"kind": kind, "value": request.mask(name.strip())[:_LONGEST], "share": share} for name, share in shares.items()
    ]
    beside = {"account": request.account, "captured_at": captured, "source": source}
    return build("audience", [{**row, **beside} for row in rows if row["value"]])
