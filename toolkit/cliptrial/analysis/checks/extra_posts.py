"""Does every position stand for one post, and every post for one experiment?"""

from __future__ import annotations

from collections.abc import Iterator

from cliptrial.analysis.checks.again import primary_estimate
from cliptrial.analysis.checks.plan import MANY
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.followed import ExtraPosts, FirstTakes, SharedPosts
from cliptrial.analysis.material import Material
from cliptrial.analysis.units import Units


def extra_findings(material: Material, units: Units, *, with_numbers: bool) -> Iterator[Finding]:
    """Second takes and posts changed for others, and posts that serve another experiment, too.

    Args:
        material: The experiment.
        units: Its posts.
        with_numbers: Whether an estimate may be shown yet.
    """
    positions = tuple(sorted({extra.position for extra in material.extras}))
    if positions:
        planned = len(material.outcomes)
        yield ExtraPosts(
            Level.BLOCKER if len(positions) > MANY * planned else Level.WARNING,
            posts=len(material.extras),
            positions=positions,
            of=planned,
            relinked=sum(extra.why == "relinked" for extra in material.extras),
        )
        if with_numbers:
            yield from _first_takes(material, units)
    if material.shared:
        posts = len(set[str]().union(*material.shared.values()))
        yield SharedPosts(Level.BLOCKER, posts=posts, experiments=tuple(sorted(material.shared)))


def _first_takes(material: Material, units: Units) -> Iterator[Finding]:
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    for variant in variants:
        chosen = primary_estimate(material, units, control, variant)
        first = primary_estimate(material, units, control, variant, material.first_takes)
        if first is not None:
            yield FirstTakes(
                Level.NOTE,
                metric=material.experiment.metrics.primary,
                arm=variant,
                as_planned=chosen.change if chosen else None,
                first_takes=first.change,
                low=first.low,
                high=first.high,
            )
