"""The same change tried more than once: a series counts once, and other accounts tell a part of what to expect here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import expm1, sqrt

import numpy as np

from cliptrial.analysis.learning.lessons import Lesson
from cliptrial.registry.model import Experiment
from cliptrial.registry.series import Same
from cliptrial.registry.workspace import Workspace
from cliptrial.stats.pooled.accounts import ByAccount, by_account

EIGHT_OF_TEN = 1.2815515655446004
"""Standard deviations to either side that hold 80 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is realistic, ratios minus one.

    Attributes:
        relative: The middle.
        interval: Where the true effect lies in 8 of 10 cases.
    """

    relative: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tried:
    """One change and what its tests say of every account, as far as they may.

    Attributes:
        variable: What was changed.
        metric: What was measured.
        control: What was done before.
        variants: What was tried instead.
        experiments: Slugs, the oldest first.
        accounts: By account that tested it: what is realistic there.
        others: Accounts of other clients whose tests are taken into account; they are counted, never named.
        elsewhere: What an account that never tested it may expect; None where nobody's tests may say so.
    """

    variable: str
    metric: str
    control: str
    variants: tuple[str, ...]
    experiments: tuple[str, ...]
    accounts: Mapping[str, Expected]
    others: int
    elsewhere: Expected | None


def once(lessons: Iterable[Lesson], same: Mapping[str, Same]) -> list[Lesson]:
    """The lessons that count, those of one change on the same accounts as one: by inverse variance.

    Args:
        lessons: In any order; the first of each series gives it its name.
        same: By slug: which experiments try the same change. Those it does not know are no series.
    """
    series: dict[tuple[str, frozenset[str]], list[Lesson]] = {}
    for lesson in lessons:
        if lesson.left_out is None:
            change = same[lesson.slug].change if lesson.slug in same else lesson.slug
            series.setdefault((change, frozenset(lesson.accounts)), []).append(lesson)
    return [_together(members, same) for members in series.values()]


def _together(members: Sequence[Lesson], same: Mapping[str, Same]) -> Lesson:
    first = members[0]
    if len(members) == 1:
        return first
    signs = _signs(members, same)
    effects = signs * signs[0] * np.array([one.effect for one in members], dtype=np.float64)
    weights = np.array([one.standard_error for one in members], dtype=np.float64) ** -2
    effect = float(weights @ effects / weights.sum())
    error = 1 / sqrt(float(weights.sum()))
    posts = sum(one.posts for one in members)
    return replace(first, effect=effect, standard_error=error, relative=expm1(effect), posts=posts)


def _signs(lessons: Sequence[Lesson], same: Mapping[str, Same]) -> np.ndarray:
    return np.array([same[one.slug].sign if one.slug in same else 1 for one in lessons], dtype=np.float64)


def tried(
    lessons: Iterable[Lesson],
    plans: Mapping[str, Experiment],
    same: Mapping[str, Same],
    workspace: Workspace,
    client: str | None = None,
) -> tuple[Tried, ...]:
    """Every change with its accounts; those tried on most accounts first.

    Args:
        lessons: Of all clients.
        plans: By slug: the experiments.
        same: By slug: which of them try the same change.
        workspace: Says who may learn from whom.
        client: Whose changes; None for everybody's, each client's accounts by what that client may know.
    """
    groups: dict[str, list[Lesson]] = {}
    for lesson in sorted(lessons, key=lambda one: (one.start is None, one.start, one.slug)):
        if lesson.left_out is None:
            groups.setdefault(same[lesson.slug].change, []).append(lesson)
    every = [_tried(group, plans, same, workspace, client) for group in groups.values()]
    return tuple(sorted((one for one in every if one), key=lambda one: (-len(one.accounts) - one.others, one.variable)))


def _tried(
    group: Sequence[Lesson],
    plans: Mapping[str, Experiment],
    same: Mapping[str, Same],
    workspace: Workspace,
    client: str | None,
) -> Tried | None:
    owner = {one.slug: workspace.client_of(one.accounts) for one in group}
    own = [one for one in group if client is None or owner[one.slug] == client]
    if not own:
        return None
    sign, plan = same[own[0].slug].sign, plans[own[0].slug].change

    def known(of: str | None) -> list[Lesson]:
        return [one for one in group if workspace.learns_from(of, owner[one.slug])]

    accounts: dict[str, Expected] = {}
    for whose in dict.fromkeys(owner[one.slug] for one in own):
        named, posterior = _posterior(known(whose), same, sign)
        accounts |= {
            name: _expected(float(posterior.means[row]), float(posterior.errors[row]))
            for row, name in enumerate(named)
            if workspace.client_of([name]) == whose
        }
    elsewhere = known(client)
    beyond = {name for one in elsewhere for name in one.accounts} - set(accounts)
    return Tried(
        variable=own[0].variable,
        metric=own[0].metric,
        control=plan.control.label,
        variants=tuple(arm.label for arm in plan.variants),
        experiments=tuple(one.slug for one in own),
        accounts=accounts,
        others=len(beyond),
        elsewhere=_expected(*expected_elsewhere(elsewhere, same, sign)) if elsewhere else None,
    )


def expected_elsewhere(lessons: Sequence[Lesson], same: Mapping[str, Same], sign: int) -> tuple[float, float]:
    """Posterior mean and SD (log ratios) of one change's effect on an account that never tested it.

    Args:
        lessons: Those that count, of this change.
        same: By slug: whether it was tried the other way round.
        sign: -1 for what the first one has as its control.
    """
    _, posterior = _posterior(lessons, same, sign)
    return posterior.elsewhere, posterior.elsewhere_error


def _posterior(lessons: Sequence[Lesson], same: Mapping[str, Same], sign: int) -> tuple[list[str], ByAccount]:
    named = list(dict.fromkeys(name for one in lessons for name in one.accounts))
    effects = sign * _signs(lessons, same) * np.array([one.effect for one in lessons], dtype=np.float64)
    errors = np.array([one.standard_error for one in lessons], dtype=np.float64)
    return named, by_account(effects, errors, [[named.index(name) for name in one.accounts] for one in lessons])


def _expected(mean: float, error: float) -> Expected:
    return Expected(expm1(mean), (expm1(mean - EIGHT_OF_TEN * error), expm1(mean + EIGHT_OF_TEN * error)))
