"""What several experiments add up to, by variable and metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, expm1, isfinite
from types import MappingProxyType

import numpy as np

from cliptrial.analysis.learning.changes import once
from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.metrics import CATALOGUE
from cliptrial.registry.model import Variable
from cliptrial.registry.series import Same
from cliptrial.stats.pooled.accounts import until_known
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior, learned_prior
from cliptrial.stats.pooled.random_effects import pool

ENOUGH_FOR_A_HEADLINE = 3
"""Tests from which something is said about a variable in general; two may agree by chance."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What all experiments with one variable and one primary metric say together.

    Attributes:
        variable: What was changed.
        metric: What was measured.
        experiments: Slugs of the pooled experiments, the oldest first.
        counted: Change in each test that counts, a ratio minus one; of a series on the same accounts there is one.
        code: ``too_few``, ``higher``, ``lower`` or ``open``: where the interval of the mean lies.
        relative: The mean effect, a ratio minus one; None below three tests.
        relative_interval: Its 95 % interval (Knapp-Hartung).
        next_interval: Where the true effect of the next such change may lie; None below five tests.
        p_value: Two-sided, of no effect on average; None below three tests.
        tau: SD of true effects between experiments, on the log scale.
        prior: What the next experiment of this variable reckons with.
        until_known: So many tests as exact as these it takes until the size of such effects is known to +-30 %.
    """

    variable: str
    metric: str
    experiments: tuple[str, ...]
    counted: tuple[float, ...]
    code: str
    relative: float | None
    relative_interval: tuple[float | None, float | None]
    next_interval: tuple[float | None, float | None]
    p_value: float | None
    tau: float | None
    prior: Prior
    until_known: float


def learned(
    lessons: Iterable[Lesson], same: Mapping[str, Same] = MappingProxyType({}), beyond: Sequence[Lesson] = ()
) -> tuple[Learned, ...]:
    """Pool the lessons that count, by variable and primary metric; most experiments first.

    What the new way of one client brings tells nothing of another's: checks are averaged instead.

    Args:
        lessons: What is pooled.
        same: By slug: which experiments try the same change; a series of them on the same accounts counts once.
        beyond: Lessons of others, which teach how large effects are and nothing else.
    """
    groups: dict[tuple[str, str], list[Lesson]] = {}
    for lesson in lessons:
        if lesson.left_out is None and lesson.variable != Variable.BUNDLE:
            groups.setdefault((lesson.variable, lesson.metric), []).append(lesson)
    pooled = [_pooled(family, group, same, beyond) for family, group in groups.items()]
    return tuple(sorted(pooled, key=lambda one: (-len(one.experiments), one.variable, one.metric)))


def _pooled(
    family: tuple[str, str], group: Sequence[Lesson], same: Mapping[str, Same], beyond: Sequence[Lesson]
) -> Learned:
    group = sorted(group, key=lambda one: (one.start or date.min, one.slug))
    tests = once(group, same)
    effects, errors = _numbers(tests)
    together = pool(effects, errors) if len(tests) >= ENOUGH_FOR_A_HEADLINE else None
    low, high = together.interval if together else (0.0, 0.0)
    return Learned(
        variable=family[0],
        metric=family[1],
        experiments=tuple(one.slug for one in group),
        counted=tuple(expm1(effect) for effect in effects),
        code="too_few" if together is None else "higher" if low > 0 else "lower" if high < 0 else "open",
        relative=expm1(together.estimate) if together else None,
        relative_interval=_ratios(together.interval) if together else (None, None),
        next_interval=_ratios(together.prediction) if together else (None, None),
        p_value=together.p_value if together else None,
        tau=together.tau if together else None,
        prior=prior_of([*group, *(one for one in beyond if (one.variable, one.metric) == family)], same),
        until_known=until_known(errors),
    )


def prior_of(lessons: Sequence[Lesson], same: Mapping[str, Same] = MappingProxyType({})) -> Prior:
    """What the next expected effect is drawn towards; the stated prior below five tests, and of noisy metrics.

    Args:
        lessons: Of one variable and metric.
        same: By slug: which experiments try the same change; a series of them on the same accounts counts once.
    """
    counted = once(lessons, same)
    if not counted or too_noisy(counted[0].metric):
        return EXPERIENCE
    return learned_prior(*_numbers(counted))


def too_noisy(metric: str) -> bool:
    """Whether experiments on this metric cannot tell how large effects are, as with views."""
    return metric in CATALOGUE and CATALOGUE[metric].noisy


def _numbers(lessons: Sequence[Lesson]) -> tuple[np.ndarray, np.ndarray]:
    effects = [one.effect for one in lessons]
    errors = [one.standard_error for one in lessons]
    return np.array(effects, dtype=np.float64), np.array(errors, dtype=np.float64)


def _ratios(ends: tuple[float, float]) -> tuple[float | None, float | None]:
    """Log ratios as ratios minus one; None where there is none."""
    low, high = (exp(min(end, 700.0)) - 1 if isfinite(end) else None for end in ends)
    return low, high
