"""Numbers that cannot be true, posts that are there twice, names that must not be stored, positions not shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.files import Lake
from cliptrial.posts.lake.history import days_of, due_without_snapshot, posts_of, top_list_files
from cliptrial.posts.lake.tables import build
from cliptrial.posts.plausibility import duplicates, impossible
from cliptrial.posts.records import Post
from cliptrial.posts.text.privacy import mask, masker
from cliptrial.registry.plan.schedule import Position

DAY = 86_400


def _lake(folder, rows):
    lake = Lake(folder)
    lake.append("snapshots", build("snapshots", [{"account": "a", "source": "studio", **row} for row in rows]))
    return lake


def test_each_rule_finds_its_post_and_no_other(tmp_path):
    """More likes than views, views that fall, an id from another week: one post each."""
    second = 1_770_000_000
    ids = [str((second << 32) + n) for n in range(4)]
    lake = _lake(
        tmp_path,
        [
            {"post_id": ids[0], "captured_at": 1, "views": 5.0, "likes": 6.0},
            {"post_id": ids[1], "captured_at": 1, "views": 500.0},
            {"post_id": ids[1], "captured_at": 2, "views": 400.0},
            {"post_id": ids[3], "captured_at": 1, "views": 500.0, "likes": 5.0},
            {"post_id": ids[3], "captured_at": 2, "views": 498.0, "likes": 4.0},
        ],
    )
    posts = [Post(i, "a", second + (3 * DAY if n == 2 else 0)) for n, i in enumerate(ids)]
    assert impossible(lake, posts) == [
        (ids[0], "likes_above_views"),
        (ids[1], "falling_counter"),
        (ids[2], "id_time_mismatch"),
    ]


def test_a_real_export_with_likes_but_no_views_is_caught(data, make_workspace):
    """A 2021 export shows 24 likes on 0 views."""
    workspace = make_workspace()
    ingest(workspace, [data / "studio-weatherchannel-2021/Video Posts.csv"])
    lake = Lake(workspace.store_dir)
    assert impossible(lake, posts_of(lake)) == [("6938420228481158405", "likes_above_views")]


def test_the_same_video_within_a_week_is_a_duplicate(tmp_path):
    """The same words, here or on another account; not after a week, not with another length, not tags alone."""
    posts = [
        Post("1", "a", 0, caption="Leek soup #food"),
        Post("2", "b", DAY, caption="leek  soup #soup"),
        Post("3", "a", 30 * DAY, caption="Leek soup"),
        Post("4", "a", 0, caption="#food"),
        Post("5", "a", 1, caption="#food"),
        Post("6", "a", 0, caption="Pie", duration=9.0),
        Post("7", "a", 1, caption="Pie", duration=20.0),
    ]
    assert duplicates(posts) == [("1", "2")]


@pytest.mark.parametrize(
    "text",
    ["@anna.b", "mail anna@example.org", "ring +49 30 1234567", "0877055070", "(@anna)", "+359 87 705 5070"],
)
def test_names_and_numbers_are_masked(text):
    """Nothing that leads to a person is left."""
    masked = mask(text, salt=b"s")
    assert not [part for part in ("anna", "1234567", "0877055070", "705 5070") if part in masked]


@pytest.mark.parametrize(
    "text",
    ["05.01.2026", "10:00 - 23:00", "#0501", "12 000 views", "2026!", "1,234,567", "50 % off", "§ 5 a@", "a @ b"],
)
def test_ordinary_text_is_left_alone(text):
    """Dates, hours, prices and counts are no phone numbers."""
    assert mask(text, salt=b"s") == text


def test_masks_are_stable_within_a_store_and_differ_between_stores(tmp_path):
    """One person is one mask in a store, and cannot be followed into another."""
    first, again, other = masker(tmp_path / "a"), masker(tmp_path / "a"), masker(tmp_path / "b")
    assert first("@anna") == again("@Anna")
    assert first("@anna") != other("@anna")


def _positions(count):
    return [Position(n + 1, 1, "a", date(2026, 3, 1) + timedelta(days=n), "12:00", "x") for n in range(count)]


def test_positions_that_exports_hide_are_counted(tmp_path):
    """Of ten positions due, the two without a snapshot are named; those not due yet are not."""
    start = 1772366400  # 2026-03-01 12:00 UTC
    rows = [{"post_id": f"p{n}", "captured_at": start + 20 * DAY, "views": 1.0} for n in range(14) if n not in (3, 5)]
    lake = _lake(tmp_path, rows)
    posts = {n + 1: Post(f"p{n}", "a", start + n * DAY) for n in range(20) if n != 5}
    found = due_without_snapshot(lake, _positions(20), posts, {"a": "UTC"}, 7)
    assert found.due == tuple(range(1, 15))
    assert found.without_snapshot == (4, 6)
    assert found.share == pytest.approx(2 / 14)


def test_files_of_top_lists_are_remembered(data, make_workspace):
    """The lake knows which files showed the most viewed posts only."""
    workspace = make_workspace()
    ingest(workspace, [data / "studio-okn-greek-2026", data / "studio-miskibin-pl-2024"])
    assert top_list_files(Lake(workspace.store_dir)) == ("Content.csv", "Trending Videos.csv")


def test_days_take_the_latest_export(tmp_path):
    """An unfinished day is completed by the next export, number by number."""
    lake = Lake(tmp_path)
    for captured, views, likes in ((1, 10.0, 3.0), (2, 25.0, None)):
        lake.append(
            "account_days",
            build(
                "account_days",
                [{"account": "a", "date": date(2026, 3, 1), "captured_at": captured, "views": views, "likes": likes}],
            ),
        )
    (day,) = days_of(lake, "a")
    assert (day["views"], day["likes"]) == (25.0, 3.0)
