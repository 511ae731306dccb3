"""Links and ids of three platforms, wherever a post is named."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.posts.planned import BERLIN, fill, plan, written

from cliptrial.posts.ingest import ingest
from cliptrial.posts.lake.history import posts_of
from cliptrial.posts.lake.lake import Lake
from cliptrial.posts.placements import linked
from cliptrial.posts.text.ids import handle_in_link, id_in_link, is_short_link
from cliptrial.posts.text.rebuilt_links import rebuilt_link
from cliptrial.posts.workbook.messages import understand
from cliptrial.registry.plan.links import read_links
from cliptrial.registry.platforms import (
    INSTAGRAM_BEGAN,
    PLATFORMS,
    code_of,
    platform_of,
    platform_of_link,
    posted_second,
)
from cliptrial.registry.workspace import Workspace, load_workspace

REEL, SHORT = "3990964696834625317", "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("link", "post", "platform"),
    [
        ("https://www.instagram.com/reel/DdiwT8p888l/", REEL, "instagram"),
        ("https://www.instagram.com/p/DdiwT8p888l/?img_index=1", REEL, "instagram"),
        ("instagram.com/kitchen.demo/reel/DdiwT8p888l/", REEL, "instagram"),
        ("HTTPS://Instagram.com/reels/DdiwT8p888l", REEL, "instagram"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s", SHORT, "youtube"),
        ("https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", SHORT, "youtube"),
        ("https://youtu.be/dQw4w9WgXcQ?si=a", SHORT, "youtube"),
        ("youtube.com/shorts/dQw4w9WgXcQ", SHORT, "youtube"),
        ("https://www.tiktok.com/@a/video/7333242421595229472", "7333242421595229472", "tiktok"),
        # No post: a profile, a code that is too long, a channel, and somebody else's page with a link inside.
        ("https://www.instagram.com/kitchen.demo/", None, None),
        ("https://www.instagram.com/reel/DdiwT8p888lX1/", None, None),
        ("https://www.youtube.com/@kitchen", None, None),
        ("https://evil.example/?to=https://www.instagram.com/reel/DdiwT8p888l/", None, None),
    ],
)
def test_a_link_tells_its_post_and_its_platform(link: str, post: str | None, platform: str | None) -> None:
    assert id_in_link(link) == post
    assert platform_of_link(link) == platform
    assert (platform_of(post) if post else None) == platform


def test_the_example_of_every_platform_is_a_link_to_a_post_of_its_own() -> None:
    for name, platform in PLATFORMS.items():
        post = id_in_link(platform.example)
        assert post is not None
        assert platform_of(post) == name
        assert id_in_link(rebuilt_link(platform.example) or "") == post


def test_ids_tell_the_second_of_making_but_on_youtube() -> None:
    assert posted_second("7333242421595229472") == 1707403553
    assert posted_second(REEL) == datetime.fromisoformat("2026-09-21T08:41:27Z").timestamp()
    assert posted_second(SHORT) is None


def test_links_of_instagram_may_name_an_account_or_only_forward() -> None:
    assert handle_in_link("https://www.instagram.com/Kitchen.Demo/reel/DdiwT8p888l/") == "kitchen.demo"
    assert handle_in_link("https://www.instagram.com/reel/DdiwT8p888l/") is None
    assert is_short_link("https://www.instagram.com/share/reel/BAB2cd_x1")
    assert not is_short_link("https://www.instagram.com/reel/DdiwT8p888l/")


def test_a_message_names_a_post_by_a_link_without_its_beginning() -> None:
    said = understand("1: instagram.com/reel/DdiwT8p888l, 900 views\n2: youtu.be/dQw4w9WgXcQ 12 likes", range(1, 9))
    assert {n: id_in_link(row.link or "") for n, row in said.filled.items()} == {1: REEL, 2: SHORT}


def on(platform: str, workspace: Workspace) -> Workspace:
    """The same workspace, its account on another platform."""
    path = workspace.root / "workspace.yaml"
    path.write_text(path.read_text("utf-8") + f"    platform: {platform}\n", encoding="utf-8")
    return load_workspace(workspace.root)


def test_a_workbook_with_links_of_reels_comes_home(make_workspace, tmp_path: Path) -> None:
    workspace = on("instagram", make_workspace())
    folder, schedule = plan(workspace)
    made = int(datetime(2026, 3, 2, 17, 58, tzinfo=BERLIN).timestamp())
    number = ((made * 1000 - INSTAGRAM_BEGAN) << 23) + 1
    link = f"https://www.instagram.com/reel/{code_of(number)}/"
    (file,) = ingest(workspace, [fill(folder, schedule, {1: written(1, link=link)})]).files
    assert (file.problems, file.rows, file.snapshots) == ((), 1, 1)
    assert read_links(folder) == {1: link}
    assert linked(workspace)["question-hook"] == {1: str(number)}
    assert {post.post_id: post.posted_at for post in posts_of(Lake(workspace.store_dir))} == {str(number): made}


def test_a_short_of_youtube_counts_from_the_planned_time_and_says_so(make_workspace) -> None:
    workspace = on("youtube", make_workspace())
    folder, schedule = plan(workspace)
    link = "https://www.youtube.com/shorts/dQw4w9WgXcQ"
    row = written(1, link=link, read_on=date(2026, 3, 9))
    (file,) = ingest(workspace, [fill(folder, schedule, {1: row})]).files
    assert file.problems == ()
    assert "The links of position 1 do not tell" in " ".join(map(str, file.notes))
    planned_at = int(datetime(2026, 3, 2, 18, tzinfo=BERLIN).timestamp())
    assert {post.post_id: post.posted_at for post in posts_of(Lake(workspace.store_dir))} == {SHORT: planned_at}
