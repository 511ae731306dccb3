"""The same answers by scipy alone: its permutation test, and a root finder for each end of the interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import permutation_test

from cliptrial.stats.inversion import Bools, Floats

Statistic = Callable[..., Floats]
NARROW = 1e-6
"""How narrowly an end is found, on the log scale."""


@dataclass(frozen=True)
class Answer:
    """P-value of no difference, and an interval of the ratio minus one."""

    p_value: float
    interval: tuple[float, float]


def compared(frame: pd.DataFrame, metric: str, variant: str, control: str, alpha: float, draws: int) -> Answer:
    """One variant against the control on one metric: a column, or ``NUMERATOR/DENOMINATOR``."""
    pair = frame[frame["arm"].isin([variant, control])]
    treated = (pair["arm"] == variant).to_numpy()
    top, _, bottom = metric.partition("/")
    events = pair[top].to_numpy(np.float64)
    if bottom or (events == 0).any():
        return _rates(
            events, pair[bottom].to_numpy(np.float64) if bottom else np.ones(len(pair)), treated, alpha, draws
        )
    return _logs(np.log(events), treated, alpha, draws)


def _logs(logs: Floats, treated: Bools, alpha: float, draws: int) -> Answer:
    def statistic(variant: Floats, control: Floats, axis: int = -1) -> Floats:
        n, m = variant.shape[axis], control.shape[axis]
        spread = ((n - 1) * variant.var(axis, ddof=1) + (m - 1) * control.var(axis, ddof=1)) / (n + m - 2)
        return np.abs(variant.mean(axis) - control.mean(axis)) / np.sqrt(spread * (1 / n + 1 / m))

    def p_value(theta: float) -> float:
        return _permuted(logs[treated] - theta, logs[~treated], statistic, draws)

    return _answer(p_value, float(logs[treated].mean() - logs[~treated].mean()), alpha)


def _rates(events: Floats, exposure: Floats, treated: Bools, alpha: float, draws: int) -> Answer:
    weight = _weights(events, exposure)

    def log_ratio(theta: float) -> Statistic:
        shifted = np.where(treated, events / np.exp(theta), events) * weight
        carried = exposure * weight

        def statistic(variant: Floats, control: Floats, axis: int = -1) -> Floats:
            one, other = variant.astype(int), control.astype(int)
            rates = [shifted[side].sum(axis) / carried[side].sum(axis) for side in (one, other)]
            return np.log(rates[0] / rates[1])

        return statistic

    def p_value(theta: float) -> float:
        signed = log_ratio(theta)
        return _permuted(
            np.flatnonzero(treated), np.flatnonzero(~treated), lambda *sides, axis: np.abs(signed(*sides, axis)), draws
        )

    return _answer(p_value, float(log_ratio(0.0)(np.flatnonzero(treated), np.flatnonzero(~treated))), alpha)


def _weights(events: Floats, exposure: Floats) -> Floats:
    """About one over the variance of a post's rate, the overdispersion estimated by moments."""
    expected = exposure * events.sum() / exposure.sum()
    dispersion = max(((events - expected) ** 2 - expected).sum() / (expected**2).sum(), 0.0)
    return 1 / (1 + expected * dispersion)


def _permuted(variant: Floats, control: Floats, statistic: Statistic, draws: int) -> float:
    # The same draws at every theta, so that the p-value is a function whose root can be found.
    rng = np.random.default_rng(0)
    samples = (variant, control)
    return float(
        permutation_test(samples, statistic, vectorized=True, n_resamples=draws, alternative="greater", rng=rng).pvalue
    )


def _answer(p_value: Callable[[float], float], estimate: float, alpha: float) -> Answer:
    ends = [_end(p_value, estimate, side, alpha) for side in (-1, 1)]
    return Answer(p_value(0.0), (float(np.expm1(ends[0])), float(np.expm1(ends[1]))))


def _end(p_value: Callable[[float], float], estimate: float, side: int, alpha: float) -> float:
    reach = 0.5
    while p_value(estimate + side * reach) > alpha:
        reach *= 2
    outer = estimate + side * reach
    return float(brentq(lambda theta: p_value(theta) - alpha, *sorted((estimate, outer)), xtol=NARROW))
