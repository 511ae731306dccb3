"""Admissible labellings of two arms: counted, drawn uniformly, or listed, without ever rejecting a draw.

Two arms share blocks of adjacent positions; within a block chance decides which positions carry the
variant. A labelling is admissible when, on every weekday, the difference of the two arms' counts lies
within given bounds. Reading the blocks from left to right, all that matters of the past is the vector
of differences so far; so the labellings are the paths of a layered graph, whose paths can be counted
from the right and walked from the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

DAYS = 7

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Block:
    """One block: the weekday (0 to 6) of each position of the pair, and how many carry the variant."""

    weekdays: tuple[int, ...]
    variants: int


@dataclass(frozen=True)
class _Options:
    labels: Bools  # options x positions of the block
    steps: Ints  # options: the change of the encoded difference vector


@dataclass(frozen=True)
class Labellings:
    """The admissible labellings of one pair of arms in one account.

    Attributes:
        blocks: The blocks in order of time.
        options: By block: its labellings, encoded.
        layers: By depth: the encoded difference vectors that can be reached and completed.
        to_go: By depth: the number of admissible completions of each of them.
    """

    blocks: tuple[Block, ...]
    options: tuple[_Options, ...]
    layers: tuple[Ints, ...]
    to_go: tuple[Floats, ...]

    @property
    def count(self) -> int:
        """How many admissible labellings there are (exact up to 2**53)."""
        return int(self.to_go[0].sum())

    @property
    def positions(self) -> int:
        """Number of positions that the pair shares."""
        return sum(len(block.weekdays) for block in self.blocks)

    def sample(self, draws: int, rng: np.random.Generator) -> Bools:
        """Independent uniform draws, shape (draws, positions); True is the variant."""
        states = np.zeros(draws, dtype=np.int64)
        parts = []
        for depth, option in enumerate(self.options):
            following = states[:, None] + option.steps[None, :]
            ways = np.cumsum(_look_up(self.layers[depth + 1], self.to_go[depth + 1], following), axis=1)
            chosen = (rng.random((draws, 1)) * ways[:, -1:] >= ways).sum(axis=1)
            parts.append(option.labels[chosen])
            states = following[np.arange(draws), chosen]
        return np.concatenate(parts, axis=1)

    def all(self) -> Bools:
        """Every admissible labelling, shape (count, positions)."""
        states, paths = np.zeros(1, dtype=np.int64), np.zeros((1, 0), dtype=np.bool_)
        for depth, option in enumerate(self.options):
            following = states[:, None] + option.steps[None, :]
            alive = _look_up(self.layers[depth + 1], self.to_go[depth + 1], following) > 0
            path, choice = np.nonzero(alive)
            states = following[path, choice]
            paths = np.concatenate([paths[path], option.labels[choice]], axis=1)
        return paths


def labellings(blocks: Sequence[Block], low: Sequence[int], high: Sequence[int]) -> Labellings:
    """All labellings whose difference (variant minus control) on weekday d lies in ``low[d]..high[d]``.

    Args:
        blocks: The pair's blocks in order of time.
        low: Seven smallest allowed differences, Monday first.
        high: Seven largest allowed differences.
    """
    totals = np.zeros(DAYS, dtype=np.int64)
    for block in blocks:
        np.add.at(totals, list(block.weekdays), 1)
    base = int(2 * totals.max(initial=0) + 3)
    options = tuple(_options(block, base) for block in blocks)
    bounds = np.array(low), np.array(high)
    layers = _reachable(blocks, options, base, totals, bounds)
    return Labellings(tuple(blocks), options, layers, _completions(options, layers))


def unrestricted_count(blocks: Sequence[Block]) -> int:
    """How many labellings there are when weekdays are ignored."""
    total = 1
    for block in blocks:
        total *= comb(len(block.weekdays), block.variants)
    return total


def _options(block: Block, base: int) -> _Options:
    size = len(block.weekdays)
    chosen = list(combinations(range(size), block.variants))
    labels = np.zeros((len(chosen), size), dtype=np.bool_)
    for row, positions in enumerate(chosen):
        labels[row, list(positions)] = True
    weights = np.array([base**day for day in block.weekdays], dtype=np.int64)
    return _Options(labels, np.where(labels, 1, -1) @ weights)


def _decode(states: Ints, base: int) -> Ints:
    """Encoded difference vectors as rows of seven differences."""
    rest = states.copy()
    days = np.empty((len(states), DAYS), dtype=np.int64)
    for day in range(DAYS):
        digit = (rest + base // 2) % base - base // 2
        days[:, day] = digit
        rest = (rest - digit) // base
    return days


def _reachable(
    blocks: Sequence[Block], options: Sequence[_Options], base: int, totals: Ints, bounds: tuple[Ints, Ints]
) -> tuple[Ints, ...]:
    """By depth, the states from which the bounds can still be met as far as counts alone tell."""
    remaining = totals.copy()
    layers = [np.zeros(1, dtype=np.int64)]
    for block, option in zip(blocks, options, strict=True):
        np.subtract.at(remaining, list(block.weekdays), 1)
        states = np.unique(layers[-1][:, None] + option.steps[None, :])
        days = _decode(states, base)
        inside = ((days >= bounds[0] - remaining) & (days <= bounds[1] + remaining)).all(axis=1)
        layers.append(states[inside])
    return tuple(layers)


def _completions(options: Sequence[_Options], layers: Sequence[Ints]) -> tuple[Floats, ...]:
    to_go = [np.ones(len(layers[-1]))]
    for depth in range(len(options) - 1, -1, -1):
        following = layers[depth][:, None] + options[depth].steps[None, :]
        to_go.append(_look_up(layers[depth + 1], to_go[-1], following).sum(axis=1))
    return tuple(reversed(to_go))


def _look_up(layer: Ints, ways: Floats, states: Ints) -> Floats:
    """The number of completions of each state; 0 for states outside the layer."""
    if not len(layer):
        return np.zeros(states.shape)
    place = np.minimum(np.searchsorted(layer, states), len(layer) - 1)
    return np.where(layer[place] == states, ways[place], 0.0)
