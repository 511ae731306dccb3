"""The prior of an expected effect: the stated one, or what earlier experiments taught where the metric is quiet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from cliptrial.analysis.learning.lessons import lesson_of, prior_of, too_noisy
from cliptrial.analysis.results import Analysis
from cliptrial.errors import InputError
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.model import Unit
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.schedule_files import read_schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior
from cliptrial.stats.pooled.random_effects import ENOUGH_TO_PREDICT


def earlier_experiments(loaded: Loaded, workspace: Workspace) -> tuple[Loaded, ...]:
    """Locked experiments on the same variable and primary metric that were over when this one began.

    Only those: what came later, or ran beside it, must not change what this one says. Empty below the five
    from which a prior can be learned, and where the metric is too noisy to learn from.
    """
    schedule, own = _schedule_days(loaded), loaded.experiment
    if schedule is None or too_noisy(own.metrics.primary):
        return ()
    earlier = []
    for other in load_all(workspace).loaded:
        plan = other.experiment
        alike = plan.change.variable is own.change.variable and plan.metrics.primary == own.metrics.primary
        if other.slug == loaded.slug or not alike or plan.design.unit is Unit.VIEWER:
            continue
        days = _schedule_days(other)
        if days and days[1] + timedelta(days=plan.design.measure_at) <= schedule[0] and _locked(other):
            earlier.append(other)
    return tuple(earlier) if len(earlier) >= ENOUGH_TO_PREDICT else ()


def prior_for(loaded: Loaded, workspace: Workspace, analyse: Callable[[str], Analysis]) -> Prior:
    """The prior of an experiment's primary metric.

    Args:
        loaded: The experiment.
        workspace: Where it belongs.
        analyse: Analyses one of the earlier experiments, by its slug.
    """
    lessons = []
    for other in earlier_experiments(loaded, workspace):
        try:
            lessons.append(lesson_of(analyse(other.slug)))
        except InputError:  # its own page says what is wrong with it
            continue
    return prior_of(lessons) if lessons else EXPERIENCE


def _schedule_days(loaded: Loaded) -> tuple[date, date] | None:
    """First and last planned day."""
    try:
        schedule = read_schedule(loaded.folder)
    except InputError:
        return None
    days = [p.date for p in schedule.positions] if schedule else []
    return (min(days), max(days)) if days else None


def _locked(loaded: Loaded) -> bool:
    try:
        return read_lock(loaded.folder) is not None
    except InputError:
        return False
