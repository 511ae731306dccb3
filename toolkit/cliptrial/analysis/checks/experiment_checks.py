"""Every check of an experiment that needs no comparison of numbers, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from cliptrial.analysis.checks.attributes import attribute_findings
from cliptrial.analysis.checks.early_end import early_end_findings
from cliptrial.analysis.checks.extra_posts import extra_findings
from cliptrial.analysis.checks.improbable import like_findings
from cliptrial.analysis.checks.measurement import measurement_findings
from cliptrial.analysis.checks.plan import (
    deviation_findings,
    lock_findings,
    ready_findings,
    rule_findings,
    uneven_findings,
)
from cliptrial.analysis.checks.variable import variable_findings
from cliptrial.analysis.checks.weekdays import period_findings, rotation_findings
from cliptrial.analysis.findings import Finding
from cliptrial.analysis.interim import CurrentLook
from cliptrial.analysis.material import Material
from cliptrial.analysis.planned_posts import posted_weekdays, posting_times
from cliptrial.analysis.results import PostResult
from cliptrial.analysis.units import Units


def experiment_findings(
    material: Material, units: Units, look: CurrentLook | None, posts: Sequence[PostResult]
) -> Iterator[Finding]:
    """What the plan, the posts and their numbers show before arms are compared.

    Args:
        material: Plan and posts.
        units: The positions.
        look: The look that may be taken; without one nothing is told from which an uplift could be read.
        posts: The positions with the numbers that may be shown.
    """
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    posted, weekday = posted_weekdays(material)
    yield from ready_findings(material, look)
    yield from early_end_findings(material, look)
    broken = tuple(rule_findings(material))
    yield from broken
    yield from lock_findings(material, _first_post(material))
    yield from deviation_findings(material)
    if posted.any() and not broken:
        yield from uneven_findings(material, units)
        yield from rotation_findings(units, posted, weekday, control, variants)
        yield from period_findings(units, posted, posting_times(material), control, variants, slope_held=True)
        yield from extra_findings(material, units, with_numbers=look is not None)
        yield from variable_findings(material)
        yield from attribute_findings(material, units, with_numbers=look is not None)
        yield from measurement_findings(material)
    if material.likes is not None:
        yield from like_findings(units, material.likes, posts)


def _first_post(material: Material) -> date | None:
    return min((o.posted.date() for o in material.outcomes if o.posted), default=None)
