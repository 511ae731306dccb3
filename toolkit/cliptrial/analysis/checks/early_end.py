"""A test that was planned to end early where a clear answer becomes unlikely: may it be ended, and was it?

Nothing that is told says how large an effect is or where it points: only that the planned end will hardly be clear.
Whoever goes on all the same has as few false positives as without; whoever ends the test may not call anything better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import inf

from cliptrial.analysis.checks.plan import MANY
from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.findings import Finding, Level
from cliptrial.analysis.findings.planned import EarlyEndPlanned, EndedEarly, MayEndEarly
from cliptrial.analysis.interim import CurrentLook, early_ends, is_complete, last_limit
from cliptrial.analysis.material import Material
from cliptrial.analysis.planned_posts import planned_units, questions_of
from cliptrial.analysis.results import Analysis, Role, Uplift, VerdictCode
from cliptrial.analysis.rows import Question
from cliptrial.analysis.units import Units
from cliptrial.registry.decisions import Choice
from cliptrial.stats.futility import UNLIKELY, chance_of_clear
from cliptrial.stats.inversion import Bools

ENDING = (Choice.DROP, Choice.INCONCLUSIVE)
"""Decisions that end a test early; whoever adopts has not ended it because it was dead."""
DRAWS = 99
"""An estimate and its spread do not depend on the draws."""


def ended_early(material: Material, look: CurrentLook | None) -> CurrentLook | None:
    """Where the test was ended: after the blocks that were complete on the day of the first decision.

    None where it was planned otherwise, goes on, went on to its end, or was ended while a clear answer was likely
    enough.
    """
    decision = next(iter(material.decisions), None)
    if not _planned(material) or decision is None or decision.what not in ENDING or _went_on(material, look):
        return None
    included = _furthest(material, decision.when)
    if included is None or not _unlikely(material, included):
        return None
    looks = material.experiment.analysis.looks
    return CurrentLook(looks, looks, included, material.experiment.analysis.alpha, ended_on=decision.when)


def early_end_findings(material: Material, look: CurrentLook | None) -> Iterator[Finding]:
    """That it may be ended early, whether it may now, or that it was."""
    of = len(material.outcomes)
    if look is not None and look.ended_on is not None:
        yield EndedEarly(Level.NOTE, ended_on=look.ended_on, posts=int(look.included.sum()), of=of)
    elif _planned(material) and not (look and look.final) and not material.decisions:
        included = _furthest(material)
        if included is not None and _unlikely(material, included):
            yield MayEndEarly(Level.NOTE, posts=int(included.sum()), of=of)
        elif (first := next(early_ends(material), None)) is not None:
            yield EarlyEndPlanned(Level.OK, posts=int(first.sum()), of=of)


def _planned(material: Material) -> bool:
    """Whether the locked plan says so; what was written down later may be a choice by what was seen."""
    written = material.experiment.analysis.futility and material.lock is not None
    return written and not any(field.startswith("analysis") for field in material.changed)


def _went_on(material: Material, look: CurrentLook | None) -> bool:
    """Whether the planned end came with its posts: days alone pass for a test that was ended, too."""
    missing = sum(outcome.post is None for outcome in material.outcomes)
    return look is not None and look.final and missing <= MANY * len(material.outcomes)


def _furthest(material: Material, by: date | None = None) -> Bools | None:
    complete = [included for included in early_ends(material) if is_complete(material, included, by)]
    return complete[-1] if complete else None


def _unlikely(material: Material, included: Bools) -> bool:
    control, *variants = [arm.id for arm in material.experiment.change.arms]
    units = replace(planned_units(material, DRAWS, None), included=included)
    return unlikely(units, questions_of(material)[0], control, variants, last_limit(material))


def unlikely(units: Units, question: Question, control: str, variants: Sequence[str], alpha: float) -> bool:
    """Whether all variants together have less than one chance in ten of a clear answer at the planned end.

    Args:
        units: Every position planned, those seen so far ``included``.
        question: The metric that decides.
        control: The control.
        variants: The others.
        alpha: The two-sided p that counts at the planned end, for all variants together.
    """
    assert units.included is not None
    share, chances = float(units.included.mean()), []
    for variant in variants:
        seen = compare_pair(units, question.values, question.metric, control, variant, blocks=question.blocks)
        if not isinstance(seen, Comparison) or not 0 < seen.inversion.standard_error < inf:
            return False
        more = sum(seen.posts) * (1 / share - 1)
        chances.append(
            chance_of_clear(
                seen.inversion.estimate,
                seen.inversion.standard_error,
                share,
                alpha=alpha / len(variants),
                freedom=seen.inversion.freedom + more,
            )
        )
    return sum(chances) < UNLIKELY


def only_complete(material: Material, look: CurrentLook | None) -> Material:
    """Without the posts after the blocks that count, where the test was ended early: those are not missing."""
    if look is None or look.ended_on is None:
        return material
    counted = {o.position.position for o, here in zip(material.outcomes, look.included, strict=True) if here}
    coverage = material.coverage
    return replace(
        material,
        outcomes=tuple(
            o if o.position.position in counted else replace(o, post=None, posted=None) for o in material.outcomes
        ),
        coverage=replace(
            coverage,
            due=tuple(n for n in coverage.due if n in counted),
            without_snapshot=tuple(n for n in coverage.without_snapshot if n in counted),
        ),
    )


def claims_nothing(analysis: Analysis, look: CurrentLook | None) -> Analysis:
    """Of a test that was ended early nothing is better, worse or without a difference: it is open."""
    if look is None or look.ended_on is None:
        return analysis
    verdicts = tuple(
        one
        if one.code is VerdictCode.UNANSWERABLE
        else replace(one, code=VerdictCode.INCONCLUSIVE, size=None, reason=EndedEarly.code)
        for one in analysis.verdicts
    )
    own = next(new for old, new in zip(analysis.verdicts, verdicts, strict=True) if old == analysis.verdict)
    return replace(analysis, uplifts=tuple(map(_open, analysis.uplifts)), verdict=own, verdicts=verdicts)


def _open(row: Uplift) -> Uplift:
    if row.role is Role.GUARDRAIL or row.verdict is VerdictCode.UNANSWERABLE:
        return row
    return replace(row, verdict=VerdictCode.INCONCLUSIVE, size=None, reason=EndedEarly.code)
