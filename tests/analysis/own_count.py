"""The statistics of section 7 once more, from whole design matrices and sums over posts, for every re-drawn label.

Nothing here is taken from the package: :func:`t_values` is checked against statsmodels, the weighted ratio is
written out from the design's formula.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Statistic = Callable[[float, np.ndarray], np.ndarray]
"""From a log ratio that is taken out of the treated posts, and labels (draws, posts), to sizes (draws,)."""
TIE = 1e-9


def dummies(*codes: np.ndarray) -> np.ndarray:
    """An indicator for each combination of codes, shape (posts, combinations)."""
    cells = np.unique(np.column_stack(codes), axis=0, return_inverse=True)[1].ravel()
    return (cells[:, None] == np.arange(cells.max() + 1)).astype(float)


def t_values(outcome: np.ndarray, labels: np.ndarray, columns: np.ndarray, *, hc2: bool = False) -> np.ndarray:
    """The treatment's t beside ``columns`` (which hold the intercept), shape (draws,).

    Infinite where a draw cannot be told from the columns.

    Args:
        outcome: Shape (draws, posts) or (posts,).
        labels: Shape (draws, posts).
        columns: Shape (posts, terms), of any rank.
        hc2: Studentise by HC2 instead of the classic standard error.
    """
    left, sizes, _ = np.linalg.svd(columns, full_matrices=False)
    basis = left[:, sizes > 1e-9 * sizes.max()]
    designs = np.concatenate([np.repeat(basis[None], len(labels), axis=0), labels.astype(float)[:, :, None]], axis=2)
    q, r = np.linalg.qr(designs)
    y = np.broadcast_to(outcome, labels.shape)
    scores = np.einsum("dpk,dp->dk", q, y)
    fitted = np.einsum("dpk,dk->dp", q, scores)
    residual, last = y - fitted, r[:, -1, -1]
    told_apart = np.abs(last) > 1e-6
    last = np.where(told_apart, last, 1.0)
    if hc2:
        room = np.maximum(1 - (q**2).sum(axis=2), 1e-9)
        error = np.sqrt((q[:, :, -1] ** 2 * residual**2 / room).sum(axis=1)) / np.abs(last)
    else:
        freedom = labels.shape[1] - q.shape[2]
        error = np.sqrt((residual**2).sum(axis=1) / freedom) / np.abs(last)
    return np.where(told_apart, scores[:, -1] / last / error, np.inf)


def log_statistic(logs: np.ndarray, treated: np.ndarray, columns: np.ndarray, *, hc2: bool = False) -> Statistic:
    """|t| of log values."""
    return lambda theta, labels: np.abs(t_values(logs - theta * treated, labels, columns, hc2=hc2))


def design_weights(events: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Section 7: w = 1 / (1 + V m phi), phi the moment overdispersion, all without looking at arms."""
    pooled = events.sum() / exposure.sum()
    expected = exposure * pooled
    phi = max((((events - expected) ** 2 - expected).sum()) / (expected**2).sum(), 0.0)
    return 1 / (1 + exposure * pooled * phi)


def weighted_ratio(
    events: np.ndarray, exposure: np.ndarray, labels: np.ndarray, strata: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Ratio of weighted rates, strata combined as by Mantel and Haenszel, shape (draws,)."""
    top, bottom = np.zeros(len(labels)), np.zeros(len(labels))
    for stratum in np.unique(strata):
        own = strata == stratum
        side = labels[:, own].astype(float)
        x, v = (weight * events)[own], (weight * exposure)[own]
        top += side @ x * ((1 - side) @ v) / v.sum()
        bottom += (1 - side) @ x * (side @ v) / v.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return top / bottom


def rate_statistic(events: np.ndarray, exposure: np.ndarray, treated: np.ndarray, strata: np.ndarray) -> Statistic:
    """|log ratio|; a draw without a finite one counts as extreme."""
    weight = design_weights(events, exposure)

    def sizes(theta: float, labels: np.ndarray) -> np.ndarray:
        kept = np.where(treated, events / np.exp(theta), events)
        with np.errstate(divide="ignore"):
            logs = np.log(weighted_ratio(kept, exposure, labels, strata, weight))
        return np.where(np.isfinite(logs), np.abs(logs), np.inf)

    return sizes


def studentised_rate_statistic(
    events: np.ndarray, exposure: np.ndarray, treated: np.ndarray, strata: np.ndarray
) -> Statistic:
    """|log ratio| in its standard errors by the delta method; a draw without a finite ratio counts as extreme."""
    weight = design_weights(events, exposure)

    def sizes(theta: float, labels: np.ndarray) -> np.ndarray:
        kept = np.where(treated, events / np.exp(theta), events)
        with np.errstate(divide="ignore"):
            logs = np.log(weighted_ratio(kept, exposure, labels, strata, weight))
        errors = delta_errors(weight * kept, weight * exposure, labels.astype(bool), strata)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.isfinite(logs), np.abs(logs) / errors, np.inf)

    return sizes


def influences(events: np.ndarray, exposure: np.ndarray, treated: np.ndarray, theta: float) -> np.ndarray:
    """Weighted events less those that the exposure leads to expect, ``theta`` taken out of the treated posts."""
    weight = design_weights(events, exposure)
    kept = weight * np.where(treated, events / np.exp(theta), events)
    return kept - weight * exposure * kept.sum() / (weight * exposure).sum()


def linear_rate_statistic(
    events: np.ndarray, exposure: np.ndarray, treated: np.ndarray, columns: np.ndarray
) -> Statistic:
    """|t| of the posts' influence on the ratio, beside ``columns``."""
    return lambda theta, labels: np.abs(t_values(influences(events, exposure, treated, theta), labels, columns))


def linear_log_ratio(events: np.ndarray, exposure: np.ndarray, treated: np.ndarray, columns: np.ndarray) -> float:
    """Where the treatment explains nothing of the influence, looked for by halving."""
    beside = np.column_stack([treated, columns]).astype(float)
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        left = np.linalg.lstsq(beside, influences(events, exposure, treated, middle), rcond=None)[0][0]
        low, high = (middle, high) if left > 0 else (low, middle)
    return (low + high) / 2


def delta_errors(events: np.ndarray, exposure: np.ndarray, labels: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Standard errors of the log ratio by the delta method, from every post's own part, shape (draws,)."""
    share, expected = np.zeros(labels.shape), np.zeros(len(events))
    for own in (strata == stratum for stratum in np.unique(strata)):
        to_variant = (labels[:, own] @ exposure[own] / exposure[own].sum())[:, None]
        share[:, own] = np.where(labels[:, own], 1 - to_variant, to_variant)
        expected[own] = exposure[own] * events[own].sum() / exposure[own].sum()
    variance = np.zeros(len(labels))
    for arm in (labels, ~labels):
        posts, weights = arm.sum(axis=1), share * arm
        top = weights @ events
        with np.errstate(divide="ignore", invalid="ignore"):
            multiple = top / (weights @ expected)
            off = weights * (events - multiple[:, None] * expected) / top[:, None]
        variance += (off**2).sum(axis=1) * posts / np.maximum(posts - 1, 1)
    return np.sqrt(variance)


def own_p(statistic: Statistic, treated: np.ndarray, labels: np.ndarray, *, exact: bool, theta: float = 0.0) -> float:
    """The share of labels whose statistic is at least the observed one; one more on both sides unless exact."""
    (observed,) = statistic(theta, treated[None, :])
    extreme = int((statistic(theta, labels) >= observed * (1 - TIE) - TIE * 1e-3).sum())
    return extreme / len(labels) if exact else (extreme + 1) / (len(labels) + 1)


def closed_p(
    statistic: Statistic, treated: np.ndarray, labels: np.ndarray, *, exact: bool, estimate: float, theta: float = 0.0
) -> float:
    """As :func:`own_p`, of labels that are as extreme at ``theta`` or anywhere beyond it, away from the estimate."""
    beyond = theta + np.sign(theta - estimate) * np.concatenate([[0.0], np.geomspace(0.01, 30, 40)])
    extreme = np.zeros(len(labels), dtype=bool)
    for place in beyond:
        (observed,) = statistic(place, treated[None, :])
        extreme |= statistic(place, labels) >= observed * (1 - TIE) - TIE * 1e-3
    return float(extreme.mean()) if exact else float((extreme.sum() + 1) / (len(labels) + 1))


def ends_hold(
    statistic: Statistic,
    treated: np.ndarray,
    labels: np.ndarray,
    relative: tuple[float, float],
    alpha: float,
    *,
    exact: bool,
    step: float = 1e-6,
) -> bool:
    """Whether the own p is above alpha just inside both ends of an interval, and at most alpha just outside.

    Args:
        statistic: See :data:`Statistic`.
        treated: Shape (posts,).
        labels: Shape (draws, posts).
        relative: The interval, as ratios minus one; a side without an end is held against a far ratio.
        alpha: One minus its confidence.
        exact: Whether the labels are all there are.
        step: How near is just.
    """

    def p(theta: float) -> float:
        return own_p(statistic, treated, labels, exact=exact, theta=theta)

    held = []
    for end, way in zip(relative, (1, -1), strict=True):
        if not -1 < end < np.inf:
            held.append(p(-12.0 * way) > alpha + 1e-9)
        else:
            at = float(np.log1p(end))
            held.append(p(at + way * step) > alpha + 1e-9 >= p(at - way * step))
    return all(held)
