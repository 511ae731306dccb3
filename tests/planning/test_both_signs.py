"""The usual methods are two-sided: a result and its mirror get the same p, and neither gets that of one side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cliptrial.metrics import Kind
from cliptrial.planning.usual_methods import METHODS, Labelled


def labelled(effect: float) -> Labelled:
    rng = np.random.default_rng(3)
    treated = np.array([rng.permutation(np.arange(24) < 12)])
    views = np.exp(rng.normal(8, 0.4, (1, 24)) + effect * treated).round()
    return Labelled(Kind.COUNT, views, np.ones_like(views), treated, (np.arange(24) % 7)[None, :])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("effect", [1.2, -1.2])
def test_arms_that_change_places_keep_the_p_and_a_clear_result_is_clear_either_way(method: str, effect: float) -> None:
    case = labelled(effect)
    (p,), (mirrored,) = METHODS[method](case), METHODS[method](replace(case, treated=~case.treated))
    assert p < 0.05
    if method != "relative_delta":  # its standard error is that of the ratio, which is no mirror of its inverse
        assert mirrored == pytest.approx(p)
    assert mirrored < 0.05
