"""What counts as tied, explained or nothing: every tolerance from both of its sides."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import brentq
from tests.analysis.own_count import t_values

from cliptrial.stats import (
    Inversion,
    LogFit,
    RateFit,
    exchange_p_values,
    log_ratio_hc2_test,
    log_ratio_test,
    rate_ratio_test,
    sign_flip_test,
    two_sample_test,
)
from cliptrial.stats.draws import Labels, pieces
from cliptrial.stats.inversion import closed, settled
from cliptrial.stats.ratio.log_ratio_hc2 import _outermost
from cliptrial.stats.ratio.rate_ratio import _difference

Test = Callable[..., Inversion]
BILLIONTH = [(0.8e-9, True), (1.2e-9, False)]
ONE, TWO, THREE = np.linalg.qr(np.column_stack([np.ones(6), np.random.default_rng(3).normal(size=(6, 3))]))[0].T[1:]
"""Directions of six posts, orthonormal and without a mean."""
NONE = np.empty((6, 0))


def fit(treated: np.ndarray = ONE, terms: np.ndarray = NONE) -> LogFit:
    return LogFit(2.0 * ONE + 3.0 * TWO + THREE, treated, terms)


def turned(angle: float) -> np.ndarray:
    return np.asarray(np.cos(angle) * ONE + np.sin(angle) * TWO)


@pytest.mark.parametrize(("off", "alike"), BILLIONTH)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("test", [log_ratio_test, log_ratio_hc2_test])
def test_a_draw_within_a_billionth_of_the_observed_one_is_the_observed_one(
    test: Test, sign: int, off: float, alike: bool
) -> None:
    """The cosine of their angle is one minus that."""
    found = test(fit(), sign * turned(np.sqrt(2 * off))[None, :], exact=True)
    assert np.isinf([found.low[0], found.high[0]]).tolist() == [alike, alike]


@pytest.mark.parametrize(("off", "tied"), BILLIONTH)
@pytest.mark.parametrize("test", [log_ratio_test, log_ratio_hc2_test])
@pytest.mark.parametrize("scale", [1.0, -1.0])
def test_a_statistic_within_a_billionth_of_the_observed_one_ties_with_it(
    test: Test, scale: float, off: float, tied: bool
) -> None:
    """By the classic error the size itself, by HC2 its square, which is what is compared."""
    observed = LogFit(scale * fit().log_values, ONE, NONE)

    def size(angle: float) -> float:
        if test is log_ratio_test:  # what it projects out of the outcome says the same as its t
            return abs(float(turned(angle) @ observed.log_values))
        return float(t_values(observed.log_values, turned(angle)[None, :], np.ones((6, 1)), hc2=True)[0] ** 2)

    wanted = size(0.0) * (1 - off)
    angle = brentq(lambda x: size(x) - wanted, 1.0, np.pi / 2 + np.arctan2(3, 2), xtol=1e-14)
    found = test(observed, turned(angle)[None, :], exact=True)
    assert (found.p_value() == 1.0) is tied


@pytest.mark.parametrize(("square", "left"), [(5.4e-9, False), (6.6e-9, True)])
@pytest.mark.parametrize("test", [log_ratio_test, log_ratio_hc2_test])
def test_of_six_posts_six_billionths_of_a_square_are_nothing(test: Test, square: float, left: bool) -> None:
    """What terms leave of the treatment, or of a draw, is held against the number of posts."""
    assert fit(np.sqrt(square) * ONE).identified is left
    drawn = test(fit(), np.sqrt(square) * turned(1.0)[None, :], exact=True)
    assert bool(np.isfinite(drawn.low[0])) is left


@pytest.mark.parametrize(("size", "freedom"), [(0.9, 3), (1.1, 2)])
@pytest.mark.parametrize("first", [0.0, 1e3])
def test_a_term_as_small_as_rounding_costs_no_freedom(size: float, freedom: int, first: float) -> None:
    """It is held against the root of posts and squares of all terms."""
    smallest = 1e-9 * np.sqrt(6 + first**2)
    terms = np.column_stack([first * TWO, size * smallest * THREE])
    assert fit(terms=terms).freedom == freedom + (first == 0)


@pytest.mark.parametrize(("room", "told"), [(0.8e-9, False), (1.2e-9, True)])
def test_a_post_that_alone_makes_its_arm_leaves_no_estimate_without_it(room: float, told: bool) -> None:
    """A treatment of (1, e, -e, 0, 0, 0) leaves the first post 2 e^2 of room."""
    e = np.sqrt(room / 2)
    assert bool(np.isfinite(fit(np.array([1, e, -e, 0, 0, 0])).without_each[0])) is told


# Rates.


@pytest.mark.parametrize(("off", "tied"), BILLIONTH)
@pytest.mark.parametrize("most", [30.0, 14.0])
def test_a_ratio_within_a_billionth_of_the_observed_one_ties_with_it(most: float, off: float, tied: bool) -> None:
    """Of the log ratio, or of one where that is smaller; only without overdispersion are all events plain sums."""
    observed = np.log((most + 6) / 9)
    wanted = observed - off * max(observed, 1.0)
    # (most + x) / (6 + 9 - x) is the ratio of the exchanged label, all views alike.
    share = np.exp(wanted)
    x = (share * 15 - most) / (1 + share)
    events = np.array([most, 6.0, x, 9 - x])
    treated = np.array([True, True, False, False])
    found = rate_ratio_test(
        RateFit(events, np.full(4, 1e3), treated, np.zeros(4, dtype=np.int64)), ~treated[None, [0, 2, 1, 3]], exact=True
    )
    assert (found.p_value() == 1.0) is tied


def test_a_difference_as_small_as_rounding_is_none() -> None:
    one = np.array([1.0, 1.0, 1 + 0.8e-9, 1 + 1.2e-9, 0.0, 5.0, 3.0])
    other = np.array([1 + 0.8e-9, 1 + 1.2e-9, 1.0, 1.0, 0.0, 3.0, 5.0])
    assert (_difference(one, other) == 0).tolist() == [True, False, True, False, True, False, False]
    assert _difference(1e6 * one, 1e6 * other)[-2:].tolist() == [2e6, -2e6]
    assert (_difference(1e-6 * one, 1e-6 * other) == 0).tolist() == [True, False, True, False, True, False, False]


# Counting.


def known(low: list[float], *, exact: bool = True) -> Inversion:
    return Inversion(0.0, 1.0, np.array(low), -np.array(low), exact)


@pytest.mark.parametrize("exact", [True, False])
def test_every_share_of_the_draws_is_an_alpha_that_the_interval_reads_as_p_does(exact: bool) -> None:
    """0.29 of 100 draws are 28.999999999999996 by the machine, and 29."""
    low = [-float(n) for n in range(100, 0, -1)]
    test = known(low if exact else low[1:], exact=exact)
    for count in range(1, 100):
        end = test.interval(count / 100)[1]
        assert test.p_value(end) > count / 100
        assert end == 100 or test.p_value(end + 0.5) <= count / 100


@pytest.mark.parametrize(("off", "whole"), BILLIONTH)
@pytest.mark.parametrize("count", [1, 10])
def test_an_alpha_within_a_billionth_of_a_share_is_that_share(count: int, off: float, whole: bool) -> None:
    test = known([-float(n) for n in range(20, 0, -1)])
    end = 20.0 - count
    assert test.interval(count * (1 - off) / 20)[1] == (end if whole else end + 1)


@pytest.mark.parametrize(("off", "tied"), BILLIONTH)
@pytest.mark.parametrize("scale", [1.0, 1e-12, -1e6])
def test_permuted_statistics_within_a_billionth_tie(scale: float, off: float, tied: bool) -> None:
    """Sums of +-1 and +-off/2: the observed one is the largest, half of all are smaller by off."""
    values, treated = scale * np.array([1.0, 0.0, off / 2, 0.0]), np.array([True, False, True, False])

    def gap(v: np.ndarray, z: np.ndarray) -> float:
        return float(v[z].sum() - v[~z].sum())

    blocks = np.array([0, 0, 1, 1])
    assert two_sample_test(values, treated, gap, strata=blocks).p_value == (1.0 if tied else 0.5)
    signs = sign_flip_test(scale * np.array([1.0, off / 2]))
    assert signs.p_value == (1.0 if tied else 0.5)
    one_sided = sign_flip_test(abs(scale) * np.array([1.0, off / 2]), greater=True)
    assert one_sided.p_value == (0.5 if tied else 0.25)


def test_sums_that_only_rounding_tells_from_zero_tie() -> None:
    """Of 0.1, 0.2 and -0.3 five of eight sign patterns do not fall below zero: .6, .4, .2 and twice 0."""
    assert sign_flip_test(np.array([0.1, 0.2, -0.3]), greater=True).p_value == 5 / 8


@pytest.mark.parametrize(("off", "tied"), BILLIONTH)
def test_an_exchanged_value_within_a_billionth_counts_against_it(off: float, tied: bool) -> None:
    """Two posts of 1 and -1 + off, one a value: of the re-drawn sizes half are smaller than the first's by off."""
    found = exchange_p_values(
        np.array([1.0, -1 + off]), np.array([0, 1]), np.zeros(2, dtype=int), np.ones(2), draws=400, seed=1
    )
    assert found[1] == 1.0
    assert bool(found[0] == 1.0) is tied


@pytest.mark.parametrize(("information", "told"), [(0.9e-9, False), (1.2e-9, True)])
def test_a_billionth_of_a_post_is_no_information(information: float, told: bool) -> None:
    found = exchange_p_values(
        np.array([1.0, -1]), np.array([0, 1]), np.zeros(2, dtype=int), np.array([information, 1]), draws=9
    )
    assert bool(np.isfinite(found[0])) is told


# Memory.


def test_a_million_numbers_are_held_at_a_time() -> None:
    assert list(pieces(2_500_001, 1)) == [
        slice(0, 1_000_000),
        slice(1_000_000, 2_000_000),
        slice(2_000_000, 2_500_001),
    ]
    assert list(pieces(3, 600_000)) == [slice(0, 1), slice(1, 2), slice(2, 3)]
    assert list(pieces(3, 400_000)) == [slice(0, 2), slice(2, 3)]
    assert list(pieces(2, 9_000_000)) == [slice(0, 1), slice(1, 2)]
    assert list(pieces(0, 7)) == list(pieces(0, 0)) == [slice(0, 0)]
    assert list(pieces(5, 0)) == [slice(0, 5)]


def test_a_post_that_was_not_re_drawn_has_the_column_minus_one() -> None:
    packed = Labels.packed([np.ones((3, 2), dtype=np.bool_)], exact=True)
    assert (packed.columns.tolist(), packed.posts, packed.exact) == ([0, 1], 2, True)
    placed = packed.placed(np.array([3, 1]), 5)
    assert (placed.columns.tolist(), placed.posts, placed.exact) == ([-1, 1, -1, 0, -1], 2, True)


def test_an_end_that_only_zero_cuts_is_the_smallest_number_there_is() -> None:
    tiny = np.finfo(np.float64).tiny
    low, high = settled(np.array([-1.0, -1.0]), np.array([1.0, 1.0]), np.array([False, True]), 0.5)
    assert (low.tolist(), high.tolist()) == ([tiny, -1.0], [1.0, 1.0])


@pytest.mark.parametrize(
    ("low", "high", "at_zero", "counts"),
    [
        (-1.0, 1.0, False, True),  # on both sides of zero, so within the closed set
        (0.5, 1.0, False, False),
        (-1.0, -0.5, False, False),
        (0.5, 1.0, True, True),
        (-2e-9, 1.0, False, True),
        (-0.5e-9, 1.0, False, False),  # a billionth of a width is rounding
        (-1.0, 0.5e-9, False, False),
        (-np.inf, np.inf, False, True),
    ],
)
@pytest.mark.parametrize("width", [1.0, 1e-3])
def test_a_set_that_is_closed_over_zero_counts_there(
    low: float, high: float, at_zero: bool, counts: bool, width: float
) -> None:
    ends = np.array([low * width]), np.array([high * width])
    assert closed(*ends, np.array([at_zero]), width).tolist() == [counts]


def test_ends_do_not_depend_on_how_large_the_numbers_of_other_draws_are() -> None:
    """-(x + 2)(x + 1)(x - 1)(x - 3) has its outermost roots at -2 and 3, in whatever unit."""
    quartic = -np.poly([-2.0, -1, 1, 3])[::-1]
    low, high = _outermost(quartic * np.array([[1.0], [1e12], [1e-12]]))
    assert low == pytest.approx([-2.0] * 3)
    assert high == pytest.approx([3.0] * 3)
    assert np.isinf(_outermost(np.array([[0.0, 0, 0, 0, 0], [1.0, 0, 0, 0, 0], [0.0, 0, 0, 0, 1.0]]))).all()


@pytest.mark.parametrize(("lead", "falls"), [(0.8e-9, False), (1.2e-9, True)])
def test_a_quartic_that_falls_by_less_than_a_billionth_does_not_fall(lead: float, falls: bool) -> None:
    for scale in (1.0, 1e5):
        low, high = _outermost(scale * np.array([[1.0, 0, 0, 0, -lead]]))
        assert np.isfinite([low[0], high[0]]).tolist() == [falls, falls]


@pytest.mark.parametrize(("off", "real"), [(0.8e-6, True), (1.2e-6, False)])
@pytest.mark.parametrize("at", [0.0, 4.0])
def test_a_pair_of_roots_that_nearly_touches_the_axis_touches_it(at: float, off: float, real: bool) -> None:
    """-(x^2 - 2 a x + a^2 + d^2)(x^2 - 1), d a millionth of one and a; else the ends are -1 and 1."""
    size = off * (1 + at)
    pair = np.array([at**2 + size**2, -2 * at, 1.0])
    quartic = -np.convolve(pair, [-1.0, 0.0, 1.0])
    (high,) = _outermost(quartic[None, :])[1]
    assert high == pytest.approx(at if real and at else 1.0, abs=1e-4)
