"""Was it planned, did it happen as planned, and is it over?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from cliptrial.analysis.checks.variable import wrong_arm
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.followed import (
    MissingPosts,
    MissingPostsUneven,
    NotAsPlanned,
    PromotedPosts,
    ScheduleDeviations,
    ScheduleFollowed,
    UnknownLinks,
    UnmatchedPosts,
    WrongArm,
)
from cliptrial.analysis.findings.planned import (
    Locked,
    LockedLate,
    NotLocked,
    NoTopics,
    NotReady,
    PlanChanged,
    PlannedLook,
    ScheduleNotByRule,
    TopicsLate,
    WayChanged,
)
from cliptrial.analysis.interim import CurrentLook
from cliptrial.analysis.material import Material, Outcome
from cliptrial.analysis.units import Units
from cliptrial.registry.model import Variable
from cliptrial.registry.plan.instalments import come_in_instalments
from cliptrial.rotation import broken_rule
from cliptrial.stats.weekdays import re_drawn_p

LATE = 0.5
"""Hours off its slot from which a post counts as late."""
MANY = 0.10
"""Share of posts off the plan from which the evidence suffers."""
UNEVEN, SURELY_UNEVEN = 0.05, 0.01
"""p below which it is noted, or the evidence suffers, that one arm lacks numbers more often than the other."""


def lock_findings(material: Material, first_post: date | None) -> Iterator[Finding]:
    """Whether the plan was locked before the first post and is what it was."""
    lock = material.lock
    if lock is None:
        yield NotLocked(Level.NOTE)
    else:
        first_lock = lock.earlier[0].on if lock.earlier else lock.on
        if material.changed or lock.earlier:
            fields = material.changed or (f"lock.json ({first_lock.isoformat()})",)
            yield PlanChanged(Level.WARNING, fields=fields)
        if first_post is not None and lock.on > first_post:
            yield LockedLate(Level.WARNING, locked_on=lock.on, first_post=first_post)
        elif not material.changed and not lock.earlier:
            yield Locked(Level.OK, locked_on=lock.on, first_post=first_post)
    if material.frozen and (material.frozen.gone or material.frozen.added):
        yield WayChanged(Level.WARNING, gone=material.frozen.gone, added=material.frozen.added)
    yield from _topic_findings(material)


def _topic_findings(material: Material) -> Iterator[Finding]:
    """Topics that nobody wrote down, or only once posts had gone out; those of blocks ahead may still come."""
    positions, due = material.schedule.positions, set(material.coverage.due)
    ahead = come_in_instalments(positions)
    if any(p.topic is None and not (ahead and p.position not in due) for p in positions):
        yield NoTopics(Level.NOTE)
    late = {
        p.position: one.on
        for one in (material.lock.instalments if material.lock else ())
        for p in positions
        if one.covers(p) and p.date < one.on
    }
    if late:
        yield TopicsLate(Level.WARNING, posts=len(late), given_on=min(late.values()))


def rule_findings(material: Material) -> Iterator[Finding]:
    """Whether the stored schedule is one that its rule can draw; a strict alternation is none."""
    broken = broken_rule(material.schedule)
    if broken:
        yield ScheduleNotByRule(Level.BLOCKER, rule=broken)


def ready_findings(material: Material, look: CurrentLook | None) -> Iterator[Finding]:
    """Whether every planned post, or every post of a planned look, has reached its measuring age."""
    planned = len(material.outcomes)
    if look is None:
        measured = int(material.values(material.experiment.metrics.primary).read.sum())
        due = len(material.coverage.due)
        yield NotReady(Level.BLOCKER, measured=measured, needed=planned, due=due, posts=planned)
    elif not look.final and look.ended_on is None:
        seen = int(look.included.sum())
        yield PlannedLook(Level.NOTE, look=look.look, looks=look.looks, posts=seen, of=planned, limit=look.alpha)


def deviation_findings(material: Material) -> Iterator[Finding]:
    """Late, moved, swapped, missing and unmatched posts."""
    outcomes = material.outcomes
    posted = [o for o in outcomes if o.posted]
    late, moved = [o for o in posted if is_late(o)], [o for o in posted if moved_day(o)]
    wrong = wrong_arm(material)
    named = tuple(o.position.position for o in wrong)
    if wrong and len(wrong) > MANY * len(posted):
        yield WrongArm(Level.BLOCKER, posts=len(posted), swapped=len(wrong), positions=named)
    if late or moved or wrong:
        off = len(moved) + len(wrong) + (len(late) if material.experiment.change.variable is Variable.SLOT else 0)
        yield ScheduleDeviations(
            Level.WARNING if off > MANY * len(posted) else Level.NOTE,
            posts=len(posted),
            late=len(late),
            moved=len(moved),
            swapped=len(wrong),
            wrong=named,
        )
    elif posted:
        yield ScheduleFollowed(Level.OK, posts=len(posted))
    due = set(material.coverage.due)
    empty = tuple(o.position.position for o in outcomes if o.post is None and o.position.position in due)
    if empty:
        level = Level.WARNING if len(empty) > MANY * len(outcomes) else Level.NOTE
        yield MissingPosts(level, missing=len(empty), positions=empty, posts=len(outcomes))
    yield from _matching_findings(material)


def uneven_findings(material: Material, units: Units) -> Iterator[Finding]:
    """Whether the posts that were measured are still the split that was planned.

    Every post is assigned, so the arms' sizes can only shift by what went missing: not posted, deleted, not
    exported, promoted. If that has nothing to do with the arms, the plan's own re-draws leave a gap as wide as
    often as the p-value says, whatever clusters the missing days come in; for the handful of posts that are
    missing, no chi-squared approximation would.
    """
    due, read = set(material.coverage.due), material.values(material.experiment.metrics.primary).read
    should = np.array([position.position in due for position in material.schedule.positions])
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    for variant in variants:
        kept = units.pair(control, variant) & should
        treated, missing = units.arm[kept] == variant, ~read[kept]
        if not missing.any():
            continue
        drawn = units.redrawn(control, variant)
        p = re_drawn_p(missing.astype(np.float64), treated, drawn.among(kept), exact=drawn.exact)
        if p >= UNEVEN:
            continue
        yield MissingPostsUneven(
            Level.WARNING if p < SURELY_UNEVEN else Level.NOTE,
            arm=variant,
            control=control,
            missing=int(missing[treated].sum()),
            posts=int(treated.sum()),
            missing_control=int(missing[~treated].sum()),
            posts_control=int((~treated).sum()),
            p_value=p,
        )


def _matching_findings(material: Material) -> Iterator[Finding]:
    if material.matching.unmatched:
        yield UnmatchedPosts(Level.NOTE, posts=len(material.matching.unmatched))
    if material.matching.unknown_links:
        links = material.matching.unknown_links
        yield UnknownLinks(Level.WARNING, positions=tuple(links), links=tuple(links.values()))
    by_state = {
        state: tuple(n for n, said in material.states.items() if said is state) for state in NotAsPlanned.STATES
    }
    if any(by_state.values()):
        yield NotAsPlanned(Level.NOTE, **{state.value: positions for state, positions in by_state.items()})
    promoted = sum(o.post is not None and o.post.promoted_at is not None for o in material.outcomes)
    if promoted:
        yield PromotedPosts(Level.NOTE, posts=promoted)


def is_late(outcome: Outcome) -> bool:
    """On its day, but not near its slot."""
    return not moved_day(outcome) and abs(outcome.late or 0.0) > LATE


def moved_day(outcome: Outcome) -> bool:
    """On another day than planned; the night after a late slot still belongs to its day."""
    assert outcome.posted is not None
    return outcome.posted.date() != outcome.position.date and (outcome.late is None or abs(outcome.late) > 6)
