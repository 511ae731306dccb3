"""A date is read as it is seen, whatever signs it is made of."""

from __future__ import annotations

import pytest

from cliptrial.posts.text.plain_dates import seen
from cliptrial.posts.text.time_columns import lack_a_year, made_by_row


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" 2026-03-09 ", "2026-03-09"),
        ("２０２６/０３/０９", "2026/03/09"),
        ("٢٠٢٦-٠٣-٠٩", "2026-03-09"),
        ("9\u00a0März\u200e 2026", "9 März 2026"),
    ],
)
def test_digits_spaces_and_invisible_signs_become_plain(text: str, plain: str) -> None:
    assert seen(text) == plain


def test_the_first_column_whose_first_fifty_cells_hold_an_id_tells_when_videos_were_made() -> None:
    """And the next one tells it of rows in which that is silent; ids further down are those of something else."""
    made, later = 1_772_000_000, 1_772_000_060
    first, second = (str(one << 32) for one in (made, later))
    link = f"https://www.tiktok.com/@a/video/{first}"
    assert made_by_row([["Soup", link, 7], [second, second, second]], 3) == [later, made, later]
    assert made_by_row([[*[""] * 49, first, first]], 51) == [*[None] * 49, made, made]
    assert made_by_row([[*[""] * 50, first]], 51) == [None] * 51
    assert made_by_row([], 2) == [None, None]


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        (["2026-03-02", "2 March"], True),
        (["2 March", 46083.5], True),
        (["2026-03-02", "", " "], False),
        (["2 March 2026", 46083.5, None], False),
        ([], False),
    ],
)
def test_one_day_without_a_year_is_enough_for_a_column_to_lack_them(cells: list[object], lacking: bool) -> None:
    assert lack_a_year(cells) is lacking
