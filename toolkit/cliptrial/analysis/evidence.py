"""How far chance assigned the arms, from what was found: one row for each code and level that lowers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cliptrial.analysis.codes import Code
from cliptrial.analysis.results import Evidence, Finding, Level

LOWERED: Mapping[tuple[str, Level], Evidence] = {
    (Code.SCHEDULE_NOT_BY_RULE, Level.BLOCKER): Evidence.OBSERVED,
    (Code.WRONG_ARM, Level.BLOCKER): Evidence.OBSERVED,
    (Code.NOT_LOCKED, Level.NOTE): Evidence.DEVIATIONS,
    (Code.LOCKED_LATE, Level.WARNING): Evidence.DEVIATIONS,
    (Code.PLAN_CHANGED, Level.WARNING): Evidence.DEVIATIONS,
    (Code.NO_TOPICS, Level.NOTE): Evidence.DEVIATIONS,
    (Code.SCHEDULE_DEVIATIONS, Level.WARNING): Evidence.DEVIATIONS,
    (Code.MISSING_POSTS, Level.WARNING): Evidence.DEVIATIONS,
    (Code.MISSING_POSTS_UNEVEN, Level.WARNING): Evidence.DEVIATIONS,
    (Code.LEFT_OUT, Level.WARNING): Evidence.DEVIATIONS,
    (Code.WEEKDAY_CONFOUNDED, Level.WARNING): Evidence.DEVIATIONS,
    (Code.WEEKDAY_CONFOUNDED, Level.BLOCKER): Evidence.DEVIATIONS,
    (Code.ARMS_IN_DIFFERENT_PERIODS, Level.BLOCKER): Evidence.DEVIATIONS,
}
"""What a finding at a level makes of a planned experiment at best; every other finding leaves it randomised."""
_WORSE = (Evidence.RANDOMISED, Evidence.DEVIATIONS, Evidence.OBSERVED)


def evidence(findings: Iterable[Finding]) -> Evidence:
    """The evidence of a planned experiment: the worst that any of its findings leaves."""
    left = (LOWERED.get((finding.code, finding.level), Evidence.RANDOMISED) for finding in findings)
    return max(left, key=_WORSE.index, default=Evidence.RANDOMISED)
