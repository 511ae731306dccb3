"""The JSON object is the one that other programs were promised."""

from __future__ import annotations

import json
import math

import pytest
from tests.report.examples import ALL

from cliptrial.wording.describe import UPLIFT_KEYS, describe, describe_full

TOP = ["experiment", "evidence", "arms", "findings", "uplifts", "verdict", "verdicts", "provenance"]


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_keys_are_exactly_those_promised(name: str) -> None:
    told = describe(ALL[name]())
    assert list(told) == TOP
    assert all(list(arm) == ["id", "posts"] for arm in told["arms"])
    assert all(list(f) == ["code", "level", "values", "message"] for f in told["findings"])
    assert all(tuple(row) == UPLIFT_KEYS for row in told["uplifts"])
    for verdict in (told["verdict"], *told["verdicts"]):
        assert list(verdict) == ["code", "size", "arm", "metric", "sentence"]


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("lang", ["en", "de"])
def test_it_is_strict_json_and_the_full_one_holds_the_small_one(name: str, lang: str) -> None:
    small, full = describe(ALL[name](), lang), describe_full(ALL[name](), lang)
    assert json.loads(json.dumps(small, allow_nan=False)) == small
    assert json.loads(json.dumps(full, allow_nan=False)) == full
    assert _holds(full, small)


def _holds(large: object, small: object) -> bool:
    if isinstance(small, dict):
        return isinstance(large, dict) and all(key in large and _holds(large[key], small[key]) for key in small)
    if isinstance(small, list):
        return isinstance(large, list) and all(_holds(a, b) for a, b in zip(large, small, strict=True))
    return large == small


def test_an_unbounded_end_is_null() -> None:
    analysis = ALL["unbounded"]()
    low, high = analysis.uplifts[0].relative_interval
    assert high == math.inf
    assert describe(analysis)["uplifts"][0]["relative_interval"] == [low, None]


def test_numbers_are_not_rounded() -> None:
    analysis = ALL["better"]()
    told = describe(analysis)["uplifts"][0]
    assert told["arm_value"] == analysis.uplifts[0].arm_value
