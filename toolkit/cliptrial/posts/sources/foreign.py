"""Files that are not read, each with the reason why and what to bring instead."""

from __future__ import annotations

import re

from cliptrial.errors import Problem
from cliptrial.messages import says
from cliptrial.posts.columns.column import Column
from cliptrial.posts.sheets import Sheet
from cliptrial.posts.sources.cells import headers_of
from cliptrial.posts.tidy.sections import days_of

_IDS = {"video_id", "post_id", "id", "video link", "link", "url", "video.id", "webvideourl", "aweme_id", "item_id"}
_ADS = {"campaign name", "ad name", "ad group name", "cost", "cpc", "cpm", "stat_time_day", "campaign_id"}
_DAY_NUMBERS = {"views", "likes", "visits", "follower_count", "followers", "new_followers", "video_views"}


_CODE = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[\w-]{11}", re.ASCII)
"""An id of YouTube, as nearly all of them look; words have no capitals inside."""


def _are_of_youtube(column: Column) -> bool:
    """Whether nearly all cells are ids of YouTube; the first may be a total."""
    cells = [str(cell).strip() for cell in column[:40]][1:]
    return len(cells) > 1 and sum(_CODE.fullmatch(cell) is not None for cell in cells) > 0.8 * len(cells)


def refusal(sheet: Sheet) -> Problem:
    """Why a sheet that no source recognises is refused."""
    headers = headers_of(sheet)
    seen = [*sheet.header[:12], *(["..."] if len(sheet.header) > 12 else [])]
    if days_of(sheet.preamble) or any(set(line.strip("# ")) == {"-"} for line in sheet.preamble):
        what = says("This is a Google Analytics report with several tables; it has no posts")
        mend = says("For conversions, export one table with campaign (utm_campaign, utm_content) and key events.")
        return Problem(
            "analytics_report", what, says("an export of posts or of the account's days"), mend, path=sheet.name
        )
    if len(headers & _ADS) >= 2:
        what = says("This looks like Ads Manager; a table of ads is no table of posts")
        return Problem(
            "ads_table", says("{what} ({seen})", what=what, seen=seen), says("an export of posts"), path=sheet.name
        )
    if headers & _IDS:
        what = says("This looks like a table of posts from another tool ({seen})", seen=seen)
        mend = says("Say which column is what, for example --map post_id=video_id --map views=plays.")
        return Problem("needs_mapping", what, says("a column mapping"), mend, path=sheet.name)
    if headers & {"date", "day", "datum"} and len(headers & _DAY_NUMBERS) >= 2:
        what = says("This is a table of days that another tool made ({seen})", seen=seen)
        mend = says("Bring what TikTok Studio exports itself: Content, Overview, Viewers, FollowerHistory.")
        return Problem("foreign_days", what, says("TikTok Studio's own columns"), mend, path=sheet.name)
    if any(map(_are_of_youtube, sheet.grid.columns[:3])):
        what = says(
            "The ids are YouTube's, but the columns are in a language that is not known here ({seen})", seen=seen
        )
        mend = says("Set the language of YouTube to English and export again, or say which column is what with --map.")
        return Problem("youtube_language", what, says("YouTube Studio's own columns"), mend, path=sheet.name)
    what = says("No source knows these columns: {seen}", seen=seen) if sheet.header else says("The file has no table")
    mend = says("Bring an export of TikTok Studio or Business Suite, or a table of posts with --map.")
    return Problem("not_recognised", what, mend=mend, path=sheet.name)
