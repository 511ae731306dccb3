"""Leaving out each of thousands of posts by interpolation gives what leaving them out one by one gives."""

from __future__ import annotations

import numpy as np
import pytest

from cliptrial.stats.ratio import left_out, rate_ratio
from cliptrial.stats.ratio.rate_ratio import RateFit

POSTS = 1500


def fit(kind: str, seed: int) -> RateFit:
    rng = np.random.default_rng(seed)
    views = np.exp(rng.normal(8, 1, POSTS)).round() + 1
    strata = rng.integers(0, 40, POSTS)
    spread = 0.0 if kind == "alike" else 0.6
    numerator = rng.poisson(views * 0.04 * np.exp(rng.normal(0, spread, POSTS))).astype(float)
    treated = rng.random(POSTS) < 0.4
    match kind:
        case "giant":
            numerator[7], views[7] = 1e9, 1e11
        case "two giants":
            numerator[[7, 9]], views[[7, 9]] = 1e9, 1e11
            treated[[7, 9]] = True, False
        case "means":
            views = np.ones(POSTS)
        case "hardly any events":
            numerator = (np.arange(POSTS) % 200 == 0).astype(float)
        case "one post has all events":
            numerator[treated], numerator[np.flatnonzero(treated)[3]] = 0.0, 5.0
        case "a stratum each":
            strata = np.arange(POSTS) // 2
        case "one stratum":
            strata = np.zeros(POSTS, dtype=np.int64)
        case "little together":
            strata = np.where(treated, 1, 2)
            strata[:3], treated[:3] = 0, (True, False, False)
        case "tiny beside a giant":
            strata[:3], treated[:3] = 99, (True, True, False)
            numerator[:3], views[:3] = (1e8, 1.0, 3.0), (1e10, 20.0, 90.0)
    return RateFit(numerator, views, treated, strata)


@pytest.mark.parametrize(
    "kind",
    [
        "usual",
        "alike",
        "giant",
        "two giants",
        "means",
        "hardly any events",
        "one post has all events",
        "a stratum each",
        "one stratum",
        "little together",
        "tiny beside a giant",
    ],
)
def test_interpolating_is_leaving_out_one_by_one(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in (1, 2):
        quickly = fit(kind, seed).without_each
        with monkeypatch.context() as patch:
            patch.setattr(rate_ratio, "MANY", POSTS + 1)
            slowly = fit(kind, seed).without_each
        finite = np.isfinite(slowly)
        assert np.array_equal(quickly[~finite], slowly[~finite], equal_nan=True)
        assert np.abs(quickly[finite] - slowly[finite]).max() < 1e-9


def test_hardly_any_post_is_left_out_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the work would grow by the square of the posts."""
    asked: list[int] = []
    usual = RateFit._without

    def counted(self: RateFit, some: np.ndarray, scale: np.ndarray) -> np.ndarray:
        asked.append(len(some))
        return usual(self, some, scale)

    monkeypatch.setattr(RateFit, "_without", counted)
    for kind in ("usual", "alike", "giant", "means", "a stratum each", "one stratum"):
        fit(kind, 1).without_each  # noqa: B018
    assert sum(asked) < 6 * 0.02 * POSTS
    assert left_out.NODES < POSTS / 50
