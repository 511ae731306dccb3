"""Views without likes, posts far above, a lead of few, effects too large: each limit from both sides, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cliptrial.analysis.checks.improbable import improbable_findings, like_findings
from cliptrial.analysis.findings import Level
from cliptrial.analysis.results import VerdictCode
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
    liked = np.array([*[np.round(20 * scale)] * 14, *likes], dtype=float)
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
        ([4000, 4000, *[1] * 20], [50, 50, *[1] * 20], [9]),
    ],
    ids=["few of their likes", "none at all", "one like more", "one of usual views", "hardly more views", "more views",
         "one was not read", "one more was never viewed", "most have one view"],
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


@pytest.mark.parametrize(("likes", "posts"), [(2, [2]), (5, [])])
def test_where_likes_vary_widely_they_must_be_fewer(likes: int, posts: list[int]) -> None:
    """The middle lies at -3.43 on logs and the middle gap is .97, so that the limit is 3.59 lower.

    Two and a half likes of 4,000 views are 3.95 lower, and five and a half are 3.16 lower.
    """
    shown = np.array([*USUAL * 2, 4000, 4000], dtype=float)
    liked = np.array([10.0] * 7 + [40.0] * 7 + [likes] * 2)
    assert [f.values["posts"] for f in like_findings(units(16), Values(liked, shown), ())] == posts


@pytest.mark.filterwarnings("error")
def test_of_posts_that_nobody_read_nothing_is_told() -> None:
    assert found([np.nan] * 2, [np.nan] * 2, scale=np.nan) == []


def test_posts_that_a_look_does_not_see_are_not_told() -> None:
    assert found([4000, 4000], [50, 50], unseen=True) == []


def row(logs: Sequence[float], relative: float | None = 0.5, **other: Any) -> Any:
    """A clear answer on posts of these logs, with so large an uplift; what is not asked is left out."""
    code = VerdictCode.WORSE if relative is not None and relative < 0 else VerdictCode.BETTER
    given = {"verdict": code, "relative_interval": (0.1, 0.9), "estimand": "ratio_of_geometric_means"} | other
    uplift = SimpleNamespace(
        metric="views",
        arm="b",
        control="a",
        relative=relative,
        relative_interval=given["relative_interval"],
        verdict=given["verdict"],
    )
    values = Values(np.exp(np.array(logs)), np.ones(len(logs)))
    return SimpleNamespace(
        uplift=uplift,
        comparison=SimpleNamespace(estimand=given["estimand"], rows=np.arange(len(logs))),
        question=SimpleNamespace(values=values, places=tuple(range(100, 100 + len(logs)))),
    )


def told(control: Sequence[float], variant: Sequence[float], relative: float | None = 0.5, **other: Any) -> list[Any]:
    """The sign, the arm and the number of posts of what is told of two arms, and of a third that is not compared.

    The arms lie far apart, and of each one post was not read.
    """
    compared = [*(-1 + 0.1 * np.array([*control, np.nan])), *(-2 + 0.1 * np.array([*variant, np.nan]))]
    each = np.array([*compared, 9.0, 9.0, 9.0])
    arm = np.array(["a"] * (len(control) + 1) + ["b"] * (len(variant) + 1) + ["c"] * 3, dtype=object)
    one = row(each, relative, **other)
    one.comparison.rows = np.flatnonzero(np.isfinite(each) & (arm != "c"))
    found = improbable_findings(replace(units(len(arm)), arm=arm), [one], ())
    return [(f.values["sign"], f.values["arm"], f.values["posts"]) for f in found]


SEVEN, SIX, FIVE = [-1.0, -1, -1, 0, 1, 1, 1], [-1.0, -1, -1, 1, 1, 1], [-1.0, -1, 0, 1, 1]
"""Posts whose middle is 0, and those below it lie 1 below."""
EIGHTEEN, SEVENTEEN = [-1.0] * 9 + [1.0] * 9, [-1.0] * 8 + [0.0] + [1.0] * 8


@pytest.mark.parametrize(
    ("best", "found"),
    [((6.1, 6.1), [("far_above", "b", 2)]), ((5.9, 6.1), []), ((5.9, 5.9), [])],
)
def test_two_posts_more_than_six_spreads_above_their_arm_are_told(best: tuple[float, float], found: list[Any]) -> None:
    assert told(SEVEN, [*SEVEN[:5], *best], verdict=VerdictCode.INCONCLUSIVE) == found
    assert told([*SEVEN[:5], *best], [*SEVEN[:5], *best], verdict=VerdictCode.INCONCLUSIVE) == []


def test_where_posts_stand_far_above_nothing_more_is_said_of_them() -> None:
    assert told(SIX, [*SIX[:4], 6.1, 6.1]) == [("far_above", "b", 2)]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("control", "variant", "found"),
    [
        (SIX, [*SIX[:4], 1.61, 1.61], 2),
        (SIX, [*SIX[:4], 1.59, 1.59], 0),
        (SIX, [*SIX[:4], 1.61, 50], 2),
        (SIX, [*SIX[:4], 1.59, 50], 0),
        (FIVE, [*SIX[:4], 3, 3], 0),
        ([0.0] * 6, [0.0] * 4 + [30, 30], 0),
        (EIGHTEEN, [*SIX[:4], 1.61, 1.61], 2),
        (SEVENTEEN, [*SEVENTEEN[:14], 2, 3, 3], 2),
        (EIGHTEEN, [*EIGHTEEN[:15], 2, 3, 3], 3),
        (EIGHTEEN, [*EIGHTEEN[:15], 1.2, 2, 50], 3),
        (EIGHTEEN, [*EIGHTEEN[:15], 1.1, 1.3, 50], 0),
        (SIX, [-0.4, -0.4, -0.4, 1.6, 2.1, 2.1], 0),
    ],
    ids=["beyond", "below", "the best counts as the second", "one post decides", "five posts", "no spread",
         "a sixth of the fewer", "seventeen posts", "eighteen posts", "three of them", "hardly three",
         "the others lead, too"],
)  # fmt: skip
def test_a_lead_of_a_sixth_of_the_posts_is_told_where_the_others_hardly_have_it(
    control: list[float], variant: list[float], found: int
) -> None:
    """The best are .6 spreads further apart than the others; whichever arm leads."""
    assert told(control, variant) == ([("top_only", "b", found)] if found else [])
    assert told(variant, control, -0.3) == ([("top_only", "a", found)] if found else [])
    assert told(control, variant, verdict=VerdictCode.INCONCLUSIVE) == []
    assert told(control, variant, None) == []


@pytest.mark.parametrize(
    ("interval", "beyond"),
    [
        ((2.33, 9.0), (2.33, 2.3201)),
        ((2.33, None), (2.33, 2.3201)),
        ((2.31, 9.0), None),
        ((-0.9, -0.71), (-0.71, -0.6988)),
        ((None, -0.71), (-0.71, -0.6988)),
        ((-0.9, -0.69), None),
        ((-0.9, 9.0), None),
        ((None, None), None),
    ],
)
def test_an_effect_is_improbable_where_even_its_nearer_end_is_beyond_1_2_on_logs(
    interval: tuple[float | None, float | None], beyond: tuple[float, float] | None
) -> None:
    """The power 1.2 of e is 3.3201, and its power -1.2 is .3012."""
    found = list(improbable_findings(units(12), [row([0.0] * 12, None, relative_interval=interval)], ()))
    assert [(f.values["at_least"], f.values["known"]) for f in found] == ([] if beyond is None else [
        pytest.approx(beyond, abs=1e-4)
    ])  # fmt: skip
    assert [(f.level, f.values["metric"], f.values["arm"]) for f in found] == [(Level.WARNING, "views", "b")] * len(
        found
    )


def test_an_answer_without_a_ratio_of_posts_keeps_none_after_it_from_being_looked_at() -> None:
    good = row([*SEVEN, *SEVEN[:5], 6.1, 6.1])
    none, other = SimpleNamespace(comparison=None), row([*SEVEN, *SEVEN[:5], 6.1, 6.1], estimand="ratio_of_rates")
    assert len(list(improbable_findings(units(14), [none, other, good], ()))) == 1


def test_posts_are_named_by_position_link_and_row_where_somebody_can_find_them() -> None:
    """A plan names its own; those of a table need a time, and an id, a link or a caption."""
    named = [SimpleNamespace(position=n, post_id=None, link=f"l{n}", caption=None) for n in range(1, 14)]
    named.append(SimpleNamespace(position=None, post_id=None, link=None, caption=None))
    answer, plan = row([*SEVEN, *SEVEN[:5], 6.1, 6.1]), units(14)
    (found,) = improbable_findings(plan, [answer], named)
    assert (found.values["positions"], found.values["links"], found.values["rows"]) == ((13,), ("l13",), (112, 113))
    table = replace(plan, assignment=Assignment.RANDOM, when=np.arange(14.0))
    assert len(list(improbable_findings(table, [answer], named))) == 1
    assert list(improbable_findings(table, [answer], named[-1:])) == []
    assert list(improbable_findings(replace(table, when=None), [answer], named)) == []
    views, likes = np.array([*USUAL * 2, 4000, 4000], dtype=float), np.array([20.0] * 14 + [0, 0])
    assert list(like_findings(replace(units(16), assignment=Assignment.RANDOM), Values(likes, views), named)) == []
