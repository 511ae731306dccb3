"""The benchmark races like against like: where chance plays no part, both routes give the same answer."""

from __future__ import annotations

import numpy as np
import pytest
from tests.benchmarks.peer import compared
from tests.benchmarks.tables import METRICS, posts

import cliptrial


@pytest.mark.parametrize("metric", METRICS)
def test_scipy_and_a_root_finder_agree_where_every_assignment_is_listed(metric: str) -> None:
    frame = posts(14, {"control": 0.5, "one": 0.5}, seed=3)
    (row,) = cliptrial.compare(frame, arm="arm", control="control", metrics=[metric], randomised=True).uplifts
    answer = compared(frame, metric, "one", "control", 0.05, draws=5000)
    assert row.p_value == pytest.approx(answer.p_value, abs=1e-12)
    assert np.log1p(row.relative_interval) == pytest.approx(np.log1p(answer.interval), abs=1e-5)
