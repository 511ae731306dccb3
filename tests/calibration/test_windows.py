"""Posting windows: the counts of the last full run, and a few of them counted again."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.calibration.windows import CELLS, FILE, histories, seen
from tests.places import shared


def last() -> list[dict[str, str]]:
    """The rows of the last full run."""
    return list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


def test_a_pattern_is_seen_in_five_of_a_hundred_shuffled_histories_and_in_four_of_five_planted_ones() -> None:
    rows = last()
    assert [one["cell"] for one in rows] == list(CELLS)
    assert {(one["runs"], one["shuffled"]) for one in rows} == {("600", "4800")}
    assert all(0.04 <= float(one["found_in_shuffled"]) <= 0.06 for one in rows)
    assert min(float(one["found_in_planted"]) for one in rows) >= 0.8
    sizes = [float(one["planted"]) for one in rows if one["cell"].startswith("invented")]
    assert sizes == sorted(sizes, reverse=True)


def test_a_slice_of_invented_accounts_is_counted_again() -> None:
    every = histories("invented 120 posts", 60)
    assert np.mean([seen(one, 0.0, n) for n, one in enumerate(every)]) == pytest.approx(0.05, abs=0.08)
    assert np.mean([seen(one, 1.5, n) for n, one in enumerate(every)]) >= 0.8


def test_a_slice_of_real_accounts_with_shuffled_hours_is_counted_again() -> None:
    shared("data/vn-posts")
    every = histories("real, shuffled as a whole", 40)
    assert np.mean([seen(one, 0.0, n) for n, one in enumerate(every)]) <= 0.175
