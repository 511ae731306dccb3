"""Rows of the lake for what people did: events with a key of their own, and counts over days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from cliptrial.posts.equal_age.due import midnight
from cliptrial.posts.lake.tables import Row
from cliptrial.posts.outcomes.attribution import link_mark
from cliptrial.posts.sources.clock import declared_second
from cliptrial.posts.sources.request import Request

EVER = date(2010, 1, 1)
"""From here on counts the number of something that has no days: before any short video."""


def link_marks(address: str) -> str | None:
    """What an address with utm_campaign and utm_content leaves behind; None where it has neither."""
    marks = dict(parse_qsl(urlsplit(address.strip()).query))
    campaign, content = marks.get("utm_campaign", ""), marks.get("utm_content", "")
    return link_mark(campaign, content) if campaign or content else None


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts over time that one export has.

    Attributes:
        what: The column of a metric.
        days: The first and the last day that the export speaks of.
        each: By first and last day of a count and the plain mark of a link: how many.
        daily: Whether every count is that of one day.
        currency: Of money.
        link: The plain mark of the one link that the export speaks of; None where it speaks of all.
    """

    what: str
    days: tuple[date, date]
    each: Mapping[tuple[date, date, str | None], float]
    daily: bool
    currency: str | None = None
    link: str | None = None

    def rows(self, request: Request, source: str, key: str) -> Iterable[Row]:
        """Its rows, the one that says what it covers first; a day on which it was exported is not over."""
        first, last = self.days
        own: Row = {"key": key, "account": request.account, "what": self.what, "source": source}
        own["currency"] = self.currency
        zone = request.zone()
        captured = _after(last, zone.key)
        if request.captured_at is not None:
            captured = declared_second(request.captured_at, zone)
        own["captured_at"] = captured
        today = datetime.fromtimestamp(captured, zone).date()
        until = last if _after(last, zone.key) <= captured or not self.daily else min(last, today - timedelta(1))
        span = {"begins": midnight(first, zone.key), "ends": _after(until, zone.key)}
        marks = request.hashed(self.link) if self.link else None
        length = 1 if self.daily else (last - first).days + 1
        yield {**own, **span, "covers": True, "value": float(length), "marks": marks}
        for (begin, end, mark), value in self.each.items():
            if value and end <= until:
                span = {"begins": midnight(begin, zone.key), "ends": _after(end, zone.key)}
                marks = request.hashed(mark) if mark else None
                yield {**own, **span, "covers": False, "value": value, "marks": marks}


def _after(day: date, zone: str) -> int:
    return midnight(day + timedelta(1), zone)
