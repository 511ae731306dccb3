"""The short list beside the verdict: was it drawn by chance, locked, shared over the weekdays, robust?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cliptrial.analysis.evidence import LOWERED
from cliptrial.analysis.findings.followed import ExtraPosts, ScheduleDeviations, ScheduleFollowed, SharedPosts
from cliptrial.analysis.findings.one_variable import AttributeDiffers, AttributeUnbalanced
from cliptrial.analysis.findings.planned import LockedLate, NoTopics, ScheduleNotByRule
from cliptrial.analysis.findings.robust import TurnsWithoutOne
from cliptrial.analysis.findings.weekdays import SplitCountsOff, SplitCountsOk, WeekdayConfounded
from cliptrial.analysis.results import Evidence
from cliptrial.wording.experiment.ahead import planned_posts
from cliptrial.wording.formats import known
from cliptrial.wording.speaker import Speaker

UNTOLD = (ExtraPosts, SharedPosts, AttributeUnbalanced)
"""What lowers the evidence and has no line of its own in the list."""


@dataclass(frozen=True, slots=True)
class TrustItem:
    """One line: whether it speaks for the result, what it says, and the small print."""

    ok: bool
    text: str
    small: str = ""


def trust(s: Speaker) -> list[TrustItem]:
    """How solid the answer is and whether the plan was locked; then only what speaks against it."""
    against = [*_weekdays(s), *_one_variable(s), *_influence(s)]
    return [*_evidence(s), *_lock(s), *against]


def _evidence(s: Speaker) -> Iterator[TrustItem]:
    words, evidence = s.w.trust, s.analysis.evidence
    if s.ahead:
        yield from _plan(s)
        return
    if evidence is Evidence.OBSERVED:
        yield TrustItem(False, words.observed, words.observed_small)
        return
    deviations, followed = s.finding(ScheduleDeviations), s.finding(ScheduleFollowed)
    small = ""
    if deviations:
        small = words.deviated(deviations, s.phrases)
    elif followed:
        small = words.followed(followed, s.phrases)
    if small and s.underway:
        small = words.so_far(small)
    ok = evidence is Evidence.RANDOMISED
    if not ok and followed:
        # That all posts went out as planned would be no reason why the evidence is less.
        small = next(
            (s.message(f) for f in s.analysis.findings if isinstance(f, UNTOLD) and (type(f), f.level) in LOWERED),
            small,
        )
    yield TrustItem(ok, words.randomised if ok else words.deviations, small)
    if s.finding(SplitCountsOff):
        yield TrustItem(False, words.split_off)
    elif s.finding(SplitCountsOk):
        yield TrustItem(True, words.split_even)


def _plan(s: Speaker) -> Iterator[TrustItem]:
    """Before the first post: what is known of the plan, and nothing else."""
    words = s.w.ahead
    if not planned_posts(s) or s.finding(ScheduleNotByRule):
        return
    yield TrustItem(True, words.drawn)
    topics = not s.finding(NoTopics)
    yield TrustItem(topics, words.topics if topics else words.no_topics)


def _lock(s: Speaker) -> Iterator[TrustItem]:
    facts, words = s.analysis.experiment, s.w.trust
    if facts is None:
        return
    if facts.locked_on is None:
        yield TrustItem(False, s.w.ahead.not_locked if s.ahead else words.not_locked)
        return
    locked = words.locked(s.f.day_month(facts.locked_on))
    began = words.first_day if s.periods else words.first_post
    first = began(s.f.day_month(facts.first_post)) if facts.first_post else ""
    if facts.plan_unchanged is False:
        yield TrustItem(False, words.changed, locked)
    elif s.finding(LockedLate):
        yield TrustItem(False, words.late_weeks if s.periods else words.late, _small(locked, first))
    else:
        unchanged = words.unchanged if facts.plan_unchanged else ""
        yield TrustItem(True, locked, unchanged)


def _weekdays(s: Speaker) -> Iterator[TrustItem]:
    confounded = s.finding(WeekdayConfounded)
    if confounded:
        yield TrustItem(False, s.w.trust.weekdays_off, s.w.trust.effective(confounded, s.phrases))


def _one_variable(s: Speaker) -> Iterator[TrustItem]:
    differs = [f for f in s.analysis.findings if isinstance(f, AttributeDiffers)]
    if differs:
        names = s.f.listing(s.names.attribute(f.attribute) for f in differs)
        yield TrustItem(False, s.w.trust.more_changed, names)


def _influence(s: Speaker) -> Iterator[TrustItem]:
    row, words = s.analysis.headline, s.w.trust
    if row is None or s.not_ready or not all(map(known, row.leave_one_out)):
        return
    nearest = min(row.leave_one_out, key=lambda end: _towards_zero(end, row.relative))
    change = s.f.signed(nearest)
    if s.finding(TurnsWithoutOne):
        yield TrustItem(False, words.turns, words.without_it(change))


def _towards_zero(end: float | None, estimate: float | None) -> float:
    """Sorts the ends of the leave-one-out range so that the one least in favour comes first."""
    sign = -1.0 if (estimate or 0) < 0 else 1.0
    return sign * (end or 0.0)


def _small(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def short_hash(text: str | None) -> str:
    """The first and last four characters of a hash."""
    return "" if not text else text if len(text) <= 9 else f"{text[:4]}…{text[-4:]}"
