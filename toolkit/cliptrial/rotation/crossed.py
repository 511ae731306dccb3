"""Labellings of one question of a combined test, the other questions on the same posts held.

Each question's arms keep their blocks and their weekdays by themselves (:mod:`cliptrial.rotation.labellings`). What
ties the questions together is one more bound: over all posts of the test, the arms of any two of them correlate by no
more than the rule's limit. With as many posts of either arm the correlation is (4 x - n) / n, where x counts the posts
of n that carry both variants; so a limit of 4/n lets x lie one post from its middle.

Labellings are drawn without the bound and kept where they meet it. That is uniform among those that do, whatever the
bound, and cheap: about half of all labellings meet it for one other question (52 % at 56 posts) and a quarter for two.
They are counted by carrying x along with the differences of weekdays, so that a count is no estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cliptrial.registry.plan.schedule import Schedule
from cliptrial.rotation.labellings import Bools, Floats, Ints, Labellings

WHOLE = "*"
"""Instead of a group's name in a rule's count: all groups at once, as the limit is over all of them."""
ROUNDING = 1e-9
"""By which a correlation may pass its limit: 4/n is no binary fraction."""
ROUNDS = 1000
"""Batches that are drawn at most; only arms that nobody drew leave so few labellings within the limit."""

Signs = NDArray[np.float64]


def signs(labels: Bools) -> Signs:
    """1 for a variant and -1 for a control, shape as ``labels``."""
    return np.where(labels, 1.0, -1.0)


def other_labels(schedule: Schedule, positions: Sequence[int]) -> Bools:
    """The other questions' arms on these positions, by number; shape (others, positions), True is the variant."""
    row = {p.position: number for number, p in enumerate(sorted(schedule.positions, key=lambda p: p.position))}
    order = [row[position] for position in positions]
    arms = [[one.arms[number] != one.control for number in order] for one in schedule.crossed]
    return np.array(arms, dtype=np.bool_).reshape(len(arms), len(order))


def correlations(labels: Bools, others: Bools) -> Floats:
    """Of every labelling with every other question, shape (draws, others).

    Args:
        labels: Shape (draws, positions); True is the variant.
        others: Shape (others, positions): the same of the other questions.
    """
    one, other = signs(labels), signs(others)
    one, other = one - one.mean(axis=-1, keepdims=True), other - other.mean(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt((one**2).sum(axis=1)[:, None] * (other**2).sum(axis=1))
        return np.asarray(np.where(scale > 0, one @ other.T / scale, 1.0), dtype=np.float64)


def within(labels: Bools, others: Bools, limit: float) -> Bools:
    """Which labellings correlate with no other question by more than ``limit``, shape (draws,)."""
    return np.asarray((np.abs(correlations(labels, others)) <= limit + ROUNDING).all(axis=1), dtype=np.bool_)


def count_within(sets: Sequence[Labellings], others: Bools, limit: float) -> int:
    """How many combinations of the sets' labellings are :func:`within` the limit (exact up to 2**53).

    Args:
        sets: The admissible labellings of each group, whose blocks hold as many posts of either arm.
        others: Shape (others, positions): the other questions, positions in the order of the sets.
        limit: The largest correlation allowed.
    """
    ways, before = np.ones((1,) * len(others)), 0
    for one in sets:
        ways = _added(ways, _by_shared(one, others[:, before : before + one.positions]))
        before += one.positions
    shared = np.indices(ways.shape).reshape(len(others), -1)
    variants = others.sum(axis=1, keepdims=True)
    # n/2 posts carry this variant, k of n another one, x both: the covariance times n is x - k/2.
    spread = np.sqrt(before / 4 * variants * (before - variants) / before)
    apart = np.abs(shared - variants / 2)
    return int(ways.ravel()[(apart <= (limit + ROUNDING) * spread).all(axis=0)].sum())


def sample_within(
    sets: Sequence[Labellings], others: Bools, limit: float, draws: int, rng: np.random.Generator
) -> Bools:
    """Independent uniform draws among all combinations that are :func:`within` the limit, shape (draws, positions)."""
    kept: list[Bools] = []
    for _ in range(ROUNDS):
        some = sample_all(sets, draws, rng)
        kept.append(some[within(some, others, limit)])
        if sum(map(len, kept)) >= draws:
            break
    return np.concatenate(kept)[:draws]


def sample_all(sets: Sequence[Labellings], draws: int, rng: np.random.Generator) -> Bools:
    """Independent uniform draws of every set, side by side, shape (draws, positions)."""
    return np.concatenate([one.sample(draws, rng) for one in sets], axis=1)


def _by_shared(own: Labellings, others: Bools) -> Floats:
    """The number of labellings by how many posts carry both variants, one axis for each other question."""
    to_go = np.ones((len(own.layers[-1]), *(1,) * len(others)))
    ends = np.cumsum([len(block.weekdays) for block in own.blocks])
    for depth in range(len(own.blocks) - 1, -1, -1):
        labels, steps = own.options[depth].labels, own.options[depth].steps
        carried = others[:, ends[depth] - labels.shape[1] : ends[depth]]
        shared = labels.astype(np.int64) @ carried.T.astype(np.int64)
        to_go = _step(own.layers[depth], own.layers[depth + 1], steps, shared, to_go)
    return np.asarray(to_go[0], dtype=np.float64)


def _step(layer: Ints, following: Ints, steps: Ints, shared: Ints, to_go: Floats) -> Floats:
    """Completions from every state of a layer, by what they share, given those from the layer that follows."""
    grown = tuple(np.array(to_go.shape[1:]) + shared.max(axis=0))
    ways = np.zeros((len(layer), *grown))
    for step, own in zip(steps, shared, strict=True):
        place = np.minimum(np.searchsorted(following, layer + step), len(following) - 1)
        leads = np.flatnonzero(following[place] == layer + step)
        target = np.ix_(leads, *(np.arange(x, x + size) for x, size in zip(own, to_go.shape[1:], strict=True)))
        ways[target] += to_go[place[leads]]
    return ways


def _added(one: Floats, other: Floats) -> Floats:
    """The ways of two groups together: the posts that are shared in either add up."""
    both = np.zeros(tuple(np.array(one.shape) + other.shape - 1))
    for start in product(*map(range, other.shape)):
        if other[start]:
            both[tuple(slice(s, s + size) for s, size in zip(start, one.shape, strict=True))] += one * other[start]
    return both
