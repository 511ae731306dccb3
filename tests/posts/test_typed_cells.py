"""Lengths of time as spreadsheets hold them: of what was typed they make moments of a day, and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from cliptrial.posts.text.dates import DateReader
from cliptrial.posts.workbook.typed_cells import CellError, Ways, _lasting, _seconds, _share, large_shares

WAYS = Ways(None, DateReader(()))


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (time(0, 7), 7),
        (timedelta(minutes=7), 7),
        (time(1, 5), 65),
        (timedelta(hours=26, minutes=5), 26 * 60 + 5),
        (timedelta(minutes=1, seconds=5), 65),
        (time(0, 1, 5), 65),
        ("1:05", 65),
        (7.9, 7.9),
    ],
)
def test_minutes_and_seconds_are_meant_where_a_program_saw_hours_and_minutes(cell: object, seconds: float) -> None:
    assert _seconds(cell, WAYS) == seconds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell", [time(1, 2, 3), timedelta(hours=1, minutes=2, seconds=3), -timedelta(minutes=1), "1:75"]
)
def test_what_can_be_no_watch_time_is_refused(cell: object) -> None:
    with pytest.raises(CellError):
        _seconds(cell, WAYS)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", [time(1, 32, 5), timedelta(hours=1, minutes=32, seconds=5), "1:32:05", "1h 32m 5s"])
def test_a_total_has_hours(cell: object) -> None:
    assert _lasting(cell, WAYS) == 5525  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "large"),
    [
        ([1, 1.01, 100, 100.5, 0.4, True, None], (1.01, 100)),
        (["30", "40,5", "55 %", "x", ""], (30, 40.5)),
        ([0.3, 1, "0,5", "1"], None),
    ],
)
def test_only_numbers_over_one_up_to_a_hundred_can_only_be_percent(
    cells: list[object], large: tuple[float, float] | None
) -> None:
    assert large_shares(cells, WAYS) == large  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("large", "cell", "value"),
    [
        ((30, 60), 0.4, 0.4), ((30, 60), 0.1, 0.1), ((30, 60), 0.09, 0.09), ((30, 60), 1, None), ((30, 60), 45, 0.45),
        ((1.5, 2), 0.5, 0.005), ((1.5, 2), "0,5", 0.005), ((1.5, 2), 0.4, 0.4), ((1.5, 2), 0.06, 0.06),
        ((2, 60), 0.7, None), ((2, 60), 0.66, 0.66), ((2, 60), "0.7 %", 0.007), ((2, 60), 0, 0.0), (None, 1, 1.0),
    ],
)  # fmt: skip
def test_a_number_up_to_one_among_percent_is_what_lies_within_three_times_the_others(
    large: tuple[float, float] | None, cell: float | str, value: float | None
) -> None:
    """Among 1.5 and 2 percent anything from .5 to 6 is one of them; what can be both is asked for."""
    ways = replace(WAYS, large=large)
    if value is None:
        with pytest.raises(CellError):
            _share(cell, ways)
    else:
        assert _share(cell, ways) == pytest.approx(value)
