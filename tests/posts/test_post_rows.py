"""One row a post: which columns say which post a row is, and which of its rows is the newest."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from cliptrial.posts.tidy.post_rows import Unclear, one_row_a_post, post_key

A, B, C = (f"https://www.instagram.com/reel/{code}/" for code in ("Aa1", "Bb2", "Cc3"))
CODE, OTHER_CODE = "dQw4w9WgXcQ", "aqz-KE-bpKQ"
NONE: tuple[Unclear, ...] = ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://www.tiktok.com/@me/video/7612545815780805905?lang=de", "0:7612545815780805905"),
        ("7612545815780805905", "0:7612545815780805905"),
        (" https://vm.tiktok.com/ZMabc/?x=1 ", "short:vm.tiktok.com/ZMabc"),
        ("https://www.instagram.com/me/p/Aa1-_/?x=1", "1:Aa1-_"),
        (f"https://www.youtube.com/watch?t=1&v={CODE}", f"0:{CODE}"),
        ("https://www.facebook.com/reel/12", "3:12"),
        ("https://www.facebook.com/watch/?v=34", "3:34"),
        ("https://x.com/me/status/56", "4:56"),
        ("https://www.linkedin.com/feed/update/urn:li:activity:7000000000", "5:7000000000"),
        ("https://www.pinterest.de/pin/78/", "6:78"),
        ("https://example.com/78", None),
    ],
)
def test_links_of_every_platform_name_their_post(text: str, key: str | None) -> None:
    assert post_key(text) == key


NEWEST: dict[str, tuple[dict[str, Any], tuple[int, ...], int, tuple[Unclear, ...]]] = {
    "rows that say the same": ({"id": ["a", "b", "a"], "v": [1, 2, 1]}, (0, 1), 1, NONE),
    "counters that grow": ({"url": [A, B, A], "v": [1, 2, 3]}, (1, 2), 1, NONE),
    "counters that grow, the newest first": ({"url": [A, B, A], "v": [3, 2, 1]}, (0, 1), 1, NONE),
    "three rows of a post and two of another": ({"url": [A, B, A, A, B], "v": [1, 5, 3, 2, 4]}, (1, 2), 2, NONE),
    "one counter stays": ({"url": [A, A], "v": [1, 1], "likes": [1, 2]}, (0,), 1, NONE),
    "one counter that is asked for stays": ({"url": [A, A], "v": [1, 2], "likes": [1, 1]}, (1,), 1, NONE),
    "numbers both ways": ({"url": [A, A], "v": [1, 2], "likes": [2, 1]}, (0, 1), 0, (Unclear("url", A, 1, None),)),
    "a counter that is empty": ({"url": [A, A], "v": [1, None]}, (0,), 1, NONE),
    "two that are": (
        {"url": [A, A], "v": [None, 1], "likes": [1, None]}, (0, 1), 0, (Unclear("url", A, 1, None),),
    ),
    "names nobody knows, whose numbers may be of two posts": (
        {"id": ["b", "a", "a"], "v": [0, 1, 2]}, (0, 1, 2), 0, (Unclear("id", "a", 2, None),),
    ),
    "no number at all": ({"url": [A, A], "v": ["x", "y"]}, (0, 1), 0, (Unclear("url", A, 1, None),)),
    "a time of collecting": (
        {"url": [A, A], "v": [9, 1], "scraped at": ["2026-03-01", "2026-03-02"]}, (1,), 1, NONE,
    ),
    "a time of collecting, the newest first": (
        {"url": [A, A], "v": [1, 9], "scraped at": ["2026-03-02", "2026-03-01"]}, (0,), 1, NONE,
    ),
    "times of collecting of two zones": (
        {"url": [A, A], "v": [9, 1], "scraped at": ["2026-03-01 12:00:00+02:00", "2026-03-01 11:00:00+00:00"]},
        (1,), 1, NONE,
    ),
    "a time of collecting that is none": (
        {"url": [A, A], "v": [9, 1], "scraped at": ["soon", "2026-03-02"]}, (0,), 1, NONE,
    ),
    "a time of collecting as a number": ({"url": [A, A], "v": [9, 1], "crawled": [-5, -4]}, (1,), 1, NONE),
    "one time for both": (
        {"url": [A, A], "v": [9, 1], "scraped at": ["2026-03-02", "2026-03-02"]}, (0,), 1, NONE,
    ),
    "a time that is missing": ({"url": [A, A], "v": [9, 1], "scraped at": [None, "2026-03-02"]}, (0,), 1, NONE),
    "a number for a time that is missing": ({"url": [A, A], "v": [9, 1], "crawled": [None, 5]}, (0,), 1, NONE),
    "two arms": (
        {"url": [A, A, B], "v": [1, 2, 3], "arm": ["x", "y", "x"]}, (0, 1, 2), 0, (Unclear("url", A, 1, "arm"),),
    ),
    "two arms, whichever is the newest": (
        {"id": ["a", "a"], "v": [1, 1], "arm": ["x", "y"]}, (0, 1), 0, (Unclear("id", "a", 1, "arm"),),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NEWEST)
def test_of_several_rows_of_a_post_the_newest_is_kept_or_somebody_has_to_choose(case: str) -> None:
    table, places, posts, unclear = NEWEST[case]
    found = one_row_a_post(pd.DataFrame(table), ["arm", "pair"], ["v", "w"])
    assert (found.places, found.posts, found.unclear) == (places, posts, unclear)


SAME: dict[str, tuple[dict[str, Any], list[int]]] = {
    "a name in capitals": ({" Post  ID ": ["a", "a", "b"]}, [0, 2]),
    "a column of something else": ({"title": ["a", "a", "b"]}, [0, 1, 2]),
    "numbers": ({"id": [5.0, 5.0, 6.5]}, [0, 2]),
    "numbers, once as words": ({"id": pd.Series([5.0, "5", " 5 "], dtype=object)}, [0]),
    "what stands behind a link": ({"link": ["e.com/1?a", "e.com/1/", "e.com/1"]}, [0]),
    "empty cells are no post": ({"id": [None, None, " ", " ", float("nan")]}, [0, 1, 2, 3, 4]),
    "ids of YouTube": ({"Video": [CODE, CODE, OTHER_CODE]}, [0, 2]),
    "words of eleven letters": ({"Video": ["springtimes", "springtimes", CODE]}, [0, 1, 2]),
    "links below any name": ({"seen": [A, A, B]}, [0, 2]),
    "a single link": ({"seen": [A, "", ""]}, [0, 1, 2]),
    "links in four of five cells": ({"seen": [A, A, B, C, "x"]}, [0, 2, 3, 4]),
    "links in three of four cells": ({"seen": [A, A, B, "x"]}, [0, 1, 2, 3]),
    "empty cells beside links": ({"seen": [A, A, B, None, " ", ""]}, [0, 2, 3, 4, 5]),
    "links behind two hundred empty cells": ({"seen": [""] * 198 + [A, A]}, [*range(199)]),
    "links behind two hundred and one empty cells": ({"seen": [""] * 199 + [A, A]}, [*range(201)]),
    "the column of links that names most posts": ({"series": [A, A, A], "post": [A, B, B]}, [0, 1]),
    "the column of links that names most posts, first": ({"post": [A, B, B], "series": [A, A, A]}, [0, 1]),
    "links beside names that nobody knows": ({"id": ["a", "b", "c"], "seen": [A, A, B]}, [0, 2]),
    "links beside a link of a platform in each row": ({"url": [A, B, C], "seen": [A, A, B]}, [0, 1, 2]),
    "links beside one that is missing": ({"url": [A, B, None], "seen": [A, B, B]}, [0, 1]),
    "two names, each with its own": ({"id": ["a", "a", "b", "c"], "link": ["e", "f", "g", "g"]}, [0, 2]),
    "no row": ({"id": []}, []),
}


@pytest.mark.parametrize("case", SAME)
def test_which_rows_are_of_one_post(case: str) -> None:
    """All numbers are the same, so that the first row of each post is kept."""
    table, places = SAME[case]
    found = one_row_a_post(pd.DataFrame(table).assign(v=1), [], ["v"])
    assert ([*found.places], found.unclear) == (places, ())
