"""Posting windows of which everything can be told: found or not, with and without followers, regions and posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cliptrial.analysis.history.followers import Activity, Region
from cliptrial.analysis.history.posting_windows import Because, Part, PostingWindows, SlotIdea
from cliptrial.stats.posting.pattern import PatternTest
from cliptrial.wording.posting.windows import WindowsSpeaker

BY_HOUR = (820, 570, 420, 320, 290, 330, 450, 650, 750, 780, 810, 860, 930, 980, 1050, 1060, 1070, 1080, 1080, 1090)
ACTIVITY = Activity(date(2026, 3, 12), date(2026, 3, 25), 14, (*map(float, BY_HOUR), 1130, 1210, 1170, 1060), 8, 21)
REGIONS = (Region("DE", 0.61, "Europe/Berlin", 8, 8), Region("US", 0.14, "America/New_York", 8, 14))
WEEK = ((3, 0.02), (0, 0.03), (2, -0.01), (4, 0.0), (1, 0.05), (0, 0.02), (2, -0.03))
PARTS = (
    Part(6, 10, 12, -0.08, -0.21, 0.06, WEEK),
    Part(10, 14, 96, 0.002, -0.07, 0.08, WEEK),
    Part(18, 22, 138, 0.11, 0.03, 0.2, WEEK),
)
FOUND = PostingWindows(
    account="kitchen",
    timezone="Europe/Berlin",
    metric="views",
    posts=246,
    left_out=1,
    days=(date(2025, 1, 6), date(2026, 3, 20)),
    test=PatternTest(0.0005, 1e-9, 240),
    smallest_found=0.6,
    parts=PARTS,
    activity=ACTIVITY,
    regions=REGIONS,
    idea=SlotIdea("12:00", "20:00", Because.POSTS),
)
NOTHING = PostingWindows("bakes", "Europe/Berlin", "views", 0, 0, None, None, None, (), None, ())
WINDOWS = {
    "found": FOUND,
    "not found": replace(
        FOUND,
        test=PatternTest(0.25, 1e-9, 240),
        left_out=12,
        regions=(),
        idea=SlotIdea("12:00", "08:00", Because.FOLLOWERS),
    ),
    "found, at the limit": replace(FOUND, test=PatternTest(0.0499, 1e-9, 240), idea=None),
    "few posts": replace(FOUND, posts=30, test=PatternTest(0.5, 1e-9, 28), smallest_found=None, left_out=0),
    "always the same hour": replace(FOUND, test=PatternTest(None, 0.2, 4), smallest_found=None, idea=None),
    "nothing known": NOTHING,
}


def said(windows: PostingWindows, lang: str) -> Iterator[str]:
    """Everything that is told of them."""
    s = WindowsSpeaker.of(windows, lang)
    yield from (s.kicker(), s.headline(), *s.support())
    yield from (f"{label}: {line}" for label, line in s.lines())
    yield from s.followers()
    yield from (" | ".join(row) for row in s.rows())
    yield from (" | ".join(row) for row in (s.weekday_columns(), *s.weekday_rows()) if windows.parts)
    yield from filter(None, [s.command()])
