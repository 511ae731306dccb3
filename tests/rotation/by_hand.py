"""Labellings counted the slow way: list everything that blocks allow, then look at every weekday."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, groupby, product

import numpy as np

from cliptrial.registry.plan.schedule import Position


def every_labelling(variants: Sequence[tuple[int, int]]) -> np.ndarray:
    """All labellings of blocks, each (positions, how many carry the variant), shape (labellings, positions)."""
    rows = [
        [np.isin(np.arange(size), chosen) for chosen in combinations(range(size), count)] for size, count in variants
    ]
    return np.array([np.concatenate(parts) for parts in product(*rows)], dtype=bool)


def admissible(positions: Sequence[Position], control: str, variant: str, cutoff: int) -> np.ndarray:
    """Re-labellings of two arms of one group that leave every two arms within ``cutoff`` on every weekday.

    Shape (labellings, positions of the pair), in order of time.
    """
    own = sorted(positions, key=lambda p: p.position)
    pair = [p for p in own if p.arm in (control, variant)]
    blocks = [[p.arm for p in members] for _, members in groupby(pair, key=lambda p: p.block)]
    labels = every_labelling([(len(arms), arms.count(variant)) for arms in blocks])
    days = np.array([p.date.weekday() for p in pair])
    tables = [np.array([(labels == side)[:, days == day].sum(axis=1) for day in range(7)]) for side in (False, True)]
    for arm in sorted({p.arm for p in own} - {control, variant}):
        fixed = [sum(p.arm == arm and p.date.weekday() == day for p in own) for day in range(7)]
        tables.append(np.repeat(np.array(fixed)[:, None], len(labels), axis=1))
    apart = [np.abs(one - other).max(axis=0) for one, other in combinations(tables, 2)]
    return labels[np.max(apart, axis=0) <= cutoff]
