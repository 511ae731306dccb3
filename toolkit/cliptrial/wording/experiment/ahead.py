"""An experiment before its first post: what will be tested, when, and what is still missing."""

from __future__ import annotations

import datetime as dt

from cliptrial.analysis.findings.planned import NoTopics
from cliptrial.wording.speaker import Speaker


def planned_posts(s: Speaker) -> int:
    """Posts in the schedule; 0 where none is drawn."""
    return s.analysis.experiment.posts_planned if s.analysis.experiment else 0


def planned_in(s: Speaker, arm: str) -> int:
    """Posts that the schedule gives an arm."""
    return sum(post.arm == arm for post in s.analysis.posts)


def planned_period(s: Speaker) -> str:
    """From the first to the last planned day."""
    first, last = _days(s)
    return s.f.period(first, last)


def starts(s: Speaker) -> str:
    """The headline: how many posts, from when to when."""
    first, last = _days(s)
    if not planned_posts(s) or first is None:
        return s.w.ahead.draft
    return s.w.ahead.runs(s.counted(planned_posts(s)), s.f.period(first, last), first == last)


def missing(s: Speaker) -> list[str]:
    """What has to be done before the first post."""
    words, facts = s.w.ahead, s.analysis.experiment
    if not planned_posts(s):
        return [words.missing_schedule, words.missing_topics, words.missing_lock]
    sentences = [words.missing_topics] if s.finding(NoTopics) else []
    return sentences + ([words.missing_lock] if facts is None or facts.locked_on is None else [])


def still_missing(s: Speaker) -> list[str]:
    """What stands below the headline: what is missing, and when there can be an answer."""
    gaps = missing(s)
    lines = [s.w.ahead.missing(s.f.listing(gaps))] if gaps else []
    return lines + [line for line in (answer_day(s),) if line]


def answer_day(s: Speaker) -> str:
    """When the last post has reached its age; empty where no day is planned."""
    facts, (_, last) = s.analysis.experiment, _days(s)
    if facts is None or last is None or not planned_posts(s):
        return ""
    days = s.w.page.opening.days(s.f.number(facts.measure_at, 1))
    return s.w.ahead.answer_from(days, s.f.date(last + dt.timedelta(days=facts.measure_at)))


def before_the_start(s: Speaker) -> list[str]:
    """What to do now: prepare what is missing, or begin."""
    first, _ = _days(s)
    if missing(s) or first is None:
        return [s.w.ahead.prepare]
    return [s.w.ahead.start(s.f.date(first))]


def _days(s: Speaker) -> tuple[dt.date | None, dt.date | None]:
    planned = [post.planned for post in s.analysis.posts if post.planned]
    start = s.analysis.experiment.start if s.analysis.experiment else None
    return min(planned, default=start), max(planned, default=None)
