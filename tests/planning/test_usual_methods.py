"""The usual methods are what textbooks and libraries compute."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import tea_tasting
from scipy import stats
from statsmodels.stats.proportion import proportions_ztest

from cliptrial.metrics import Kind
from cliptrial.planning.usual_methods import (
    Labelled,
    ols_weekday,
    relative_delta,
    sums_as_trials,
    welch_logs,
    welch_raw,
)

ROWS, POSTS = 5, 24


def labelled(kind: Kind) -> Labelled:
    rng = np.random.default_rng(3)
    views = np.exp(rng.normal(8, 1, (ROWS, POSTS))).round()
    likes = rng.binomial(views.astype(int), 0.04).astype(float)
    treated = rng.permuted(np.tile([False, True], (ROWS, POSTS // 2)), axis=1)
    weekday = np.tile(np.arange(POSTS) % 7, (ROWS, 1))
    rate = kind is Kind.RATE
    return Labelled(kind, likes if rate else views, views if rate else np.ones_like(views), treated, weekday)


def rows(case: Labelled, values: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(v[t], v[~t]) for v, t in zip(values, case.treated, strict=True)]


def test_totals_of_a_rate_are_the_pooled_z_test_of_statsmodels() -> None:
    case = labelled(Kind.RATE)
    expected = [
        proportions_ztest([x[t].sum(), x[~t].sum()], [v[t].sum(), v[~t].sum()])[1]
        for x, v, t in zip(case.value, case.denominator, case.treated, strict=True)
    ]
    assert sums_as_trials(case) == pytest.approx(expected, rel=1e-9)


def test_totals_of_counts_are_the_z_test_of_a_fair_split() -> None:
    case = labelled(Kind.COUNT)
    expected = []
    for one, other in rows(case, case.value):
        total = one.sum() + other.sum()
        expected.append(2 * stats.norm.sf(abs(one.sum() - total / 2) / np.sqrt(total / 4)))
    assert sums_as_trials(case) == pytest.approx(expected, rel=1e-9)


def test_means_have_no_totals() -> None:
    case = labelled(Kind.COUNT)
    assert np.isnan(sums_as_trials(Labelled(Kind.MEAN, case.value, case.denominator, case.treated, case.weekday))).all()


@pytest.mark.parametrize(("method", "transform"), [(welch_raw, lambda x: x), (welch_logs, np.log)])
def test_welch_is_welch(method: object, transform: object) -> None:
    case = labelled(Kind.COUNT)
    expected = [
        stats.ttest_ind(transform(a), transform(b), equal_var=False).pvalue  # type: ignore[operator]
        for a, b in rows(case, case.value)
    ]
    assert method(case) == pytest.approx(expected, rel=1e-9)  # type: ignore[operator]


def test_regression_is_that_of_statsmodels() -> None:
    case = labelled(Kind.COUNT)
    expected = []
    for logs, treated, weekday in zip(np.log(case.value), case.treated, case.weekday, strict=True):
        columns = np.column_stack([np.ones(POSTS), treated, weekday[:, None] == np.arange(1, 7)])
        expected.append(sm.OLS(logs, columns.astype(float)).fit().pvalues[1])
    assert ols_weekday(case) == pytest.approx(expected, rel=1e-9)


def test_the_relative_interval_is_the_delta_method_worked_out_by_hand() -> None:
    case = labelled(Kind.COUNT)
    for p, (a, b) in zip(relative_delta(case), rows(case, case.value), strict=True):
        # Satterthwaite's degrees of freedom are Welch's of the samples in units of their own means.
        freedom = stats.ttest_ind(a / a.mean(), b / b.mean(), equal_var=False).df
        error = np.sqrt(a.var(ddof=1) / len(a) / a.mean() ** 2 + b.var(ddof=1) / len(b) / b.mean() ** 2)
        assert p == pytest.approx(2 * stats.t.sf(abs(np.log(a.mean() / b.mean())) / error, freedom), rel=1e-9)


def test_the_relative_interval_is_the_one_that_a_leading_library_prints() -> None:
    """tea-tasting's relative interval leaves out zero in the same comparisons."""
    case = labelled(Kind.COUNT)
    for p, value, treated in zip(relative_delta(case), case.value, case.treated, strict=True):
        frame = pd.DataFrame({"variant": treated.astype(int), "views": value})
        found = tea_tasting.Experiment(views=tea_tasting.Mean("views")).analyze(frame)["views"]
        outside = found.rel_effect_size_ci_lower > 0 or found.rel_effect_size_ci_upper < 0
        assert outside == (p < 0.05)


def test_posts_without_an_event_get_half_a_one_before_logs() -> None:
    value = np.array([[0.0, 3.0, 1.0, 2.0]])
    case = Labelled(
        Kind.RARE, value, np.ones_like(value), np.array([[True, False, True, False]]), np.zeros((1, 4), int)
    )
    assert case.logs == pytest.approx(np.log(value + 0.5))
