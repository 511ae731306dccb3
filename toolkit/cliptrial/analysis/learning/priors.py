"""The prior of an expected effect: the stated one, or what earlier experiments taught where the metric is quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from cliptrial.analysis.learning.meanings import same_meaning
from cliptrial.analysis.learning.pooling import prior_of, too_noisy
from cliptrial.analysis.learning.taught import Taught
from cliptrial.errors import InputError
from cliptrial.registry.experiments import Loaded, load_all
from cliptrial.registry.model import Unit
from cliptrial.registry.plan.lock import read_lock
from cliptrial.registry.plan.period_files import read_plan
from cliptrial.registry.series import same_changes
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.prior import EXPERIENCE, Prior
from cliptrial.stats.pooled.random_effects import ENOUGH_TO_PREDICT


def earlier_experiments(loaded: Loaded, workspace: Workspace) -> tuple[Loaded, ...]:
    """Locked experiments on the same variable and primary metric that were over when this one began.

    Only those: what came later, or ran beside it, must not change what this one says; nor may experiments of a client
    who does not teach, nor those of others where its own does not learn. Empty below the five from which a prior can
    be learned, and where the metric is too noisy to learn from.
    """
    if too_noisy(loaded.experiment.metrics.primary):
        return ()
    alike = (other for other in load_all(workspace).loaded if family(other) == family(loaded))
    return earlier_among(loaded, [(other, days) for other in alike if (days := locked_days(other))], workspace)


Days = tuple[date, date]
"""The first planned day, and the one on which the last post reaches its measuring age."""


def family(loaded: Loaded) -> tuple[str, str]:
    """Variable and primary metric: what a prior is learned for."""
    return loaded.experiment.change.variable.value, loaded.experiment.metrics.primary


def earlier_among(loaded: Loaded, others: Iterable[tuple[Loaded, Days]], workspace: Workspace) -> tuple[Loaded, ...]:
    """Those of the same family, each with its days, that it may learn from and that were over when it began."""
    begun = _schedule_days(loaded)
    if begun is None or too_noisy(loaded.experiment.metrics.primary):
        return ()
    own = workspace.client_of(loaded.experiment.accounts)
    earlier = tuple(
        other
        for other, (first, over) in others
        if other.slug != loaded.slug
        and over <= begun[0]
        and same_meaning(loaded, begun[0], other, first, workspace)
        and workspace.learns_from(own, workspace.client_of(other.experiment.accounts))
    )
    return earlier if len(earlier) >= ENOUGH_TO_PREDICT else ()


def locked_days(loaded: Loaded) -> Days | None:
    """When a locked experiment on posts began and was over; None where there is none."""
    if loaded.experiment.design.unit is Unit.VIEWER:
        return None
    days = _schedule_days(loaded)
    if days is None or not _locked(loaded):
        return None
    return days[0], days[1] + timedelta(days=loaded.experiment.design.measure_at)


def prior_for(loaded: Loaded, workspace: Workspace, teach: Callable[[str], Taught]) -> Prior:
    """The prior of an experiment's primary metric.

    Args:
        loaded: The experiment.
        workspace: Where it belongs.
        teach: What one of the earlier experiments taught, by its slug.
    """
    lessons, earlier = [], earlier_experiments(loaded, workspace)
    for other in earlier:
        try:
            lessons.append(teach(other.slug).lesson)
        except InputError:  # its own page says what is wrong with it
            continue
    return prior_of(lessons, same_changes(earlier)) if lessons else EXPERIENCE


def _schedule_days(loaded: Loaded) -> tuple[date, date] | None:
    """First and last planned day."""
    try:
        schedule = read_plan(loaded.folder)
    except InputError:
        return None
    days = [p.date for p in schedule.positions] if schedule else []
    return (min(days), max(days)) if days else None


def _locked(loaded: Loaded) -> bool:
    try:
        return read_lock(loaded.folder) is not None
    except InputError:
        return False
