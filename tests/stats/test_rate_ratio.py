"""The ratio of rates: brute-force re-draws, and identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from cliptrial.stats import RateFit, assignments, overdispersion, rate_ratio_test


def sample(seed: int, n: int = 24, effect: float = 0.4) -> tuple[RateFit, np.ndarray]:
    rng = np.random.default_rng(seed)
    z = rng.permutation(np.arange(n) % 2 == 0)
    views = np.exp(rng.normal(8, 1, n)).round()
    events = rng.poisson(views * np.exp(rng.normal(-3, 0.5, n) + effect * z)).astype(float)
    labels, _ = assignments(z, np.zeros(n, dtype=np.int64), draws=199, seed=seed)
    return RateFit(events, views, z, np.arange(n) % 3), labels


def brute(fit: RateFit, labels: np.ndarray, log_ratio: float) -> float:
    """P by computing every draw's ratio from posts, the weights as observed."""
    events = np.where(fit.treated, fit.numerator / np.exp(log_ratio), fit.numerator) * fit.weight
    exposure = fit.denominator * fit.weight

    def ratio(z: np.ndarray) -> float:
        top = bottom = 0.0
        for stratum in np.unique(fit.strata):
            s = fit.strata == stratum
            total = exposure[s].sum()
            top += events[s & z].sum() * exposure[s & ~z].sum() / total
            bottom += events[s & ~z].sum() * exposure[s & z].sum() / total
        return abs(np.log(top / bottom))

    observed = ratio(fit.treated)
    return (sum(ratio(z) >= observed - 1e-9 for z in labels) + 1) / (len(labels) + 1)


@pytest.mark.parametrize("theta", [-0.5, 0.0, 0.3, 1.1])
def test_p_is_the_share_of_draws_whose_ratio_is_at_least_as_far_from_one(theta: float) -> None:
    fit, labels = sample(1)
    assert rate_ratio_test(fit, labels, exact=False).p_value(theta) == pytest.approx(brute(fit, labels, theta))


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from([0.01, 0.05, 0.2]))
def test_the_interval_leaves_out_zero_exactly_when_p_is_at_most_alpha(seed: int, alpha: float) -> None:
    fit, labels = sample(seed)
    test = rate_ratio_test(fit, labels, exact=False)
    low, high = test.interval(alpha)
    assert (test.p_value() <= alpha) == (low > 0 or high < 0)
    assert low <= test.estimate <= high


def test_without_overdispersion_the_ratio_is_that_of_mantel_and_haenszel() -> None:
    fit, _ = sample(2)
    plain = RateFit(fit.numerator, fit.denominator, fit.treated, fit.strata)
    object.__setattr__(plain, "weight", np.ones(len(fit.treated)))
    tables = []
    for stratum in np.unique(fit.strata):
        sides = [(fit.strata == stratum) & side for side in (fit.treated, ~fit.treated)]
        tables.append([[fit.numerator[s].sum(), fit.denominator[s].sum() - fit.numerator[s].sum()] for s in sides])
    assert plain.ratio == pytest.approx(StratifiedTable([np.array(t) for t in tables]).riskratio_pooled)


def test_overdispersion_is_recovered_from_negative_binomial_counts() -> None:
    rng = np.random.default_rng(3)
    views = np.full(40_000, 5000.0)
    rates = 0.03 * rng.gamma(4, 1 / 4, len(views))
    assert overdispersion(rng.poisson(views * rates).astype(float), views) == pytest.approx(0.25, rel=0.05)


def test_swapping_the_arms_inverts_the_ratio_and_keeps_p() -> None:
    fit, labels = sample(4)
    swapped = RateFit(fit.numerator, fit.denominator, ~fit.treated, fit.strata)
    one, other = rate_ratio_test(fit, labels, exact=False), rate_ratio_test(swapped, ~labels, exact=False)
    assert other.estimate == pytest.approx(-one.estimate)
    assert other.p_value() == one.p_value()


def test_a_mean_of_counts_with_zeros_is_a_rate_per_post() -> None:
    counts = np.array([0, 0, 1, 3, 0, 2, 4, 5], dtype=float)
    treated = np.arange(8) >= 4
    fit = RateFit(counts, np.ones(8), treated, np.zeros(8, dtype=np.int64))
    assert fit.ratio == pytest.approx(counts[4:].mean() / counts[:4].mean())


@pytest.mark.parametrize("strata", [1, 3])
@pytest.mark.parametrize(
    ("level", "spread", "rate"),
    [(6.0, 1.0, 0.03), (6.0, 4.0, 0.03), (0.0, 0.0, 0.3), (6.0, 1.0, 0.0005), (0.5, 1.0, 0.03)],
)
def test_leaving_out_each_post_is_the_ratio_of_the_others(
    level: float, spread: float, rate: float, strata: int
) -> None:
    rng = np.random.default_rng(7)
    for posts in (4, 9, 30):
        views = np.exp(rng.normal(level, spread, posts)).round() + 1 if spread else np.ones(posts)
        events = rng.poisson(views * rate * np.exp(rng.normal(0, 4 * spread / (level + 2), posts))).astype(float)
        fit = RateFit(events, views, rng.random(posts) < 0.5, rng.integers(0, strata, posts))
        keep = ~np.eye(posts, dtype=bool)
        with np.errstate(all="ignore"):
            parts = (fit.numerator, fit.denominator, fit.treated, fit.strata)
            slowly = np.log([RateFit(*(part[k] for part in parts)).ratio for k in keep])
        assert fit.without_each == pytest.approx(slowly, abs=1e-9, nan_ok=True)


def test_leaving_out_a_giant_leaves_no_rounding() -> None:
    events, views = np.array([1e12, 3.0, 4, 5, 9, 2]), np.array([1e13, 90.0, 110, 95, 120, 80])
    fit = RateFit(events, views, np.arange(6) % 2 == 0, np.zeros(6, dtype=np.int64))
    rest = RateFit(fit.numerator[1:], fit.denominator[1:], fit.treated[1:], fit.strata[1:])
    assert fit.without_each[0] == pytest.approx(np.log(rest.ratio), abs=1e-12)
