"""What Instagram's interface for programs says of posts, saved as JSON or as a table of a scheduling service.

Watch times are milliseconds and the skip rate is percent, though some services hand on seconds and shares: what it is
in a file is told by all of its rows. The average goes by a hidden number of plays, neither views nor reach.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cliptrial.messages import Message, says
from cliptrial.posts.lake.counters import COUNTERS
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Rows, as_text, header_key, headers_of
from cliptrial.posts.sources.post_table import Columns, Counted, read_posts
from cliptrial.posts.sources.request import Findings, Request, SheetContents

Numbers = NDArray[np.float64]
FEWEST_PLAYS = 30
"""Below so many plays the average watch time is that of the owner and a few others, with replays."""
LONGEST = 500
"""No Reel is watched for so many seconds on average, and none for so few milliseconds."""

_AVERAGE, _TOTAL, _SKIPPED = "ig_reels_avg_watch_time", "ig_reels_video_view_total_time", "reels_skip_rate"
_COUNTERS = {
    "views": "views",
    "impressions": "impressions",
    "reach": "reach",
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
    "saves": "saved",
    "new_followers": "follows",
    "profile_views": "profile_visits",
    "average_watch_time": _AVERAGE,
    "total_watch_time": _TOTAL,
    "held_3s": _SKIPPED,
}
_TELLING = frozenset({_AVERAGE, _TOTAL, _SKIPPED, "total_interactions"})
_OF_IMAGES = frozenset({"permalink", "reach", "saved"})
_ERRORS = frozenset({"error.code", "error.error_subcode", "error.fbtrace_id"})
_NOT_PROFESSIONAL = "2108006"
AS_GIVEN = says("Hand in what the interface gave out, unchanged.")
_WANTED = says(
    "Ask for `fields=id,permalink,timestamp,insights.metric(...)`, so that each post stands with its numbers."
)

ORIGIN = Origin(
    "instagram_insights",
    says("Instagram: interface for programs"),
    frozenset({"views", "reach", "likes", "comments", "shares", "saves", "plays"})
    | {"average_watch_time", "total_watch_time", "held_3s"},
    platform="instagram",
    needs_program=True,
)


def recognises(sheet: Sheet) -> bool:
    """By a number that only this interface calls so, or by the answer that there is none."""
    headers = headers_of(sheet)
    return bool(headers & _TELLING) or headers >= _OF_IMAGES or len(headers & _ERRORS) > 1


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts and snapshots; a post of which the interface only told an error has none."""
    findings = Findings(sheet)
    refused = _refused(sheet)
    _check_whole(sheet, refused, findings)
    findings.raise_any()
    headers = headers_of(sheet)
    counters = {key: header for key, header in _COUNTERS.items() if header in headers}
    columns = Columns(
        post_id="permalink",
        counters=counters,
        link="permalink",
        posted_at="timestamp" if "timestamp" in headers else None,
        captured_at="captured_at" if "captured_at" in headers else None,
        texts={"caption": "caption"} if "caption" in headers else {},
        derived=_derived,
    )
    contents = read_posts(sheet, request, columns, ORIGIN.name)
    snapshots = contents.tables["snapshots"]
    counted = np.logical_or.reduce([snapshots[name].is_valid().to_numpy() for name in COUNTERS])
    tables = {**contents.tables, "snapshots": snapshots.filter(pa.array(counted))}
    return replace(contents, tables=tables, notes=(*_error_notes(refused), *contents.notes))


def _refused(sheet: Sheet) -> list[str]:
    """Of each row with an error: what stands there, its number foremost."""
    keys = [header_key(text) for text in sheet.header]
    wrong = [place for place, key in enumerate(keys) if key.endswith("_error") or key.startswith("error.")]
    rows = [" ".join(as_text(cells[place]) for place in wrong if place < len(cells)).strip() for cells in sheet.grid]
    return [text for text in rows if text]


def _error_notes(refused: Collection[str]) -> list[Message]:
    early = sum(_NOT_PROFESSIONAL in text for text in refused)
    notes = [
        (early, says("Of {count} posts there are no numbers: they went out before the account became professional.",
                     count=early)),
        (len(refused) - early, says("Of {count} posts some numbers were refused; they are missing, not 0.",
                                    count=len(refused) - early)),
    ]  # fmt: skip
    return [note for count, note in notes if count]


def _check_whole(sheet: Sheet, refused: Collection[str], findings: Findings) -> None:
    """An answer that is nothing but an error, and numbers of which nothing tells whose they are."""
    headers = headers_of(sheet)
    if not headers & {*_COUNTERS.values()}:
        what = says("Instagram answered with an error, not with numbers")
        early = any(_NOT_PROFESSIONAL in text for text in refused)
        mend = (
            says("The post went out before the account became professional: it never gets numbers here.")
            if early
            else says("A number that does not apply makes the whole request fail: ask for them one by one.")
        )
        findings.add("interface_error", what, says("numbers of posts"), mend)
    elif "permalink" not in headers:
        findings.add(
            "no_permalink", says("These numbers do not tell of which post they are"), says("permalink"), _WANTED
        )


def _derived(rows: Rows, values: Counted, findings: Findings) -> Counted:
    """Seconds, plays, and views that went on past 3 s; an average of few plays is none."""
    missing = np.full(len(rows), np.nan)
    average = values.get("average_watch_time", missing)
    unit = _parts_of_a_second(rows, average, findings)
    average = np.where(average > 0, average / unit, np.nan)
    total = values.get("total_watch_time", missing) / unit
    plays = np.round(total / average)
    few = plays < FEWEST_PLAYS
    if few.any():
        note = says(
            "{count} averages of fewer than {plays} plays are left out.", count=int(few.sum()), plays=FEWEST_PLAYS
        )
        findings.notes.append(note)
    skipped = values.get("held_3s", missing)
    made = {
        "average_watch_time": np.where(few, np.nan, average),
        "total_watch_time": total,
        "plays": plays,
        "held_3s": (1 - skipped / _whole(rows, skipped, findings)) * values.get("views", missing),
    }
    return {**values, **{key: own for key, own in made.items() if not np.isnan(own).all()}}


def _parts_of_a_second(rows: Rows, average: Numbers, findings: Findings) -> int:
    """In how many parts of a second a file counts watch times, as all of its averages say together."""
    long = average >= LONGEST
    short = (average > 0) & ~long
    if long.any() and short.any():
        row = int(rows.numbers[np.flatnonzero(short)[0]])
        what = says("Some averages are milliseconds, others seconds")
        findings.add("mixed_units", what, says("milliseconds throughout"), AS_GIVEN, row=row, field=_AVERAGE)
    return 1 if short.any() else 1000


def _whole(rows: Rows, skipped: Numbers, findings: Findings) -> int:
    """What all views are in the skip rates of a file: 100 in percent, 1 in shares."""
    percent, share = skipped > 1, (skipped > 0) & (skipped < 1)
    wrong = (skipped < 0) | (skipped > 100)
    mixed = share if percent.any() else (skipped == 1) & ~share.any()
    for odd, what in (
        (wrong, says("A skip rate lies between 0 and 100 percent")),
        (mixed, says("Nothing tells whether these skip rates are percent or shares")),
    ):
        if odd.any():
            row = int(rows.numbers[np.flatnonzero(odd)[0]])
            findings.add("skip_rate", what, says("percent throughout"), AS_GIVEN, row=row, field=_SKIPPED)
    return 1 if share.any() else 100
