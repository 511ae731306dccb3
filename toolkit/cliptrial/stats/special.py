"""Distributions by scipy's special functions, which are loaded with the first one that is asked for.

They bring a quarter of a second along; what shows a result that another process worked out needs none of them.
"""

from __future__ import annotations

import numpy as np

from cliptrial.stats.inversion import Floats

Numbers = Floats | np.float64 | float


def ndtr(x: Numbers) -> Floats:
    """The normal distribution up to ``x``."""
    from scipy import special

    return special.ndtr(x)


def ndtri(p: Numbers) -> Floats:
    """Where the normal distribution has ``p`` below."""
    from scipy import special

    return special.ndtri(p)


def stdtr(freedom: Numbers, t: Numbers) -> Floats:
    """Student's t up to ``t``."""
    from scipy import special

    return special.stdtr(freedom, t)


def stdtrit(freedom: Numbers, p: Numbers) -> Floats:
    """Where Student's t has ``p`` below."""
    from scipy import special

    return special.stdtrit(freedom, p)


def chdtrc(freedom: Numbers, x: Numbers) -> Floats:
    """Chi squared above ``x``."""
    from scipy import special

    return special.chdtrc(freedom, x)


def chdtri(freedom: Numbers, p: Numbers) -> Floats:
    """Where chi squared has ``p`` above."""
    from scipy import special

    return special.chdtri(freedom, p)


def betainc(a: Numbers, b: Numbers, x: Numbers) -> Floats:
    """The beta distribution up to ``x``."""
    from scipy import special

    return special.betainc(a, b, x)


def gammaln(x: Numbers) -> Floats:
    """The logarithm of the gamma function."""
    from scipy import special

    return special.gammaln(x)
