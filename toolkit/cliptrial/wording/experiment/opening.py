"""The lines above the verdict: what was tested, when, on how many posts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cliptrial.analysis.findings import Level
from cliptrial.analysis.findings.followed import WrongArm
from cliptrial.analysis.findings.one_variable import AttributeDiffers
from cliptrial.analysis.findings.weekdays import ArmsInDifferentPeriods, WeekdayConfounded
from cliptrial.wording.experiment.ahead import planned_in, planned_posts
from cliptrial.wording.experiment.answer import is_viewers
from cliptrial.wording.names import SAID, TAGS
from cliptrial.wording.speaker import Speaker

MEANT = (WeekdayConfounded, AttributeDiffers, WrongArm, ArmsInDifferentPeriods)
MOST_ARMS = 6
LONG = 160
"""Signs of a title, above which the first screen shows its beginning."""


@dataclass(frozen=True, slots=True)
class OpeningText:
    """The lines above the verdict; ``bold`` starts the paragraph that ``lines`` continue."""

    stamp: str
    kicker: str
    title: str
    bold: str
    lines: tuple[str, ...]


def opening(s: Speaker, timezone: str = "UTC") -> OpeningText:
    """What was tested. The date on the page is the day of the newest numbers in ``timezone``, never today."""
    words, facts = s.w.page.opening, s.analysis.experiment
    as_of = s.analysis.provenance.data_as_of
    day = "" if as_of is None else s.f.date(dt.datetime.fromtimestamp(as_of, ZoneInfo(timezone)).date())
    stamp = (words.experiment_report if facts else words.comparison_report)(day)
    if s.ahead:
        stamp = s.w.ahead.report
    return OpeningText(stamp.rstrip(" ·"), kicker(s), title(s), _bold(s), tuple(line for line in _lines(s) if line))


def in_full(s: Speaker) -> list[str]:
    """What the first screen shortens: a long title, and long arms, of which a set of tags may be cut later."""
    long = {arm: text for arm, text in s.names.arms.items() if len(text) > (TAGS if arm in s.names.sets else SAID)}
    return [*([s.title] if len(s.title) > LONG else []), *(f"{s.names.arm(arm)}: {text}" for arm, text in long.items())]


def title(s: Speaker) -> str:
    """The experiment's own title; of a comparison, what is compared with what."""
    if s.analysis.experiment:
        return s.title
    words = s.w.page.opening
    control = s.names.arm(s.analysis.control.id)
    others = [s.names.arm(arm.id) for arm in s.analysis.arms if not arm.control]
    if len(others) <= 3:
        return words.versus(s.f.listing(others), control)
    return words.many_versus(words.values(s.f.number(len(others))), control)


def kicker(s: Speaker) -> str:
    """Kind of experiment, period, posts and measuring age."""
    words, facts = s.w.page.opening, s.analysis.experiment
    days = sorted(p.posted_on for p in s.analysis.posts if p.posted_on)
    posts = s.counted(sum(arm.posts for arm in s.analysis.arms))
    first, last = (days[0], days[-1]) if days else (None, None)
    parts = [words.comparison]
    if facts is not None:
        first, last = facts.first_post or facts.start or first, facts.last_post or last
        parts = [words.experiment(s.names.attribute(facts.variable))]
        if s.ahead:
            first, last = facts.start, max((p.planned for p in s.analysis.posts if p.planned), default=None)
            posts = s.w.ahead.planned(s.counted(planned_posts(s))) if planned_posts(s) else ""
        elif s.underway:
            posts = words.of_planned(
                s.f.number(sum(arm.posts for arm in s.analysis.arms)), s.counted(facts.posts_planned)
            )
        elif not is_viewers(s.analysis) and not s.periods:
            posts = words.measured(posts, words.days(s.f.number(facts.measure_at, 1)))
    if first is not None and s.ahead and last is None:
        parts.append(s.w.page.site.started(s.f.date(first)))
    elif first is not None:
        parts.append(s.f.period(first, last))
    return " · ".join(part for part in [*parts, posts] if part)


def _bold(s: Speaker) -> str:
    words = s.w.page.opening
    noun = s.names.the(s.analysis.variable) if s.analysis.variable else ""
    if not noun:
        return ""
    if s.analysis.experiment is None:
        return words.compared(noun)
    if s.ahead:
        return s.w.ahead.one_thing(noun)
    meant = any(isinstance(f, MEANT) and f.level in {Level.WARNING, Level.BLOCKER} for f in s.analysis.findings)
    return (words.meant_to_change if meant else words.one_thing_now if s.underway else words.one_thing)(noun)


def _lines(s: Speaker) -> list[str]:
    words, facts = s.w.page.opening, s.analysis.experiment
    arms = s.analysis.arms
    posts = {arm.id: planned_in(s, arm.id) if s.ahead else arm.posts for arm in arms}
    named = [(posts[arm.id], s.names.introduced(arm.id)) for arm in arms]
    introduced = [words.arm_posts(s.counted(n), name) if n or not s.ahead else name for n, name in named]
    say = s.w.ahead.arms if s.ahead else words.arms_now if s.underway else words.arms
    lines = [say(s.f.listing(introduced))] if len(arms) <= MOST_ARMS else []
    if facts is None:
        return lines
    if facts.hold_constant:
        held = s.w.ahead.held if s.ahead else words.held
        lines.append(held(s.f.listing(map(s.names.attribute_within, facts.hold_constant))))
    return [*lines, words.expected(s.statement)]
