"""TikTok Studio's audience tables: countries and gender of followers, which no experiment here uses."""

from __future__ import annotations

from cliptrial.messages import says
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import headers_of
from cliptrial.posts.sources.request import Findings, Request, SheetContents

NAME = "studio_audience"
LABEL = says("TikTok Studio: audience")
DELIVERS: frozenset[str] = frozenset()


def recognises(sheet: Sheet) -> bool:
    """Whether the sheet shares followers out by country, gender or age."""
    headers = headers_of(sheet)
    return "distribution" in headers and bool(headers & {"top territories", "gender", "age"})


def read(sheet: Sheet, _request: Request) -> SheetContents:
    """Nothing: the shares are of today's followers, without a date and without posts."""
    findings = Findings(sheet)
    findings.raise_any()
    return SheetContents(
        tables={}, notes=(says("Recognised. It describes today's followers, not posts, so nothing is kept."),)
    )
