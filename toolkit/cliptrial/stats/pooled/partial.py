"""Many values at once, each pulled towards the others as far as its few posts leave it uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Floats
from cliptrial.stats.special import stdtr

if TYPE_CHECKING:
    from scipy import sparse

Ints = NDArray[np.int64]

WIDEST = (-16.0, 6.0)
"""Natural logarithms of the smallest and largest ratio of variances between and within values."""
NOTHING = 1e-9
"""Information, in posts, below which a value cannot be told from the terms."""


@dataclass(frozen=True)
class PartialPooling:
    """What each value adds to a typical post, before and after it was pulled towards the others.

    All on the scale of the outcome (log ratios for logs), against a typical value.

    Attributes:
        shrunk: Shape (values,): posterior means.
        shrunk_error: Shape (values,): posterior standard deviations.
        raw: Shape (values,): estimates by the value's own posts alone; NaN where there is no comparison.
        raw_error: Shape (values,): their standard errors; infinite where there is no comparison.
        p_values: Shape (values,): two-sided, that the value is a typical one; NaN where there is no comparison.
        information: Shape (values,): posts that each value is worth once the terms are taken out.
        tau: SD of true effects between values (REML).
        sigma: Residual SD of a post of weight one.
        freedom: Residual degrees of freedom.
        residuals: Shape (posts,): what terms and shrunken values leave.
    """

    shrunk: Floats
    shrunk_error: Floats
    raw: Floats
    raw_error: Floats
    p_values: Floats
    information: Floats
    tau: float
    sigma: float
    freedom: int
    residuals: Floats


@dataclass(frozen=True)
class _Swept:
    """Values after the terms were taken out: C = Z'MZ, q = Z'My, and what is left of y."""

    crossed: Floats
    scores: Floats
    squares: float
    freedom: int


def partial_pooling(
    outcome: Floats, value: Ints, terms: Sequence[Ints], weights: Floats | None = None
) -> PartialPooling:
    """Random effects of values beside fixed terms, by restricted maximum likelihood.

    Args:
        outcome: Shape (posts,): for example log views.
        value: Shape (posts,): codes 0 to k - 1, each of them used.
        terms: Columns of codes, shape (posts,): one effect for each code of each column.
        weights: Shape (posts,): one over the relative variance of each post; equal where not given.

    References:
        Patterson and Thompson (1971), Biometrika 58, for REML; Kang et al. (2008), Genetics 178, for its form
        in one eigendecomposition. Robinson (1991), Statistical Science 6, for the shrunken effects.

    Raises:
        ValueError: If there are fewer than two values, or no more posts than terms.
    """
    n, k = len(outcome), int(value.max(initial=-1)) + 1
    if k < 2:
        raise ValueError("two or more values are needed")
    root = np.ones(n) if weights is None else np.sqrt(weights)
    design = _scaled(_indicators(terms, n), root)
    carriers = _scaled(_indicators([value], n), root)
    scaled = np.asarray(outcome, dtype=np.float64) * root
    inverse, rank = _pseudo_inverse((design.T @ design).toarray())
    if n - rank < 2:
        raise ValueError("there are no more posts than terms")
    left = scaled - design @ (inverse @ (design.T @ scaled))
    shared = (carriers.T @ design).toarray()
    crossed = (carriers.T @ carriers).toarray() - shared @ inverse @ shared.T
    swept = _Swept(crossed, carriers.T @ left, float(left @ left), n - rank)
    posterior = _posterior(swept)
    rest = scaled - carriers @ posterior.shrunk
    residuals = (rest - design @ (inverse @ (design.T @ rest))) / root
    return PartialPooling(**{**vars(posterior), "residuals": residuals})


def _indicators(columns: Sequence[Ints], n: int) -> sparse.csr_array:
    """One sparse indicator for each code of each column; a column of ones where there is none."""
    from scipy import (
        sparse,  # inside, as below: whoever only reads what was pooled needs neither matrices nor optimisers
    )

    blocks = [np.unique(column, return_inverse=True)[1].ravel() for column in columns] or [np.zeros(n, dtype=int)]
    built = [sparse.csr_array((np.ones(n), (np.arange(n), codes))) for codes in blocks]
    return sparse.csr_array(sparse.hstack(built))


def _scaled(matrix: sparse.csr_array, root: Floats) -> sparse.csr_array:
    from scipy import sparse

    return sparse.csr_array(sparse.diags_array(root) @ matrix)


def _pseudo_inverse(square: Floats) -> tuple[Floats, int]:
    """Moore-Penrose inverse of a symmetric matrix and its rank; indicators of several columns overlap."""
    roots, vectors = np.linalg.eigh(square)
    kept = roots > roots.max() * 1e-10
    return (vectors[:, kept] / roots[kept]) @ vectors[:, kept].T, int(kept.sum())


def _posterior(swept: _Swept) -> PartialPooling:
    roots, vectors = np.linalg.eigh(swept.crossed)
    roots, scores = np.clip(roots, 0.0, None), vectors.T @ swept.scores
    ratio = _variance_ratio(roots, scores, swept)
    sigma2 = _residual_variance(ratio, roots, scores, swept)
    kept = np.einsum("ij,j,ij->i", vectors, 1 / (1 + ratio * roots), vectors)
    shrunk = ratio * (vectors @ (scores / (1 + ratio * roots)))
    raw, raw_error = _by_themselves(swept, ratio, sigma2, kept, shrunk)
    return PartialPooling(
        shrunk=shrunk,
        shrunk_error=np.sqrt(sigma2 * ratio * kept),
        raw=raw,
        raw_error=raw_error,
        p_values=2 * stdtr(swept.freedom, -np.abs(raw) / raw_error),
        information=np.clip(np.diag(swept.crossed), 0.0, None),
        tau=sqrt(ratio * sigma2),
        sigma=sqrt(sigma2),
        freedom=swept.freedom,
        residuals=np.empty(0),
    )


def _by_themselves(swept: _Swept, ratio: float, sigma2: float, kept: Floats, shrunk: Floats) -> tuple[Floats, Floats]:
    """Each value as a fixed effect beside the others as random ones.

    A posterior mean is the precision-weighted mean of this estimate and zero, so it follows from the
    posterior and the prior.
    """
    own = np.diag(swept.crossed)
    with np.errstate(divide="ignore", invalid="ignore"):
        if ratio > exp(WIDEST[0]):
            precision = (1 / kept - 1) / (ratio * sigma2)
            raw = shrunk / (ratio * sigma2 * kept * precision)
        else:
            precision, raw = own / sigma2, swept.scores / own
        alone = own > NOTHING
        return np.where(alone, raw, np.nan), np.where(alone, 1 / np.sqrt(precision), inf)


def _residual_variance(ratio: float, roots: Floats, scores: Floats, swept: _Swept) -> float:
    return float(swept.squares - np.sum(ratio * scores**2 / (1 + ratio * roots))) / swept.freedom


def _variance_ratio(roots: Floats, scores: Floats, swept: _Swept) -> float:
    """Variance between values over variance within, at the largest restricted likelihood; zero is allowed."""
    from scipy.optimize import minimize_scalar

    def deviance(log_ratio: float) -> float:
        ratio = exp(log_ratio)
        variance = _residual_variance(ratio, roots, scores, swept)
        return float(np.log1p(ratio * roots).sum()) + swept.freedom * log(max(variance, 1e-300))

    grid = np.linspace(*WIDEST, 45)
    best = int(np.argmin([deviance(x) for x in grid]))
    around = (float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)]))
    minimum = minimize_scalar(deviance, bounds=around, method="bounded", options={"xatol": 1e-8})
    nothing = swept.freedom * log(max(swept.squares / swept.freedom, 1e-300))
    return exp(float(minimum.x)) if float(minimum.fun) < nothing - 1e-9 else 0.0


def cluster_weights(residuals: Floats, cluster: Ints, prior_posts: float = 10.0) -> Floats:
    """One over each cluster's residual variance, itself pulled towards the common one.

    Accounts differ in how much their posts vary; a value used by a restless account alone would else look
    more certain than it is.

    Args:
        residuals: Shape (posts,).
        cluster: Shape (posts,): codes.
        prior_posts: How many posts the common variance counts for.

    Returns:
        Shape (posts,), with mean one.
    """
    codes = np.unique(cluster, return_inverse=True)[1].ravel()
    counts, squares = np.bincount(codes), np.bincount(codes, residuals**2)
    common = float(np.mean(residuals**2))
    variance = (squares + prior_posts * common) / (counts + prior_posts)
    weights = 1 / np.maximum(variance, 1e-12 * max(common, 1e-280))[codes]
    return np.asarray(weights / weights.mean(), dtype=np.float64)
