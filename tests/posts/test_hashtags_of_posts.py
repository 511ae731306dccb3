"""Which hashtags a post counts as having, where several exports tell of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.lake.tables import build
from cliptrial.registry.workspace import Workspace

LINK = "https://www.tiktok.com/@kitchen.demo/video/7333242421595229472"
STUDIO = "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\n"
"""Written on the day after the list."""
SEVERAL = ("soup", "leek")

Row = tuple[str, str | None, list[str] | None]


@pytest.fixture
def bring(make_workspace: Callable[..., Workspace], tmp_path: Path) -> Callable[..., tuple[str, ...] | None]:
    """The hashtags after a spreadsheet with a list of them, and then an export of Studio with this caption."""

    def run(title: str, listed: str = "#soup #leek") -> tuple[str, ...] | None:
        workspace = make_workspace()
        mapping = {"link": "url", "hashtags": "tags", "views": "plays", "captured_at": "day"}
        table = tmp_path / "list.csv"
        table.write_text(f"url,tags,plays,day\n{LINK},{listed},10,2024-02-20\n", encoding="utf-8")
        export = tmp_path / "Content.csv"
        export.write_text(f"{STUDIO}2024-02-21,{title},{LINK},2024-02-08,1,2,3,40\n", encoding="utf-8")
        assert ingest(workspace, [table], mapping=mapping).problems == ()
        assert ingest(workspace, [export]).problems == ()
        (post,) = posts_of(Lake(workspace.store_dir))
        assert post.caption == title
        return post.hashtags

    return run


@pytest.mark.parametrize(
    ("title", "hashtags"),
    [
        ("Leek soup", SEVERAL),
        ("Leek soup #so…", SEVERAL),
        ("Leek soup #so...", SEVERAL),
        ("Leek soup #other", ("other",)),
    ],
)
def test_a_caption_that_does_not_show_them_takes_no_listed_hashtags_away(
    bring: Callable[..., tuple[str, ...] | None], title: str, hashtags: tuple[str, ...]
) -> None:
    """One without hashtags, or one that is cut off; a later one that shows its hashtags counts."""
    assert bring(title) == hashtags


def merged(tmp_path: Path, *rows: Row) -> tuple[str, ...] | None:
    """The hashtags of a post of which exports told this, one a day: by source, caption and hashtags."""
    lake = Lake(tmp_path)
    stored = [
        {"post_id": "1", "account": "demo", "source": source, "caption": caption, "hashtags": tags, "described_at": day}
        for day, (source, caption, tags) in enumerate(rows)
    ]
    lake.append("posts", build("posts", stored))
    (post,) = posts_of(lake)
    return post.hashtags


CASES: dict[str, tuple[tuple[Row, ...], tuple[str, ...] | None]] = {
    "none known": ((("studio", None, None),), None),
    "no caption": ((("studio", "", []),), ()),
    "edited in one source": ((("studio", "#a", ["a"]), ("studio", "x", [])), ()),
    "a list of the same source": ((("spreadsheet", None, ["a"]), ("spreadsheet", "x", [])), ("a",)),
    "whole in another source": ((("business_suite", "x #a", ["a"]), ("studio", "x", [])), ("a",)),
    "cut off in another source": ((("business_suite", "x #ab", ["ab"]), ("studio", "x #a…", ["a"])), ("ab",)),
    "cut off, and no others known": ((("business_suite", "x", []), ("studio", "x #a…", ["a"])), ("a",)),
    "a later list": ((("spreadsheet", None, ["a"]), ("spreadsheet", None, ["b"])), ("b",)),
    "a list that was emptied": ((("spreadsheet", None, ["a"]), ("spreadsheet", None, [])), ()),
    "a column that went missing": ((("spreadsheet", None, ["a"]), ("studio", None, None)), ("a",)),
}


@pytest.mark.parametrize("case", CASES)
def test_the_latest_hashtags_count_unless_their_caption_says_little(case: str, tmp_path: Path) -> None:
    rows, hashtags = CASES[case]
    assert merged(tmp_path, *rows) == hashtags


def test_a_list_wins_whichever_order_they_came_in(tmp_path: Path) -> None:
    rows: tuple[Row, ...] = (("spreadsheet", None, ["soup"]), ("studio", "Soup", []), ("api", "Soup #s…", ["s"]))
    for number, order in enumerate(permutations(rows)):
        assert merged(tmp_path / str(number), *order) == ("soup",)
