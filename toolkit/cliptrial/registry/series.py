"""Which experiments try the same again: whoever tries often enough wins once by luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def _plain(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """A value without what people write differently each time: capitals, spaces, the order of hashtags."""
    values = (value,) if isinstance(value, str) else value
    return tuple(sorted(" ".join(text.casefold().split()) for text in values))
