"""TikTok's "Download your data": when posts went out, their links and sounds, and which were deleted.

It holds likes and no views, and is months old when it is of use; so no number of it is kept.
"""

from __future__ import annotations

from dataclasses import replace

import pyarrow.compute as pc

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import are, list_of
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import headers_of, rows_of
from cliptrial.posts.sources.post_table import Columns, read_posts
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.tidy.documents import DELETED, DOWNLOAD

ORIGIN = Origin("user_data", says("TikTok: download of one's own data"), platform="tiktok")

_NAMED = 5
"""Deleted posts that are named."""
_NO_NUMBERS = says(
    "Of this download only the list of posts is read, for their times, links and sounds; its likes are no numbers to "
    "compare, and there are no views. Nothing else in it is looked at."
)


def recognises(sheet: Sheet) -> bool:
    """Whether it is the list of posts of a download, as :mod:`cliptrial.posts.tidy.documents` takes it out."""
    return DOWNLOAD in headers_of(sheet)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts without numbers, described when the newest thing in the list happened, where nobody says when."""
    rows = rows_of(sheet, Findings(sheet))
    texts = {field: column for field, column in (("caption", "Title"), ("sound", "Sound")) if _says(rows.texts(column))}
    read_on = "Read" if request.captured_at is None else None
    columns = Columns("Link", {}, link="Link", posted_at="Date", captured_at=read_on, texts=texts)
    contents = read_posts(sheet, request, columns, ORIGIN.name)
    gone = are(rows.texts(DOWNLOAD), DELETED)
    named = [link.rstrip("/").rsplit("/", 1)[-1] for link in list_of(rows.texts("Link").filter(gone))]
    return replace(
        contents,
        tables={"posts": contents.tables["posts"]},
        notes=(*contents.notes, _NO_NUMBERS, *_deleted(named)),
        unknown_columns=(),
    )


def _says(texts: object) -> bool:
    return bool(pc.any(pc.call_function("greater", [pc.call_function("binary_length", [texts]), 0])).as_py())


def _deleted(post_ids: list[str]) -> list[Message]:
    if not post_ids:
        return []
    first = [*post_ids[:_NAMED], *(["..."] if len(post_ids) > _NAMED else [])]
    return [
        says(
            'Deleted posts in it: {count} ({posts}). If one belongs to an experiment, say "deleted" in numbers.xlsx.',
            count=len(post_ids),
            posts=first,
        )
    ]
