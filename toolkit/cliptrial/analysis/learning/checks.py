"""Old-against-new checks over all clients: each with its outcome, and their average, account by account.

The average is about these checks together; it confirms far more often than one of them, and says nothing about any
single one. It stands on the agency's own page only, for no client's page shows another client's numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import expm1

from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.analysis.results import Outcome, VerdictCode
from cliptrial.metrics import CATALOGUE
from cliptrial.registry.decisions import Choice
from cliptrial.registry.model import Variable
from cliptrial.stats.pooled.average import average

ALPHA = 0.05
FEWEST = 2
"""Checks that have an average."""


@dataclass(frozen=True, slots=True)
class CheckAverage:
    """The mean over checks of one metric.

    Attributes:
        metric: What was compared.
        checks: Their slugs, one for each set of accounts, the newest one.
        relative: The mean difference, a ratio minus one.
        interval: Its 95 % interval.
        p_value: Two-sided.
        confirmed: Whether the new ways together are ahead beyond chance.
    """

    metric: str
    checks: tuple[str, ...]
    relative: float
    interval: tuple[float, float]
    p_value: float
    confirmed: bool


def is_check_lesson(lesson: Lesson) -> bool:
    """Whether a lesson is of a check."""
    return lesson.variable == Variable.BUNDLE


def outcome_by_decision(lesson: Lesson) -> Outcome | None:
    """What became of a check by its last decision; None where none is made yet."""
    if lesson.decision == Choice.DROP:
        return Outcome.ROLLED_BACK
    if lesson.decision != Choice.SHIP:
        return None
    return Outcome.CONFIRMED if lesson.verdict is VerdictCode.BETTER else Outcome.KEPT


def check_averages(lessons: Sequence[Lesson], longer: Collection[str] = ()) -> tuple[CheckAverage, ...]:
    """The average of all checks, by metric, the newest check of every set of accounts.

    Args:
        lessons: Of all experiments, the newest first.
        longer: Checks that only made another one longer: those follow a bad result, so they would bend the mean.
    """
    groups: dict[str, dict[tuple[str, ...], Lesson]] = {}
    for one in lessons:
        if is_check_lesson(one) and one.left_out is None and one.effect is not None and one.slug not in longer:
            groups.setdefault(one.metric, {}).setdefault(one.accounts, one)
    return tuple(_averages(groups))


def _averages(groups: dict[str, dict[tuple[str, ...], Lesson]]) -> Iterator[CheckAverage]:
    for metric, by_accounts in sorted(groups.items()):
        checks = list(by_accounts.values())
        if len(checks) < FEWEST:
            continue
        effects, errors = ([getattr(one, name) or 0.0 for one in checks] for name in ("effect", "standard_error"))
        over_all = average(effects, errors, [one.posts - 2.0 for one in checks])
        up = CATALOGUE[metric].higher_is_better if metric in CATALOGUE else True
        low, high = over_all.interval(1 - ALPHA)
        yield CheckAverage(
            metric=metric,
            checks=tuple(one.slug for one in checks),
            relative=expm1(float(over_all.mean)),
            interval=(expm1(low), expm1(high)),
            p_value=float(over_all.p_value),
            confirmed=bool(over_all.p_value < ALPHA) and (float(over_all.mean) > 0) is up,
        )
