"""Every kind of file that can be brought, one module each: recognised by its headers, read into rows."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from cliptrial.errors import SourceError
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import (
    activity,
    audience,
    business_suite,
    days,
    foreign,
    spreadsheet,
    studio_content,
)
from cliptrial.posts.sources.request import Found, Request

SOURCES: tuple[ModuleType, ...] = (studio_content, business_suite, activity, days, audience)
"""In the order in which they are asked; each has NAME, LABEL, ``recognises`` and ``read``."""


def source_of(sheet: Sheet, mapping: Mapping[str, str]) -> ModuleType:
    """The source that knows a sheet; a declared mapping that fits comes first.

    Raises:
        SourceError: None does; says what the file seems to be and what to bring instead.
    """
    if spreadsheet.fits(sheet, mapping):
        return spreadsheet
    known = next((source for source in SOURCES if source.recognises(sheet)), None)
    if known is not None:
        return known
    refused = foreign.refusal(sheet)
    if mapping and refused.code in {"needs_mapping", "not_recognised"}:
        return spreadsheet
    raise SourceError(refused)


def label_of(sheet: Sheet, mapping: Mapping[str, str]) -> str | None:
    """What people call this kind of file; None where nothing recognises it."""
    try:
        label: str = source_of(sheet, mapping).LABEL
    except SourceError:
        return None
    return label


__all__ = ["SOURCES", "Found", "Request", "label_of", "source_of"]
