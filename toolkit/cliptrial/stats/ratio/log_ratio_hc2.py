"""The same ratio of geometric means, studentised by HC2 where the arms are far from equal in size.

With theta taken out of the treated posts, numerator and HC2 variance of every draw are polynomials in
theta, so "this draw exceeds" is the sign of a quartic. Each draw's exceedance set is closed to the
interval between its outermost roots, which makes p(theta) fall away from the estimate on both sides.
"""

from __future__ import annotations

import numpy as np

from cliptrial.stats.draws import Draws, over_draws
from cliptrial.stats.inversion import TIE, Bools, Floats, Inversion, closed, settled
from cliptrial.stats.ratio.log_ratio import LogFit

_RANK = 1e-9


def hc2_standard_error(fit: LogFit) -> float:
    """HC2 standard error of the treatment.

    References:
        MacKinnon and White (1985), Journal of Econometrics 29.
    """
    room = np.maximum(1.0 - fit.leverage, _RANK)
    return float(np.sqrt((fit.treatment**2 * fit.remainder**2 / room).sum()) / fit.information)


def log_ratio_hc2_test(fit: LogFit, draws: Draws, *, exact: bool) -> Inversion:
    """Re-draw the treatment and invert the test studentised by HC2; arguments as in ``log_ratio_test``."""
    se = hc2_standard_error(fit)
    # theta = estimate + se * x, so that the roots are of order one.
    outcome = fit.remainder / se

    def sums(some: Floats) -> tuple[Floats, Floats, Bools]:
        columns = fit.residual(some)
        told_apart = _told_apart(fit, columns)
        return *_polynomials(fit, np.where(told_apart[:, None], columns, fit.treatment), outcome), told_apart

    top, spread, told_apart = over_draws(draws, sums)
    top_observed, spread_observed = _polynomials(fit, fit.treatment[None, :], outcome)
    quartic = _product(_square(top), spread_observed) - _product(_square(top_observed), spread)
    low, high = _outermost(quartic)
    zero = -fit.estimate / se
    at_zero = ~told_apart | (_at(quartic, zero) >= -TIE * np.abs(_at(_product(_square(top_observed), spread), zero)))
    low = np.where(told_apart, fit.estimate + se * low, -np.inf)
    high = np.where(told_apart, fit.estimate + se * high, np.inf)
    low, high = settled(low, high, closed(low, high, at_zero, se), fit.estimate)
    return Inversion(fit.estimate, se, low, high, exact, fit.freedom)


def _told_apart(fit: LogFit, columns: Floats) -> Bools:
    """Draws but those that exceed everywhere: explained by terms, or equal or opposite to the observed one."""
    sizes = np.einsum("dp,dp->d", columns, columns)
    alike = np.abs(columns @ fit.treatment) >= np.sqrt(sizes * fit.information) * (1 - TIE)
    return np.asarray((sizes > _RANK * len(fit.treated)) & ~alike, dtype=np.bool_)


def _polynomials(fit: LogFit, columns: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Numerator (draws, 2) and HC2 variance (draws, 3) as polynomials in x, lowest power first."""
    sizes = np.einsum("dp,dp->d", columns, columns)[:, None]
    top = np.column_stack([columns @ outcome, -(columns @ fit.treatment)]) / sizes
    room = np.maximum(1.0 - fit.leverage_of_terms - columns**2 / sizes, _RANK)
    weight = columns**2 / room / sizes**2
    constant = outcome - top[:, :1] * columns
    slope = -fit.treatment - top[:, 1:] * columns
    spread = [(weight * constant**2).sum(1), 2 * (weight * constant * slope).sum(1), (weight * slope**2).sum(1)]
    return top, np.column_stack(spread)


def _square(line: Floats) -> Floats:
    return np.column_stack([line[:, 0] ** 2, 2 * line[:, 0] * line[:, 1], line[:, 1] ** 2])


def _product(first: Floats, second: Floats) -> Floats:
    """Product of two quadratics row by row, lowest power first."""
    rows = max(len(first), len(second))
    out = np.zeros((rows, 5))
    for i in range(3):
        for j in range(3):
            out[:, i + j] += first[:, i] * second[:, j]
    return out


def _at(polynomial: Floats, x: float) -> Floats:
    return np.asarray(polynomial @ x ** np.arange(polynomial.shape[1]), dtype=np.float64)


def _outermost(quartic: Floats) -> tuple[Floats, Floats]:
    """The outermost real roots below and above 0; infinite where the quartic does not turn negative."""
    scale = np.abs(quartic).max(axis=1)
    lead = quartic[:, 4]
    falls = lead < -TIE * np.where(scale > 0, scale, 1.0)
    companion = np.zeros((len(quartic), 4, 4))
    companion[:, 1:, :3] = np.eye(3)
    companion[:, :, 3] = -quartic[:, :4] / np.where(falls, lead, -1.0)[:, None]
    roots = np.linalg.eigvals(companion)
    # The estimate itself always exceeds, so 0 joins the roots; a nearly real pair touches the axis.
    real = np.where(np.abs(roots.imag) <= 1e-6 * (1.0 + np.abs(roots.real)), roots.real, 0.0)
    low, high = np.minimum(real.min(axis=1), 0.0), np.maximum(real.max(axis=1), 0.0)
    return np.where(falls, low, -np.inf), np.where(falls, high, np.inf)
