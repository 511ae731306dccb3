"""What lies beside YouTube Studio's table of videos: the days of the channel, and the chart of a few videos.

Both hold one number only, the one that was charted; the totals are days of the account where the lake has a place for
it. A table by date looks like the table of videos and is none: it is refused, because whoever brings it wants videos.
"""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from cliptrial.messages import says
from cliptrial.posts.columns.arrow import same_text
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources import days
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.sources.youtube.words import CONTENT, DATE, is_of_youtube, numbers_of, one_of

ORIGIN = Origin("youtube_days", says("YouTube Studio: days of the channel, or its chart"), platform="youtube")

_KEPT = {"views": "Video Views", "likes": "Likes", "comments": "Comments", "shares": "Shares"}
_KEPT |= {"new_followers": "New followers"}
"""By column of the lake: how the reader of days calls it."""
_OF_YOUTUBE = {"total_watch_time", "average_watch_time", "engaged_views"}
"""Numbers whose names no other table of days has."""
_TABLE = says("Bring the table of videos that lies beside it in the same ZIP (Table data.csv, Tabellendaten.csv).")


def recognises(sheet: Sheet) -> bool:
    """By days beside videos or beside a single number of Studio's; or by days and numbers that only Studio has."""
    date, numbers = one_of(sheet, DATE), numbers_of(sheet)
    if date is None:
        return False
    others = [text for text in sheet.header if text and text != date]
    alone = len(others) == 1 and is_of_youtube(others[0])
    chart = one_of(sheet, CONTENT) is not None and any(map(is_of_youtube, others))
    return alone or chart or bool(_OF_YOUTUBE & numbers.keys())


def read(sheet: Sheet, request: Request) -> SheetContents:
    """The channel's days, where they hold something that is kept; of a chart nothing.

    Raises:
        SourceError: It is a table by date.
    """
    date, numbers = one_of(sheet, DATE), numbers_of(sheet)
    findings = Findings(sheet)
    if one_of(sheet, CONTENT) is not None:
        findings.raise_any()
        what = says("Recognised. A chart holds one number for a few videos and no totals, so nothing is kept.")
        return SheetContents(tables={}, notes=(what, _TABLE))
    if len([text for text in sheet.header if text]) > 2:
        what = says("This is YouTube's table by date: its rows are days, not videos")
        mend = says('Choose "Content" above the table in the advanced mode, then export again.')
        findings.add("youtube_by_date", what, says("one row a video"), mend)
    findings.raise_any()
    kept = {header: _KEPT[name] for name, (header, _) in numbers.items() if name in _KEPT}
    if not kept:
        what = says("Recognised. The lake has no place for this number of a channel's days, so nothing is kept.")
        return SheetContents(tables={}, notes=(what, _TABLE))
    header = tuple("Date" if text == date else kept.get(text, text) for text in sheet.header)
    contents = days.read(replace(sheet, header=header), request)
    table = contents.tables["account_days"]
    source = pa.chunked_array([same_text(ORIGIN.name, len(table))])
    own = table.set_column(table.column_names.index("source"), "source", source)
    return replace(contents, tables={"account_days": own}, notes=(*contents.notes, _TABLE))
