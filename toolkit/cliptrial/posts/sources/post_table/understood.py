"""The cells of a table of posts, understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from cliptrial.messages import Message, says
from cliptrial.posts.columns.arrow import Texts, are, glued, no_texts
from cliptrial.posts.columns.column import Column
from cliptrial.posts.columns.dates import Dates
from cliptrial.posts.columns.zones import Seconds
from cliptrial.posts.sources.capture import captured_seconds
from cliptrial.posts.sources.cells import Rows, numbers
from cliptrial.posts.sources.clock import DAY, posted_seconds, writing_zone
from cliptrial.posts.sources.post_table.columns import Columns, Counted
from cliptrial.posts.sources.post_table.dates import read_dates
from cliptrial.posts.sources.post_table.ids import made_seconds
from cliptrial.posts.sources.post_table.posts import Posts, by_account
from cliptrial.posts.sources.post_table.whose import accounts_of, check_handles, check_platforms
from cliptrial.posts.sources.promotion import promoted_second
from cliptrial.posts.sources.request import Findings, Request
from cliptrial.posts.tidy.units import in_units


def understand(
    rows: Rows, columns: Columns, request: Request, findings: Findings
) -> tuple[Posts | None, list[Message]]:
    """The rows, none where a cell is a problem, and what is to be noted of them."""
    post_ids = columns.ids(rows, columns.post_id, findings)
    dates = read_dates(rows, columns, post_ids, columns.locale or request.locale, findings)
    values: Counted = numbers(rows, columns.counters, findings, request.locale)
    if columns.any_unit and not findings.problems:
        values = _in_units(rows, columns, values, findings)
    values = values if columns.derived is None else columns.derived(rows, values, findings)
    accounts = accounts_of(rows, columns, request, findings)
    check_handles(rows, columns, request, findings)
    check_platforms(rows, columns.post_id, post_ids, accounts, request, findings)
    if findings.problems or not len(rows):
        return None, []
    made = made_seconds(post_ids)
    written = dates[columns.posted_at]
    usual = ZoneInfo(columns.written_in) if columns.written_in else None
    written_in, note = writing_zone(written, made, request.zone(str(accounts[0])), usual)
    posted = by_account(
        accounts, request, lambda own, zone: posted_seconds(written.take(own), made[own], written_in, zone)
    )
    captured = captured_seconds(dates[columns.captured_at], posted, written_in, request, findings)
    read = Posts(
        rows,
        post_ids,
        accounts,
        posted,
        captured,
        _links(rows, columns, post_ids, request),
        {key: rows.texts(text) for key, text in columns.texts.items()},
        values,
        _promoted(
            rows, columns.promoted_on, dates[columns.promoted_on], posted, accounts, written_in, request, findings
        ),
    )
    return read, [text for text in (note, _scheduled(made, posted)) if text]


def _in_units(rows: Rows, columns: Columns, values: Counted, findings: Findings) -> Counted:
    texts = {key: rows.column(header).distinct for key, header in columns.counters.items()}
    signed = [key for key, cells in texts.items() if any("%" in str(cell) for cell in cells)]
    values, unclear = in_units(values, columns.counters, signed)
    findings.problems += [replace(one, path=findings.name) for one in unclear]
    return values


def _links(rows: Rows, columns: Columns, post_ids: Texts, request: Request) -> Texts:
    """The posts' addresses, made anew from their ids, with the account's own handle where a link has none."""
    if columns.address is not None:
        return glued(columns.address, post_ids)
    if columns.link is None:
        return no_texts(len(rows))
    return rows.links(columns.link).anew(request.handle)


def _promoted(
    rows: Rows,
    header: str | None,
    dates: Dates,
    posted: Seconds,
    accounts: Column,
    written_in: tzinfo,
    request: Request,
    findings: Findings,
) -> pa.Int64Array:
    said: list[int | None] = [None] * len(rows)
    for place in np.flatnonzero(~are(rows.texts(header), "")).tolist() if header else ():
        zone = request.zone(str(accounts[place]))
        said[place] = promoted_second(
            rows[place], header, dates.at(place), int(posted[place]), written_in, zone, findings
        )
    return pa.array(said, pa.int64())


def _scheduled(made: Seconds, posted: Seconds) -> Message | None:
    """A note on posts whose id and written date lie more than a day apart."""
    apart = int(((np.abs(posted - made) > DAY) & (made > 0)).sum())
    if not apart:
        return None
    return says(
        "{apart} posts carry a date more than a day away from when their video was made: scheduled posts, or a "
        "wrong date.",
        apart=apart,
    )
