"""What to do next after an experiment: decided by expectation, whatever the test could prove.

The change that is expected to bring more than its extra work costs is adopted for now. ``at_least`` decides how large
a verdict's effect is, never the proposal; and nothing here says that a change works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log1p

from cliptrial.analysis.findings.planned import NotReady
from cliptrial.analysis.results import (
    Analysis,
    Evidence,
    GuardrailVerdict,
    OldNew,
    Outcome,
    Role,
    Uplift,
    VerdictCode,
)
from cliptrial.registry.beside.ideas import EXTRA_WORK
from cliptrial.registry.decisions import Choice


class Why(StrEnum):
    """The one reason for a proposal."""

    AHEAD = "ahead"
    NOT_AHEAD = "not_ahead"
    TOO_MUCH_WORK = "too_much_work"
    GUARDRAIL = "guardrail"
    UNDERWAY = "underway"
    UNANSWERABLE = "unanswerable"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do, and why.

    Attributes:
        what: The choice proposed.
        why: Its reason.
        arm: The variant it is about; None where none can be named.
        expected: Its expected effect, a ratio minus one in the metric's own direction; None where nobody knows.
        risk: Chance that what is not chosen is in truth better, 0 to 1; None where nobody knows.
        extra_work: What the change costs for ever, as a share of a post's worth.
        posts: Posts that the experiment used.
    """

    what: Choice
    why: Why
    arm: str | None
    expected: float | None
    risk: float | None
    extra_work: float
    posts: int


def propose(analysis: Analysis, extra_work: float = EXTRA_WORK["none"]) -> Proposal:
    """What to do after this result.

    Args:
        analysis: The result of an experiment or a comparison.
        extra_work: What the change costs for ever, as a share of a post's worth: 0.02 for some, 0.1 for much work.
    """
    posts = sum(arm.posts for arm in analysis.arms)
    if analysis.experiment is not None and analysis.experiment.old_new is not None:
        return _of_check(analysis.experiment.old_new, analysis.verdict.arm, posts)
    without = _nothing_known(analysis)
    best = _best(analysis)
    if without is not None or best is None:
        what, why = without or (Choice.REPEAT, Why.UNANSWERABLE)
        return Proposal(what, why, analysis.verdict.arm, None, None, extra_work, posts)
    row, gain = best
    what, why = _choice(analysis, row, gain, extra_work)
    assert row.reckon_with is not None
    lean = row.lean if row.lean is not None else 0.5
    risk = 1 - lean if what is Choice.SHIP else lean
    return Proposal(what, why, row.arm, row.reckon_with, risk, extra_work, posts)


def _of_check(one: OldNew, arm: str | None, posts: int) -> Proposal:
    """What to do after the old way was held against the new one: the test decides what is claimed, never this."""
    expected = one.realistic.value if one.realistic else None
    if one.outcome is not Outcome.ROLLED_BACK:
        return Proposal(Choice.SHIP, Why.AHEAD, arm, expected, None, one.extra_work, posts)
    why = Why.GUARDRAIL if one.harmed else Why.TOO_MUCH_WORK if one.ahead else Why.NOT_AHEAD
    return Proposal(Choice.DROP, why, arm, expected, None, one.extra_work, posts)


def _nothing_known(analysis: Analysis) -> tuple[Choice, Why] | None:
    """The proposal where no effect may be read yet, or none was tested."""
    if analysis.verdict.reason == NotReady.code or not any(arm.posts for arm in analysis.arms):
        return Choice.INCONCLUSIVE, Why.UNDERWAY
    if analysis.evidence is Evidence.OBSERVED:
        return Choice.REPEAT, Why.OBSERVED
    if analysis.verdict.code is VerdictCode.UNANSWERABLE:
        return Choice.REPEAT, Why.UNANSWERABLE
    return None


def _best(analysis: Analysis) -> tuple[Uplift, float] | None:
    """The variant with the highest expected gain (log ratio, up is good) on the primary metric."""
    directions: Mapping[str, bool] = {metric.name: metric.higher_is_better for metric in analysis.metrics}
    gains = [
        (row, log1p(row.reckon_with) * (1 if directions.get(row.metric, True) else -1))
        for row in analysis.uplifts
        if row.role is Role.PRIMARY and row.reckon_with is not None and row.verdict is not VerdictCode.UNANSWERABLE
    ]
    return max(gains, key=lambda pair: pair[1], default=None)


def _choice(analysis: Analysis, row: Uplift, gain: float, extra_work: float) -> tuple[Choice, Why]:
    if gain <= 0:
        return Choice.DROP, Why.NOT_AHEAD
    rows = [other for other in analysis.uplifts if other.arm == row.arm and other.role is Role.GUARDRAIL]
    if any(other.verdict is GuardrailVerdict.BROKEN for other in rows):
        return Choice.DROP, Why.GUARDRAIL
    return (Choice.SHIP, Why.AHEAD) if gain > log1p(extra_work) else (Choice.DROP, Why.TOO_MUCH_WORK)
