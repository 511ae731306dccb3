"""Which of many values stand out by more than luck: posts exchange their values, strata keep theirs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import TIE, Floats
from cliptrial.stats.partial_pooling import NOTHING

Ints = NDArray[np.int64]

SIZES = (4, 5, 6, 8, 12, 20, 50)
"""Limits between values that share a reference: a mean of three posts has heavier tails than one of fifty."""


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
    residuals over the root of its information; each value is held against the re-drawn statistics of all
    values with about as many posts, so that few draws give small p-values. Viral posts make normal theory
    find winners by chance; this does not lean on it.

    Args:
        residuals: Shape (posts,): what fixed terms leave, values not taken out.
        value: Shape (posts,): codes 0 to k - 1.
        strata: Shape (posts,): within what posts are exchangeable, e.g. account and month.
        information: Shape (values,): see :class:`~cliptrial.stats.partial_pooling.PartialPooling`.
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
    bins = np.digitize(np.bincount(value, minlength=k), SIZES)
    rng = np.random.default_rng(seed)
    drawn = np.empty((draws, k))
    for row in range(draws):
        shuffled = np.lexsort((rng.random(len(layers)), layers))
        drawn[row] = np.abs(np.bincount(codes, carried[shuffled], k)) * scale
    observed = np.abs(np.bincount(codes, carried, k)) * scale
    return _within_bins(observed, drawn, bins)


def _within_bins(observed: Floats, drawn: Floats, bins: NDArray[np.intp]) -> Floats:
    p = np.full(len(observed), np.nan)
    for one in np.unique(bins):
        own = np.flatnonzero((bins == one) & np.isfinite(observed))
        reference = np.sort(drawn[:, own], axis=None)
        exceeding = len(reference) - np.searchsorted(reference, observed[own] * (1 - TIE), "left")
        p[own] = (1 + exceeding) / (1 + len(reference))
    return p
