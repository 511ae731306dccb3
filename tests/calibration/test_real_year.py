"""A year's work through the real commands gives what arithmetic on the same posts gives."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.calibration.real_year import RealYear, real_year
from tests.places import ROOT


def test_combined_tests_and_old_against_new_equal_arithmetic_on_the_same_posts(tmp_path: Path) -> None:
    year = real_year(tmp_path / "team", seed=1, tests=2)
    _holds(year)
    written = (ROOT / "docs" / "real_year.csv").read_text(encoding="utf-8").splitlines()
    first = list(csv.DictReader(written))[: len(year.steps)]
    assert [row["experiment"] for row in first] == [step.slug for step in year.steps]
    assert [float(row["effect"]) for row in first] == [pytest.approx(step.relative, abs=1e-6) for step in year.steps]


def _holds(year: RealYear) -> None:
    for step in (*year.steps, year.check):
        assert step.relative == pytest.approx(step.own, rel=1e-9)
        assert step.adopted == (step.own > 0)
    assert year.check.truth == pytest.approx(year.level)
    assert year.kept == (year.check.own > 0)


def test_the_year_that_is_published_was_decided_by_arithmetic() -> None:
    rows = list(csv.DictReader((ROOT / "docs" / "real_year.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 25
    for row in rows:
        assert float(row["effect"]) == pytest.approx(float(row["by_arithmetic"]), rel=1e-5)
        assert (row["decided"] == "adopted") == (float(row["by_arithmetic"]) > 0)
