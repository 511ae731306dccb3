"""Distributions by scipy's special functions, which are loaded with the first one that is asked for.

They bring a quarter of a second along; what shows a result that another process worked out needs none of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cliptrial.stats.inversion import Floats

Numbers = NDArray[np.floating] | float


def ndtr(x: Numbers) -> Floats:
    """The normal distribution up to ``x``."""
    from scipy import special

    return _floats(special.ndtr(_floats(x)))


def ndtri(p: Numbers) -> Floats:
    """Where the normal distribution has ``p`` below."""
    from scipy import special

    return _floats(special.ndtri(_floats(p)))


def stdtr(freedom: Numbers, t: Numbers) -> Floats:
    """Student's t up to ``t``."""
    from scipy import special

    return _floats(special.stdtr(_floats(freedom), _floats(t)))


def stdtrit(freedom: Numbers, p: Numbers) -> Floats:
    """Where Student's t has ``p`` below."""
    from scipy import special

    return _floats(special.stdtrit(_floats(freedom), _floats(p)))


def chdtrc(freedom: Numbers, x: Numbers) -> Floats:
    """Chi squared above ``x``."""
    from scipy import special

    return _floats(special.chdtrc(_floats(freedom), _floats(x)))


def chdtri(freedom: Numbers, p: Numbers) -> Floats:
    """Where chi squared has ``p`` above."""
    from scipy import special

    return _floats(special.chdtri(_floats(freedom), _floats(p)))


def betainc(a: Numbers, b: Numbers, x: Numbers) -> Floats:
    """The beta distribution up to ``x``."""
    from scipy import special

    return _floats(special.betainc(_floats(a), _floats(b), _floats(x)))


def gammaln(x: Numbers) -> Floats:
    """The logarithm of the gamma function."""
    from scipy import special

    return _floats(special.gammaln(_floats(x)))


def _floats(numbers: Numbers) -> Floats:
    return np.asarray(numbers, dtype=np.float64)
