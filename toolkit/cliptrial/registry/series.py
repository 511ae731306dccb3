"""Which experiments try the same again: whoever tries often enough wins once by luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cliptrial.registry.experiments import Loaded


def chance_of_luck(tests: int, alpha: float) -> float:
    """How often at least one of so many tests of a change that does nothing comes out better.

    Args:
        tests: How many.
        alpha: Two-sided error of each; half of it is "better".

    Example:
        >>> round(chance_of_luck(3, 0.05), 3)
        0.073
    """
    return float(1 - (1 - alpha / 2) ** tests)


def kind(one: Loaded) -> tuple[object, ...]:
    """What experiments have in common that try the same: variable, primary metric, accounts and values of the arms."""
    plan = one.experiment
    values = frozenset(_plain(arm.value) for arm in plan.change.arms)
    return plan.change.variable, plan.metrics.primary, frozenset(plan.accounts), values


@dataclass(frozen=True, slots=True)
class Same:
    """Which change an experiment tries, whatever its accounts.

    Attributes:
        change: Experiments with the same one try the same: the name of the first of them.
        sign: -1 where it is tried the other way round, with what is the variant elsewhere as its control.
    """

    change: str
    sign: int = 1


def same_changes(experiments: Iterable[Loaded]) -> Mapping[str, Same]:
    """By name: which experiments try the same change, on whatever accounts.

    They name the same idea, or have the same variable, primary metric and values of the arms.
    """
    ordered = sorted(experiments, key=lambda one: (one.experiment.design.start or date.max, one.slug))
    by_slug, first, origin = {one.slug: one for one in ordered}, dict[tuple[object, ...], str](), dict[str, str]()
    for one in ordered:
        keys = [_tried(one), *_named(one)]
        before = [origin[first[key]] for key in keys if key in first]
        origin[one.slug] = before[0] if before else one.slug
        # One that names an idea and has the values of another one shows that both are the same.
        origin |= {slug: before[0] for slug, change in origin.items() if change in before}
        first = dict.fromkeys(keys, one.slug) | first
    return {slug: Same(change, _direction(by_slug[slug], by_slug[change])) for slug, change in origin.items()}


def _named(one: Loaded) -> tuple[tuple[object, ...], ...]:
    """By its idea, where it says one."""
    plan = one.experiment
    return ((plan.idea, plan.change.variable, plan.metrics.primary),) if plan.idea else ()


def _tried(one: Loaded) -> tuple[object, ...]:
    """By its values; of three and more, the control is what the others are held against."""
    change = one.experiment.change
    control = None if len(change.arms) == 2 else _plain(change.control.value)
    variable, primary, _, values = kind(one)
    return variable, primary, values, control


def _direction(one: Loaded, origin: Loaded) -> int:
    """-1 where its control is the only variant of the first one."""
    first, own = origin.experiment.change, one.experiment.change
    turned = len(first.variants) == 1 and _plain(own.control.value) == _plain(first.variants[0].value)
    return -1 if turned else 1


def same_test(one: Loaded, others: Iterable[Loaded]) -> tuple[Loaded, ...]:
    """Those of the others that try what this experiment tries, in their order.

    That is the same variable, primary metric, accounts and values of the arms, or what it follows up, step by step.

    Args:
        one: The experiment.
        others: All experiments of its workspace; itself does not count.
    """
    others, own = [other for other in others if other.slug != one.slug], kind(one)
    before = followed(one, {other.slug: other for other in others})
    return tuple(other for other in others if other.slug in before or kind(other) == own)


def followed(one: Loaded, others: Mapping[str, Loaded]) -> set[str]:
    """What an experiment follows up, step by step, by name; ``others`` are all experiments, by name."""
    reached: set[str] = set()
    step = one.experiment.follow_up_of
    while step is not None and step in others and step not in reached:
        reached.add(step)
        step = others[step].experiment.follow_up_of
    return reached


def same_value(one: str | tuple[str, ...], other: str | tuple[str, ...]) -> bool:
    """Whether two arms do the same, however it is written."""
    return _plain(one) == _plain(other)


def _plain(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """A value without what people write differently each time: capitals, spaces, the order of hashtags."""
    values = (value,) if isinstance(value, str) else value
    return tuple(sorted(" ".join(text.casefold().split()) for text in values))
