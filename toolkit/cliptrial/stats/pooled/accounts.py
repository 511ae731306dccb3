"""The same change on several accounts: what each of them shows, and what an account that never tested it may expect.

Of one change, the true effect on account k is theta_k = s + u_k: what accounts share, and what is the account's own.
Part psi of the variance of effects is shared. So the tests of other accounts tell a part of what this one may expect,
and never the whole of it (partial pooling; Lindley and Smith, 1972, Journal of the Royal Statistical Society B 34).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cliptrial.stats.inversion import Floats
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

SHARED = 0.25
"""Part of the variance of effects that accounts share. Believing it costs next to nothing where the truth is none, and
where it is half, an account without a test of its own gets almost a test's worth."""
EXACT_TESTS = 5.6
"""Two over the square of twice 30 %: tests from which a spread is known to +-30 %, were each of them exact."""


@dataclass(frozen=True, slots=True)
class ByAccount:
    """Posterior of one change's true effects (log ratios).

    Attributes:
        means: Shape (accounts,): posterior means.
        errors: Shape (accounts,): posterior standard deviations.
        elsewhere: Posterior mean for an account that never tested it.
        elsewhere_error: Its standard deviation.
    """

    means: Floats
    errors: Floats
    elsewhere: float
    elsewhere_error: float


def by_account(
    estimates: Floats,
    standard_errors: Floats,
    ran_on: Sequence[Sequence[int]],
    *,
    shared: float = SHARED,
    spread: float = PRIOR_SD,
) -> ByAccount:
    """What tests of one change say of every account, one that never tested it included.

    A test that ran on several accounts shows the mean of their effects; several tests on one account show the same
    effect, each as exactly as it can.

    Args:
        estimates: Shape (tests,): log ratios.
        standard_errors: Shape (tests,): positive.
        ran_on: For each test, the numbers of its accounts, from 0 up without gaps over all tests.
        shared: Part of the variance that accounts share, from 0 to 1.
        spread: SD of true effects over changes and accounts.

    Raises:
        ValueError: A standard error is not positive, a part is none, or a test ran nowhere.

    Example:
        >>> known = by_account(np.array([0.4]), np.array([0.17]), [[0]])
        >>> round(float(known.means[0]), 3), round(known.elsewhere, 3)
        (0.2, 0.05)
    """
    y, se = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    if not (se > 0).all() or not 0 <= shared <= 1 or not all(ran_on) or len(ran_on) != len(y):
        raise ValueError("tests with positive standard errors, each with its accounts, and a part from 0 to 1")
    accounts = 1 + max((number for own in ran_on for number in own), default=-1)
    # The last row is an account that never tested it: it is like the others, and no test ran on it.
    before = spread**2 * (shared + (1 - shared) * np.eye(accounts + 1))
    seen = np.zeros((len(y), accounts + 1))
    for row, own in enumerate(ran_on):
        seen[row, list(own)] = 1 / len(own)
    both = before @ seen.T
    gain = np.linalg.solve(seen @ both + np.diag(se**2), both.T).T
    means = gain @ y
    errors = np.sqrt(np.clip(np.diag(before - gain @ both.T), 0.0, None))
    return ByAccount(means[:-1], errors[:-1], float(means[-1]), float(errors[-1]))


def until_known(standard_errors: Floats, spread: float = PRIOR_SD) -> float:
    """How many tests as exact as these it takes until the spread of true effects is known to about +-30 %.

    The variance of k estimates has a relative standard error of sqrt(2 / (k - 1)); what is left once the errors of
    the tests are taken out of it is known the worse, the larger they are.

    Args:
        standard_errors: Shape (tests,): positive.
        spread: SD of true effects that is believed.

    Example:
        >>> [round(until_known(np.array([sigma * sqrt(2 / posts)]))) for sigma, posts in ((1.05, 14), (0.25, 4))]
        [233, 24]
    """
    error2 = float(np.mean(np.asarray(standard_errors, dtype=np.float64) ** 2))
    return EXACT_TESTS * (1 + error2 / spread**2) ** 2
