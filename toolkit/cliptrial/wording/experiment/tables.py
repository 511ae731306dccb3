"""The tables of a page, every cell already written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cliptrial.analysis.results import PostResult, Role, Uplift, VerdictCode
from cliptrial.wording.formats import MINUS, known
from cliptrial.wording.speaker import Speaker

MOST_POSTS = 250
MOST_ARMS = 6
LEAST_POSTS = 5
ORDER = {Role.PRIMARY: 0, Role.SECONDARY: 1, Role.GUARDRAIL: 2}


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One line of the table of metrics."""

    metric: str
    role: str
    variant: str
    control_value: str
    arm_value: str
    uplift: str
    absolute: str
    interval: str
    confidence: str
    p: str
    chip: str
    tone: str
    row: Uplift


@dataclass(frozen=True, slots=True)
class MetricTable:
    """All metrics.

    Attributes:
        rows: Primary first, then secondary, then guardrails.
        several: Whether there is more than one variant, so that each row names its own.
        control, variant: Headers of the two columns of values.
        interval: Header of the column of intervals; it names the confidence where all rows share it.
        same_confidence: Whether they do.
        note: What the corrected p-values mean; empty where there are none.
    """

    rows: tuple[MetricRow, ...]
    several: bool
    control: str
    variant: str
    interval: str
    same_confidence: bool
    note: str


def metric_table(s: Speaker) -> MetricTable | None:
    """The table of metrics; None before the experiment is ready, and where nothing was compared."""
    uplifts = sorted(s.analysis.uplifts, key=lambda row: ORDER[row.role])
    if s.not_ready or not uplifts:
        return None
    arms = {row.arm for row in uplifts}
    columns = s.w.page.columns
    levels = {row.confidence for row in uplifts}
    several = len(arms) > 1
    return MetricTable(
        rows=tuple(_metric_row(s, row) for row in uplifts),
        several=several,
        control=s.names.arm(uplifts[0].control),
        variant=columns.variant if several else s.names.arm(uplifts[0].arm),
        interval=columns.interval(s.f.confidence(next(iter(levels)))) if len(levels) == 1 else columns.interval_plain,
        same_confidence=len(levels) == 1,
        note=columns.p_note if any(row.p_adjusted is not None for row in uplifts) else "",
    )


def _metric_row(s: Speaker, row: Uplift) -> MetricRow:
    chip, tone = s.chip(row)
    none = "–"
    unbounded = any(known(end) for end in row.relative_interval)
    return MetricRow(
        metric=s.names.metric(row.metric),
        role=s.w.terms.roles[row.role],
        variant=s.names.arm(row.arm),
        control_value=s.value(row.metric, row.control_value) if known(row.control_value) else none,
        arm_value=s.value(row.metric, row.arm_value) if known(row.arm_value) else none,
        uplift=s.f.signed(row.relative) if known(row.relative) else none,
        absolute=absolute(s, row),
        interval=s.f.interval(row.relative_interval, (0.0,)) if unbounded else none,
        confidence=s.f.confidence(row.confidence),
        p=s.f.p_value(row.p_adjusted),
        chip=chip,
        tone=tone,
        row=row,
    )


def absolute(s: Speaker, row: Uplift) -> str:
    """What a change is in the metric's own unit: ``1.4 s more``; empty where it is not known."""
    if not known(row.control_value) or not known(row.arm_value):
        return ""
    by, scale, columns = row.arm_value - row.control_value, s.scale(row.metric), s.w.page.columns
    if scale == "share":
        size = columns.points(s.f.number(abs(by) * 100, 1))
    else:
        size = s.f.number(_telling(abs(by)), 1) if scale == "number" else s.value(row.metric, abs(by))
    said = "period" if s.periods and scale == "number" else scale
    return (columns.more if by >= 0 else columns.less)(size, said)


def _telling(size: float) -> float:
    """Two telling digits: what is only estimated is not told to the single view."""
    return round(size, 1 - math.floor(math.log10(size))) if size >= 1 else round(size, 1)


def a_month(s: Speaker) -> str:
    """What a clear change of a counted metric comes to in a month of posting as in the experiment."""
    row, facts = s.analysis.headline, s.analysis.experiment
    clear = s.analysis.verdict.code in {VerdictCode.BETTER, VerdictCode.WORSE}
    if row is None or facts is None or not clear or s.observed or s.periods or s.scale(row.metric) != "number":
        return ""
    if not (facts.first_post and facts.last_post and known(row.control_value) and known(row.arm_value)):
        return ""
    posts = max(
        1, round(30 * sum(arm.posts for arm in s.analysis.arms) / ((facts.last_post - facts.first_post).days + 1))
    )
    by = _telling(posts * abs(row.arm_value - row.control_value))
    change = f"{'+' if row.arm_value >= row.control_value else MINUS}{s.f.number(by)}"
    return s.w.page.columns.month(s.f.number(posts), change, s.names.metric_within(row.metric))


@dataclass(frozen=True, slots=True)
class ArmPosts:
    """An arm's best, typical and weakest post, each with its word in front."""

    arm: str
    posts: tuple[tuple[str, PostRow], ...]


def telling_posts(s: Speaker) -> list[ArmPosts]:
    """The best, the typical and the weakest post of each arm; nothing before the answer is due."""
    metric, columns = s.analysis.verdict.metric, s.w.page.columns
    if s.not_ready or len(s.analysis.arms) > MOST_ARMS:
        return []
    lines = []
    for arm in sorted(s.analysis.arms, key=lambda arm: not arm.control):
        read = [(post.metrics.get(metric), post) for post in s.analysis.posts if post.arm == arm.id]
        ranked = sorted(((v, post) for v, post in read if known(v)), key=lambda pair: pair[0])
        if len(ranked) < LEAST_POSTS:
            continue
        if not s.higher_is_better(metric):
            ranked.reverse()
        three = zip((columns.best, columns.typical, columns.weakest), (-1, len(ranked) // 2, 0), strict=True)
        lines.append(ArmPosts(s.names.arm(arm.id), tuple((word, _post_row(s, ranked[i][1])) for word, i in three)))
    return lines


@dataclass(frozen=True, slots=True)
class PostRow:
    """One line of the table of posts; ``link`` is empty where there is none that is safe to follow."""

    position: str
    date: str
    weekday: str
    slot: str
    late: str
    account: str
    arm: str
    topic: str
    value: str
    link: str


@dataclass(frozen=True, slots=True)
class PostTable:
    """The posts as analysed, and which columns hold anything."""

    rows: tuple[PostRow, ...]
    shown: Mapping[str, bool]
    metric: str
    left_out: str


def post_table(s: Speaker) -> PostTable | None:
    """The posts in order; None where there are none. Before the answer is due, without their values."""
    posts = s.analysis.posts
    if not posts:
        return None
    rows = tuple(_post_row(s, post) for post in posts[:MOST_POSTS])
    fields = ("position", "date", "slot", "topic", "value", "link")
    shown = {field: any(getattr(row, field) for row in rows) for field in fields}
    shown["account"] = len({row.account for row in rows}) > 1
    everything = (s.f.number(MOST_POSTS), s.f.number(len(posts)))
    left_out = s.w.page.figures.first_posts(*everything) if len(posts) > MOST_POSTS else ""
    return PostTable(rows, shown, s.names.metric(s.analysis.verdict.metric), left_out)


def _post_row(s: Speaker, post: PostResult) -> PostRow:
    day, columns = post.posted_on or post.planned, s.w.page.columns
    weekday = post.weekday if post.weekday is not None else day.weekday() if day else None
    value = None if s.not_ready else post.metrics.get(s.analysis.verdict.metric)
    happened = post.post_id is not None or post.posted_on is not None or known(value)
    return PostRow(
        position="" if post.position is None else s.f.number(post.position),
        date=s.f.short_date(day) if day else "",
        weekday=s.f.weekdays()[weekday] if weekday is not None else "",
        slot=post.slot or "",
        late=_late(s, post) if happened else columns.missing if _overdue(s, post) else "",
        account=post.account or "",
        arm=s.names.arm(post.arm),
        topic=post.topic or "",
        value=s.value(s.analysis.verdict.metric, value) if known(value) else "",
        link=post.link if post.link and post.link.startswith(("https://", "http://")) else "",
    )


def _overdue(s: Speaker, post: PostResult) -> bool:
    """Whether a post that was not found should have been there; what is still to come is not missing."""
    facts = s.analysis.experiment
    if not s.not_ready or facts is None or post.planned is None:
        return not s.ahead
    return facts.last_post is not None and post.planned <= facts.last_post


def _late(s: Speaker, post: PostResult) -> str:
    if not known(post.late) or abs(post.late) < 1:
        return ""
    columns = s.w.page.columns
    hours = s.f.number(abs(post.late), 1 if abs(post.late) < 10 else 0)
    return (columns.late if post.late > 0 else columns.early)(hours)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An arm's posts from Monday to Sunday, each with its share of the fullest cell, in percent."""

    arm: str
    cells: tuple[tuple[int, int], ...]


def heat(s: Speaker) -> list[HeatRow]:
    """Posts by weekday and arm; empty where no posting time is known or the table would be endless."""
    days = s.analysis.weekdays
    most = max((count for counts in days.values() for count in counts), default=0)
    if not most or len(days) > 12:
        return []
    ordered = sorted((arm for arm in s.analysis.arms if arm.id in days), key=lambda arm: not arm.control)
    return [HeatRow(s.names.arm(a.id), tuple((n, round(45 * n / most)) for n in days[a.id])) for a in ordered]
