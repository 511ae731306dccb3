"""Which experiments try the same again: whoever tries often enough wins once by luck."""

from __future__ import annotations

from collections.abc import Iterable

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


def same_test(one: Loaded, others: Iterable[Loaded]) -> tuple[Loaded, ...]:
    """Those of the others that try what this experiment tries, in their order.

    That is the same variable, primary metric, accounts and values of the arms, or what it follows up, step by step.

    Args:
        one: The experiment.
        others: All experiments of its workspace; itself does not count.
    """
    others = [other for other in others if other.slug != one.slug]
    before = _followed(one, {other.slug: other for other in others})
    return tuple(other for other in others if other.slug in before or _alike(one, other))


def _followed(one: Loaded, others: dict[str, Loaded]) -> set[str]:
    reached: set[str] = set()
    step = one.experiment.follow_up_of
    while step in others and step not in reached:
        reached.add(step)
        step = others[step].experiment.follow_up_of
    return reached


def _alike(one: Loaded, other: Loaded) -> bool:
    first, second = one.experiment, other.experiment
    return (
        first.change.variable is second.change.variable
        and first.metrics.primary == second.metrics.primary
        and set(first.accounts) == set(second.accounts)
        and {_plain(arm.value) for arm in first.change.arms} == {_plain(arm.value) for arm in second.change.arms}
    )


def _plain(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """A value without what people write differently each time: capitals, spaces, the order of hashtags."""
    values = (value,) if isinstance(value, str) else value
    return tuple(sorted(" ".join(text.casefold().split()) for text in values))
