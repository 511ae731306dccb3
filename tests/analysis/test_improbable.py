"""Posts with views but without likes: each limit from both sides, on posts whose numbers can be reckoned by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from cliptrial.analysis.checks.improbable import like_findings
from cliptrial.analysis.units import Assignment, Units, Values

USUAL = [300, 350, 400, 400, 400, 450, 500]
"""Views of each arm's posts, of 20 likes each: one like for 20 views, half a like more for the sake of none."""


def units(posts: int) -> Units:
    zeros = np.zeros(posts, dtype=np.int64)
    arm = np.array(["a"] * 7 + ["b"] * (posts - 7), dtype=object)
    return Units(arm, Assignment.SCHEDULE, account=zeros, weekday=zeros, stratum=zeros, block=zeros)


def found(views: Sequence[float], likes: Sequence[float], *, scale: float = 1, unseen: bool = False) -> list[int]:
    """How many posts of the variant are told, where it has two more of so many views and likes each."""
    shown = np.array([*(scale * np.array(USUAL * 2)), *views], dtype=float)
    liked = np.array([*[round(20 * scale)] * 14, *likes], dtype=float)
    own = units(len(shown))
    if unseen:
        own = replace(own, included=np.arange(len(shown)) < 14)
    return [f.values["posts"] for f in like_findings(own, Values(liked, shown), ())]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("views", "likes", "posts"),
    [
        ([4000, 4000], [58, 58], [2]),
        ([4000, 4000], [0, 0], [2]),
        ([4000, 4000], [59, 59], []),
        ([4000, 400], [50, 0], []),
        ([500, 500], [0, 0], []),
        ([502, 502], [0, 0], [2]),
        ([4000, 4000], [np.nan, 50], []),
        ([4000, 4000, 0], [50, 50, 3], [2]),
    ],
    ids=["few of their likes", "none at all", "one like more", "one of usual views", "hardly more views", "more views",
         "one was not read", "one more was never viewed"],
)  # fmt: skip
def test_posts_of_many_views_and_few_likes_are_told(views: list[float], likes: list[float], posts: list[int]) -> None:
    """Half a like more than 20 of 400 views, and 2.5 times .5 lower on logs: 58.7 of 4,000, less half a like.

    Of the usual posts those below 400 views lie .224 below on logs: the others must have over 500.6.
    """
    assert found(views, likes) == posts


def test_where_few_likes_are_to_be_expected_their_absence_tells_nothing() -> None:
    """At one view in ten of the usual, 2 likes and a half of 40 views: five are to be expected of 80."""
    assert found([79, 79], [0, 0], scale=0.1) == []
    assert found([81, 81], [0, 0], scale=0.1) == [2]


def test_posts_that_a_look_does_not_see_are_not_told() -> None:
    assert found([4000, 4000], [50, 50], unseen=True) == []
