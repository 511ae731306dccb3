"""How far two arms lie apart in something that was to stay the same."""

from __future__ import annotations

import numpy as np

from cliptrial.stats.inversion import Bools, Floats


def separation(values: Floats, treated: Bools) -> float:
    """The largest gap between two arms' distributions of any column: 0 where they are alike, 1 where they never meet.

    Of a column of zeros and ones that is the difference of its shares.

    Args:
        values: Shape (posts, columns).
        treated: Shape (posts,); both arms have posts.

    References:
        The two-sample statistic of Kolmogorov and Smirnov.

    Examples:
        >>> separation(np.array([[15.0], [60.0], [16.0], [61.0]]), np.array([False, True, False, True]))
        1.0
    """
    gaps = [_gap(column, treated) for column in values.T]
    return max(gaps, default=0.0)


def _gap(column: Floats, treated: Bools) -> float:
    steps = np.unique(column)
    shares = [np.searchsorted(np.sort(column[side]), steps, side="right") / side.sum() for side in (treated, ~treated)]
    return float(np.abs(shares[0] - shares[1]).max())
