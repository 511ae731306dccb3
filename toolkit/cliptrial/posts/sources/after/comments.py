"""exportcomments.com and the like: a row a comment, below some lines on the post; labels may stand beside them.

Of a comment only its id as a hash, its time and its label are read; never its text or who wrote it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cliptrial.messages import says
from cliptrial.posts.columns.arrow import list_of
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.after.conversations import Said, moments, post_marks, written
from cliptrial.posts.sources.cells import header_key, headers_of, rows_of
from cliptrial.posts.sources.request import Findings, Request, SheetContents

ORIGIN = Origin(
    "comments",
    says("{tool}: comments", tool="exportcomments.com"),
    frozenset({"comments_positive", "comments_negative", "comments_labelled"}),
    is_after=True,
)
_TOP = 12
"""Rows among which the header stands; the lines above it tell of the post."""
_LABEL = re.compile(r"sentiment|stimmung|label|tonalit", re.IGNORECASE)
_LINK = re.compile(r"view source|\blink\b|post url|\burl\b", re.IGNORECASE)


def recognises(sheet: Sheet) -> bool:
    """By its columns, wherever they begin."""
    return _below_the_top(sheet) is not None


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Labelled comments by post; comments and replies are only notes."""
    table = _below_the_top(sheet)
    assert table is not None
    findings = Findings(table)
    rows = rows_of(table, findings)
    at_ = moments(rows, "Date", request, findings)
    header = {
        name: next((one for one in table.header if one and pattern.search(one)), None)
        for name, pattern in (("label", _LABEL), ("link", _LINK))
    }
    labels, links = ([""] * len(rows) if one is None else list_of(rows.texts(one)) for one in header.values())
    above = frozenset[str]().union(*(post_marks(word) for line in table.preamble for word in line.split()))
    ids = list_of(rows.texts(table.header[0]))
    replies = list_of(rows.texts("SubId")) if "subid" in headers_of(table) else [""] * len(rows)
    posts = [post_marks(link.strip()) or above for link in links]
    # Ids may be running numbers, which every post begins anew.
    said = [
        Said("", f"{own} {reply} {sorted(post)}", at, post, label.strip().casefold(), path=("comment",))
        for own, reply, at, post, label in zip(ids, replies, at_, posts, labels, strict=True)
    ]
    contents = written(said, request, ORIGIN.name, findings, contacts=False)
    count = sum(bool(reply.strip()) for reply in replies)
    notes = [says("Comments {comments}, replies {replies}.", comments=len(rows) - count, replies=count)]
    if header["label"] is None:
        notes.append(says('No column has labels, so nothing is counted: add one called "Sentiment".'))
    return replace(contents, notes=(*contents.notes, *notes))


def _below_the_top(sheet: Sheet) -> Sheet | None:
    """The table below the lines on the post."""
    for place, cells in enumerate((sheet.header, *sheet.grid[:_TOP])):
        keys = {header_key(str(cell)) for cell in cells}
        if {"date", "comment", "likes"} <= keys and any(one.startswith(("name", "profile id")) for one in keys):
            if not place:
                return sheet
            above = tuple(str(cell) for row in (sheet.header, *sheet.grid[: place - 1]) for cell in row)
            header = tuple(str(cell).strip() for cell in cells)
            return replace(sheet, header=header, grid=sheet.grid.below(place - 1), preamble=(*sheet.preamble, *above))
    return None
