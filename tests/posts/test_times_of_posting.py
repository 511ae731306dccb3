"""Times of posting: what the name of an export says, and days of which a spreadsheet program changed the parts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cliptrial.posts.text.dates import either_day
from cliptrial.posts.text.file_names import days_in, export_second
from cliptrial.posts.text.time_columns import (
    all_text,
    lack_a_year,
    made_by_row,
    may_be_swapped,
    without_swapped,
    written_times,
)

SECOND = int(datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp())
VIDEO = str(SECOND << 32)


@pytest.mark.parametrize(
    ("name", "second", "days"),
    [
        ("Overview_2026-09-25_1790891174.zip", 1790891174, (date(2026, 9, 25), date(2026, 10, 1))),
        ("a_1790891174000.csv", 1790891174, None),
        ("a_1790891174_1790891174.csv", 1790891174, None),
        ("a_1790891174_1790891175.csv", None, None),
        ("a_11790891174.csv", None, None),
        ("a_1390891174.csv", None, None),
        ("20260301-20260310.csv", None, (date(2026, 3, 1), date(2026, 3, 10))),
        ("2026.03.10 to 2026_03_01, 2026-03-05.csv", None, (date(2026, 3, 1), date(2026, 3, 10))),
        ("2026-03-01_2026-03-01.csv", None, None),
        ("2026-03-01_2026-02-30.csv", None, None),
        ("2026-03-01.csv", None, None),
    ],
)
def test_the_name_of_an_export_says_its_days_and_its_second(
    name: str, second: int | None, days: tuple[date, date] | None
) -> None:
    """Where it says one second only, and two days that there are."""
    assert (export_second(name), days_in(name)) == (second, days)


DAYS: dict[str, tuple[list[object], bool]] = {
    "a day of which one part can only be the day": ([date(2026, 4, 3), "03/13/2026"], True),
    "it stands first": ([date(2026, 4, 3), " 31-3-26 "], True),
    "both could be months": ([date(2026, 4, 3), "03/12/2026"], False),
    "a real day after the twelfth": ([date(2026, 4, 13), date(2026, 4, 3), "03/25/2026"], False),
    "a real day on the twelfth": ([date(2026, 4, 12), "03/25/2026"], True),
    "no real day": (["03/25/2026"], False),
    "no text": ([date(2026, 4, 3)], False),
}


@pytest.mark.parametrize("case", DAYS)
def test_days_that_a_program_may_have_taken_for_months(case: str) -> None:
    cells, may = DAYS[case]
    assert may_be_swapped(cells) is may
    told = [either_day(cell) if may and isinstance(cell, date) and cell.day != cell.month else cell for cell in cells]
    assert without_swapped([cells]) == [told]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ((2026, 4, 3), date(2026, 4, 3)),
        ((2026, 4, 1), date(2026, 4, 3)),
        ((2026, 3, 31), None),
        ((2026, 3, 4), date(2026, 3, 4)),
        ((2026, 3, 2), date(2026, 3, 4)),
        ((2026, 3, 6), date(2026, 3, 4)),
        ((2026, 3, 7), None),
    ],
)
def test_a_video_made_within_two_days_tells_which_part_is_the_day(
    made: tuple[int, int, int], told: date | None
) -> None:
    """The third of April or the fourth of March; a day that is its own month is never in doubt."""
    second = int(datetime(*made, 12, tzinfo=UTC).timestamp())
    cells = [date(2026, 4, 3), date(2026, 5, 5), "03/25/2026"]
    expected = told or either_day(date(2026, 4, 3))
    assert without_swapped([cells], [[second, None, None]]) == [[expected, date(2026, 5, 5), "03/25/2026"]]


def test_videos_that_disagree_tell_nothing() -> None:
    april, march = (int(datetime(2026, *day, tzinfo=UTC).timestamp()) for day in ((4, 3), (5, 6)))
    cells = [date(2026, 4, 3), date(2026, 6, 5), "03/25/2026"]
    assert without_swapped([cells], [[april, march, None]])[0][0] == either_day(date(2026, 4, 3))


def test_the_first_column_that_tells_it_says_when_each_video_was_made() -> None:
    """An id or a link; where it is silent, the next one; ids behind the fiftieth cell are looked for nowhere."""
    later = str((SECOND + 60) << 32)
    columns = [["x", "y", 3], ["", VIDEO, None], [later, later, ""]]
    assert made_by_row(columns, 3) == [SECOND + 60, SECOND, None]
    assert made_by_row([], 2) == [None, None]
    assert made_by_row([[""] * 49 + [VIDEO]], 50)[49] == SECOND
    assert made_by_row([[""] * 50 + [VIDEO]], 51)[50] is None


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        (["2026-03-04", "", "soon"], ["2026-03-04", "", "soon"]),
        (["2026-3-4 18:00", ""], ["2026-3-4 18:00", ""]),
        (["4 March 2026 18:00", None, 5], ["2026-03-04 18:00:00", None, 5]),
        (["03/04/2026", "x"], ["03/04/2026", "x"]),
        (["03/04/2026", "25/04/2026"], ["2026-04-03", "2026-04-25"]),
        (["4 March"], ["4 March"]),
        (["4 March 2026", "5 March"], ["2026-03-04", "5 March"]),
    ],
)
def test_times_are_written_in_one_way_where_they_can_be_read(cells: list[object], written: list[object]) -> None:
    assert written_times(cells, None) == written


def test_a_day_without_its_year_has_that_of_its_video() -> None:
    """One beside another video, or beside none, stays as it is."""
    assert written_times(["4 March", "x"], None, lambda: [SECOND]) == ["2026-03-04", "x"]
    assert written_times(["4 March", "4 March"], None, lambda: [None, SECOND]) == ["4 March", "2026-03-04"]


def test_a_video_tells_which_part_of_its_day_is_the_month_and_so_of_all_days() -> None:
    cells = ["03/04/2026", "05/06/2026", 5]
    assert written_times(cells, None, lambda: [SECOND, None, SECOND]) == ["2026-03-04", "2026-05-06", 5]


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [((3, 4), (3, 31), "2026-03-04"), ((3, 1), (3, 4), "2026-03-04"), ((4, 1), (4, 30), "2026-04-03"),
     ((3, 1), (4, 30), "03/04/2026"), ((5, 1), (5, 30), "03/04/2026")],
)  # fmt: skip
def test_the_days_of_its_file_tell_which_part_of_a_day_is_the_month(
    first: tuple[int, int], last: tuple[int, int], written: str
) -> None:
    assert written_times(["03/04/2026"], None, within=(date(2026, *first), date(2026, *last))) == [written]


def test_what_all_cells_of_a_column_are() -> None:
    assert (all_text(["a", ""]), all_text(["a", None]), all_text([])) == (True, False, True)
    assert lack_a_year(["2 March", "2 March 2026"])
    assert not lack_a_year(["2 March 2026", " ", None, 5])
