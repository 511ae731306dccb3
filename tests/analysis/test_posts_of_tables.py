"""What is told of the posts of a table, and what its hash depends on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import pandas as pd
import pytest

import cliptrial

LINK = "https://www.tiktok.com/@m/video/747817679043060940{}"
TABLE = pd.DataFrame(
    {
        "arm": ["a", "b", "a", None, "b", "a", "b"],
        "views": [100.0, 250.0, None, 90.0, 400.0, 130.0, 0.0],
        "likes": [5.0, 10.0, 3.0, 2.0, 30.0, 0.0, 0.0],
        "posted": [f"2026-03-0{day}T23:30:00+00:00" for day in range(1, 8)],
        "video_id": [7001, 7002, 7003, 7004, 7005, 7006, 7007],
        "link": [LINK.format(1), None, LINK.format(3), "", LINK.format(5), LINK.format(6), "https://e.com/7"],
        "caption": ["One", "Two", None, "Four", "Five", "Six", "Seven"],
    }
)


def compared(frame: pd.DataFrame = TABLE, **more: Any) -> cliptrial.Analysis:
    asked: dict[str, Any] = {"posted_at": "posted", "timezone": "Europe/Berlin", "draws": 99}
    return cliptrial.compare(frame, arm="arm", control="a", metrics=["views", "likes/views"], **{**asked, **more})


@pytest.mark.parametrize(
    ("zone", "days", "slot", "weekday"),
    [("Europe/Berlin", (2, 3, 4, 6, 7, 8), "00:30", 0), ("America/New_York", (1, 2, 3, 5, 6, 7), "18:30", 6)],
)
def test_every_post_is_told_by_the_clock_that_was_asked_for(
    zone: str, days: tuple[int, ...], slot: str, weekday: int
) -> None:
    told = [asdict(post) for post in compared(timezone=zone).posts]
    assert [post["posted_on"] for post in told] == [date(2026, 3, day) for day in days]
    assert {post["slot"] for post in told} == {slot}
    assert [post["weekday"] for post in told] == [(weekday + day - days[0]) % 7 for day in days]
    assert [post["arm"] for post in told] == ["a", "b", "a", "b", "a", "b"]
    assert [post["post_id"] for post in told] == ["7001", "7002", "7003", "7005", "7006", "7007"]
    assert [post["caption"] for post in told] == ["One", "Two", None, "Five", "Six", "Seven"]
    assert [post["link"] for post in told] == [*TABLE["link"][:1], None, *TABLE["link"][[2, 4, 5]], None]
    assert [post["metrics"] for post in told] == [
        {"views": 100.0, "likes/views": 0.05},
        {"views": 250.0, "likes/views": 0.04},
        {"views": None, "likes/views": None},
        {"views": 400.0, "likes/views": 0.075},
        {"views": 130.0, "likes/views": 0.0},
        {"views": 0.0, "likes/views": None},
    ]
    empty = ("position", "account", "planned", "topic", "late")
    assert all(post[name] is None for post in told for name in empty)


def test_without_times_no_post_has_a_day() -> None:
    told = compared(posted_at=None)
    assert {(post.posted_on, post.weekday, post.slot) for post in told.posts} == {(None, None, None)}
    assert told.weekdays == {}


def test_a_post_id_wins_over_a_video_id() -> None:
    told = compared(TABLE.assign(post_id=[f"p{number}" for number in range(7)]))
    assert [post.post_id for post in told.posts] == ["p0", "p1", "p2", "p4", "p5", "p6"]


def test_the_hash_is_that_of_the_rows_compared_whatever_the_order_of_columns() -> None:
    kept = TABLE[TABLE["arm"].notna()]
    own = sha256(kept[sorted(kept.columns)].to_csv(index=False).encode()).hexdigest()
    assert compared().provenance.data_hash == own
    assert compared(TABLE[TABLE.columns[::-1]]).provenance.data_hash == own
    assert compared(TABLE.assign(views=TABLE["views"] + 1)).provenance.data_hash != own


def test_what_it_was_computed_with_is_told() -> None:
    told = compared(seed=4, draws=199, variable="hook", at_least=0.3).provenance
    assert (told.seed, told.draws, told.plan_hash, told.data_as_of) == (4, 199, None, None)
    assert told.version == version("cliptrial")
