"""Every kind of file that can be brought, one module each: recognised by its headers, read into rows.

A new source is a module here that is a :class:`Source`, and its name in :data:`SOURCES`; all else that is asked of it
it says itself, in its :class:`~cliptrial.posts.lake.origin.Origin`.
"""

from __future__ import annotations

from collections.abc import Mapping

from cliptrial.errors import SourceError
from cliptrial.messages import Message
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.lake.origin import Origin
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
    user_data,
)
from cliptrial.posts.sources.after import bitly, comments, conversations, ga4
from cliptrial.posts.sources.meta import content as instagram_content
from cliptrial.posts.sources.meta import insights as instagram_insights
from cliptrial.posts.sources.meta import results as instagram_results
from cliptrial.posts.sources.request import Reader, Source
from cliptrial.posts.sources.shops import redemptions, shopify, stripe, woocommerce
from cliptrial.posts.sources.youtube import analytics as youtube_api
from cliptrial.posts.sources.youtube import audience as youtube_audience
from cliptrial.posts.sources.youtube import days as youtube_days
from cliptrial.posts.sources.youtube import studio as youtube_studio
from cliptrial.posts.text.ids import id_in_link
from cliptrial.posts.workbook import layout as workbook
from cliptrial.registry.platforms import PlatformName, platform_of

_FIRST = 20
"""Rows among which a table of posts has a link."""

SOURCES: tuple[Source, ...] = (
    studio_content,
    business_suite,
    instagram_content,
    instagram_insights,
    instagram_results,
    activity,
    days,
    audience,
    shopify,
    woocommerce,
    stripe,
    redemptions,
    ga4,
    bitly,
    conversations,
    comments,
    youtube_studio,
    youtube_audience,
    youtube_days,
    youtube_api,
    api,
    user_data,
)
"""In the order in which they are asked whether they recognise a sheet."""

ORIGINS: tuple[Origin, ...] = (*(one.ORIGIN for one in SOURCES), workbook.ORIGIN, spreadsheet.ORIGIN)
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
    if mapping and refused.code in {"needs_mapping", "not_recognised", "youtube_language", "contacts_table"}:
        return mapped
    raise SourceError(refused)


def label_of(sheet: Sheet, mapping: Mapping[str, str]) -> Message | None:
    """What people call this kind of file; None where nothing recognises it."""
    try:
        return source_of(sheet, mapping).ORIGIN.label
    except SourceError:
        return None


def platform_in(sheet: Sheet) -> PlatformName | None:
    """The platform that a sheet is about, by its kind or else by the first link in it; None where neither tells."""
    known = next((source for source in SOURCES if source.recognises(sheet)), None)
    if known is not None:
        return known.ORIGIN.platform
    cells = (cell for row in sheet.grid[:_FIRST] for cell in row if isinstance(cell, str) and "/" in cell)
    return next((platform_of(post_id) for cell in cells if (post_id := id_in_link(cell))), None)


def holds_posts(sheet: Sheet) -> bool:
    """Whether a sheet is a table of posts that its headers tell."""
    own = (source for source in SOURCES if not source.ORIGIN.is_after and source.ORIGIN.delivers & frozenset(COUNTERS))
    return any(source.recognises(sheet) for source in own)
