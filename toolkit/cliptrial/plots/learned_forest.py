"""Experiments side by side, and what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.analysis.learning.pooling import Learned
from cliptrial.plots.canvas import Picture
from cliptrial.plots.forest import Bar, draw_bars
from cliptrial.wording.formats import known
from cliptrial.wording.learned import LearnedSpeaker, interval_of
from cliptrial.wording.names import cut


def learned_forest(s: LearnedSpeaker, one: Learned, name: str) -> Picture | None:
    """One row an experiment, then their mean and the range for the next one; None for a single experiment."""
    if len(one.experiments) < 2:
        return None
    lessons = {lesson.slug: lesson for lesson in s.library.lessons}
    pooled = [lessons[slug] for slug in one.experiments]
    labels = _labels(s, pooled)
    bars = [_bar(s, label, own.relative, interval_of(own)) for label, own in zip(labels, pooled, strict=True)]
    if known(one.relative):
        bars.append(_bar(s, s.w.page.mean, one.relative, one.relative_interval))
    if known(one.next_interval[0]):
        bars.append(Bar(s.w.page.next, s.f.interval(one.next_interval), None, one.next_interval))
    metric = s.names.metric_noun(one.metric).at
    in_words = " ".join(f"{bar.label}: {bar.number}." for bar in bars)
    return draw_bars(s, bars, name, s.w.page.forest_alt(metric, in_words), s.w.page.forest(metric))


def _labels(s: LearnedSpeaker, lessons: Sequence[Lesson]) -> list[str]:
    """Titles; where several experiments have the same one, the days on which they began tell them apart."""
    titles = Counter(lesson.title for lesson in lessons)
    alone = [titles[lesson.title] == 1 or lesson.start is None for lesson in lessons]
    return [cut(one.title) if own else s.f.date(one.start) for one, own in zip(lessons, alone, strict=True)]


def _bar(s: LearnedSpeaker, label: str, relative: float | None, ends: tuple[float | None, float | None]) -> Bar:
    return Bar(label, f"{s.f.signed(relative)} ({s.f.interval(ends)})", relative, ends)
