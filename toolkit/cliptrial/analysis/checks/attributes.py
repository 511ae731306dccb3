"""Was one variable changed? Each attribute is checked on the posts, taken as planned, or differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from cliptrial.analysis.checks.plan import carries
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.one_variable import (
    AttributeDiffers,
    AttributesAsPlanned,
    AttributesChecked,
    AttributeUnbalanced,
    VariableAsPlanned,
    VariableChecked,
)
from cliptrial.analysis.material import Material, Outcome
from cliptrial.analysis.units import Units
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.weekdays import re_drawn_p, standardised_difference

CONSTANT = 0.9
"""Share of posts with the same value from which an attribute counts as held constant."""
NOTED = 0.25
"""Standardised difference that is noted."""
UNLIKELY = 0.01
"""p under re-draws below which a difference is a warning."""


def attribute_findings(material: Material, units: Units) -> Iterator[Finding]:
    """The variable itself, then everything that was to be held constant."""
    yield from _variable(material)
    checked, planned = [], []
    for attribute in material.experiment.hold_constant:
        on_attribute = _attribute(attribute, material, units)
        if on_attribute is None:
            planned.append(attribute)
        elif on_attribute:
            yield from on_attribute
        else:
            checked.append(attribute)
    if checked:
        yield AttributesChecked(Level.OK, attributes=tuple(checked))
    if planned:
        yield AttributesAsPlanned(Level.NOTE, attributes=tuple(planned))


def _variable(material: Material) -> Iterator[Finding]:
    change = material.experiment.change
    seen = [carries(o, change.arms, change.variable) for o in material.outcomes if o.post]
    if None in seen:
        yield VariableAsPlanned(Level.NOTE, variable=change.variable.value)
    elif all(seen):
        yield VariableChecked(Level.OK, variable=change.variable.value)


def _attribute(attribute: str, material: Material, units: Units) -> list[Finding] | None:
    """Findings on one attribute; an empty list if it was held; None where no source shows it."""
    if attribute == "sound":
        return _sound(material, units)
    measure = _MEASURES.get(attribute)
    if measure is None:
        return None
    values = np.array([np.nan if (v := measure(o)) is None else v for o in material.outcomes])
    posted = np.array([o.post is not None for o in material.outcomes])
    if not posted.any() or (~np.isnan(values[posted])).mean() < CONSTANT:
        return None
    return list(_unbalanced(attribute, values, material, units))


def _unbalanced(attribute: str, values: Floats, material: Material, units: Units) -> Iterator[Finding]:
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    for variant in variants:
        kept = units.pair(control, variant) & ~np.isnan(values)
        treated: Bools = np.asarray(units.arm[kept] == variant, dtype=np.bool_)
        if treated.all() or not treated.any():
            continue
        difference = standardised_difference(values[kept], treated)
        if abs(difference) <= NOTED:
            continue
        drawn = units.redrawn(control, variant)
        p = re_drawn_p(values[kept], treated, drawn.among(kept), exact=drawn.exact)
        level = Level.WARNING if p < UNLIKELY else Level.NOTE
        yield AttributeUnbalanced(level, attribute=attribute, arm=variant, difference=difference, p_value=p)


def _sound(material: Material, units: Units) -> list[Finding] | None:
    """Sounds are names, so each is compared with the one used most."""
    sounds = [o.post.sound.casefold() if o.post and o.post.sound else None for o in material.outcomes]
    known = [sound for sound in sounds if sound]
    if len(known) < CONSTANT * sum(o.post is not None for o in material.outcomes) or not known:
        return None
    usual = max(sorted(set(known)), key=known.count)
    differs = np.array([sound != usual if sound else np.nan for sound in sounds], dtype=np.float64)
    other = int(np.nansum(differs))
    if len(known) - other >= CONSTANT * len(known):
        return []
    unbalanced = list(_unbalanced("sound", differs, material, units))
    level = Level.BLOCKER if any(f.level is Level.WARNING for f in unbalanced) else Level.NOTE
    return [AttributeDiffers(level, attribute="sound", posts=other, of=len(known))]


def _hour(outcome: Outcome) -> float | None:
    """Hours off the planned slot, not more than a day."""
    return None if outcome.late is None else float(np.clip((outcome.late + 12) % 24 - 12, -12, 12))


def _duration(outcome: Outcome) -> float | None:
    return outcome.post.duration if outcome.post else None


def _tags(outcome: Outcome) -> float | None:
    return float(len(outcome.post.hashtags)) if outcome.post and outcome.post.hashtags is not None else None


def _caption(outcome: Outcome) -> float | None:
    return float(len(outcome.post.caption)) if outcome.post and outcome.post.caption else None


_MEASURES: dict[str, Callable[[Outcome], float | None]] = {
    "slot": _hour,
    "duration": _duration,
    "hashtags": _tags,
    "caption": _caption,
}
