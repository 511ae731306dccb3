"""The dates of a table of posts, all read by one reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

import numpy as np

from cliptrial.posts.columns.arrow import Mask, Texts, known
from cliptrial.posts.columns.column import Column
from cliptrial.posts.columns.dates import DateColumn, Dates
from cliptrial.posts.sources.cells import Rows, day_texts, ids, refuse_date
from cliptrial.posts.sources.post_table.columns import Columns
from cliptrial.posts.sources.post_table.ids import made_seconds
from cliptrial.posts.sources.promotion import says_a_day
from cliptrial.posts.sources.request import Findings
from cliptrial.posts.text.dates import DateError, DateReader
from cliptrial.posts.text.file_names import days_in


def read_dates(
    rows: Rows, columns: Columns, post_ids: Texts, locale: str | None, findings: Findings
) -> dict[str | None, Dates]:
    """By header: the dates; none where the file has no such column, or says that there was no promotion."""
    headers = [text for text in (columns.posted_at, columns.captured_at, columns.promoted_on) if text]
    seconds = made_seconds(post_ids)
    texts = day_texts(rows, headers, seconds if columns.posted_at else None)
    # Of a video that is private or deleted YouTube tells no day; the ids of other platforms tell none either.
    may_be_empty = [text for text in headers if text == columns.promoted_on or columns.ids is not ids]
    cells = {text: DateColumn(own, _wanted(own) if text in may_be_empty else None) for text, own in texts.items()}
    made: Mapping[str, Collection[int]] = {}
    if columns.posted_at:
        made = cells[columns.posted_at].made(seconds, known(post_ids))
    reader = DateReader([text for one in cells.values() for text in one.texts], locale, made, days_in(findings.name))
    read: dict[str | None, Dates] = {None: Dates.of([None]).take(np.zeros(len(rows), np.intp))}
    for header, column in cells.items():
        read[header] = column.read(reader, partial(_refuse, rows, header, findings))
    return read


def _refuse(rows: Rows, header: str, findings: Findings, place: int, error: DateError) -> None:
    refuse_date(rows[place], header, error, findings)


def _wanted(texts: Texts) -> Mask:
    """By row: whether a day is meant, which is not sure of promotions."""
    return Column(texts).asked(lambda cell: says_a_day(str(cell)))
