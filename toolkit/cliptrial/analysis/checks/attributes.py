"""Was one variable changed? Each attribute is checked on the posts, taken as planned, or differs.

An attribute that is one with the arm, or nearly, forbids a verdict: nobody can tell which of the two did it. One that
chance would hardly have spread so unevenly lowers the evidence, and the estimate with it held equal stands beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cliptrial.analysis.checks.again import primary_estimate
from cliptrial.analysis.checks.crossed import evened
from cliptrial.analysis.checks.shown import Shown, held, shown
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.one_variable import (
    AttributeDiffers,
    AttributesAsPlanned,
    AttributesChecked,
    AttributeUnbalanced,
)
from cliptrial.analysis.material import Material
from cliptrial.analysis.units import Units
from cliptrial.stats.families import holm
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.separation import separation
from cliptrial.stats.weekdays import re_drawn_p, standardised_difference

CONSTANT = 0.9
"""Share of posts with the same sound from which it counts as held constant."""
NOTED = 0.25
"""Difference, in pooled standard deviations or as a share of posts, that is noted."""
UNLIKELY = 0.01
"""p under re-draws below which a difference is a warning, or withholds the verdict."""
TOTAL = 0.8
"""Separation from which an attribute and the arm are nearly one."""


@dataclass(frozen=True)
class Gap:
    """How one attribute differs between a variant and the control.

    Attributes:
        kept: Shape (posts,): posts of both that show it.
        treated: Shape (posts kept,).
        label: Column of the label that differs most; 0 of a number.
        difference: In standard deviations; of a label, the difference of its shares.
        apart: From 0, alike, to 1, never alike.
        p_value: How often re-draws leave so much.
    """

    attribute: Shown
    control: str
    arm: str
    kept: Bools
    treated: Bools
    label: int
    difference: float
    apart: float
    p_value: float

    @property
    def total(self) -> bool:
        """Whether attribute and arm are one, or nearly."""
        return self.apart >= 1 or (self.apart >= TOTAL and self.p_value < UNLIKELY)


def attribute_findings(material: Material, units: Units, *, with_numbers: bool) -> Iterator[Finding]:
    """Everything that was to be held constant.

    Args:
        material: The experiment.
        units: Its posts.
        with_numbers: Whether an estimate may be shown yet.
    """
    names, promised = held(material.experiment), material.experiment.hold_constant
    seen = {name: one for name in names if (one := shown(name, evened(name, material.outcomes, material.crossed)))}
    arms = [arm.id for arm in material.experiment.change.arms]
    uneven = list(_uneven([gap for one in seen.values() for gap in _gaps(one, units, arms)], promised))
    for finding, gap in uneven:
        if with_numbers and isinstance(finding, AttributeUnbalanced) and finding.level is Level.WARNING:
            yield _with_estimate(finding, gap, material, units)
        else:
            yield finding
    differs = {gap.attribute.name for _, gap in uneven}
    if "sound" in promised and "sound" in seen and "sound" not in differs:
        others = list(_other_sounds(seen["sound"]))
        yield from others
        differs |= {f.attribute for f in others}
    checked = tuple(name for name in promised if name in seen and name not in differs)
    if checked:
        yield AttributesChecked(Level.OK, attributes=checked)
    planned = tuple(name for name in promised if name in names and name not in seen)
    if planned:
        yield AttributesAsPlanned(Level.NOTE, attributes=planned)


def _uneven(
    gaps: Sequence[Gap], promised: Sequence[str]
) -> Iterator[tuple[AttributeDiffers | AttributeUnbalanced, Gap]]:
    """What is said of gaps: of those that are no more than noted only where the plan names the attribute."""
    adjusted = holm([gap.p_value for gap in gaps]) if gaps else ()
    for gap, p in zip(gaps, adjusted, strict=True):
        if gap.total:
            yield _differs(gap), gap
        elif p < UNLIKELY:
            yield _unbalanced(gap, Level.WARNING), gap
        elif abs(gap.difference) > NOTED and gap.attribute.name in promised:
            yield _unbalanced(gap, Level.NOTE), gap


def _gaps(attribute: Shown, units: Units, arms: Sequence[str]) -> Iterator[Gap]:
    """The gap between the control, which is named first, and every variant, where it is large enough to matter."""
    control, *variants = arms
    for variant in variants:
        kept = np.asarray(units.pair(control, variant) & attribute.known, dtype=np.bool_)
        treated: Bools = np.asarray(units.arm[kept] == variant, dtype=np.bool_)
        if treated.all() or not treated.any():
            continue
        values = attribute.columns[kept]
        apart = values[treated].mean(axis=0) - values[~treated].mean(axis=0)
        if not _matters(attribute, values, apart):
            continue
        drawn = units.redrawn(control, variant)
        label = int(np.abs(apart).argmax())
        yield Gap(
            attribute,
            control,
            variant,
            kept,
            treated,
            label,
            float(apart[label]) if attribute.labels else standardised_difference(values[:, 0], treated),
            max(separation(values, treated), float(np.abs(apart).sum() / 2) if attribute.one_each else 0.0),
            re_drawn_p(values, treated, drawn.among(kept), exact=drawn.exact),
        )


def _matters(attribute: Shown, values: Floats, apart: Floats) -> bool:
    least = attribute.least * (abs(float(values.mean())) if attribute.relative else 1.0)
    return bool(np.abs(apart).max(initial=0.0) > least)


def _differs(gap: Gap) -> AttributeDiffers:
    """The attribute and the arm are one: in how many of the variant's posts, and what each arm has."""
    values, posts = gap.attribute.columns[gap.kept], int(gap.treated.sum())
    return AttributeDiffers(
        Level.BLOCKER,
        attribute=gap.attribute.name,
        arm=gap.arm,
        posts=round(gap.apart * posts),
        of=posts,
        control=gap.control,
        arm_value=_usual(gap, values[gap.treated]),
        control_value=_usual(gap, values[~gap.treated]),
    )


def _usual(gap: Gap, values: Floats) -> float | str | None:
    """The median of a number; of sounds the one used most; the tag that differs, where most posts bear it."""
    if not gap.attribute.labels:
        return float(np.median(values[:, 0]))
    shares = values.mean(axis=0)
    if gap.attribute.one_each:
        return gap.attribute.labels[int(shares.argmax())]
    return gap.attribute.labels[gap.label] if shares[gap.label] > 0.5 else None


def _unbalanced(gap: Gap, level: Level) -> AttributeUnbalanced:
    labels = gap.attribute.labels
    return AttributeUnbalanced(
        level,
        attribute=gap.attribute.name,
        arm=gap.arm,
        difference=gap.difference,
        p_value=gap.p_value,
        label=labels[gap.label] if labels else None,
    )


def _with_estimate(finding: AttributeUnbalanced, gap: Gap, material: Material, units: Units) -> AttributeUnbalanced:
    """The finding with the primary estimate as planned, and with the attribute held equal."""
    column, known = gap.attribute.columns[:, gap.label], gap.attribute.known
    beside = np.where(known, column, column[known].mean())
    plain = primary_estimate(material, units, gap.control, gap.arm)
    equal = primary_estimate(material, replace(units, beside=beside), gap.control, gap.arm)
    if plain is None or equal is None:
        return finding
    return replace(finding, as_planned=plain.change, adjusted=equal.change, low=equal.low, high=equal.high)


def _other_sounds(sounds: Shown) -> Iterator[AttributeDiffers]:
    """Whether more than a few posts use another sound than the one used most, in whichever arm."""
    known = sounds.columns[sounds.known]
    usual = int(known.sum(axis=0).max(initial=0))
    if usual < CONSTANT * len(known):
        yield AttributeDiffers(Level.NOTE, attribute="sound", posts=len(known) - usual, of=len(known))
