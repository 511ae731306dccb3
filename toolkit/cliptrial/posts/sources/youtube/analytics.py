"""YouTube's Analytics API as files: tables of one row a video, whose units its names of columns tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cliptrial.messages import says
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Rows, headers_of
from cliptrial.posts.sources.post_table import Columns, Counted, read_posts
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.sources.units import check_seconds
from cliptrial.posts.sources.youtube.studio import ADDRESS, ids

_FIELDS: Mapping[str, tuple[str, float]] = {
    "views": ("views", 1),
    "engaged_views": ("engagedviews", 1),
    "likes": ("likes", 1),
    "comments": ("comments", 1),
    "shares": ("shares", 1),
    "new_followers": ("subscribersgained", 1),
    "total_watch_time": ("estimatedminuteswatched", 60),
    "average_watch_time": ("averageviewduration", 1),
}
"""By column of the lake: the field, in small letters, and how many seconds or views one of it is."""
ORIGIN = Origin(
    "youtube_api",
    says("YouTube: interface for programs"),
    frozenset(_FIELDS),
    platform="youtube",
    needs_program=True,
    tells_hours=False,
)


def recognises(sheet: Sheet) -> bool:
    """By the interface's own words: a video or a day, and a number whose name has a unit in it or no blank."""
    headers = headers_of(sheet)
    telling = {
        "estimatedminuteswatched",
        "averageviewduration",
        "averageviewpercentage",
        "subscribersgained",
        "engagedviews",
    }
    return bool(headers & {"video", "day"}) and bool(headers & telling)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Snapshots of posts, which Studio or a link must tell the times of; an answer by days is refused."""
    headers = headers_of(sheet)
    findings = Findings(sheet)
    more = sorted(headers & {"day", "month", "country", "agegroup", "gender", "elapsedvideotimeratio"})
    if more:
        what = says("The answer has rows by {dimensions}", dimensions=more)
        mend = says("Ask with dimensions=video, from before the first post until today.")
        findings.add("answer_by_others", what, says("one row a video"), mend)
    findings.raise_any()
    counters = {name: field for name, (field, _) in _FIELDS.items() if field in headers}
    columns = Columns("video", counters, ids=ids, address=ADDRESS, derived=partial(_derived, counters))
    return read_posts(sheet, request, columns, ORIGIN.name)


def _derived(
    fields: Mapping[str, str], _rows: Rows, counted: Counted, findings: Findings
) -> dict[str, NDArray[np.float64]]:
    """Everything in seconds and counts."""
    values = {name: own * _FIELDS[name][1] for name, own in counted.items()}
    check_seconds(values, fields.__getitem__, findings)
    return values
