"""Published examples that belong to a function of ours."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from tests.places import shared

from cliptrial import stats


def case(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    cases = json.loads(shared("reference/published_cases.json").read_text(encoding="utf-8"))
    found = next(one for one in cases if one["name"] == name)
    return found["inputs"], found["expected"]


def test_fisher_freeman_halton_on_a_table_of_the_shape_arms_by_days() -> None:
    inputs, expected = case("mehta_patel_6_fisher_freeman_halton")
    found = stats.independence(np.array(inputs["table"]), draws=99_999)
    assert found.p_value == pytest.approx(expected["p"], abs=0.002)


def test_sample_ratio_test_is_the_chi_squared_test_of_the_planned_split() -> None:
    inputs, expected = case("chisq_gof_given_probs")
    assert stats.sample_ratio_test(inputs["equal"]) == pytest.approx(expected["p_equal"], abs=5e-5)
    assert stats.sample_ratio_test(inputs["counts"], inputs["p"]) == pytest.approx(expected["p_given"], abs=5e-4)
    rescaled = stats.sample_ratio_test(inputs["counts"], inputs["p_rescaled"])
    assert rescaled == pytest.approx(expected["p_rescaled"], abs=5e-5)


def test_two_by_two_independence_is_fishers_exact_test() -> None:
    inputs, expected = case("fisher_twin_convictions")
    assert stats.independence(np.array(inputs["table"])).p_value == pytest.approx(expected["p_two"], abs=5e-8)


def test_rank_permutation_with_heavy_ties_is_exact() -> None:
    inputs, expected = case("bergmann_rotarod_wmw_ties")
    values = np.array([*inputs["control"], *inputs["treatment"]], dtype=float)
    treated = np.arange(len(values)) >= len(inputs["control"])
    from scipy.stats import rankdata

    ranks = rankdata(values)
    labels = stats.two_sample_test(ranks, ~treated, lambda v, z: float(v[z].sum()), greater=True, draws=199_999, seed=1)
    assert labels.p_value == pytest.approx(expected["p_greater_exact"], abs=0.0015)


def test_holm_and_benjamini_hochberg_are_those_of_multtest() -> None:
    inputs, expected = case("multtest_adjusted_pvalues_10")
    assert sorted(stats.holm(inputs["p"]))[:4] == pytest.approx(expected["holm"], abs=1e-9)
    if "bh" in expected or "fdr_bh" in expected:
        wanted = expected.get("bh") or expected["fdr_bh"]
        assert sorted(stats.benjamini_hochberg(inputs["p"]))[:4] == pytest.approx(wanted, abs=1e-9)


def test_two_one_sided_tests_on_published_yields() -> None:
    inputs, expected = case("tost_ncss_yield")
    first, second = np.array(inputs["yieldA"], float), np.array(inputs["yieldB"], float)
    pooled = stats.tost(first, second, inputs["eqb"], equal_variances=True)
    assert pooled.difference == pytest.approx(expected["diff"], abs=1e-6)
    assert (pooled.p_lower, pooled.p_upper) == pytest.approx((expected["p_lower"], expected["p_upper"]), abs=5e-5)
    welch = stats.tost(first, second, inputs["eqb"])
    assert welch.degrees == pytest.approx(expected["df_welch"], abs=5e-3)
    assert (welch.p_lower, welch.p_upper) == pytest.approx(
        (expected["p_lower_welch"], expected["p_upper_welch"]), abs=5e-5
    )
    assert stats.non_inferiority(first, second, inputs["eqb"]) == pytest.approx(expected["p_lower_welch"], abs=5e-5)


def test_log_least_squares_with_blocks_gives_the_published_contrast() -> None:
    inputs, expected = case("emmeans_pigs_log_block_ratio")
    source, percent = np.array(inputs["source"]), np.array(inputs["percent"])
    outcome = np.log(np.array(inputs.get("conc") or inputs["concentration"], float))
    levels = sorted(set(percent))[1:]
    terms = np.column_stack([*(percent == level for level in levels), source == "skim"]).astype(float)
    fit = stats.LogFit(outcome, (source == "soy").astype(float), terms)
    # Printed as fish minus soy.
    assert -fit.estimate == pytest.approx(expected["contrast"][0], abs=5e-4)
    assert fit.standard_error == pytest.approx(expected["contrast_se"][0], abs=5e-5)
    assert -fit.t == pytest.approx(expected["t"][0], abs=5e-4)


def test_block_design_t_squared_is_the_published_f() -> None:
    inputs, expected = case("npk_block_design")
    block = np.array(inputs["block"])
    blocks = np.column_stack([block == level for level in sorted(set(block))[1:]]).astype(float)
    n, p, k = (np.array(inputs[name], float) for name in "NPK")
    others = np.column_stack(
        [blocks, p - 0.5, k - 0.5, (n - 0.5) * (p - 0.5), (n - 0.5) * (k - 0.5), (p - 0.5) * (k - 0.5)]
    )
    outcome = np.array(inputs.get("yield") or inputs["y"], float)
    assert stats.LogFit(outcome, n, others).t ** 2 == pytest.approx(expected["F_N"], abs=5e-3)
