"""In which unit a column is, and in which zone a file writes its times: both sides of every limit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from math import nan
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cliptrial.posts.sheets import open_sheets
from cliptrial.posts.sources.clock import (
    at,
    declared_second,
    first_on_or_after,
    last_on_or_before,
)
from cliptrial.posts.sources.request import Findings
from cliptrial.posts.sources.units import check_percent, check_seconds, check_share
from cliptrial.posts.text.dates import When


def findings() -> Findings:
    return Findings(open_sheets("t.csv", b"a\n1\n")[0])


def told(found: Findings) -> list[tuple[str, str, int | None, str | None]]:
    return [(one.code, str(one.what), one.row, one.field) for one in found.problems]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([0.5, 1.0, nan], None),
        ([0.5, 1 + 5e-10], None),
        ([0.5, 1.01], 1),
        ([2.0, nan, 40.0], 0),
        ([1.0, 1.01], 1),
        ([1 + 1e-9, 1.01], 1),
        ([], None),
    ],
)
def test_a_share_is_one_at_most(values: list[float], place: int | None) -> None:
    """The first row above it is named, with the largest of all."""
    found = findings()
    check_share(np.array(values), "rate", found)
    what = f'"rate" goes up to {max(values, default=0):g}, so it is in percent'
    assert told(found) == ([] if place is None else [("percent_for_share", what, place + 2, "rate")])


@pytest.mark.parametrize(
    ("values", "shares"),
    [([0.5, 1.0, 0.0, nan], True), ([0.5, 1.01], False), ([0.0, nan], False), ([0.0, 0.01], True), ([], False)],
)
def test_percentages_that_are_all_one_at_most_are_shares(values: list[float], shares: bool) -> None:
    found = findings()
    check_percent(np.array(values), "rate", found)
    most = max((one for one in values if one == one), default=0)
    what = f'"rate" goes up to {most:g}, so it is in shares of 1'
    assert told(found) == ([("share_for_percent", what, None, "rate")] if shares else [])


VIEWS = [10.0, 10.0, 10.0]


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"average_watch_time": [20.0], "duration": [1.0]}, []),
        ({"average_watch_time": [20.1], "duration": [1.0]}, ["average_watch_time"]),
        ({"average_watch_time": [1.0], "duration": [90.0]}, []),
        ({"average_watch_time": [5.0, 5.0, 90.0], "duration": [1.0, 1.0, 1.0]}, []),
        ({"average_watch_time": [5.0, 90.0, 90.0], "duration": [1.0, 1.0, 1.0]}, ["average_watch_time"]),
        ({"average_watch_time": [90.0, 90.0, 5.0], "duration": [0.0, nan, 1.0]}, []),
        ({"average_watch_time": [0.0, 0.0, 90.0], "duration": [1.0, 1.0, 1.0]}, ["average_watch_time"]),
        ({"average_watch_time": [nan], "duration": [1.0]}, []),
        ({"total_watch_time": [200.0] * 3, "views": VIEWS, "duration": [1.0] * 3}, []),
        ({"total_watch_time": [201.0] * 3, "views": VIEWS, "duration": [1.0] * 3}, ["total_watch_time"]),
        ({"total_watch_time": [1.0] * 3, "views": VIEWS, "duration": [9.0] * 3}, []),
        ({"total_watch_time": [201.0] * 3, "views": [0.0] * 3, "duration": [1.0] * 3}, []),
        ({"total_watch_time": [200.0] * 3, "views": VIEWS, "average_watch_time": [1.0] * 3}, []),
        ({"total_watch_time": [201.0] * 3, "views": VIEWS, "average_watch_time": [1.0] * 3}, ["total_watch_time"]),
        ({"total_watch_time": [16.0] * 3, "views": [16.0] * 3, "average_watch_time": [20.0] * 3}, []),
        ({"total_watch_time": [16.0] * 3, "views": [16.0] * 3, "average_watch_time": [21.0] * 3}, ["total_watch_time"]),
        (
            {"total_watch_time": [210.0] * 3, "views": VIEWS, "average_watch_time": [nan] * 3, "duration": [1.0] * 3},
            ["total_watch_time"],
        ),
        (
            {"total_watch_time": [300.0] * 3, "views": VIEWS, "average_watch_time": [9.0] * 3, "duration": [1.0] * 3},
            [],
        ),
        (
            {
                "total_watch_time": [300.0] * 3, "views": VIEWS,
                "average_watch_time": [nan, 9.0, 9.0], "duration": [1.0] * 3,
            },
            [],
        ),
        ({"total_watch_time": [900.0], "average_watch_time": [1.0]}, []),
        ({"total_watch_time": [900.0], "views": [1.0]}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_times_of_one_table_are_of_one_unit(columns: dict[str, list[float]], wrong: list[str]) -> None:
    """In the middle of the rows that have both, at most twenty times each other; less only where a length is meant."""
    found = findings()
    check_seconds({name: np.array(values) for name, values in columns.items()}, str.upper, found)
    assert [one.code for one in found.problems] == ["other_unit"] * len(wrong)
    for one, name in zip(found.problems, wrong, strict=True):
        assert str(one.what).startswith(f'The times in "{name.upper()}" are ')


BERLIN = ZoneInfo("Europe/Berlin")
NOON = int(datetime(2026, 3, 2, 11, tzinfo=UTC).timestamp())


def test_a_declared_moment_is_of_its_own_zone_or_of_the_account() -> None:
    """Noon of a day; a moment of another zone stays that moment."""
    assert declared_second(date(2026, 3, 2), BERLIN) == at(date(2026, 3, 2), None, BERLIN) == NOON
    assert declared_second(datetime(2026, 3, 2, 13), BERLIN) == at(date(2026, 3, 2), time(13), BERLIN) == NOON + 3600
    there = timezone(timedelta(hours=-5))
    assert declared_second(datetime(2026, 3, 2, 6, tzinfo=there), BERLIN) == NOON


@pytest.mark.parametrize(
    ("month", "day", "known", "first", "last"),
    [
        (3, 2, (2026, 3, 2), (2026, 3, 2), (2026, 3, 2)),
        (3, 2, (2026, 3, 1), (2026, 3, 2), (2025, 3, 2)),
        (3, 2, (2026, 3, 3), (2027, 3, 2), (2026, 3, 2)),
        (2, 29, (2097, 1, 1), (2104, 2, 29), (2096, 2, 29)),
        (2, 29, (2096, 3, 1), (2104, 2, 29), (2096, 2, 29)),
        (2, 29, (2104, 2, 28), (2104, 2, 29), (2096, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_next_or_the_last_that_there_is(
    month: int, day: int, known: tuple[int, int, int], first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    """Even where eight years lie between two of them."""
    written = When(month, day, None)
    assert first_on_or_after(written, date(*known)) == date(*first)
    assert last_on_or_before(written, date(*known)) == date(*last)
