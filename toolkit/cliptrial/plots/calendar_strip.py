"""The posts on their days, coloured by arm: why a question cannot be answered, seen at a glance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from matplotlib.patches import Rectangle

from cliptrial.analysis.results import PostResult
from cliptrial.plots.canvas import NARROW, WIDE, Canvas, Picture, arm_colour, colour, drawing
from cliptrial.plots.marks import legend_places
from cliptrial.wording.speaker import Speaker

LEFT, ROW, MOST_WIDE, LINE, AXIS, MOST_ARMS = 44, 22, 64, 22, 26, 6
MOST_WEEKS = 60
Days = Mapping[dt.date, Sequence[tuple[int, bool]]]


def calendar_strip(s: Speaker, name: str = "calendar") -> Picture | None:
    """Weeks as columns, weekdays as rows, a post a part of its day; None where no days are known."""
    arms = sorted(s.analysis.arms, key=lambda arm: not arm.control)
    days = _days(s.analysis.posts, {arm.id: i for i, arm in enumerate(arms)})
    if not days or len(arms) > MOST_ARMS or (max(days) - min(days)).days > 7 * MOST_WEEKS:
        return None
    labels = [(s.names.arm(arm.id), i) for i, arm in enumerate(arms)]
    figures = s.w.page.figures
    summary = " ".join(figures.arm_alt(s.names.arm(arm.id), s.counted(arm.posts)) for arm in arms)
    alt = figures.calendar_alt(summary)
    with drawing():
        wide, narrow = (_draw(s, days, labels, f"{name}-{n}", alt, w) for n, w in (("w", WIDE), ("n", NARROW)))
    return Picture(wide, narrow, alt, figures.calendar_caption)


def _days(posts: Sequence[PostResult], arms: Mapping[str, int]) -> Days:
    """By day: each post's arm, and whether it is there."""
    days: dict[dt.date, list[tuple[int, bool]]] = {}
    for post in posts:
        day = post.posted_on or post.planned
        if day is not None and post.arm in arms:
            there = post.posted_on is not None and any(value is not None for value in post.metrics.values())
            days.setdefault(day, []).append((arms[post.arm], there))
    return {day: sorted(posts_there) for day, posts_there in days.items()}


def _draw(s: Speaker, days: Days, labels: Sequence[tuple[str, int]], name: str, alt: str, width: int) -> str:
    first = min(days) - dt.timedelta(days=min(days).weekday())
    weeks = (max(days) - first).days // 7 + 1
    cell = min(MOST_WIDE, (width - LEFT - 12) / weeks)
    missing = any(not there for posts_there in days.values() for _, there in posts_there)
    entries = [*labels, *([(s.w.page.figures.missing, -1)] if missing else [])]
    lines = legend_places([text for text, _ in entries], width)
    top = LINE * (lines[-1][1] + 1) + 8
    canvas = Canvas(
        width, int(top + 7 * ROW + AXIS), left=LEFT, right=width - LEFT - weeks * cell, top=top, bottom=AXIS
    )
    axes = canvas.axes
    axes.set_xlim(0, weeks)
    axes.set_ylim(7, 0)
    axes.set_yticks([i + 0.5 for i in range(7)], s.f.weekdays())
    step = next(n for n in (1, 2, 4, 8, 13, 26) if weeks / n * 56 <= max(weeks * cell, 112))
    starts = range(0, weeks, step)
    axes.set_xticks([i + 0.0 for i in starts], [s.f.short_date(first + dt.timedelta(weeks=i)) for i in starts])
    for label in axes.get_xticklabels():
        label.set_horizontalalignment("left")
    for (text, index), (x, line) in zip(entries, lines, strict=True):
        _key(canvas, index, x, 4 + line * LINE)
        canvas.text(x + 20, 17 + line * LINE, text, bold=index >= 0)
    for day, posts_there in days.items():
        for i, (arm, there) in enumerate(posts_there):
            share = 0.86 / len(posts_there)
            place = ((day - first).days // 7 + 0.07, day.weekday() + 0.07 + i * share)
            axes.add_patch(_cell(place, 0.86, share * 0.96, arm, there))
    return canvas.svg(name, alt)


def _cell(place: tuple[float, float], width: float, height: float, arm: int, there: bool) -> Rectangle:
    if there:
        return Rectangle(place, width, height, facecolor=arm_colour(arm), edgecolor="none")
    return Rectangle(place, width, height, facecolor="none", edgecolor=arm_colour(arm), linewidth=1.2, linestyle=":")


def _key(canvas: Canvas, index: int, x: float, y: float) -> None:
    """The square in front of a name."""
    (left, bottom), (right, top) = canvas.at(x, y + 13), canvas.at(x + 13, y)
    look = {"facecolor": arm_colour(index), "edgecolor": "none"} if index >= 0 else {"facecolor": "none", "ls": ":"}
    look |= {} if index >= 0 else {"edgecolor": colour("soft")}
    canvas.figure.add_artist(Rectangle((left, bottom), right - left, top - bottom, **look))  # type: ignore[arg-type]
