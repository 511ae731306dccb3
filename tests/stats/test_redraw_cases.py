"""The re-drawing procedure against cases worked out by brute force, without its closed form."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.places import shared

from cliptrial.rotation.labellings import Block, labellings, unrestricted_count
from cliptrial.stats import LogFit, log_ratio_test


def case(name: str) -> dict[str, Any]:
    cases = json.loads(shared("reference/redraw_cases.json").read_text(encoding="utf-8"))
    return next(one for one in cases if one["name"] == name)


@pytest.mark.parametrize("name", ["redraw_8_per_arm", "redraw_12_per_arm"])
def test_schedules_t_p_and_interval_are_those_of_the_brute_force(name: str) -> None:
    worked = case(name)
    inputs, expected, tolerance = worked["inputs"], worked["expected"], worked["tolerance"]
    days = [date.fromisoformat(text).weekday() for text in inputs["dates"]]
    size, cutoff = inputs["block_size"], inputs["cutoff"]
    blocks = [Block(tuple(days[i : i + size]), size // 2) for i in range(0, len(days), size)]
    admissible = labellings(blocks, [-cutoff] * 7, [cutoff] * 7)
    assert unrestricted_count(blocks) == expected["schedules_unfiltered"]
    assert admissible.count == expected["schedules_admissible"]

    treated = np.array([arm == "variant" for arm in inputs["arm"]], dtype=float)
    weekend = np.array([[float(day >= 5)] for day in days])
    fit = LogFit(np.log(inputs["views"]), treated, weekend)
    test = log_ratio_test(fit, admissible.all(), exact=True)
    assert fit.t == pytest.approx(expected["t"], abs=tolerance["t"])
    assert np.exp(test.estimate) == pytest.approx(expected["ratio"], abs=tolerance["ratio"])
    assert test.p_value() == pytest.approx(expected["p"], abs=tolerance["p"])
    assert np.exp(test.interval(inputs["alpha"])) == pytest.approx(
        expected["ratio_interval"], abs=tolerance["ratio_interval"]
    )
