"""Answers of TikTok's interfaces, and the download of one's own data: what is kept, and what never becomes a cell."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.places import shared

from cliptrial.posts.ingest import ingest
from cliptrial.posts.ingest_report import FileReport
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.sheets import open_sheets
from cliptrial.posts.tidy.documents import by_key
from cliptrial.registry.workspace import Workspace

Make = Callable[..., Workspace]
ASKED = date(2026, 3, 9)
FIRST, SECOND = (str((second << 32) + 7) for second in (1772366400, 1772452800))
"""Videos of noon, 1 and 2 March 2026, UTC."""
CANARY = "canary"


def video(item_id: str = FIRST, **values: object) -> dict[str, object]:
    """A video as the documentation has it, with its own example numbers; no field is missing."""
    documented = json.loads(shared("data/tiktok-api-schemas/business_api_v1.3_video_list.json").read_bytes())
    fields = {name: example for name, (_, example, *_) in documented["video_fields"].items()}
    numbers = {name: float(text) for name, text in fields.items() if text.replace(".", "").isdigit()}
    told = {"item_id": item_id, "share_url": f"https://www.tiktok.com/@demo/video/{item_id}?utm_campaign=x"}
    told |= {"caption": "Soup #leek", "create_time": "1772366460", "media_type": "VIDEO"}
    curve = [{"second": str(second), "percentage": round(0.9 - 0.1 * second, 2)} for second in range(1, 9)]
    told |= {"video_view_retention": curve, "audience_countries": [{"country": "DE", "percentage": 0.8}]}
    return {**numbers, **told, **values}


def answer(*videos: object, **more: object) -> dict[str, object]:
    return {"code": 0, "message": "OK", "request_id": "2026", "data": {"videos": [*videos]}, **more}


def take(workspace: Workspace, content: object, name: str = "answer.json", on: date | None = ASKED) -> FileReport:
    path = workspace.root / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return ingest(workspace, [path], captured_at=on).files[0]


def kept(workspace: Workspace, table: str = "snapshots") -> list[dict[str, Any]]:
    rows = Lake(workspace.store_dir).read(table).to_pylist()
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def test_every_number_of_the_business_interface_has_its_place(make_workspace: Make) -> None:
    """Counts as they are, seconds as they are, shares as the viewers that they are of 603."""
    workspace = make_workspace()
    report = take(workspace, answer(video()))
    (row,) = kept(workspace)
    told = {"views": 603, "reach": 136, "likes": 243, "comments": 10, "shares": 10, "saves": 10, "new_followers": 123}
    told |= {"average_watch_time": 3.862, "total_watch_time": 587.024, "duration": 20.001, "profile_views": 123}
    told |= {"link_clicks": 123, "leads": 123, "completions": 0.0395 * 603}
    told |= {"held_2s": 0.7 * 603, "held_3s": 0.6 * 603, "held_6s": 0.3 * 603}
    assert {name: row[name] for name in told} == pytest.approx(told)
    (post,) = kept(workspace, "posts")
    assert (post["posted_at"], post["caption"], post["link"]) == (
        1772366460, "Soup #leek", f"https://www.tiktok.com/@demo/video/{FIRST}",
    )  # fmt: skip
    named = str(report.notes[-1])
    assert (named.count("audience_countries"), named.count("video_view_retention")) == (1, 0), named


def test_several_answers_in_one_file_are_one_list(make_workspace: Make) -> None:
    workspace = make_workspace()
    report = take(workspace, [answer(video()), answer(video(SECOND, create_time=1772452860))])
    assert (report.posts, report.snapshots) == (2, 2)


def test_what_vanishes_after_seven_quiet_days_is_missing_and_not_zero(make_workspace: Make) -> None:
    workspace = make_workspace()
    quiet = {name: value for name, value in video(SECOND).items() if name not in ("reach", "total_time_watched")}
    take(workspace, answer(video(), {**quiet, "video_view_retention": []}))
    row = next(one for one in kept(workspace) if one["post_id"] == SECOND)
    assert {"reach", "total_watch_time", "held_3s"}.isdisjoint(row)
    assert row["views"] == 603


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"full_video_watched_rate": 3.95}, "percent_for_share"),
        ({"full_video_watched_rate": 1}, None),
        ({"video_view_retention": [{"second": "3", "percentage": 61.0}]}, "percent_for_share"),
        ({"video_view_retention": [{"second": "3", "percentage": 1.0}]}, None),
        ({"average_time_watched": 3862, "total_time_watched": 587024}, "other_unit"),
        ({"average_time_watched": 401}, "other_unit"),
        ({"average_time_watched": 399, "total_time_watched": 240597}, None),
        ({"total_time_watched": 587.024 / 3600}, "other_unit"),
        ({"total_time_watched": 3.862 * 603 / 19}, None),
    ],
)
def test_units_are_decided_by_the_whole_file(values: dict[str, object], code: str | None, make_workspace: Make) -> None:
    """Percent for shares, milliseconds or hours for seconds; the nearest that may be true is read."""
    report = take(make_workspace(), answer(video(**values)))
    assert {problem.code for problem in report.problems} == ({code} if code else set())


def test_an_error_is_no_table_and_its_words_are_not_repeated(make_workspace: Make) -> None:
    report = take(make_workspace(), {"code": 40001, "message": CANARY, "request_id": "x", "data": {}})
    assert [problem.code for problem in report.problems] == ["api_error"]
    assert CANARY not in str(report)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("display_api_v2_example_response.json", "needs_mapping"),
        ("research_api_example_response.json", "needs_mapping"),
        ("business_api_v1.3_video_list.json", "not_recognised"),
        ("display_api_v2.json", "not_recognised"),
        ("research_api_query_videos.json", "not_recognised"),
        ("ads_manager_columns.json", "not_recognised"),
    ],
)
def test_lists_of_fields_and_examples_without_numbers_are_refused(name: str, code: str, make_workspace: Make) -> None:
    report = ingest(make_workspace(), [shared(f"data/tiktok-api-schemas/{name}")], captured_at=ASKED).files[0]
    assert [problem.code for problem in report.problems] == [code]


def test_the_other_interface_of_tiktok_is_read_as_well(make_workspace: Make) -> None:
    workspace = make_workspace()
    one = {"id": FIRST, "create_time": 1772366460, "share_url": f"https://www.tiktok.com/@demo/video/{FIRST}"}
    one |= {"view_count": 603, "like_count": 24, "comment_count": 1, "share_count": 2, "duration": 20, "title": "x"}
    take(workspace, {"data": {"videos": [one], "has_more": False}, "error": {"code": "ok", "log_id": "1"}})
    (row,) = kept(workspace)
    assert (row["views"], row["likes"], row["comments"], row["shares"], row["duration"]) == (603, 24, 1, 2, 20)


def download(top: str = "Post", middle: str = "Posts") -> dict[str, object]:
    """A download with a canary wherever it says anything of people."""
    posted = {"Date": "2026-03-01 12:00:00", "Link": f"https://www.tiktokv.com/share/video/{FIRST}/", "Likes": "12"}
    posted |= {"Sound": "Warm Light", "Title": "Soup #leek", "Location": CANARY, "AddYoursText": CANARY}
    gone = {"Date": "2026-03-02 12:00:00", "Link": f"https://www.tiktokv.com/share/video/{SECOND}/"}
    chat = {
        "Date": "2026-01-01 00:00:00",
        "From": CANARY,
        "Content": f"{CANARY} https://tiktok.com/@{CANARY}/video/{FIRST}",
    }
    return {
        top: {
            middle: {"VideoList": [posted]},
            "Recently Deleted Posts": {
                "PostList": [{**gone, "DateDeleted": "2026-03-20 09:00:00", "Title": CANARY[:0]}]
            },
        },
        "Direct Message": {"Direct Messages": {"ChatHistory": {f"Chat History with {CANARY}:": [chat] * 40}}},
        "Profile And Settings": {"Profile Info": {"ProfileMap": {"emailAddress": f"{CANARY}@example.org"}}},
        "Your Activity": {"Searches": {"SearchList": [{"Date": "2026-01-01 00:00:00", "SearchTerm": CANARY}] * 40}},
    }


@pytest.mark.parametrize(("top", "middle"), [("Post", "Posts"), ("Video", "Videos")])
def test_of_a_download_only_the_list_of_posts_is_read(top: str, middle: str, make_workspace: Make) -> None:
    """Times in UTC, links, sounds and deletions; no likes, no chats, in files of today and in older ones."""
    workspace = make_workspace()
    report = take(workspace, download(top, middle), "user_data_tiktok.json", None)
    assert (report.posts, report.snapshots, kept(workspace)) == (2, 0, [])
    first, second = sorted(kept(workspace, "posts"), key=lambda row: row["posted_at"])
    assert (first["posted_at"], first["sound"], first["hashtags"]) == (1772366400, "Warm Light", ["leek"])
    assert (second["post_id"], second["posted_at"]) == (SECOND, 1772452800)
    assert any(SECOND in str(note) and "Deleted posts" in str(note) for note in report.notes)
    assert CANARY not in str(report) + str(kept(workspace, "posts"))


def test_nothing_else_of_a_download_becomes_a_cell() -> None:
    (sheet,) = open_sheets("user_data_tiktok.json", json.dumps(download()).encode())
    assert CANARY not in str([sheet.header, *sheet.grid])
    assert len(sheet.grid) == 2


def test_a_download_without_posts_is_told_as_none(make_workspace: Make) -> None:
    """Its longest list is chats, which must not be taken for a table for want of posts."""
    content = {name: part for name, part in download().items() if name != "Post"}
    report = take(make_workspace(), content, "user_data_tiktok.json", None)
    assert [problem.code for problem in report.problems] == ["not_recognised"]
    assert CANARY not in str(report)


def test_a_packed_download_is_opened_and_a_cut_one_refused(make_workspace: Make, tmp_path: Path) -> None:
    workspace = make_workspace()
    packed = tmp_path / "TikTok_Data_1772366400.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("user_data_tiktok.json", json.dumps(download()))
    (report,) = ingest(workspace, [packed]).files
    assert (report.posts, report.problems) == (2, ())
    half = tmp_path / "user_data.json"
    half.write_text(json.dumps(download())[:900], encoding="utf-8")
    (report,) = ingest(workspace, [half]).files
    assert [problem.code for problem in report.problems] == ["bad_json"]


def test_pairs_are_columns_only_where_one_of_them_is_a_number() -> None:
    assert by_key([{"second": "1", "percentage": 0.8}]) == {"1": 0.8}
    assert by_key([{"id": 1, "name": "fyp"}]) is None
    assert by_key([{"second": "1", "percentage": 0.8, "more": 1}]) is None


def test_a_place_that_is_not_among_those_of_a_post_led_nobody_to_it_and_where_none_is_told_nobody_knows(
    make_workspace: Make,
) -> None:
    workspace = make_workspace()
    both = [{"impression_source": "For You", "percentage": 0.6}, {"impression_source": "Follow", "percentage": 0.4}]
    third = str((1772539200 << 32) + 7)
    alone, quiet = video(SECOND, impression_sources=both[:1]), video(third, create_time=1772539260)
    take(workspace, answer(video(impression_sources=both), alone, quiet))
    rows = {row["post_id"]: row for row in kept(workspace)}
    assert [rows[one].get("from_following") for one in (FIRST, SECOND, third)] == [pytest.approx(0.4 * 603), 0, None]
    assert [rows[one].get("from_search") for one in (FIRST, SECOND, third)] == [0, 0, None]
