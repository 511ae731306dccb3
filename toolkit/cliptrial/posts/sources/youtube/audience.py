"""YouTube Studio's tables of who watched and what led there: views by traffic source, country, age or gender."""

from __future__ import annotations

from math import isnan

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import audience
from cliptrial.posts.sources.cells import header_key, numbers, rows_of, unknown_headers
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.sources.youtube.words import CONTENT, DATE, numbers_of, one_of

ORIGIN = Origin("youtube_audience", says("YouTube Studio: traffic sources and audience"), platform="youtube")
_KINDS = {
    "traffic": "traffic source|zugriffsquelle|besucherquelle|origem do tráfego|fuente de tráfico|source de trafic",
    "territory": "geography|geografie|geografia|ubicación geográfica|zone géographique",
    "age": "viewer age|alter der zuschauer",
    "gender": "viewer gender|geschlecht der zuschauer",
}
"""By kind: the header of its table; English was seen, the others are documented."""
_KINDS["traffic"] += "|insighttrafficsourcetype"
_PERCENT = frozenset({"views (%)", "aufrufe (%)"})
"""Of ages and genders Studio tells shares alone."""
_NAMED = frozenset({"source type", "source title", "quellentyp", "quellentitel"})


def _told(sheet: Sheet) -> tuple[str, str, str] | None:
    """The kind of a table, the header of its values and that of its numbers; None where it is no such table."""
    headers = {header_key(text): text for text in sheet.header}
    named = ((kind, headers[one]) for kind, own in _KINDS.items() for one in own.split("|") if one in headers)
    kind, header = next(named, ("", ""))
    views = (
        next((headers[one] for one in _PERCENT if one in headers), None) or numbers_of(sheet).get("views", (None,))[0]
    )
    # Beside a source's type or title stand what people searched for, and whose videos led here: nothing to keep.
    alone = one_of(sheet, CONTENT) is None and one_of(sheet, DATE) is None and not _NAMED & headers.keys()
    return (kind, header, views) if kind and views and alone else None


def recognises(sheet: Sheet) -> bool:
    """Whether the sheet shares views out by one of these, and not by video or day as well."""
    return _told(sheet) is not None


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Shares of the views in the range of days that was chosen for the export."""
    kind, header, views = _told(sheet) or ("", "", "")
    findings = Findings(sheet)
    rows = rows_of(sheet, findings)
    counted = numbers(rows, {"views": views}, findings, request.locale)["views"]
    findings.raise_any()
    known = {row.text(header): float(value) for row, value in zip(rows, counted, strict=True) if not isnan(value)}
    total = sum(known.values())
    shares = {name: value / total for name, value in known.items()} if total > 0 else {}
    table = audience.kept(shares, kind, request, ORIGIN.name)
    return SheetContents(tables={"audience": table}, unknown_columns=unknown_headers(sheet, [header, views]))
