"""Every kind of file that can be brought, one module each: recognised by its headers, read into rows.

A new source is a module here that is a :class:`Source`, and its name in :data:`SOURCES`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.errors import SourceError
from cliptrial.messages import Message
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import (
    activity,
    api,
    audience,
    business_suite,
    days,
    foreign,
    spreadsheet,
    studio_content,
)
from cliptrial.posts.sources.after import bitly, comments, conversations, ga4
from cliptrial.posts.sources.request import Origin, Reader, Source
from cliptrial.posts.sources.shops import redemptions, shopify, stripe, woocommerce
from cliptrial.posts.workbook import layout as workbook

AFTER: tuple[Source, ...] = (
    shopify,
    woocommerce,
    stripe,
    redemptions,
    ga4,
    bitly,
    conversations,
    comments,
)
"""Those that tell what people did after a post, and of no post."""

SOURCES: tuple[Source, ...] = (
    studio_content,
    business_suite,
    activity,
    days,
    audience,
    *AFTER,
)
"""In the order in which they are asked whether they recognise a sheet."""

ORIGINS: tuple[Origin, ...] = (*SOURCES, workbook, spreadsheet, api)
"""All that numbers come from: files that their headers tell, and what people or programs bring."""


def source_of(sheet: Sheet, mapping: Mapping[str, str]) -> Reader:
    """The source that knows a sheet; a declared mapping that fits comes first.

    Raises:
        SourceError: None does; says what the file seems to be and what to bring instead.
    """
    mapped = conversations if conversations.meant(mapping) else spreadsheet
    if spreadsheet.fits(sheet, mapping):
        return mapped
    known = next((source for source in SOURCES if source.recognises(sheet)), None)
    if known is not None:
        return known
    refused = foreign.refusal(sheet)
    if mapping and refused.code in {"needs_mapping", "not_recognised", "contacts_table"}:
        return mapped
    raise SourceError(refused)


def label_of(sheet: Sheet, mapping: Mapping[str, str]) -> Message | None:
    """What people call this kind of file; None where nothing recognises it."""
    try:
        return source_of(sheet, mapping).LABEL
    except SourceError:
        return None


def holds_posts(sheet: Sheet) -> bool:
    """Whether a sheet is a table of posts that its headers tell."""
    own = (source for source in SOURCES if source not in AFTER and source.DELIVERS & frozenset(COUNTERS))
    return any(source.recognises(sheet) for source in own)
