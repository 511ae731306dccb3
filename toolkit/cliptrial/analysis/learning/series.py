"""Trying until it wins: a repeated test is counted, and what all of them say together stands beside its own answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from math import expm1

import numpy as np

from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.planned import RepeatedTest
from cliptrial.analysis.learning.lessons import Lesson, lesson_of
from cliptrial.analysis.learning.meanings import same_meaning
from cliptrial.analysis.learning.pooling import ENOUGH_FOR_A_HEADLINE
from cliptrial.analysis.learning.taught import Taught
from cliptrial.analysis.results import Analysis, VerdictCode
from cliptrial.errors import InputError
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.model import Unit
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.series import chance_of_luck, same_test
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.random_effects import pool


def series_findings(
    loaded: Loaded, workspace: Workspace, own: Analysis, teach: Callable[[str], Taught]
) -> Iterator[Finding]:
    """A note where this experiment is not the first of its kind; the verdict stays its own.

    Earlier tests count as soon as a post of theirs went out, whatever came out and whether or not it was locked.

    Args:
        loaded: The experiment.
        workspace: Where it belongs.
        own: Its analysis.
        teach: What one of the earlier tests taught, by its slug.
    """
    earlier = [(other, lesson) for other in _begun(loaded, workspace) if (lesson := _posted(other.slug, teach))]
    if not earlier:
        return
    lessons = [lesson for other, lesson in earlier if _same_way(loaded, other, workspace)] + [lesson_of(own)]
    together = _together([one for one in lessons if one.effect is not None], own)
    yield RepeatedTest(
        Level.NOTE,
        variable=loaded.experiment.change.variable.value,
        tests=len(earlier) + 1,
        better=sum(
            code is VerdictCode.BETTER for code in [own.verdict.code, *(lesson.verdict for _, lesson in earlier)]
        ),
        chance=chance_of_luck(len(earlier) + 1, loaded.experiment.analysis.alpha),
        experiments=tuple(other.slug for other, _ in earlier),
        pooled=together[0] if together else None,
        low=together[1] if together else None,
        high=together[2] if together else None,
    )


def _begun(loaded: Loaded, workspace: Workspace) -> list[Loaded]:
    """This client's tests of the same that were to begin earlier, the first one first; another one's are not named."""
    own = workspace.client_of(loaded.experiment.accounts)
    alike = [
        other
        for other in same_test(loaded, load_all(workspace).loaded)
        if other.experiment.design.unit is Unit.POST and workspace.client_of(other.experiment.accounts) == own
    ]
    days = {other.slug: _first_day(other) for other in alike}
    begun = [other for other in alike if "" < days[other.slug] < _first_day(loaded)]
    return sorted(begun, key=lambda other: (days[other.slug], other.slug))


def _first_day(loaded: Loaded) -> str:
    """The first planned day, to be sorted by; empty where nothing is planned, or the plan cannot be read."""
    try:
        schedule = read_plan(loaded.folder)
    except InputError:
        return ""
    return min((p.date.isoformat() for p in schedule.positions), default="") if schedule else ""


def _posted(slug: str, teach: Callable[[str], Taught]) -> Lesson | None:
    """Its lesson, where a post of it went out."""
    try:
        taught = teach(slug)
    except InputError:  # its own page says what is wrong with it
        return None
    return taught.lesson if taught.posted else None


def _same_way(one: Loaded, other: Loaded, workspace: Workspace) -> bool:
    """Whether the other test has the same control and metric, so that its effect has the same meaning."""
    first, second = one.experiment, other.experiment
    same_control = first.change.control.value == second.change.control.value
    same_kind = first.change.variable is second.change.variable and len(first.change.arms) == len(second.change.arms)
    if not (same_control and same_kind and first.metrics.primary == second.metrics.primary):
        return False
    days = (date.fromisoformat(_first_day(own)) for own in (one, other))
    return same_meaning(one, next(days), other, next(days), workspace)


def _together(lessons: list[Lesson], own: Analysis) -> tuple[float, float, float] | None:
    """The pooled change and its 95 % interval, as ratios minus one; None below three tests, or without its own."""
    if len(lessons) < ENOUGH_FOR_A_HEADLINE or lessons[-1].slug != (own.experiment and own.experiment.slug):
        return None
    effects = np.array([one.effect for one in lessons], dtype=np.float64)
    errors = np.array([one.standard_error for one in lessons], dtype=np.float64)
    pooled = pool(effects, errors)
    low, high = (expm1(min(end, 700.0)) for end in pooled.interval)
    return expm1(pooled.estimate), low, high
