"""How far chance assigned the arms, from what was found: one row for each finding and level that lowers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.followed import (
    ExtraPosts,
    MissingPosts,
    MissingPostsUneven,
    ScheduleDeviations,
    SharedPosts,
    WrongArm,
)
from cliptrial.analysis.findings.improbable import ImprobableEffect, ImprobablePosts
from cliptrial.analysis.findings.measured import LeftOut
from cliptrial.analysis.findings.one_variable import AttributeDiffers, AttributeUnbalanced
from cliptrial.analysis.findings.periods import CadenceNotKept, PeriodsUnknown
from cliptrial.analysis.findings.planned import (
    LockedLate,
    NotLocked,
    NoTopics,
    PlanChanged,
    ScheduleNotByRule,
    TopicsLate,
    WayChanged,
)
from cliptrial.analysis.findings.weekdays import ArmsInDifferentPeriods, WeekdayConfounded
from cliptrial.analysis.results import Evidence

LOWERED: Mapping[tuple[type[Finding], Level], Evidence] = {
    (ScheduleNotByRule, Level.BLOCKER): Evidence.OBSERVED,
    (WrongArm, Level.BLOCKER): Evidence.OBSERVED,
    (NotLocked, Level.NOTE): Evidence.DEVIATIONS,
    (LockedLate, Level.WARNING): Evidence.DEVIATIONS,
    (PlanChanged, Level.WARNING): Evidence.DEVIATIONS,
    (NoTopics, Level.NOTE): Evidence.DEVIATIONS,
    (TopicsLate, Level.WARNING): Evidence.DEVIATIONS,
    (WayChanged, Level.WARNING): Evidence.DEVIATIONS,
    (PeriodsUnknown, Level.WARNING): Evidence.DEVIATIONS,
    (CadenceNotKept, Level.WARNING): Evidence.DEVIATIONS,
    (ScheduleDeviations, Level.WARNING): Evidence.DEVIATIONS,
    (MissingPosts, Level.WARNING): Evidence.DEVIATIONS,
    (MissingPostsUneven, Level.WARNING): Evidence.DEVIATIONS,
    (LeftOut, Level.WARNING): Evidence.DEVIATIONS,
    (WeekdayConfounded, Level.WARNING): Evidence.DEVIATIONS,
    (WeekdayConfounded, Level.BLOCKER): Evidence.DEVIATIONS,
    (ArmsInDifferentPeriods, Level.BLOCKER): Evidence.DEVIATIONS,
    (ExtraPosts, Level.WARNING): Evidence.DEVIATIONS,
    (ExtraPosts, Level.BLOCKER): Evidence.DEVIATIONS,
    (SharedPosts, Level.BLOCKER): Evidence.DEVIATIONS,
    (AttributeUnbalanced, Level.WARNING): Evidence.DEVIATIONS,
    (AttributeDiffers, Level.BLOCKER): Evidence.DEVIATIONS,
    (ImprobablePosts, Level.WARNING): Evidence.DEVIATIONS,
    (ImprobableEffect, Level.WARNING): Evidence.DEVIATIONS,
}
"""What a finding at a level makes of a planned experiment at best; every other finding leaves it randomised."""
_WORSE = (Evidence.RANDOMISED, Evidence.DEVIATIONS, Evidence.OBSERVED)


def evidence(findings: Iterable[Finding]) -> Evidence:
    """The evidence of a planned experiment: the worst that any of its findings leaves."""
    left = (LOWERED.get((type(finding), finding.level), Evidence.RANDOMISED) for finding in findings)
    return max(left, key=_WORSE.index, default=Evidence.RANDOMISED)
