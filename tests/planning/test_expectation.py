"""The expected effect of decided results is right on average, at every size and through the whole engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cliptrial.planning.expectation import ALLOWED, SIZES, Expectation, Route, Truths, expectations, from_csv, to_csv

COUNTED = Path(__file__).parents[2] / "docs" / "expectation.csv"


@pytest.fixture(scope="module")
def counted() -> list[Expectation]:
    return from_csv(COUNTED.read_text(encoding="utf-8"))


def test_of_decided_results_the_mean_expected_effect_is_the_mean_truth(counted: list[Expectation]) -> None:
    assert {(one.route, one.truths, one.posts_per_arm) for one in counted} == {
        *((Route.NUMBERS, truths, posts) for truths in Truths for posts in SIZES),
        *((Route.ENGINE, Truths.NORMAL, posts) for posts in SIZES),
    }
    for one in counted:
        assert abs(one.ratio - 1) <= ALLOWED[one.truths], one
        assert not one.is_off
        assert one.turned == 0


def test_estimates_of_decided_results_are_several_times_the_truth(counted: list[Expectation]) -> None:
    assert all(one.estimate > 3 * one.truth for one in counted)


def test_a_small_run_agrees_and_comes_back_from_its_table() -> None:
    told: list[Expectation] = []
    found = expectations(6000, engine_runs=100, progress=told.append)
    assert told == found
    assert not any(one.is_off for one in found)
    for one, again in zip(found, from_csv(to_csv(found)), strict=True):
        assert (one.decided, one.turned) == (again.decided, again.turned)
        assert again.reckon_with == pytest.approx(one.reckon_with, abs=1e-4)


def test_an_expected_effect_of_twice_the_truth_would_be_called_off(counted: list[Expectation]) -> None:
    wide = [replace(one, reckon_with=2 * one.truth) for one in counted]
    assert np.all([one.is_off for one in wide])
