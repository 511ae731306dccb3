"""Families of comparisons, what to reckon with, and refusals at their thresholds, through ``compare``."""

from __future__ import annotations

from math import comb, exp, isfinite, log, log1p, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm
from tests.stats.test_posteriors import integrated

import cliptrial
from cliptrial.analysis.findings import Level
from cliptrial.analysis.results import VerdictCode
from cliptrial.metrics import CATALOGUE, Kind, Metric, Scale
from cliptrial.stats import family_adjusted


def table(posts: int = 9, variants: int = 1, seed: int = 1, effect: float = 0.8) -> pd.DataFrame:
    """Arms a, b, c ... of equal size in random order."""
    rng = np.random.default_rng(seed)
    arm = rng.permutation(np.repeat(list("abcde"[: variants + 1]), posts))
    ratio = np.exp(effect * (arm != "a"))
    views = (np.exp(rng.normal(8, 0.5, len(arm))) * ratio).round() + 300
    numbers = {"views": views, "seconds": np.exp(rng.normal(2, 0.3, len(arm))) * ratio}
    numbers |= {"likes": rng.binomial(views.astype(int), 0.05), "shares": rng.poisson(4 * ratio)}
    return pd.DataFrame({"arm": arm, **numbers})


def compared(frame: pd.DataFrame, metrics: Any, **options: Any) -> cliptrial.Analysis:
    options = {"randomised": True, "draws": 999, **options}
    return cliptrial.compare(frame, arm="arm", control="a", metrics=metrics, **options)


@pytest.mark.parametrize("variants", [1, 2, 3, 4])
@pytest.mark.parametrize("effect", [0.3, 0.8])
def test_m_variants_of_the_primary_metric_share_its_error(variants: int, effect: float) -> None:
    """p_adjusted = min(1, m p), and each interval is the one that a pair by itself has at 1 - alpha / m."""
    frame = table(variants=variants, effect=effect)
    rows = compared(frame, ["views"]).uplifts
    assert [row.arm for row in rows] == [arm for arm in dict.fromkeys(frame["arm"]) if arm != "a"]
    for row in rows:
        pair = frame[frame["arm"].isin(["a", row.arm])]
        (alone,) = compared(pair, ["views"], alpha=0.05 / variants).uplifts
        assert row.p_value == alone.p_value
        assert row.p_adjusted == pytest.approx(min(1.0, variants * row.p_value), rel=1e-14)
        assert row.confidence == pytest.approx(1 - 0.05 / variants)
        assert row.relative_interval == alone.relative_interval


@pytest.mark.parametrize(("variants", "secondary"), [(1, 1), (1, 3), (2, 2)])
def test_secondary_metrics_times_variants_share_an_error_of_their_own(variants: int, secondary: int) -> None:
    frame = table(variants=variants)
    metrics = ["views", "seconds", "likes/views", "shares"][: secondary + 1]
    rows = compared(frame, metrics).uplifts
    size = variants * secondary
    for row in rows:
        m = variants if row.metric == "views" else size
        assert row.p_adjusted == pytest.approx(min(1.0, m * row.p_value), rel=1e-14)
        assert row.confidence == pytest.approx(1 - 0.05 / m)
    alone = compared(frame, metrics[1:2], alpha=0.05 / secondary).uplifts
    assert [row.relative_interval for row in rows if row.metric == "seconds"] == [r.relative_interval for r in alone]


@pytest.mark.parametrize(
    ("p", "m", "adjusted"),
    [(0.01, 3, 0.03), (0.1, 3, 0.3), (0.5, 2, 1.0), (0.6, 2, 1.0), (0.05, 1, 0.05), (0.05 / 3, 3, 0.05)],
)
def test_the_adjusted_p_of_a_round_p_is_round(p: float, m: int, adjusted: float) -> None:
    assert family_adjusted(p, m) <= adjusted
    assert family_adjusted(p, m) == pytest.approx(adjusted, rel=1e-14)


# Smallest attainable p.


def separated(posts: int, other: int) -> pd.DataFrame:
    """Every view of b above every view of a, so that one label or two are as extreme."""
    values = [1000 + 37 * i for i in range(posts)] + [4000 + 91 * i for i in range(other)]
    return pd.DataFrame({"arm": ["a"] * posts + ["b"] * other, "views": values})


@pytest.mark.parametrize(
    ("posts", "other", "alpha", "answered"),
    [
        (4, 4, 2 / 70 + 1e-9, True),  # 70 labels, the observed one and its opposite
        (4, 4, 2 / 70, True),  # exactly alpha will do
        (4, 4, 2 / 70 - 1e-9, False),
        (3, 3, 0.05, False),  # 2 of 20
        (3, 3, 0.1, True),
        (3, 4, 1 / 35, True),  # no opposite
        (3, 4, 1 / 35 - 1e-9, False),
    ],
)
def test_a_smallest_p_above_alpha_is_unanswerable_and_at_alpha_it_is_not(
    posts: int, other: int, alpha: float, answered: bool
) -> None:
    found = compared(separated(posts, other), ["views"], alpha=alpha)
    (row,) = found.uplifts
    smallest = (2 if posts == other else 1) / comb(posts + other, posts)
    if answered:
        assert row.p_value == pytest.approx(smallest)
        assert row.verdict is VerdictCode.BETTER
        assert (row.draws, found.verdict.reason) == (comb(posts + other, posts), None)
    else:
        assert (row.p_value, row.verdict, found.verdict.reason) == (None, "unanswerable", "too_few_assignments")
        (told,) = [f for f in found.findings if f.code == "too_few_assignments"]
        assert told.level is Level.BLOCKER
        assert told.values["smallest_p"] == pytest.approx(smallest)
        assert told.values["alpha"] == pytest.approx(alpha)


def test_a_second_variant_halves_the_alpha_that_the_smallest_p_must_reach() -> None:
    frame = pd.concat([separated(4, 4), separated(4, 4).query("arm == 'b'").assign(arm="c")], ignore_index=True)
    for alpha, reason in ((2 * 2 / 70, None), (2 * 2 / 70 - 1e-9, "too_few_assignments")):
        rows = compared(frame, ["views"], alpha=alpha).uplifts
        assert [row.reason for row in rows] == [reason, reason]


# A thousand views in each arm of a rate; two posts in each arm of anything.


@pytest.mark.parametrize("arm", ["a", "b"])
@pytest.mark.parametrize(("views", "reason"), [(1000, None), (999, "too_few_views")])
def test_each_arm_of_a_rate_needs_a_thousand_views(arm: str, views: int, reason: str | None) -> None:
    frame = table(10, seed=3).assign(views=500)
    own = frame.index[frame["arm"] == arm]
    frame.loc[own, "views"] = 100
    frame.loc[own[0], "views"] = views - 900
    frame["likes"] = np.arange(20) % 7 + 3
    found = compared(frame, ["likes/views"])
    assert found.uplifts[0].reason == reason
    assert (found.uplifts[0].p_value is None) is (reason is not None)
    if reason:
        (told,) = [f for f in found.findings if f.code == reason]
        assert (told.values["arm"], told.values["views"], told.values["needed"]) == (arm, 999.0, 1000)
    assert compared(frame, ["likes"]).uplifts[0].reason is None  # counts need none


@pytest.mark.parametrize("few", ["a", "b"])
@pytest.mark.parametrize(("posts", "reason"), [(0, "arm_without_posts"), (1, "too_few_posts"), (2, None)])
def test_each_arm_needs_two_posts_that_were_read(few: str, posts: int, reason: str | None) -> None:
    frame = table(12, seed=4, effect=0.0)
    own = frame.index[frame["arm"] == few]
    frame.loc[own[posts:], "views"] = np.nan
    row = compared(frame, ["views"]).uplifts[0]
    assert row.reason == reason
    assert row.posts == ((posts, 12) if few == "a" else (12, posts))


@pytest.mark.parametrize("sizes", [(22, 20), (20, 22), (23, 20), (20, 23)])
def test_a_table_is_studentised_by_hc2_above_eleven_to_ten(sizes: tuple[int, int]) -> None:
    frame = table(23, seed=5)
    own = [frame.index[frame["arm"] == arm][:count] for arm, count in zip("ab", sizes, strict=True)]
    row = compared(frame.loc[np.concatenate(own)], ["views"], draws=99).uplifts[0]
    assert row.posts == sizes
    assert row.method == ("redraw_log_ols" if max(sizes) == 22 else "redraw_log_hc2")


# What to reckon with.


def fitted(frame: pd.DataFrame, values: str) -> tuple[float, float, float, float]:
    """Estimate, standard error, freedom, and the error of a spread of one, by statsmodels."""
    treated = (frame["arm"] == "b").to_numpy(dtype=float)
    model = sm.OLS(np.log(frame[values]), sm.add_constant(treated)).fit()
    unit = sqrt(1 / treated.sum() + 1 / (1 - treated).sum())
    return float(model.params.iloc[1]), float(model.bse.iloc[1]), float(model.df_resid), unit


@pytest.mark.parametrize("effect", [0.6, -0.6, 0.05])
@pytest.mark.parametrize("posts", [4, 20])
def test_reckon_with_and_lean_are_the_integral_of_likelihood_times_prior(posts: int, effect: float) -> None:
    """Views have a known spread of 1.05, worth six degrees of freedom; seconds have none."""
    frame = table(posts, seed=6, effect=effect)
    for metric, spread in (("views", 1.05), ("seconds", None)):
        row = compared(frame, [metric], draws=99).uplifts[0]
        estimate, error, freedom, unit = fitted(frame, metric)
        if spread:
            error = sqrt((freedom * error**2 + 6 * (spread * unit) ** 2) / (freedom + 6))
            freedom += 6
        expected = integrated(estimate, error, freedom=freedom)
        assert (row.reckon_with, row.lean) == pytest.approx(expected, abs=1e-3)
        assert log1p(row.relative) == pytest.approx(estimate)


def test_the_known_spreads_are_those_of_public_histories() -> None:
    told = {name: metric.spread for name, metric in CATALOGUE.items() if metric.spread}
    assert told["views"] == told["reach"] == 1.05
    assert (told["average_watch_time"], told["likes"], told["like_rate"]) == (0.25, 1.2, 0.5)


@pytest.mark.parametrize("kind", [Kind.RATE, Kind.RARE])
def test_a_ratio_of_rates_is_shrunk_by_its_spread_over_re_draws(kind: Kind) -> None:
    """Its log estimate, the standard deviation of log ratios without the effect, posts minus two."""
    frame = table(10, seed=7)
    metric = Metric("m", kind, ("shares",), "views" if kind is Kind.RATE else None, Scale.NUMBER, {})
    row = compared(frame, [metric]).uplifts[0]
    expected = integrated(log1p(row.relative), row.standard_error, freedom=18)
    assert (row.reckon_with, row.lean) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("effect", [0.5, -0.5])
def test_lean_is_the_chance_of_the_good_direction(effect: float) -> None:
    frame = table(10, seed=8, effect=effect)
    up, down = (
        compared(frame, [Metric("v", Kind.COUNT, ("views",), None, Scale.NUMBER, {}, higher_is_better=good)], draws=99)
        for good in (True, False)
    )
    one, other = up.uplifts[0], down.uplifts[0]
    assert one.lean == pytest.approx(1 - other.lean)
    assert one.reckon_with == other.reckon_with
    assert (one.lean > 0.5) is (effect > 0)
    assert {one.verdict, other.verdict} in ({"better", "worse"}, {"inconclusive"})


SPLITS = [(100, 5000, 180, 5010), (180, 5010, 100, 5000), (40, 900, 44, 910), (0, 700, 6, 700), (7, 700, 0, 700)]


@pytest.mark.parametrize("counts", SPLITS)
def test_split_tests_are_shrunk_by_the_delta_method(counts: tuple[int, int, int, int]) -> None:
    """Where an arm has no event one half is added to events and non-events of both."""
    x0, n0, x1, n1 = counts
    frame = pd.DataFrame({"arm": ["a", "b"], "clicks": [x0, x1], "viewers": [n0, n1]})
    row = cliptrial.compare_split(frame, arm="arm", control="a", metrics=["clicks/viewers"]).uplifts[0]
    if min(x0, x1) == 0:
        x0, n0, x1, n1 = x0 + 0.5, n0 + 1, x1 + 0.5, n1 + 1
    estimate = log((x1 / n1) / (x0 / n0))
    error = sqrt((1 - x0 / n0) / x0 + (1 - x1 / n1) / x1)
    assert (row.reckon_with, row.lean) == pytest.approx(integrated(estimate, error), abs=1e-3)
    trust = 0.17**2 / (0.17**2 + error**2)
    assert row.reckon_with == pytest.approx(exp(trust * estimate) - 1)
    assert row.lean == pytest.approx(norm.cdf(trust * estimate / sqrt(0.17**2 * (1 - trust))))


def test_split_tests_share_the_error_as_tables_do() -> None:
    frame = pd.DataFrame(
        {"arm": list("abc"), "clicks": [100, 140, 120], "orders": [9, 14, 30], "viewers": [5000, 5010, 4990]}
    )
    found = cliptrial.compare_split(frame, arm="arm", control="a", metrics=["clicks/viewers", "orders/viewers"])
    assert [row.confidence for row in found.uplifts] == pytest.approx([1 - 0.05 / 2] * 4)
    for row in found.uplifts:
        assert row.p_adjusted == pytest.approx(min(1, 2 * row.p_value))
        assert isfinite(row.relative_interval[0])
    assert found.verdict.arm == "b"
    assert [(row.role, row.size is None) for row in found.uplifts][2:] == [("secondary", True)] * 2
