"""Published examples, each through the function of ours that it belongs to; the others are named with the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import brentq
from scipy.stats import norm, rankdata
from scipy.stats import t as student
from statsmodels.stats.meta_analysis import combine_effects
from tests.places import shared

from cliptrial import stats
from cliptrial.metrics import Kind
from cliptrial.planning.feasibility import posts_needed, power
from cliptrial.planning.usual_methods import Labelled, ols_weekday, relative_delta, sums_as_trials, welch_raw
from cliptrial.stats.pooled import random_effects as pooling
from cliptrial.stats.sequential import crossing_probability

NOT_OURS: Mapping[str, str] = {
    "hollander_wolfe_rounding_friedman": "asks of three arms at once; ours hold each variant against the control",
    "conover_quade": "asks of five arms at once; ours hold each variant against the control",
    "conover_binom_mendel": "one share against a fixed value; nothing here asks that",
    "dobson_poisson_glm": "a Poisson model; rare events get the weighted ratio and re-drawn schedules",
    "dunnett1955_blood_counts": "several variants are adjusted by Bonferroni, which matches their intervals",
    "imbens_kolesar_bm_df": "degrees of freedom for HC2; ours is held against re-drawn schedules, not a t distribution",
    "confseq_bernoulli_ci": "always-valid limits; looks are planned, with Lan-DeMets limits",
    "growthbook_asymptotic_cs": "always-valid limits; looks are planned, with Lan-DeMets limits",
    "efron_mouse_bca_acceleration": "a bootstrap; intervals are inversions of the test",
}
"""Published cases of methods that this package does not offer."""

TESTED: set[str] = set()


@dataclass(frozen=True)
class Case:
    """One published example: inputs, results, and how near to them one must come."""

    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Any

    def array(self, name: str) -> np.ndarray:
        """An input as floats."""
        return np.array(self.inputs[name], dtype=float)

    def told(self, name: str) -> Any:
        """The published value, equal to everything within the published tolerance."""
        allowed = self.tolerance[name] if isinstance(self.tolerance, dict) else self.tolerance
        if isinstance(allowed, str):
            return pytest.approx(self.expected[name], rel=float(allowed.removeprefix("rel:")))
        return pytest.approx(self.expected[name], rel=0, abs=max(float(allowed), 1e-12))


def published(name: str) -> pytest.MarkDecorator:
    """The test takes this case as ``case``."""
    TESTED.add(name)
    return pytest.mark.parametrize("case", [name], indirect=True)


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    found = next(one for one in _all() if one["name"] == request.param)
    return Case(found["inputs"], found["expected"], found["tolerance"])


def _all() -> list[dict[str, Any]]:
    return list(json.loads(shared("reference/published_cases.json").read_text(encoding="utf-8")))


def test_every_published_case_is_tested_or_named_with_the_reason_why_not() -> None:
    names = [one["name"] for one in _all()]
    assert sorted([*TESTED, *NOT_OURS]) == sorted(names)


def labelled(one: np.ndarray, other: np.ndarray, *, exposure: np.ndarray | None = None, days: Any = None) -> Labelled:
    """Two samples as one row of posts, the first as the variant."""
    value = np.concatenate([one, other])[None, :].astype(float)
    return Labelled(
        Kind.COUNT,
        value,
        np.ones_like(value) if exposure is None else exposure[None, :],
        (np.arange(value.size) < len(one))[None, :],
        (np.zeros(value.size, dtype=np.int64) if days is None else days)[None, :],
    )


# Two means.


@published("student_sleep_welch_anova")
def test_welchs_t_squared_is_the_one_way_f(case: Case) -> None:
    one, other = case.array("group1"), case.array("group2")
    (p,) = welch_raw(labelled(one, other))
    freedom = stats.tost(one, other, 1.0).degrees
    assert p == case.told("p")
    assert freedom == case.told("df_denom")
    assert student.isf(p / 2, freedom) ** 2 == case.told("F")


@published("student_sleep_paired_t")
def test_least_squares_with_a_term_for_each_pair_is_the_paired_t_test(case: Case) -> None:
    one, other = case.array("x"), case.array("y")
    pairs = np.tile(np.arange(len(one)), 2)
    treated = np.repeat([1.0, 0.0], len(one))
    fit = stats.LogFit(np.concatenate([one, other]), treated, (pairs[:, None] == np.arange(1, len(one))).astype(float))
    assert fit.t == case.told("t")
    assert fit.freedom == case.told("df")
    assert fit.estimate == case.told("mean_diff")
    reach = student.isf(0.025, fit.freedom) * fit.standard_error
    assert [fit.estimate - reach, fit.estimate + reach] == case.told("ci")
    (p,) = ols_weekday(labelled(np.exp(one), np.exp(other), days=pairs))
    assert p == case.told("p")


@published("welch_outlier_200")
def test_one_viral_post_hides_a_difference_from_welch(case: Case) -> None:
    one, other = case.array("x"), case.array("y")
    (p,) = welch_raw(labelled(one, other))
    freedom = stats.tost(one, other, 1.0).degrees
    assert p == case.told("p")
    assert freedom == case.told("df")
    assert -student.isf(p / 2, freedom) == case.told("t")
    assert _turning_points(one, other, 0.025) == case.told("ci")


def _turning_points(one: np.ndarray, other: np.ndarray, tail: float, *, equal: bool = False) -> list[float]:
    """Where non-inferiority of either sample to the other turns: the ends of the interval of the difference."""

    def beyond(margin: float, a: np.ndarray, b: np.ndarray) -> float:
        return stats.non_inferiority(a, b, margin, equal_variances=equal) - tail

    far = 20 * max(float(np.ptp(one)), float(np.ptp(other)))
    low, high = (brentq(beyond, -far, far, args=pair, xtol=1e-12) for pair in ((one, other), (other, one)))
    return [-low, high]


@published("bonett_price_mean_ratio_2group")
def test_the_relative_interval_turns_at_the_corrected_published_ends(case: Case) -> None:
    one, other = case.array("y1"), case.array("y2")
    assert one.mean() / other.mean() == case.told("ratio")

    def beyond(ratio: float) -> float:
        (p,) = relative_delta(labelled(one / ratio, other))
        return float(p) - case.inputs["alpha"]

    centre = one.mean() / other.mean()
    assert [brentq(beyond, centre / 3, centre), brentq(beyond, centre, centre * 3)] == case.told("ci_correct")


# Ranks and permutations.


@published("hollander_wolfe_depression_signed_rank")
def test_flipping_the_signs_of_ranks_is_the_signed_rank_test(case: Case) -> None:
    differences = case.array("x") - case.array("y")
    signed = rankdata(np.abs(differences)) * np.sign(differences)
    found, greater = stats.sign_flip_test(signed), stats.sign_flip_test(signed, greater=True)
    total = len(signed) * (len(signed) + 1) / 2
    assert found.exact
    assert (found.statistic * len(signed) + total) / 2 == case.told("V")
    assert found.p_value == case.told("p_two_sided")
    assert greater.p_value == case.told("p_greater")


@published("bergmann_rotarod_wmw_ties")
def test_ranks_with_heavy_ties(case: Case) -> None:
    """2.7 million labellings are sampled; the exact p is Fisher's, for no labelling can be more extreme."""
    values = np.concatenate([case.array("control"), case.array("treatment")])
    control, ranks = np.arange(len(values)) < len(case.inputs["control"]), rankdata(values)
    fit = stats.LogFit(ranks, control.astype(float), np.empty((len(ranks), 0)))
    z = fit.t * np.sqrt((len(ranks) - 1) / (fit.t**2 + fit.freedom))
    assert z == case.told("Z")
    assert 2 * norm.sf(z) == case.told("p_asymptotic")
    below = values < values.max()
    assert not below[control].any()
    table = np.array([[int((below & side).sum()), int((~below & side).sum())] for side in (control, ~control)])
    assert stats.independence(table).p_value == case.told("p_two_sided_exact")
    draws = 199_999
    sampled = stats.two_sample_test(ranks, control, lambda v, z: float(v[z].sum()), greater=True, draws=draws, seed=1)
    exact = case.expected["p_greater_exact"]
    assert sampled.p_value == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / draws))


@published("ucb_admissions_cmh")
def test_permuting_within_departments_is_the_stratified_test_up_to_sampling(case: Case) -> None:
    """Its normal approximation is published; the odds ratio is not a number of ours."""
    admitted, man, department = [], [], []
    for number, (men, women) in enumerate(case.inputs["dept_by_gender_by_admit"]):
        for sex, (yes, no) in ((True, men), (False, women)):
            admitted += [1.0] * yes + [0.0] * no
            man += [sex] * (yes + no)
            department += [number] * (yes + no)
    outcome, strata = np.array(admitted), np.array(department)
    expected = sum(outcome[strata == d].mean() * np.array(man)[strata == d].sum() for d in range(6))
    draws = 2999
    found = stats.two_sample_test(
        outcome, np.array(man), lambda v, z: float(v[z].sum() - expected), strata=strata, draws=draws, seed=2
    )
    p = case.expected["p"]
    assert found.p_value == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / draws))


def test_all_sign_flips_of_darwins_maize_give_fishers_p() -> None:
    """Fisher (1935), The Design of Experiments, section 21: 863 of 32,768 sums of 15 differences are as large."""
    eighths = np.array([49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]) / 8
    found = stats.sign_flip_test(eighths)
    assert (found.exact, found.draws, found.p_value) == (True, 2**15, 2 * 863 / 2**15)
    assert round(found.p_value, 5) == 0.05267


# Tables of counts.


@published("fisher_twin_convictions")
def test_two_by_two_independence_is_fishers_exact_test(case: Case) -> None:
    assert stats.independence(np.array(case.inputs["table"])).p_value == case.told("p_two")


@published("mehta_patel_6_fisher_freeman_halton")
def test_fisher_freeman_halton_on_a_table_of_the_shape_arms_by_days(case: Case) -> None:
    assert stats.independence(np.array(case.inputs["table"]), draws=99_999).p_value == case.told("p")


def _chi_squared(table: np.ndarray) -> float:
    """Pearson's chi-squared, read back from the bias-corrected V that is built on it."""
    n, (rows, columns) = table.sum(), table.shape
    v = stats.independence(table, draws=99).cramers_v
    smaller = min(size - (size - 1) ** 2 / (n - 1) for size in (rows, columns)) - 1
    return float(n * (v**2 * smaller + (rows - 1) * (columns - 1) / (n - 1)))


@published("yates1948_homework")
def test_cramers_v_of_homework_and_grades_stands_on_the_published_chi_squared(case: Case) -> None:
    assert _chi_squared(np.array(case.inputs["table"])) == case.told("chi2")


@published("fleiss_smokers_prop_test")
def test_cramers_v_of_smokers_stands_on_the_published_chi_squared(case: Case) -> None:
    smokers, patients = np.array(case.inputs["successes"]), np.array(case.inputs["trials"])
    assert _chi_squared(np.array([smokers, patients - smokers])) == case.told("chi2")


@published("chisq_gof_given_probs")
def test_sample_ratio_test_is_the_chi_squared_test_of_the_planned_split(case: Case) -> None:
    counts = case.inputs["counts"]
    assert stats.sample_ratio_test(case.inputs["equal"]) == case.told("p_equal")
    assert stats.sample_ratio_test(counts, case.inputs["p"]) == case.told("p_given")
    assert stats.sample_ratio_test(counts, case.inputs["p_rescaled"]) == case.told("p_rescaled")


@published("gu2008_nurses_poisson_two_sample")
def test_totals_compared_as_if_events_were_independent_are_the_poisson_score_test(case: Case) -> None:
    counts = np.array([[case.inputs["count1"]], [case.inputs["count2"]]], dtype=float)
    exposure = np.array([case.inputs["exposure1"], case.inputs["exposure2"]])
    (p,) = sums_as_trials(labelled(*counts, exposure=exposure))
    assert p / 2 == case.told("p_one_score")


# Several comparisons.


@published("multtest_adjusted_pvalues_10")
def test_adjusted_p_values_are_those_of_multtest(case: Case) -> None:
    p_values = case.inputs["p"]
    assert sorted(stats.holm(p_values))[:4] == case.told("holm")
    assert sorted(stats.benjamini_hochberg(p_values))[:4] == case.told("bh")
    assert sorted(stats.family_adjusted(p, len(p_values)) for p in p_values)[:4] == case.told("bonferroni")


# Least squares.


@published("emmeans_pigs_log_block_ratio")
def test_log_least_squares_with_blocks_gives_the_published_contrasts(case: Case) -> None:
    source, percent, outcome = np.array(case.inputs["source"]), case.array("percent"), np.log(case.array("conc"))
    levels = [percent == level for level in sorted(set(percent))[1:]]
    pairs = (("fish", "soy", "skim"), ("fish", "skim", "soy"), ("soy", "skim", "fish"))
    fits = [
        stats.LogFit(outcome, (source == one).astype(float), np.column_stack([*levels, source == third]).astype(float))
        for one, _, third in pairs
    ]
    assert [fit.estimate for fit in fits] == case.told("contrast")
    assert [fit.standard_error for fit in fits] == case.told("contrast_se")
    assert [fit.t for fit in fits] == case.told("t")
    assert {fit.freedom for fit in fits} == {case.expected["df"]}
    assert np.sqrt(fits[0].remainder @ fits[0].remainder / fits[0].freedom) == case.told("sigma")


@published("npk_block_design")
def test_a_block_design_is_split_as_published(case: Case) -> None:
    block, outcome = case.array("block"), case.array("y")
    blocks = (block[:, None] == np.unique(block)[None, 1:]).astype(float)
    n, p, k = (case.array(name) - 0.5 for name in "NPK")
    interactions = [n * p, n * k, p * k]
    of_n = stats.LogFit(outcome, n, np.column_stack([blocks, p, k, *interactions]))
    of_k = stats.LogFit(outcome, k, np.column_stack([blocks, n, p, *interactions]))
    assert (of_n.t**2, of_k.t**2) == (case.told("F_N"), case.told("F_K"))
    assert 2 * student.sf(abs(of_n.t), of_n.freedom) == case.told("p_N")
    assert 2 * student.sf(abs(of_k.t), of_k.freedom) == case.told("p_K")
    assert of_n.estimate**2 * of_n.information == case.told("ss_N")
    assert np.sqrt(of_n.remainder @ of_n.remainder / of_n.freedom) == case.told("rse")
    plain, within = (stats.LogFit(outcome, n, terms).outcome for terms in (np.empty((len(n), 0)), blocks))
    assert plain @ plain - within @ within == case.told("ss_block")


@published("nist_strd_atmwtag")
def test_seven_constant_leading_digits_leave_sums_of_squares_right(case: Case) -> None:
    one, other = (np.array(group) for group in case.inputs["groups"])
    treated = np.repeat([1.0, 0.0], [len(one), len(other)])
    fit = stats.LogFit(np.concatenate([one, other]), treated, np.empty((len(treated), 0)))
    assert fit.t**2 == case.told("F")
    assert fit.estimate**2 * fit.information == case.told("ss_between")
    assert fit.remainder @ fit.remainder == case.told("ss_within")


@published("publicschools_hc0_hc4")
def test_coefficients_and_hc2_hold_under_a_point_of_high_leverage(case: Case) -> None:
    """HC0 and HC4 are not offered; HC2 is that of statsmodels on the same schools."""
    expenditure, income = np.array(case.inputs["expenditure_income"], dtype=float).T
    powers = [income / 1e4, (income / 1e4) ** 2]
    slope, curve = (stats.LogFit(expenditure, powers[i], powers[1 - i][:, None]) for i in (0, 1))
    assert [slope.estimate, curve.estimate] == pytest.approx(case.expected["coef"][1:], abs=case.tolerance)
    model = sm.OLS(expenditure, sm.add_constant(np.column_stack(powers))).fit()
    assert [stats.hc2_standard_error(fit) for fit in (slope, curve)] == pytest.approx(model.HC2_se[1:], rel=1e-6)


# Power, equivalence, pooling, looks.


@published("cohen_table_two_sided")
def test_posts_needed_and_power_are_cohens(case: Case) -> None:
    alpha = case.inputs["alpha"]
    # Blocks hold each arm twice, so an odd number is rounded up to the next even one.
    assert [posts_needed(d, 1.0, alpha) for d in (0.2, 0.5, 0.8, 1.0)] == case.told("n80_d")
    for d, n in zip((0.5, 0.8), case.expected["n90_d"], strict=True):
        assert power(d, n - 2, 1.0, alpha) < 0.9 <= power(d, n + 1, 1.0, alpha)
    assert power(1.0, 30, 1.0, alpha) == case.told("power_d1_n30")
    assert power(0.1, 20, 1.0, alpha) == case.told("power_d01_n20")


@published("tost_eskine_equal_var")
def test_two_one_sided_tests_on_published_means(case: Case) -> None:
    told = case.inputs
    one, other = (_with_moments(told[f"n{i}"], told[f"m{i}"], told[f"sd{i}"]) for i in (1, 2))
    found = stats.tost(one, other, told["eqb"], equal_variances=True)
    assert found.degrees == case.told("df")
    assert found.p_upper == case.told("p_upper")
    assert student.isf(found.p_lower, found.degrees) == case.told("t_lower")
    assert -student.isf(found.p_upper, found.degrees) == case.told("t_upper")
    assert _turning_points(one, other, 0.05, equal=True) == case.told("ci90")
    assert _turning_points(one, other, 0.025, equal=True) == case.told("ci95")


def _with_moments(n: int, mean: float, sd: float) -> np.ndarray:
    values = np.arange(n, dtype=float)
    return np.asarray(mean + sd * (values - values.mean()) / values.std(ddof=1))


@published("tost_ncss_yield")
def test_two_one_sided_tests_on_published_yields(case: Case) -> None:
    one, other, margin = case.array("yieldA"), case.array("yieldB"), case.inputs["eqb"]
    pooled, welch = stats.tost(one, other, margin, equal_variances=True), stats.tost(one, other, margin)
    assert pooled.difference == case.told("diff")
    assert (pooled.p_lower, pooled.p_upper) == (case.told("p_lower"), case.told("p_upper"))
    assert (welch.p_lower, welch.p_upper) == (case.told("p_lower_welch"), case.told("p_upper_welch"))
    assert welch.degrees == case.told("df_welch")
    assert stats.non_inferiority(one, other, margin) == case.told("p_lower_welch")
    assert _turning_points(one, other, 0.025, equal=True) == case.told("ci95_pooled")
    assert _turning_points(one, other, 0.025) == case.told("ci95_welch")


def _trials(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Events and people, shape (trials, 2): treated, then control."""
    treated, without, control, control_without = case.array("data").T
    return np.column_stack([treated, control]), np.column_stack([treated + without, control + control_without])


@published("bcg_dersimonian_laird")
def test_the_spread_between_trials_is_the_published_one(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the moment estimate, which is not offered: its Q-profile interval, and Paule-Mandel by statsmodels."""
    events, people = _trials(case)
    logs = np.log(events[:, 0] / people[:, 0] * people[:, 1] / events[:, 1])
    variances = (1 / events - 1 / people).sum(axis=1)
    monkeypatch.setattr(pooling, "LEVELS", np.array([0.025, 0.975]))
    # Prediction intervals read the spread off a grid: three digits.
    assert sorted(pooling._spreads(logs, variances)) == pytest.approx(case.expected["tau2_ci_qprofile"], rel=1e-3)
    monkeypatch.undo()
    ours, theirs = stats.pool(logs, np.sqrt(variances)), combine_effects(logs, variances, method_re="pm", use_t=True)
    assert ours.tau**2 == pytest.approx(theirs.tau2, rel=1e-4)
    assert ours.estimate == pytest.approx(theirs.mean_effect_re, rel=1e-5)
    assert ours.standard_error == pytest.approx(theirs.sd_eff_w_re_hksj, rel=1e-5)


class _EveryPersonAlike(stats.RateFit):
    """The ratio where units are people: independent trials, so nobody's weight is reduced."""

    @cached_property
    def weight(self) -> np.ndarray:
        return np.ones(len(self.numerator))


@published("bcg_mantel_haenszel_rr")
def test_the_stratified_ratio_is_that_of_mantel_and_haenszel(case: Case) -> None:
    events, people = _trials(case)
    treated, strata = np.tile([True, False], len(events)), np.repeat(np.arange(len(events)), 2)
    assert _EveryPersonAlike(events.ravel(), people.ravel(), treated, strata).ratio == case.told("rr")


@published("obf_classic_5looks")
def test_the_classic_limits_spend_the_published_error(case: Case) -> None:
    fractions = [(look + 1) / case.inputs["looks"] for look in range(case.inputs["looks"])]
    shape = 1 / np.sqrt(fractions)
    last = brentq(lambda z: crossing_probability(fractions, list(z * shape)) - case.inputs["alpha"], 1.5, 3.0)
    assert list(last * shape) == case.told("z")
    naive = [norm.isf(case.inputs["alpha"] / 2)] * len(fractions)
    assert crossing_probability(fractions, naive) == case.told("naive_fpr_5_looks")
