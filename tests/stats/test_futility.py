"""The chance that a test ends clearly, against simulated ends, and what stopping by it does to false positives."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm, t

from cliptrial.stats.futility import chance_beforehand, chance_of_clear


@pytest.mark.parametrize(("seen", "error", "share"), [(0.0, 0.4, 0.5), (0.3, 0.2, 0.5), (-0.25, 0.1, 0.8)])
def test_the_chance_is_that_of_ends_drawn_from_what_is_believed(seen: float, error: float, share: float) -> None:
    """A truth from what prior and posts say, then the other posts from that truth, then the test of all."""
    rng, runs = np.random.default_rng(4), 400_000
    precision = 1 / 0.17**2 + 1 / error**2
    truth = rng.normal(seen / error**2 / precision, precision**-0.5, runs)
    rest = truth + error * sqrt(share / (1 - share)) * rng.standard_normal(runs)
    end = share * seen + (1 - share) * rest
    clear = np.abs(end) > t.ppf(0.975, 26) * error * sqrt(share)
    chance = chance_of_clear(seen, error, share, alpha=0.05, freedom=26)
    assert chance == pytest.approx(clear.mean(), abs=4 * sqrt(0.25 / runs))
    assert chance == pytest.approx(chance_of_clear(-seen, error, share, alpha=0.05, freedom=26)), "no direction"


def test_with_everything_seen_the_chance_is_the_answer() -> None:
    limit = float(norm.ppf(0.975))
    for seen, chance in ((limit * 0.2 * 1.01, 1.0), (limit * 0.2 * 0.99, 0.0)):
        assert chance_of_clear(seen, 0.2, 1 - 1e-9, alpha=0.05, freedom=np.inf) == pytest.approx(chance, abs=1e-6)


def test_before_the_first_post_it_is_the_power_averaged_over_what_such_changes_bring() -> None:
    """7 of 100 on views with 14 posts an arm, a third with watch time."""
    for sigma, chance in ((1.05, 0.063), (0.25, 0.325)):
        error = sigma * sqrt(2 / 14)
        effects = np.linspace(-6, 6, 2001) * 0.17
        limit = t.ppf(0.975, 26) * error
        power = norm.sf((limit - effects) / error) + norm.cdf((-limit - effects) / error)
        averaged = np.average(power, weights=norm.pdf(effects, scale=0.17))
        found = chance_beforehand(error, alpha=0.05, freedom=26)
        assert found == pytest.approx(averaged, abs=1e-4)
        assert found == pytest.approx(chance, abs=0.01)
