"""Manipulated seasons through real files: each way is found, honest ones are left alone, and counts are counts."""

from __future__ import annotations

import csv
import io

import pytest

from cliptrial.planning.manipulated.ways import Way
from cliptrial.planning.manipulations import (
    MANIPULATIONS,
    Manipulation,
    ManipulationResult,
    SeasonCounts,
    row,
    to_csv,
    try_manipulations,
)

FOUND = {
    Way.SECOND_TAKE: "extra_posts",
    Way.REPOST: "extra_posts",
    Way.RELINKED: "extra_posts",
    Way.LATE_SLOT: "attribute_differs",
    Way.OTHER_HASHTAGS: "attribute_differs",
    Way.LONGER: "attribute_differs",
    Way.OTHER_SOUND: "attribute_differs",
    Way.SAME_SOUND: "wrong_arm",
    Way.GOOD_DAYS: "schedule_deviations",
    Way.SHARED: "shared_posts",
    Way.BOOSTED: "improbable_posts",
}
FEW = {Way.BOOSTED: 30}
"""Posts an arm; of eight, a sixth is one post, which looks like any other hit."""


@pytest.mark.parametrize("way", [way for way in Way if way is not Way.HONEST])
def test_a_manipulated_season_is_found_out(way: Way) -> None:
    shown: list[ManipulationResult] = []
    (told,) = try_manipulations([Manipulation(way, FEW.get(way, 8))], runs=2, progress=shown.append)
    assert shown == [told]
    assert told.counts.runs == told.counts.warned == told.counts.codes[FOUND[way]] == 2
    assert told.counts.slipped == 0
    assert told.holds


def test_honest_seasons_are_left_alone_and_do_not_depend_on_processes() -> None:
    honest = [Manipulation(Way.HONEST, 8)]
    (told,) = try_manipulations(honest, runs=6)
    assert (told.counts.runs, told.counts.warned, told.counts.withheld) == (12, 0, 0)
    assert try_manipulations(honest, runs=6, processes=2) == [told]


def test_every_way_has_seasons_and_every_size_honest_ones() -> None:
    assert {one.way for one in MANIPULATIONS} == set(Way)
    assert [one.posts_per_arm for one in MANIPULATIONS if one.way is Way.HONEST] == [8, 14, 28]


@pytest.mark.parametrize(
    ("way", "slipped", "warned", "holds"),
    [
        (Way.HONEST, 0, 5, True),
        (Way.HONEST, 0, 6, False),
        (Way.SHARED, 6, 94, True),
        (Way.SHARED, 7, 93, False),
    ],
)
def test_what_holds_is_what_was_asked_for(way: Way, slipped: int, warned: int, holds: bool) -> None:
    counts = SeasonCounts(runs=100, better=slipped, slipped=slipped, warned=warned)
    assert ManipulationResult(Manipulation(way, 14), counts).holds is holds


def test_counts_add_up_and_stand_in_the_table() -> None:
    one = SeasonCounts(3, 2, 1, 2, 1, {"extra_posts": 2})
    told = ManipulationResult(
        Manipulation(Way.REPOST, 14), one + SeasonCounts(2, 1, 0, 1, 0, {"extra_posts": 1, "as_posted": 1})
    )
    assert row(told) == {
        "way": "repost",
        "posts_per_arm": 14,
        "seasons": 5,
        "better": 3,
        "better_in_silence": 1,
        "warned": 3,
        "withheld": 1,
        "findings": "extra_posts:3 as_posted:1",
    }
    assert [{**line} for line in csv.DictReader(io.StringIO(to_csv([told])))] == [
        {key: str(value) for key, value in row(told).items()}
    ]
