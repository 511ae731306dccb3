"""One change on several accounts, against the closed form, limits that are known, and simulation."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from cliptrial.stats.pooled.accounts import SHARED, by_account, until_known
from cliptrial.stats.pooled.shrinkage import PRIOR_SD

Y, SE = np.array([0.9, -0.2, 0.3]), np.array([0.4, 0.3, 0.6])
ALONE = [[0], [1], [2]]


@pytest.mark.parametrize("shared", [0.0, 0.25, 0.7, 1.0])
def test_what_every_account_shows_is_the_closed_form_with_the_shared_part_taken_out(shared: float) -> None:
    """First what all share, by the precision of each account around it; then each account's own part."""
    common, own = shared * PRIOR_SD**2, (1 - shared) * PRIOR_SD**2
    w = 1 / (own + SE**2)
    middle = common * w @ Y / (1 + common * w.sum())
    error2 = common / (1 + common * w.sum())
    found = by_account(Y, SE, ALONE, shared=shared)
    assert found.elsewhere == pytest.approx(middle)
    assert found.elsewhere_error == pytest.approx(sqrt(error2 + own))
    assert found.means == pytest.approx(middle + own * w * (Y - middle))
    assert found.errors == pytest.approx(np.sqrt(error2 * (1 - own * w) ** 2 + own * (1 - own * w)))


def test_where_nothing_is_shared_every_account_is_shrunken_alone_and_another_one_knows_nothing() -> None:
    found = by_account(Y, SE, ALONE, shared=0.0)
    trust = PRIOR_SD**2 / (PRIOR_SD**2 + SE**2)
    assert found.means == pytest.approx(trust * Y)
    assert found.errors == pytest.approx(PRIOR_SD * np.sqrt(1 - trust))
    assert (found.elsewhere, found.elsewhere_error) == pytest.approx((0.0, PRIOR_SD))


def test_where_everything_is_shared_all_accounts_are_one() -> None:
    found = by_account(Y, SE, ALONE, shared=1.0)
    precision = 1 / PRIOR_SD**2 + (SE**-2).sum()
    assert found.means == pytest.approx([float(SE**-2 @ Y) / precision] * 3)
    assert [found.elsewhere, *found.errors] == pytest.approx([found.means[0]] + [1 / sqrt(precision)] * 3)


def test_several_tests_of_one_account_are_one_by_inverse_variance_and_their_order_does_not_matter() -> None:
    several = by_account(Y, SE, [[0], [0], [1]])
    weights = SE[:2] ** -2
    first = float(weights @ Y[:2] / weights.sum())
    one = by_account(np.array([first, Y[2]]), np.array([weights.sum() ** -0.5, SE[2]]), [[0], [1]])
    turned = by_account(Y[::-1], SE[::-1], [[1], [0], [0]])
    for other in (one, turned):
        assert several.means == pytest.approx(other.means)
        assert several.elsewhere_error == pytest.approx(other.elsewhere_error)


def test_a_test_on_two_accounts_is_conditioning_on_their_mean() -> None:
    """By brute force: the posterior density on a grid of both accounts' effects."""
    found = by_account(np.array([0.5, 0.1]), np.array([0.2, 0.25]), [[0, 1], [1]])
    grid = np.linspace(-1.2, 1.2, 601)
    first, second = np.meshgrid(grid, grid, indexing="ij")
    before = multivariate_normal(cov=PRIOR_SD**2 * np.array([[1, SHARED], [SHARED, 1]]))
    density = before.pdf(np.dstack([first, second]))
    density *= norm.pdf(0.5, (first + second) / 2, 0.2) * norm.pdf(0.1, second, 0.25)
    density /= density.sum()
    means = np.array([(density * one).sum() for one in (first, second)])
    errors = [
        sqrt(float((density * (one - mean) ** 2).sum())) for one, mean in zip((first, second), means, strict=True)
    ]
    assert found.means == pytest.approx(means, abs=1e-5)
    assert found.errors == pytest.approx(errors, abs=1e-5)


@pytest.mark.parametrize("shared", [0.0, 0.25, 0.5])
def test_ranges_hold_the_truth_in_eight_of_ten_cases(shared: float) -> None:
    """Of accounts that tested it and of one that did not, where the part that is believed is the true one."""
    rng, runs = np.random.default_rng(7), 20_000
    common = rng.normal(0, PRIOR_SD * sqrt(shared), (runs, 1))
    truth = common + rng.normal(0, PRIOR_SD * sqrt(1 - shared), (runs, 4))
    seen = truth[:, :3] + SE * rng.standard_normal((runs, 3))
    unit = [by_account(row, SE, ALONE, shared=shared) for row in np.eye(3)]  # means are linear in what is seen
    means = seen @ np.array([[*one.means, one.elsewhere] for one in unit])
    reach = 1.2815515655446004 * np.array([*unit[0].errors, unit[0].elsewhere_error])
    held = (np.abs(truth - means) <= reach).mean(axis=0)
    assert held == pytest.approx([0.8] * 4, abs=4 * sqrt(0.8 * 0.2 / runs))


def test_believing_a_quarter_costs_next_to_nothing_where_nothing_is_shared() -> None:
    """Mean squared error of the expected effects: 14 posts an arm on views, eight accounts."""
    rng, error = np.random.default_rng(8), 1.05 * sqrt(2 / 14)
    loss = {}
    for truth in (0.0, 0.5):
        effects = rng.normal(0, PRIOR_SD * sqrt(truth), (4000, 1)) + rng.normal(
            0, PRIOR_SD * sqrt(1 - truth), (4000, 8)
        )
        seen = effects + error * rng.standard_normal(effects.shape)
        for believed in (0.0, 0.25):
            eight = np.full(8, error), [[n] for n in range(8)]
            known = [by_account(row, *eight, shared=believed) for row in np.eye(8)]
            means = seen @ np.array([one.means for one in known])
            loss[truth, believed] = float(((means - effects) ** 2).mean())
    assert loss[0.0, 0.25] < 1.05 * loss[0.0, 0.0]
    assert loss[0.5, 0.25] < 0.93 * loss[0.5, 0.0]


@pytest.mark.parametrize(
    ("errors", "accounts", "shared"),
    [([0.0, 1, 1], ALONE, 0.25), ([1, 1, 1], [[0], [], [1]], 0.25), ([1, 1, 1], ALONE, 1.1)],
)
def test_what_cannot_be_is_refused(errors: list[float], accounts: list[list[int]], shared: float) -> None:
    with pytest.raises(ValueError, match="positive standard errors"):
        by_account(Y, np.array(errors, dtype=float), accounts, shared=shared)


def test_after_so_many_tests_the_spread_of_effects_is_known_to_thirty_percent() -> None:
    """The published counts, 233 and 24; and by simulation, the standard error of the spread that they give."""
    views, quiet = np.full(3, 1.05 * sqrt(2 / 14)), np.full(3, 0.25 * sqrt(2 / 4))
    assert [round(until_known(one)) for one in (views, quiet)] == [233, 24]
    rng, error = np.random.default_rng(9), float(views[0])
    y = rng.normal(0, sqrt(PRIOR_SD**2 + error**2), (4000, 233))
    spread2 = y.var(axis=1, ddof=1) - error**2
    assert spread2.std() / (2 * PRIOR_SD**2) == pytest.approx(0.3, abs=0.02)
