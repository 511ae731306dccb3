"""YouTube Studio, one row a video: Table data.csv of an export in the advanced mode, in any language of Studio."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cliptrial.messages import Message, in_turn, says
from cliptrial.posts.columns.arrow import Texts, list_of, texts_of
from cliptrial.posts.lake.origin import Origin
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import Rows
from cliptrial.posts.sources.post_table import Columns, Counted, read_posts
from cliptrial.posts.sources.request import Findings, Request, SheetContents
from cliptrial.posts.sources.units import check_percent, check_seconds
from cliptrial.posts.sources.youtube.words import CONTENT, DATE, PUBLISHED, TITLE, numbers_of, one_of
from cliptrial.posts.text.file_names import days_in
from cliptrial.posts.text.rebuilt_links import rebuilt_link

ORIGIN = Origin(
    "youtube_studio",
    says("{tool}: posts", tool="YouTube Studio"),
    frozenset({"views", "likes", "comments", "shares", "new_followers", "average_watch_time", "total_watch_time"})
    | {"engaged_views", "reach", "duration", "held_3s"},
    platform="youtube",
    tells_hours=False,
)
"""What everybody can tick in the advanced mode; what only Shorts have no plan may wait for."""

ADDRESS = "https://www.youtube.com/watch?v="
_ID = re.compile(r"[\w-]{11}", re.ASCII)
_CLOCK = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]\d)(?:\.0+)?")
_BEST = "500"
"""Videos that Studio writes at most; a line below them says so, in every language with this number."""

_RANGE = says(
    "YouTube counts in the range of days that was chosen for the export, not over the life of a video: choose "
    '"Lifetime", or a range that begins before the first post.'
)
_DAYS = says(
    "YouTube tells the day of publishing and no time of day: ages are whole days, and posting times cannot be compared."
)


def recognises(sheet: Sheet) -> bool:
    """By a column of videos beside their titles or days of publishing; a column of days makes it a chart."""
    titled = one_of(sheet, TITLE) or one_of(sheet, PUBLISHED)
    return bool(one_of(sheet, CONTENT) and titled and numbers_of(sheet)) and not one_of(sheet, DATE)


def read(sheet: Sheet, request: Request) -> SheetContents:
    """Posts and snapshots; the day of the export must be declared."""
    content = one_of(sheet, CONTENT) or sheet.header[0]
    rows, totals = _without_total(sheet, sheet.header.index(content))
    fields = numbers_of(sheet)
    texts = {name: header for name in ("average_watch_time",) if name in fields for header in [fields[name][0]]}
    title = one_of(sheet, TITLE)
    # Videos that are private or deleted have no title any more: where all lack it, nobody knows their captions.
    if title is not None:
        known = not rows.grid.columns[sheet.header.index(title)].empty().all()
        texts["caption" if known else "title"] = title
    columns = Columns(
        content,
        {name: header for name, (header, _) in fields.items() if name not in texts},
        posted_at=one_of(sheet, PUBLISHED),
        texts=texts,
        ids=ids,
        address=ADDRESS,
        derived=partial(_derived, fields),
    )
    short = any(_BEST in text for _, text in sheet.aside)
    contents = read_posts(rows, request, columns, ORIGIN.name, top_list=lambda _: short)
    return replace(contents, notes=(*totals, *contents.notes, _range(sheet), _DAYS))


def ids(rows: Rows, header: str, findings: Findings) -> Texts:
    """Every row's id of 11 signs, or the one in its link; a blank before a minus is a spreadsheet's."""
    codes = [_id_of(text) for text in list_of(rows.texts(header))]
    for place, one in enumerate(codes):
        if one is None:
            text = rows[place].text(header)
            what = says("{text!r} has no video id", text=text) if text else says("The row has no video id")
            mend = says("Use the file as it was exported: a spreadsheet takes ids that begin with - or = for formulas.")
            findings.add(
                "no_video_id", what, says("11 letters, digits, - and _"), mend, row=rows[place].number, field=header
            )
    return texts_of(codes)


def _id_of(text: str) -> str | None:
    if _ID.fullmatch(text):
        return text
    link = rebuilt_link(text) or ""
    return link.removeprefix(ADDRESS) if link.startswith(ADDRESS) else None


def _without_total(sheet: Sheet, content: int) -> tuple[Sheet, list[Message]]:
    """The sheet without a first row that is no video, whatever its language calls it: it is no sum of the others."""
    first = [str(cell).strip() for cell in sheet.grid[0]] if len(sheet.grid) else []
    about = {one_of(sheet, names) for names in (TITLE, PUBLISHED)}
    said = [text for header, text in zip(sheet.header, first, strict=False) if text and header in about]
    named = first[content] if content < len(first) else ""
    if not named or said or _id_of(named):
        return sheet, []
    gone = np.zeros(len(sheet.grid), np.bool_)
    gone[0] = True
    line = in_turn([says("row {row}", row=int(sheet.grid.numbers[0])), f"({named})"])
    note = says("Lines that are no posts or days are left out: {lines}.", lines=[line])
    return replace(sheet, grid=sheet.grid.without(gone)), [note]


def _derived(
    fields: Mapping[str, tuple[str, float]], rows: Rows, counted: Counted, findings: Findings
) -> dict[str, NDArray[np.float64]]:
    """The numbers in the units of the lake: seconds, counts, and people only where they were counted."""
    values = {name: own * fields[name][1] for name, own in counted.items()}
    if "average_watch_time" in fields:
        values["average_watch_time"] = _seconds(rows, fields["average_watch_time"][0], findings)
    stayed, views = values.pop("stayed", None), values.get("views")
    if stayed is not None:
        check_percent(stayed, fields["stayed"][0], findings)
        if views is not None:
            values["held_3s"] = stayed / 100 * views
    if "reach" in values and views is not None:
        # Of the last days nobody has counted the people yet, and of long ranges nobody does.
        values["reach"] = np.where((values["reach"] == 0) & ~(views == 0), np.nan, values["reach"])
    check_seconds(values, lambda name: fields[name][0], findings)
    return values


def _seconds(rows: Rows, header: str, findings: Findings) -> NDArray[np.float64]:
    """A column of h:mm:ss in seconds; NaN where a cell is empty."""
    texts = list_of(rows.texts(header))
    seconds = np.full(len(texts), np.nan)
    for place, text in enumerate(texts):
        clock = _CLOCK.fullmatch(text)
        if clock is not None:
            seconds[place] = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
        elif text:
            what = says("{text!r} is no length of time", text=text)
            mend = says("Use the file as it was exported: a spreadsheet makes other numbers of times.")
            findings.add("bad_length", what, says("hours, minutes and seconds such as 0:01:21"), mend,
                         row=rows[place].number, field=header)  # fmt: skip
    return seconds


def _range(sheet: Sheet) -> Message:
    """That a range was chosen, with its days where the file's name has them."""
    days = days_in(sheet.name)
    if days is None:
        return _RANGE
    return says(
        "The file is named after the days {first} to {last}. {range}", first=days[0], last=days[1], range=_RANGE
    )
