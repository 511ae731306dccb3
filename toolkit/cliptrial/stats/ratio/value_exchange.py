"""Which of many values stand out by more than luck: posts exchange their values, strata keep theirs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import TIE, Floats
from cliptrial.stats.pooled.partial import NOTHING

Ints = NDArray[np.int64]

ALIKE = 20
"""Values whose re-drawn statistics make up one reference."""
LEAST = 5
"""The same where hardly any value has as few posts."""


def exchange_p_values(
    residuals: Floats,
    value: Ints,
    strata: Ints,
    information: Floats,
    weights: Floats | None = None,
    *,
    draws: int = 999,
    seed: int = 0,
) -> Floats:
    """Two-sided p-value of each value, from re-labelled posts.

    Values are exchanged between posts of one stratum. The statistic is the weighted sum of the value's
    residuals over the root of its information; each value is held against the re-drawn statistics of twenty
    values with as many posts or the next fewer, so that few draws give small p-values. Fewer posts have
    heavier tails, so this errs on the careful side. Viral posts make normal theory find winners by chance;
    this does not lean on it.

    Args:
        residuals: Shape (posts,): what fixed terms leave, values not taken out.
        value: Shape (posts,): codes 0 to k - 1.
        strata: Shape (posts,): within what posts are exchangeable, e.g. account and month.
        information: Shape (values,): see :class:`~cliptrial.stats.pooled.partial.PartialPooling`.
        weights: Shape (posts,): as in the fit.
        draws: Re-labellings.
        seed: Of the draws.

    Returns:
        Shape (values,): NaN where a value has no information.
    """
    k = len(information)
    order = np.argsort(strata, kind="stable")
    codes, layers = value[order], strata[order]
    carried = (residuals if weights is None else residuals * weights)[order]
    with np.errstate(divide="ignore"):
        scale = np.where(information > NOTHING, 1 / np.sqrt(information), np.nan)
    rng = np.random.default_rng(seed)
    drawn = np.empty((draws, k))
    for row in range(draws):
        shuffled = np.lexsort((rng.random(len(layers)), layers))
        drawn[row] = np.abs(np.bincount(codes, carried[shuffled], k)) * scale
    observed = np.abs(np.bincount(codes, carried, k)) * scale
    return _against_alike(observed, drawn, np.bincount(value, minlength=k))


def _against_alike(observed: Floats, drawn: Floats, posts: NDArray[np.intp]) -> Floats:
    p = np.full(len(observed), np.nan)
    tested = np.flatnonzero(np.isfinite(observed))
    ordered = tested[np.argsort(posts[tested], kind="stable")]
    sizes = posts[ordered]
    for one in tested:
        first, after = np.searchsorted(sizes, posts[one], "left"), np.searchsorted(sizes, posts[one], "right")
        start = max(0, min(first, after - ALIKE))
        reference = drawn[:, ordered[start : max(after, start + LEAST)]]
        exceeding = int((reference >= observed[one] * (1 - TIE)).sum())
        p[one] = (1 + exceeding) / (1 + reference.size)
    return p
