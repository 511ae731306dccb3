"""A schedule's positions as arrays, and the questions that are asked of them."""

from __future__ import annotations

import numpy as np

from cliptrial.analysis.checks.plan import is_late
from cliptrial.analysis.checks.shown import hours_off
from cliptrial.analysis.interim import CurrentLook
from cliptrial.analysis.material import Material, common_export
from cliptrial.analysis.results import Role
from cliptrial.analysis.rows import Question
from cliptrial.analysis.units import Assignment, Units, on_one_level
from cliptrial.stats.inversion import Bools, Floats


def planned_units(material: Material, draws: int, look: CurrentLook | None) -> Units:
    """Every position as planned, those beyond the current look left aside."""
    positions = material.schedule.positions
    accounts = list(dict.fromkeys(p.account for p in positions))
    zeros = np.zeros(len(positions), dtype=np.int64)
    return Units(
        arm=np.array([p.arm for p in positions], dtype=object),
        assignment=Assignment.SCHEDULE,
        account=np.array([accounts.index(p.account) for p in positions], dtype=np.int64),
        weekday=np.array([p.date.weekday() for p in positions], dtype=np.int64),
        stratum=zeros,
        block=np.array([p.block for p in positions], dtype=np.int64),
        included=_included(material, look.included if look and not look.final else None),
        schedule=material.schedule,
        draws=draws,
        seed=material.schedule.rule.seed,
    )


def _included(material: Material, seen: Bools | None) -> Bools | None:
    """The positions that count: those of the look, without posts from beyond a change of what is counted.

    Those are no missing posts, which might have shown anything: their day alone, and no arm, decides that they go.
    """
    across = material.readings[material.experiment.metrics.primary].across
    if across is None:
        return seen
    gone = {*across.posts}
    same = np.array([o.post is None or o.post.post_id not in gone for o in material.outcomes], dtype=np.bool_)
    return same if seen is None else same & seen


def posted_weekdays(material: Material) -> tuple[np.ndarray, np.ndarray]:
    """Which positions were posted, and on which weekday (the planned one where nothing was)."""
    posted = np.array([o.posted is not None for o in material.outcomes], dtype=np.bool_)
    days = [(o.posted or o.position.date).weekday() for o in material.outcomes]
    return posted, np.array(days, dtype=np.int64)


def hours_late(material: Material) -> Floats:
    """Hours off the slot of posts that missed it; 0 of all others."""
    return np.array([hours_off(o) or 0.0 if o.posted and is_late(o) else 0.0 for o in material.outcomes])


def posting_times(material: Material) -> Floats:
    """Time of posting of every position, UTC epoch seconds; 0 where nothing was posted."""
    return np.array([o.posted.timestamp() if o.posted else 0.0 for o in material.outcomes])


def questions_of(material: Material) -> list[Question]:
    """The plan's metrics in their roles, the one that decides first."""
    metrics = material.experiment.metrics
    return [
        _question(material, metrics.primary, Role.PRIMARY),
        *(_question(material, name, Role.SECONDARY) for name in metrics.secondary),
        *(_question(material, g.metric, Role.GUARDRAIL, g.worst_acceptable) for g in metrics.guardrails),
    ]


def _question(material: Material, name: str, role: Role, worst_acceptable: float | None = None) -> Question:
    blocks = material.experiment.design.twins or common_export(material.readings[name])
    platforms = _platforms(material)
    values = material.values(name)
    if platforms:
        values = on_one_level(values, np.unique(platforms, return_inverse=True)[1].ravel())
    return Question(material.metric(name), role, values, worst_acceptable, blocks=blocks, platforms=platforms)


def _platforms(material: Material) -> tuple[str, ...]:
    """By position: where its account posts; nothing where all of them post on one platform."""
    accounts = material.workspace.accounts
    known = {name: settings.platform for name, settings in accounts.items()}
    platforms = tuple(known.get(position.account, "tiktok") for position in material.schedule.positions)
    return platforms if len({*platforms}) > 1 else ()
