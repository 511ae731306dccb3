"""What each number counts, in words, and whether two platforms mean the same by it.

A metric takes both from its columns: only a column that nobody counted before needs a line here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum

from cliptrial.messages import Message, in_turn, nothing, says
from cliptrial.metrics.catalogue import Metric


class Across(IntEnum):
    """Whether a number means the same on two platforms; uplifts may be pooled unless it does not, levels never."""

    EXACT = 0
    ALIKE = 1
    NO = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """One column.

    Attributes:
        what: What it counts.
        reels: TikTok against Instagram.
        youtube: Either of them against YouTube.
    """

    what: Message
    reels: Across = Across.EXACT
    youtube: Across = Across.EXACT


_ALIKE, _NO = (Across.ALIKE, Across.ALIKE), (Across.NO, Across.NO)
COLUMNS: Mapping[str, Counted] = {
    "views": Counted(says("Starts of the video, repeats included; TikTok counts promoted ones, too"), *_ALIKE),
    "reach": Counted(says("People who saw it at least once"), Across.EXACT, Across.ALIKE),
    "impressions": Counted(says("How often it was shown"), Across.ALIKE, Across.NO),
    "likes": Counted(says("Likes, less those taken back"), Across.EXACT, Across.ALIKE),
    "comments": Counted(says("Comments below it"), Across.EXACT, Across.ALIKE),
    "shares": Counted(says("How often it was passed on"), *_ALIKE),
    "saves": Counted(says("How often it was saved for later"), Across.EXACT, Across.NO),
    "new_followers": Counted(says("Followers won through the post")),
    "followers": Counted(says("Followers of the account at that moment")),
    "average_watch_time": Counted(
        says("Seconds as the platform delivers them; each platform divides by plays of its own"), *_NO
    ),
    "total_watch_time": Counted(says("Seconds that all its views lasted together"), *_ALIKE),
    "duration": Counted(says("Length of the video in seconds")),
    "completions": Counted(says("Views that reached the end"), *_NO),
    "held_2s": Counted(says("Views still watching at 2 seconds"), *_NO),
    "held_3s": Counted(
        says("Views still watching at 3 seconds; 1 less the skip rate, on YouTube those not swiped away"), *_ALIKE
    ),
    "held_6s": Counted(says("Views still watching at 6 seconds"), *_NO),
    "engaged_views": Counted(says("Views as YouTube counted them before it counted every start"), *_NO),
    "plays": Counted(says("Plays on which Instagram's average watch time is taken"), *_NO),
    "profile_views": Counted(says("Visits to the profile from the post"), *_NO),
    "link_clicks": Counted(says("Clicks on the link in the profile or the post"), *_NO),
    "sessions": Counted(says("Visits to the website by the post's tracked link")),
    "key_events": Counted(says("Key events of the website, by the post's tracked link")),
    "short_link_clicks": Counted(says("Clicks on the post's short link; bots and previews are among them")),
    "leads": Counted(says("People who left a way to reach them, by the post's tracked link or code")),
    "dm_leads": Counted(says("Conversations in messages that became a lead")),
    "orders": Counted(says("Paid orders by the post's tracked link or code")),
    "revenue": Counted(says("What these orders brought, less refunds")),
    "comments_positive": Counted(says("Comments labelled as positive")),
    "comments_negative": Counted(says("Comments labelled as negative")),
    "comments_labelled": Counted(says("Comments with a label")),
}
"""By column of the store."""
_OF_METRIC = {"watch_share": Across.ALIKE}
"""Where a metric's columns differ, and their ratio less so."""
_UNKNOWN = Counted(nothing, *_ALIKE)


def definition(metric: Metric) -> Message:
    """What it counts; the formula first where it is a ratio or a sum."""
    known = [COLUMNS[name].what for name in metric.numerator if name in COLUMNS]
    formula = says("{formula}", formula=metric.formula)
    if len(metric.columns) == 1:
        return known[0] if known else formula
    return in_turn([formula, *known], ": ") if len(known) == len(metric.numerator) == 1 else formula


def across(metric: Metric, platforms: Collection[str]) -> Across:
    """Whether the platforms mean the same by it: the worst of its columns; what nobody knows looks alike."""
    if len({*platforms}) < 2:
        return Across.EXACT
    if metric.name in _OF_METRIC:
        return _OF_METRIC[metric.name]
    columns = [COLUMNS.get(name, _UNKNOWN) for name in metric.columns]
    with_youtube = max(one.youtube for one in columns) if "youtube" in platforms else Across.EXACT
    return (
        max(with_youtube, *(one.reels for one in columns)) if {"tiktok", "instagram"} <= {*platforms} else with_youtube
    )
