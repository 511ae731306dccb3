"""Old against new: what becomes of all adopted changes once they were checked together.

The new way stays where it is ahead by more than its extra work; it is confirmed where that is also an answer of the
test. Beside what was measured stands what is realistic: the measured difference drawn towards half of what the
decisions expected, since those expect too much where ideas are worth less than assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1, log1p, sqrt

from cliptrial.analysis.findings.planned import NotReady
from cliptrial.analysis.results import (
    Analysis,
    Evidence,
    GuardrailVerdict,
    OldNew,
    Outcome,
    Realistic,
    Role,
    Uplift,
    VerdictCode,
)
from cliptrial.registry.beside.adopted import Adopted, steps
from cliptrial.stats.growth import Ideas
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

__all__ = ["OldNew", "Outcome", "Realistic", "direction", "drawn", "expected_of", "outcome_of"]

REACH = 1.2815515655446004
"""Standard errors to either side of an 80 % interval."""


def outcome_of(
    analysis: Analysis, extra_work: float = 0.0, changes: Sequence[Adopted] = (), first: Analysis | None = None
) -> OldNew | None:
    """Whether the new way stays.

    Args:
        analysis: Of an old-against-new check.
        extra_work: What all its changes together cost for ever, as a share of a post's worth.
        changes: What was adopted, for the realistic value; without them none was expected of anything.
        first: The check that this one makes longer: both count by their posts, and nothing is confirmed any more,
            for only a check that was about to be rolled back is made longer.

    Returns:
        The outcome; None where not all posts are in, or these posts cannot tell.
    """
    row, before = _told(analysis), _told(first) if first else None
    if row is None or row.relative is None or (first is not None and before is None):
        return None
    sign, rows = direction(analysis, row.metric), [row] if before is None else [before, row]
    difference, error, posts = _pooled(rows, sign)
    harmed = any(
        one.role is Role.GUARDRAIL and one.verdict is GuardrailVerdict.BROKEN and one.arm == row.arm
        for one in analysis.uplifts
    )
    stays = difference > log1p(extra_work) and not harmed
    confirmed = stays and before is None and row.verdict is VerdictCode.BETTER
    return OldNew(
        outcome=Outcome.CONFIRMED if confirmed else Outcome.KEPT if stays else Outcome.ROLLED_BACK,
        metric=row.metric,
        posts=posts,
        measured=expm1(sign * difference),
        interval=row.relative_interval if before is None else (None, None),
        p_value=row.p_adjusted if before is None else None,
        extra_work=extra_work,
        ahead=difference > 0,
        worse=before is None and row.verdict is VerdictCode.WORSE,
        harmed=harmed,
        realistic=_realistic(row.metric, difference, error, posts, sign, changes),
        longer=before is not None,
        new=tuple(one.label for one in changes),
        old=tuple(one.before for one in changes),
    )


def _told(analysis: Analysis) -> Uplift | None:
    """The row that may be read; None where nothing may be yet."""
    row = analysis.headline
    unread = analysis.verdict.reason == NotReady.code or analysis.verdict.code is VerdictCode.UNANSWERABLE
    if row is None or row.relative is None or row.relative <= -1 or unread or analysis.evidence is Evidence.OBSERVED:
        return None
    return row


def _pooled(rows: Sequence[Uplift], sign: int) -> tuple[float, float | None, tuple[int, int]]:
    """Difference (log ratio, up is good), its standard error and the posts of several lots, weighed by their posts."""
    weights = [row.posts[0] * row.posts[1] / max(sum(row.posts), 1) for row in rows]
    total = sum(weights) or 1.0
    logs = [sign * log1p(row.relative or 0.0) for row in rows]
    difference = sum(weight * log for weight, log in zip(weights, logs, strict=True)) / total
    squares = [(weight / total * (row.standard_error or 0.0)) ** 2 for weight, row in zip(weights, rows, strict=True)]
    error = sqrt(sum(squares)) if all(row.standard_error for row in rows) else None
    return difference, error, (sum(row.posts[0] for row in rows), sum(row.posts[1] for row in rows))


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
        changes: What was adopted; each counts with those that it was built on, since old is what was before all.
        metric: Only decisions on this metric tell something of it.
        sigma: SD of its logs between posts.
    """
    ideas, total, variance = Ideas(sigma), 0.0, 0.0
    for one in steps(changes):
        known = one.expected is not None and one.expected > -1 and one.metric == metric
        total += log1p(one.expected) if known and one.expected is not None else 0.0
        variance += PRIOR_SD**2 * (1 - (ideas.weight(one.posts) if known else 0.0))
    return total, variance


def _realistic(
    metric: str, difference: float, error: float | None, posts: tuple[int, int], sign: int, changes: Sequence[Adopted]
) -> Realistic | None:
    if not error or not changes:
        return None
    sigma = error * sqrt(sum(posts) / 4)
    total, variance = expected_of(changes, metric, sigma)
    mean, spread = drawn(difference, error, sign * total, variance)
    low, high = sorted(expm1(sign * (mean + way * REACH * spread)) for way in (-1, 1))
    return Realistic(expm1(sign * mean), (low, high))
