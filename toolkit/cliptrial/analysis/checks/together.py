"""The other questions of a combined test: what they are, and whether this one's effect differed between their arms.

The answer itself holds the others equal. Beside it stands the effect among the posts with each arm of another question,
every half by itself and by the same least squares; they differ where the difference is more than its standard errors
leave to chance (Welch's t). A half of 16 posts shows very large differences only: this is told, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cliptrial.analysis.estimate import COUNTED, by_logs
from cliptrial.analysis.results import OtherIdea, OtherTexts
from cliptrial.analysis.rows import Question
from cliptrial.analysis.units import Units
from cliptrial.errors import InputError
from cliptrial.registry.beside.texts import read_texts
from cliptrial.registry.experiments import Loaded, load_experiment
from cliptrial.registry.plan.schedule import Crossed, Schedule
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.inversion import Bools, Floats
from cliptrial.stats.ratio.log_ratio import LogFit
from cliptrial.stats.ratio.rate_linear import LinearRateFit
from cliptrial.stats.special import stdtrit

CONFIDENCE = 0.99
"""At 95 % chance differs too often where days resemble each other: in 7 of 100 tests of 16 posts; at 99 % in 1 or 2."""
Half = tuple[float, float, float]
"""A log ratio, its standard error, and the degrees of freedom behind that."""


def other_ideas(workspace: Workspace, schedule: Schedule) -> tuple[OtherIdea, ...]:
    """What the other questions on these posts are called; without numbers."""
    return tuple(_named(workspace, one) for one in schedule.crossed)


def with_effects(
    ideas: tuple[OtherIdea, ...], units: Units, question: Question, control: str, variant: str
) -> Iterator[OtherIdea]:
    """The same with this question's effect by the arms of each; as they are where a half cannot be computed.

    Args:
        ideas: In the order of the schedule.
        units: The posts, as planned.
        question: The metric whose effect is told.
        control: This question's control.
        variant: This question's variant.
    """
    kept = units.pair(control, variant) & question.values.read
    for number, idea in enumerate(ideas):
        others = np.delete(units.others, number, axis=1)
        halves = [
            _half(question, kept & (units.others[:, number] == side), units.arm == variant, others) for side in (-1, 1)
        ]
        yield _told(idea, *halves)


def _half(question: Question, chosen: Bools, treated: Bools, others: Floats) -> Half | None:
    """The effect among some of the posts; None where they do not tell it apart from the rest of the questions."""
    top, bottom = question.values.numerator[chosen], question.values.denominator[chosen]
    side, beside = treated[chosen], others[chosen]
    if min(side.sum(), (~side).sum()) < 2 or (bottom <= 0).any() or (top < 0).any():
        return None
    if by_logs(question.metric, top):
        fit = LogFit(np.log(top / bottom), side.astype(np.float64), beside)
        return (fit.estimate, fit.standard_error, fit.freedom) if fit.identified else None
    if question.metric.kind not in COUNTED:
        top, bottom = top / bottom, np.ones_like(bottom)
    rate = LinearRateFit(top, bottom, side, beside)
    return (float(np.log(rate.ratio)), rate.standard_error, rate.fit.freedom) if rate.identified else None


def _told(idea: OtherIdea, with_control: Half | None, with_variant: Half | None) -> OtherIdea:
    if with_control is None or with_variant is None:
        return idea
    (first, first_error, first_freedom), (second, error, freedom) = with_control, with_variant
    variances = first_error**2, error**2
    apart, total = second - first, sum(variances)
    if not total > 0:
        return idea
    welch = total**2 / (variances[0] ** 2 / first_freedom + variances[1] ** 2 / freedom)
    reach = float(stdtrit(welch, (1 + CONFIDENCE) / 2)) * total**0.5
    return OtherIdea(
        slug=idea.slug,
        title=idea.title,
        control=idea.control,
        variant=idea.variant,
        texts=idea.texts,
        relative=(float(np.expm1(first)), float(np.expm1(second))),
        difference=float(np.expm1(apart)),
        interval=(float(np.expm1(apart - reach)), float(np.expm1(apart + reach))),
    )


def _named(workspace: Workspace, crossed: Crossed) -> OtherIdea:
    """Another question by its file; by its ids where that is gone or has mistakes, which its own page tells."""
    variant = next((arm for arm in crossed.arms if arm != crossed.control), crossed.control)
    try:
        loaded = load_experiment(crossed.slug, workspace)
        texts = _texts(loaded, crossed.control, variant)
    except InputError:
        return OtherIdea(crossed.slug, crossed.slug, crossed.control, variant)
    labels = {arm.id: arm.label for arm in loaded.experiment.change.arms}
    return OtherIdea(
        crossed.slug,
        loaded.experiment.title,
        labels.get(crossed.control, crossed.control),
        labels.get(variant, variant),
        texts,
    )


def _texts(loaded: Loaded, control: str, variant: str) -> dict[str, OtherTexts]:
    """What it is called in other languages, its arms as ``control`` and ``variant``."""
    return {
        lang: OtherTexts(
            said.title,
            None,
            {role: said.arms[arm] for role, arm in (("control", control), ("variant", variant)) if arm in said.arms},
        )
        for lang, said in read_texts(loaded).items()
    }
