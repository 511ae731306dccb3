"""Which experiments test an idea, and which accounts never did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from cliptrial.registry.beside.ideas import Idea
from cliptrial.registry.decisions import Choice, read_decisions
from cliptrial.registry.experiments import Loaded
from cliptrial.registry.series import Same, same_changes, same_value


class Tests:
    """Which experiments test which idea.

    Args:
        experiments: All of a workspace.
    """

    def __init__(self, experiments: Sequence[Loaded]) -> None:
        self._experiments = experiments

    @cached_property
    def same(self) -> Mapping[str, Same]:
        """By slug: which experiments try the same change."""
        return same_changes(self._experiments)

    @cached_property
    def _by_idea(self) -> Mapping[str, Sequence[Loaded]]:
        named: dict[str, list[Loaded]] = {}
        for one in self._experiments:
            if one.experiment.idea is not None:
                named.setdefault(one.experiment.idea, []).append(one)
        return named

    def of(self, idea: Idea) -> Sequence[Loaded]:
        """Experiments that name an idea, and those that try the same without naming it; by name."""
        named = self._by_idea.get(idea.id, ())
        changes = {self.same[one.slug].change for one in named}
        alike = [one for one in self._experiments if self.same[one.slug].change in changes or _tries(one, idea)]
        return sorted({one.slug: one for one in [*named, *alike]}.values(), key=lambda one: one.slug)


def left(accounts: tuple[str, ...], tests: Sequence[Loaded]) -> tuple[tuple[str, ...], Loaded | None]:
    """Which of these accounts could still try an idea, and the test that stands against the others.

    An account is done with an idea once it takes part in a test of it, or adopted what another one tested; one of
    another client never is by that.

    Returns:
        The accounts that never tested it, with None; or, where none is left, all of them with their last test. A test
        that is to be repeated leaves its accounts open.
    """
    last: dict[str, Loaded] = {}
    for one in tests:
        last |= dict.fromkeys({*one.experiment.accounts, *_adopting(one)} & set(accounts), one)
    never = tuple(name for name in accounts if name not in last)
    again = {name: one for name, one in last.items() if _repeated(one)}
    if never or not last:
        return never, None
    if again:
        return tuple(again), [*again.values()][-1]
    return accounts, [one for one in tests if one in last.values()][-1]


def _adopting(one: Loaded) -> tuple[str, ...]:
    decisions = read_decisions(one.folder)
    return decisions[-1].accounts if decisions and decisions[-1].what is Choice.SHIP else ()


def _repeated(one: Loaded) -> bool:
    decisions = read_decisions(one.folder)
    return bool(decisions) and decisions[-1].what is Choice.REPEAT


def _tries(one: Loaded, idea: Idea) -> bool:
    """Whether an experiment tries an idea without naming any: the same variable and ways, whichever is the control."""
    change = one.experiment.change
    if one.experiment.idea is not None or change.variable is not idea.variable:
        return False
    if one.experiment.metrics.primary != idea.metric or len(change.variants) > 1 or idea.control is None:
        return False
    ways = change.control.value, change.variants[0].value
    return any(
        same_value(control, idea.control) and same_value(variant, idea.variant)
        for control, variant in (ways, ways[::-1])
    )
