"""What pages of periods are called, and which are there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from cliptrial.analysis.periods.span import Kind, Span
from cliptrial.registry.naming import slugify

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def page_name(span: Span, owner: str) -> str:
    """The folder of a page and what its comment is called: ``week-seeblick-2026-04-20``; no owner: all accounts."""
    return "-".join(part for part in (span.kind.value, slugify(owner, "-"), span.first.isoformat()) if part)


def newest_pages(folder: Path, owner: str) -> list[Span]:
    """The newest week, month and quarter of an owner that a folder of reports has."""
    newest = []
    for kind in Kind:
        start = page_name(Span(kind, date.max), owner).removesuffix(date.max.isoformat())
        days = [path.name.removeprefix(start) for path in folder.glob(f"{start}*")]
        newest += [Span(kind, date.fromisoformat(max(known)))] if (known := [*filter(_DAY.fullmatch, days)]) else []
    return newest
