"""Lengths of time as spreadsheets hold them: of what was typed they make moments of a day, and days."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from cliptrial.posts.text.dates import DateReader
from cliptrial.posts.workbook.typed_cells import CellError, Ways, _lasting, _seconds

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
