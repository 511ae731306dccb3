"""What stands around posts in a file: columns twice, numbers with names, reports of several tables, titles above."""

from __future__ import annotations

from typing import Any

import pytest

from cliptrial.posts.columns.grid import Grid
from cliptrial.posts.tidy.asides import asides, header_row
from cliptrial.posts.tidy.named_numbers import is_record, named_numbers
from cliptrial.posts.tidy.repeated import first_said, repeated
from cliptrial.posts.tidy.sections import days_of, sections

NAN = float("nan")


@pytest.mark.parametrize(
    ("rows", "differ"),
    [
        ([["1", "x", "1"], ["2", "y", "3"]], 1),
        ([["1", "x", "2"], ["2", "y", "3"]], 0),
        ([["1", "x", " 1 "], ["", "y", "3"], ["4", "z", None], [NAN, "z", 5]], None),
        ([[1.0, "x", "1"], [1.5, "x", "1.5"], [2, "x", 2.0]], None),
        ([[1.5, "x", "1"]], 0),
        ([["1"], ["1", "x"], ["1", "x", "2"]], 2),
    ],
)
def test_columns_of_one_name_differ_where_two_of_their_cells_say_something_else(
    rows: list[list[object]], differ: int | None
) -> None:
    """Empty cells and those of a row that is cut off say nothing; each name that is asked for is told once."""
    (found,) = repeated(["a", "b", "a"], rows, ["b", "a", "c", "a"])
    assert (found.name, found.places, found.differ) == ("a", (0, 2), differ)
    assert str(found.what) == 'Columns 1, 3 are both called "a" and say different things'


def test_the_first_cell_that_says_anything_stands_for_all() -> None:
    """A nought says something."""
    assert first_said([None, "x", " ", NAN, 0, 7], [0, 2, 3, 4, 5]) == 0
    assert first_said(["1", None], [1]) == ""


def named(name: str, *values: object, owner: str = "18", **more: object) -> dict[str, object]:
    return {"name": name, "values": [{"value": one} for one in values], "id": f"{owner}/insights/{name}", **more}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ([named("reach", 5), named("likes", 7)], {"id": "18", "reach": 5, "likes": 7}),
        ([named("reach", 5), named("likes", 7, owner="19")], {"reach": 5, "likes": 7}),
        ([named("reach", 5, owner="")], {"reach": 5}),
        ([named("reach", 5, 6)], {"id": "18", "reach": "5 6"}),
        ([named("reach")], {"id": "18", "reach": ""}),
        ([named("reach", 5, total_value={"value": 9})], {"id": "18", "reach": 9}),
        ([{"name": "reach", "total_value": {"value": 9}}], {"reach": 9}),
        ([{"name": "reach", "total_value": {}}], {"reach": ""}),
        ([{"name": "reach", "total_value": 9}], {"reach": ""}),
        ([{"name": "reach", "values": [9]}], {"reach": 9}),
        ([{"name": "reach", "values": 9}], {"reach": ""}),
        ([{"name": "reach"}], None),
        ([{"values": [9]}], None),
        ([named("reach", 5), "likes"], None),
        ([], None),
        (named("reach", 5), None),
    ],
)
def test_numbers_with_names_become_columns(value: object, read: dict[str, object] | None) -> None:
    """With the id that all belong to, and only where every one has a name and a value."""
    assert named_numbers(value) == read
    assert is_record({"insights": value}) is is_record({"insights": {"data": value}}) is (read is not None)


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        ({"error": {"code": 10}}, True),
        ({"error": {"message": "no"}}, False),
        ({"error": ["code"]}, False),
        ({"id": "18", "views": 5}, False),
        ({"id": "18", "more": {"views": 5}, "insights": [named("reach", 5)]}, True),
    ],
)
def test_an_answer_is_one_post_where_it_has_named_numbers_or_says_that_there_are_none(
    value: dict[str, Any], whole: bool
) -> None:
    assert is_record(value) is whole


START, END = "# Start date: 20260301", "# End date: 20260331"
HEAD = "# ----\n# Account: me\n# Ours\n# Day: 20260301\n\n"
SECTIONS: dict[str, tuple[str, list[tuple[int, list[str], str]]]] = {
    "no comment": ("a,b\n1,2\n", []),
    "a comment without a day": ("# Account: me\na,b\n1,2\n", []),
    "a day of seven digits": ("# Day: 2026030\na,b\n", []),
    "a day that is followed by words": ("# 20260301 was fine\na,b\n", []),
    "a day within quotes": (f'a,b\n1,"\n{START}\n"\n', []),
    "two quotes above a day": (
        f'a,b\n1,"x"\n{START}\nc\n3\n', [(0, ["# 20260301"], 'a,b\n1,"x"'), (3, [START], "c\n3")],
    ),
    "three quotes above a day": (f'a,b\n1,"""\n{START}\n"\n', []),
    "a quote at the very beginning": (f'"a\n{START}\n"\n', []),
    "comments alone": (f"{START}\n{END}\n", []),
    "one table": (f"{START}\n{END}\na,b\n1,2\n", [(2, [START, END], "a,b\n1,2")]),
    "filled by a spreadsheet": (f"{START};;;\t ,\r\na;b\r1;2\r\n;;\r\n", [(1, [START], "a;b\n1;2")]),
    "values that begin like a comment": (f"{START}\na\n#spring\n#2\n", [(1, [START], "a\n#spring\n#2")]),
    "a line in quotes": (f'{START}\na\n"\n# no comment\n"\n# x\n', [(1, [START], 'a\n"\n# no comment\n"')]),
    "three quotes in a line": (f'{START}\na\n"x""\n# no comment\n"\n', [(1, [START], 'a\n"x""\n# no comment\n"')]),
    "four quotes in a line": (f'{START}\na,b\n"x","y"\n# End\n', [(1, [START], 'a,b\n"x","y"')]),
    "no end of the last line": (f"{START}\na\n1", [(1, [START], "a\n1")]),
    "what the whole report says, in each table": (
        f"{HEAD}{START}\na\n1\n\n{END}\nb\n2\n",
        [
            (6, ["# Account: me", "# ----", "# Account: me", "# Ours", "# Day: 20260301", START], "a\n1"),
            (10, ["# Account: me", END], "b\n2"),
        ],
    ),
    "days of the others, where these agree": (
        f"a\n1\n\n{START}\n{END}\nb\n2\n\nc\n3\n",
        [
            (0, ["# 20260301", "# 20260331"], "a\n1"),
            (5, [START, END], "b\n2"),
            (8, ["# 20260301", "# 20260331"], "c\n3"),
        ],
    ),
    "days of the others, which do not": (
        f"a\n1\n\n{START}\nb\n2\n\n{END}\nc\n3\n", [(0, [], "a\n1"), (4, [START], "b\n2"), (8, [END], "c\n3")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SECTIONS)
def test_a_report_is_its_tables_each_with_what_is_said_of_it(case: str) -> None:
    text, tables = SECTIONS[case]
    assert [(one.above, [*one.comments], one.body.decode()) for one in sections(text.encode())] == tables


@pytest.mark.parametrize(
    ("comments", "days"),
    [
        (["# 20260301-20260310"], ["20260301", "20260310"]),
        (["# 20260310", "# 20260301"], ["20260301", "20260310"]),
        (["# 20250101 20260310", "# 20260301"], ["20260301", "20260310"]),
        (["# 20260301"], ["20260301"]),
        (["20260301", "# 120260301"], []),
    ],
)
def test_the_last_two_days_of_comments_are_those_of_their_table(comments: list[str], days: list[str]) -> None:
    assert days_of(comments) == days


TITLE = ["My posts", "", "", ""]
HEADER, ROW = ["a", "b", "c", "d"], ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([HEADER, ROW], 0),
        ([TITLE, HEADER, ROW], 1),
        ([TITLE, [None], [], ["", " x "], HEADER, ROW], 4),
        ([*[TITLE] * 10, HEADER, ROW], 10),
        ([*[TITLE] * 11, HEADER, ROW], 0),
        ([TITLE, ["a", "b", "c", ""], ROW], 1),
        ([TITLE, ["a", "b", "", ""], ROW], 0),
        ([["My posts"], ["a", "b"], ["1", "2"]], 0),
        ([["My posts"], ["a", "b"], ["1", "2", "3"]], 1),
        ([["My posts"], ["x"]], 0),
        ([], 0),
    ],
)
def test_the_header_is_the_first_row_that_fills_its_columns(rows: list[list[object]], place: int) -> None:
    """Below ten titles at most; one empty name is no reason against it."""
    assert header_row(rows) == place


IDS = [["12345678901", "x", "5"], ["12345678902", "y", "6"], ["12345678903", "z", "7"]]
POSTS = [["a", "x", "5"], ["b", "y", "6"], ["c", "z", "7"]]
MORE = [[f"a{number}", "x", "5"] for number in range(27)]
TOTAL, SUM = ["Total", "", "99"], ["", "", "18"]
FORTY = "x" * 34 + " Total"
ASIDE: dict[str, tuple[list[list[str]], list[int]]] = {
    "no row": ([], []),
    "only totals": ([TOTAL, TOTAL], []),
    "a line of hyphens below the header": ([["---", ":---:", ""], *POSTS], [0]),
    "a line of hyphens further below": ([POSTS[0], ["---", "---", "---"], *POSTS], []),
    "hyphens in one cell": ([["---", "", ""], *POSTS], []),
    "hyphens and a word": ([["---", "---", "x"], *POSTS], []),
    "two hyphens": ([["--", "--", "--"], *POSTS], []),
    "two totals": ([*POSTS, TOTAL, TOTAL], [3, 4]),
    "three totals, too many of a few rows": ([*POSTS, TOTAL, TOTAL, TOTAL], []),
    "three totals of thirty rows": ([*MORE, TOTAL, TOTAL, TOTAL], [27, 28, 29]),
    "three totals of twenty-nine rows": ([*MORE[1:], TOTAL, TOTAL, TOTAL], []),
    "a total of two words": ([*POSTS, ["Grand  Total:", "", "99"]], [3]),
    "a total behind an empty cell": ([*POSTS, ["", "Total", "99"]], [3]),
    "a total whose row is cut off": ([*POSTS, ["Total", "x"]], [3]),
    "a total that leaves nothing empty": ([*POSTS, ["Total", "x", "99"]], []),
    "one that leaves empty what others do": ([*POSTS, ["d", "", "1"], TOTAL], []),
    "a total of its column": ([*POSTS, ["Total", "x", "18"]], [3]),
    "an average": ([*POSTS, ["Mean", "x", "6"]], [3]),
    "an average of equal numbers": ([*([name, "x", "5"] for name in "abc"), ["Mean", "x", "5"]], []),
    "a sum of two numbers, which may be chance": ([POSTS[0], ["Total", "x", "5"]], []),
    "a sum of noughts": ([["a", "x", "0"], ["b", "x", "0"], ["Total", "x", "0"]], []),
    "a sum that is rounded": ([*POSTS, ["d", "x", "9982"], ["Total", "x", "10001"]], [4]),
    "a sum that is not right": ([*POSTS, ["d", "x", "9982"], ["Total", "x", "10002"]], []),
    "an average that is rounded": ([["a", "x", "9000"], ["b", "x", "11000"], ["Mean", "x", "10001"]], [2]),
    "an average that is not right": ([["a", "x", "9000"], ["b", "x", "11000"], ["Mean", "x", "10002"]], []),
    "a sum without a word": ([*POSTS, SUM], [3]),
    "two sums without a word": ([*POSTS, SUM, SUM], [3, 4]),
    "a sum without a word above the last post": ([*POSTS, SUM, ["d", "x", "0"]], [3]),
    "one in the second row": ([POSTS[0], ["", "", "11"], POSTS[1]], []),
    "an average without a word": ([*POSTS, ["", "", "6"]], []),
    "a sum without a word where others have none": ([*POSTS, ["", "x", "2"], ["d", "x", "1"], ["", "x", "21"]], []),
    "two totals of arms among ids": ([*IDS, ["x Total", "x", "1"], ["Total: y", "x", "1"]], [3, 4]),
    "three totals of arms among ids": ([*IDS, *[[f"{arm} Total", "x", "1"] for arm in "xyz"]], []),
    "three totals of arms among many ids": (
        [[f"{number}", "x", "1"] for number in range(27)] + [[f"{arm} Total", "x", "9"] for arm in "xyz"],
        [27, 28, 29],
    ),
    "forty characters": ([*IDS, [FORTY, "x", "1"]], [3]),
    "forty-one characters": ([*IDS, [f"x{FORTY}", "x", "1"]], []),
    "ids that repeat": ([*IDS, IDS[0], ["x Total", "x", "1"]], []),
    "a single id": ([IDS[0], ["x Total", "x", "1"]], []),
    "names, of which none is an id": ([*POSTS, ["x Total", "x", "1"]], []),
    "a note": ([*POSTS, ["views count once", "", ""]], [3]),
    "two notes": ([*POSTS, ["views count once", "", ""], ["*once", "", ""]], [3, 4]),
    "a note above a post": ([["views count once", "", ""], *POSTS], []),
    "a note that is cut off, of two words": ([*POSTS, ["views once"]], []),
    "a note that is cut off, of three words": ([*POSTS, ["views count once"]], [3]),
    "a note that is cut off, with a sign": ([*POSTS, ["*once"]], [3]),
    "a link": ([*POSTS, ["see https://a.com/b c", "", ""]], []),
    "a number": ([*POSTS, ["7", "", ""]], []),
    "words in two cells": ([*POSTS, ["views count", "only once", ""]], []),
}


@pytest.mark.parametrize("case", ASIDE)
def test_rows_that_are_no_posts_are_told_by_their_numbers(case: str) -> None:
    rows, places = ASIDE[case]
    grid = Grid.of([(place + 2, tuple(row)) for place, row in enumerate(rows)])
    told = asides(["a", "b", "v"], grid)
    assert [(number - 2, first) for number, first in told] == [
        (place, next(cell for cell in rows[place] if cell)) for place in places
    ]


def test_a_header_may_have_more_columns_than_any_row() -> None:
    """What nobody fills in is no reason to set a row aside."""
    grid = Grid.of([(2, ("a", "5")), (3, ("b", "6")), (4, ("Total", "99"))])
    assert asides(["a", "v", "w"], grid) == ()


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([(2, "a"), (4, "once")], [4]),
        ([(2, "a"), (3, "once")], []),
        ([(2, "a"), (4, "views count|only once")], [4]),
        ([(2, "a"), (4, "views|only once")], []),
        ([(2, "a"), (4, "views count|only once|of each")], []),
        ([(2, "a"), (4, "views count|1 2")], []),
    ],
)
def test_below_a_gap_less_makes_a_note(rows: list[tuple[int, str]], places: list[int]) -> None:
    """Words in one cell, however few, or in some cells that all hold several."""
    grid = Grid.of([(2, ("a", "x", "5")), *((number, tuple(text.split("|"))) for number, text in rows[1:])])
    assert [number for number, _ in asides(["a", "b", "v"], grid)] == places
