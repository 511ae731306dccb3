"""The ratio of two geometric means, tested by re-drawing who was treated.

The statistic is the t of the treatment in a least-squares fit of log values on treatment and terms. With
terms projected out of outcome (y) and treatment (z), |t| of a draw u is at least the observed |t| at
theta exactly when (u.y - theta u.z)^2 / u.u >= (z.y - theta z.z)^2 / z.z, a quadratic in theta with
closed-form roots around the estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.draws import Draws, over_draws
from cliptrial.stats.groups import Summing, summing
from cliptrial.stats.inversion import TIE, Floats, Inversion, settled

Ints = NDArray[np.int64]

_RANK = 1e-9


@dataclass(frozen=True)
class LogFit:
    """Least squares of log values on one treatment column, with terms projected out.

    Attributes:
        log_values: Shape (posts,): natural logs.
        treated: Shape (posts,): 1 for the variant, 0 for the control.
        terms: Shape (posts, terms): further columns without an intercept, e.g. weekday indicators.
        cells: Shape (posts,): codes from 0 of groups that have an intercept each, such as accounts or blocks;
            None for one intercept. There may be thousands: they cost no column.
    """

    log_values: Floats
    treated: Floats
    terms: Floats
    cells: Ints | None = None

    @cached_property
    def _means(self) -> Summing:
        """Rows, orthonormal, that give each cell's mean times the root of its posts."""
        codes = np.zeros(len(self.log_values), dtype=np.int64) if self.cells is None else self.cells
        return summing(1.0 / np.sqrt(np.bincount(codes)[codes]), codes)

    def _within(self, columns: Floats) -> Floats:
        """What the means of their cells leave of ``columns``, shape (..., posts)."""
        return np.asarray(columns - (columns @ self._means.T) @ self._means, dtype=np.float64)

    @cached_property
    def basis(self) -> Floats:
        """Orthonormal columns spanning what cells leave of the terms."""
        left, sizes, _ = np.linalg.svd(self._within(self.terms.T).T, full_matrices=False)
        smallest = _RANK * np.sqrt(len(self.terms) + (self.terms**2).sum())
        return np.asarray(left[:, sizes > smallest], dtype=np.float64)

    def residual(self, columns: Floats) -> Floats:
        """What cells and terms leave of ``columns``, shape (..., posts)."""
        for _ in range(2):  # Once more: a draw that the terms explain wholly must leave zeros, not rounding.
            columns = self._within(columns)
            columns = columns - (columns @ self.basis) @ self.basis.T
        return columns

    def left_of(self, columns: Floats) -> Floats:
        """Sum of squares that cells and terms leave of each row of ``columns``, shape (rows, posts)."""
        taken = ((columns @ self._means.T) ** 2).sum(axis=1) + ((columns @ self.basis) ** 2).sum(axis=1)
        return np.asarray((columns**2).sum(axis=1) - taken, dtype=np.float64)

    @cached_property
    def outcome(self) -> Floats:
        """Log values with cells and terms projected out."""
        return self.residual(self.log_values)

    @cached_property
    def treatment(self) -> Floats:
        """Treatment with cells and terms projected out."""
        return self.residual(self.treated)

    @property
    def information(self) -> float:
        """What the terms leave of the treatment: its residual sum of squares."""
        return float(self.treatment @ self.treatment)

    @property
    def identified(self) -> bool:
        """Whether treatment and terms can be told apart at all."""
        return self.information > _RANK * len(self.treated) and self.freedom > 0

    @property
    def freedom(self) -> int:
        """Residual degrees of freedom."""
        return int(len(self.log_values) - self._means.shape[0] - self.basis.shape[1] - 1)

    @cached_property
    def estimate(self) -> float:
        """The adjusted log ratio."""
        return float(self.treatment @ self.outcome) / self.information

    @property
    def remainder(self) -> Floats:
        """Residuals of the full fit, shape (posts,)."""
        return np.asarray(self.outcome - self.estimate * self.treatment, dtype=np.float64)

    @property
    def standard_error(self) -> float:
        """Classic standard error of the estimate."""
        return float(np.sqrt(self.remainder @ self.remainder / self.freedom / self.information))

    @property
    def t(self) -> float:
        """The estimate over its classic standard error."""
        return self.estimate / self.standard_error

    @cached_property
    def leverage_of_terms(self) -> Floats:
        """Diagonal of the hat matrix of cells and terms, shape (posts,)."""
        return np.asarray((self._means**2).sum(axis=0) + (self.basis**2).sum(axis=1), dtype=np.float64)

    @property
    def leverage(self) -> Floats:
        """Diagonal of the hat matrix of the full fit, shape (posts,)."""
        return np.asarray(self.leverage_of_terms + self.treatment**2 / self.information, dtype=np.float64)

    @property
    def without_each(self) -> Floats:
        """The estimate when each post is left out in turn, shape (posts,); NaN where none is left."""
        room = 1.0 - self.leverage
        change = self.treatment * self.remainder / (self.information * np.where(room > _RANK, room, np.nan))
        return np.asarray(self.estimate - change, dtype=np.float64)


def log_ratio_test(fit: LogFit, draws: Draws, *, exact: bool) -> Inversion:
    """Re-draw the treatment and invert the studentised test.

    Args:
        fit: The observed fit; must be ``identified``.
        draws: Shape (draws, posts): re-drawn treatment columns. Labels where chance assigned the arms;
            permuted residuals of the treatment where nobody did.
        exact: Whether ``draws`` lists every assignment.
    """
    # Outcome and treatment are residuals already, so draws need no projection to be multiplied by them.
    a, b, sizes = over_draws(draws, lambda some: (some @ fit.outcome, some @ fit.treatment, fit.left_of(some)))
    told_apart = sizes > _RANK * len(fit.treated)
    scale = np.sqrt(np.where(told_apart, sizes, 1.0))
    size = np.sqrt(fit.information)
    a, b = a / scale, b / scale
    a_observed, b_observed = fit.estimate * size, size
    a, b = _tied(a, b, a_observed, b_observed)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(b_observed - b > 0, (a_observed - a) / (b_observed - b), np.nan)
        second = np.where(b_observed + b > 0, (a_observed + a) / (b_observed + b), np.nan)
    # A draw equal or opposite to the observed assignment, or explained by the terms, exceeds everywhere.
    everywhere = ~told_apart | np.isnan(first) | np.isnan(second)
    low = np.where(everywhere, -np.inf, np.fmin(first, second))
    high = np.where(everywhere, np.inf, np.fmax(first, second))
    at_zero = everywhere | (np.abs(a) >= abs(a_observed) * (1 - TIE))
    low, high = settled(low, high, at_zero, fit.estimate)
    return Inversion(fit.estimate, fit.standard_error, low, high, exact, fit.freedom)


def _tied(a: Floats, b: Floats, a_observed: float, b_observed: float) -> tuple[Floats, Floats]:
    """Snap draws whose treatment equals the observed one, or its opposite, to it exactly."""
    same, opposite = b >= b_observed * (1 - TIE), b <= -b_observed * (1 - TIE)
    b = np.where(same, b_observed, np.where(opposite, -b_observed, b))
    return np.where(same, a_observed, np.where(opposite, -a_observed, a)), b
