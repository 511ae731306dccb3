"""Old against new: what becomes of all adopted changes once they were checked together.

The new way stays where it is ahead by more than its extra work; it is confirmed where that is also an answer of the
test. Beside what was measured stands what is realistic: the measured difference drawn towards half of what the
decisions expected, since those expect too much where ideas are worth less than assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import expm1, log1p, sqrt

from cliptrial.analysis.findings.planned import NotReady
from cliptrial.analysis.results import Analysis, Evidence, GuardrailVerdict, Role, Uplift, VerdictCode
from cliptrial.registry.beside.adopted import Adopted
from cliptrial.stats.growth import Ideas
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

REACH = 1.2815515655446004
"""Standard errors to either side of an 80 % interval."""


class Outcome(StrEnum):
    """What becomes of the new way."""

    CONFIRMED = "confirmed"
    KEPT = "kept"
    ROLLED_BACK = "rolled_back"


@dataclass(frozen=True, slots=True)
class Realistic:
    """What the new way is likely to bring, and its 80 % interval: ratios minus one."""

    value: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class OldNew:
    """The answer of a check.

    Attributes:
        outcome: Confirmed, kept or rolled back.
        metric: What was compared.
        posts: Posts of the old way and of the new way.
        measured: The difference, a ratio minus one in the metric's own direction.
        interval: Its interval; an infinite end is unbounded.
        p_value: Of the test behind it.
        extra_work: What the new way costs for ever, as a share of a post's worth.
        ahead: Whether the new way was ahead at all, whatever it costs.
        harmed: Whether something that must not suffer did.
        realistic: What it is likely to bring.
    """

    outcome: Outcome
    metric: str
    posts: tuple[int, int]
    measured: float
    interval: tuple[float | None, float | None]
    p_value: float | None
    extra_work: float
    ahead: bool
    harmed: bool
    realistic: Realistic | None


def outcome_of(analysis: Analysis, extra_work: float = 0.0, changes: Sequence[Adopted] = ()) -> OldNew | None:
    """Whether the new way stays.

    Args:
        analysis: Of an old-against-new check.
        extra_work: What all its changes together cost for ever, as a share of a post's worth.
        changes: What was adopted, for the realistic value; without them none was expected of anything.

    Returns:
        The outcome; None where not all posts are in, or these posts cannot tell.
    """
    row = analysis.headline
    unread = analysis.verdict.reason == NotReady.code or analysis.verdict.code is VerdictCode.UNANSWERABLE
    if row is None or row.relative is None or row.relative <= -1 or unread or analysis.evidence is Evidence.OBSERVED:
        return None
    sign = direction(analysis, row.metric)
    difference = sign * log1p(row.relative)
    harmed = any(
        one.role is Role.GUARDRAIL and one.verdict is GuardrailVerdict.BROKEN and one.arm == row.arm
        for one in analysis.uplifts
    )
    stays = difference > log1p(extra_work) and not harmed
    confirmed = stays and row.verdict is VerdictCode.BETTER
    return OldNew(
        outcome=Outcome.CONFIRMED if confirmed else Outcome.KEPT if stays else Outcome.ROLLED_BACK,
        metric=row.metric,
        posts=row.posts,
        measured=row.relative,
        interval=row.relative_interval,
        p_value=row.p_adjusted,
        extra_work=extra_work,
        ahead=difference > 0,
        harmed=harmed,
        realistic=_realistic(row, difference, sign, changes),
    )


def direction(analysis: Analysis, metric: str) -> int:
    """1 where more of a metric is better, else -1."""
    known = {one.name: one.higher_is_better for one in analysis.metrics}
    return 1 if known.get(metric, True) else -1


def drawn(difference: float, error: float, expected: float, variance: float) -> tuple[float, float]:
    """What is realistic of a measured log ratio: its mean and standard deviation.

    Args:
        difference: Measured.
        error: Its standard error.
        expected: Sum of what was expected of the changes (log ratio); half of it is believed beforehand.
        variance: Of that sum under the same expectation.

    Examples:
        >>> mean, spread = drawn(0.952, 0.397, 0.33, 0.209)
        >>> round(expm1(mean), 2)
        0.85
    """
    weight = variance / (variance + error**2)
    return expected / 2 + weight * (difference - expected / 2), sqrt(variance * (1 - weight))


def expected_of(changes: Sequence[Adopted], metric: str, sigma: float) -> tuple[float, float]:
    """What was expected of all changes together (log ratio), and its variance.

    Args:
        changes: What was adopted.
        metric: Only decisions on this metric tell something of it.
        sigma: SD of its logs between posts.
    """
    ideas, total, variance = Ideas(sigma), 0.0, 0.0
    for one in changes:
        known = one.expected is not None and one.expected > -1 and one.metric == metric
        total += log1p(one.expected) if known and one.expected is not None else 0.0
        variance += PRIOR_SD**2 * (1 - (ideas.weight(one.posts) if known else 0.0))
    return total, variance


def _realistic(row: Uplift, difference: float, sign: int, changes: Sequence[Adopted]) -> Realistic | None:
    error = row.standard_error
    if not error or not changes:
        return None
    sigma = error * sqrt(sum(row.posts) / 4)
    total, variance = expected_of(changes, row.metric, sigma)
    mean, spread = drawn(difference, error, sign * total, variance)
    low, high = sorted(expm1(sign * (mean + way * REACH * spread)) for way in (-1, 1))
    return Realistic(expm1(sign * mean), (low, high))
