"""Whole answers: of a few seasons and tables, everything that is said of them, in its order and with every value.

Where :mod:`tests.fairness.test_seasons` asks for one finding at a time, a row of ``cases/whole/*.yaml`` holds all of
them, every number of every comparison, and the verdicts. What can be counted by hand is counted again from what was
posted in :mod:`tests.fairness.test_posts_told`; estimates and chances are computed by other routes in the tests of
the analysis.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.fairness import told
from tests.fairness.happening import happened, planned
from tests.fairness.season import SLUG, Workshop
from tests.fairness.tables import compared, split

import cliptrial
from cliptrial.analysis.results import Analysis

WHOLE = Path(__file__).parent / "cases" / "whole"
CLOSE = 2e-3
"""Four digits are written, the last of which is rounded."""


def rows() -> Iterator[Any]:
    """Every row whose posts are not counted again, under its name."""
    for file in sorted(WHOLE.glob("*.yaml")):
        for case in YAML(typ="safe").load(file):
            if file.name != "seasons.yaml" or not planned(case).drawn:
                yield pytest.param(case, id=case["says"])


def answered(case: dict[str, Any], workshop: Workshop) -> Analysis:
    """What is said of a row's season, table or split test."""
    if "split" in case:
        return split(case)
    return compared(case) if "table" in case else cliptrial.analyze(SLUG, happened(case, workshop))


@pytest.mark.parametrize("case", list(rows()))
def test_everything_is_said_in_its_order_and_with_every_value(case: dict[str, Any], workshop: Workshop) -> None:
    said(answered(case, workshop), case)


def said(analysis: Analysis, case: dict[str, Any]) -> None:
    """Everything that a row holds, and nothing else."""
    same(told.findings(analysis), case["findings"], "findings")
    same(told.uplifts(analysis), case.get("uplifts", []), "uplifts")
    same(told.answer(analysis), case["answer"], "answer")


def same(got: Any, wanted: Any, where: str) -> None:
    """Equal in every part; numbers in their first digits."""
    if isinstance(wanted, dict):
        assert isinstance(got, dict), where
        assert sorted(got) == sorted(wanted), where
        for key in wanted:
            same(got[key], wanted[key], f"{where}.{key}")
    elif isinstance(wanted, list):
        assert isinstance(got, list), where
        assert len(got) == len(wanted), f"{where}: {got}"
        for number, (one, other) in enumerate(zip(got, wanted, strict=True)):
            same(one, other, f"{where}[{number}]")
    elif isinstance(wanted, float) or isinstance(got, float):
        assert got == pytest.approx(wanted, rel=CLOSE, abs=1e-9), where
    else:
        assert got == wanted, where
