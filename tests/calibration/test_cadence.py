"""Cadence by whole weeks: the counts of the last full run, and a few of them counted again."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.calibration.cadence import ALPHA, CELLS, FILE, Cell, compared


def test_false_alarms_stay_below_six_in_a_hundred_and_intervals_hold_the_truth() -> None:
    rows = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == len(CELLS)
    for one in rows:
        assert one["runs"] == "1500"
        assert float(one["false_positives"]) <= 0.06
        assert 0.93 <= float(one["covered"]) <= 0.98
        assert 0.93 <= float(one["covered_with_effect"]) <= 0.98
        assert float(one["found"]) >= 0.7


def test_a_slice_is_counted_again() -> None:
    found = [compared(Cell(3, 4), seed, 0.5).inversion for seed in range(60)]
    assert np.mean([one.p_value(0.5) <= ALPHA for one in found]) <= 0.15
    held = [low <= 0.5 <= high for low, high in (one.interval(ALPHA) for one in found)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.09)
