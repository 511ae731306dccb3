"""Two experiments on the same posts, from the step in which one of them is planned: a combined test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cliptrial.errors import InputError
from cliptrial.forms.saving import with_design
from cliptrial.planning.rounds.drawn import PlanTogether, plan_together
from cliptrial.registry.decisions import read_decisions
from cliptrial.registry.experiments import FILE, Loaded, load_all, load_experiment
from cliptrial.registry.files import read_text, write_atomically
from cliptrial.registry.plan.collisions import lock_all
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.plan.lock import LockRecord, read_lock
from cliptrial.registry.rounds.home import members
from cliptrial.registry.workspace import Workspace
from cliptrial.registry.yaml.writing import write_experiment


def partners(loaded: Loaded) -> tuple[str, ...]:
    """The experiments that share the posts of this one already."""
    return tuple(slug for slug in members(loaded.folder) if slug != loaded.slug)


def could_share(workspace: Workspace, loaded: Loaded) -> dict[str, str]:
    """By slug: the titles of experiments that could be tried on the same posts."""
    return {one.slug: one.experiment.title for one in load_all(workspace).loaded if _fits(loaded, one)}


def _fits(loaded: Loaded, other: Loaded) -> bool:
    plan, own = other.experiment, loaded.experiment
    alike = (
        other.slug != loaded.slug
        and plan.change.variable is not own.change.variable
        and set(plan.accounts) == set(own.accounts)
        and len(plan.change.variants) == len(own.change.variants) == 1
        and not (plan.design.twins or own.design.twins)
        and plan.design.unit is own.design.unit
    )
    if not alike or plan.design.round or own.design.round:
        return False
    try:
        return not (read_lock(other.folder) or read_links(other.folder) or read_decisions(other.folder))
    except InputError:
        return False


def plan_shared(
    workspace: Workspace, loaded: Loaded, others: Sequence[str], design: Mapping[str, object], topics: Sequence[str]
) -> PlanTogether:
    """Lay out this experiment and the others alike and draw them together; all is as it was where that is refused.

    Args:
        workspace: Where they belong.
        loaded: The experiment.
        others: Those on the same posts.
        design: The layout in time, as typed for this one.
        topics: One idea a line; empty keeps those there are.
    """
    together = [loaded, *(load_experiment(slug, workspace) for slug in others)]
    before = {one.folder / FILE: read_text(one.folder / FILE, FILE) for one in together}
    try:
        for one in together:
            write_experiment(one.folder, with_design(workspace, one, **design))
        return plan_together(workspace, [one.slug for one in together], topics=topics, today=date.today())
    except Exception:
        for path, text in before.items():
            write_atomically(path, text)
        raise


def lock_shared(workspace: Workspace, loaded: Loaded) -> LockRecord:
    """Lock a combined test; the lock of this experiment."""
    together = [load_experiment(slug, workspace) for slug in members(loaded.folder)]
    return lock_all(workspace, together, date.today())[loaded.slug]
