"""A table that people made: its headers and whole columns tell the units, and what they do not tell is refused."""

from __future__ import annotations

import numpy as np
import pytest

from cliptrial.posts.tidy.units import in_units

pytestmark = pytest.mark.filterwarnings("error")
VIEWS = np.array([1000.0, 2000.0, 4000.0])


def read(key: str, header: str, cells: list[float], **more: list[float]) -> tuple[list[float], list[str]]:
    values = {"views": VIEWS, key: np.array(cells, np.float64), **{name: np.array(own) for name, own in more.items()}}
    headers = {name: header if name == key else name for name in values}
    numbers, problems = in_units(values, headers)
    return numbers[key].tolist(), [one.code for one in problems]


@pytest.mark.parametrize(
    ("key", "header", "cells", "expected"),
    [
        ("completions", "Completion rate", [0.41, 0.5, 0.25], [410, 1000, 1000]),
        ("completions", "Completion rate", [41, 50, 25], [410, 1000, 1000]),
        ("completions", "Watched to the end", [41.5, 50, 25], [415, 1000, 1000]),
        ("completions", "Completed (%)", [0.5, 0.8, 0.25], [5, 16, 10]),
        ("completions", "Completion rate", [100, 50, 25], [1000, 1000, 1000]),
        ("completions", "Completion rate", [0, 50, 25], [0, 1000, 1000]),
        ("completions", "Completion rate", [1, 0, 0.25], [1000, 0, 1000]),
        ("completions", "Completion rate", [1.5, 2, 1.2], [15, 40, 48]),
        ("completions", "Full plays", [410, 1000, 1000], [410, 1000, 1000]),
        ("completions", "Full plays", [4, 500, 2], [4, 500, 2]),
        ("completions", "Full plays", [101, 1, 2], [101, 1, 2]),
        ("completions", "Full plays", [20, 20, 20], [20, 20, 20]),
        ("completions", "Full plays", [0, 0, 5], [0, 0, 5]),
        ("held_3s", "Skip rate", [52.1, 40, 50], [479, 1200, 2000]),
        ("held_3s", "reels_skip_rate", [0.521, 0.4, 0.5], [479, 1200, 2000]),
        ("held_3s", "Hook rate %", [47.9, 60, 50], [479, 1200, 2000]),
        ("average_watch_time", "ig_reels_avg_watch_time (ms)", [7119, 8000, 900], [7.119, 8, 0.9]),
        ("average_watch_time", "Avg watch time", [7.119, 8, 0.9], [7.119, 8, 0.9]),
        ("average_watch_time", "Avg watch time (s)", [0, 0, 10], [0, 0, 10]),
        ("average_watch_time", "Avg watch time", [3600, 3600, 3600], [3600, 3600, 3600]),
        ("average_watch_time", "Avg watch time", [0.02, 0.02, 0.02], [0.02, 0.02, 0.02]),
        ("average_watch_time", "Avg watch time", [0, 0, 0], [0, 0, 0]),
        ("total_watch_time", "Watch time (hours)", [2.5, 5, 10], [9000, 18000, 36000]),
        ("total_watch_time", "Wiedergabezeit (Minuten)", [150, 300, 600], [9000, 18000, 36000]),
        ("total_watch_time", "Watch time", [9000, 18000, 36000], [9000, 18000, 36000]),
    ],
)
def test_a_header_or_a_whole_column_tells_the_unit(
    key: str, header: str, cells: list[float], expected: list[float]
) -> None:
    numbers, problems = read(key, header, cells)
    assert problems == []
    assert numbers == pytest.approx(expected)


@pytest.mark.parametrize(
    ("key", "header", "cells", "code"),
    [
        ("completions", "Completion rate", [0.41, 50, 25], "unclear_share"),
        ("completions", "Completion rate", [0.5, 2, 1.5], "unclear_share"),
        ("completions", "Completion rate", [1, 50, 25], "unclear_share"),
        ("completions", "Completion rate", [100.5, 50, 25], "unclear_share"),
        ("completions", "Full", [4, 5, 2], "unclear_share"),
        ("completions", "Full", [4, np.nan, 2], "unclear_share"),
        ("completions", "Full", [100, 1, 2], "unclear_share"),
        ("completions", "Full", [19, 19, 19], "unclear_share"),
        ("held_3s", "Hold rate", [120.5, 50, 25], "unclear_share"),
        ("held_3s", "Hold rate", [-1.5, 50, 25], "unclear_share"),
        ("average_watch_time", "Avg watch time", [7119, 8000, 3700], "unclear_seconds"),
        ("average_watch_time", "Avg watch time", [3601, 3601, 3601], "unclear_seconds"),
        ("average_watch_time", "Avg watch time", [0.0199, 0.0199, 0.0199], "unclear_seconds"),
        ("duration", "Length", [7119, 8000, 900], "unclear_seconds"),
        ("total_watch_time", "Watch time", [2.5, 5, 10], "unclear_seconds"),
        ("total_watch_time", "Watch time", [9e6, 18e6, 36e6], "unclear_seconds"),
    ],
)
def test_what_they_do_not_tell_is_refused_and_never_guessed(
    key: str, header: str, cells: list[float], code: str
) -> None:
    assert read(key, header, cells)[1] == [code]


def test_shares_without_views_are_refused() -> None:
    (problem,) = in_units({"held_3s": np.array([0.5])}, {"held_3s": "Hold rate"})[1]
    assert problem.what == "These are shares of views, and the table has no views"
    assert in_units({"held_3s": np.array([500.0])}, {"held_3s": "Held"})[1] == []


def test_a_column_of_which_nobody_wrote_a_cell_is_no_share() -> None:
    assert in_units({"held_3s": np.array([np.nan])}, {"held_3s": "Hold rate"})[1] == []


def test_what_a_view_lasts_is_asked_where_there_are_views_and_of_every_column_of_times() -> None:
    values = {"total_watch_time": np.array([2.5, 4000.0]), "duration": np.array([7_119_000.0, 7_119_000.0])}
    headers = {"total_watch_time": "Watch time", "duration": "Length", "views": "Views"}
    (length,) = in_units(values, headers)[1]
    assert (length.field, length.what) == (
        "Length",
        "A typical one would be 7,119,000 seconds: these look like milliseconds",
    )
    time, _ = in_units({**values, "views": np.array([0.0, 1.0])}, headers)[1]
    assert (time.field, time.what) == (
        "Watch time",
        "A typical one would be 4,000 seconds: these look like milliseconds",
    )
    (short,) = in_units({"total_watch_time": np.array([2.5]), "views": np.array([1000.0])}, headers)[1]
    assert short.what == "A typical view would last 0.0025 seconds: these look like hours"


@pytest.mark.parametrize(("views", "codes"), [(100.0, []), (101.0, ["unclear_share"])])
def test_whole_numbers_are_counts_unless_views_are_more_than_a_hundred_times_as_many(
    views: float, codes: list[str]
) -> None:
    values = {"completions": np.ones(3), "views": np.full(3, views)}
    problems = in_units(values, {"completions": "Full plays", "views": "Views"})[1]
    assert [one.code for one in problems] == codes
