"""The primary estimate once more, as it would be had something been otherwise; it stands beside and never decides."""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, isfinite

from cliptrial.analysis.estimate import Comparison, compare_pair
from cliptrial.analysis.material import Material, common_export
from cliptrial.analysis.units import Units, Values


@dataclass(frozen=True, slots=True)
class Estimate:
    """A change, a ratio minus one, with the ends of its interval; an end is None where the data set no limit."""

    change: float
    low: float | None
    high: float | None


def primary_estimate(
    material: Material, units: Units, control: str, variant: str, values: Values | None = None
) -> Estimate | None:
    """A variant against the control on the primary metric; None where there is no number.

    Args:
        material: The experiment.
        units: Its posts.
        control: Arm id.
        variant: Arm id.
        values: Other values of the metric than those of the posts.
    """
    plan = material.experiment
    name = plan.metrics.primary
    blocks = plan.design.twins or common_export(material.readings[name])
    values = material.values(name) if values is None else values
    compared = compare_pair(units, values, material.metric(name), control, variant, blocks=blocks)
    if not isinstance(compared, Comparison) or not isfinite(compared.inversion.estimate):
        return None
    low, high = compared.inversion.interval(plan.analysis.alpha / len(plan.change.variants))
    return Estimate(expm1(compared.inversion.estimate), _end(low), _end(high))


def _end(log_ratio: float) -> float | None:
    return expm1(log_ratio) if isfinite(log_ratio) else None
